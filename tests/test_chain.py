"""The hash chain: whole as written, and every way of tampering with a copy is found."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from huisverbod import chain
from huisverbod.case import Case, Event, find
from huisverbod.database import reading, writing
from huisverbod.rulebook import Rulebook
from tests.builders import MOMENT, a_request, a_step, an_accepted_request, an_oral_ban
from tests.rows import at_once

TAMPERING = {
    "who": "UPDATE events SET role = 'mayor' WHERE seq = 4",
    "by which account": "UPDATE events SET idempotency_key = 'x' WHERE seq = 4",
    "for whom": "UPDATE events SET organisation = 'Gemeente Elders' WHERE seq = 4",
    "what": "UPDATE events SET step = 'correct' WHERE seq = 4",
    "to which state": "UPDATE events SET state = 'concluded' WHERE seq = 4",
    "when it happened": "UPDATE events SET occurred_at = (SELECT max(occurred_at) FROM events) WHERE seq = 4",
    "when it was entered": "UPDATE events SET recorded_at = "
    "(SELECT min(recorded_at) FROM events) WHERE seq = 4",
    "its hash": "UPDATE events SET hash = 'ff' WHERE seq = 4",
    "the one before it": "UPDATE events SET previous = '' WHERE seq = 4",
    "which facts": "UPDATE events SET facts_digest = 'ff' WHERE seq = 4",
    "its number": "UPDATE events SET seq = 400 WHERE seq = 4",
    "left out": "DELETE FROM events WHERE seq = 4",
    "the first left out": "DELETE FROM events WHERE seq = 1",
    "two exchanged": "UPDATE events SET seq = CASE seq WHEN 4 THEN -5 WHEN 5 THEN -4 END WHERE seq IN (4, 5);"
    "UPDATE events SET seq = -seq WHERE seq < 0",
    "the tail cut": "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
    "all of them": "DELETE FROM events",
    "what was stated": 'UPDATE facts SET data = \'{"note": "anders"}\' WHERE event_id = 4',
    "the salt": "UPDATE facts SET salt = 'zout' WHERE event_id = 4",
    "the facts of another": "UPDATE facts SET data = (SELECT data FROM facts WHERE event_id = 2) "
    "WHERE event_id = 4",
    "the head": "UPDATE cases SET head = 'ff'",
    "the count": "UPDATE cases SET events_count = events_count - 1",
}


def drop_triggers(engine: Engine) -> None:
    """What somebody would do who has the whole database in his hands."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text("ALTER TABLE facts DROP CONSTRAINT facts_event_id_fkey"))
            connection.execute(text("ALTER TABLE notices DROP CONSTRAINT notices_event_id_fkey"))
            for table in ("events", "facts"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            return
        names = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        )
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))


def tamper(engine: Engine, statements: str) -> None:
    drop_triggers(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        for statement in statements.split(";"):
            assert connection.exec_driver_sql(statement).rowcount > 0, "nothing was tampered with"
        connection.commit()


def faults(engine: Engine, number: str) -> list[str]:
    with reading(engine) as session:
        return list(chain.faults(session, find(session, number)))


def test_a_case_is_whole(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_oral_ban(session, rulebook)
        a_step(session, rulebook, number, "court.request", MOMENT.replace(day=26))
        a_step(session, rulebook, number, "court.rule_suspended", MOMENT.replace(day=27))
    assert faults(engine, number) == []
    with reading(engine) as session:
        events = session.exec(select(Event).order_by(col(Event.seq))).all()
        assert events[0].previous == ""
        assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]
        assert len({event.facts_digest for event in events}) == len(events), (
            "equal facts have unequal digests"
        )


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(engine: Engine, rulebook: Rulebook, what: str):
    with writing(engine) as session:
        number = an_accepted_request(session, rulebook)
        for hour in (22, 23):
            at = MOMENT.replace(hour=hour, minute=59)
            done = a_step(session, rulebook, number, "request.add_people", at)
            assert done.event.id == done.event.seq
    assert faults(engine, number) == []
    tamper(engine, TAMPERING[what])
    found = faults(engine, number)
    assert found
    assert all(fault.startswith(number) and fault.endswith(".") for fault in found)


def test_another_case_stays_whole(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        numbers = [a_request(session, rulebook), a_request(session, rulebook)]
    tamper(engine, "UPDATE events SET role = 'om' WHERE case_id = 1 AND seq = 2")
    assert [bool(faults(engine, number)) for number in numbers] == [True, False]


def test_destroyed_facts_leave_the_chain_whole(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_accepted_request(session, rulebook)
    tamper(engine, "DELETE FROM facts")
    assert faults(engine, number) == []


def test_the_chain_holds_under_many_hands(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_accepted_request(session, rulebook)

    def add() -> None:
        with writing(engine) as session:
            a_step(session, rulebook, number, "request.add_people", MOMENT.replace(hour=23))

    acts: list[Callable[[], None]] = [partial(add) for _ in range(4)]
    assert at_once(*acts) == [None] * 4
    assert faults(engine, number) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON, max_size=5), st.text())
def test_equal_facts_have_one_digest_whatever_their_order(data: dict[str, object], salt: str):
    turned = dict(reversed(data.items()))
    assert chain.canonical(data) == chain.canonical(turned)
    assert chain.facts_digest(salt, data) == chain.facts_digest(salt, turned)
    assert chain.facts_digest(salt, {**data, "meer": 1, "x": 2}) != chain.facts_digest(salt, data)


def test_a_digest_does_not_give_short_facts_away(session: Session, rulebook: Rulebook):
    numbers = [an_accepted_request(session, rulebook) for _ in range(2)]
    cases = [session.exec(select(Case).where(Case.number == number)).one() for number in numbers]
    digests = session.exec(select(Event.facts_digest).where(Event.step == "accept")).all()
    assert len(cases) == len(set(digests)) == 2
    assert chain.facts_digest("", {"note": ""}) not in digests
