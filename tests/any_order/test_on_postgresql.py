"""The same on PostgreSQL, a fifth of the runs: the rules are alike, the rows are kept differently."""

import pytest
from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.playing import ON_POSTGRESQL, play


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_anyone_tries_anything(engine: Engine, rulebook: Rulebook):
    play(engine, rulebook, ON_POSTGRESQL)
