"""A second ban is a new case linked to the first: who can link, and on which facts it rests."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, func, select

from huisverbod.case import Case, ban_before, find, read_known
from huisverbod.errors import Refused
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_ban,
    a_draft,
    a_hearing,
    a_request,
    a_running_ban,
    a_step,
    an_actor,
    an_oral_ban,
    every_fact,
    moment_of,
)

DAY = timedelta(days=1)
LATER = MOMENT + 9 * DAY
"""The last full day of the first ban."""


def follows(session: Session, rulebook: Rulebook, number: str, by: Role | Actor = Role.POLICE) -> str:
    route = "acuut_politie" if by == Role.POLICE else "acuut_veilig_thuis"
    return a_draft(session, rulebook, LATER, by=by, route=route, earlier_case=number)


def draft(session: Session, rulebook: Rulebook, number: str, *days: datetime) -> None:
    ground = every_fact(LATER)["imposition.propose"]["facts"][0]
    facts = [{**ground, "on": day.date().isoformat()} for day in days]
    a_step(
        session, rulebook, number, "imposition.propose", moment_of("imposition.propose", LATER), facts=facts
    )


def test_the_new_case_keeps_the_number_and_knows_when_that_ban_was_imposed(
    session: Session, rulebook: Rulebook
):
    first = a_running_ban(session, rulebook)
    second = follows(session, rulebook, first.lower())
    known = read_known(session, find(session, second))
    assert known.earlier == first
    assert known.earlier_ban_at == a_ban(session, rulebook, first).imposed_at
    assert read_known(session, find(session, first)).earlier_ban_at is None


def test_of_an_oral_ban_the_moment_of_the_decision_counts(session: Session, rulebook: Rulebook):
    first = an_oral_ban(session, rulebook)
    second = follows(session, rulebook, first)
    assert ban_before(session, find(session, second)) == a_ban(session, rulebook, first).imposed_at


def test_a_case_without_a_ban_can_be_named_and_gives_no_moment(session: Session, rulebook: Rulebook):
    first = a_request(session, rulebook)
    second = find(session, follows(session, rulebook, first))
    assert (second.earlier, ban_before(session, second)) == (first, None)


def test_a_wrong_number_and_a_case_that_is_not_for_him_get_the_same_answer(
    session: Session, rulebook: Rulebook
):
    coast = an_actor(Role.POLICE, "duinstreek", "duinrade")
    elsewhere = a_request(session, rulebook, by=coast, place=("duinstreek", "duinrade"))
    of_the_police = a_running_ban(session, rulebook)
    unsent = a_draft(session, rulebook)
    destroyed = find(session, a_request(session, rulebook))
    destroyed.destroyed_at = MOMENT
    cases = session.exec(select(func.count()).select_from(Case)).one()
    asked: list[tuple[str, Any]] = [
        ("HV-2026-9999", Role.POLICE),
        ("onzin", Role.POLICE),
        (elsewhere, Role.POLICE),
        (destroyed.number, Role.POLICE),
        (unsent, Role.VEILIG_THUIS),
        ("HV-2026-9999", Role.VEILIG_THUIS),
    ]
    answers = set()
    for number, by in asked:
        with pytest.raises(Refused) as refusal, session.begin_nested():
            follows(session, rulebook, number, by)
        answers.add(tuple((one.code, one.sentence) for one in refusal.value.reasons))
    ((only,),) = answers
    assert only[0] == "earlier_case_found"
    assert session.exec(select(func.count()).select_from(Case)).one() == cases
    assert (
        find(session, follows(session, rulebook, of_the_police, Role.VEILIG_THUIS)).earlier == of_the_police
    )


def test_the_second_ban_needs_a_fact_of_after_the_first(session: Session, rulebook: Rulebook):
    first = a_running_ban(session, rulebook)
    second = a_hearing(session, rulebook, LATER, earlier_case=first)
    imposed_on = a_ban(session, rulebook, first).imposed_at
    with pytest.raises(Refused) as refusal, session.begin_nested():
        draft(session, rulebook, second, MOMENT - DAY, imposed_on)
    assert [one.code for one in refusal.value.reasons] == ["facts_after_earlier_ban"]
    draft(session, rulebook, second, MOMENT - DAY, imposed_on + DAY)


def test_a_fact_of_the_very_day_on_which_the_first_ban_was_annulled_counts_with_its_hour(
    session: Session, rulebook: Rulebook
):
    first = a_running_ban(session, rulebook)
    imposed_at = a_ban(session, rulebook, first).imposed_at
    for hours, step in enumerate(("court.request", "court.rule_annulled"), start=8):
        a_step(session, rulebook, first, step, MOMENT + timedelta(hours=hours))
    later = MOMENT + timedelta(hours=20)
    second = a_hearing(session, rulebook, later, earlier_case=first)
    ground = {**every_fact(later)["imposition.propose"]["facts"][0], "on": imposed_at.date().isoformat()}
    at = moment_of("imposition.propose", later)
    for hour in ("", "00.30"):
        with pytest.raises(Refused) as refusal, session.begin_nested():
            a_step(session, rulebook, second, "imposition.propose", at, facts=[{**ground, "hour": hour}])
        assert [one.code for one in refusal.value.reasons] == ["facts_after_earlier_ban"]
    a_step(session, rulebook, second, "imposition.propose", at, facts=[{**ground, "hour": "17.30"}])
    a_step(session, rulebook, second, "imposition.impose", moment_of("imposition.impose", later))


def test_an_oral_second_ban_needs_a_fact_of_after_the_first_too(session: Session, rulebook: Rulebook):
    first = a_running_ban(session, rulebook)
    soon = MOMENT + timedelta(hours=8)
    second = a_hearing(session, rulebook, soon, earlier_case=first)
    at = moment_of("imposition.impose_orally", soon)
    ground = {**every_fact(soon)["imposition.propose"]["facts"][0], "on": soon.date().isoformat()}
    with pytest.raises(Refused) as refusal, session.begin_nested():
        a_step(session, rulebook, second, "imposition.impose_orally", at)
    assert "facts_after_earlier_ban" in [one.code for one in refusal.value.reasons]
    new_facts = [{**ground, "hour": "06.00"}]
    a_step(session, rulebook, second, "imposition.impose_orally", at, new_facts=new_facts)
