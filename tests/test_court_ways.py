"""What a court rules and what changes a running ban, each through the door and on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from huisverbod import duties
from huisverbod.advance import asked_of, catch_up, locked
from huisverbod.case import find, stages_of
from huisverbod.errors import HuisverbodError, NotAllowed, Refused
from huisverbod.known import CLOCK, Asked
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_ban,
    a_step,
    an_expired_ban,
    an_extended_ban,
    an_extension_decided,
    an_oral_ban,
)

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
AT = MOMENT + 50 * HOUR


def state(session: Session, number: str, stage: str = "execution") -> str:
    return stages_of(session, find(session, number))[stage].state


def asked_at(session: Session, rulebook: Rulebook, number: str, at: datetime) -> Asked:
    return asked_of(session, rulebook, find(session, number), CLOCK, at)


def open_duties(session: Session, rulebook: Rulebook, number: str, at: datetime) -> set[str]:
    found = duties.owed(rulebook.current.procedure, asked_at(session, rulebook, number, at))
    return {duty.name for duty in found if duty.open}


def codes(refused: pytest.ExceptionInfo[HuisverbodError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


# The clock of the court


@pytest.mark.parametrize(
    ("make", "resumed"), [(an_oral_ban, "running"), (an_extended_ban, "extended")], ids=["first", "extended"]
)
def test_a_suspension_until_a_date_ends_by_the_clock(
    session: Session, rulebook: Rulebook, make: object, resumed: str
):
    number = make(session, rulebook)  # type: ignore[operator]
    end = a_ban(session, rulebook, number).end
    at, until = end - 60 * HOUR, end - 40 * HOUR
    a_step(session, rulebook, number, "court.request", at)
    a_step(session, rulebook, number, "court.rule_suspended", at, until=until.isoformat())
    assert catch_up(session, rulebook, locked(session, number), until - MINUTE) == 0
    assert state(session, number).startswith("suspended")
    assert catch_up(session, rulebook, locked(session, number), until) == 1
    assert state(session, number) == resumed
    assert "tell_revived" in open_duties(session, rulebook, number, until)
    a_step(session, rulebook, number, "execution.tell_revived", until + HOUR)
    assert "tell_revived" not in open_duties(session, rulebook, number, until + HOUR)
    assert catch_up(session, rulebook, locked(session, number), end) == 1
    assert state(session, number) == "expired"


def test_a_suspension_beyond_the_end_leaves_the_end_to_the_clock(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    end = a_ban(session, rulebook, number).end
    a_step(session, rulebook, number, "court.request", AT)
    a_step(session, rulebook, number, "court.rule_suspended", AT, until=(end + 9 * HOUR).isoformat())
    assert catch_up(session, rulebook, locked(session, number), end + 20 * HOUR) == 1
    assert state(session, number) == "expired"


@pytest.mark.parametrize("make", [an_oral_ban, an_extended_ban], ids=["first", "extended"])
def test_consequences_kept_until_a_date_end_by_the_clock(session: Session, rulebook: Rulebook, make: object):
    number = make(session, rulebook)  # type: ignore[operator]
    before = state(session, number)
    at = a_ban(session, rulebook, number).end - 60 * HOUR
    until = at + 30 * HOUR
    a_step(session, rulebook, number, "court.request", at, kind="beroep")
    a_step(session, rulebook, number, "court.rule_annulled_from", at, until=until.isoformat())
    assert state(session, number) == before
    assert catch_up(session, rulebook, locked(session, number), until) == 1
    assert state(session, number) == "annulled"
    assert not a_ban(session, rulebook, number).in_force(until)


@pytest.mark.parametrize(("days", "ended"), [(-1, False), (3, True)])
def test_an_annulled_extension_runs_to_the_first_end_or_is_over_at_once(
    session: Session, rulebook: Rulebook, days: int, ended: bool
):
    number = an_extended_ban(session, rulebook)
    first_end = a_ban(session, rulebook, number).first_end
    at = first_end + timedelta(days=days)
    if days < 0:
        at = first_end - HOUR
    a_step(session, rulebook, number, "court.request", at)
    a_step(session, rulebook, number, "court.rule_extension_annulled", at)
    assert state(session, number) == ("expired" if ended else "running")
    assert a_ban(session, rulebook, number).over_at == (at if ended else first_end)
    if not ended:
        assert catch_up(session, rulebook, locked(session, number), first_end) == 1
        assert state(session, number) == "expired"


def test_a_suspended_extension_that_is_annulled_binds_again_until_the_first_end(
    session: Session, rulebook: Rulebook
):
    number = an_extended_ban(session, rulebook)
    at = a_ban(session, rulebook, number).first_end - 5 * HOUR
    a_step(session, rulebook, number, "court.request", at)
    a_step(session, rulebook, number, "court.rule_suspended", at)
    a_step(session, rulebook, number, "court.rule_extension_annulled", at + HOUR)
    assert state(session, number) == "running"
    ban = a_ban(session, rulebook, number)
    assert not ban.in_force(at + MINUTE) and ban.in_force(at + HOUR)


def test_an_extension_decided_before_a_suspension_is_still_announced(session: Session, rulebook: Rulebook):
    number = an_extension_decided(session, rulebook)
    at = a_ban(session, rulebook, number).first_end - 20 * HOUR
    a_step(session, rulebook, number, "court.request", at)
    a_step(session, rulebook, number, "court.rule_suspended", at)
    a_step(session, rulebook, number, "execution.announce_extension_suspended", at + HOUR)
    a_step(session, rulebook, number, "court.lift_suspension", at + 2 * HOUR)
    assert state(session, number) == "extended"
    assert a_ban(session, rulebook, number).end > at + 100 * HOUR


def test_an_extension_decided_before_a_suspension_is_announced_after_it(session: Session, rulebook: Rulebook):
    number = an_extension_decided(session, rulebook)
    at = a_ban(session, rulebook, number).first_end - 20 * HOUR
    for step in ("court.request", "court.rule_suspended", "court.lift_suspension"):
        a_step(session, rulebook, number, step, at)
    a_step(session, rulebook, number, "execution.announce_extension", at + HOUR)
    assert state(session, number) == "extended"


@pytest.mark.parametrize("step", ["court.rule_dismissed", "court.rule_partly_annulled", "court.drop"])
def test_a_suspension_lapses_with_the_appeal(session: Session, rulebook: Rulebook, step: str):
    number = an_oral_ban(session, rulebook)
    for done in ("court.request", "court.rule_suspended", step):
        a_step(session, rulebook, number, done, AT)
    assert (state(session, number), state(session, number, "court")) == ("running", "ruled")
    assert a_ban(session, rulebook, number).in_force(AT)


# The duty to tell the court


def test_the_court_that_has_the_case_is_told_of_a_new_decision(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "court.request", AT, kind="beroep")
    a_step(session, rulebook, number, "execution.propose_amendment", AT)
    a_step(session, rulebook, number, "execution.amend", AT)
    assert "tell_court" in open_duties(session, rulebook, number, AT)
    a_step(session, rulebook, number, "court.tell_court", AT + HOUR)
    assert "tell_court" not in open_duties(session, rulebook, number, AT + HOUR)


def test_without_a_case_there_is_no_court_to_tell(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.propose_amendment", AT)
    a_step(session, rulebook, number, "execution.amend", AT)
    assert "tell_court" not in open_duties(session, rulebook, number, AT)


def test_the_mayor_has_six_weeks_to_appeal_further(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "court.request", AT, kind="beroep")
    a_step(session, rulebook, number, "court.rule_annulled", AT)
    found = duties.owed(rulebook.current.procedure, asked_at(session, rulebook, number, AT))
    due = next(duty for duty in found if duty.name == "consider_higher_appeal").due_at
    assert f"{due:%Y-%m-%d}" == "2027-01-06"
    a_step(session, rulebook, number, "court.appeal_further", AT + HOUR)
    assert "consider_higher_appeal" not in open_duties(session, rulebook, number, AT + HOUR)


# A running ban


def test_only_mayor_and_deputy_amend(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.propose_amendment", AT)
    for role in (Role.HOVJ, Role.MUNICIPAL_OFFICER, Role.POLICE):
        with pytest.raises(NotAllowed):
            a_step(session, rulebook, number, "execution.amend", AT, role)
    a_step(session, rulebook, number, "execution.amend", AT, Role.DEPUTY_MAYOR)


def test_letting_him_in_is_a_signal_and_a_reason_to_look_again(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    before = a_ban(session, rulebook, number)
    step, review = "enforcement.report_violation", "review_after_letting_in"
    a_step(session, rulebook, number, step, AT, initiated_by="uithuisgeplaatste")
    assert review not in open_duties(session, rulebook, number, AT)
    a_step(session, rulebook, number, step, AT, initiated_by="achterblijver")
    assert review in open_duties(session, rulebook, number, AT)
    assert a_ban(session, rulebook, number) == before
    a_step(session, rulebook, number, "execution.review", AT + HOUR, occasion="binnengelaten")
    assert review not in open_duties(session, rulebook, number, AT + HOUR)
    assert (a_ban(session, rulebook, number), state(session, number)) == (before, "running")


def test_accepted_help_is_a_reason_to_look_again_within_the_norm(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "care.accept", AT)
    found = duties.owed(rulebook.current.procedure, asked_at(session, rulebook, number, AT))
    due = next(duty for duty in found if duty.name == "review_after_help").due_at
    norms = rulebook.region("voorbeeldland").norms
    assert due == AT + norms.review_after_help * HOUR
    a_step(session, rulebook, number, "execution.review", AT + HOUR)
    assert "review_after_help" not in open_duties(session, rulebook, number, AT + HOUR)


def test_a_talk_with_everyone_is_a_reason_to_look_again(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "care.contact", AT)
    assert "review_after_talk" not in open_duties(session, rulebook, number, AT)
    a_step(session, rulebook, number, "care.contact", AT, together=True)
    assert "review_after_talk" in open_duties(session, rulebook, number, AT)
    a_step(session, rulebook, number, "execution.review", AT + HOUR, occasion="gesprek")
    assert "review_after_talk" not in open_duties(session, rulebook, number, AT + HOUR)


def test_a_move_asks_the_mayor_and_detention_changes_nothing(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    before = a_ban(session, rulebook, number)
    for step in ("execution.record_move", "execution.record_detention", "execution.record_release"):
        a_step(session, rulebook, number, step, AT)
    assert {"review_after_move", "tell_release"} <= open_duties(session, rulebook, number, AT)
    for step in ("execution.leave_in_force", "execution.tell_release"):
        a_step(session, rulebook, number, step, AT + HOUR)
    assert not {"review_after_move", "tell_release"} & open_duties(session, rulebook, number, AT + HOUR)
    assert a_ban(session, rulebook, number) == before


def test_a_release_after_the_ban_is_recorded_and_nobody_has_to_be_told(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.record_detention", AT)
    later = a_ban(session, rulebook, number).end + HOUR
    a_step(session, rulebook, number, "execution.record_release", later)
    assert "tell_release" not in open_duties(session, rulebook, number, later)


def test_after_the_ban_his_address_is_still_recorded(session: Session, rulebook: Rulebook):
    number = an_expired_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.give_address", MOMENT + 300 * HOUR)


def test_nothing_is_withdrawn_before_those_who_stay_know(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.propose_withdrawal", AT)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "execution.withdraw", AT)
    assert codes(refused) == {"household_told_first"}
    a_step(session, rulebook, number, "execution.tell_of_withdrawal", AT)
    a_step(session, rulebook, number, "execution.withdraw", AT)
    assert state(session, number) == "withdrawn"


def test_not_extending_is_told_to_those_who_stay_and_to_who_helps(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    at = a_ban(session, rulebook, number).end - 30 * HOUR
    a_step(session, rulebook, number, "execution.tell_household", AT)
    a_step(session, rulebook, number, "execution.inform_help_body", AT)
    told = {"tell_household", "inform_help_body"}
    assert not told & open_duties(session, rulebook, number, AT)
    a_step(session, rulebook, number, "execution.decline_extension", at)
    assert told <= open_duties(session, rulebook, number, at)
