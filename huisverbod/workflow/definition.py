"""What a workflow file may say: the shapes of a stage, a state, a step and a duty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from huisverbod.errors import Unknown
from huisverbod.law import Term
from huisverbod.powers import Powers
from huisverbod.roles import Role
from huisverbod.workflow.lines import Source

ABOUT, POWERS = "procedure.toml", "powers.toml"
"""The two files beside those of the stages."""
STAY = "same"
"""The word in `to` for a step that leaves the stage where it is."""


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class State(Strict):
    """One state of a stage: its Dutch label, and whether a case may rest there for good."""

    label: str = Field(min_length=1)
    final: bool = Field(False, strict=True)


class Step(Strict):
    """One step: from which states, to which, by whom, under which rules, on which article.

    `guards` look at what is known of the case, `checks` also at what is stated with the step. `warns` name
    rules of the same shape that stop nothing: whoever signs has seen and accepted those that are not met.
    `then` names steps that follow at once where they are open; `then_if` those that do so only if their
    guards are met too. `destroys`: everything stated in the case goes; only the clock takes such a step.
    """

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: str = Field(min_length=1)
    origins: tuple[str, ...] = Field(alias="from")
    to: str
    by: tuple[Role, ...] = Field(min_length=1)
    law: str = Field(min_length=1)
    help: str = ""
    form: str | None = None
    guards: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    opens: Mapping[str, str] = Field(default_factory=dict)
    then: tuple[str, ...] = ()
    then_if: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    document: str | None = None
    draft: bool = Field(False, strict=True)
    signs: bool = Field(False, strict=True)
    due: str | None = None
    destroys: bool = Field(False, strict=True)

    @property
    def by_clock(self) -> bool:
        """Whether only the clock takes this step."""
        return self.by == (Role.CLOCK,)

    @property
    def followers(self) -> tuple[str, ...]:
        """Every step that can follow at once ("stage.step")."""
        return (*self.then, *self.then_if)


class DutyRule(Strict):
    """Something owed to someone: who owes it, within which term or norm, and what settles it.

    `term` names a term of the law in `[terms]` (fatale datum), `norm` a number of hours in the region file
    (streefdatum); one of them or both. `counts` says whether they run on from the step that starts the duty,
    or back from the ban's first end: the norm so many hours before it, the term that end itself.
    `met_by` and `lapses_by` name the steps that meet it, and those after which nobody owes it any more.
    `only_if` names a guard; `if_stated` and `unless_stated` name a fact of the step that starts the duty
    (`if_stated = "kind=beroep"`: only when that fact has that value). `same` names a fact that the step
    which meets the duty states alike, so that several such duties stand beside each other. `about` says that
    only a step about the same court case or violation settles it, as `Known.about_the_same` reads that from
    the events; `of_subject` that the fact `person` of the step that starts it is the one put out of the home.
    """

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: str = Field(min_length=1)
    owner: Role
    met_by: tuple[str, ...] = Field(min_length=1)
    lapses_by: tuple[str, ...] = ()
    law: str = Field(min_length=1)
    term: str | None = None
    norm: str | None = None
    counts: Literal["on", "back_from_end"] = "on"
    only_if: str | None = None
    if_stated: str | None = None
    unless_stated: str | None = None
    same: str | None = None
    about: Literal["court_case", "violation"] | None = None
    of_subject: bool = Field(False, strict=True)
    lapses_with_ban: bool = Field(False, strict=True)


class StageFile(Strict):
    """One workflow file as it stands; the rows under `[terms]` are read by `law.read_terms`.

    `[renamed]` says of a state of an earlier version what it is called now, for cases that are moved.
    """

    stage: str
    label: str = Field(min_length=1)
    initial: str
    states: Mapping[str, State] = Field(min_length=1)
    renamed: Mapping[str, str] = Field(default_factory=dict)
    step: tuple[Step, ...] = Field(min_length=1)
    duty: tuple[DutyRule, ...] = ()
    stock_phrases: tuple[str, ...] = ()
    terms: Mapping[str, Any] = Field(default_factory=dict)


class About(Strict):
    """What a folder of workflow files is: a procedure, or a proposal that states what differs from another.

    A proposal is for simulation alone, always: what has become law belongs in the procedure itself.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    based_on: str | None = None
    simulation: bool = Field(False, strict=True)

    @property
    def mark(self) -> str:
        """What stands on everything that comes from a simulation; empty for the procedure in force."""
        return f"{self.label}, alleen voor simulatie" if self.simulation else ""


@dataclass(frozen=True)
class StageRules:
    """One stage file: its states, steps and duties, in the order of the file."""

    name: str
    label: str
    initial: str
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    duties: Mapping[str, DutyRule]
    renamed: Mapping[str, str]
    source: Source

    def final(self, state: str) -> bool:
        """Whether a case may rest in this state for good."""
        return self.states[state].final


@dataclass(frozen=True)
class Procedure:
    """All stage files together, with their terms, powers and instruments, under the hash of their content."""

    about: About
    stages: Mapping[str, StageRules]
    terms: Mapping[str, Term]
    stock_phrases: tuple[str, ...]
    powers: Powers
    sources: Mapping[str, Source]
    files: Mapping[str, str]
    digest: str

    def step(self, name: str) -> tuple[StageRules, Step]:
        """The stage and step of a name such as "execution.extend".

        Raises:
            Unknown: there is no such step.

        """
        stage_name, _, step_name = name.partition(".")
        stage = self.stages.get(stage_name)
        if stage is None or step_name not in stage.steps:
            raise Unknown(f"De stap '{name}' bestaat niet in deze werkwijze.")
        return stage, stage.steps[step_name]

    def steps(self) -> Iterator[tuple[StageRules, Step]]:
        """Every step of every stage, in legal order."""
        for stage in self.stages.values():
            for step in stage.steps.values():
                yield stage, step

    def duty(self, name: str) -> DutyRule:
        """The duty of that name, whichever stage defines it."""
        return next(stage.duties[name] for stage in self.stages.values() if name in stage.duties)


def step_form(step: Step) -> str:
    """The name of the facts class of a step: its own, or the step's name in CamelCase (house: one name)."""
    return step.form or "".join(word.capitalize() for word in step.name.split("_"))
