"""What is taken away, or given to the wrong person, breaks an invariant, or is about content only."""

from dataclasses import replace

import pytest

from huisverbod.powers import DECIDING
from huisverbod.proof.language import OnlyBy, PowerOf
from huisverbod.proof.proving import first_broken, resting_on, with_step, without_guard, without_step
from huisverbod.roles import Role
from tests.proof.shipped import INVARIANTS, PROCEDURE

PAIRS = [
    (f"{stage.name}.{step.name}", guard)
    for stage, step in PROCEDURE.steps()
    for guard in (*step.guards, *step.checks)
]
POWERS = PROCEDURE.powers.power
DECISIONS = sorted({step for name in DECIDING for step in POWERS[name].steps} | {"imposition.impose_orally"})
BY_CLOCK = [
    f"{stage.name}.{step.name}" for stage, step in PROCEDURE.steps() if step.by_clock and not step.destroys
]
"""The destruction lies years beyond the time that the proof looks at; tests/test_retention.py holds it."""
ABOUT_POWERS = [rule for rule in INVARIANTS.invariant if isinstance(rule, OnlyBy | PowerOf)]


def broken_without(step: str, guard: str) -> str:
    """The invariant that breaks when this step no longer asks for this guard; empty when none does."""
    stage = step.partition(".")[0]
    procedure = without_guard(PROCEDURE, stage, step.partition(".")[2], guard)
    found = first_broken(procedure, INVARIANTS, resting_on(INVARIANTS, f"{stage}.{guard}"))
    return found.rule.name if found else ""


@pytest.mark.parametrize(("step", "guard"), PAIRS)
def test_every_guard_bears_an_invariant_or_is_content_only(step: str, guard: str):
    name = f"{step.partition('.')[0]}.{guard}"
    found = broken_without(step, guard)
    if name in INVARIANTS.content_only:
        assert not found, f"'{name}' draagt {found}: haal haar uit [content_only]."
    else:
        assert found, f"Geen regel rust op '{guard}' bij {step}. Zie docs/how-to/prove-the-procedure.md."


def test_what_is_content_only_exists_and_has_a_reason():
    used = {f"{step.partition('.')[0]}.{guard}" for step, guard in PAIRS}
    assert set(INVARIANTS.content_only) <= used
    assert all(len(reason) > 20 for reason in INVARIANTS.content_only.values())


@pytest.mark.parametrize("name", DECISIONS)
def test_nobody_else_gets_the_power(name: str):
    stage, step = PROCEDURE.step(name)
    for role in sorted(set(Role) - set(step.by) - {Role.CLOCK}):
        for by in ((*step.by, role), (role,)):
            procedure = with_step(PROCEDURE, stage.name, step.model_copy(update={"by": by}))
            assert first_broken(procedure, INVARIANTS, ABOUT_POWERS), f"{name} door {role.label}"


@pytest.mark.parametrize("name", DECIDING)
def test_no_power_is_given_away_in_the_file_of_powers(name: str):
    power = POWERS[name]
    given = [
        power.model_copy(update={"roles": (*power.roles, role)})
        for role in set(Role) - set(power.roles) - {Role.CLOCK}
    ]
    given += [power.model_copy(update={"mandate": ()})] if power.mandate else []
    for other in given:
        powers = PROCEDURE.powers.model_copy(update={"power": {**POWERS, name: other}})
        assert first_broken(replace(PROCEDURE, powers=powers), INVARIANTS, ABOUT_POWERS), other


NO_END = {
    "execution.annul_at_date",
    "execution.suspension_ends",
    "execution.suspension_ends_extended",
}
"""Steps of the clock on a moment that a court named: without them the ban still ends, by its own end."""


@pytest.mark.parametrize("name", sorted(set(BY_CLOCK) - NO_END))
def test_no_step_of_the_clock_can_be_missed(name: str):
    procedure = without_step(PROCEDURE, *name.split("."))
    assert first_broken(procedure, INVARIANTS, list(INVARIANTS.invariant))
