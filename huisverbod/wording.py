"""Dutch words for instants, days and durations; the same everywhere a person reads them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from huisverbod.law import ZONE

LOCALE = "nl"
UNITS = {
    "wall_clock_days": "dagen, op hetzelfde uur",
    "end_of_day": "dagen, tot het einde van de dag",
    "hours": "uur",
    "days": "dagen",
    "weeks": "weken",
    "years": "jaar",
    "times": "keer",
}
"""How a term of the law is counted, in words after its amount."""
MINUTES_IN_HOUR, HOURS_IN_DAY = 60, 24
DAYS_IN_WEEK = 7
DAY_UNITS = frozenset({"wall_clock_days", "end_of_day", "days"})
UNIT_WORDS = {
    **dict.fromkeys(DAY_UNITS, ("dag", "dagen")),
    "weeks": ("week", "weken"),
    "hours": ("uur", "uur"),
    "years": ("jaar", "jaar"),
    "times": ("keer", "keer"),
}
DAYS_FROM_HOURS = 48
"""From this many hours a measured duration is given in days."""


def moment(at: datetime) -> str:
    """An instant as "donderdag 3 december 2026, 02.50 uur", in Dutch time."""
    return format_datetime(at, "EEEE d MMMM y, HH.mm 'uur'", tzinfo=ZONE, locale=LOCALE)


def short_moment(at: datetime) -> str:
    """An instant as "do 3 dec 02.50", in Dutch time; for dense lists."""
    return format_datetime(at, "EEEEEE d MMM HH.mm", tzinfo=ZONE, locale=LOCALE)


def day(on: date) -> str:
    """A day as "donderdag 3 december 2026"."""
    return format_date(on, "EEEE d MMMM y", locale=LOCALE)


def plain_day(on: date) -> str:
    """A day as "3 december 2026"."""
    return format_date(on, "d MMMM y", locale=LOCALE)


def duration(length: timedelta) -> str:
    """A length of time in its two largest units: "4 dagen en 7 uur", "7 uur en 5 min"; rounded down."""
    minutes = int(abs(length).total_seconds()) // MINUTES_IN_HOUR
    hours, minutes = divmod(minutes, MINUTES_IN_HOUR)
    days, hours = divmod(hours, HOURS_IN_DAY)
    if days:
        units = (f"{days} dag" if days == 1 else f"{days} dagen", f"{hours} uur" if hours else "")
    elif hours:
        units = (f"{hours} uur", f"{minutes} min" if minutes else "")
    else:
        units = (f"{minutes} min", "")
    return " en ".join(filter(None, units))


def amount(number: int, unit: str) -> str:
    """An amount of the law as "6 weken", "24 uur" or "10 dagen"; whole weeks from a fortnight on."""
    number, unit = in_weeks(number, unit)
    one, more = UNIT_WORDS[unit]
    return f"{number} {one if number == 1 else more}"


def in_weeks(number: int, unit: str) -> tuple[int, str]:
    """An amount of the law and its unit ("days", "weeks", "hours"): whole weeks from a fortnight on."""
    if unit in DAY_UNITS and number % DAYS_IN_WEEK == 0 and number > DAYS_IN_WEEK:
        return number // DAYS_IN_WEEK, "weeks"
    return number, "days" if unit in DAY_UNITS else unit


def until(at: datetime, now: datetime) -> str:
    """How far off an instant is: "nog 4 dagen en 7 uur", or "23 min te laat" once it has passed."""
    left = at.astimezone(UTC) - now.astimezone(UTC)
    return f"nog {duration(left)}" if left > timedelta() else f"{duration(left)} te laat"


def hours(length: float) -> str:
    """A measured number of hours as "12 min", "7,5 uur" or "4,2 dagen"."""
    if length < 1:
        return f"{round(length * MINUTES_IN_HOUR)} min"
    if length < DAYS_FROM_HOURS:
        return f"{format_decimal(round(length, 1), locale=LOCALE)} uur"
    return f"{format_decimal(round(length / HOURS_IN_DAY, 1), locale=LOCALE)} dagen"


def listing(words: Sequence[str]) -> str:
    """Words as one phrase: "Anna, Bram en Carla"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"
