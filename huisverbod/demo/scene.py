"""One case while its story is written: who takes part, the hour it is, and the steps written so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from huisverbod.demo.cast import Cast
from huisverbod.demo.household import Household, household, pick
from huisverbod.demo.material import Gaps, Pace, Planned, Theme, Turn, material
from huisverbod.instrument import Instrument
from huisverbod.known import Actor
from huisverbod.law import ZONE, Term, local
from huisverbod.powers import Powers
from huisverbod.region import Region
from huisverbod.roles import Role

GOLDEN, PLASTIC = 0.6180339887, 0.7548776662
"""Steps of two low-discrepancy sequences: variation without chance."""
Facts = dict[str, Any]
OFFICE = time(8, 30), time(17, 30)
VISITS = time(8, 0), time(21, 0)


@dataclass(frozen=True)
class Beat:
    """One step of the story: what, by whom, when it happened and was entered, and what is stated."""

    step: str
    who: Actor
    at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Stage:
    """What all cases of a region share: the rules, the people at work, and the present moment."""

    region: Region
    cast: Cast
    instrument: Instrument
    terms: Mapping[str, Term]
    powers: Powers
    now: datetime


@dataclass
class Scene:
    """The story of one case. `clock` is the hour it has come to; `tempo` stretches or shortens every gap."""

    stage: Stage
    planned: Planned
    number: int
    clock: datetime
    tempo: float = 1.0
    beats: list[Beat] = field(default_factory=list)
    draws: int = 0
    entered: datetime | None = None

    def __post_init__(self) -> None:
        """Name the people in it."""
        self.theme: Theme = material().themes[self.planned.theme]
        self.home: Household = household(
            self.theme, self.region.municipality(self.planned.place), self.number, self.stage.now.date()
        )
        self.pace: Pace = material().pace[self.region.key]
        self.gaps: Gaps = self.pace.kort if self.planned.acute else self.pace.lang
        self.requester = self.one(self.planned.by)

    @property
    def region(self) -> Region:
        """The region it plays in."""
        return self.stage.region

    def turns(self, *turns: Turn) -> bool:
        """Whether the story takes one of these turns."""
        return not self.planned.turns.isdisjoint(turns)

    def one(self, role: Role) -> Actor:
        """Someone in this capacity, for the municipality of the case."""
        return self.stage.cast.one(role, self.planned.place, self.number)

    def officer(self) -> Actor:
        """The municipal officer."""
        return self.one(Role.MUNICIPAL_OFFICER)

    def police(self) -> Actor:
        """A police officer: the requester where he is one."""
        return self.requester if self.planned.by == Role.POLICE else self.one(Role.POLICE)

    def decider(self) -> Actor:
        """The mayor or the deputy, as of the hour it is."""
        on = self.clock.astimezone(ZONE).date()
        return self.stage.cast.decider(self.planned.place, on, self.turns("deputy"))

    def imposer(self) -> Actor:
        """Whoever imposes: an hOvJ where there is a mandate and the story says so, otherwise the mayor."""
        on = self.clock.astimezone(ZONE).date()
        where = self.planned.place, self.planned.route
        mandated = self.stage.cast.mandated(*where, on) if self.turns("mandate") else None
        return mandated or self.decider()

    def text(self, template: str) -> str:
        """A text of the material with the words for these people."""
        return template.format_map(self.home.words)

    def say(self, phrase: str) -> str:
        """The phrase of this name whose turn it is."""
        said = material().phrases[phrase]
        return self.text(said if isinstance(said, str) else pick(said, self.number))

    def varied(self, hours: float) -> timedelta:
        """A length around that many hours, in whole minutes: from half to nearly double, never by chance."""
        self.draws += 1
        share = (self.number * GOLDEN + self.draws * PLASTIC) % 1
        return timedelta(minutes=int(hours * 60 * self.tempo * 0.55 * 3.2**share))

    def later(self, hours: float) -> datetime:
        """Moves the clock on by about that many hours; without urgency to the next office hour."""
        self.clock += self.varied(hours)
        if not self.planned.acute and self.planned.days is not None:
            self.clock = within(self.clock, OFFICE)
        return self.clock

    def do(
        self, step: str, who: Actor, at: datetime | None = None, late: timedelta = timedelta(), **facts: Any
    ) -> None:
        """Writes a step, at the hour it is or at another; entered that much later.

        What follows on a step that was entered late is not entered before it.
        """
        at = at or self.clock
        recorded_at = max(at + late, self.entered or at)
        self.entered = recorded_at if late else self.entered
        self.beats.append(Beat(step, who, at, recorded_at, facts))

    def in_order(self) -> list[Beat]:
        """The steps in the order in which they are entered, up to the one where the case stands still."""
        ordered = sorted(self.beats, key=lambda beat: beat.recorded_at)
        stop = next((n for n, beat in enumerate(ordered, 1) if beat.step == self.planned.stop), None)
        return ordered[:stop]


def within(moment: datetime, hours: tuple[time, time]) -> datetime:
    """The moment itself between these hours of the Dutch day, otherwise soon after the next opening."""
    opens, closes = hours
    here = moment.astimezone(ZONE)
    if opens <= here.time() < closes:
        return moment
    day = here.date() + timedelta(days=1 if here.time() >= closes else 0)
    return local(datetime.combine(day, opens)) + timedelta(minutes=here.minute % 40)
