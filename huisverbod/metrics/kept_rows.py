"""How duties were kept, as a file with one row for every date of every duty. Names nobody."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path

from sqlmodel import Session

from huisverbod.duties import Status
from huisverbod.law import ZONE
from huisverbod.metrics.kept import DATES, Kept, kept_batches
from huisverbod.metrics.reading import Selection
from huisverbod.metrics.sheet import BYTE_ORDER_MARK, code, line, number, plain
from huisverbod.region import Region
from huisverbod.rulebook import Rulebook
from huisverbod.workflow import DutyRule

KEPT_FILE = "plichten.csv"
KEPT_COLUMNS = {
    "zaak": "Code van de zaak binnen dit bestand. In een ander bestand heeft de zaak een andere code.",
    "regio": "De pilotregio.",
    "route": "Hoe het verzoek binnenkwam.",
    "plicht": "Wat er moest gebeuren. De betekenis staat in dit codeboek bij 'plicht'.",
    "datum": "Om welke van de twee data het gaat: streef (regio) of fataal (wet).",
    "stand": "Wat ervan kwam, op het moment waarop het bestand is gemaakt.",
    "te_laat": "Hoeveel uur te laat, ook nachten en weekenden. Leeg: niet te laat.",
    "maand": "De maand waarin de plicht begon, in Nederlandse tijd.",
}
"""The columns of the rows, each with what it means."""


def export_kept(session: Session, rulebook: Rulebook, chosen: Selection, now: datetime, out: Path) -> int:
    """Writes the rows as they stand at an aware instant into a folder; returns their number."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / KEPT_FILE).open("w", encoding="utf-8", newline="") as file:
        return sum(file.write(row) > 0 for row in kept_rows(session, rulebook, chosen, now)) - 1


def kept_rows(session: Session, rulebook: Rulebook, chosen: Selection, now: datetime) -> Iterator[str]:
    """The lines of the file, heading first.

    The codes of the cases, and with them the order within a batch, are new in every file.
    """
    yield BYTE_ORDER_MARK + line(KEPT_COLUMNS)
    secret = secrets.token_bytes(32)
    for batch in kept_batches(session, rulebook, chosen, now):
        coded = ((code(secret, one.case_id), one) for one in batch)
        for name, one in sorted(coded, key=itemgetter(0)):
            yield line(plain(text) for text in _cells(name, one))


def _cells(name: str, one: Kept) -> Iterator[str]:
    yield from (name, one.region, one.route, one.duty, one.date, one.status.value)
    yield number(one.late / timedelta(hours=1)) if one.late else ""
    yield one.started_at.astimezone(ZONE).strftime("%Y-%m")


def kept_entries(rulebook: Rulebook, regions: Iterable[Region]) -> Iterator[tuple[str, ...]]:
    """The entries of the code book: columns, duties with their article and norm, dates and states."""
    yield from (("kolom plichten", name, "", meaning) for name, meaning in KEPT_COLUMNS.items())
    regions = list(regions)
    for stage in rulebook.current.procedure.stages.values():
        for rule in stage.duties.values():
            yield "plicht", rule.name, rule.label, rule.law, "", "", "", "zaak", "", _norm(rule, regions)
    yield from (("datum", date, "", meaning) for date, meaning in DATES.items())
    yield from (("stand", status.value, status.label) for status in Status)


def _norm(rule: DutyRule, regions: Iterable[Region]) -> str:
    if rule.norm is None:
        return ""
    how = " uur vóór het einde" if rule.counts == "back_from_end" else " uur"
    return ", ".join(f"{region.name}: {region.norms.hours(rule.norm)}{how}" for region in regions)
