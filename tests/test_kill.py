"""Killed at any moment, the program has lost no acknowledged step and left none half written."""

from killing import kill
from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook

KILLS = 10


def test_nothing_is_lost_when_the_process_is_killed(engine: Engine, rulebook: Rulebook):
    tally = kill(engine, rulebook, KILLS, seed=2011)
    assert (tally.kills, tally.lost, tally.half) == (KILLS, 0, [])
    assert tally.acknowledged > KILLS
    assert tally.documents > 0
