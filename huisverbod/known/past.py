"""What is known of a case, read from its events: who acted, what happened, the people, the ban."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any

from huisverbod import law
from huisverbod.instrument import PartAnswer
from huisverbod.roles import Role


@dataclass(frozen=True)
class Actor:
    """Who acts, in which capacity, for which organisation; `municipality` is empty for a whole region."""

    role: Role
    name: str
    account_id: int | None = None
    organisation: str = ""
    region: str = ""
    municipality: str = ""


CLOCK = Actor(Role.CLOCK, "de klok")


@dataclass(frozen=True)
class Happened:
    """One event with the facts stated with it. `step` is "stage.step"; instants are aware."""

    seq: int
    step: str
    state: str
    role: Role
    organisation: str
    account_id: int | None
    occurred_at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any]

    @property
    def stage(self) -> str:
        """The stage in which it happened."""
        return self.step.partition(".")[0]


@dataclass(frozen=True)
class Person:
    """Someone in the household; `ref` (p1, p2, ...) names him within the case."""

    ref: str
    kind: str
    given_names: str
    family_name: str
    born_on: date | None = None
    birth_place: str = ""
    sex: str = ""
    relation: str = ""
    lives_there: bool = True
    safe_contact: str = ""

    @property
    def full_name(self) -> str:
        """Given names and family name."""
        return f"{self.given_names} {self.family_name}".strip()


@dataclass(frozen=True)
class Ban:
    """The huisverbod as it follows from the events. All instants aware, ends exclusive (Wth 2(1), 9(1))."""

    imposed_at: datetime
    effective_from: datetime
    first_end: datetime
    latest_end: datetime
    end: datetime
    ended_at: datetime | None
    suspended: tuple[tuple[datetime, datetime | None], ...]

    def in_force(self, at: datetime) -> bool:
        """Whether the ban binds at that instant; computed, never dependent on a worker having run."""
        paused = any(start <= at and (stop is None or at < stop) for start, stop in self.suspended)
        return self.effective_from <= at < self.over_at and not paused

    @property
    def over_at(self) -> datetime:
        """The instant from which it is over: its end, or an earlier withdrawal or annulment."""
        return min(self.end, self.ended_at) if self.ended_at else self.end


@dataclass(frozen=True)
class Known:
    """The events of a case in order of entry, the people in it, and the state of each open stage."""

    number: str
    region: str
    municipality: str
    route: str
    events: Sequence[Happened] = ()
    people: Sequence[Person] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_step(self) -> Mapping[str, list[Happened]]:
        found: dict[str, list[Happened]] = {}
        for event in self.events:
            found.setdefault(event.step, []).append(event)
        return found

    def all(self, *steps: str) -> list[Happened]:
        """The events of these steps, in order of entry."""
        found = [event for step in set(steps) for event in self._by_step.get(step, ())]
        return sorted(found, key=_in_order)

    def last(self, *steps: str) -> Happened | None:
        """The last event of these steps, or nothing."""
        found = [self._by_step[step][-1] for step in steps if step in self._by_step]
        return max(found, key=_in_order, default=None)

    def entered(self, stage: str) -> Happened | None:
        """The event of this stage that brought it where it stands, or nothing if it was opened there."""
        events = [event for event in self.events if event.stage == stage]
        moved = [b for a, b in pairwise([None, *events]) if b and (a is None or a.state != b.state)]
        return moved[-1] if moved else None

    def fact(self, name: str, *steps: str, otherwise: Any = None) -> Any:
        """One fact of the last event of these steps that states it."""
        for event in reversed(self.all(*steps)):
            if event.facts.get(name) not in (None, ""):
                return event.facts[name]
        return otherwise

    @property
    def subject(self) -> Person | None:
        """The person to be put out of the home."""
        return next((person for person in self.people if person.kind == "uithuisgeplaatste"), None)

    @property
    def household(self) -> list[Person]:
        """Everyone who stays in the home."""
        return [person for person in self.people if person.kind != "uithuisgeplaatste"]

    def person(self, ref: str) -> Person | None:
        """The person with this reference, or nothing."""
        return next((person for person in self.people if person.ref == ref), None)

    @property
    def child_abuse(self) -> bool:
        """Whether (a suspicion of) child abuse is stated as a ground (Wth 2(3))."""
        stated = self.last("imposition.propose", "imposition.impose_orally", "imposition.propose_written")
        return bool(stated and stated.facts.get("child_abuse"))

    @property
    def help_accepted(self) -> Happened | None:
        """Wth 2(9): the acceptance of help by the person put out of the home, unless he declined it since."""
        said = [
            event
            for event in self.all("care.accept", "care.decline_help")
            if self.subject and event.facts["person"] == self.subject.ref
        ]
        return said[-1] if said and said[-1].step == "care.accept" else None

    @property
    def under_mandate(self) -> bool:
        """Whether the ban was imposed by an hOvJ under mandate (Wth 3(1))."""
        event = self.last("imposition.impose", "imposition.impose_orally")
        if event is None:
            return False
        return str(event.facts.get("decided_by") or event.role).startswith(Role.HOVJ)

    def minors(self, on: date, adult_age: int) -> list[Person]:
        """Those who stay and are minors on that day."""
        return [
            person
            for person in self.household
            if person.kind == "kind" or (person.born_on and not law.adult(person.born_on, on, adult_age))
        ]

    def answers(self, until: int | None = None) -> dict[str, PartAnswer]:
        """The risk instrument as last filled in, by part ("1a", "1", "2", "3"), up to an event's number."""
        found: dict[str, PartAnswer] = {}
        for event in self.all("risk_assessment.fill_part", "risk_assessment.correct"):
            if until is None or event.seq <= until:
                answer = PartAnswer.model_validate(event.facts["answer"])
                found[answer.part] = answer
        return found

    def ban(self, terms: Mapping[str, law.Term]) -> Ban | None:
        """The ban, from the moment it took effect; nothing before that."""
        start = self.last("execution.serve", "execution.deposit") or self.last("imposition.impose_orally")
        oral = self.last("imposition.impose_orally")
        decided = oral or self.last("imposition.impose")
        if start is None or decided is None:
            return None
        effective = oral.occurred_at if oral else start.occurred_at
        imposed = datetime.fromisoformat(decided.facts.get("decided_at") or decided.occurred_at.isoformat())
        figures = law.ban_terms(effective, terms, imposed_at=imposed)
        return Ban(
            imposed_at=imposed,
            effective_from=figures.effective_from,
            first_end=figures.first_end,
            latest_end=figures.latest_end,
            end=self._end(figures),
            ended_at=min(self._endings(), default=None),
            suspended=tuple(self._suspensions()),
        )

    def _end(self, figures: law.BanTerms) -> datetime:
        until = self.extension_until
        announced = until and self.last("execution.announce_extension")
        return min(until if until and announced else figures.first_end, figures.latest_end)

    def _endings(self) -> Iterator[datetime]:
        """When court or mayor ended it; a withdrawal works from the hour in its text, and not before."""
        for event in self.all("execution.annul"):
            yield event.occurred_at
        for event in self.all("execution.withdraw"):
            draft = [e for e in self.all("execution.propose_withdrawal") if e.seq < event.seq][-1]
            yield max(event.occurred_at, datetime.fromisoformat(draft.facts["effective_planned"]))

    @property
    def extension_until(self) -> datetime | None:
        """Until when the mayor decided to extend, as the draft said on which he decided."""
        decided = self.last("execution.extend")
        drafts = [e for e in self.all("execution.propose_extension") if decided and e.seq < decided.seq]
        return datetime.fromisoformat(drafts[-1].facts["until"]) if drafts else None

    def _suspensions(self) -> Iterator[tuple[datetime, datetime | None]]:
        start: datetime | None = None
        for event in self.all(*SUSPENDING, *RESUMING):
            if event.step in SUSPENDING:
                start = event.occurred_at
            elif start is not None:
                yield start, event.occurred_at
                start = None
        if start is not None:
            yield start, None


_in_order = attrgetter("seq")

SUSPENDING = ("execution.suspend", "execution.suspend_extended")
RESUMING = ("execution.resume", "execution.resume_extended")
"""Steps by which a court takes the force from a ban and gives it back; the clock does not stop."""
