"""What is known of a case, read from its events: who acted, what happened, the people, the ban."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from huisverbod import law
from huisverbod.instrument import PartAnswer
from huisverbod.known.ban import Ban, ban_of
from huisverbod.known.contact import ContactBan, contact_ban_of
from huisverbod.known.court import Courts, courts_of
from huisverbod.known.happened import Happened, History
from huisverbod.known.order import ConductOrder, conduct_order_of
from huisverbod.known.violation import Violations, violations_of
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
class Known(History):
    """The events of a case in order of entry, the people in it, and the state of each open stage.

    `earlier` is the number of the case that this one follows, or ""; `earlier_ban_at` when the ban in that
    case was imposed (aware), or nothing.
    """

    number: str
    region: str
    municipality: str
    route: str
    events: Sequence[Happened] = ()
    people: Sequence[Person] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    earlier: str = ""
    earlier_ban_at: datetime | None = None

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
        return ban_of(self, terms)

    @property
    def contact_ban(self) -> ContactBan | None:
        """Wth 2(4)(c): whom he may not contact, as it stands now."""
        return contact_ban_of(self)

    @cached_property
    def courts(self) -> Courts:
        """The cases before the courts, each by itself: pending, or ruled and dropped."""
        return courts_of(self)

    @cached_property
    def violations(self) -> Violations:
        """The violations that were reported, each by itself, and those not dealt with yet."""
        return violations_of(self)

    def about_the_same(self, what: Literal["court_case", "violation"], one: int, other: int) -> bool:
        """Whether two events, by number, are about the same case before a court, or the same violation."""
        about = self.courts.about if what == "court_case" else self.violations.about
        return bool(about.get(one, frozenset()) & about.get(other, frozenset()))

    @property
    def custody(self) -> Happened | None:
        """The detention that lasts, as recorded; nothing while he is free. Never for those who stay."""
        last = self.last("execution.record_detention", "execution.record_release")
        return last if last and last.step == "execution.record_detention" else None

    @property
    def conduct_order(self) -> ConductOrder | None:
        """Sv 509hh: the conduct order of the prosecutor, as last given."""
        return conduct_order_of(self)
