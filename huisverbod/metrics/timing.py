"""What one case has measured: durations that ended, and those that have not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huisverbod.known import Happened, Known
from huisverbod.law import Term, hours_between
from huisverbod.metrics.measures import FIRST_END, MEASURES, Measure


@dataclass(frozen=True)
class Timing:
    """A duration that ended: elapsed hours from an aware instant on. `who` is a kind of person or empty."""

    measure: str
    hours: float
    started_at: datetime
    who: str = ""


@dataclass(frozen=True)
class Pending:
    """A duration that began and has not ended; `over` when it will not end any more."""

    measure: str
    over: bool
    who: str = ""


def timings(known: Known, terms: Mapping[str, Term]) -> list[Timing]:
    """Every duration that a case has completed, in the order of MEASURES."""
    return [found for found in measured(known, terms) if isinstance(found, Timing)]


def measured(known: Known, terms: Mapping[str, Term]) -> list[Timing | Pending]:
    """Every duration that has begun in a case, in the order of MEASURES."""
    return [found for measure in MEASURES for found in _measured(measure, known, terms)]


def _measured(measure: Measure, known: Known, terms: Mapping[str, Term]) -> Iterator[Timing | Pending]:
    starts = _instants(measure.start, known, terms)
    if not starts:
        return
    start = max(starts) if measure.counts_from == "last" else min(starts)
    over = known.last(*measure.over) is not None
    if measure.per == "persoon":
        yield from _per_person(measure, known, start, over)
        return
    stops = _instants(measure.stop, known, terms)
    if stops:
        yield Timing(measure.name, hours_between(start, min(stops)), start)
    else:
        yield Pending(measure.name, over)


def _per_person(measure: Measure, known: Known, start: datetime, over: bool) -> Iterator[Timing | Pending]:
    first: dict[str, Happened] = {}
    for event in sorted(known.all(*measure.stop), key=lambda event: event.occurred_at):
        if "person" in event.facts:
            first.setdefault(str(event.facts["person"]), event)
    for person in known.people:
        if person.ref in first:
            hours = hours_between(start, first[person.ref].occurred_at)
            yield Timing(measure.name, hours, start, person.kind)
        else:
            yield Pending(measure.name, over, person.kind)


def _instants(sources: Sequence[str], known: Known, terms: Mapping[str, Term]) -> list[datetime]:
    return [instant for source in sources for instant in _found(source, known, terms)]


def _found(source: str, known: Known, terms: Mapping[str, Term]) -> Iterator[datetime]:
    if source == FIRST_END:
        ban = known.ban(terms)
        if ban:
            yield ban.first_end
        return
    step, _, fact = source.partition(":")
    for event in known.all(step):
        if not fact:
            yield event.occurred_at
        elif fact in event.facts:  # facts are destroyed at their term; the event stays
            yield datetime.fromisoformat(event.facts[fact])
