"""Alerts: a duty that nobody meets is told to whoever is on its rung, once, for as long as it is owed."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from huisverbod import clock, duties, notices, roster
from huisverbod.accounts import Account
from huisverbod.advance import asked_of
from huisverbod.case import Case, find
from huisverbod.database import reading, writing
from huisverbod.duties import Rung
from huisverbod.known import CLOCK
from huisverbod.notices import Notice, Reach
from huisverbod.roles import Role
from huisverbod.roster import Entry
from huisverbod.rulebook import Rulebook
from tests.builders import MOMENT, a_request, a_step, an_account, an_actor, moment_of
from tests.rows import at_once

SENT = moment_of("request.submit")
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def number(engine: Engine, rulebook: Rulebook) -> str:
    """A request that nobody takes up."""
    with writing(engine) as session:
        return a_request(session, rulebook)


def climbs(engine: Engine, rulebook: Rulebook, number: str) -> list[tuple[Rung, datetime]]:
    """When the duty to take it up comes to each rung."""
    with reading(engine) as session:
        case = find(session, number)
        asked = asked_of(session, rulebook, case, CLOCK, SENT)
        owed = duties.owed(rulebook.edition(session, case).procedure, asked)
        [duty] = [duty for duty in owed if duty.name == "take_up"]
        return duties.climbs(duty.target_at, duty.fatal_at, asked.region.ladder)


def alerts(engine: Engine) -> list[Notice]:
    """The alerts about taking it up, in order."""
    with reading(engine) as session:
        rows = select(Notice).where(Notice.kind == "duty_passed_on", col(Notice.occasion).like("take_up:%"))
        return list(session.exec(rows.order_by(col(Notice.id))))


def test_each_rung_is_told_at_its_instant_and_once(engine: Engine, rulebook: Rulebook, number: str):
    for count, (rung, since) in enumerate(climbs(engine, rulebook, number)):
        clock.tick(engine, rulebook, since - SECOND)
        assert len(alerts(engine)) == count
        for later in (timedelta(), SECOND, 5 * SECOND):
            clock.tick(engine, rulebook, since + later)
        assert len(alerts(engine)) == count + 1
        last = alerts(engine)[-1]
        assert (last.queued_at, last.sent_at) == (since, since)
        assert last.occasion.endswith(f":{rung}")
    assert [row.role for row in alerts(engine)] == [
        Role.MUNICIPAL_OFFICER, Role.MUNICIPAL_OFFICER, Role.DEPUTY_MAYOR,
    ]  # fmt: skip


def test_a_clock_that_stood_still_tells_every_rung(engine: Engine, rulebook: Rulebook, number: str):
    found = climbs(engine, rulebook, number)
    late = found[-1][1] + 24 * HOUR
    clock.tick(engine, rulebook, late)
    assert [(row.queued_at, row.sent_at) for row in alerts(engine)] == [(since, late) for _, since in found]


def test_what_was_done_in_time_is_told_to_nobody(engine: Engine, rulebook: Rulebook, number: str):
    with writing(engine) as session:
        a_step(session, rulebook, number, "request.accept", SENT + timedelta(minutes=5))
    clock.tick(engine, rulebook, SENT + 100 * HOUR)
    assert alerts(engine) == []


def test_an_alert_is_over_once_the_duty_is_met(engine: Engine, rulebook: Rulebook, number: str):
    (_, since), *_ = climbs(engine, rulebook, number)
    clock.tick(engine, rulebook, since)
    officer = an_actor(Role.MUNICIPAL_OFFICER)

    def waits() -> int:
        with reading(engine) as session:
            return sum(row.kind == "duty_passed_on" for row, _ in notices.waiting(session, officer))

    assert waits() == 1
    at = since + timedelta(minutes=5)
    with writing(engine) as session:
        a_step(session, rulebook, number, "request.accept", at)
    assert waits() == 0
    assert [(row.acknowledged_at, row.manner) for row in alerts(engine)] == [(at, "stap")]


def test_an_alert_makes_no_open_form_stale(engine: Engine, rulebook: Rulebook, number: str):
    (_, since), (_, then), *_ = climbs(engine, rulebook, number)

    def row() -> Case:
        with reading(engine) as session:
            return find(session, number)

    before = row().version
    clock.tick(engine, rulebook, since)
    assert (row().version, row().alert_at is not None and since < row().alert_at <= then) == (before, True)


def test_two_clocks_tell_it_once(engine: Engine, rulebook: Rulebook, number: str):
    late = climbs(engine, rulebook, number)[-1][1]
    results = at_once(*[partial(clock.tick, engine, rulebook, late)] * 3)
    assert not [fault for fault in results if isinstance(fault, Exception)]
    assert len(alerts(engine)) == 3


def test_who_is_on_call_is_reached_by_the_roster_of_that_hour(
    engine: Engine, rulebook: Rulebook, number: str
):
    _, (rung, since), *_ = climbs(engine, rulebook, number)
    assert rung == Rung.ON_CALL
    region = rulebook.region("voorbeeldland")
    with writing(engine) as session:
        for name in ("Fenna Balie", "Tess Nachtdienst"):
            actor = an_account(session, an_actor(Role.MUNICIPAL_OFFICER))
            row = session.get_one(Account, actor.account_id)
            row.name, row.login, row.mobile = name, name, "06-00000011" if name[0] == "F" else "06-00000012"
            session.add(row)
            session.flush()
        entry = Entry("voorbeelddam", Role.MUNICIPAL_OFFICER, "Tess Nachtdienst", since - HOUR, since + HOUR)
        roster.add(session, region, entry, MOMENT, None)
    clock.tick(engine, rulebook, since)
    reach = Reach(rulebook.regions, frozenset({"text"}))
    with reading(engine) as session:
        on_call = alerts(engine)[-1]
        numbers = [
            [
                reach.address(session, one, on_call, "text")
                for one in reach.targets(session, on_call, "text", at)
            ]
            for at in (since, since + 2 * HOUR)
        ]
    assert numbers == [["06-00000100", "06-00000012"], ["06-00000100"]]
