"""Every state, every step, every capacity: what the files declare passes, and nothing else."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, func, select

from huisverbod import stages, workflow
from huisverbod.advance import Act, advance
from huisverbod.case import Event, find, stages_of
from huisverbod.errors import HuisverbodError, NotAllowed, StepNotOpen
from huisverbod.known import CLOCK
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.workflow import StageRules, Step, offered, take
from tests.builders import MOMENT, an_actor, an_oral_ban, facts_for

PROCEDURE = workflow.load(Settings().workflows, stages.vocabulary(Settings().document_templates))
STEPS = list(PROCEDURE.steps())
SHARED = [(stage, state, step) for stage, step in STEPS for state in stage.states]
CELLS = [(*cell, role) for cell in SHARED for role in Role]


def outcome(stage: StageRules, state: str, step: Step, role: Role) -> str:
    try:
        return take(stage, state, step, role)
    except (NotAllowed, StepNotOpen) as refusal:
        return type(refusal).__name__


def declared(state: str, step: Step, role: Role) -> str:
    """The answer by the letter of the file, worked out without the machine."""
    if role not in step.by:
        return "NotAllowed"
    if state not in step.origins:
        return "StepNotOpen"
    return state if step.to == "same" else step.to


@pytest.mark.parametrize(("stage", "step"), STEPS, ids=lambda value: value.name)
def test_exactly_what_is_declared_passes(stage: StageRules, step: Step):
    found = {(state, role): outcome(stage, state, step, role) for state in stage.states for role in Role}
    assert found == {(state, role): declared(state, step, role) for state in stage.states for role in Role}


def test_the_matrix_is_whole_and_mostly_closed():
    passing = [cell for cell in CELLS if outcome(*cell) not in {"NotAllowed", "StepNotOpen"}]
    written = sum(len(step.origins) * len(step.by) for _, step in STEPS)
    assert len(CELLS) == sum(len(stage.states) for stage, _ in STEPS) * len(Role) > 3000
    assert 0 < len(passing) == written < len(CELLS) / 5


def test_what_is_offered_is_what_passes():
    for stage in PROCEDURE.stages.values():
        for state in stage.states:
            for role in Role:
                names = {step.name for _, step in offered(PROCEDURE, {stage.name: state}, role)}
                assert names == {
                    step.name for step in stage.steps.values() if declared(state, step, role) in stage.states
                }


def test_a_refusal_says_who_may_and_where_it_stands():
    stage, extend = PROCEDURE.step("execution.extend")
    with pytest.raises(
        NotAllowed, match=r"alleen door: burgemeester, loco-burgemeester\. U werkt als politie"
    ):
        take(stage, "running", extend, Role.POLICE)
    with pytest.raises(StepNotOpen, match="kan nu niet: uitvoering staat op 'afgelopen'"):
        take(stage, "expired", extend, Role.MAYOR)
    with pytest.raises(NotAllowed):
        take(stage, "expired", extend, Role.POLICE)


def test_researchers_and_administrators_take_no_step():
    for _, step in STEPS:
        assert not {Role.EVALUATOR, Role.ADMINISTRATOR} & set(step.by), step.name


# On rows: a running ban, every step by every capacity


def closed_cells(
    rulebook: Rulebook, states: dict[str, str]
) -> Iterator[tuple[str, Role, type[HuisverbodError]]]:
    for stage, step in rulebook.current.procedure.steps():
        for role in Role:
            if role not in step.by:
                yield f"{stage.name}.{step.name}", role, NotAllowed
            elif states.get(stage.name) not in step.origins:
                yield f"{stage.name}.{step.name}", role, StepNotOpen


def test_nothing_else_passes_the_door(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    case = find(session, number)
    states = {name: row.state for name, row in stages_of(session, case).items()}
    before = (case.events_count, case.version, case.head, states)
    tried = 0
    for name, role, refusal in closed_cells(rulebook, states):
        if role in {Role.CRISIS_TEAM, Role.RAAD, Role.OM, Role.RECLASSERING, Role.LOCAL_CARE}:
            continue  # this case is not theirs: see test_access
        actor = CLOCK if role == Role.CLOCK else an_actor(role)
        if role in {Role.EVALUATOR, Role.ADMINISTRATOR}:
            refusal = HuisverbodError
        with pytest.raises(refusal):
            advance(session, rulebook, number, Act(name, actor, MOMENT, MOMENT, facts_for(name)))
        tried += 1
    assert tried > 300
    session.expire_all()
    case = find(session, number)
    after = {name: row.state for name, row in stages_of(session, case).items()}
    assert (case.events_count, case.version, case.head, after) == before
    assert session.exec(select(func.count()).select_from(Event)).one() == before[0]
