"""Plays so many cases in which anyone tries anything at any moment, held to a ban that knows only the law.

A failure prints the steps that lead to it, and `@reproduce_failure(...)` to put above the test. For more runs
than `make test` has time for: `RUNS=5000 .venv/bin/pytest tests/any_order`.
"""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from huisverbod.rulebook import Rulebook
from tests.any_order.machine import AnyOrder

RUNS = int(os.environ.get("RUNS", "500"))


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
    run_state_machine_as_test(cases, settings=bounds)
