"""Anyone tries anything, in memory: most of the runs."""

from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import MAIN_ROAD, RARE_ROAD, taken
from tests.any_order.playing import RUNS, play

ENOUGH, PLENTY = 500, 5000
"""So many runs that every step of the main road is taken in one of them; for a seldom one it takes more."""
SELDOM = {"execution.deposit", "execution.announce_amendment"}


def test_anyone_tries_anything(memory: Engine, rulebook: Rulebook):
    play(memory, rulebook, RUNS)
    missed = {step for step in {*MAIN_ROAD, *RARE_ROAD} if not taken[step]} - (
        SELDOM if RUNS < PLENTY else set()
    )
    assert RUNS < ENOUGH or not missed, f"Deze stappen zijn in geen enkele zaak aanvaard: {missed}"
