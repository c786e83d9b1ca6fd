"""The guards of the enforcement: a ban in force, and the limits of a conduct order that runs beside it."""

from datetime import datetime, timedelta

import pytest

from huisverbod.known import Asked
from huisverbod.law import ZONE, wall_clock_days
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.stages.asking import (
    HOUR,
    MINUTE,
    PROCEDURE,
    TERMS,
    Past,
    asked,
    check_complete,
    check_passes,
    check_refused,
    known,
    then,
)

IMPOSED = then("imposition.impose", MOMENT, Role.MAYOR)
START, END = MOMENT + 5 * HOUR, datetime(2026, 12, 4, 2, 40, tzinfo=ZONE)
SERVED = then("execution.serve", START, Role.POLICE)
ORAL = then("imposition.impose_orally", START, Role.POLICE)
LATEST = datetime(2026, 12, 21, 21, 40, tzinfo=ZONE)
EXTENDED = (
    then("execution.propose_extension", END - 9 * HOUR, until=LATEST.isoformat()),
    then("execution.extend", END - 8 * HOUR, Role.MAYOR),
    then("execution.announce_extension", END - 7 * HOUR, Role.POLICE),
)
PLANNED = START + 20 * HOUR
WITHDRAWN = (
    then("execution.propose_withdrawal", START + 8 * HOUR, effective_planned=PLANNED.isoformat()),
    then("execution.withdraw", START + 9 * HOUR, Role.MAYOR),
)
SUSPENDED = then("court.rule_suspended", START + 10 * HOUR)
RESUMED = then("court.lift_suspension", START + 30 * HOUR)


def at(moment: datetime, *past: Past) -> Asked:
    return asked("enforcement.report_violation", known(*past), moment, Role.POLICE)


DAY = timedelta(days=1)
GIVEN = then(
    "enforcement.record_conduct_order", START, Role.OM, start=START.isoformat(), end=LATEST.isoformat()
)
LONGER = then("enforcement.extend_conduct_order", START, Role.OM)


def order(days: int, minutes: int = 0) -> Asked:
    end = wall_clock_days(START, days) + minutes * MINUTE
    facts = {"start": START.isoformat(), "end": end.isoformat()}
    return asked("enforcement.record_conduct_order", known(), START, Role.OM, **facts)


def longer(moment: datetime, *past: Past, **changes: object) -> Asked:
    return asked("enforcement.extend_conduct_order", known(*past), moment, Role.OM, **changes)


def lift(moment: datetime, *past: Past) -> Asked:
    return asked("enforcement.lift_conduct_order", known(*past), moment, Role.OM)


SEEN = then("enforcement.report_violation", START, Role.POLICE)
ARRESTED = then("enforcement.arrest", START, Role.POLICE)


def deal(step: str, *past: Past, **changes: object) -> Asked:
    return asked(f"enforcement.{step}", known(*past), START, Role.POLICE, **changes)


GUARD = "ban_was_in_force"
PASSES = [
    (GUARD, at(START, IMPOSED, SERVED)),
    (GUARD, at(END - MINUTE, IMPOSED, SERVED)),
    (GUARD, at(START, ORAL)),
    (GUARD, at(END, IMPOSED, SERVED, *EXTENDED)),
    (GUARD, at(LATEST - MINUTE, IMPOSED, SERVED, *EXTENDED)),
    (GUARD, at(START + 10 * HOUR - MINUTE, IMPOSED, SERVED, SUSPENDED)),
    (GUARD, at(START + 30 * HOUR, IMPOSED, SERVED, SUSPENDED, RESUMED)),
    (GUARD, at(PLANNED - MINUTE, IMPOSED, SERVED, *WITHDRAWN)),
    ("conduct_order_in_time", order(90)),
    ("conduct_order_in_time", order(1)),
    ("conduct_order_running", longer(START, GIVEN)),
    ("conduct_order_running", lift(LATEST - MINUTE, GIVEN)),
    ("conduct_order_extendable", longer(START, GIVEN)),
    ("conduct_order_extendable", longer(START, GIVEN, LONGER, LONGER)),
    ("conduct_order_extendable", longer(START, GIVEN, LONGER, LONGER, LONGER, GIVEN)),
    ("suspect_prosecuted", longer(START, GIVEN, prosecuted=True)),
    ("violation_named", deal("arrest", SEEN)),
    ("violation_named", deal("to_om", SEEN, ARRESTED)),
    ("violation_named", deal("no_action", SEEN, SEEN, violations=["v2"])),
    ("violation_named", deal("no_action", SEEN, SEEN, violations=["v1", "v2"])),
    ("violation_named", deal("arrest", SEEN, then("enforcement.no_action", START), SEEN)),
    ("violation_waits", deal("go_on", SEEN, SEEN, then("enforcement.no_action", START, violations=["v1"]))),
    ("handed_to_om", deal("record_outcome", SEEN, then("enforcement.to_om", START))),
    ("conduct_order_adjoins", longer(START, GIVEN, end=wall_clock_days(LATEST, 90).isoformat())),
]
REFUSED = [
    (GUARD, at(START - MINUTE, IMPOSED, SERVED), "Controleer het tijdstip"),
    (GUARD, at(END, IMPOSED, SERVED), "gold het huisverbod niet"),
    (GUARD, at(START, IMPOSED), "gold het huisverbod niet"),
    (GUARD, at(END, IMPOSED, SERVED, *EXTENDED[:2]), "gold het huisverbod niet"),
    (GUARD, at(LATEST, IMPOSED, SERVED, *EXTENDED), "gold het huisverbod niet"),
    (GUARD, at(START + 10 * HOUR, IMPOSED, SERVED, SUSPENDED), "gold het huisverbod niet"),
    (GUARD, at(START + 30 * HOUR - MINUTE, IMPOSED, SERVED, SUSPENDED, RESUMED), "gold het huisverbod niet"),
    (GUARD, at(END + timedelta(days=1), IMPOSED, SERVED, SUSPENDED, RESUMED), "gold het huisverbod niet"),
    (GUARD, at(PLANNED, IMPOSED, SERVED, *WITHDRAWN), "gold het huisverbod niet"),
    (
        GUARD,
        at(START + 3 * HOUR, IMPOSED, SERVED, then("court.rule_annulled", START + 2 * HOUR)),
        "gold het huisverbod niet",
    ),
    ("violation_named", deal("arrest", SEEN, SEEN), "de melding van dinsdag"),
    ("violation_named", deal("arrest", SEEN, violations=["v2"]), "Kies over welke melding"),
    ("violation_named", deal("to_om", SEEN, ARRESTED, SEEN), "Kies over welke melding"),
    ("violation_named", deal("arrest"), "geen"),
    ("violation_waits", deal("go_on", SEEN, ARRESTED), "zijn afgehandeld"),
    ("handed_to_om", deal("record_outcome", SEEN), "niets aan het Openbaar Ministerie"),
    (
        "handed_to_om",
        deal(
            "record_outcome",
            SEEN,
            then("enforcement.to_om", START),
            then("enforcement.record_outcome", START),
        ),
        "nog moet beslissen",
    ),
    ("conduct_order_in_time", order(90, 1), "uiterlijk op"),
    ("conduct_order_in_time", order(0), "Kijk in de aanwijzing"),
    ("conduct_order_running", longer(START), "Leg eerst vast"),
    ("conduct_order_running", longer(START - MINUTE, GIVEN), "geen gedragsaanwijzing"),
    ("conduct_order_running", lift(LATEST, GIVEN), "geen gedragsaanwijzing"),
    (
        "conduct_order_running",
        lift(START + DAY, GIVEN, then("enforcement.lift_conduct_order", START + HOUR, Role.OM)),
        "Er loopt op dit tijdstip geen",
    ),
    ("conduct_order_extendable", longer(START, GIVEN, LONGER, LONGER, LONGER), "al 3 keer verlengd"),
    ("suspect_prosecuted", longer(START, GIVEN, prosecuted=False), "Openbaar Ministerie"),
    (
        "conduct_order_adjoins",
        longer(START, GIVEN, end=(wall_clock_days(LATEST, 90) + MINUTE).isoformat()),
        "uiterlijk op",
    ),
    ("conduct_order_adjoins", longer(START, GIVEN, end=LATEST.isoformat()), "ligt na"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("enforcement", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("enforcement", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("enforcement", PASSES, REFUSED)


@pytest.mark.parametrize("by", ["achterblijver", "onbekend"])
def test_who_lets_him_in_does_not_lift_the_ban(by: str):
    case = known(IMPOSED, SERVED)
    given = asked("enforcement.report_violation", case, START, Role.POLICE, initiated_by=by)
    check_passes("enforcement", GUARD, given)


def test_a_conduct_order_has_its_own_clock_and_never_changes_the_ban():
    without, beside = known(IMPOSED, SERVED), known(IMPOSED, SERVED, GIVEN, LONGER)
    assert beside.ban(TERMS) == without.ban(TERMS)
    found = beside.conduct_order
    assert found and (found.start, found.extensions) == (START, 1)
    assert found.end == wall_clock_days(START, 90)
    assert found.running(END) and not beside.ban(TERMS).in_force(END)  # type: ignore[union-attr]
    assert not found.running(found.end) and not found.running(START - MINUTE)


def test_an_order_that_was_lifted_ends_then():
    found = known(GIVEN, then("enforcement.lift_conduct_order", START + DAY, Role.OM)).conduct_order
    assert found and found.over_at == START + DAY
    assert found.running(START + DAY - MINUTE) and not found.running(START + DAY)


def test_nothing_in_the_enforcement_changes_the_ban():
    """A violation is a signal, whoever let him in; no step of this stage moves the execution."""
    for step in PROCEDURE.stages["enforcement"].steps.values():
        assert not [name for name in step.followers if name.startswith("execution.")], step.name
        assert not step.opens, step.name
    reported = then("enforcement.report_violation", START + HOUR, Role.POLICE, initiated_by="achterblijver")
    assert known(IMPOSED, SERVED, reported).ban(TERMS) == known(IMPOSED, SERVED).ban(TERMS)
