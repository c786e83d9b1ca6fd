"""Where a case can stand and how it moves on: stage states, the position in time, what is remembered.

Guards are open questions: each may hold or not, save that one with a meaning tells something of the case
when it was met. Of time only the order counts: before the first end, between it and the longest, after it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from huisverbod.proof.coverage import Coverage
from huisverbod.proof.language import UNOPENED, End, Invariants, Meaning
from huisverbod.roles import Role
from huisverbod.workflow import Procedure, StageRules, Step
from huisverbod.workflow.definition import STAY


class Position(IntEnum):
    """Where the present moment lies in the life of a ban."""

    NO_BAN = 0
    FIRST = 1
    SECOND = 2
    OVER = 3


LAST_BEFORE: Mapping[End, Position] = {"first_end": Position.FIRST, "longest_end": Position.SECOND}
"""The last position that still lies before that end."""


class Place(NamedTuple):
    """Where a case stands: the state of each covered stage, the position in time, the tokens as bits."""

    states: tuple[str, ...]
    position: Position = Position.NO_BAN
    tokens: int = 0


@dataclass(frozen=True)
class Taken:
    """One step in a move: who could take it, where the case stood before and after, and how late it can be.

    `latest` is the last position in time that the step can be dated at: a guard that asks for a moment
    before some end holds it back, also when the step is entered later.
    """

    name: str
    roles: frozenset[Role]
    before: Place
    after: Place
    latest: Position


Move = tuple[Taken, ...]
"""A step with those that follow at once; nothing but the passing of time when it is empty."""


class Model:
    """The moves of a case in one region, as far as an invariant asks for them."""

    def __init__(
        self,
        procedure: Procedure,
        invariants: Invariants,
        coverage: Coverage,
        roles: Mapping[str, frozenset[Role]],
    ) -> None:
        """Look at these stages; `roles` says who in the region can take which step ("stage.step").

        A step that leaves everything as it is, and that nobody watches or remembers, is left out.
        """
        self.procedure, self.invariants, self.coverage, self.roles = procedure, invariants, coverage, roles
        self.index = {name: number for number, name in enumerate(coverage.stages)}
        self._gives = {
            f"{stage.name}.{step.name}": sum(
                1 << bit for bit, token in enumerate(coverage.tokens) if token.given_by(stage, step)
            )
            for stage, step in procedure.steps()
        }
        self._by_state: dict[tuple[str, str], list[tuple[StageRules, Step]]] = {}
        for stage, step in procedure.steps():
            if stage.name in self.index and self._matters(f"{stage.name}.{step.name}", step):
                for origin in step.origins or (UNOPENED,):
                    self._by_state.setdefault((stage.name, origin), []).append((stage, step))
        self._meanings = {
            f"{stage.name}.{step.name}": list(self._meant(stage, step)) for stage, step in procedure.steps()
        }

    def _matters(self, name: str, step: Step) -> bool:
        moments = self.invariants.moments
        watched = (*self.coverage.steps, *moments.decided, *moments.begins)
        return bool(step.to != STAY or step.opens or step.followers or self._gives[name] or name in watched)

    @property
    def start(self) -> Place:
        """Before a case is opened."""
        return Place((UNOPENED,) * len(self.index))

    def state(self, place: Place, stage: str) -> str:
        """The state of a covered stage."""
        return place.states[self.index[stage]]

    def remembers(self, place: Place, bit: int) -> bool:
        """Whether the case holds that token of the coverage."""
        return bool(place.tokens >> bit & 1)

    def moves(self, place: Place) -> Iterator[tuple[Move, Place]]:
        """Every move from here, with where it leads once the clock has done what was due.

        Nobody finds a case with a step of the clock overdue: reading or writing takes it first.
        """
        overdue = self.overdue(place)
        if overdue:
            yield from self._taken(place, *overdue)
            return
        for stage in self.coverage.stages:
            for rules, step in self._by_state.get((stage, self.state(place, stage)), ()):
                if not step.by_clock or self._may_be_due(step, place):
                    yield from self._taken(place, rules, step)
        for later in self._later(place):
            yield (), place._replace(position=later)

    def _taken(self, place: Place, stage: StageRules, step: Step) -> Iterator[tuple[Move, Place]]:
        for found in self._chain(place, stage, step, None):
            end = found[-1].after
            for position in self._positions(found, end):
                yield found, end._replace(position=position)

    def _chain(
        self, place: Place, stage: StageRules, step: Step, others: frozenset[Role] | None
    ) -> Iterator[Move]:
        """The step and those that follow it at once, all by the same capacity; nothing if it cannot be.

        What follows only if its guards are met is an open question: with it, and without it.
        """
        name = f"{stage.name}.{step.name}"
        roles = self.roles[name] if others is None else self.roles[name] & others
        latest = self._allowed(name, place)
        if not roles or latest is None:
            return
        ways: list[Move] = [(Taken(name, roles, place, self._after(place, stage, step), latest),)]
        for follower in step.followers:
            open_question = follower in step.then_if
            ways = [way for taken in ways for way in self._followed(taken, follower, roles, open_question)]
        yield from ways

    def _followed(self, taken: Move, follower: str, roles: frozenset[Role], unsure: bool) -> Iterator[Move]:
        other, step = self.procedure.step(follower)
        here = taken[-1].after
        if other.name not in self.index or self.state(here, other.name) not in step.origins:
            yield taken
            return
        if unsure:
            yield taken
        yield from (taken + more for more in self._chain(here, other, step, roles))

    def _after(self, place: Place, stage: StageRules, step: Step) -> Place:
        states = list(place.states)
        if step.to != STAY:
            states[self.index[stage.name]] = step.to
        for name, state in step.opens.items():
            if name in self.index and states[self.index[name]] == UNOPENED:
                states[self.index[name]] = state
        tokens = place.tokens | self._gives[f"{stage.name}.{step.name}"]
        return Place(tuple(states), place.position, tokens)

    def _meant(self, stage: StageRules, step: Step) -> Iterator[Meaning]:
        for guard in (*step.guards, *step.checks):
            if meaning := self.invariants.means.get(f"{stage.name}.{guard}"):
                yield meaning

    def _allowed(self, name: str, place: Place) -> Position | None:
        """The last position the step can be dated at; nothing if a guard with a meaning stands in its way."""
        latest = place.position
        for meaning in self._meanings[name]:
            if not self._agrees(meaning, place):
                return None
            if meaning.before:
                latest = min(latest, LAST_BEFORE[meaning.before])
        return latest

    def _agrees(self, meaning: Meaning, place: Place) -> bool:
        """Whether a guard of this meaning can be met here; what is not looked at stays open."""
        for stage, states in meaning.states.items():
            if stage in self.index and self.state(place, stage) not in states:
                return False
        if not meaning.after:
            return True
        implied = [
            bit for bit, token in enumerate(self.coverage.tokens) if token.steps.issuperset(meaning.after)
        ]
        return all(self.remembers(place, bit) for bit in implied)

    # Time

    def _later(self, place: Place) -> Iterator[Position]:
        """The next positions that time alone can bring: a ban that took effect late has no second period."""
        if not self.coverage.timed:
            return
        if place.position == Position.NO_BAN:
            yield Position.OVER
        elif place.position < Position.OVER:
            yield Position(place.position + 1)
        if place.position == Position.FIRST:
            yield Position.OVER

    def _positions(self, move: Move, end: Place) -> list[Position]:
        """Where the present moment can lie after a move: what is entered late may be over by now."""
        names = {taken.name for taken in move}
        if not self.coverage.timed:
            return [end.position]
        if names & set(self.invariants.moments.begins):
            return [Position.FIRST, Position.SECOND, Position.OVER]
        if names & set(self.invariants.moments.decided):
            return [Position.NO_BAN]
        return [end.position]

    def _clock_steps(self, place: Place) -> Iterator[tuple[StageRules, Step]]:
        for stage in self.coverage.stages:
            for rules, step in self._by_state.get((stage, self.state(place, stage)), ()):
                if step.by_clock:
                    yield rules, step

    def deadline(self, step: Step, place: Place) -> Position | None:
        """The position at which a step of the clock is taken at the latest; nothing where that is unsure."""
        due = self.invariants.due.get(step.due or "")
        if due is None or step.guards or step.checks or step.to == STAY:
            return None
        bits = [bit for bit, token in enumerate(self.coverage.tokens) if token.steps == set(due.later_after)]
        later = any(self.remembers(place, bit) for bit in bits)
        return Position.OVER if later else Position(LAST_BEFORE[due.at] + 1)

    def clockwork(self, place: Place) -> Iterator[tuple[Step, Place]]:
        """Each step of the clock that is open here, due or not, and where it leads."""
        for stage, step in self._clock_steps(place):
            yield step, self._after(place, stage, step)

    def overdue(self, place: Place) -> tuple[StageRules, Step] | None:
        """The step of the clock that is overdue here; nobody acts on a case while there is one."""
        if not self.coverage.timed:
            return None
        for stage, step in self._clock_steps(place):
            last = self.deadline(step, place)
            if last is not None and place.position >= last:
                return stage, step
        return None

    def _may_be_due(self, step: Step, place: Place) -> bool:
        """Whether a step of the clock that is not overdue can be due now."""
        if not self.coverage.timed:
            return True
        due = self.invariants.due.get(step.due or "")
        return due is None or place.position > LAST_BEFORE[due.at]
