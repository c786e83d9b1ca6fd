"""The roster as iCalendar (RFC 5545), out and in. Names of staff only: nothing of a case comes along."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from icalendar import Calendar, Event
from icalendar.error import BrokenCalendarProperty

from huisverbod import law
from huisverbod.errors import Reason, Refused
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.roles import Role
from huisverbod.roster.duty import ON_CALL_ROLES
from huisverbod.roster.keeping import Entry
from huisverbod.roster.table import Shift

PRODUCT = "-//Huisverbod//Rooster//NL"
NO_CALENDAR = (
    "Dit is geen agendabestand (iCalendar). Kies een bestand dat eindigt op .ics. Er is niets gewijzigd."
)
NO_SHIFTS = "In deze agenda staat geen enkele dienst. Er is niets gewijzigd."


def as_calendar(region: Region, shifts: Sequence[Shift]) -> bytes:
    """The shifts as a calendar file in Dutch time."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Piket {region.name}")
    for shift in shifts:
        calendar.add_component(_event(region, shift))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(region: Region, shift: Shift) -> Event:
    event = Event()
    event.add("uid", shift.uid)
    event.add("dtstamp", shift.entered_at.astimezone(UTC))
    event.add("dtstart", _stated(shift.starts_at))
    event.add("dtend", _stated(shift.ends_at))
    event.add("summary", shift.name)
    event.add("categories", [Role(shift.role).value])
    if shift.municipality:
        event.add("location", region.municipality(shift.municipality).name)
    return event


def _stated(at: datetime) -> datetime:
    """An instant in Dutch time; in the hour that comes twice in UTC, since RFC 5545 knows only the first."""
    local = at.astimezone(ZONE)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if twice else local


def read_calendar(region: Region, content: bytes) -> list[Entry]:
    """The shifts in a calendar file: capacity in CATEGORIES, municipality in LOCATION, name in SUMMARY.

    A time without a zone is Dutch; a whole day runs from midnight to midnight.

    Raises:
        Refused: it is no calendar, or a shift cannot be read; with every reason.

    """
    try:
        events = [
            event for calendar in Calendar.from_ical(content, multiple=True) for event in calendar.events
        ]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as fault:
        raise Refused([Reason("calendar", NO_CALENDAR)]) from fault
    if not events:
        raise Refused([Reason("calendar", NO_SHIFTS)])
    read = [_read(region, event, number) for number, event in enumerate(events, start=1)]
    reasons = [reason for row in read if isinstance(row, list) for reason in row]
    if reasons:
        raise Refused(reasons)
    return [row for row in read if isinstance(row, Entry)]


def _read(region: Region, event: Event, number: int) -> Entry | list[Reason]:
    name = str(event.get("summary", "")).strip()
    which = f"Dienst {number}{f' ({name})' if name else ''}"
    role, place = _role(event), _place(region, str(event.get("location", "")).strip())
    start, end = _instant(event, "dtstart"), _instant(event, "dtend")
    faults = list(_faults(event, role, place, start, end))
    if faults or role is None or place is None or start is None or end is None:
        return [Reason("calendar", f"{which}: {fault} Er is niets gewijzigd.") for fault in faults]
    return Entry(place, role, name, start, end, str(event.get("uid", "")).strip()[:255])


def _faults(
    event: Event, role: Role | None, place: str | None, start: datetime | None, end: datetime | None
) -> Iterator[str]:
    if role is None:
        roles = ", ".join(sorted(ON_CALL_ROLES))
        yield f"de hoedanigheid ontbreekt. Zet bij de categorie (CATEGORIES) een van: {roles}."
    if place is None:
        yield f"de plaats '{event.get('location', '')}' is geen gemeente van deze regio."
    if start is None or end is None:
        yield "het begin of het einde ontbreekt of is niet te lezen."
    if "rrule" in event or "rdate" in event:
        yield "een herhaling kan het rooster niet lezen. Zet elke dienst apart in de agenda."


def _role(event: Event) -> Role | None:
    labels = {role.label.casefold(): role for role in ON_CALL_ROLES}
    given = event.get("categories")
    listed = given if isinstance(given, list) else [given]
    names = [str(name) for row in listed for name in getattr(row, "cats", [])]
    for name in names:
        if name in ON_CALL_ROLES:
            return Role(name)
        if name.casefold() in labels:
            return labels[name.casefold()]
    return None


def _place(region: Region, text: str) -> str | None:
    """The key of a municipality by its name or key; "" for the whole region; nothing when it is unknown."""
    if text.casefold() in ("", region.name.casefold()):
        return ""
    named = {
        word.casefold(): place.key for place in region.municipalities for word in (place.key, place.name)
    }
    return named.get(text.casefold())


def _instant(event: Event, name: str) -> datetime | None:
    stated: Any = event.get(name)
    try:
        given = getattr(stated, "dt", None)
    except BrokenCalendarProperty:
        return None
    if isinstance(given, datetime):
        if given.tzinfo is None and "TZID" in stated.params:
            return None  # a zone that nobody knows
        return given if given.tzinfo else law.local(given)
    return law.local(datetime.combine(given, time())) if isinstance(given, date) else None
