"""A request that is not sent yet: what its organisation kept of it, and what need not be asked again."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from huisverbod.case import Case, Event, Facts
from huisverbod.errors import StepNotOpen, Unknown
from huisverbod.known import Actor
from huisverbod.stages.request import Kind, Submit
from huisverbod.web.choices import suggested, tellers
from huisverbod.web.desk import Desk
from huisverbod.web.forms import Choices
from huisverbod.web.sheets import Sheet, flags_seen
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
    return typed_of(Submit, FIRST) | {"reachable_on": [number_before(desk.session, desk.me)]} | only


def choices_in(desk: Desk, typed: Typed) -> Choices:
    """What a draft offers to choose from: items that fit its red flags first, and the people it names."""
    codes = [code for match in flags_seen(typed, desk.asked) for code in match.flag.items]
    people = [f"people.{row}." for row in rows_of(typed, "people")]
    names = [f"{first(typed, f'{row}given_names')} {first(typed, f'{row}family_name')}" for row in people]
    items = suggested(desk.choices["items"], codes)
    return {**desk.choices, "items": items, "tellers": tellers([name.strip() for name in names])}


def number_before(session: Session, me: Actor) -> str:
    """The number on which this person said to be reached with his last request, or nothing."""
    query = (
        select(Facts.data)
        .join(Event, col(Facts.event_id) == Event.id)
        .join(Case, col(Event.case_id) == Case.id)
        .where(Case.region == me.region, Case.requester_organisation == me.organisation)
        .where(Event.stage == "request", Event.step == "submit", Event.account_id == me.account_id)
        .order_by(col(Event.id).desc())
    )
    data = session.exec(query.limit(1)).first() if me.account_id else None
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
