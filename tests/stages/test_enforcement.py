"""The guard of the enforcement: a ban is broken only while it is in force."""

from datetime import datetime, timedelta

import pytest

from huisverbod.known import Asked
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
SUSPENDED = then("execution.suspend", START + 10 * HOUR)
RESUMED = then("execution.resume", START + 30 * HOUR)


def at(moment: datetime, *past: Past) -> Asked:
    return asked("enforcement.report_violation", known(*past), moment, Role.POLICE)


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
        at(START + 3 * HOUR, IMPOSED, SERVED, then("execution.annul", START + 2 * HOUR)),
        "gold het huisverbod niet",
    ),
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
