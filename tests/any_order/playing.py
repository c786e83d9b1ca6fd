"""Plays so many cases in which anyone tries anything at any moment, held to a ban that knows only the law.

A failure prints the steps that lead to it, and `@reproduce_failure(...)` to put above the test. For more runs
than `make test` has time for: `RUNS=5000 .venv/bin/pytest tests/any_order`.
"""

import os
import sys

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import AnyOrder, refused, taken

RUNS = int(os.environ.get("RUNS", "500"))
ON_POSTGRESQL = int(os.environ.get("RUNS_ON_POSTGRESQL", str(RUNS // 5)))
FEWEST_TAKEN = 1.0
"""So many steps at least are accepted in a run, and refused in one: with fewer it would try nothing."""


def play(engine: Engine, rulebook: Rulebook, runs: int) -> None:
    """So many runs, each of at most ten things that happen."""
    cases = type("AnyOrder", (AnyOrder,), {"engine": engine, "rulebook": rulebook})
    bounds = settings(
        max_examples=runs,
        stateful_step_count=10,
        deadline=None,
        database=None,
        print_blob=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    before = taken.total(), refused.total()
    run_state_machine_as_test(cases, settings=bounds)
    accepted, declined = taken.total() - before[0], refused.total() - before[1]
    ended = taken["execution.expire"]
    sys.stdout.write(f"{runs} runs: {accepted} steps accepted, {declined} refused, {ended} bans ran out\n")
    assert min(accepted, declined) >= FEWEST_TAKEN * runs
