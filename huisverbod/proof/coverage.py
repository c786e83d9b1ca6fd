"""Which part of the procedure an invariant is about: its steps, the stages that bear on it, what to remember.

A stage that no invariant's steps, sets or requirements touch, and that opens no stage that does, cannot
change what is proved: leaving it out only leaves guards that read it open, and so allows more
(docs/decisions/0011-what-the-prover-leaves-out.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huisverbod.proof.language import (
    Chosen,
    Closes,
    Ends,
    Invariant,
    Invariants,
    Meaning,
    Needs,
    Never,
    Owned,
    choices,
)
from huisverbod.workflow import Procedure, StageRules, Step


@dataclass(frozen=True)
class Token:
    """One thing to remember of a case: that one of these steps was taken, or one of these guards met."""

    steps: frozenset[str] = frozenset()
    guards: frozenset[str] = frozenset()

    def given_by(self, stage: StageRules, step: Step) -> bool:
        """Whether taking this step is what the token remembers."""
        met = {f"{stage.name}.{guard}" for guard in (*step.guards, *step.checks)}
        return f"{stage.name}.{step.name}" in self.steps or bool(met & self.guards)


@dataclass(frozen=True)
class Coverage:
    """The stages an exploration looks at, what it remembers, if it minds the time, which steps it watches."""

    stages: tuple[str, ...]
    tokens: tuple[Token, ...] = ()
    timed: bool = False
    steps: frozenset[str] = frozenset()


def chosen(procedure: Procedure, rule: Chosen) -> Iterator[str]:
    """The names of the steps that an invariant chooses by name, by document or by what they open.

    Which steps come into a set depends on where a case stands: those are not here.
    """
    for stage, step in procedure.steps():
        name = f"{stage.name}.{step.name}"
        drafts = step.draft and step.document is not None and step.document == rule.drafting
        if name in rule.steps or (rule.signing and step.signs) or drafts or rule.opening in step.opens:
            yield name


def coverage(procedure: Procedure, invariants: Invariants, rule: Invariant) -> Coverage:
    """What has to be explored to prove this invariant."""
    if isinstance(rule, Closes | Owned):
        return Coverage(tuple(procedure.stages))
    tokens = tuple(_tokens(rule))
    stages = _mentioned(procedure, invariants, rule)
    stages |= {
        stage.name for stage, step in procedure.steps() for token in tokens if token.given_by(stage, step)
    }
    timed = isinstance(rule, Ends) or getattr(rule, "before", None) or getattr(rule, "after", None)
    if timed:
        moments = (*invariants.moments.decided, *invariants.moments.begins)
        later = [name for due in invariants.due.values() for name in due.later_after]
        stages |= {name.partition(".")[0] for name in (*moments, *later)}
        tokens += (*(Token(steps=frozenset(due.later_after)) for due in invariants.due.values()),)
    watched = frozenset(chosen(procedure, rule)) if isinstance(rule, Chosen) else frozenset()
    return Coverage(_with_openers(procedure, stages), tokens, bool(timed), watched)


def refined(
    procedure: Procedure, invariants: Invariants, covered: Coverage, names: Iterable[str]
) -> Coverage:
    """The same, with all that the guards of these steps mean looked at too.

    A way that breaks an invariant is looked for once more with this: either it is no way after all, or what
    is told of has every step that a reader would miss.
    """
    tokens, stages = list(covered.tokens), set(covered.stages)
    for name in sorted(names):
        stage, step = procedure.step(name)
        for guard in (*step.guards, *step.checks):
            meaning = invariants.means.get(f"{stage.name}.{guard}", Meaning())
            token = Token(steps=frozenset(meaning.after))
            if meaning.after and token not in tokens:
                tokens.append(token)
            stages |= {*meaning.states, *(step.partition(".")[0] for step in meaning.after)}
    return Coverage(_with_openers(procedure, stages), tuple(tokens), covered.timed, covered.steps)


def _tokens(rule: Invariant) -> Iterator[Token]:
    if isinstance(rule, Needs):
        for names in choices(rule.earlier):
            yield Token(steps=frozenset(names))
        for names in choices(rule.passed):
            yield Token(guards=frozenset(names))


def _mentioned(procedure: Procedure, invariants: Invariants, rule: Invariant) -> set[str]:
    stages: set[str] = set()
    if isinstance(rule, Chosen):
        stages |= {name.partition(".")[0] for name in chosen(procedure, rule)}
        stages |= _of_set(invariants, rule.entering)
    if isinstance(rule, Never | Ends):
        stages |= _of_set(invariants, rule.set)
    if isinstance(rule, Needs):
        stages |= set(rule.states)
    return stages


def _of_set(invariants: Invariants, name: str | None) -> set[str]:
    return set(invariants.sets[name].states) if name else set()


def _with_openers(procedure: Procedure, stages: Iterable[str]) -> tuple[str, ...]:
    """These stages and every stage that opens one of them, in legal order."""
    wanted = set(stages) | {stage.name for stage, step in procedure.steps() if not step.origins}
    while True:
        more = {
            stage.name
            for stage, step in procedure.steps()
            if wanted & set(step.opens) and stage.name not in wanted
        }
        if not more:
            return tuple(name for name in procedure.stages if name in wanted)
        wanted |= more
