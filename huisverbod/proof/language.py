"""The language of workflows/invariants.toml: what must hold in every case, in words a jurist can check.

How to read and write it: docs/how-to/prove-the-procedure.md.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from huisverbod.law import From, Unit
from huisverbod.roles import Role
from huisverbod.workflow.definition import Strict

UNOPENED = "unopened"
"""The word for a stage that has not begun."""

End = Literal["first_end", "longest_end"]
Choice = str | tuple[str, ...]
"""One name, or several of which one is enough."""


class Set(Strict):
    """A name for states that belong together: the case stands in one of these in each stage named."""

    label: str = Field(min_length=1)
    states: Mapping[str, tuple[str, ...]] = Field(min_length=1)


class Meaning(Strict):
    """What it tells of a case that a guard was met. A guard without a meaning stays an open question."""

    after: tuple[str, ...] = ()
    before: End | None = None
    states: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class Due(Strict):
    """When a step of the clock is due: at an end of the ban, or later once one of these steps was taken."""

    at: End
    later_after: tuple[str, ...] = ()


class Moments(Strict):
    """The steps by which a ban is decided upon, and by which it takes effect."""

    decided: tuple[str, ...] = Field(min_length=1)
    begins: tuple[str, ...] = Field(min_length=1)


class Rule(Strict):
    """What every invariant has: a name, a Dutch sentence and the article it rests on."""

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    says: str = Field(min_length=1)
    law: str = Field(min_length=1)


class Chosen(Rule):
    """An invariant about certain steps: those named, those that come into a set, that sign or that draft."""

    steps: tuple[str, ...] = ()
    entering: str | None = None
    signing: bool = Field(False, strict=True)
    drafting: str | None = None
    opening: str | None = None


class Needs(Chosen):
    """Those steps do not go through unless all this is so."""

    kind: Literal["needs"]
    guards: tuple[Choice, ...] = ()
    earlier: tuple[Choice, ...] = ()
    passed: tuple[Choice, ...] = ()
    states: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    before: End | None = None

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all."""
        return bool(self.guards or self.earlier or self.passed or self.states or self.before)


class OnlyBy(Chosen):
    """Nobody but these capacities takes those steps."""

    kind: Literal["only_by"]
    by: tuple[Role, ...] = Field(min_length=1)


class Never(Rule):
    """No case ever stands in this set; with `after` only once that end has passed."""

    kind: Literal["never"]
    set: str
    after: End | None = None


class Ends(Rule):
    """Whatever people do, the clock takes every case out of this set."""

    kind: Literal["ends"]
    set: str


class Closes(Rule):
    """From wherever a case can come, some sequence of steps brings every stage to rest."""

    kind: Literal["closes"]


class Owned(Rule):
    """Wherever a stage does not rest, someone who acts in the region can take it on, or the clock does."""

    kind: Literal["owned"]


class TermIs(Rule):
    """A term of the law is no longer than this, and counts from one of these, where they are stated."""

    kind: Literal["term"]
    term: str
    at_most: int = Field(gt=0, strict=True)
    unit: Unit
    counts_from: tuple[From, ...] = ()


class Silent(Rule):
    """No document for these readers holds any of these data; what a step draws up has a reader."""

    kind: Literal["document"]
    readers: tuple[str, ...] = Field(min_length=1)
    never: tuple[str, ...] = Field(min_length=1)


class PowerOf(Rule):
    """A power belongs to nobody else, to these only under a mandate, and to these not along these routes."""

    kind: Literal["power"]
    power: str
    by: tuple[Role, ...] = Field(min_length=1)
    mandate: tuple[Role, ...] = ()
    not_on: Mapping[Role, tuple[str, ...]] = Field(default_factory=dict)


Invariant = Annotated[
    Needs | OnlyBy | Never | Ends | Closes | Owned | TermIs | PowerOf | Silent, Field(discriminator="kind")
]


class Invariants(Strict):
    """Everything that workflows/invariants.toml says."""

    moments: Moments
    due: Mapping[str, Due] = Field(default_factory=dict)
    sets: Mapping[str, Set] = Field(default_factory=dict)
    means: Mapping[str, Meaning] = Field(default_factory=dict)
    content_only: Mapping[str, str] = Field(default_factory=dict)
    invariant: tuple[Invariant, ...] = Field(min_length=1)

    def named(self, name: str) -> Invariant:
        """The invariant of that name; KeyError when there is none."""
        found = {rule.name: rule for rule in self.invariant}
        return found[name]


def choices(options: tuple[Choice, ...]) -> Iterator[tuple[str, ...]]:
    """Each requirement as the names of which one is enough."""
    for option in options:
        yield (option,) if isinstance(option, str) else option
