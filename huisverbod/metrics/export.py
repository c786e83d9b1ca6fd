"""The timings as files for a spreadsheet or a statistics program, with a code book. Names nobody.

Semicolons, decimal commas, UTF-8 with a byte order mark: what a Dutch spreadsheet opens rightly by itself.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path

from sqlmodel import Session

from huisverbod.law import ZONE
from huisverbod.metrics.kept_rows import kept_entries
from huisverbod.metrics.measures import COUNTING_UNIT, MEASURES, Measure
from huisverbod.metrics.reading import CaseTimings, Selection, batches
from huisverbod.metrics.sheet import BYTE_ORDER_MARK, code, line, number, plain
from huisverbod.metrics.timing import Timing
from huisverbod.powers import REQUEST
from huisverbod.region import Region
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Kind, Route
from huisverbod.wording import plain_day

ROWS_FILE, CODE_BOOK_FILE = "doorlooptijden.csv", "codeboek.csv"

COLUMNS = {
    "zaak": "Code van de zaak binnen dit bestand. In een volgend bestand heeft de zaak een andere code.",
    "regio": "De pilotregio.",
    "route": "Hoe het verzoek binnenkwam.",
    "aanvrager": "De hoedanigheid van wie het verzoek deed.",
    "maat": "Welke doorlooptijd dit is. De betekenis staat in dit codeboek bij 'maat'.",
    "wie": "Soort persoon, alleen bij een maat die per persoon telt.",
    "uren": "Verstreken uren, ook nachten en weekenden. Onder nul: het einde ligt vóór het begin.",
    "maand": "De maand waarin de duur begon, in Nederlandse tijd.",
}
"""The columns of the rows, each with what it means."""

CODE_BOOK_COLUMNS = (
    "soort",
    "code",
    "naam",
    "uitleg",
    "van",
    "tot",
    "is_niet",
    "telt_per",
    "eenheid",
    "norm",
)


def export(
    session: Session, rulebook: Rulebook, region: str, since: date | None, until: date | None, out: Path
) -> int:
    """Writes the rows and the code book into a folder; returns the number of rows.

    No region means all of them; no day means no limit on that side.

    Raises:
        Unknown: there is no such region.

    """
    chosen = selection(rulebook, region, since, until)
    out.mkdir(parents=True, exist_ok=True)
    (out / CODE_BOOK_FILE).write_text("".join(code_book(rulebook, chosen)), encoding="utf-8", newline="")
    with (out / ROWS_FILE).open("w", encoding="utf-8", newline="") as file:
        return sum(file.write(row) > 0 for row in rows(session, rulebook, chosen)) - 1


def selection(rulebook: Rulebook, region: str, since: date | None, until: date | None) -> Selection:
    """The cases of a region, or of all of them, requested on these days.

    Raises:
        Unknown: there is no such region.

    """
    return Selection((rulebook.region(region).key,) if region else tuple(rulebook.regions), since, until)


def rows(session: Session, rulebook: Rulebook, chosen: Selection) -> Iterator[str]:
    """The lines of the file with one row per duration that ended, heading first.

    The codes of the cases, and with them the order within a batch, are new in every file.
    """
    yield BYTE_ORDER_MARK + line(COLUMNS)
    secret = secrets.token_bytes(32)
    for batch in batches(session, rulebook, chosen):
        coded = {code(secret, case.case_id): case for case in batch}
        for name, case in sorted(coded.items(), key=itemgetter(0)):
            for found in case.found:
                if isinstance(found, Timing):
                    yield line(_row(name, case, found))


def _row(name: str, case: CaseTimings, timing: Timing) -> Iterator[str]:
    month = timing.started_at.astimezone(ZONE).strftime("%Y-%m")
    for text in (name, case.region, case.route, case.requester, timing.measure, timing.who):
        yield plain(text)
    yield number(timing.hours)
    yield month


def code_book(rulebook: Rulebook, chosen: Selection) -> Iterator[str]:
    """The lines of the code book: columns, measures and codes, from the same definitions as page and rows."""
    yield BYTE_ORDER_MARK + line(CODE_BOOK_COLUMNS)
    for row in _entries(rulebook, chosen):
        yield line(plain(text) for text in (*row, *[""] * (len(CODE_BOOK_COLUMNS) - len(row))))


def _entries(rulebook: Rulebook, chosen: Selection) -> Iterator[tuple[str, ...]]:
    regions = [rulebook.region(key) for key in chosen.regions]
    requesters = rulebook.current.procedure.powers.power[REQUEST].roles
    yield "bestand", "teleenheid", "", COUNTING_UNIT
    yield "bestand", "periode", "", f"Verzoeken ingediend {_period(chosen)}."
    for name, meaning in COLUMNS.items():
        yield "kolom", name, "", meaning
    for measure in MEASURES:
        yield _measure(measure, regions)
    yield from (("regio", region.key, region.name) for region in regions)
    yield from (("route", route.value, route.label) for route in Route)
    yield from (("aanvrager", role.value, role.label) for role in sorted(requesters))
    yield from (("wie", kind.value, kind.label) for kind in Kind)
    yield from kept_entries(rulebook, regions)


def _period(chosen: Selection) -> str:
    since = f"vanaf {plain_day(chosen.since)}" if chosen.since else "vanaf het begin"
    return f"{since} tot en met {plain_day(chosen.until)}" if chosen.until else since


def _measure(measure: Measure, regions: Iterable[Region]) -> tuple[str, ...]:
    return (
        "maat",
        measure.name,
        measure.label,
        measure.question,
        measure.starts_with,
        measure.stops_with,
        measure.is_not,
        measure.per,
        "uur",
        ", ".join(f"{region.name}: {norm}" for region in regions if (norm := norm_hours(measure, [region]))),
    )


def norm_hours(measure: Measure, regions: Sequence[Region]) -> int | None:
    """The norm of a measure in hours, where these regions have one and the same."""
    found = {sum(region.norms.hours(name) for name in measure.norm) for region in regions}
    return found.pop() if measure.norm and len(found) == 1 else None
