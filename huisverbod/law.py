"""Terms and instants of the law: wall-clock days, elapsed hours, days under the Atw, age. Pure.

Numbers of the statute stand under `[terms]` in the workflow files; here is only how they are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

import holidays

from huisverbod.errors import DefinitionError

ZONE = ZoneInfo("Europe/Amsterdam")

Unit = Literal["wall_clock_days", "end_of_day", "hours", "days", "weeks", "years", "times"]
From = Literal["imposition", "effect", "first_of_both", "service"]
UNITS: tuple[str, ...] = get_args(Unit)
FROM: tuple[str, ...] = get_args(From)
UNSTATED: Mapping[str, From] = {"first_period": "effect"}
"""From where a term counts whose row does not say so: Wth 2(1); every other one from the first of both."""
DAYS_IN = {"days": 1, "weeks": 7}
LAST_MOMENT = time(23, 59, 59)
SHORT_TERM_DAYS = 3
WORKING_DAYS_IN_SHORT_TERM = 2
SATURDAY = 5


@dataclass(frozen=True)
class Term:
    """One term of the law: how much, counted how, what it is for, and the article it stands in.

    `counts_from` is for the periods of a ban: from its imposition, its taking effect, the first of both, or
    the service of its text (of an oral ban that comes after it took effect).
    """

    amount: int
    unit: Unit
    label: str
    law: str
    counts_from: From = "first_of_both"


@dataclass(frozen=True)
class BanTerms:
    """What follows from the moment a ban takes effect. Aware instants in Dutch time; ends are exclusive."""

    effective_from: datetime
    first_end: datetime
    latest_end: datetime
    reachable_by: datetime
    appeal_until: date


def read_terms(raw: Mapping[str, Any], file: str) -> dict[str, Term]:
    """The terms of one workflow file.

    Raises:
        DefinitionError: a key is unknown or missing, a unit unknown, or an amount no whole number above zero.

    """
    return {name: _term(name, row, file) for name, row in raw.items()}


def _term(name: str, row: Any, file: str) -> Term:
    keys = {"label", "amount", "unit", "law"}
    if not isinstance(row, dict) or set(row) - {"counts_from"} != keys:
        raise DefinitionError(
            file, f"De termijn '{name}' heeft precies deze sleutels: {', '.join(sorted(keys))}."
        )
    if row["unit"] not in UNITS:
        raise DefinitionError(
            file, f"De termijn '{name}' telt in een onbekende eenheid. Kies uit: {', '.join(UNITS)}."
        )
    if type(row["amount"]) is not int or row["amount"] <= 0:
        raise DefinitionError(file, f"De termijn '{name}' heeft als 'amount' een heel getal boven nul.")
    counts_from = row.get("counts_from", UNSTATED.get(name, "first_of_both"))
    if counts_from not in FROM:
        raise DefinitionError(
            file, f"De termijn '{name}' telt vanaf iets onbekends. Kies uit: {', '.join(FROM)}."
        )
    return Term(row["amount"], row["unit"], str(row["label"]), str(row["law"]), counts_from)


def local(wall_clock: datetime) -> datetime:
    """The instant of a Dutch wall-clock moment without a zone.

    house: a moment in the March gap is the instant of the jump (03:00 summer time); one that occurs twice in
    October is the first. In doubt a ban lasts no longer than granted. Confirm with a jurist.
    """
    aware = wall_clock.replace(tzinfo=ZONE, fold=0)
    read_back = aware.astimezone(UTC).astimezone(ZONE)
    if read_back.replace(tzinfo=None) == wall_clock.replace(fold=0):
        return aware
    return read_back.replace(minute=0, second=0, microsecond=0)  # the clock jumps on the whole hour


def wall_clock_days(start: datetime, days: int) -> datetime:
    """Wth 2(1), 9(1), 13: the same hour on the Dutch clock, that many days later; no weekend shift."""
    return local(start.astimezone(ZONE).replace(tzinfo=None, fold=0) + timedelta(days=days))


def end_of_day(start: datetime, days: int) -> datetime:
    """Midnight at the end of the day that many Dutch calendar days later; exclusive, as all ends."""
    midnight = datetime.combine(start.astimezone(ZONE).date() + timedelta(days=days + 1), time())
    return local(midnight)


def elapsed_hours(start: datetime, hours: int) -> datetime:
    """Wth 2(6), 5(1), Atw 4(a): that many hours later, nights and weekends included; in Dutch time."""
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(ZONE)


def hours_between(start: datetime, end: datetime) -> float:
    """Hours that really pass between two aware instants: 239 or 241 over a change of the clock."""
    return (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1)


def last_day(received_on: date, days: int) -> date:
    """Atw 1, 2: the last day of a term in days; the day it starts on does not count.

    A last day that is no working day moves on to the next one. A term of three days or more holds at least
    two working days.
    """
    last = received_on + timedelta(days=days)
    while not working_day(last) or _too_few_working_days(received_on, last, days):
        last += timedelta(days=1)
    return last


def _too_few_working_days(start: date, last: date, days: int) -> bool:
    if days < SHORT_TERM_DAYS:
        return False
    within = (start + timedelta(days=number) for number in range(1, (last - start).days + 1))
    found = islice(filter(working_day, within), WORKING_DAYS_IN_SHORT_TERM)
    return len(list(found)) < WORKING_DAYS_IN_SHORT_TERM


def working_day(day: date) -> bool:
    """Atw 1, 3: no Saturday, Sunday, recognised holiday or day equated with one (Good Friday)."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    """Atw 3: the package calls Good Friday and the yearly 5 May optional; the law does not."""
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def years_later(day: date, years: int) -> date:
    """Wth 10(1): the same calendar day that many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def adult(born_on: date, on: date, adult_age: int) -> bool:
    """Wth 2(2), BW 1:233: whether someone has reached that age on that day; from the birthday itself."""
    return years_later(born_on, adult_age) <= on


def due(term: Term, start: datetime) -> datetime:
    """The instant by which a term is over, in Dutch time; one in days or weeks ends with its last second.

    A limit that counts "times" has no instant.
    """
    if term.unit == "hours":
        return elapsed_hours(start, term.amount)
    if term.unit == "wall_clock_days":
        return wall_clock_days(start, term.amount)
    if term.unit == "end_of_day":
        return end_of_day(start, term.amount)
    return local(datetime.combine(due_on(term, start.astimezone(ZONE).date()), LAST_MOMENT))


def due_on(term: Term, start: date) -> date:
    """The last day of a term in days, weeks (both Atw) or years (no shift: Atw 4)."""
    if term.unit == "years":
        return years_later(start, term.amount)
    return last_day(start, term.amount * DAYS_IN[term.unit])


def ban_terms(
    effective: datetime,
    terms: Mapping[str, Term],
    imposed_at: datetime | None = None,
    served_at: datetime | None = None,
) -> BanTerms:
    """Wth 2(1), 2(6), 9(1), Awb 6:8: the ends and terms of a ban that takes effect at this instant.

    `served_at` is when the text of an oral ban was handed over, if it was.
    """
    start, counted = effective.astimezone(ZONE), (effective, terms, imposed_at or effective, served_at)
    return BanTerms(
        effective_from=start,
        first_end=_counted("first_period", *counted),
        latest_end=_counted("longest_period", *counted),
        reachable_by=due(terms["reachable"], effective),
        appeal_until=due_on(terms["appeal"], start.date()),
    )


def _counted(
    name: str,
    effective: datetime,
    terms: Mapping[str, Term],
    imposed_at: datetime,
    served_at: datetime | None,
) -> datetime:
    """Wth 2(1), 9(1): the end of a period; from which instant it counts stands with the term.

    house: an oral ban whose text was not served yet counts from the oral notice meanwhile; a text that is
    served when that end has passed revives nothing. The first of both is the safest reading of 9(1).
    """
    term = terms[name]
    late = served_at is None or served_at >= due(term, effective)
    starts = {
        "imposition": imposed_at,
        "effect": effective,
        "first_of_both": min(imposed_at, effective),
        "service": effective if late else served_at,
    }
    return due(term, starts[term.counts_from] or effective)
