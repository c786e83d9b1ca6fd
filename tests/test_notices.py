"""Who is told after which step; and that a message says nothing about anybody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, col, select

from huisverbod import notices, stages
from huisverbod.advance import Act, advance
from huisverbod.case import Event, Facts, Party, find
from huisverbod.errors import Refused
from huisverbod.known import Actor
from huisverbod.notices import RECEIVERS, TEXTS, Notice
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_request,
    a_running_ban,
    a_step,
    an_account,
    an_actor,
    an_expired_ban,
    an_extended_ban,
    an_oral_ban,
    an_organisation,
)

HOUR = timedelta(hours=1)
EVERYBODY = [role for role in Role if role != Role.CLOCK]


def told(session: Session, step: str) -> set[tuple[str, str]]:
    """Kind and receiver (a capacity, or the organisation that asked) of what one step queued."""
    query = select(Notice, Event).join(Event, col(Event.id) == Notice.event_id)
    rows = session.exec(query).all()
    return {(row.kind, row.role or row.organisation) for row, event in rows if event.name == step}


def inbox(session: Session, actor: Actor) -> list[str]:
    return [notice.kind for notice, _ in notices.waiting(session, actor)]


POLICE = {("police", Role.POLICE), ("police", Role.HOVJ)}
DECIDERS = {("decision_waits", Role.MAYOR), ("decision_waits", Role.DEPUTY_MAYOR)}
HELP = {("help_body", Role.CASE_MANAGER)}
VEILIG_THUIS = {("veilig_thuis", Role.VEILIG_THUIS)}


def test_the_common_way_tells_each_in_turn(session: Session, rulebook: Rulebook):
    a_running_ban(session, rulebook)
    assert told(session, "request.submit") == {("receipt", an_organisation(Role.POLICE))}
    assert told(session, "imposition.propose") == DECIDERS
    assert told(session, "imposition.impose") == POLICE
    assert told(session, "execution.serve") == HELP | VEILIG_THUIS


def test_an_oral_ban_is_told_to_all_at_once(session: Session, rulebook: Rulebook):
    an_oral_ban(session, rulebook)
    assert told(session, "imposition.impose_orally") == POLICE | HELP | VEILIG_THUIS


def test_an_extension_is_told_to_police_and_help(session: Session, rulebook: Rulebook):
    an_extended_ban(session, rulebook)
    assert told(session, "execution.propose_extension") == DECIDERS
    assert told(session, "execution.extend") == POLICE
    assert told(session, "execution.announce_extension") == HELP


def test_the_end_is_told_to_those_who_keep_and_help(session: Session, rulebook: Rulebook):
    an_expired_ban(session, rulebook)
    assert told(session, "execution.expire") == {
        ("ban_ended", role) for role in (Role.MUNICIPAL_OFFICER, Role.CASE_MANAGER, Role.POLICE)
    }


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        (["execution.propose_withdrawal", "execution.withdraw"], POLICE | HELP),
        (["court.request", "court.rule_annulled"], POLICE | HELP),
        (["court.request", "court.rule_suspended"], POLICE),
        (["enforcement.report_violation"], POLICE),
    ],
)
def test_what_changes_the_force_of_a_ban_is_told(
    session: Session, rulebook: Rulebook, steps: Sequence[str], last: set[tuple[str, str]]
):
    number = an_oral_ban(session, rulebook)
    before = session.exec(select(Notice)).all()
    for hours, step in enumerate(steps, start=4):
        a_step(session, rulebook, number, step, MOMENT + hours * HOUR)
    rows = [row for row in session.exec(select(Notice)).all() if row not in before]
    assert {(row.kind, row.role) for row in rows} - DECIDERS == last


def test_who_asked_hears_that_it_was_refused(session: Session, rulebook: Rulebook):
    number = a_request(session, rulebook, by=Role.CRISIS_TEAM, route="acuut_veilig_thuis")
    a_step(session, rulebook, number, "request.refuse", MOMENT + HOUR)
    assert told(session, "request.refuse") == {("request_refused", an_organisation(Role.CRISIS_TEAM))}
    notices.send(session, MOMENT + HOUR)
    assert inbox(session, an_actor(Role.CRISIS_TEAM)) == ["request_refused", "receipt"]
    assert inbox(session, Actor(Role.CRISIS_TEAM, "Iemand", 1, "Een ander team", "voorbeeldland")) == []


def test_a_message_is_waiting_from_when_it_was_sent_until_it_was_seen(session: Session, rulebook: Rulebook):
    a_running_ban(session, rulebook)
    officer, colleague = (an_account(session, an_actor(role)) for role in (Role.POLICE, Role.HOVJ))
    assert inbox(session, officer) == []
    sent_at = MOMENT + 6 * HOUR
    assert notices.send(session, sent_at, most=1) == 1
    rest = len(session.exec(select(Notice)).all()) - 1
    assert notices.send(session, sent_at) == rest
    assert notices.send(session, sent_at) == 0
    assert inbox(session, officer) == ["police", "receipt"]
    [police, _] = [row for row, _ in notices.waiting(session, officer)]
    assert (police.sent_at, police.acknowledged_at) == (sent_at, None)
    notices.acknowledge(session, officer, police.id or 0, sent_at + HOUR)
    assert inbox(session, officer) == ["receipt"]
    assert (police.acknowledged_at, police.acknowledged_by) == (sent_at + HOUR, officer.account_id)
    assert "police" in inbox(session, colleague)


def test_seen_once_is_seen_and_never_by_somebody_else(session: Session, rulebook: Rulebook):
    a_running_ban(session, rulebook)
    notices.send(session, MOMENT + 6 * HOUR)
    row = session.exec(select(Notice).where(Notice.kind == "help_body")).one()
    for stranger in (an_actor(Role.POLICE), an_actor(Role.CASE_MANAGER, "duinstreek", "duinrade")):
        notices.acknowledge(session, stranger, row.id or 0, MOMENT + 7 * HOUR)
        assert row.acknowledged_at is None
    helper = an_account(session, an_actor(Role.CASE_MANAGER))
    notices.acknowledge(session, helper, row.id or 0, MOMENT + 7 * HOUR)
    notices.acknowledge(session, helper, row.id or 0, MOMENT + 9 * HOUR)
    assert row.acknowledged_at == MOMENT + 7 * HOUR


@pytest.mark.parametrize(
    ("actor", "kinds"),
    [
        (an_actor(Role.MAYOR), {"decision_waits"}),
        (an_actor(Role.MAYOR, municipality="kerkhaven"), set()),
        (an_actor(Role.MAYOR, "duinstreek", "duinrade"), set()),
        (an_actor(Role.POLICE), {"receipt", "police"}),
        (an_actor(Role.POLICE, "duinstreek", "duinrade"), set()),
        (an_actor(Role.VEILIG_THUIS), {"veilig_thuis"}),
        (an_actor(Role.CASE_MANAGER), {"help_body"}),
        (an_actor(Role.CRISIS_TEAM), set()),
        (an_actor(Role.OM), set()),
        (an_actor(Role.EVALUATOR), set()),
        (an_actor(Role.ADMINISTRATOR), set()),
    ],
)
def test_each_reads_the_own_messages(session: Session, rulebook: Rulebook, actor: Actor, kinds: set[str]):
    a_running_ban(session, rulebook)
    notices.send(session, MOMENT + 6 * HOUR)
    assert set(inbox(session, actor)) == kinds


def test_a_refused_step_tells_nobody(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    before = len(session.exec(select(Notice)).all())
    at = MOMENT + 400 * HOUR
    act = Act("follow_up.close", an_actor(Role.MUNICIPAL_OFFICER), at, at, {"result": "x"})
    a_step(session, rulebook, number, "follow_up.assign", at)
    told_by_the_clock = len(session.exec(select(Notice)).all())
    with pytest.raises(Refused):
        advance(session, rulebook, number, act)
    assert len(session.exec(select(Notice)).all()) == told_by_the_clock == before + 3


def test_a_message_says_nothing_about_anybody(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    case = find(session, number)
    personal = {
        word
        for row in session.exec(select(Party).where(Party.case_id == case.id))
        for word in (row.given_names, row.family_name, row.safe_contact)
        if word
    } | {str(value) for row in session.exec(select(Facts)) for value in _texts(row.data)}
    columns = {column.key for column in inspect(Notice).columns}
    for row in session.exec(select(Notice)).all():
        kept = " ".join(str(getattr(row, name)) for name in columns) + row.text
        assert not [word for word in personal if word in kept and word != case.municipality], row.kind


def _texts(value: Any) -> list[str]:
    """Every text of two words or more within some facts."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) and " " in value else []


def test_every_kind_has_a_text_and_receivers_who_exist():
    assert set(TEXTS) == set(RECEIVERS) == stages.NOTICES
    assert all(text.endswith(".") for text in TEXTS.values())
    assert all(role in EVERYBODY for receivers in RECEIVERS.values() for role in receivers)
