"""A running case moves to another version only when somebody says so, whole, with a reason; and back."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from huisverbod import chain
from huisverbod.accounts import Account
from huisverbod.advance import MOVE, MOVE_BACK, Act, advance, asked_of, came_from, move, plan
from huisverbod.case import Case, Event, Facts, find, stages_of
from huisverbod.database import connect, reading, writing
from huisverbod.duties import owed
from huisverbod.errors import BadFacts, NotAllowed, Refused
from huisverbod.known import CLOCK, Actor
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.builders import MOMENT

SETTINGS = Settings()
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, "Bo Beheer", None, "Gemeente Voorbeelddam")
LATER = MOMENT + timedelta(days=2)


@pytest.fixture
def rules(tmp_path: Path) -> Iterator["Rules"]:
    """The rules as shipped, in a folder of their own that can change."""
    folder = tmp_path / "werkwijze"
    shutil.copytree(SETTINGS.workflows, folder)
    yield Rules(folder)


class Rules:
    """A folder with the procedure, and the rulebook as it was before the last change."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.old = folder, self.read(folder)

    @staticmethod
    def read(folder: Path) -> Rulebook:
        return Rulebook(folder, SETTINGS.pilot_regions, SETTINGS.document_templates)

    def changed(self, *changes: tuple[str, str, str]) -> Rulebook:
        """The rules after these changes: file, old text, new text, wherever it stands."""
        for file, old, new in changes:
            path = self.folder / file
            text = path.read_text(encoding="utf-8")
            assert old in text, (file, old)
            path.write_text(text.replace(old, new), encoding="utf-8")
        return self.read(self.folder)


LOOSER = (
    "court.toml",
    'by = ["municipal_officer"]\nguards = ["ban_imposed"]',
    'by = ["municipal_officer", "hovj"]\nguards = ["ban_imposed"]',
)
RENAMED = (
    ("care.toml", 'in_contact = { label = "In contact" }', 'at_work = { label = "Aan het werk" }'),
    ("care.toml", '"in_contact"', '"at_work"'),
    ("care.toml", "[states]", '[renamed]\nin_contact = "at_work"\n\n[states]'),
)
LONGER = ("execution.toml", "amount = 10\n", "amount = 11\n")
NO_STEP = ("enforcement.toml", 'name = "record_check"', 'name = "note_check"\nform = "RecordCheck"')
DUTY = ("execution.toml", 'starts = ["follow_up_owner"]\nnotices = ["ban_ended"]', 'notices = ["ban_ended"]')


def an_act(step: str = MOVE, reason: str = "Nieuwe instructie", at: datetime = LATER) -> Act:
    return Act(step, ADMINISTRATOR, at, at, {"reason": reason})


def in_contact(session: Session, rules: Rulebook) -> str:
    """A case with a running ban in which somebody of the household was spoken to."""
    number = builders.a_running_ban(session, rules)
    at = MOMENT + timedelta(days=1)
    step = "care.contact"
    actor = builders.an_actor(Role.CASE_MANAGER)
    advance(session, rules, number, Act(step, actor, at, at, builders.facts_for(step, at)))
    return number


def seen(session: Session, case: Case) -> dict[str, tuple[str, datetime]]:
    return {name: (row.state, row.since) for name, row in stages_of(session, case).items()}


def test_nothing_moves_by_itself(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    before = find(session, number).procedure
    new = rules.changed(LOOSER)
    at = LATER
    step = "execution.wish_lawyer"
    actor = builders.an_actor(Role.MUNICIPAL_OFFICER)
    advance(session, new, number, Act(step, actor, at, at, builders.facts_for(step, at)))
    assert find(session, number).procedure == before != new.current.procedure.digest


def test_what_would_happen_is_told_and_nothing_is_done(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    new = rules.changed(LOOSER, *RENAMED)
    case = find(session, number)
    before = (case.version, case.procedure, case.events_count, seen(session, case))
    told = plan(session, new, case, new.current, LATER)
    assert (told.refusals, told.states["care"]) == ((), "at_work")
    assert "Hulp: de toestand 'In contact' heet dan 'Aan het werk'." in told.changes
    assert any(
        line.startswith("Verzoek aan de rechter vastleggen: door gemeenteambtenaar en hulpofficier")
        for line in told.changes
    )
    assert (case.version, case.procedure, case.events_count, seen(session, case)) == before


def test_a_move_is_one_event_and_moments_and_duties_stay(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    case = find(session, number)
    old = rules.old.edition(session, case).procedure
    states, started = seen(session, case), owed(old, asked_of(session, rules.old, case, CLOCK, LATER))
    count, due_at, from_ = case.events_count, case.due_at, case.procedure
    new = rules.changed(LOOSER, *RENAMED)
    taken = move(session, new, number, an_act())
    assert taken is not None
    event = taken.event
    assert (event.name, event.role, event.occurred_at) == (MOVE, Role.ADMINISTRATOR, LATER)
    assert (event.origin, event.state) == (from_[:12], new.current.procedure.digest[:12])
    assert (case.procedure, case.events_count) == (new.current.procedure.digest, count + 1)
    [facts] = session.exec(select(Facts.data).where(Facts.event_id == event.id))
    assert facts == {"before": from_, "after": case.procedure, "reason": "Nieuwe instructie"}
    assert list(chain.faults(session, case)) == []
    after = seen(session, case)
    assert after == states | {"care": ("at_work", states["care"][1])}
    asked = asked_of(session, new, case, CLOCK, LATER)
    kept = owed(new.edition(session, case).procedure, asked)
    assert [(d.name, d.started_at, d.due_at, d.met_at) for d in kept] == [
        (d.name, d.started_at, d.due_at, d.met_at) for d in started
    ]
    assert case.due_at == due_at
    assert not [past for past in asked.known.events if past.step == MOVE]


def test_a_moved_case_goes_on_by_the_new_version(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    new = rules.changed(LOOSER)
    step, at = "court.request", LATER + timedelta(hours=1)
    act = Act(step, builders.an_actor(Role.HOVJ), at, at, builders.facts_for(step, at))
    with pytest.raises(NotAllowed):
        advance(session, new, number, act)
    move(session, new, number, an_act())
    assert advance(session, new, number, act).event.step == "request"


def test_a_second_time_does_nothing(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    new = rules.changed(LOOSER)
    assert move(session, new, number, an_act())
    count = find(session, number).events_count
    assert move(session, new, number, an_act(at=LATER + timedelta(hours=1))) is None
    assert find(session, number).events_count == count


def test_a_move_is_undone_by_an_event_again(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    case = find(session, number)
    states, from_, count = seen(session, case), case.procedure, case.events_count
    new = rules.changed(LOOSER, *RENAMED)
    with pytest.raises(Refused):
        move(session, new, number, an_act(MOVE_BACK))
    move(session, new, number, an_act())
    assert came_from(session, case) == from_
    back = move(session, new, number, an_act(MOVE_BACK, "Toch niet", LATER + timedelta(hours=1)))
    assert back is not None
    assert (case.procedure, seen(session, case), case.events_count) == (from_, states, count + 2)
    assert list(chain.faults(session, case)) == []
    with pytest.raises(Refused) as again:
        move(session, new, number, an_act(MOVE_BACK))
    assert "niet overgezet, of al teruggezet" in again.value.reasons[0].sentence


REFUSALS = {
    "a state that is gone": (RENAMED[:2], "en die toestand is er niet. Zet bij [renamed] in care.toml"),
    "a ban that would end at another moment": (
        (LONGER,),
        "Het huisverbod loopt en eindigt volgens het besluit",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_moved_is_refused_with_the_reason(session: Session, rules: Rules, name: str) -> None:
    changes, sentence = REFUSALS[name]
    number = in_contact(session, rules.old)
    new = rules.changed(*changes)
    case = find(session, number)
    before = (case.procedure, case.events_count, seen(session, case))
    [told] = plan(session, new, case, new.current, LATER).refusals
    assert sentence in told
    with pytest.raises(Refused) as refusal:
        move(session, new, number, an_act())
    assert [reason.sentence for reason in refusal.value.reasons] == [told]
    assert (case.procedure, case.events_count, seen(session, case)) == before


def test_a_step_that_is_gone_is_refused_once_it_was_taken(session: Session, rules: Rules) -> None:
    numbers = [in_contact(session, rules.old) for _ in range(2)]
    at = MOMENT + timedelta(days=1)
    step = "enforcement.record_check"
    act = Act(step, builders.an_actor(Role.POLICE), at, at, builders.facts_for(step, at))
    advance(session, rules.old, numbers[0], act)
    new = rules.changed(NO_STEP)
    told = [plan(session, new, find(session, number), new.current, LATER).refusals for number in numbers]
    assert told[1] == ()
    assert "is genomen, en de andere werkwijze kent die niet (enforcement.record_check)" in told[0][0]


def test_a_duty_that_would_come_or_go_is_told(session: Session, rules: Rules) -> None:
    number = builders.an_expired_ban(session, rules.old)
    case, at = find(session, number), MOMENT + timedelta(days=60)
    assert case.closed_at is None
    new = rules.changed(DUTY)
    told = plan(session, new, case, new.current, at)
    assert any(line.startswith("Plicht vervalt: Vervolg kiezen") for line in told.changes)
    move(session, new, number, an_act(at=at))
    back = plan(session, new, case, rules.old.current, at)
    assert any("Plicht erbij: Vervolg kiezen" in line and "te laat" in line for line in back.changes)


def test_a_longer_term_moves_a_case_without_a_ban(session: Session, rules: Rules) -> None:
    number = builders.a_request(session, rules.old)
    new = rules.changed(LONGER)
    assert (
        "Termijn eerste periode: 11 dagen, nu 10 dagen."
        in plan(session, new, find(session, number), new.current, LATER).changes
    )
    assert move(session, new, number, an_act())


def test_only_the_administrator_moves_and_says_why(session: Session, rules: Rules) -> None:
    number = in_contact(session, rules.old)
    new = rules.changed(LOOSER)
    for role in (Role.MAYOR, Role.MUNICIPAL_OFFICER, Role.CLOCK):
        with pytest.raises(NotAllowed):
            move(session, new, number, Act(MOVE, Actor(role, "x"), LATER, LATER, {"reason": "x"}))
    for facts in ({}, {"reason": " "}):
        with pytest.raises(BadFacts):
            move(session, new, number, Act(MOVE, ADMINISTRATOR, LATER, LATER, facts))
    assert find(session, number).procedure == rules.old.current.procedure.digest


def test_no_case_is_moved_to_a_proposal(session: Session, rulebook: Rulebook) -> None:
    number = builders.a_request(session, rulebook)
    proposed = rulebook.under("wetsvoorstel")
    told = plan(session, rulebook, find(session, number), proposed.current, LATER)
    assert "daarop loopt nooit een echte zaak" in told.refusals[0]
    with pytest.raises(NotAllowed, match="alleen voor simulatie"):
        move(session, proposed, number, an_act())


def test_overdue_steps_of_the_clock_are_taken_on_the_old_version_first(
    session: Session, rules: Rules
) -> None:
    number = in_contact(session, rules.old)
    end = find(session, number).due_at
    assert end is not None
    new = rules.changed(LONGER)
    move(session, new, number, an_act(at=end + timedelta(minutes=1)))
    case = find(session, number)
    steps = [
        event.step
        for event in session.exec(select(Event).where(Event.case_id == case.id).order_by(Event.seq))
    ]
    assert steps[-2:] == ["expire", "move"]
    assert stages_of(session, case)["execution"].since == end


# On the command line, each case in a transaction of its own


def run(folder: Path, address: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HUISVERBOD_DATABASE": address, "HUISVERBOD_WORKFLOWS": str(folder)}
    command = [sys.executable, "-m", "huisverbod", "migrate-cases", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_from_the_command_line_each_case_whole(address: str, rules: Rules) -> None:
    engine = connect(address)
    numbers, from_, login = _three_cases(engine, rules)
    rules.changed(LONGER)
    told = run(rules.folder, address, "--dry-run")
    assert told.returncode == 0, told.stderr
    assert f"{numbers[0]}: kan. Dit verandert:" in told.stdout
    assert f"{numbers[2]}: kan niet." in told.stdout
    assert _versions(engine) == {from_}
    assert run(rules.folder, address, "--all", "--by", login).returncode == 2
    assert run(rules.folder, address, "--reason", "x", "--by", login).returncode == 2
    assert run(rules.folder, address, "--all", "--reason", "x", "--by", "niemand").returncode == 1
    moved = run(rules.folder, address, "--all", "--reason", "Nieuwe instructie", "--by", login)
    assert (moved.returncode, "Overgezet: 2. Niet overgezet: 1." in moved.stdout) == (1, True), moved.stderr
    assert f"{numbers[2]}: Het huisverbod loopt" in moved.stderr
    undone = run(rules.folder, address, numbers[0], "--undo", "--reason", "Toch niet", "--by", login)
    assert undone.returncode == 0, undone.stderr
    with reading(engine) as session:
        cases = [find(session, number) for number in numbers]
        assert [case.procedure == from_ for case in cases] == [True, False, True]
        assert [fault for case in cases for fault in chain.faults(session, case)] == []
    engine.dispose()


def test_an_interrupted_move_leaves_the_case_where_it_was(engine: Engine, rules: Rules) -> None:
    with writing(engine) as session:
        number = in_contact(session, rules.old)
        before = (find(session, number).procedure, seen(session, find(session, number)))
    new = rules.changed(LOOSER, *RENAMED)
    with pytest.raises(KeyboardInterrupt), writing(engine) as session:
        move(session, new, number, an_act())
        raise KeyboardInterrupt
    with reading(engine) as session:
        case = find(session, number)
        assert (case.procedure, seen(session, case)) == before
        assert not session.exec(select(Event).where(Event.step == "move")).all()


def _three_cases(engine: Engine, rules: Rules) -> tuple[list[str], str, str]:
    """Two requests and a running ban, the version they run on, and the name of an administrator."""
    with writing(engine) as session:
        numbers = [builders.a_request(session, rules.old) for _ in range(2)]
        numbers.append(in_contact(session, rules.old))
        builders.an_account(session, ADMINISTRATOR)
        login = session.exec(select(Account.login).where(Account.role == Role.ADMINISTRATOR)).one()
        return numbers, find(session, numbers[0]).procedure, login


def _versions(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return set(session.exec(select(Case.procedure)))
