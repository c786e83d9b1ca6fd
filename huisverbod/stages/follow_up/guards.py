"""The guards of the follow-up."""

from collections.abc import Mapping
from datetime import date, datetime, time

from huisverbod import law
from huisverbod.known import Asked, Happened, Known
from huisverbod.roles import Role
from huisverbod.stages.follow_up.facts import Onward

TAKERS: Mapping[str, frozenset[Role]] = {
    Onward.GEDRAGSAANWIJZING: frozenset({Role.OM}),
    Onward.ZORG: frozenset({Role.CASE_MANAGER, Role.LOCAL_CARE, Role.CRISIS_TEAM, Role.VEILIG_THUIS}),
    Onward.VEILIG_THUIS: frozenset({Role.VEILIG_THUIS}),
    Onward.RAAD: frozenset({Role.RAAD}),
    Onward.BURGEMEESTER: frozenset({Role.MAYOR, Role.DEPUTY_MAYOR}),
}
"""Who takes up a route for himself; the municipal officer records it for any of them."""


def open_routes(known: Known) -> dict[str, Happened]:
    """The routes that were chosen and are neither taken up nor ended yet, each with its choice."""
    found: dict[str, Happened] = {}
    for event in known.all(*ROUTE_STEPS):
        route = event.facts.get("route")
        if event.step == "follow_up.choose_route" and route != Onward.GEEN:
            found[str(route)] = event
        else:
            found.pop(str(route), None)
    return found


ROUTE_STEPS = ("follow_up.choose_route", "follow_up.take_up", "follow_up.end_route", "follow_up.assign")


DECISIONS = (
    "imposition.impose",
    "imposition.impose_orally",
    "imposition.put_in_writing",
    "execution.extend",
    "execution.amend",
    "execution.withdraw",
)
"""Decisions on a ban; the file is kept from the last of them on (house: Wth 10(1) does not say which)."""


def retention_ends(known: Known, terms: Mapping[str, law.Term]) -> datetime | None:
    """Wth 10(1): when the file is destroyed; nothing while it is before the court, or when it is not closed.

    Without a decision to impose, the region's term counts from the closing (norm). Not before the closing
    itself, and not before a hold has run out.
    """
    closed = known.last("follow_up.close", "request.withdraw")
    if closed is None or not _court_is_done(known):
        return None
    decided = known.last(*DECISIONS)
    if decided:
        ends = law.due(terms["keep_decision"], decided.occurred_at)
    else:
        ends = law.due(terms["keep_request"], closed.occurred_at)
    return max([ends, closed.occurred_at, *_held_until(known)])


def term_over(asked: Asked) -> str | None:
    """Wth 10(1): nothing is destroyed before the term is over, while a hold stands or a court looks at it."""
    ends = retention_ends(asked.known, asked.terms)
    return None if ends and ends <= asked.at else "De bewaartermijn van deze zaak is nog niet voorbij."


def _court_is_done(known: Known) -> bool:
    return known.states.get("court") in (None, "none", "ruled") and not known.courts.pending


def _held_until(known: Known) -> list[datetime]:
    """The end of the hold that still stands, if one does; a Dutch day included to its last second."""
    said = known.last("follow_up.hold", "follow_up.release_hold")
    if said is None or said.step == "follow_up.release_hold":
        return []
    day = date.fromisoformat(said.facts["until"])
    return [law.local(datetime.combine(day, time(23, 59, 59)))]


def hold_lies_ahead(asked: Asked) -> str | None:
    """Wth 10(1): a hold has an end, which lies ahead."""
    if asked.facts.until > asked.day:
        return None
    return "Kies een dag in de toekomst. Na die dag gaat de vernietiging alsnog door."


def held(asked: Asked) -> str | None:
    """Wth 10(1): there is a hold to release."""
    return None if _held_until(asked.known) else "De vernietiging wordt niet aangehouden."


def route_explained(asked: Asked) -> str | None:
    """house: a way on is asked of someone, on a ground for what is shared (Wth 10(2))."""
    if asked.facts.route == Onward.GEEN or (asked.facts.asked_of and asked.facts.ground):
        return None
    return "Vul in aan welke organisatie u dit vraagt en op welke grond u gegevens deelt."


def route_not_open(asked: Asked) -> str | None:
    """house: a route is chosen once, and then followed until someone has taken it up."""
    if asked.facts.route in open_routes(asked.known):
        return "Dit vervolg is al gekozen en nog niet opgepakt. Leg vast wie het oppakt, of stop het eerst."
    return None


def no_route_beside_none(asked: Asked) -> str | None:
    """house: no way on is needed only where none is open."""
    waiting = open_routes(asked.known)
    if asked.facts.route == Onward.GEEN and waiting:
        return f"Er staat nog een vervolg open: {_listed(waiting)}. Stop dat eerst, met de reden."
    return None


def route_waits(asked: Asked) -> str | None:
    """house: there is a way on that nobody has taken up yet."""
    return None if open_routes(asked.known) else "Er staat geen vervolg open. Kies eerst een vervolg."


def route_was_chosen(asked: Asked) -> str | None:
    """house: what is taken up or ended is a route that is open."""
    waiting = open_routes(asked.known)
    if asked.facts.route in waiting:
        return None
    ours = {route: event for route, event in waiting.items() if _for(asked, route)}
    return f"Dit vervolg staat niet open. Kies een vervolg dat openstaat: {_listed(ours) or 'geen'}."


def taker_fits_route(asked: Asked) -> str | None:
    """house: an organisation takes up what is its own; the municipal officer records it for others."""
    if _for(asked, asked.facts.route):
        return None
    who = ", ".join(sorted(taker.label for taker in TAKERS[asked.facts.route]))
    return f"Dit vervolg pakt een ander op: {who}. Vraag de gemeente het vast te leggen."


def _for(asked: Asked, route: str) -> bool:
    """Whether this capacity takes up that route, or records it for others; mayors see and stop every one."""
    role = asked.actor.role
    stops = asked.step == "follow_up.end_route" and role in TAKERS[Onward.BURGEMEESTER]
    return stops or role == Role.MUNICIPAL_OFFICER or role in TAKERS[route]


def routes_settled(asked: Asked) -> str | None:
    """house: a case closes when each way on that was chosen is taken up, or ended with the reason."""
    waiting = open_routes(asked.known)
    if not waiting:
        return None
    return (
        f"Nog niemand pakte dit op: {_listed(waiting)}. Leg vast wie het oppakt, of stop het met een reden."
    )


def _listed(routes: Mapping[str, Happened]) -> str:
    return ", ".join(Onward(route).label.lower() for route in routes)


def nothing_before_court(asked: Asked) -> str | None:
    """Awb 6:19: a case before the court stays open."""
    if _court_is_done(asked.known):
        return None
    return "Er loopt nog een zaak bij de rechter. Leg eerst de uitspraak vast, in elke zaak."


def no_open_violation(asked: Asked) -> str | None:
    """Wth 11: a reported violation is dealt with first."""
    dealt_with = asked.known.states.get("enforcement") in (None, "watching", "with_om")
    if dealt_with and not asked.known.violations.waiting:
        return None
    return "Er is een overtreding gemeld die nog niet is afgehandeld. Vraag de politie dat te doen."


def care_closed(asked: Asked) -> str | None:
    """house: care within the ban is closed or handed over first."""
    if asked.known.states.get("care") in (None, "closed"):
        return None
    return "De hulp binnen het huisverbod is nog niet afgesloten. Vraag de casemanager dat te doen."


ENDED = ("expired", "withdrawn", "annulled")


def ban_ended(asked: Asked) -> str | None:
    """Wth 9(1): the case stays open while the ban runs, also when its extension was entered late.

    One that is withdrawn runs on until the hour that its withdrawal names.
    """
    ban = asked.known.ban(asked.terms)
    at_rest = asked.known.states.get("execution", "expired") in ENDED
    if at_rest and not (ban and asked.at < ban.over_at):
        return None
    return "Het huisverbod loopt nog. Sluit de zaak na het einde."


def ban_not_over(asked: Asked) -> str | None:
    """Wth 9(1): a closed case is opened again when the ban is not over after all: a court revived it."""
    if asked.known.states.get("execution", "expired") not in ENDED:
        return None
    return "Het huisverbod is voorbij. Is er nieuw gevaar? Begin een nieuwe zaak."


def decision_written(asked: Asked) -> str | None:
    """Wth 2(7): an oral ban is put in writing, also when it has ended by now."""
    if asked.known.states.get("imposition") != "imposed_orally":
        return None
    return "Het mondelinge besluit staat nog niet op schrift. Laat het eerst vaststellen."
