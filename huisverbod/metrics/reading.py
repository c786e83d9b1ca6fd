"""Reads the timings of all cases of a region, case by case, in memory that does not grow with their number.

No name is read: of what was stated only the instants and references that a measure needs, of people the kind.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, tuple_
from sqlmodel import Session, col, select

from huisverbod import law
from huisverbod.case import Case, Event, Facts, Party
from huisverbod.known import Happened, Known, Person
from huisverbod.metrics.measures import MEASURES, REACHED
from huisverbod.metrics.timing import Pending, Timing, measured
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook

BATCH = 500
STATED = ("signalled_at", "decided_at", "person")
"""The facts that a measure reads."""


@dataclass(frozen=True)
class Selection:
    """Which cases: of these regions, requested on these Dutch days (both included), by this route.

    Nothing for a day, and "" for the route, is no limit.
    """

    regions: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    route: str = ""


@dataclass(frozen=True)
class CaseTimings:
    """One case as evaluators may see it: where and how it came in, what it measured, how far it came."""

    case_id: int
    region: str
    route: str
    requester: str
    found: Sequence[Timing | Pending]
    reached: frozenset[str]


def of_region(session: Session, rulebook: Rulebook, chosen: Selection) -> Iterator[CaseTimings]:
    """The timings of every case that was requested in that period, in the order in which cases were begun."""
    for batch in batches(session, rulebook, chosen):
        yield from batch


def batches(session: Session, rulebook: Rulebook, chosen: Selection) -> Iterator[list[CaseTimings]]:
    """The same, up to BATCH cases at a time."""
    for cases in cases_of(session, chosen):
        events, people = _events(session, cases), _people(session, cases)
        yield [_timed(session, rulebook, case, events[case.id or 0], people[case.id or 0]) for case in cases]


def cases_of(session: Session, chosen: Selection) -> Iterator[list[Case]]:
    """The cases that were requested in that period, up to BATCH at a time."""
    last = 0
    while cases := _cases(session, chosen, last):
        last = cases[-1].id or 0
        yield cases


def _cases(session: Session, chosen: Selection, after: int) -> list[Case]:
    requested = select(Event.id).where(Event.case_id == Case.id, *_requested(chosen)).exists()
    query = select(Case).where(col(Case.id) > after, col(Case.region).in_(chosen.regions), requested)
    if chosen.route:
        query = query.where(Case.route == chosen.route)
    return list(session.exec(query.order_by(col(Case.id)).limit(BATCH)))


def _requested(chosen: Selection) -> Iterator[ColumnElement[bool]]:
    yield col(Event.stage) == "request"
    yield col(Event.step) == "submit"
    if chosen.since:
        yield col(Event.occurred_at) >= _begin(chosen.since)
    if chosen.until:
        yield col(Event.occurred_at) < _begin(chosen.until + timedelta(days=1))


def _begin(day: date) -> datetime:
    return law.local(datetime.combine(day, time()))


def _events(session: Session, cases: Sequence[Case]) -> dict[int, list[Happened]]:
    columns = (Event.case_id, Event.seq, Event.stage, Event.step, Event.state, Event.occurred_at)
    stated = [col(Facts.data)[name].as_string().label(name) for name in STATED]
    query = (
        select(*columns, *stated)  # type: ignore[call-overload]
        .join(Facts, col(Facts.event_id) == Event.id, isouter=True)
        .where(col(Event.case_id).in_([case.id for case in cases]))
        .where(tuple_(col(Event.stage), col(Event.step)).in_(STEPS))
        .order_by(Event.case_id, Event.seq)
    )
    found: defaultdict[int, list[Happened]] = defaultdict(list)
    for row in session.exec(query):
        found[row.case_id].append(_happened(row))
    return found


def _happened(row: Row[Any]) -> Happened:
    at: datetime = row.occurred_at
    facts = {name: getattr(row, name) for name in STATED if getattr(row, name) is not None}
    return Happened(row.seq, f"{row.stage}.{row.step}", row.state, Role.CLOCK, "", None, at, at, facts)


def _people(session: Session, cases: Sequence[Case]) -> dict[int, list[Person]]:
    query = (
        select(Party.case_id, Party.ref, Party.kind)
        .where(col(Party.case_id).in_([case.id for case in cases]))
        .order_by(col(Party.id))
    )
    found: defaultdict[int, list[Person]] = defaultdict(list)
    for case_id, ref, kind in session.exec(query):
        found[case_id].append(Person(ref, kind, "", ""))
    return found


def _timed(
    session: Session, rulebook: Rulebook, case: Case, events: list[Happened], people: list[Person]
) -> CaseTimings:
    known = Known("", case.region, "", case.route, events, people)
    steps = {event.step for event in events}
    return CaseTimings(
        case_id=case.id or 0,
        region=case.region,
        route=case.route,
        requester=case.requester_role,
        found=measured(known, rulebook.edition(session, case).procedure.terms),
        reached=frozenset(name for name, _, any_of in REACHED if not steps.isdisjoint(any_of)),
    )


def _steps() -> list[tuple[str, str]]:
    sources = {source for m in MEASURES for source in (*m.start, *m.stop, *m.over)}
    sources |= {step for _, _, steps in REACHED for step in steps}
    names = {source.partition(":")[0] for source in sources}
    return sorted((stage, step) for stage, _, step in (name.partition(".") for name in names) if step)


STEPS = _steps()
"""The steps that a measure or a count looks at, as pairs of stage and name."""
