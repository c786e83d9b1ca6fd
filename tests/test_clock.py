"""The clock: a ban ends at its hour whether or no a worker ran, once, and dated at that hour."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from huisverbod import chain, stages
from huisverbod.advance import Act, advance, asked_of, catch_up, locked
from huisverbod.case import Case, Event, ProcedureText, find, stages_of
from huisverbod.clock import Ticked, settle, tick
from huisverbod.database import reading, writing
from huisverbod.errors import StepNotOpen
from huisverbod.known import CLOCK
from huisverbod.law import ZONE, wall_clock_days, years_later
from huisverbod.notices import Notice
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_ban,
    a_hearing,
    a_request,
    a_step,
    an_actor,
    an_extended_ban,
    an_imposed_ban,
    an_oral_ban,
    facts_for,
    moment_of,
)
from tests.rows import all_rows, at_once

START = moment_of("imposition.impose_orally")
END = wall_clock_days(START, 10)
SECOND = timedelta(seconds=1)
PERSON = an_actor(Role.MUNICIPAL_OFFICER)


@pytest.fixture
def running(engine: Engine, rulebook: Rulebook) -> str:
    """The number of an oral ban that runs from START to END."""
    with writing(engine) as session:
        return an_oral_ban(session, rulebook)


def state(engine: Engine, number: str, stage: str = "execution") -> str:
    with reading(engine) as session:
        return stages_of(session, find(session, number))[stage].state


def ends(engine: Engine) -> list[tuple[datetime, datetime, str]]:
    """When bans ended, when that was entered, and as whom."""
    with reading(engine) as session:
        events = session.exec(select(Event).where(Event.step == "expire").order_by(col(Event.id)))
        return [(event.occurred_at, event.recorded_at, event.role) for event in events]


# At its hour


def test_a_tick_before_the_hour_does_nothing(engine: Engine, rulebook: Rulebook, running: str):
    assert tick(engine, rulebook, END - SECOND).steps == 0
    before = all_rows(engine)
    assert tick(engine, rulebook, END - SECOND) == Ticked(0, 0)
    assert all_rows(engine) == before
    assert state(engine, running) == "running"


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=20), timedelta(days=40)], ids=str)
def test_a_ban_ends_at_its_hour_however_late_the_tick(
    engine: Engine, rulebook: Rulebook, running: str, late: timedelta
):
    assert tick(engine, rulebook, END + late).steps == 1
    assert ends(engine) == [(END, END + late, "clock")]
    assert (state(engine, running), state(engine, running, "follow_up")) == ("expired", "unassigned")
    with reading(engine) as session:
        case = find(session, running)
        assert case.due_at is None
        assert stages_of(session, case)["execution"].since == END
        assert list(chain.faults(session, case)) == []


def test_the_ban_is_over_though_no_clock_ran(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    case, ban = find(session, number), a_ban(session, rulebook, number)
    assert stages_of(session, case)["execution"].state == "running"
    assert [ban.in_force(at) for at in (START - SECOND, START, END - SECOND, END, END + SECOND)] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_a_tick_again_changes_nothing(engine: Engine, rulebook: Rulebook, running: str):
    tick(engine, rulebook, END)
    before = all_rows(engine)
    assert tick(engine, rulebook, END) == Ticked(0, 0)
    assert all_rows(engine) == before
    assert tick(engine, rulebook, END + timedelta(days=1)).steps == 0
    assert len(ends(engine)) == 1


def test_a_case_that_stands_still_holds_up_no_other(engine: Engine, rulebook: Rulebook, running: str):
    with writing(engine) as session:
        other = an_oral_ban(session, rulebook)
        session.add(ProcedureText(digest="niet te lezen", files={}, first_used_at=MOMENT))
        session.flush()
        find(session, running).procedure = "niet te lezen"
    assert tick(engine, rulebook, END).steps == 1
    assert (state(engine, running), state(engine, other)) == ("running", "expired")


def test_many_cases_end_each_at_its_own_hour(engine: Engine, rulebook: Rulebook):
    starts = [MOMENT + timedelta(minutes=n) for n in range(4)]
    with writing(engine) as session:
        for start in starts:
            an_oral_ban(session, rulebook, start)
    assert tick(engine, rulebook, END + timedelta(minutes=1)).steps == 2
    assert tick(engine, rulebook, END + timedelta(hours=1)).steps == 2
    assert [end for end, *_ in ends(engine)] == [END + timedelta(minutes=n) for n in range(4)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 3, 19, 0, 10, tzinfo=ZONE), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 15, 0, 10, tzinfo=ZONE), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 25, 12, 0, tzinfo=ZONE), datetime(2026, 4, 4, 12, 20, tzinfo=UTC)),
    ],
    ids=["in the gap of march", "in the night of october", "over the change"],
)
def test_it_ends_at_the_hour_on_the_wall(engine: Engine, rulebook: Rulebook, start: datetime, end: datetime):
    with writing(engine) as session:
        an_oral_ban(session, rulebook, start)
    assert tick(engine, rulebook, end - SECOND).steps == 0
    assert tick(engine, rulebook, end + timedelta(hours=2)).steps == 1
    assert [found for found, *_ in ends(engine)] == [end]


# Before anyone reads or writes


def test_reading_settles_what_was_due(engine: Engine, rulebook: Rulebook, running: str):
    settle(engine, rulebook, END - SECOND, running)
    assert state(engine, running) == "running"
    settle(engine, rulebook, END + timedelta(hours=3), running)
    assert (state(engine, running), ends(engine)) == ("expired", [(END, END + timedelta(hours=3), "clock")])


def test_reading_one_case_leaves_the_others(engine: Engine, rulebook: Rulebook, running: str):
    with writing(engine) as session:
        other = an_oral_ban(session, rulebook)
    settle(engine, rulebook, END, running)
    assert (state(engine, running), state(engine, other)) == ("expired", "running")
    settle(engine, rulebook, END)
    assert state(engine, other) == "expired"


def test_settling_a_case_that_is_not_there(engine: Engine, rulebook: Rulebook, running: str):
    before = all_rows(engine)
    settle(engine, rulebook, END, "HV-2026-9999")
    assert all_rows(engine) == before


def test_a_step_comes_after_what_the_clock_owed(engine: Engine, rulebook: Rulebook, running: str):
    after = END + timedelta(hours=1)
    give = Act("execution.wish_lawyer", PERSON, after, after, facts_for("execution.wish_lawyer"))
    with pytest.raises(StepNotOpen, match="afgelopen"), writing(engine) as session:
        advance(session, rulebook, running, give)
    tell = Act("execution.tell_household", PERSON, after, after, facts_for("execution.tell_household"))
    with writing(engine) as session:
        done = advance(session, rulebook, running, tell)
    assert done.event.state == "expired"
    with reading(engine) as session:
        events = session.exec(select(Event).order_by(col(Event.seq).desc()).limit(2)).all()
        assert [event.name for event in events] == ["execution.tell_household", "execution.expire"]
        assert [event.occurred_at for event in events] == [after, END]


def test_what_was_shown_before_the_hour_is_stale_after_it(engine: Engine, rulebook: Rulebook, running: str):
    with reading(engine) as session:
        seen = find(session, running).version
    settle(engine, rulebook, END, running)
    with reading(engine) as session:
        assert find(session, running).version > seen


def test_nobody_takes_the_clocks_step(engine: Engine, rulebook: Rulebook, running: str):
    for late in (timedelta(0), timedelta(days=1)):
        with pytest.raises(StepNotOpen), writing(engine) as session:
            advance(session, rulebook, running, Act("execution.expire", CLOCK, END, END + late))
    assert ends(engine) == [], "what was refused is rolled back, the next reader settles it"


def test_the_clock_itself_takes_nothing_before_its_hour(engine: Engine, rulebook: Rulebook, running: str):
    with pytest.raises(StepNotOpen, match="nog niet gekomen"), writing(engine) as session:
        advance(session, rulebook, running, Act("execution.expire", CLOCK, END - SECOND, END - SECOND))
    assert state(engine, running) == "running"


def test_each_step_of_the_clock_comes_at_its_own_hour(
    session: Session, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
):
    """A later step of the clock that is open in the same state is not taken along with an earlier one."""
    number = an_oral_ban(session, rulebook)
    procedure = rulebook.current.procedure
    stage, expire = procedure.step("execution.expire")
    sooner = expire.model_copy(update={"name": "sooner", "to": "suspended", "opens": {}, "due": "soon"})
    steps = {**stage.steps, "sooner": sooner.model_copy(update={"origins": ("running",), "form": "Expire"})}
    altered = replace(procedure, stages={**procedure.stages, "execution": replace(stage, steps=steps)})
    monkeypatch.setattr(rulebook, "edition", lambda *_: replace(rulebook.current, procedure=altered))
    real = stages.due
    monkeypatch.setattr(stages, "due", lambda name: real(name) if name != "soon" else lambda *_: END - SECOND)
    case = locked(session, number)
    case.due_at = END - SECOND
    assert catch_up(session, rulebook, case, END - SECOND) == 1
    assert stages_of(session, case)["execution"].state == "suspended"


# Other workers


def test_two_ticks_at_once_end_each_ban_once(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        numbers = [an_oral_ban(session, rulebook) for _ in range(3)]
    results = at_once(*[partial(tick, engine, rulebook, END + timedelta(minutes=5))] * 3)
    assert not [fault for fault in results if isinstance(fault, Exception)]
    assert sum(result.steps for result in results if isinstance(result, Ticked)) == 3
    assert [end for end, *_ in ends(engine)] == [END] * 3
    with reading(engine) as session:
        for number in numbers:
            assert list(chain.faults(session, find(session, number))) == []
        told = session.exec(select(Notice)).all()
        assert all(notice.sent_at for notice in told)


def test_a_tick_and_a_person_at_once(engine: Engine, rulebook: Rulebook, running: str):
    after = END + timedelta(minutes=5)

    def person() -> str:
        tell = Act("execution.tell_household", PERSON, after, after, facts_for("execution.tell_household"))
        with writing(engine) as session:
            return advance(session, rulebook, running, tell).event.state

    results = at_once(
        person, partial(tick, engine, rulebook, after), partial(settle, engine, rulebook, after)
    )
    assert results[0] == "expired"
    assert not [fault for fault in results if isinstance(fault, Exception)]
    assert len(ends(engine)) == 1


# The hours on the case row


def row(session: Session, number: str) -> Case:
    session.expire_all()
    return find(session, number)


def test_the_next_hour_follows_the_case(session: Session, rulebook: Rulebook):
    number = a_request(session, rulebook)
    case = row(session, number)
    sent = moment_of("request.submit")
    assert (case.due_at, case.next_duty, case.next_at) == (None, "take_up", sent + timedelta(hours=1))
    a_step(session, rulebook, number, "request.accept", sent + timedelta(minutes=5))
    case = row(session, number)
    assert case.next_at is not None and case.next_at > sent + timedelta(hours=1)


def test_the_end_stands_on_the_row_from_the_moment_the_ban_runs(session: Session, rulebook: Rulebook):
    number = a_hearing(session, rulebook)
    assert row(session, number).due_at is None
    a_step(session, rulebook, number, "imposition.impose_orally", START)
    assert row(session, number).due_at == END


def test_an_unserved_ban_is_not_due(session: Session, rulebook: Rulebook):
    number = an_imposed_ban(session, rulebook)
    case = row(session, number)
    assert case.due_at is None
    assert catch_up(session, rulebook, locked(session, number), END + timedelta(days=90)) == 0


def test_an_announced_extension_moves_the_end(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_extended_ban(session, rulebook)
        latest = wall_clock_days(START - timedelta(minutes=10), 28)
        assert a_ban(session, rulebook, number).end == latest
    with reading(engine) as session:
        assert find(session, number).due_at == latest
    assert tick(engine, rulebook, END + timedelta(days=1)).steps == 0
    assert tick(engine, rulebook, latest).steps == 1
    assert [end for end, *_ in ends(engine)] == [latest]


def test_what_is_at_rest_is_closed(session: Session, rulebook: Rulebook):
    number = a_request(session, rulebook)
    assert row(session, number).closed_at is None
    at = moment_of("request.submit") + timedelta(minutes=5)
    a_step(session, rulebook, number, "request.withdraw", at)
    case = row(session, number)
    years = rulebook.region(case.region).retention.refused_request_years
    last = datetime.combine(years_later(at.date(), years), time(23, 59, 59), tzinfo=ZONE)
    assert (case.closed_at, case.due_at, case.next_duty) == (at, last, "")


def test_the_row_agrees_with_the_events(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    case = row(session, number)
    asked = asked_of(session, rulebook, case, CLOCK, START)
    ban = asked.known.ban(asked.terms)
    assert ban is not None and case.due_at == ban.end
