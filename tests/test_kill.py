"""Killed at any moment, the program has lost no acknowledged step and left none half written."""

import pytest
from sqlalchemy import Engine, text

from huisverbod.case import find
from huisverbod.database import writing
from huisverbod.rulebook import Rulebook
from tests.builders import a_proposed_decision
from tests.killing import gaps, kill

KILLS = 10


def test_nothing_is_lost_when_the_process_is_killed(engine: Engine, rulebook: Rulebook):
    tally = kill(engine, rulebook, KILLS, seed=2011)
    assert (tally.kills, tally.lost, tally.half) == (KILLS, 0, [])
    assert tally.acknowledged > KILLS
    assert tally.documents > 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM facts WHERE event_id = 3",
        "DELETE FROM documents",
        "DELETE FROM notices",
        "UPDATE stages SET state = 'preparing' WHERE name = 'imposition'",
        "UPDATE cases SET events_count = events_count + 1",
    ],
)
def test_a_half_written_step_would_be_seen(memory: Engine, rulebook: Rulebook, statement: str):
    with writing(memory) as session:
        number = a_proposed_decision(session, rulebook)
        assert list(gaps(session, find(session, number))) == []
    with writing(memory) as session:
        triggers = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in triggers.scalars().all():
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text(statement))
        assert list(gaps(session, find(session, number)))
