"""Anyone tries anything, in memory: most of the runs."""

from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import taken
from tests.any_order.playing import RUNS, play

MAIN_ROAD = {
    "imposition.impose", "imposition.impose_orally", "execution.serve", "execution.deposit",
    "execution.extend", "execution.announce_extension", "execution.withdraw", "execution.expire",
}  # fmt: skip


def test_anyone_tries_anything(memory: Engine, rulebook: Rulebook):
    play(memory, rulebook, RUNS)
    missed = {step for step in MAIN_ROAD if not taken[step]}
    assert not missed, f"Deze stappen zijn in geen enkele zaak aanvaard: {missed}"
