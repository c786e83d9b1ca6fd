"""The rare ways through a case, each through the door and on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from huisverbod import access, duties
from huisverbod.advance import asked_of, catch_up, locked
from huisverbod.case import find, stages_of
from huisverbod.errors import HuisverbodError, NotAllowed, Refused, StepNotOpen
from huisverbod.known import CLOCK, Asked
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_ban,
    a_concluded_assessment,
    a_draft,
    a_hearing,
    a_household,
    a_proposed_decision,
    a_request,
    a_step,
    an_accepted_request,
    an_actor,
    an_expired_ban,
    an_extended_ban,
    an_extension_decided,
    an_imposed_ban,
    an_oral_ban,
    facts_for,
)

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
BORN_TOO_LATE = a_household(refs=True, born_on="2009-05-05")


def states(session: Session, number: str) -> dict[str, str]:
    return {name: row.state for name, row in stages_of(session, find(session, number)).items()}


def asked_at(session: Session, rulebook: Rulebook, number: str, at: datetime) -> Asked:
    return asked_of(session, rulebook, find(session, number), CLOCK, at)


def codes(refused: pytest.ExceptionInfo[HuisverbodError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def settled(session: Session, rulebook: Rulebook, number: str, at: datetime) -> None:
    """No way on is needed, and the case is closed."""
    a_step(session, rulebook, number, "follow_up.choose_route", at, route="geen")
    a_step(session, rulebook, number, "follow_up.close", at)


# The request


def test_a_request_is_returned_answered_and_withdrawn(session: Session, rulebook: Rulebook):
    number = a_request(session, rulebook, by=Role.VEILIG_THUIS, route="acuut_veilig_thuis")
    for step, state in (("ask", "returned"), ("supplement", "submitted"), ("withdraw", "withdrawn")):
        a_step(session, rulebook, number, f"request.{step}", MOMENT + HOUR)
        assert states(session, number)["request"] == state
    assert states(session, number)["follow_up"] == "resting"
    assert find(session, number).closed_at == MOMENT + HOUR


def test_a_request_withdrawn_before_it_was_sent_stays_with_the_requester(
    session: Session, rulebook: Rulebook
):
    number = a_draft(session, rulebook)
    a_step(session, rulebook, number, "request.withdraw", MOMENT + HOUR)
    case = find(session, number)
    assert case.draft and case.closed_at == MOMENT + HOUR
    assert not access.may_open(an_actor(Role.MUNICIPAL_OFFICER), case)
    assert access.may_open(an_actor(Role.POLICE), case)


@pytest.mark.parametrize("back", ["request.withdraw", "request.refuse"])
def test_a_case_without_a_ban_opens_again_for_a_way_on_and_closes(
    session: Session, rulebook: Rulebook, back: str
):
    number = a_request(session, rulebook)
    a_step(session, rulebook, number, back, MOMENT + HOUR)
    assert (find(session, number).closed_at is None) == (back == "request.refuse")
    a_step(session, rulebook, number, "follow_up.choose_route", MOMENT + 2 * HOUR)
    assert find(session, number).closed_at is None
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "follow_up.close", MOMENT + 3 * HOUR)
    assert codes(refused) == {"routes_settled"}
    assert find(session, number).next_duty == "route_taken_up"
    a_step(session, rulebook, number, "follow_up.take_up", MOMENT + 3 * HOUR, Role.VEILIG_THUIS)
    a_step(session, rulebook, number, "follow_up.close", MOMENT + 4 * HOUR)
    assert find(session, number).closed_at == MOMENT + 4 * HOUR


def test_an_answer_of_a_partner_leaves_police_data_to_the_police(session: Session, rulebook: Rulebook):
    number = a_request(session, rulebook, by=Role.VEILIG_THUIS, route="acuut_veilig_thuis")
    a_step(session, rulebook, number, "request.ask", MOMENT + HOUR)
    sign = {**facts_for("request.submit")["indications"][0], "item": "1a.1"}
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "request.supplement", MOMENT + HOUR, indications=[sign])
    assert codes(refused) == {"no_police_items"}


@pytest.mark.parametrize(
    ("make", "opened"),
    [
        (a_request, {"request"}),
        (an_accepted_request, {"request", "risk_assessment"}),
        (a_concluded_assessment, {"request", "risk_assessment", "imposition"}),
        (a_proposed_decision, {"request", "risk_assessment", "imposition"}),
    ],
)
def test_a_minor_is_refused_at_any_point_before_the_decision(
    session: Session, rulebook: Rulebook, make: object, opened: set[str]
):
    number = make(session, rulebook)  # type: ignore[operator]
    at = MOMENT + 4 * HOUR
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "request.refuse_minor", at)
    assert codes(refused) == {"minor"}
    a_step(session, rulebook, number, "request.add_people", at, people=BORN_TOO_LATE)
    a_step(session, rulebook, number, "request.refuse_minor", at + HOUR)
    ends = {"request": "refused", "risk_assessment": "stopped", "imposition": "not_imposed"}
    ends["follow_up"] = "unassigned"
    assert states(session, number) == {name: ends[name] for name in opened | {"follow_up"}}
    assert find(session, number).closed_at is None


@pytest.mark.parametrize(
    "step", ["imposition.propose", "imposition.impose_orally", "imposition.impose", "request.accept"]
)
def test_nothing_is_imposed_on_a_minor(session: Session, rulebook: Rulebook, step: str):
    make = {"imposition.impose": a_proposed_decision, "request.accept": a_request}.get(step, a_hearing)
    number = make(session, rulebook)
    at = MOMENT + 4 * HOUR
    a_step(session, rulebook, number, "request.add_people", at, people=BORN_TOO_LATE)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, step, at)
    assert codes(refused) == {"adult"}


def test_a_minor_is_not_served_and_the_decision_is_withdrawn(session: Session, rulebook: Rulebook):
    number = an_imposed_ban(session, rulebook)
    at = MOMENT + 4 * HOUR
    a_step(session, rulebook, number, "request.add_people", at, people=BORN_TOO_LATE)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "execution.serve", at)
    assert codes(refused) == {"adult"}
    a_step(session, rulebook, number, "execution.propose_withdrawal", at, ground="anders")
    a_step(session, rulebook, number, "execution.withdraw", at)
    assert states(session, number)["execution"] == "withdrawn"


# The decision


def test_a_draft_goes_back_after_the_assessment_was_changed(session: Session, rulebook: Rulebook):
    number = a_proposed_decision(session, rulebook)
    a_step(session, rulebook, number, "risk_assessment.reopen", MOMENT + 4 * HOUR)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "imposition.impose", MOMENT + 4 * HOUR)
    assert codes(refused) == {"assessment_concluded"}
    a_step(session, rulebook, number, "risk_assessment.conclude", MOMENT + 4 * HOUR)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "imposition.impose", MOMENT + 4 * HOUR)
    assert codes(refused) == {"draft_up_to_date"}
    a_step(session, rulebook, number, "imposition.propose", MOMENT + 4 * HOUR)
    a_step(session, rulebook, number, "imposition.impose", MOMENT + 4 * HOUR)
    assert states(session, number)["imposition"] == "imposed"


def test_an_older_draft_is_not_the_written_form_of_an_oral_ban(session: Session, rulebook: Rulebook):
    number = a_proposed_decision(session, rulebook)
    mayor = an_actor(Role.MAYOR)
    a_step(session, rulebook, number, "imposition.impose_orally", MOMENT + 4 * HOUR, mayor)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "imposition.put_in_writing", MOMENT + 5 * HOUR)
    assert codes(refused) == {"written_draft_ready"}
    a_step(session, rulebook, number, "imposition.propose_written", MOMENT + 5 * HOUR)
    a_step(session, rulebook, number, "imposition.put_in_writing", MOMENT + 6 * HOUR)
    a_step(session, rulebook, number, "execution.hand_over", MOMENT + 7 * HOUR)
    assert a_ban(session, rulebook, number).effective_from == MOMENT + 4 * HOUR


def test_a_refusal_to_impose_can_be_brought_before_the_court(session: Session, rulebook: Rulebook):
    number = a_hearing(session, rulebook)
    a_step(session, rulebook, number, "imposition.decline", MOMENT + 4 * HOUR)
    settled(session, rulebook, number, MOMENT + 5 * HOUR)
    assert find(session, number).closed_at == MOMENT + 5 * HOUR
    a_step(session, rulebook, number, "court.request", MOMENT + 30 * HOUR, kind="beroep")
    assert find(session, number).closed_at is None
    found = duties.owed(rulebook.current.procedure, asked_at(session, rulebook, number, MOMENT + 30 * HOUR))
    assert "hearing" not in {duty.name for duty in found}


# The execution


def test_not_found_then_deposited_then_handed_over(session: Session, rulebook: Rulebook):
    number = an_imposed_ban(session, rulebook)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "execution.deposit", MOMENT + 5 * HOUR)
    assert codes(refused) == {"attempts_logged"}
    a_step(session, rulebook, number, "execution.record_attempt", MOMENT + 5 * HOUR)
    a_step(session, rulebook, number, "execution.deposit", MOMENT + 6 * HOUR)
    a_step(session, rulebook, number, "execution.hand_over", MOMENT + 20 * HOUR)
    assert a_ban(session, rulebook, number).effective_from == MOMENT + 6 * HOUR
    assert states(session, number)["execution"] == "running"


def test_an_old_decision_is_not_served_any_more(session: Session, rulebook: Rulebook):
    number = an_imposed_ban(session, rulebook)
    decided = datetime(2026, 11, 24, 1, 0, tzinfo=ZONE)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "execution.serve", decided + timedelta(days=28))
    assert codes(refused) == {"still_servable"}
    a_step(session, rulebook, number, "execution.serve", decided + timedelta(days=28) - MINUTE)
    ban = a_ban(session, rulebook, number)
    assert ban.end - ban.effective_from == MINUTE


@pytest.mark.parametrize("late", [timedelta(), MINUTE])
def test_an_extension_is_announced_before_the_end_or_not_at_all(
    session: Session, rulebook: Rulebook, late: timedelta
):
    number = an_extension_decided(session, rulebook)
    end = a_ban(session, rulebook, number).first_end
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "execution.announce_extension", end + late)
    assert codes(refused) == {"before_end"}
    a_step(session, rulebook, number, "execution.announce_extension", end - MINUTE)
    assert states(session, number)["execution"] == "extended"


def test_the_clock_ends_a_ban_at_its_own_instant_and_not_before(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    end = a_ban(session, rulebook, number).end
    case = locked(session, number)
    assert catch_up(session, rulebook, case, end - timedelta(microseconds=1)) == 0
    assert catch_up(session, rulebook, case, end) == 1
    expired = asked_at(session, rulebook, number, end).known.last("execution.expire")
    assert expired and expired.occurred_at == end
    assert states(session, number)["execution"] == "expired"


@pytest.mark.parametrize("role", [Role.HOVJ, Role.POLICE, Role.MUNICIPAL_OFFICER, Role.CASE_MANAGER])
@pytest.mark.parametrize("step", ["execution.extend", "execution.withdraw", "execution.decline_extension"])
def test_nobody_but_the_mayor_or_his_deputy_extends_or_withdraws(rulebook: Rulebook, role: Role, step: str):
    _, rules = rulebook.current.procedure.step(step)
    assert set(rules.by) == {Role.MAYOR, Role.DEPUTY_MAYOR}
    assert role not in rules.by


def test_an_hovj_with_a_mandate_does_not_extend(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    with pytest.raises(NotAllowed, match="loco-burgemeester"):
        a_step(session, rulebook, number, "execution.extend", MOMENT + 200 * HOUR, Role.HOVJ)


def test_withdrawn_from_the_hour_in_the_text(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    at = MOMENT + 30 * HOUR
    for step in ("care.accept", "care.confirm_acceptance"):
        a_step(session, rulebook, number, step, at)
    planned = (at + 5 * HOUR).isoformat()
    a_step(
        session,
        rulebook,
        number,
        "execution.propose_withdrawal",
        at,
        ground="hulp_aanvaard",
        effective_planned=planned,
    )
    a_step(session, rulebook, number, "execution.tell_of_withdrawal", at + HOUR)
    a_step(session, rulebook, number, "execution.withdraw", at + HOUR, Role.DEPUTY_MAYOR)
    a_step(session, rulebook, number, "enforcement.report_violation", at + 4 * HOUR)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "enforcement.report_violation", at + 5 * HOUR)
    assert codes(refused) == {"ban_was_in_force"}


# The court


@pytest.mark.parametrize(
    ("make", "suspended", "resumed"),
    [(an_oral_ban, "suspended", "running"), (an_extended_ban, "suspended_extended", "extended")],
)
def test_after_a_suspension_the_ban_runs_on_as_it_was(
    session: Session, rulebook: Rulebook, make: object, suspended: str, resumed: str
):
    number = make(session, rulebook)  # type: ignore[operator]
    before = a_ban(session, rulebook, number)
    at = before.end - 48 * HOUR
    for step in ("court.request", "court.hearing", "court.rule_suspended"):
        a_step(session, rulebook, number, step, at)
    assert states(session, number)["execution"] == suspended
    assert not a_ban(session, rulebook, number).in_force(at + HOUR)
    with pytest.raises((Refused, StepNotOpen)):
        a_step(session, rulebook, number, "execution.extend", at + HOUR)
    a_step(session, rulebook, number, "court.lift_suspension", at + 2 * HOUR)
    assert states(session, number)["execution"] == resumed
    after = a_ban(session, rulebook, number)
    assert after.in_force(at + 2 * HOUR)
    assert after.end == before.end
    assert catch_up(session, rulebook, locked(session, number), before.end) == 1
    assert states(session, number)["execution"] == "expired"


def test_a_suspended_ban_ends_at_its_hour(session: Session, rulebook: Rulebook):
    number = an_extended_ban(session, rulebook)
    end = a_ban(session, rulebook, number).end
    for step in ("court.request", "court.rule_suspended"):
        a_step(session, rulebook, number, step, end - 30 * HOUR)
    assert catch_up(session, rulebook, locked(session, number), end) == 1
    assert states(session, number)["execution"] == "expired"


@pytest.mark.parametrize("make", [an_oral_ban, an_expired_ban])
def test_a_ban_is_annulled_while_it_runs_and_when_it_is_over(
    session: Session, rulebook: Rulebook, make: object
):
    number = make(session, rulebook)  # type: ignore[operator]
    at = MOMENT + 300 * HOUR if make is an_expired_ban else MOMENT + 50 * HOUR
    for step in ("court.request", "court.rule_annulled", "court.tell_ruling"):
        a_step(session, rulebook, number, step, at)
    assert states(session, number)["execution"] == "annulled"
    assert not a_ban(session, rulebook, number).in_force(at)
    found = duties.owed(rulebook.current.procedure, asked_at(session, rulebook, number, at))
    assert [duty.name for duty in found].count("follow_up_owner") == 1


# What was entered later


def test_what_was_done_in_the_night_is_entered_in_the_morning(session: Session, rulebook: Rulebook):
    """The household was told at 03.00; meanwhile the extension was announced, days later."""
    number = an_extended_ban(session, rulebook)
    told = a_ban(session, rulebook, number).effective_from + 20 * MINUTE
    a_step(session, rulebook, number, "execution.tell_household", told)
    found = duties.owed(rulebook.current.procedure, asked_at(session, rulebook, number, told))
    first = next(duty for duty in found if duty.name == "tell_household")
    assert first.met_at == told and not first.late(told)


def test_two_violations_are_reported_in_any_order(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    for hours in (9, 5):
        a_step(session, rulebook, number, "enforcement.report_violation", MOMENT + hours * HOUR)
    assert states(session, number)["enforcement"] == "reported"


# The close


def test_a_case_is_closed_when_everything_is_at_rest(session: Session, rulebook: Rulebook):
    number = an_expired_ban(session, rulebook)
    at = MOMENT + 300 * HOUR
    a_step(session, rulebook, number, "court.request", at)
    a_step(session, rulebook, number, "enforcement.report_violation", MOMENT + 9 * HOUR)
    a_step(session, rulebook, number, "follow_up.assign", at)
    with pytest.raises(Refused) as refused:
        a_step(session, rulebook, number, "follow_up.close", at)
    assert codes(refused) == {"nothing_before_court", "no_open_violation", "care_closed", "decision_written"}
    for step in (
        "court.rule_dismissed",
        "enforcement.no_action",
        "care.close",
        "imposition.propose_written",
        "imposition.put_in_writing",
        "follow_up.close",
    ):
        assert find(session, number).closed_at is None
        a_step(session, rulebook, number, step, at)
    assert find(session, number).closed_at == at
