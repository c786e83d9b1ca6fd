"""The guards of the court: each with what it lets through and what it refuses."""

from typing import Any

import pytest

from huisverbod.known import Asked
from huisverbod.roles import Role
from tests.stages.asking import asked, check_complete, check_passes, check_refused, known, then


def request(*steps: str) -> Asked:
    return asked("court.request", known(*(then(f"imposition.{step}", role=Role.MAYOR) for step in steps)))


def lift(state: str) -> Asked:
    return asked("court.lift_suspension", known(states={"execution": state}))


def tell(*rulings: str, **changes: Any) -> Asked:
    return asked("court.tell_ruling", known(*(then(f"court.{ruling}") for ruling in rulings)), **changes)


PASSES = [
    ("ban_imposed", request("impose")),
    ("ban_imposed", request("impose_orally")),
    ("ban_imposed", request("decline")),
    ("suspension_running", lift("suspended")),
    ("suspension_running", lift("suspended_extended")),
    ("ruling_given", tell("rule_dismissed")),
    ("ruling_given", tell("rule_suspended", "request")),
    ("police_informed", tell(police_told=True)),
    ("household_told", tell(people=["p2", "p3"])),
    ("household_told", tell(people=[])),
]
REFUSED = [
    ("ban_imposed", request(), "nog geen besluit"),
    ("ban_imposed", request("hear"), "Wacht tot"),
    ("suspension_running", lift("running"), "niet geschorst"),
    ("suspension_running", lift("expired"), "niet geschorst"),
    ("ruling_given", tell("request"), "Leg eerst vast"),
    ("police_informed", tell(police_told=False), "Licht ook de politie in"),
    ("household_told", tell(people=["p1"]), "Kies alleen huisgenoten"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("court", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("court", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("court", PASSES, REFUSED)
