"""Proves every invariant of a procedure, for every region, and lists what no invariant rests on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from huisverbod.proof.acting import alike, everyone
from huisverbod.proof.judging import Broken, Judge, Judged, Paper
from huisverbod.proof.language import Closes, Ends, Invariant, Invariants, Needs, Never, OnlyBy, Owned
from huisverbod.region import Region
from huisverbod.workflow import Procedure, StageRules, Step


@dataclass(frozen=True)
class Proof:
    """What was judged: each invariant with the regions for which it was."""

    judged: tuple[tuple[Judged, tuple[str, ...]], ...]

    @property
    def broken(self) -> list[Broken]:
        """What breaks an invariant, once for each; regions in which it breaks alike are told together."""
        return [judged.broken for judged, _ in self.judged if judged.broken]

    @property
    def held(self) -> int:
        """How many invariants hold in every region."""
        return len({j.rule.name for j, _ in self.judged} - {broken.rule.name for broken in self.broken})

    @property
    def places(self) -> int:
        """How many places were looked at in all."""
        return sum(judged.places for judged, _ in self.judged)


def prove(
    procedure: Procedure,
    invariants: Invariants,
    regions: Mapping[str, Region],
    tell: Callable[[str], None] = lambda sentence: None,
    papers: Mapping[str, Paper] = MappingProxyType({}),
) -> Proof:
    """Holds every invariant against the procedure and its documents; `tell` hears the sentence of the next.

    What must never happen is proved for every capacity at once, and so for every region. What must remain
    possible is proved for each group of regions in which the same steps can be taken.
    """
    judged: list[tuple[Judged, tuple[str, ...]]] = []
    anywhere = Judge(procedure, invariants, everyone(procedure), papers)
    groups = [(tuple(keys), Judge(procedure, invariants, roles)) for keys, roles in alike(procedure, regions)]
    for rule in invariants.invariant:
        tell(rule.says)
        if isinstance(rule, Closes | Owned):
            judged += [(judge.judge(rule), keys) for keys, judge in groups]
        else:
            judged.append((anywhere.judge(rule), tuple(regions)))
    return Proof(tuple(judged))


def first_broken(procedure: Procedure, invariants: Invariants, rules: list[Invariant]) -> Judged | None:
    """The first of these invariants that does not hold for everyone, or nothing."""
    judge = Judge(procedure, invariants, everyone(procedure))
    return next((judged for rule in rules if (judged := judge.judge(rule)).broken), None)


# Faults put in on purpose


def without_guard(procedure: Procedure, stage: str, step: str, guard: str) -> Procedure:
    """The same procedure with one guard or check taken from one step."""
    old = procedure.stages[stage].steps[step]
    fewer = {
        "guards": tuple(name for name in old.guards if name != guard),
        "checks": tuple(name for name in old.checks if name != guard),
    }
    return with_step(procedure, stage, old.model_copy(update=fewer))


def with_step(procedure: Procedure, stage: str, step: Step) -> Procedure:
    """The same procedure with one step put in the place of the one of that name."""
    rules = procedure.stages[stage]
    return _with(procedure, replace(rules, steps={**rules.steps, step.name: step}))


def without_step(procedure: Procedure, stage: str, step: str) -> Procedure:
    """The same procedure without one step."""
    rules = procedure.stages[stage]
    return _with(procedure, replace(rules, steps={n: s for n, s in rules.steps.items() if n != step}))


def _with(procedure: Procedure, rules: StageRules) -> Procedure:
    return replace(procedure, stages={**procedure.stages, rules.name: rules})


def resting_on(invariants: Invariants, guard: str) -> list[Invariant]:
    """The invariants that a guard ("stage.name") can make a difference to, those that name it first.

    All others never ask after it. A guard only ever forbids, so what must remain possible (closing, having
    an owner) cannot rest on one.
    """
    safety: list[Invariant] = [
        rule for rule in invariants.invariant if isinstance(rule, Needs | OnlyBy | Never | Ends)
    ]
    naming = [rule for rule in safety if guard in _asked(rule, guard)]
    return naming + [rule for rule in safety if guard in invariants.means and rule not in naming]


def _asked(rule: Invariant, guard: str) -> Iterator[str]:
    if isinstance(rule, Needs):
        plain = guard.partition(".")[2]
        for names in (*rule.guards, *rule.passed):
            for name in (names,) if isinstance(names, str) else names:
                yield guard if name == plain else name
