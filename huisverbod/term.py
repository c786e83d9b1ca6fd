"""What follows from a moment: the terms of a ban or of a request to the court, as rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huisverbod import law, wording
from huisverbod.law import ZONE, Term

YEAR_FIRST = r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
DAY_FIRST = r"(?P<day>\d\d?)-(?P<month>\d\d?)-(?P<year>\d{4})"
CLOCK = (
    r"[Tt ,]+(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    r"(?: ?uur)?\s*(?P<offset>[Zz]|[+-]\d\d:?\d\d)?"
)
HOURS_IN_DAY = 24
OTHERWISE = {
    "imposition": " Is het eerder opgelegd? Dan telt dat tijdstip.",
    "first_of_both": " Is het eerder opgelegd? Dan telt dat tijdstip.",
    "service": " Is het eerst mondeling aangezegd? Dan telt de uitreiking op schrift.",
    "effect": "",
}
"""What else may count than the instant at which a ban takes effect."""
NOT_A_MOMENT = "'{}' is geen tijdstip. Schrijf het zo: 2026-03-28T22:15, of 28-03-2026 22.15."
NOT_A_DAY = "'{}' is geen datum. Schrijf hem zo: 2026-04-02, of 02-04-2026."
NO_SUCH = "'{}' bestaat niet: kijk de datum en de tijd na."
TOO_FAR = "Zo ver weg is niet te rekenen. Kijk het jaar na."


@dataclass(frozen=True)
class Row:
    """One thing that follows: its name, its value for a program, and a Dutch sentence with its article.

    Instants are ISO text in Dutch time with offset and seconds, days ISO text, hours a number. A row without
    a sentence only repeats for a program what another row says.
    """

    name: str
    value: str | float
    sentence: str = ""


def read_moment(text: str) -> tuple[datetime, str]:
    """The instant that someone typed (aware), and what must be said of it because of the change of the clock.

    Raises:
        ValueError: it is no moment; the text says how to write one.

    """
    found = _match(text, CLOCK)
    if found is None:
        raise ValueError(NOT_A_MOMENT.format(text))
    day = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
    clock = (
        f"{found['hour']:0>2}:{found['minute']}:{found['second'] or '00'}{(found['offset'] or '').upper()}"
    )
    try:
        stated = datetime.fromisoformat(f"{day}T{clock}")
        if stated.tzinfo is not None:
            return stated.astimezone(ZONE), ""
        return law.local(stated), clock_change(stated)
    except (ValueError, OverflowError) as fault:
        raise ValueError(NO_SUCH.format(text)) from fault


def read_day(text: str) -> date:
    """The day that someone typed.

    Raises:
        ValueError: it is no day; the text says how to write one.

    """
    found = _match(text, "")
    if found is None:
        raise ValueError(NOT_A_DAY.format(text))
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError as fault:
        raise ValueError(NO_SUCH.format(text)) from fault


def _match(text: str, clock: str) -> re.Match[str] | None:
    plain = text.strip()
    return re.fullmatch(YEAR_FIRST + clock, plain) or re.fullmatch(DAY_FIRST + clock, plain)


def clock_change(wall: datetime) -> str:
    """What must be said of a wall-clock moment that the clock skips or shows twice; nothing of any other."""
    settled = law.local(wall)
    shown = f"Op {wording.plain_day(wall.date())} {{}} {wall:%H.%M} uur {{}}."
    if settled.replace(tzinfo=None) != wall:
        return shown.format("bestaat", f"niet: de klok gaat vooruit. Er is gerekend met {settled:%H.%M} uur")
    if settled.utcoffset() != settled.replace(fold=1).utcoffset():
        return shown.format("komt", "twee keer: de klok gaat achteruit. Er is gerekend met de eerste keer")
    return ""


def of_ban(effective: datetime, terms: Mapping[str, Term]) -> list[Row]:
    """Wth 2(1), 2(6), 9(1), Awb 6:8: what follows from a ban that takes effect at this instant.

    Raises:
        ValueError: the instant is too far away to count from.

    """
    try:
        found = law.ban_terms(effective, terms)
    except OverflowError as fault:
        raise ValueError(TOO_FAR) from fault
    start, first, longest = found.effective_from, terms["first_period"], terms["longest_period"]
    return [
        Row("effective_from", _iso(start), f"Het huisverbod gaat in op {wording.moment(start)} (Awb 3:40)."),
        Row(
            "first_end",
            _iso(found.first_end),
            f"Het eindigt op {wording.moment(found.first_end)} ({first.law}). "
            f"{_length(start, found.first_end, first)}{OTHERWISE[first.counts_from]} "
            "Verlengen kan alleen als dat vóór dat tijdstip is besloten en bekendgemaakt.",
        ),
        Row("first_hours", _hours(start, found.first_end)),
        Row(
            "latest_end",
            _iso(found.latest_end),
            f"Na verlenging eindigt het uiterlijk op {wording.moment(found.latest_end)} ({longest.law}). "
            f"{_length(start, found.latest_end, longest)}{OTHERWISE[longest.counts_from]}",
        ),
        Row("latest_hours", _hours(start, found.latest_end)),
        Row(
            "reachable_by",
            _iso(found.reachable_by),
            f"Uiterlijk op {wording.moment(found.reachable_by)} meldt de uithuisgeplaatste waar of hoe "
            f"die te bereiken is ({terms['reachable'].law}).",
        ),
        Row(
            "appeal_until",
            found.appeal_until.isoformat(),
            f"Beroep bij de rechtbank kan tot en met {wording.day(found.appeal_until)} "
            f"({terms['appeal'].law}).",
        ),
    ]


def of_court_request(received_on: date, terms: Mapping[str, Term]) -> list[Row]:
    """Wth 6(1)(a), Atw 1, 2: what follows from a request that the court receives on this day.

    Raises:
        ValueError: the day is too far away to count from.

    """
    try:
        last = law.due_on(terms["hearing"], received_on)
    except OverflowError as fault:
        raise ValueError(TOO_FAR) from fault
    sentence = (
        f"De rechter hoort de uithuisgeplaatste uiterlijk op {wording.day(last)} "
        f"({terms['hearing'].law}; Algemene termijnenwet 1, 2)."
    )
    return [Row("hearing_by", last.isoformat(), sentence)]


def following(
    moment: str | None, court_request: str | None, terms: Mapping[str, Term]
) -> tuple[list[Row], str]:
    """What follows from a moment, a day on which the court received a request, or both; and a remark.

    Raises:
        ValueError: one of the two is not what it should be; the text says how to write it.

    """
    rows, remark = [], ""
    if moment is not None:
        effective, remark = read_moment(moment)
        rows += of_ban(effective, terms)
    if court_request is not None:
        rows += of_court_request(read_day(court_request), terms)
    return rows, remark


def as_json(rows: Sequence[Row]) -> dict[str, str | float]:
    """The rows for a program: name to value."""
    return {row.name: row.value for row in rows}


def _length(start: datetime, end: datetime, term: Term) -> str:
    if term.unit != "wall_clock_days":
        return f"Dat is na {term.amount} {wording.UNITS[term.unit]}."
    hours = _hours(start, end)
    sentence = f"Dat is na {term.amount} dagen"
    if hours != term.amount * HOURS_IN_DAY:
        sentence += f": {f'{hours:g}'.replace('.', ',')} uur, omdat de klok daartussen verspringt"
    wall = start.replace(tzinfo=None, fold=0) + timedelta(days=term.amount)
    return f"{sentence}. {clock_change(wall)}".strip()


def _hours(start: datetime, end: datetime) -> float:
    hours = round(law.hours_between(start, end), 2)
    return int(hours) if hours.is_integer() else hours


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
