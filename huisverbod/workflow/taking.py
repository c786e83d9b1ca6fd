"""Which steps are open from a state for a capacity, and where a step leads."""

from collections.abc import Mapping

from transitions import Machine, MachineError

from huisverbod.errors import NotAllowed, StepNotOpen
from huisverbod.roles import Role
from huisverbod.workflow.definition import STAY, Procedure, StageRules, Step


class Position:
    """Where a stage stands; the only thing that `transitions` ever touches."""

    state: str


def _machine(stage: StageRules, position: Position, state: str) -> Machine:
    return Machine(
        model=position,
        states=list(stage.states),
        initial=state,
        auto_transitions=False,
        transitions=[
            {"trigger": step.name, "source": list(step.origins), "dest": "=" if step.to == STAY else step.to}
            for step in stage.steps.values()
            if step.origins
        ],
    )


def check_role(step: Step, role: Role) -> None:
    """Refuses a capacity that is not named with the step.

    Raises:
        NotAllowed: this capacity may not take the step.

    """
    if role not in step.by:
        who = ", ".join(other.label for other in step.by)
        raise NotAllowed(f"'{step.label}' kan alleen door: {who}. U werkt als {role.label}.")


def take(stage: StageRules, state: str, step: Step, role: Role) -> str:
    """The state that the step leads to. Pure: nothing is changed.

    Raises:
        NotAllowed: this capacity may not take the step.
        StepNotOpen: the step does not start from this state.

    """
    check_role(step, role)
    position = Position()
    machine = _machine(stage, position, state)
    try:
        machine.events[step.name].trigger(position)
    except (MachineError, KeyError) as fault:
        here = stage.states[state].label.lower()
        raise StepNotOpen(f"'{step.label}' kan nu niet: {stage.label.lower()} staat op '{here}'.") from fault
    return position.state


def offered(procedure: Procedure, states: Mapping[str, str], role: Role) -> list[tuple[StageRules, Step]]:
    """The steps that start from these states (stage name to state) and belong to this capacity."""
    return [
        (stage, step)
        for stage, step in procedure.steps()
        if stage.name in states and states[stage.name] in step.origins and role in step.by
    ]
