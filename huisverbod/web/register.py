"""The registers of a region as a page: who holds office, who is away, which mandates there are and lapse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huisverbod.accounts import Account
from huisverbod.errors import NotAllowed
from huisverbod.law import ZONE
from huisverbod.region import Absence, Mandate, Municipality, Office, Region
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Now, Rules
from huisverbod.web.page import REGISTER_READERS, page

router = APIRouter()

DAYS_AHEAD = 60
"""So long before its last day a mandate is shown as about to lapse."""


@dataclass(frozen=True)
class Entry:
    """One line of the mandate register, with what it covers in words and where it stands on the day shown."""

    mandate: Mandate
    scope: Sequence[str]
    standing: str
    kind: str


@dataclass(frozen=True)
class Town:
    """A municipality on the day shown: who acts as mayor, its offices and absences, and its mandates."""

    place: Municipality
    acting: Office | None
    offices: Sequence[Office]
    absences: Sequence[Absence]
    entries: Sequence[Entry]


@router.get("/register")
def show_register(request: Request, me: Me, rules: Rules, now: Now) -> Response:
    """The register on this day; what is not valid any more stays in it, below what is."""
    on = now.astimezone(ZONE).date()
    towns = [_town(region, place, on) for region in _regions(me, rules) for place in _places(me, region)]
    lapsing = [entry for town in towns for entry in town.entries if entry.kind == "warn"]
    return page(request, "register.html", towns=towns, lapsing=lapsing, on=on, days_ahead=DAYS_AHEAD)


def _regions(me: Account, rules: Rulebook) -> list[Region]:
    if me.role not in REGISTER_READERS:
        raise NotAllowed("Het register is voor gemeenten, hulpofficieren en beheerders.")
    return [rules.region(me.region)] if me.region else list(rules.regions.values())


def _places(me: Account, region: Region) -> list[Municipality]:
    return [place for place in region.municipalities if me.municipality in ("", place.key)]


def _town(region: Region, place: Municipality, on: date) -> Town:
    entries = [_entry(region, line, on) for line in region.mandates if line.municipality == place.key]
    return Town(
        place=place,
        acting=place.acting(on),
        offices=[office for office in place.offices if office.end is None or office.end >= on],
        absences=[absence for absence in place.absences if absence.end is None or absence.end >= on],
        entries=sorted(entries, key=lambda entry: not entry.mandate.covers(on)),
    )


def _entry(region: Region, line: Mandate, on: date) -> Entry:
    scope = [route.label for name, route in region.routes.items() if name in line.routes]
    if on < line.start:
        return Entry(line, scope, "Geldt nog niet", "info")
    if not line.covers(on):
        return Entry(line, scope, "Verlopen", "")
    if line.lapses_within(DAYS_AHEAD, on):
        return Entry(line, scope, "Vervalt binnenkort", "warn")
    return Entry(line, scope, "Geldig", "ok")
