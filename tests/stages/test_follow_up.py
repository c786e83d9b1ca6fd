"""The guards of the follow-up: a case is closed when everything else is at rest."""

import pytest

from huisverbod.known import Asked
from tests.stages.asking import asked, check_complete, check_passes, check_refused, known


def close(**states: str) -> Asked:
    return asked("follow_up.close", known(states=states))


PASSES = [
    *(("nothing_before_court", close(court=state)) for state in ("none", "ruled")),
    ("nothing_before_court", close()),
    *(("no_open_violation", close(enforcement=state)) for state in ("watching", "with_om")),
    ("no_open_violation", close()),
    ("care_closed", close(care="closed")),
    ("care_closed", close()),
    *(("ban_ended", close(execution=state)) for state in ("expired", "withdrawn", "annulled")),
    ("decision_written", close(imposition="imposed")),
]
RUNNING = ("running", "extension_decided", "extended", "suspended", "suspended_extended", "awaiting_service")
REFUSED = [
    *(
        ("nothing_before_court", close(court=state), "Leg eerst de uitspraak vast")
        for state in ("requested", "heard")
    ),
    *(
        ("no_open_violation", close(enforcement=state), "Vraag de politie")
        for state in ("reported", "arrested")
    ),
    *(("care_closed", close(care=state), "Vraag de casemanager") for state in ("open", "in_contact")),
    *(("ban_ended", close(execution=state), "Sluit de zaak na het einde") for state in RUNNING),
    ("decision_written", close(imposition="imposed_orally"), "Laat het eerst vaststellen"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("follow_up", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("follow_up", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("follow_up", PASSES, REFUSED)
