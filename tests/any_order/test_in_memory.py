"""Anyone tries anything, in memory: most of the runs."""

from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import MAIN_ROAD, RARE_ROAD, taken
from tests.any_order.playing import RUNS, play

ENOUGH, PLENTY = 500, 5000
"""So many runs that every common step is taken in one of them; for the seldom ones it takes more."""
COMMON = {
    "imposition.impose",
    "imposition.impose_orally",
    "execution.serve",
    "execution.extend",
    "execution.withdraw",
    "court.request",
}


def test_anyone_tries_anything(memory: Engine, rulebook: Rulebook):
    play(memory, rulebook, RUNS)
    wanted = COMMON if RUNS < PLENTY else {*MAIN_ROAD, *RARE_ROAD}
    missed = {step for step in wanted if not taken[step]}
    assert RUNS < ENOUGH or not missed, f"Deze stappen zijn in geen enkele zaak aanvaard: {missed}"
