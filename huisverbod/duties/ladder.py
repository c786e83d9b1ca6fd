"""The ladder: with whom an open duty lies when nobody acts. Pure: nothing is kept, it can be asked often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from huisverbod.duties.owing import Duty
from huisverbod.law import elapsed_hours
from huisverbod.region import Ladder


class Rung(StrEnum):
    """With whom a duty lies: each rung comes in when those before it did not act."""

    OWNER = "owner"
    TEAM = "team"
    ON_CALL = "on_call"
    DEPUTY = "deputy"

    @property
    def label(self) -> str:
        """The Dutch words for it, after "ligt nu bij"."""
        return RUNG_LABELS[self]


RUNG_LABELS = {
    Rung.OWNER: "wie het moet doen",
    Rung.TEAM: "de collega's",
    Rung.ON_CALL: "het piket",
    Rung.DEPUTY: "de vervanger",
}


@dataclass(frozen=True)
class Alert:
    """A duty that came to a rung, since an aware instant. `key` is the same each time it is computed."""

    duty: Duty
    rung: Rung
    since: datetime

    @property
    def key(self) -> str:
        """What tells this alert from every other of the case, to send it once."""
        return f"{self.duty.name}:{self.duty.seq}:{self.rung}"


def climbs(target: datetime | None, fatal: datetime | None, ladder: Ladder) -> list[tuple[Rung, datetime]]:
    """When each rung above the owner comes in, in order; aware instants, at least one date given.

    norm: the ladder begins at the target, and at the date of the law the duty lies with the deputy in any
    case. A duty with a date of the law alone counts back from it: nobody waits until the law is broken.
    """
    begin = target or elapsed_hours(_given(fatal), -ladder.hours)
    found = []
    for rung, stays in (
        (Rung.TEAM, ladder.owner),
        (Rung.ON_CALL, ladder.team),
        (Rung.DEPUTY, ladder.on_call),
    ):
        begin = elapsed_hours(begin, stays)
        found.append((rung, min(begin, fatal, key=_in_utc) if fatal else begin))
    return found


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _given(fatal: datetime | None) -> datetime:
    if fatal is None:
        raise ValueError("A duty without a date has no ladder.")
    return fatal


def rung(target: datetime | None, fatal: datetime | None, ladder: Ladder, now: datetime) -> Rung:
    """With whom an open duty with these dates lies; from the very instant of a rung on it lies there."""
    reached = [name for name, since in climbs(target, fatal, ladder) if since <= now]
    return reached[-1] if reached else Rung.OWNER


def alerts(duties: Iterable[Duty], ladder: Ladder, now: datetime) -> list[Alert]:
    """Every rung above the owner that an open duty has come to by that instant, the lowest first.

    What was told already is told apart by `key`; a duty that was met or lapsed has none any more.
    """
    return [alert for duty in duties for alert in _reached(duty, ladder, now)]


def next_climb(duties: Iterable[Duty], ladder: Ladder, after: datetime | None = None) -> datetime | None:
    """The first instant, after the one given, at which an open duty comes to another rung; or nothing."""
    found = [
        since
        for duty in duties
        if duty.open
        for _, since in climbs(duty.target_at, duty.fatal_at, ladder)
        if after is None or since > after
    ]
    return min(found, default=None)


def _reached(duty: Duty, ladder: Ladder, now: datetime) -> Iterator[Alert]:
    if not duty.open:
        return
    for name, since in climbs(duty.target_at, duty.fatal_at, ladder):
        if since <= now:
            yield Alert(duty, name, max(since, duty.started_at))
