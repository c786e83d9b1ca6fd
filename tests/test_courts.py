"""Several cases before the courts at once: each by itself, and none closed by a ruling in another."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from huisverbod import duties
from huisverbod.advance import asked_of
from huisverbod.case import find, stages_of
from huisverbod.errors import Refused
from huisverbod.known import CLOCK, Known
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import MOMENT, a_ban, a_step, an_extended_ban, an_oral_ban
from tests.stages.asking import HOUR, TERMS, known, then

AT = MOMENT + 40 * HOUR
START = MOMENT + 5 * HOUR
HIS, HERS = (then("court.request", START, kind="beroep", reference=f"VBL 26/000{n}") for n in (1, 2))
RELIEF = then("court.request", START, beside="z1")
SUSPENDED = then("court.rule_suspended", START + HOUR)
LATER = START + 9 * HOUR


def case(*past: object) -> Known:
    imposed, served = then("imposition.impose", MOMENT, Role.MAYOR), then("execution.serve", START)
    return known(imposed, served, *past)  # type: ignore[arg-type]


def pending(found: Known) -> dict[str, str]:
    return {one.ref: one.kind for one in found.courts.pending.values()}


def test_relief_without_a_recorded_appeal_implies_one_and_the_record_takes_its_place():
    asked = case(then("court.request", START))
    assert pending(asked) == {"z1": "beroep", "z2": "voorlopige_voorziening"}
    assert pending(case(then("court.request", START), HIS)) == pending(asked)
    assert case(then("court.request", START), HIS).courts.pending["z1"].reference == "VBL 26/0001"


def test_a_ruling_closes_its_own_case_and_the_relief_beside_it():
    both = (HIS, HERS, RELIEF)
    assert pending(case(*both)) == {"z1": "beroep", "z2": "beroep", "z3": "voorlopige_voorziening"}
    assert pending(case(*both, then("court.rule_dismissed", case="z1"))) == {"z2": "beroep"}
    assert set(pending(case(*both, then("court.rule_dismissed", case="z2")))) == {"z1", "z3"}
    assert set(pending(case(*both, SUSPENDED))) == {"z1", "z2"}
    assert set(pending(case(*both, then("court.drop", case="z3")))) == {"z1", "z2"}


def test_a_suspension_outlives_a_ruling_in_another_case_and_ends_with_its_own():
    past = (HIS, HERS, RELIEF, SUSPENDED)
    other = case(*past, then("court.rule_dismissed", LATER, case="z2")).ban(TERMS)
    own = case(*past, then("court.rule_dismissed", LATER, case="z1")).ban(TERMS)
    assert other and own
    assert not other.in_force(LATER + HOUR)
    assert own.in_force(LATER + HOUR) and not own.in_force(LATER - HOUR)


def test_two_suspensions_are_over_when_both_are():
    until = (LATER + HOUR).isoformat()
    second = then("court.request", START, beside="z2"), then("court.rule_suspended", START + 2 * HOUR)
    first = then("court.rule_suspended", START + HOUR, until=until)
    past = (HIS, HERS, RELIEF, first, *second)
    ban = case(*past, then("court.rule_dismissed", LATER, case="z2")).ban(TERMS)
    assert ban and ban.suspended == ((START + HOUR, LATER + HOUR),)


def states(session: Session, number: str) -> tuple[str, str]:
    rows = stages_of(session, find(session, number))
    return rows["court"].state, rows["execution"].state


def two_appeals(session: Session, rulebook: Rulebook, number: str) -> None:
    at = a_ban(session, rulebook, number).end - 90 * HOUR
    a_step(session, rulebook, number, "court.request", at, kind="beroep", reference="VBL 26/0001")
    a_step(session, rulebook, number, "court.request", at, kind="beroep", reference="VBL 26/0002")
    a_step(session, rulebook, number, "court.request", at, beside="z1")
    a_step(session, rulebook, number, "court.rule_suspended", at)


def test_the_court_is_not_done_while_another_case_is_pending(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    two_appeals(session, rulebook, number)
    at = a_ban(session, rulebook, number).end - 80 * HOUR
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "court.rule_dismissed", at)
    assert [reason.code for reason in refused.value.reasons] == ["case_named"]
    a_step(session, rulebook, number, "court.rule_dismissed", at, case="z2")
    assert states(session, number) == ("appeal_pending", "suspended")
    a_step(session, rulebook, number, "court.rule_dismissed", at + HOUR, case="z1")
    assert states(session, number) == ("ruled", "running")
    a_step(session, rulebook, number, "court.appeal_further", at + 2 * HOUR, case="z1")
    a_step(session, rulebook, number, "court.rule_confirmed", at + 3 * HOUR)
    assert states(session, number) == ("ruled", "running")


def test_an_annulled_extension_leaves_what_another_case_suspended(session: Session, rulebook: Rulebook):
    number = an_extended_ban(session, rulebook)
    first_end = a_ban(session, rulebook, number).first_end
    at = first_end - timedelta(hours=40)
    for changes in ({"kind": "beroep"}, {"kind": "beroep"}, {"beside": "z1"}):
        a_step(session, rulebook, number, "court.request", at, **changes)
    a_step(session, rulebook, number, "court.rule_suspended", at)
    a_step(session, rulebook, number, "court.rule_extension_annulled", at + HOUR, case="z2")
    assert states(session, number) == ("appeal_pending", "suspended")
    assert a_ban(session, rulebook, number).end == first_end


def test_each_hearing_is_owed_by_itself(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    for changes in ({"kind": "beroep"}, {"kind": "beroep"}, {"beside": "z1"}, {"beside": "z2"}):
        a_step(session, rulebook, number, "court.request", AT, **changes)
    a_step(session, rulebook, number, "court.hearing", AT + HOUR, case="z3")
    asked = asked_of(session, rulebook, find(session, number), CLOCK, AT + HOUR)
    owed = [duty for duty in duties.owed(rulebook.current.procedure, asked) if duty.name == "hearing"]
    assert sorted(duty.open for duty in owed) == [False, True]
