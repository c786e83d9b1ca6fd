"""The guards of the follow-up: a case is closed when everything else is at rest."""

from datetime import datetime
from typing import Any

import pytest

from huisverbod.known import CLOCK, Asked
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.stages.asking import (
    HOUR,
    MINUTE,
    Past,
    asked,
    check_complete,
    check_passes,
    check_refused,
    known,
    then,
)


def close(**states: str) -> Asked:
    return asked("follow_up.close", known(states=states))


def on(step: str, *past: Past, by: Role = Role.MUNICIPAL_OFFICER, **changes: Any) -> Asked:
    return asked(f"follow_up.{step}", known(*past), by=by, **changes)


def destroy(at: datetime, *past: Past, **states: str) -> Asked:
    """A ban that was imposed on 23 November 2026, in a case that was closed since."""
    imposed, closed = then("imposition.impose", role=Role.MAYOR), then("follow_up.close", MOMENT + 9 * HOUR)
    return asked("follow_up.destroy", known(imposed, closed, *past, states=states), at, CLOCK)


LAST = datetime(2031, 11, 23, 23, 59, 59, tzinfo=ZONE)
CHOSEN = then("follow_up.choose_route")
CARE = then("follow_up.choose_route", route="zorg", asked_of="Wijkteam", ground="toestemming")
TAKEN = then("follow_up.take_up")
ENDED = then("follow_up.end_route")
ASSIGNED = then("follow_up.assign")
WITHDRAWN_SOON = known(
    then("imposition.impose"),
    then("execution.serve"),
    then("execution.propose_withdrawal"),
    then("execution.withdraw"),
    states={"execution": "withdrawn"},
)
"""Withdrawn from an hour after MOMENT, so it binds until then."""
HELD = then("follow_up.hold")
RELEASED = then("follow_up.release_hold")

RUNNING = ("running", "extension_decided", "extended", "suspended", "suspended_extended", "awaiting_service")
SEEN = then("enforcement.report_violation")
PASSES = [
    *(("nothing_before_court", close(court=state)) for state in ("none", "ruled")),
    ("nothing_before_court", close()),
    *(("no_open_violation", close(enforcement=state)) for state in ("watching", "with_om")),
    ("no_open_violation", close()),
    ("no_open_violation", on("close", SEEN, then("enforcement.arrest"))),
    ("care_closed", close(care="closed")),
    ("care_closed", close()),
    *(("ban_ended", close(execution=state)) for state in ("expired", "withdrawn", "annulled")),
    ("ban_ended", asked("follow_up.close", WITHDRAWN_SOON, MOMENT + 2 * HOUR)),
    *(("ban_not_over", asked("follow_up.reopen", known(states={"execution": s}))) for s in RUNNING),
    ("decision_written", close(imposition="imposed")),
    ("hold_lies_ahead", on("hold", until="2026-11-24")),
    ("term_over", destroy(LAST)),
    ("term_over", destroy(LAST, then("follow_up.hold", until="2031-11-22"))),
    ("term_over", destroy(LAST, HELD, RELEASED)),
    ("held", on("release_hold", HELD)),
    ("held", on("release_hold", HELD, RELEASED, HELD)),
    ("route_explained", on("choose_route")),
    ("route_explained", on("choose_route", route="geen", asked_of="", ground=None)),
    ("route_not_open", on("choose_route")),
    ("route_not_open", on("choose_route", CARE)),
    ("route_not_open", on("choose_route", CHOSEN, TAKEN)),
    ("route_not_open", on("choose_route", CHOSEN, ENDED)),
    ("no_route_beside_none", on("choose_route", CHOSEN, route="zorg")),
    ("no_route_beside_none", on("choose_route", CHOSEN, ENDED, route="geen")),
    ("route_waits", on("take_up", CHOSEN)),
    ("route_was_chosen", on("take_up", CHOSEN, CARE)),
    ("route_was_chosen", on("end_route", CHOSEN, CARE, route="zorg")),
    ("taker_fits_route", on("take_up", CHOSEN)),
    ("taker_fits_route", on("take_up", CHOSEN, by=Role.VEILIG_THUIS)),
    ("taker_fits_route", on("take_up", CARE, by=Role.CASE_MANAGER, route="zorg")),
    ("taker_fits_route", on("take_up", by=Role.OM, route="gedragsaanwijzing")),
    ("routes_settled", on("close")),
    ("routes_settled", on("close", CHOSEN, TAKEN)),
    ("routes_settled", on("close", CHOSEN, CARE, ENDED, ASSIGNED)),
]
REFUSED = [
    *(
        ("nothing_before_court", close(court=state), "Leg eerst de uitspraak vast")
        for state in ("requested", "heard")
    ),
    *(
        ("no_open_violation", close(enforcement=state), "Vraag de politie")
        for state in ("reported", "arrested")
    ),
    ("no_open_violation", on("close", SEEN, SEEN, then("enforcement.arrest", violations=["v2"])), "Vraag de"),
    *(("care_closed", close(care=state), "Vraag de casemanager") for state in ("open", "in_contact")),
    *(("ban_ended", close(execution=state), "Sluit de zaak na het einde") for state in RUNNING),
    ("ban_ended", asked("follow_up.close", WITHDRAWN_SOON), "Sluit de zaak na het einde"),
    *(
        ("ban_not_over", asked("follow_up.reopen", known(states={"execution": state})), "nieuwe zaak")
        for state in ("expired", "withdrawn", "annulled")
    ),
    ("ban_not_over", asked("follow_up.reopen", known()), "nieuwe zaak"),
    ("decision_written", close(imposition="imposed_orally"), "Laat het eerst vaststellen"),
    ("hold_lies_ahead", on("hold", until="2026-11-23"), "in de toekomst"),
    ("term_over", destroy(LAST - MINUTE), "nog niet voorbij"),
    ("term_over", destroy(LAST, then("follow_up.hold", until="2031-11-24")), "nog niet voorbij"),
    ("term_over", destroy(LAST, court="requested"), "nog niet voorbij"),
    ("term_over", on("destroy", then("imposition.impose", role=Role.MAYOR)), "nog niet voorbij"),
    ("held", on("release_hold"), "niet aangehouden"),
    ("held", on("release_hold", HELD, RELEASED), "niet aangehouden"),
    ("route_explained", on("choose_route", asked_of=""), "aan welke organisatie"),
    ("route_explained", on("choose_route", ground=None), "op welke grond"),
    ("route_not_open", on("choose_route", CHOSEN), "al gekozen"),
    ("route_not_open", on("choose_route", CHOSEN, TAKEN, CHOSEN), "al gekozen"),
    ("no_route_beside_none", on("choose_route", CHOSEN, route="geen"), "melding bij veilig thuis"),
    ("route_waits", on("take_up"), "Kies eerst een vervolg"),
    ("route_waits", on("take_up", CARE, ASSIGNED), "Kies eerst een vervolg"),
    ("route_was_chosen", on("take_up", CHOSEN, route="zorg"), "melding bij veilig thuis"),
    ("route_was_chosen", on("take_up", CHOSEN, TAKEN), "staat niet open"),
    ("taker_fits_route", on("take_up", CHOSEN, by=Role.CASE_MANAGER), "Vraag de gemeente"),
    ("taker_fits_route", on("take_up", by=Role.VEILIG_THUIS, route="gedragsaanwijzing"), "Vraag de gemeente"),
    ("routes_settled", on("close", CHOSEN), "Nog niemand pakte dit op"),
    ("routes_settled", on("close", CHOSEN, CARE, TAKEN), "zorg of hulp"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("follow_up", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("follow_up", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("follow_up", PASSES, REFUSED)
