"""The end of a file: at its term everything stated about people goes; the steps and the chain stay."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from huisverbod import access, chain, metrics
from huisverbod.advance import Act, advance, catch_up, locked
from huisverbod.case import Case, Event, Facts, find, stages_of
from huisverbod.clock import tick
from huisverbod.database import reading, writing
from huisverbod.errors import Destroyed, NotAllowed, StepNotOpen
from huisverbod.known import CLOCK
from huisverbod.law import ZONE
from huisverbod.recording import save_draft
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_ban,
    a_request,
    a_running_ban,
    a_step,
    an_account,
    an_actor,
    an_expired_ban,
    moment_of,
)
from tests.rows import all_rows, counts

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def rows_of(engine: Engine, case_id: int) -> dict[str, int]:
    """How many rows a case has in each table that names people or may."""
    queries = {
        "parties": "SELECT count(*) FROM parties WHERE case_id = :id",
        "facts": "SELECT count(*) FROM facts WHERE case_id = :id",
        "documents": "SELECT count(*) FROM documents WHERE case_id = :id",
        "notices": "SELECT count(*) FROM notices WHERE case_id = :id",
    }
    with reading(engine) as session:
        run = session.connection().execute
        return {name: run(text(query), {"id": case_id}).scalar_one() for name, query in queries.items()}


def last_second(on: date) -> datetime:
    return datetime.combine(on, time(23, 59, 59), tzinfo=ZONE)


def closed(session: Session, rulebook: Rulebook, number: str, at: datetime) -> None:
    """No way on, the care closed where it was open, and the case closed."""
    if stages_of(session, find(session, number)).keys() & {"care"}:
        a_step(session, rulebook, number, "care.close", at)
    a_step(session, rulebook, number, "follow_up.choose_route", at, route="geen")
    a_step(session, rulebook, number, "follow_up.close", at + HOUR)


def a_closed_ban(session: Session, rulebook: Rulebook) -> tuple[str, datetime]:
    """A ban in writing that ended, the case closed; and the instant at which its file is destroyed."""
    number = a_running_ban(session, rulebook)
    end = a_ban(session, rulebook, number).end
    advance_clock(session, rulebook, number, end)
    closed(session, rulebook, number, end + HOUR)
    decided = moment_of("imposition.impose").astimezone(ZONE).date()
    return number, last_second(decided.replace(year=decided.year + 5))


def advance_clock(session: Session, rulebook: Rulebook, number: str, now: datetime) -> None:
    catch_up(session, rulebook, locked(session, number), now)


def state(engine: Engine, number: str) -> str:
    with reading(engine) as session:
        return stages_of(session, find(session, number))["follow_up"].state


def case_of(engine: Engine, number: str) -> Case:
    with reading(engine) as session:
        return find(session, number)


def test_five_years_after_the_decision_everything_stated_goes(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        officer = an_account(session, an_actor(Role.MUNICIPAL_OFFICER))
        number, due = a_closed_ban(session, rulebook)
        case = find(session, number)
        save_draft(session, case, "follow_up.hold", officer, {"reason": ["Ruben"]}, case.closed_at or due)
        other = a_request(session, rulebook, MOMENT + timedelta(days=30))
    tick(engine, rulebook, due - HOUR)
    before = all_rows(engine)
    assert case_of(engine, number).due_at == due
    assert tick(engine, rulebook, due - SECOND).steps == 0
    assert all_rows(engine) == before
    mine, others = case_of(engine, number).id or 0, case_of(engine, other).id or 0
    theirs = rows_of(engine, others)
    assert rows_of(engine, mine)["facts"] > theirs["facts"] > 0
    assert tick(engine, rulebook, due).steps == 1
    assert rows_of(engine, mine) == {"parties": 0, "facts": 1, "documents": 0, "notices": 0}
    assert rows_of(engine, others) == theirs
    after = all_rows(engine)
    assert "Ruben" not in str([row for table in after for row in after[table] if others not in row[:2]])
    assert after["signatures"] == before["signatures"]
    assert len(after["events"]) == len(before["events"]) + 1


def test_the_record_of_the_destruction_counts_and_names_nobody(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number, due = a_closed_ban(session, rulebook)
    had = counts(engine)
    tick(engine, rulebook, due + timedelta(days=3))
    with reading(engine) as session:
        case = find(session, number)
        assert list(chain.faults(session, case)) == []
        stated = session.exec(select(Facts)).one().data
        event = session.exec(select(Event).order_by(col(Event.seq).desc())).first()
    assert stated["people"] == had["parties"] and stated["stated"] == had["facts"]
    assert stated["documents"] == had["documents"] and stated["other"] == had["notices"] + had.get(
        "dispatches", 0
    )
    assert event and (event.step, event.role) == ("destroy", "clock")
    assert case.destroyed_at == due.astimezone(UTC) and case.due_at is None and case.closed_at


@pytest.mark.parametrize("back", ["request.withdraw", "request.refuse"])
def test_a_request_without_a_ban_is_kept_as_the_region_says(engine: Engine, rulebook: Rulebook, back: str):
    with writing(engine) as session:
        number = a_request(session, rulebook)
        a_step(session, rulebook, number, back, MOMENT + HOUR)
        if back == "request.refuse":
            closed(session, rulebook, number, MOMENT + timedelta(days=40))
    years = rulebook.region("voorbeeldland").retention.refused_request_years
    day = (MOMENT + (HOUR if back == "request.withdraw" else timedelta(days=40))).date()
    due = last_second(day.replace(year=day.year + years))
    assert case_of(engine, number).due_at == due
    assert tick(engine, rulebook, due - SECOND).steps == 0
    assert tick(engine, rulebook, due).steps == 1
    assert state(engine, number) == "destroyed"


def test_a_case_that_is_not_closed_is_not_destroyed(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_expired_ban(session, rulebook)
    assert tick(engine, rulebook, MOMENT + timedelta(days=365 * 20)).steps == 0
    assert state(engine, number) == "unassigned"


def test_a_case_closed_after_the_term_goes_at_its_closing(engine: Engine, rulebook: Rulebook):
    late = MOMENT + timedelta(days=365 * 7)
    with writing(engine) as session:
        number = an_expired_ban(session, rulebook)
        a_step(session, rulebook, number, "imposition.propose_written", MOMENT + 4 * HOUR)
        a_step(session, rulebook, number, "imposition.put_in_writing", MOMENT + 5 * HOUR)
        closed(session, rulebook, number, late)
    tick(engine, rulebook, late + timedelta(days=1))
    assert case_of(engine, number).destroyed_at == (late + HOUR).astimezone(UTC)


def test_a_hold_keeps_the_file_until_its_day_or_its_release(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number, due = a_closed_ban(session, rulebook)
        day = (due + timedelta(days=100)).date()
        a_step(session, rulebook, number, "follow_up.hold", due - 9 * HOUR, until=day.isoformat())
    assert tick(engine, rulebook, due + timedelta(days=50)).steps == 0
    assert case_of(engine, number).due_at == last_second(day)
    with writing(engine) as session:
        a_step(session, rulebook, number, "follow_up.release_hold", due + timedelta(days=51))
    tick(engine, rulebook, due + timedelta(days=51))
    assert state(engine, number) == "destroyed"


def test_a_hold_that_runs_out_does_not_save_the_file(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number, due = a_closed_ban(session, rulebook)
        day = (due + timedelta(days=100)).date()
        a_step(session, rulebook, number, "follow_up.hold", due - 9 * HOUR, until=day.isoformat())
    assert tick(engine, rulebook, last_second(day)).steps == 1


def test_a_case_before_the_court_waits_for_the_ruling(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number, due = a_closed_ban(session, rulebook)
        a_step(session, rulebook, number, "court.request", due - 30 * HOUR, kind="beroep")
    assert case_of(engine, number).due_at is None
    assert tick(engine, rulebook, due + timedelta(days=90)).steps == 0
    with writing(engine) as session:
        a_step(session, rulebook, number, "court.rule_dismissed", due + timedelta(days=91))
    tick(engine, rulebook, due + timedelta(days=91))
    assert state(engine, number) == "destroyed"


def test_nothing_is_read_from_or_written_to_a_destroyed_case(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number, due = a_closed_ban(session, rulebook)
    tick(engine, rulebook, due)
    before = all_rows(engine)
    for role in (Role.MUNICIPAL_OFFICER, Role.MAYOR, Role.POLICE):
        with pytest.raises(Destroyed), writing(engine) as session:
            access.check_open(an_actor(role), find(session, number))
    act = Act("court.request", an_actor(Role.MUNICIPAL_OFFICER), due + HOUR, due + HOUR, {"kind": "beroep"})
    with pytest.raises(Destroyed), writing(engine) as session:
        advance(session, rulebook, number, act)
    assert all_rows(engine) == before


def test_nobody_destroys_before_the_term(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number, due = a_closed_ban(session, rulebook)
    before = all_rows(engine)
    early = Act("follow_up.destroy", CLOCK, due - SECOND, due - SECOND)
    with pytest.raises(StepNotOpen), writing(engine) as session:
        advance(session, rulebook, number, early)
    by_hand = Act("follow_up.destroy", an_actor(Role.MUNICIPAL_OFFICER), due - SECOND, due - SECOND)
    with pytest.raises(NotAllowed), writing(engine) as session:
        advance(session, rulebook, number, by_hand)
    assert all_rows(engine) == before


def found(engine: Engine, rulebook: Rulebook, chosen: metrics.Selection) -> dict[str, object]:
    """What was measured, by measure."""
    with reading(engine) as session:
        cases = list(metrics.of_region(session, rulebook, chosen))
    return {one.measure: one for case in cases for one in case.found}


def test_figures_that_rest_on_events_stay(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        _, due = a_closed_ban(session, rulebook)
    chosen = metrics.Selection(("voorbeeldland",))
    with reading(engine) as session:
        before = {
            one.measure: one for case in metrics.of_region(session, rulebook, chosen) for one in case.found
        }
    tick(engine, rulebook, due)
    with reading(engine) as session:
        after = {
            one.measure: one for case in metrics.of_region(session, rulebook, chosen) for one in case.found
        }
    rests_on_facts = {"signal_to_request", "service_to_first_contact"}
    assert {name: one for name, one in before.items() if name not in rests_on_facts} == after
