"""The guards of the care: each with what it lets through and what it refuses."""

from datetime import datetime

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

ACCEPTED = then("care.accept", person="p1")
DECLINED = then("care.decline_help", person="p1")
BAN = (then("imposition.impose", MOMENT, Role.MAYOR), then("execution.serve", MOMENT + 5 * HOUR, Role.POLICE))
END = datetime(2026, 12, 4, 2, 40, tzinfo=ZONE)
PLANNED = MOMENT + 40 * HOUR
WITHDRAWN = (
    then("execution.propose_withdrawal", MOMENT + 20 * HOUR, effective_planned=PLANNED.isoformat()),
    then("execution.withdraw", MOMENT + 21 * HOUR, Role.MAYOR),
)


def confirm(*past: Past) -> Asked:
    return asked("care.confirm_acceptance", known(*past), by=Role.CASE_MANAGER)


def close(at: datetime, *past: Past) -> Asked:
    return asked("care.close", known(*BAN, *past), at, Role.CASE_MANAGER)


def advise(days: int | None, *past: Past) -> Asked:
    return asked("care.advise", known(*past), by=Role.CASE_MANAGER, days=days)


PASSES = [
    ("days_within_longest", advise(18, *BAN)),
    ("days_within_longest", advise(None, *BAN)),
    ("days_within_longest", advise(500)),
    ("person_known", asked("care.contact", known(), by=Role.CASE_MANAGER, person="p3")),
    ("minor_of_case", asked("care.plan_child", known(), by=Role.CASE_MANAGER)),
    ("subject_accepted", confirm(ACCEPTED)),
    ("subject_accepted", confirm(DECLINED, ACCEPTED)),
    ("subject_accepted", confirm(ACCEPTED, then("care.decline_help", person="p2"))),
    ("ban_goes_on", asked("care.reopen", known(*BAN), END - MINUTE)),
    ("ban_over", close(END)),
    ("ban_over", close(PLANNED, *WITHDRAWN)),
    ("ban_over", asked("care.close", known(BAN[0]), by=Role.CASE_MANAGER)),
]
REFUSED = [
    ("days_within_longest", advise(19, *BAN), "eindigt uiterlijk op"),
    ("days_within_longest", advise(1000, *BAN), "Zo lang kan het huisverbod niet duren"),
    ("person_known", asked("care.contact", known(), by=Role.CASE_MANAGER, person="p9"), "Kies iemand"),
    ("minor_of_case", asked("care.plan_child", known(), by=Role.CASE_MANAGER, person="p2"), "Kies een kind"),
    ("minor_of_case", asked("care.plan_child", known(), by=Role.CASE_MANAGER, person="p9"), "Kies een kind"),
    ("subject_accepted", confirm(), "Leg eerst vast"),
    ("subject_accepted", confirm(then("care.accept", person="p2")), "Leg eerst vast"),
    ("subject_accepted", confirm(ACCEPTED, DECLINED), "niet aanvaard"),
    ("ban_goes_on", asked("care.reopen", known(*BAN), END), "bij de nazorg"),
    ("ban_goes_on", asked("care.reopen", known(BAN[0]), END), "voorbij"),
    ("ban_over", close(END - MINUTE), "Sluit de hulp af na het einde"),
    ("ban_over", close(PLANNED - MINUTE, *WITHDRAWN), "loopt nog"),
    ("ban_over", close(END - MINUTE, then("execution.suspend", MOMENT + 9 * HOUR)), "loopt nog"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("care", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("care", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("care", PASSES, REFUSED)
