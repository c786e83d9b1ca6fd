"""How duties were kept, over the cases of a region: each date met, met late or missed. Names nobody.

What was stated is read as far as a duty depends on it; people come as kind and birthday, without a name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, select

from huisverbod import duties
from huisverbod.case import Case, Event, Facts, Party
from huisverbod.duties import Duty, Limit, Status
from huisverbod.known import CLOCK, Asked, Happened, Known, Person
from huisverbod.metrics.reading import Selection, cases_of
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook

TARGET, FATAL = "streef", "fataal"
DATES = {
    TARGET: "De datum waar de regio naar streeft. Wie te laat is, breekt geen wet.",
    FATAL: "De datum van de wet.",
}
"""The two kinds of dates, each with what it means."""

PEOPLE = "people"
"""The one fact that names people; it is not looked at."""


@dataclass(frozen=True)
class Kept:
    """One date of one duty of one case. `late` is by how much it was missed, in elapsed time."""

    case_id: int
    region: str
    route: str
    duty: str
    date: str
    status: Status
    started_at: datetime
    late: timedelta


@dataclass(frozen=True)
class Record:
    """One date of a duty over many cases: how often it came about, and what came of it."""

    duty: str
    label: str
    date: str
    law: str
    counts: Counter[Status]

    @property
    def number(self) -> int:
        """How often it was decided: met, met late or missed. What is open or lapsed does not count."""
        return self.counts[Status.MET] + self.counts[Status.MET_LATE] + self.counts[Status.BREACHED]


def kept(session: Session, rulebook: Rulebook, chosen: Selection, now: datetime) -> Iterator[Kept]:
    """Every date of every duty in these cases, as it stands at an aware instant."""
    for batch in kept_batches(session, rulebook, chosen, now):
        yield from batch


def kept_batches(
    session: Session, rulebook: Rulebook, chosen: Selection, now: datetime
) -> Iterator[list[Kept]]:
    """The same, of as many cases at a time as are read at once."""
    for batch in cases_of(session, chosen):
        events, people = _events(session, batch), _people(session, batch)
        found: list[Kept] = []
        for case in batch:
            known = Known(
                "", case.region, case.municipality, case.route, events[case.id or 0], people[case.id or 0]
            )
            found += _of(rulebook, session, case, known, now)
        yield found


def _of(rulebook: Rulebook, session: Session, case: Case, known: Known, now: datetime) -> Iterator[Kept]:
    edition = rulebook.edition(session, case)
    asked = Asked(
        known=known,
        actor=CLOCK,
        at=now,
        recorded_at=now,
        region=rulebook.region(case.region),
        instrument=edition.instrument,
        terms=edition.procedure.terms,
        powers=edition.procedure.powers,
    )
    for duty in duties.owed(edition.procedure, asked):
        for limit in duty.limits:
            yield _one(case, duty, limit, now)


def _one(case: Case, duty: Duty, limit: Limit, now: datetime) -> Kept:
    return Kept(
        case_id=case.id or 0,
        region=case.region,
        route=case.route,
        duty=duty.name,
        date=FATAL if limit.fatal else TARGET,
        status=duty.against(limit, now),
        started_at=duty.started_at,
        late=duty.overrun(limit, now),
    )


def records(rulebook: Rulebook, found: Iterable[Kept]) -> list[Record]:
    """The same over many cases: a record for every date of every duty of the procedure in force."""
    counts: defaultdict[tuple[str, str], Counter[Status]] = defaultdict(Counter)
    for one in found:
        counts[one.duty, one.date][one.status] += 1
    return [
        Record(rule.name, rule.label, date, rule.law, counts[rule.name, date])
        for stage in rulebook.current.procedure.stages.values()
        for rule in stage.duties.values()
        for date, source in ((TARGET, rule.norm), (FATAL, rule.term))
        if source or counts[rule.name, date]
    ]


def _events(session: Session, cases: Sequence[Case]) -> dict[int, list[Happened]]:
    columns = (Event.case_id, Event.seq, Event.stage, Event.step, Event.state, Event.role, Event.occurred_at)
    # the answers of the risk instrument are large and no duty depends on them
    stated = and_(col(Facts.event_id) == Event.id, col(Event.stage) != "risk_assessment")
    query = (
        select(*columns, Facts.data)  # type: ignore[call-overload]
        .join(Facts, stated, isouter=True)
        .where(col(Event.case_id).in_([case.id for case in cases]))
        .order_by(Event.case_id, Event.seq)
    )
    found: defaultdict[int, list[Happened]] = defaultdict(list)
    for row in session.exec(query):
        found[row.case_id].append(_happened(row))
    return found


def _happened(row: Any) -> Happened:
    facts = {name: value for name, value in (row.data or {}).items() if name != PEOPLE}
    at: datetime = row.occurred_at
    name = f"{row.stage}.{row.step}"
    return Happened(row.seq, name, row.state, Role(row.role), "", None, at, at, facts)


def _people(session: Session, cases: Sequence[Case]) -> dict[int, list[Person]]:
    query = (
        select(Party.case_id, Party.ref, Party.kind, Party.born_on)  # type: ignore[type-var]
        .where(col(Party.case_id).in_([case.id for case in cases]))
        .order_by(col(Party.id))
    )
    found: defaultdict[int, list[Person]] = defaultdict(list)
    for case_id, ref, kind, born_on in session.exec(query):
        found[case_id].append(Person(ref, kind, "", "", born_on))
    return found
