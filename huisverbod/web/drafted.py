"""A request that is not sent yet: what its organisation kept of it, and what need not be asked again."""

from collections.abc import Sequence

from sqlmodel import col, select

from huisverbod.case import Case, Event, Facts
from huisverbod.errors import StepNotOpen, Unknown
from huisverbod.stages.request import Kind, Submit
from huisverbod.web.desk import Desk
from huisverbod.web.sheets import Sheet
from huisverbod.web.typed import Typed, first, rows_of, typed_of

SUBMIT = "request.submit"

FIRST = {"people": [{"kind": Kind.UITHUISGEPLAATSTE}, {"kind": Kind.ACHTERBLIJVER}]}
"""Who must be named at least."""

CHILD = ("needs", "veilig_thuis", "raad")
"""What is asked of a child beside its name."""


def check_own(desk: Desk) -> None:
    """Lets through the organisation that began the request; it alone sees it before it is sent (house).

    Raises:
        Unknown: it is another organisation's.

    """
    if desk.me.organisation != desk.case.requester_organisation:
        raise Unknown


def check_unsent(desk: Desk) -> None:
    """Lets through whoever can still write in this request.

    Raises:
        Unknown: it is another organisation's.
        StepNotOpen: it was sent or withdrawn.

    """
    check_own(desk)
    if closed := desk.closed(*desk.step(SUBMIT)):
        raise StepNotOpen(closed)


def drafts(desk: Desk) -> Sequence[Facts]:
    """The drafts of this request, by whom in the organisation ever, the newest first."""
    query = select(Facts).where(Facts.case_id == desk.case.id, Facts.draft_of == SUBMIT)
    return desk.session.exec(query.order_by(col(Facts.saved_at).desc(), col(Facts.id).desc())).all()


def kept(desk: Desk, but: Sheet | None = None) -> Typed:
    """The request as last kept by anyone of the organisation; without the fields of one page."""
    found = drafts(desk)
    typed: Typed = dict(found[0].data) if found else _blank(desk)
    return {name: value for name, value in typed.items() if but is None or not but.holds(name)}


def _blank(desk: Desk) -> Typed:
    """A request as it is begun, with what is known: the own number, and a ground that is the only one."""
    grounds = [value for group in desk.choices["grounds"] for value, _ in group.options]
    only = {"sharing_ground": grounds} if len(grounds) == 1 else {}
    return typed_of(Submit, FIRST) | {"reachable_on": [number_before(desk)]} | only


def number_before(desk: Desk) -> str:
    """The number on which this person said to be reached with his last request, or nothing."""
    query = (
        select(Facts.data)
        .join(Event, col(Facts.event_id) == Event.id)
        .join(Case, col(Event.case_id) == Case.id)
        .where(Case.region == desk.me.region, Case.requester_organisation == desk.me.organisation)
        .where(Event.stage == "request", Event.step == "submit", Event.account_id == desk.me.account_id)
        .order_by(col(Event.id).desc())
    )
    data = desk.session.exec(query.limit(1)).first() if desk.me.account_id else None
    return str(data["reachable_on"]) if data else ""


def with_children(typed: Typed) -> Typed:
    """What was typed, with a row for each child that was named among the people: nobody names it twice."""
    rows = rows_of(typed, "children_seen")
    named = {first(typed, f"children_seen.{row}.name").casefold() for row in rows}
    number = rows[-1] + 1 if rows else 0
    for row in rows_of(typed, "people"):
        name = first(typed, f"people.{row}.given_names")
        if first(typed, f"people.{row}.kind") == Kind.KIND and name and name.casefold() not in named:
            typed = typed | {f"children_seen.{number}.name": [name]}
            number += 1
    return typed


def without_bare_children(typed: Typed) -> Typed:
    """What was typed, without the children of whom nothing but the name stands there."""
    bare = [
        f"children_seen.{row}."
        for row in rows_of(typed, "children_seen")
        if not any(first(typed, f"children_seen.{row}.{name}") for name in CHILD)
    ]
    return {name: value for name, value in typed.items() if not name.startswith(tuple(bare))}
