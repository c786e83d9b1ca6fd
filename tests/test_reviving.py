"""A court undoes a withdrawal or an annulment: the ban binds again for what is left."""

from datetime import datetime, timedelta

from sqlmodel import Session

from huisverbod import duties
from huisverbod.advance import asked_of, catch_up, locked
from huisverbod.case import find, stages_of
from huisverbod.known import CLOCK
from huisverbod.rulebook import Rulebook
from tests.builders import MOMENT, a_ban, a_step, an_extended_ban, an_imposed_ban, an_oral_ban

HOUR = timedelta(hours=1)
AT = MOMENT + 50 * HOUR


def states(session: Session, number: str) -> dict[str, str]:
    return {name: row.state for name, row in stages_of(session, find(session, number)).items()}


def withdraw(session: Session, rulebook: Rulebook, number: str, at: datetime) -> None:
    steps = ("propose_withdrawal", "tell_of_withdrawal", "withdraw")
    for step in ("court.request", *(f"execution.{name}" for name in steps)):
        a_step(session, rulebook, number, step, at)


def open_duties(session: Session, rulebook: Rulebook, number: str, at: datetime) -> set[str]:
    asked = asked_of(session, rulebook, find(session, number), CLOCK, at)
    return {duty.name for duty in duties.owed(rulebook.current.procedure, asked) if duty.open}


def test_an_annulled_withdrawal_revives_the_ban_and_opens_what_was_closed(
    session: Session, rulebook: Rulebook
):
    number = an_oral_ban(session, rulebook)
    withdraw(session, rulebook, number, AT)
    for step in ("imposition.propose_written", "imposition.put_in_writing", "court.drop", "follow_up.assign"):
        a_step(session, rulebook, number, step, AT + 2 * HOUR)
    a_step(session, rulebook, number, "care.close", AT + 2 * HOUR)
    a_step(session, rulebook, number, "follow_up.close", AT + 2 * HOUR)
    assert find(session, number).closed_at
    a_step(session, rulebook, number, "court.request", AT + 3 * HOUR)
    ruled = AT + 20 * HOUR
    a_step(session, rulebook, number, "court.rule_withdrawal_annulled", ruled)
    now = states(session, number)
    assert (now["execution"], now["care"], now["follow_up"]) == ("running", "in_contact", "unassigned")
    assert find(session, number).closed_at is None
    assert {"tell_revived", "decide_extension", "tell_ruling"} <= open_duties(
        session, rulebook, number, ruled
    )
    end = a_ban(session, rulebook, number).end
    catch_up(session, rulebook, locked(session, number), end)
    assert states(session, number)["execution"] == "expired"
    assert "tell_revived" not in open_duties(session, rulebook, number, end)


def test_a_reversed_annulment_revives_an_extended_ban_as_extended(session: Session, rulebook: Rulebook):
    number = an_extended_ban(session, rulebook)
    at = a_ban(session, rulebook, number).end - 90 * HOUR
    for step in ("court.request", "court.rule_annulled", "court.appeal_further"):
        a_step(session, rulebook, number, step, at)
    assert states(session, number)["execution"] == "annulled"
    a_step(session, rulebook, number, "court.rule_annulment_reversed", at + 40 * HOUR)
    assert states(session, number)["execution"] == "extended"
    assert not a_ban(session, rulebook, number).in_force(at + 39 * HOUR)
    assert a_ban(session, rulebook, number).in_force(at + 40 * HOUR)


def test_what_is_undone_after_the_end_revives_nothing(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    withdraw(session, rulebook, number, AT)
    late = a_ban(session, rulebook, number).end + 30 * HOUR
    a_step(session, rulebook, number, "court.rule_withdrawal_annulled", late)
    assert states(session, number)["execution"] == "expired"
    assert not {"tell_revived", "decide_extension"} & open_duties(session, rulebook, number, late)


def test_a_confirmed_annulment_changes_nothing(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    for step in ("court.request", "court.rule_annulled", "court.appeal_further", "court.rule_confirmed"):
        a_step(session, rulebook, number, step, AT)
    assert (states(session, number)["execution"], states(session, number)["court"]) == ("annulled", "ruled")


def test_what_was_withdrawn_before_its_service_waits_for_it_again(session: Session, rulebook: Rulebook):
    number = an_imposed_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.propose_withdrawal", AT)
    a_step(session, rulebook, number, "execution.withdraw", AT)
    assert "serve" not in open_duties(session, rulebook, number, AT)
    a_step(session, rulebook, number, "court.request", AT, kind="beroep")
    a_step(session, rulebook, number, "court.rule_withdrawal_annulled", AT + HOUR)
    assert states(session, number)["execution"] == "awaiting_service"
    assert "serve" in open_duties(session, rulebook, number, AT + HOUR)
    a_step(session, rulebook, number, "execution.serve", AT + 2 * HOUR)
    assert a_ban(session, rulebook, number).in_force(AT + 2 * HOUR)
