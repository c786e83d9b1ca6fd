"""Anyone tries anything, in memory: most of the runs."""

from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import MAIN_ROAD, taken
from tests.any_order.playing import RUNS, play

ENOUGH = 500
"""So many runs that every step of the main road is taken in one of them."""


def test_anyone_tries_anything(memory: Engine, rulebook: Rulebook):
    play(memory, rulebook, RUNS)
    missed = {step for step in MAIN_ROAD if not taken[step]} if RUNS >= ENOUGH else set()
    assert not missed, f"Deze stappen zijn in geen enkele zaak aanvaard: {missed}"
