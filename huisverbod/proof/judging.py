"""Holds one invariant against a procedure: nothing when it holds, or the shortest way to break it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from huisverbod.law import Unit
from huisverbod.proof.coverage import Coverage, chosen, coverage, refined
from huisverbod.proof.exploring import Explored, cannot_reach, walk
from huisverbod.proof.language import (
    UNOPENED,
    Chosen,
    Closes,
    End,
    Ends,
    Invariant,
    Invariants,
    Needs,
    Never,
    OnlyBy,
    Owned,
    PowerOf,
    Silent,
    TermIs,
    choices,
)
from huisverbod.proof.model import LAST_BEFORE, Model, Move, Place, Taken
from huisverbod.roles import Role
from huisverbod.workflow import Procedure
from huisverbod.workflow.definition import STAY

Acting = Mapping[str, frozenset[Role]]
"""Who can take each step ("stage.step") in a region."""


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold: the shortest way there, what is wrong, and what would need mending.

    `mend` names a step ("stage.step"), a state ("stage:state"), a power ("power/name"), a term
    ("terms/name") or a template ("document|name").
    """

    rule: Invariant
    way: tuple[Move, ...]
    wrong: str
    mend: str

    @property
    def names(self) -> frozenset[str]:
        """The steps on the way ("stage.step")."""
        return frozenset(taken.name for move in self.way for taken in move)


@dataclass(frozen=True)
class Paper:
    """What a document says of itself: for whom it is, and which data it holds; it holds no other."""

    reader: str
    holds: frozenset[str]


@dataclass(frozen=True)
class Judged:
    """How one invariant fared, and how many places were looked at."""

    rule: Invariant
    broken: Broken | None
    places: int


class Judge:
    """Holds invariants against one procedure, for those who act in one region (or in any)."""

    def __init__(
        self,
        procedure: Procedure,
        invariants: Invariants,
        roles: Acting,
        papers: Mapping[str, Paper] = MappingProxyType({}),
    ) -> None:
        """Take the guards as open questions, these capacities as those who can act, and these documents."""
        self.papers = papers
        self.procedure, self.invariants, self.roles = procedure, invariants, roles
        self._names: dict[str, frozenset[str]] = {}

    def judge(self, rule: Invariant) -> Judged:
        """Proves the invariant, or finds the shortest way to break it."""
        if isinstance(rule, TermIs | PowerOf | Silent):
            return Judged(rule, self._stated(rule), 0)
        covered = coverage(self.procedure, self.invariants, rule)
        if isinstance(rule, Closes):
            return self._closes(rule, Model(self.procedure, self.invariants, covered, self.roles), Explored())
        while True:
            judged = self._explored(rule, covered)
            closer = judged.broken and refined(self.procedure, self.invariants, covered, judged.broken.names)
            if not closer or closer == covered:
                return judged
            covered = closer

    def _explored(self, rule: Invariant, covered: Coverage) -> Judged:
        model, explored = Model(self.procedure, self.invariants, covered, self.roles), Explored()
        for here, move, there in walk(model, explored):
            if not isinstance(rule, Chosen) and there in explored.came_by:
                continue
            for wrong, mend in self._wrong(rule, model, move, there):
                way = (*explored.way_to(here), move)
                return Judged(rule, Broken(rule, way, wrong, mend), len(explored.came_by))
        return Judged(rule, None, len(explored.came_by))

    def _wrong(self, rule: Invariant, model: Model, move: Move, there: Place) -> Iterator[tuple[str, str]]:
        """What is wrong with a move or with where it leads, and what would need mending."""
        if isinstance(rule, Chosen):
            for taken in move:
                yield from self._step(rule, model, taken)
        elif isinstance(rule, Never):
            yield from self._never(rule, model, there)
        elif isinstance(rule, Ends):
            yield from self._ends(rule, model, there)
        elif isinstance(rule, Owned):
            yield from self._owned(model, there)

    # Steps

    def _is_chosen(self, rule: Chosen, model: Model, taken: Taken) -> bool:
        if taken.name in self._chosen(rule):
            return True
        comes_in = rule.entering and self._within(rule.entering, model, taken.after)
        return bool(comes_in) and not self._within(rule.entering or "", model, taken.before)

    def _chosen(self, rule: Chosen) -> frozenset[str]:
        if rule.name not in self._names:
            self._names[rule.name] = frozenset(chosen(self.procedure, rule))
        return self._names[rule.name]

    def _step(self, rule: Chosen, model: Model, taken: Taken) -> Iterator[tuple[str, str]]:
        if not self._is_chosen(rule, model, taken):
            return
        if isinstance(rule, OnlyBy):
            for role in sorted(taken.roles - set(rule.by)):
                yield f"dit kan ook door: {role.label}", taken.name
        if isinstance(rule, Needs):
            for wrong in self._lacking(rule, model, taken):
                yield wrong, taken.name

    def _lacking(self, rule: Needs, model: Model, taken: Taken) -> Iterator[str]:
        _, step = self.procedure.step(taken.name)
        yield from (
            f"de stap toetst niet: {' of '.join(names)}"
            for names in choices(rule.guards)
            if not set(names) & {*step.guards, *step.checks}
        )
        earlier = list(choices(rule.earlier))
        yield from (
            f"dit ging niet vooraf: {' of '.join(names)}"
            for bit, names in enumerate((*earlier, *choices(rule.passed)))
            if not model.remembers(taken.before if bit < len(earlier) else taken.after, bit)
        )
        yield from (
            f"{self._label(stage)} staat op '{self._state(stage, state)}'"
            for stage, states in rule.states.items()
            if (state := model.state(taken.before, stage)) not in states
        )
        if rule.before and taken.latest > LAST_BEFORE[rule.before]:
            yield f"dit kan nog na {ENDS[rule.before]}"

    # Places

    def _within(self, name: str, model: Model, place: Place) -> bool:
        return all(
            model.state(place, stage) in states for stage, states in self.invariants.sets[name].states.items()
        )

    def _never(self, rule: Never, model: Model, place: Place) -> Iterator[tuple[str, str]]:
        late = rule.after is None or place.position > LAST_BEFORE[rule.after]
        settled = not model.overdue(place)
        if late and settled and self._within(rule.set, model, place):
            when = f" na {ENDS[rule.after]}" if rule.after else ""
            yield f"{self.invariants.sets[rule.set].label}{when}", self._place(rule.set, model, place)

    def _ends(self, rule: Ends, model: Model, place: Place) -> Iterator[tuple[str, str]]:
        if self._within(rule.set, model, place) and not model.overdue(place):
            sure = any(
                not self._within(rule.set, model, after)
                for step, after in model.clockwork(place)
                if model.deadline(step, place) is not None
            )
            if not sure:
                yield "geen stap van de klok maakt hier een einde aan", self._place(rule.set, model, place)

    def _owned(self, model: Model, place: Place) -> Iterator[tuple[str, str]]:
        for name, state in zip(model.coverage.stages, place.states, strict=True):
            stage = self.procedure.stages[name]
            if state == UNOPENED or stage.final(state):
                continue
            leaving = [
                step
                for step in stage.steps.values()
                if state in step.origins
                and step.to not in {STAY, state}
                and self.roles[f"{name}.{step.name}"]
            ]
            if not leaving:
                yield f"niemand brengt {self._label(name)} verder", f"{name}:{state}"

    def _closes(self, rule: Closes, model: Model, explored: Explored) -> Judged:
        stages = [self.procedure.stages[name] for name in model.coverage.stages]

        def at_rest(place: Place) -> bool:
            opened = [(stage, state) for stage, state in zip(stages, place.states, strict=True)]
            return place != model.start and all(
                state == UNOPENED or stage.final(state) for stage, state in opened
            )

        stuck = cannot_reach(model, explored, at_rest)
        if stuck is None:
            return Judged(rule, None, len(explored.came_by))
        way = tuple(explored.way_to(stuck))
        open_stage = next(
            f"{stage.name}:{state}"
            for stage, state in zip(stages, stuck.states, strict=True)
            if state != UNOPENED and not stage.final(state)
        )
        wrong = "vanaf hier leidt geen enkele reeks stappen naar een afgesloten zaak"
        return Judged(rule, Broken(rule, way, wrong, open_stage), len(explored.came_by))

    def _stated(self, rule: TermIs | PowerOf | Silent) -> Broken | None:
        """What the files state is enough to see whether these hold."""
        if isinstance(rule, TermIs):
            return self._term(rule)
        return self._power(rule) if isinstance(rule, PowerOf) else self._silent(rule)

    def _term(self, rule: TermIs) -> Broken | None:
        term = self.procedure.terms.get(rule.term)
        if term and term.unit == rule.unit and term.amount <= rule.at_most:
            if not rule.counts_from or term.counts_from in rule.counts_from:
                return None
            wrong = (
                f"de termijn telt vanaf '{term.counts_from}', en alleen {' of '.join(rule.counts_from)} mag"
            )
            return Broken(rule, (), wrong, f"terms/{rule.term}")
        said = f"{term.amount} {UNITS[term.unit]}" if term else "niets"
        wrong = f"de termijn is {said}, en hoogstens {rule.at_most} {UNITS[rule.unit]} is toegestaan"
        return Broken(rule, (), wrong, f"terms/{rule.term}")

    def _power(self, rule: PowerOf) -> Broken | None:
        power = self.procedure.powers.power[rule.power]
        others = sorted({*power.roles} - {*rule.by})
        free = sorted({*power.roles} & {*rule.mandate} - {*power.mandate})
        wrong = [f"ook {role.label} heeft deze bevoegdheid" for role in others]
        wrong += [f"{role.label} heeft deze bevoegdheid ook zonder mandaat" for role in free]
        wrong += [
            f"{role.label} heeft deze bevoegdheid ook langs de route '{route}'"
            for role, routes in rule.not_on.items()
            for route in routes
            if role in power.roles and route not in power.not_on.get(role, ())
        ]
        return Broken(rule, (), "; ".join(wrong), f"power/{rule.power}") if wrong else None

    def _silent(self, rule: Silent) -> Broken | None:
        for stage, step in self.procedure.steps():
            if step.document and step.document not in self.papers:
                wrong = f"van {step.document} is niet bekend voor wie het is"
                return Broken(rule, (), wrong, f"{stage.name}.{step.name}")
        for name, paper in sorted(self.papers.items()):
            told = paper.holds & {*rule.never} if paper.reader in rule.readers else None
            if told:
                wrong = f"{name} is voor '{paper.reader}' en bevat: {', '.join(sorted(told))}"
                return Broken(rule, (), wrong, f"document|{name}")
        return None

    def _place(self, name: str, model: Model, place: Place) -> str:
        stage = next(iter(self.invariants.sets[name].states))
        return f"{stage}:{model.state(place, stage)}"

    def _label(self, stage: str) -> str:
        return self.procedure.stages[stage].label.lower()

    def _state(self, stage: str, state: str) -> str:
        return "nog niet begonnen" if state == UNOPENED else self.procedure.stages[stage].states[state].label


ENDS: Mapping[End, str] = {"first_end": "het eerste einde", "longest_end": "de langste duur"}
UNITS: Mapping[Unit, str] = {
    "wall_clock_days": "dagen tot hetzelfde uur",
    "hours": "uren",
    "days": "dagen (Algemene termijnenwet)",
    "weeks": "weken",
    "years": "jaren",
}
