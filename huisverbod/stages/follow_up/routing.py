"""To whom a way on was routed: who may open the case for that, and for nothing else."""

from huisverbod.known import Happened, Known
from huisverbod.roles import Role
from huisverbod.stages.follow_up.facts import Onward

ONE_PER_REGION = {Role.OM: Onward.GEDRAGSAANWIJZING, Role.RAAD: Onward.RAAD}
"""Organisations of which a region has one: the route itself names them."""
BY_NAME = frozenset({Role.LOCAL_CARE, Role.CRISIS_TEAM})
"""Capacities in which several organisations act: the one that was asked is named."""
OVER = frozenset({"closed", "resting", "destroyed"})


def key_of(role: Role, organisation: str) -> str:
    """By which key routes name this organisation; empty for a capacity to which nothing is routed so."""
    if role in ONE_PER_REGION:
        return str(ONE_PER_REGION[role])
    return _care(organisation) if role in BY_NAME else ""


def _care(organisation: str) -> str:
    return f"{Onward.ZORG}:{' '.join(organisation.replace('|', ' ').casefold().split())}"


def named(event: Happened) -> str:
    """The key of whom the choice of a route or a hand-over names; empty for every other event."""
    if event.step == "follow_up.assign":
        return _care(event.facts.get("owner", ""))
    if event.step != "follow_up.choose_route":
        return ""
    route = event.facts.get("route", "")
    if route in ONE_PER_REGION.values():
        return str(route)
    return _care(event.facts["asked_of"]) if route == Onward.ZORG else ""


def routed(known: Known) -> str:
    """Whom the routes of a case name, as the case row keeps it: "|zorg:a|raad|"; nothing once it is closed.

    A route that was stopped names nobody any more; one that was taken up does, while the case is open.
    """
    if known.states.get("follow_up", "closed") in OVER:
        return ""
    standing: dict[int, str] = {}
    waiting: dict[str, int] = {}
    for event in known.all(
        "follow_up.choose_route", "follow_up.assign", "follow_up.end_route", "follow_up.take_up"
    ):
        if key := named(event):
            standing[event.seq] = key
            waiting[event.facts["route"]] = event.seq
        elif event.step == "follow_up.end_route":
            standing.pop(waiting.pop(event.facts["route"], 0), None)
        else:
            waiting.pop(event.facts["route"], None)
    return f"|{'|'.join(sorted({*standing.values()}))}|" if standing else ""


def with_data(event: Happened) -> bool:
    """Whether personal data go along with what was routed (Wth 10(2), AVG 5(1)(c))."""
    return bool(named(event)) and event.facts.get("ground") not in (None, "geen_gegevens")
