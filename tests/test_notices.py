"""Who is told after which step; and that a message says nothing about anybody."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, col, select

from huisverbod import notices, stages
from huisverbod.advance import Act, advance
from huisverbod.case import Event, Facts, Party, find
from huisverbod.errors import Refused
from huisverbod.known import Actor
from huisverbod.notices import KINDS, Notice
from huisverbod.notices.kinds import OUTSIDE, read
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_hearing,
    a_proposed_decision,
    a_request,
    a_running_ban,
    a_step,
    an_account,
    an_actor,
    an_expired_ban,
    an_extended_ban,
    an_imposed_ban,
    an_oral_ban,
    an_organisation,
    moment_of,
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


POLICE = {("police", Role.POLICE)}
DECIDERS = {("decision_waits", Role.MAYOR)}
HELP = {("help_body", Role.CASE_MANAGER)}
VEILIG_THUIS = {("veilig_thuis", Role.VEILIG_THUIS)}
LAWYER_LINE = {("lawyer_line", "lawyer_line")}
HOUSEHOLD = {("household", "household")}
RULING = {("ruling_police", Role.POLICE), ("ruling_household", "household")}
ASKED = {("request_granted", an_organisation(Role.POLICE))}
DOCS = Path(__file__).parent.parent / "docs"
BY_MAYOR = {"decided_by": f"mayor:{an_actor(Role.MAYOR).name}"}


def test_the_common_way_tells_each_in_turn(session: Session, rulebook: Rulebook):
    a_running_ban(session, rulebook)
    assert told(session, "request.submit") == {("receipt", an_organisation(Role.POLICE))}
    assert told(session, "imposition.propose") == DECIDERS
    assert told(session, "imposition.impose") == POLICE | ASKED
    assert told(session, "execution.serve") == HELP | HOUSEHOLD | LAWYER_LINE


def test_an_oral_ban_is_told_to_all_at_once(session: Session, rulebook: Rulebook):
    an_oral_ban(session, rulebook)
    assert told(session, "imposition.impose_orally") == POLICE | ASKED | HELP | HOUSEHOLD


def test_veilig_thuis_is_told_where_child_abuse_is_a_ground(session: Session, rulebook: Rulebook):
    number = a_hearing(session, rulebook)
    at = moment_of("imposition.impose_orally")
    a_step(session, rulebook, number, "imposition.consult_veilig_thuis", moment_of("imposition.hear"))
    a_step(
        session, rulebook, number, "imposition.impose_orally", at, Role.MAYOR, **BY_MAYOR, child_abuse=True
    )
    assert told(session, "imposition.impose_orally") >= VEILIG_THUIS


def test_the_mayor_is_told_what_was_imposed_under_mandate(session: Session, rulebook: Rulebook):
    an_imposed_ban(session, rulebook, decider=Role.HOVJ)
    assert told(session, "imposition.impose") == POLICE | ASKED | {("mayor", Role.MAYOR)}


def test_the_lawyer_line_is_told_of_a_wish_and_of_nothing_else(session: Session, rulebook: Rulebook):
    number = a_running_ban(session, rulebook, serve={"wants_lawyer": False})
    assert told(session, "execution.serve") == HELP | HOUSEHOLD
    a_step(session, rulebook, number, "execution.wish_lawyer", MOMENT + 6 * HOUR)
    assert told(session, "execution.wish_lawyer") == LAWYER_LINE


def test_an_extension_is_told_to_police_help_and_household(session: Session, rulebook: Rulebook):
    an_extended_ban(session, rulebook)
    assert told(session, "execution.propose_extension") == DECIDERS
    assert told(session, "execution.extend") == POLICE
    assert told(session, "execution.announce_extension") == HELP | HOUSEHOLD


def test_the_court_is_told_of_a_new_decision_while_it_has_the_case(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    drafted = ["execution.propose_withdrawal", "execution.tell_of_withdrawal"]
    for hours, step in enumerate(["court.request", *drafted, "execution.withdraw"], 4):
        a_step(session, rulebook, number, step, MOMENT + hours * HOUR)
    assert told(session, "execution.withdraw") == POLICE | HELP | HOUSEHOLD | {("court", "court")}


def test_an_amendment_is_told_to_veilig_thuis_where_child_abuse_is_a_ground(
    session: Session, rulebook: Rulebook
):
    number = a_hearing(session, rulebook)
    a_step(session, rulebook, number, "imposition.consult_veilig_thuis", moment_of("imposition.hear"))
    at = moment_of("imposition.impose_orally")
    a_step(
        session, rulebook, number, "imposition.impose_orally", at, Role.MAYOR, **BY_MAYOR, child_abuse=True
    )
    for hours, step in enumerate(("propose_amendment", "amend", "announce_amendment"), 4):
        a_step(session, rulebook, number, f"execution.{step}", MOMENT + hours * HOUR)
    assert told(session, "execution.announce_amendment") == POLICE | HELP | HOUSEHOLD | VEILIG_THUIS


def test_the_end_is_told_to_those_who_keep_and_help(session: Session, rulebook: Rulebook):
    an_expired_ban(session, rulebook)
    assert told(session, "execution.expire") == {
        ("ban_ended", role) for role in (Role.MUNICIPAL_OFFICER, Role.CASE_MANAGER, Role.POLICE)
    }


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        (
            ["execution.propose_withdrawal", "execution.tell_of_withdrawal", "execution.withdraw"],
            POLICE | HELP | HOUSEHOLD,
        ),
        (["court.request", "court.rule_annulled"], POLICE | HELP | HOUSEHOLD),
        (["court.request", "court.rule_suspended"], POLICE | HOUSEHOLD | HELP),
        (["court.request", "court.rule_dismissed"], RULING),
        (["court.request", "court.rule_relief_refused"], RULING),
        (["court.request", "court.rule_annulled_from"], RULING),
        (["court.request", "court.rule_partly_annulled"], RULING | HELP),
        (["execution.propose_amendment", "execution.amend"], POLICE),
        (["court.request", "execution.propose_amendment", "execution.amend"], POLICE | {("court", "court")}),
        (
            ["execution.propose_amendment", "execution.amend", "execution.announce_amendment"],
            POLICE | HELP | HOUSEHOLD,
        ),
        (["enforcement.report_violation"], POLICE),
        (["enforcement.report_violation", "enforcement.to_om"], POLICE | {("om", Role.OM)}),
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


@pytest.mark.parametrize(
    ("kind", "step", "changes"),
    [
        ("help_body", "execution.inform_help_body", {}),
        ("household", "execution.tell_household", {}),
        ("ruling_household", "court.tell_ruling", {}),
        ("ruling_police", "court.tell_ruling", {}),
        ("police", "execution.inform_help_body", None),
    ],
)
def test_what_was_told_with_a_step_of_its_own_needs_no_seeing(
    session: Session, rulebook: Rulebook, kind: str, step: str, changes: dict[str, Any] | None
):
    number = an_oral_ban(session, rulebook)
    at = MOMENT + 4 * HOUR
    if step == "court.tell_ruling":
        for before in ("court.request", "court.rule_dismissed"):
            a_step(session, rulebook, number, before, at - HOUR / 2)
    a_step(session, rulebook, number, step, at, **(changes or {}))
    rows = session.exec(select(Notice).where(Notice.kind == kind)).all()
    expected = None if changes is None else at
    assert rows and {row.acknowledged_at for row in rows} == {expected}


def test_a_decision_taken_is_a_decision_seen(session: Session, rulebook: Rulebook):
    an_imposed_ban(session, rulebook)
    rows = session.exec(select(Notice).where(Notice.kind == "decision_waits")).all()
    assert {row.acknowledged_at for row in rows} == {moment_of("imposition.impose")}


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
    assert inbox(session, officer) == ["request_granted", "police", "receipt"]
    [_, police, _] = [row for row, _ in notices.waiting(session, officer)]
    assert (police.sent_at, police.acknowledged_at) == (sent_at, None)
    notices.acknowledge(session, officer, police.id or 0, sent_at + HOUR)
    assert inbox(session, officer) == ["request_granted", "receipt"]
    assert (police.acknowledged_at, police.acknowledged_by) == (sent_at + HOUR, officer.account_id)
    assert inbox(session, colleague) == ["request_granted", "receipt"], "seen by one is seen by both"


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
        (an_actor(Role.POLICE), {"receipt", "police", "request_granted"}),
        (an_actor(Role.POLICE, "duinstreek", "duinrade"), set()),
        (an_actor(Role.VEILIG_THUIS), set()),
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


@pytest.mark.parametrize(
    ("mayor", "kinds"),
    [
        (an_actor(Role.MAYOR), ["decision_waits"]),
        (an_actor(Role.DEPUTY_MAYOR), ["decision_waits"]),
        (an_actor(Role.MAYOR, municipality="kerkhaven"), []),
        (an_actor(Role.MAYOR, "duinstreek", "duinrade"), []),
    ],
)
def test_a_decision_waits_for_the_own_mayor(
    session: Session, rulebook: Rulebook, mayor: Actor, kinds: list[str]
):
    a_proposed_decision(session, rulebook)
    notices.send(session, MOMENT + 6 * HOUR)
    assert inbox(session, mayor) == kinds


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


def test_every_kind_has_receivers_who_exist_and_steps_that_are_taken(rulebook: Rulebook):
    procedure = rulebook.current.procedure
    queued = {name for _, step in procedure.steps() for name in step.notices}
    assert set(KINDS) - {"duty_passed_on"} == stages.NOTICES == queued
    for kind in KINDS.values():
        assert all(role in EVERYBODY or role in OUTSIDE for role in kind.receivers)
        assert all(procedure.step(name) for name in (*kind.answered_by, kind.told_with) if name)
        for name in kind.if_state:
            stage, _, state = name.partition(".")
            assert state in procedure.stages[stage].states
        if kind.only_if:
            stage, _, guard = kind.only_if.partition(".")
            assert guard in stages.guards(stage)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('receivers = ["buurman"]', "Onbekende ontvanger 'buurman'"),
        ('receivers = ["clock"]', "Onbekende ontvanger 'clock'"),
        ('channels = ["duif"]', "channels"),
        ('norm = "later"', "Onbekende norm 'later'"),
        ('norm = "decide"\nhours = 3', "niet allebei"),
        ("hours = 0", "hours"),
        ('colour = "rood"', "colour"),
    ],
)
def test_a_fault_in_the_table_is_refused(tmp_path: Path, line: str, said: str):
    sound = {
        "label": "'A'", "text": "'A.'", "receivers": "['police']", "law": "'house: a'",
        "content": "'A.'", "never": "'A.'", "channels": "['mail']",
    }  # fmt: skip
    path = tmp_path / "kinds.toml"
    rows = {key: value for key, value in sound.items() if key != line.split(" ")[0]}
    path.write_text("[a]\n" + "\n".join([line, *(f"{key} = {value}" for key, value in rows.items())]))
    with pytest.raises(ValueError, match=said):
        read(path)
    path.write_text("[a]\n" + "\n".join(f"{key} = {value}" for key, value in sound.items()))
    assert set(read(path)) == {"a"}


def test_the_table_in_the_documentation_is_current(rulebook: Rulebook):
    written = (DOCS / "notices.md").read_text(encoding="utf-8")
    assert written == notices.page(rulebook.current.procedure), "Write it again: huisverbod draw --docs"
