"""What [means] says of a guard is what its code does: without it, the guard refuses."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from huisverbod import law, stages
from huisverbod.proof.acting import everyone
from huisverbod.proof.coverage import coverage
from huisverbod.proof.exploring import Explored, walk
from huisverbod.proof.language import UNOPENED, Meaning, Needs
from huisverbod.proof.model import Model
from tests.builders import MOMENT, facts_for
from tests.proof.shipped import INVARIANTS, PROCEDURE
from tests.stages.asking import SHOWN, TERMS, Past, asked, known, then

STEPS = {f"{stage.name}.{step.name}": step for stage, step in PROCEDURE.steps()}
AFTER = [(guard, meaning) for guard, meaning in INVARIANTS.means.items() if meaning.after]
BEFORE = [(guard, meaning) for guard, meaning in INVARIANTS.means.items() if meaning.before]
IN_STATE = [
    (guard, stage, state)
    for guard, meaning in INVARIANTS.means.items()
    for stage, allowed in meaning.states.items()
    for state in (*PROCEDURE.stages[stage].states, UNOPENED)
    if state not in allowed
]


def asking(guard: str) -> Iterator[str]:
    """The steps that ask for this guard ("stage.name")."""
    stage, _, name = guard.partition(".")
    for step, rules in STEPS.items():
        if step.startswith(f"{stage}.") and name in (*rules.guards, *rules.checks):
            yield step


def everything_but(steps: tuple[str, ...]) -> tuple[list[Past], dict[str, str]]:
    """A past in which every other step was taken once, and the drafts that these left."""
    past = [then(name) for name in STEPS if name not in steps]
    drafts = {
        rules.document: SHOWN
        for name, rules in STEPS.items()
        if rules.draft and rules.document and name not in steps
    }
    return past, drafts


def refuses(guard: str, step: str, case, at: datetime = MOMENT) -> bool:
    stage, _, name = guard.partition(".")
    stated = facts_for(step, at)
    changes = {"shown_sha256": SHOWN} if "read" in stated else {}
    return stages.guards(stage)[name](asked(step, case, at, **changes)) is not None


@pytest.mark.parametrize(
    ("guard", "meaning"), AFTER, ids=lambda value: value if isinstance(value, str) else ""
)
def test_without_those_steps_the_guard_refuses(guard: str, meaning: Meaning):
    past, drafts = everything_but(meaning.after)
    for step in asking(guard):
        assert refuses(guard, step, known(*past, drafts=drafts)), step


@pytest.mark.parametrize(("guard", "stage", "state"), IN_STATE)
def test_in_another_state_the_guard_refuses(guard: str, stage: str, state: str):
    states = {} if state == UNOPENED else {stage: state}
    for past in ways_to(stage, state):
        for step in asking(guard):
            case = known(*(then(name) for name in past), states=states)
            assert refuses(guard, step, case), (step, past)


def ways_to(stage: str, state: str) -> list[list[str]]:
    """By each step that can bring the stage into that state, the shortest sequence of steps to there."""
    if state == UNOPENED:
        return [[]]
    rule = Needs(kind="needs", name="ways", says=".", law=".", states={stage: (state,)}, before=None)
    model = Model(PROCEDURE, INVARIANTS, coverage(PROCEDURE, INVARIANTS, rule), everyone(PROCEDURE))
    explored, found = Explored(), {}
    for here, move, there in walk(model, explored):
        if model.state(there, stage) == state != model.state(here, stage):
            way = [taken.name for each in (*explored.way_to(here), move) for taken in each]
            found.setdefault(move[0].name, way)
    return list(found.values())


@pytest.mark.parametrize(
    ("guard", "meaning"), BEFORE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_from_that_end_on_the_guard_refuses(guard: str, meaning: Meaning):
    term = TERMS["first_period" if meaning.before == "first_end" else "longest_period"]
    case = known(then("imposition.impose"), then("execution.serve"))
    for step in asking(guard):
        assert refuses(guard, step, case, law.due(term, MOMENT)), step
