"""The roster of the demonstration: the people of the cast on call around now, with an evening left open."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlmodel import Session

from huisverbod import law, roster
from huisverbod.demo.cast import Cast
from huisverbod.law import ZONE
from huisverbod.region import Municipality
from huisverbod.roles import Role
from huisverbod.roster import Entry

CHANGE = time(8)
"""The hour at which one shift follows another."""
DAYS = range(-2, 10)
OPEN_DAY = 6
"""A day on which no officer was found yet, so that the page shows a gap."""


def plan(session: Session, cast: Cast, now: datetime) -> None:
    """Puts a fortnight in the roster of one region."""
    entries = [entry for day in DAYS for entry in _day(cast, day, now)]
    roster.import_all(session, cast.region, entries, now, None)


def _day(cast: Cast, day: int, now: datetime) -> Iterator[Entry]:
    start, end = _change(now, day), _change(now, day + 1)
    hovj = [person for person in cast.people if person.role == Role.HOVJ]
    if hovj:
        yield Entry("", Role.HOVJ, hovj[day % len(hovj)].name, start, end)
    for place in cast.region.municipalities:
        if day != OPEN_DAY:
            officer = cast.one(Role.MUNICIPAL_OFFICER, place.key)
            yield Entry(place.key, Role.MUNICIPAL_OFFICER, officer.name, start, end)
        yield from _decider(place, start, end)


def _decider(place: Municipality, start: datetime, end: datetime) -> Iterator[Entry]:
    """Gemeentewet 77: whoever acts as mayor on both days of the shift; otherwise nobody was found yet."""
    first, last = (place.acting(at.astimezone(ZONE).date()) for at in (start, end))
    if first and last and first.name == last.name:
        yield Entry(place.key, first.role, first.name, start, end)


def _change(now: datetime, day: int) -> datetime:
    on = now.astimezone(ZONE).date() + timedelta(days=day)
    return law.local(datetime.combine(on, CHANGE))
