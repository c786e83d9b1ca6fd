"""Who may see which case and which slice of it, and who may act in it; default deny."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from huisverbod.case import ROUTED, Case
from huisverbod.errors import Destroyed, NotAllowed, Unknown
from huisverbod.known import Actor, Happened
from huisverbod.roles import Role
from huisverbod.stages.follow_up import key_of, named, with_data


class Slice(StrEnum):
    """A part of a case that is seen or not seen as a whole (AVG 5(1)(c); Awb 2:5)."""

    REQUEST = "request"
    RIHG = "rihg"
    POLICE_PART = "police_part"
    DECISION = "decision"
    ADDRESS = "address"
    CARE = "care"
    CARE_NOTES = "care_notes"
    ENFORCEMENT = "enforcement"
    COURT = "court"
    FOLLOW_UP = "follow_up"


_ALL = frozenset(Slice)
_MUNICIPAL = {Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER}
_REGIONAL = {Role.POLICE, Role.HOVJ, Role.CASE_MANAGER, Role.VEILIG_THUIS}
_AT_WORK = frozenset(Role) - {Role.EVALUATOR, Role.ADMINISTRATOR, Role.CLOCK}
_PAPERS = _MUNICIPAL | {Role.POLICE, Role.HOVJ}
_NO_NOTES = _ALL - {Slice.CARE_NOTES}
_NO_CARE = _NO_NOTES - {Slice.CARE, Slice.FOLLOW_UP}
_HELPING = frozenset(
    {Slice.RIHG, Slice.DECISION, Slice.CARE, Slice.CARE_NOTES, Slice.FOLLOW_UP, Slice.ENFORCEMENT}
)

SLICES: dict[Role, frozenset[Slice]] = {
    Role.MAYOR: _NO_NOTES,
    Role.DEPUTY_MAYOR: _NO_NOTES,
    Role.MUNICIPAL_OFFICER: _NO_NOTES,
    Role.HOVJ: _NO_CARE,
    Role.POLICE: _NO_CARE,
    Role.VEILIG_THUIS: _HELPING,
    Role.CASE_MANAGER: _HELPING,
    Role.CRISIS_TEAM: frozenset({Slice.DECISION}),
    Role.LOCAL_CARE: frozenset({Slice.DECISION}),
}
"""What each capacity sees of a case it may open; a requester also sees its own request.

Who helps sees what was said; the mayor sees that there was help, and the advice.
"""

ROW_READERS = frozenset({Role.EVALUATOR, Role.ADMINISTRATOR})
"""Capacities that may have figures case by case, without names; small counts show in them (house)."""

FIGURE_READERS = ROW_READERS | _MUNICIPAL
"""Capacities that see figures of a region."""

TELLERS = _MUNICIPAL | {Role.POLICE, Role.HOVJ}
"""Capacities that tell others what they must know, and record that they did (Wth 2(8), 3(2), 8(2))."""

STAGE_SLICE = {
    "request": Slice.REQUEST,
    "risk_assessment": Slice.RIHG,
    "imposition": Slice.DECISION,
    "execution": Slice.DECISION,
    "enforcement": Slice.ENFORCEMENT,
    "care": Slice.CARE,
    "court": Slice.COURT,
    "follow_up": Slice.FOLLOW_UP,
}

STEP_SLICE = {
    "execution.give_address": Slice.ADDRESS,
    "execution.serve": Slice.ADDRESS,
    "execution.hand_over": Slice.ADDRESS,
    "execution.record_detention": Slice.ADDRESS,
    "execution.record_release": Slice.ADDRESS,
    "care.offer": Slice.CARE_NOTES,
    "care.contact": Slice.CARE_NOTES,
    "care.decline_help": Slice.CARE_NOTES,
    "care.plan_child": Slice.CARE_NOTES,
}

ROUTED_STEPS = frozenset({"follow_up.take_up"})
"""What whoever a way on was routed to may record in the case."""

_FROM_POLICE = "1a"
"""Besluit 2(3): the part of the risk instrument that holds police records."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a case stands in this person's lists (house: rights are SQL conditions)."""
    own = col(Case.requester_organisation) == actor.organisation
    mine = or_(own & _requests(actor), _shared_with(actor), _routed_to(actor))
    return and_(col(Case.region) == actor.region, mine)


def _requests(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.role in _AT_WORK else false()


def _shared_with(actor: Actor) -> ColumnElement[bool]:
    """What someone sees of the requests of others: nothing of a draft."""
    if actor.role in _REGIONAL:
        return ~col(Case.draft)
    if actor.role in _MUNICIPAL:
        place = col(Case.municipality) == actor.municipality if actor.municipality else true()
        return and_(~col(Case.draft), place)
    return false()


def _routed_to(actor: Actor) -> ColumnElement[bool]:
    """The cases in which a way on names this organisation (house: a case can be opened to take it up)."""
    key = key_of(actor.role, actor.organisation)
    return and_(ROUTED, col(Case.routed).contains(f"|{key}|", autoescape=True)) if key else false()


def _named(actor: Actor, case: Case) -> bool:
    key = key_of(actor.role, actor.organisation)
    return bool(key) and f"|{key}|" in case.routed


def may_open(actor: Actor, case: Case) -> bool:
    """Whether this person may open the case; the same rule as `visible`, for one case."""
    if actor.role == Role.CLOCK:
        return True
    return actor.region == case.region and (_whole(actor, case) or _named(actor, case))


def _whole(actor: Actor, case: Case) -> bool:
    """Whether this person opens the case for more than what was routed to him."""
    if actor.organisation == case.requester_organisation and actor.role in _AT_WORK:
        return True
    local = actor.role in _MUNICIPAL and actor.municipality in ("", case.municipality)
    return not case.draft and (local or actor.role in _REGIONAL)


def only_routed(actor: Actor, case: Case) -> bool:
    """Whether this person may open the case for what was routed to his organisation, and nothing else."""
    return actor.region == case.region and not _whole(actor, case) and _named(actor, case)


def may_take(actor: Actor, case: Case, step: str) -> bool:
    """Whether this person may take that step ("stage.step") in a case he may open; roles aside."""
    return step in ROUTED_STEPS or not only_routed(actor, case)


def check_step(actor: Actor, case: Case, step: str) -> None:
    """Refuses every other step and page to whom only a way on was routed.

    Raises:
        NotAllowed: this is not what was routed.

    """
    if not may_take(actor, case, step):
        raise NotAllowed("In deze zaak kunt u alleen het vervolg zien en vastleggen dat u het oppakt.")


def check_page(actor: Actor, case: Case, path: str) -> None:
    """Refuses every other page of a case than its own to whom only a way on was routed.

    Raises:
        Unknown: this page is not for him.

    """
    if only_routed(actor, case) and path != f"/zaken/{case.number}":
        raise Unknown


def check_open(actor: Actor, case: Case) -> None:
    """Refuses a case in the same words as one that does not exist; and one of which nothing is left.

    Raises:
        Unknown: this person may not open the case.
        Destroyed: its term is over (Wth 10(1)).

    """
    if not may_open(actor, case):
        raise Unknown
    if case.destroyed_at is not None:
        raise Destroyed


def sees(actor: Actor, part: Slice, case: Case) -> bool:
    """Whether this person sees that slice of a case he may open."""
    if only_routed(actor, case):
        return False
    if part == Slice.REQUEST and actor.organisation == case.requester_organisation:
        return True
    return part in SLICES.get(actor.role, frozenset())


def sees_event(actor: Actor, event: Happened, case: Case) -> bool:
    """Whether this person sees that an event happened. An organisation sees what it did itself."""
    return (
        _own(actor, event) or _sees_route(actor, event, case) or sees(actor, STAGE_SLICE[event.stage], case)
    )


def _sees_route(actor: Actor, event: Happened, case: Case) -> bool:
    return _named(actor, case) and named(event) == key_of(actor.role, actor.organisation)


def sees_people(actor: Actor, events: Iterable[Happened], case: Case) -> bool:
    """Whether this person sees whom it is about: with the request, the decision, or data routed to him."""
    routed = any(_sees_route(actor, event, case) and with_data(event) for event in events)
    return routed or sees(actor, Slice.REQUEST, case) or sees(actor, Slice.DECISION, case)


def _own(actor: Actor, event: Happened) -> bool:
    return bool(actor.organisation) and event.organisation == actor.organisation


def sees_facts(actor: Actor, event: Happened, case: Case) -> bool:
    """Whether this person sees what was stated with an event. An organisation sees what it stated itself."""
    return (
        _own(actor, event)
        or _sees_route(actor, event, case)
        or all(sees(actor, part, case) for part in _slices(event))
    )


def sees_statement(actor: Actor, event: Happened, consent: str, case: Case) -> bool:
    """AVG 5(1)(b), 6(1)(a): who sees the facts of an event reads what was told with it.

    Who helps reads it too when the person who told it agreed (`consent` is "ja").
    """
    helps = sees(actor, Slice.CARE_NOTES, case) and may_open(actor, case)
    return sees_facts(actor, event, case) or (helps and consent == "ja")


def _slices(event: Happened) -> set[Slice]:
    slices = {STAGE_SLICE[event.stage]}
    if event.step in STEP_SLICE:
        slices.add(STEP_SLICE[event.step])
    if event.stage == "risk_assessment" and event.facts.get("answer", {}).get("part") == _FROM_POLICE:
        slices.add(Slice.POLICE_PART)
    return slices


def may_draw(actor: Actor, event: Happened, case: Case) -> bool:
    """Whether this person may have papers drawn from an event: who serves and tells, and sees its facts."""
    return actor.role in _PAPERS and sees_facts(actor, event, case)


def check_figures(actor: Actor, row_by_row: bool = False) -> None:
    """Lets through whoever may see figures, or figures case by case.

    Raises:
        NotAllowed: this is not for this capacity.

    """
    if actor.role not in (ROW_READERS if row_by_row else FIGURE_READERS):
        raise NotAllowed(
            "De cijfers zijn voor onderzoekers, beheerders en gemeenten. Vraag het aan uw gemeente."
        )


def figure_regions(actor: Actor, regions: Iterable[str]) -> tuple[str, ...]:
    """Of which of these regions this person sees figures: his own, or all for research of no one region."""
    everywhere = actor.role in ROW_READERS and not actor.region
    return tuple(region for region in regions if everywhere or region == actor.region)


def check_teller(actor: Actor) -> None:
    """Lets through whoever tells others and records it.

    Raises:
        NotAllowed: this is not for this capacity.

    """
    if actor.role not in TELLERS:
        raise NotAllowed("Inlichten leggen de gemeente en de politie vast. Bel de gemeente over deze zaak.")
