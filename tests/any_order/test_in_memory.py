"""Anyone tries anything, in memory: most of the runs."""

from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import MAIN_ROAD, taken
from tests.any_order.playing import RUNS, play


def test_anyone_tries_anything(memory: Engine, rulebook: Rulebook):
    play(memory, rulebook, RUNS)
    missed = {step for step in MAIN_ROAD if not taken[step]}
    assert not missed, f"Deze stappen zijn in geen enkele zaak aanvaard: {missed}"
