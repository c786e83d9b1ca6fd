"""The faults between one line of a region file and another: each names its place and what to do."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any, TypeVar

from pydantic import ValidationError

from huisverbod.powers import Filling, Powers
from huisverbod.region.lines import Fault, Loc
from huisverbod.region.registers import Absence, Mandate, Office, Period
from huisverbod.region.words import ROUTES
from huisverbod.roles import Role

P = TypeVar("P", bound=Period)

ROLES = frozenset(Role)
INVENTED = re.compile(r"(000-|088-0000|06-0000)\d+|.*([@.]|//)example\.(nl|com|org)|.*\.example(/.*)?")
REACHED = re.compile(r"(on_call_)?(phone|email|mobile)|website")
"""Keys by which somebody could be reached."""

SAME_OFFICE = (
    "{one.name} en {other.name} zijn tegelijk in dit ambt. "
    "Laat de een eindigen op de dag vóór de ander begint."
)
SAME_ABSENCE = "{one.name} staat hier twee keer als afwezig op dezelfde dag. Maak er één blok van."
SAME_MANDATE = (
    "Mandaat {other.number} valt samen met {one.number} van dezelfde persoon. "
    "Laat het oude eindigen op de dag vóór het nieuwe begint."
)


LEAD_TIMES = {
    "advice_before_end": "Het advies",
    "decide_extension_before_end": "Het besluit",
    "announce_extension_before_end": "De bekendmaking",
}
"""Norms that count back from the end of a ban, in the order in which things must happen."""


@dataclass(frozen=True)
class Town:
    """A municipality as far as it can be read: its offices by place, and whether that is all of them."""

    key: str
    offices: Mapping[Loc, Office]
    absences: Mapping[Loc, Absence]
    whole: bool

    def held(self, name: str, on: date) -> bool:
        """Whether that person held either office on that day."""
        return any(office.name == name and office.covers(on) for office in self.offices.values())

    def there(self, on: date) -> bool:
        """Whether somebody in either office is not away on that day."""
        away = {absence.name for absence in self.absences.values() if absence.covers(on)}
        return any(office.covers(on) and office.name not in away for office in self.offices.values())


def rules(raw: dict[str, Any], powers: Powers) -> Iterator[Fault]:
    """Faults between one line and another; what cannot be read is passed over, being a fault already."""
    towns = towns_of(raw)
    if isinstance(raw.get("fillers"), dict):
        yield from _fillers(raw["fillers"], powers)
    for town in towns:
        yield from _periods(town.offices, _office_of, SAME_OFFICE)
        yield from _periods(town.absences, lambda absence: absence.name, SAME_ABSENCE)
        yield from _absences(town)
    yield from _mandates(raw, towns)
    yield from _lead_times(_table(raw.get("norms")))
    if isinstance(fictional := raw.get("fictional"), bool):
        yield from _contacts(raw, (), fictional)


def _office_of(office: Office) -> object:
    return office.role if office.role == Role.MAYOR else office.name


def _fillers(parts: dict[str, Any], powers: Powers) -> Iterator[Fault]:
    for part in sorted(powers.fill.keys() - parts.keys()):
        yield ("fillers",), f"Niemand vult deel {part} in. Zet er bij [fillers] minstens één rol bij."
    for part in sorted(powers.fill.keys() & parts.keys()):
        roles = parts[part] if isinstance(parts[part], list) else [None]
        if not roles:
            yield ("fillers", part), f"Niemand vult deel {part} in. Noem minstens één rol."
        for role in roles:
            if isinstance(role, str) and role in ROLES - set(powers.fill[part].roles):
                yield ("fillers", part), _not_theirs(part, role, powers.fill[part])


def _not_theirs(part: str, role: str, filling: Filling) -> str:
    could = ", ".join(f"'{other}'" for other in sorted(filling.roles))
    return (
        f"Deel {part} ({filling.label}) kan niet worden ingevuld door '{role}', in geen enkele regio. "
        f"Kies uit: {could} ({filling.law})."
    )


def _periods(periods: Mapping[Loc, P], same: Callable[[P], object], sentence: str) -> Iterator[Fault]:
    for loc, period in periods.items():
        if period.end and period.end < period.start:
            yield (*loc, "end"), "De laatste dag ligt vóór de eerste. Verbeter start of end."
    for (_, one), (loc, other) in combinations(periods.items(), 2):
        if same(one) == same(other) and (other.covers(one.start) or one.covers(other.start)):
            yield (*loc, "start"), sentence.format(one=one, other=other)


def _absences(town: Town) -> Iterator[Fault]:
    """Gemeentewet 77: who is away has an office, and the absence has a last day."""
    for loc, absence in town.absences.items():
        if town.whole and not town.held(absence.name, absence.start):
            sentence = f"{absence.name} is op {absence.start} geen burgemeester of loco-burgemeester hier."
            yield (*loc, "name"), f"{sentence} Schrijf de naam als bij het ambt, of haal dit blok weg."
        if absence.end is None:
            yield loc, "Een afwezigheid heeft een laatste dag. Vul end in."
        if town.whole and not town.there(absence.start):
            sentence = (
                "iedereen met een ambt afwezig. Zet erbij wie dan waarneemt, of verkort een afwezigheid."
            )
            yield (*loc, "start"), f"Op {absence.start} is {sentence}"


def _mandates(raw: dict[str, Any], towns: Sequence[Town]) -> Iterator[Fault]:
    rows = rows_of(raw.get("mandates"))
    if raw.get("mandate_used") is True and not rows:
        yield ("mandate_used",), "Het register van mandaten is leeg. Vul [[mandates]] in, of zet hier false."
    if raw.get("mandate_used") is False and rows:
        yield ("mandate_used",), "Er staan mandaten in het register. Haal ze weg, of zet hier true."
    mandates = _readable(Mandate, ("mandates",), rows)
    yield from _periods(mandates, lambda mandate: (mandate.holder, mandate.municipality), SAME_MANDATE)
    for (_, one), (loc, other) in combinations(mandates.items(), 2):
        if one.number == other.number:
            yield (*loc, "number"), f"Mandaat '{other.number}' staat er twee keer. Geef elk een eigen nummer."
    for loc, mandate in mandates.items():
        yield from _signature(loc, mandate, {town.key: town for town in towns})
        yield from _scope(loc, mandate, _table(raw.get("routes")))


def _signature(loc: Loc, mandate: Mandate, towns: Mapping[str, Town]) -> Iterator[Fault]:
    """Awb 10:3, 10:5: whoever signed held office in that municipality on the day of the written decision."""
    town = towns.get(mandate.municipality)
    if town is None:
        yield (*loc, "municipality"), f"De gemeente '{mandate.municipality}' staat niet in dit bestand."
    elif town.whole and not town.held(mandate.signed_by, mandate.decided_on):
        sentence = (
            f"{mandate.signed_by} was op {mandate.decided_on} geen burgemeester of loco-burgemeester van "
            f"'{town.key}'. Noem wie het toen wel was, of verbeter de datum van het besluit."
        )
        yield (*loc, "signed_by"), sentence


def _scope(loc: Loc, mandate: Mandate, routes: dict[str, Any]) -> Iterator[Fault]:
    """Awb 10:5: a mandate works from its written decision on, and for what the region does."""
    if mandate.decided_on > mandate.start:
        sentence = "Een mandaat werkt niet terug. Laat decided_on niet na start liggen."
        yield (*loc, "decided_on"), sentence
    used = routes.keys() if routes.keys() <= ROUTES else mandate.routes
    for route in sorted(mandate.routes - used):
        sentence = f"De route '{route}' gebruikt deze regio niet. Haal haar weg bij dit mandaat."
        yield (*loc, "routes"), sentence


def _lead_times(norms: dict[str, Any]) -> Iterator[Fault]:
    """norm: advice, decision and announcement follow each other; all three count back from the end."""
    for (first, what), (then, other) in pairwise(LEAD_TIMES.items()):
        earlier, later = norms.get(first), norms.get(then)
        if isinstance(earlier, int) and isinstance(later, int) and earlier <= later:
            sentence = (
                f"{what} komt niet eerder dan {other.lower()}. Maak {first} groter dan {then}: "
                "beide tellen terug vanaf het einde."
            )
            yield ("norms", first), sentence


def _contacts(value: Any, loc: Loc, fictional: bool) -> Iterator[Fault]:
    """house: an invented region reaches nobody by accident, and a real one keeps nothing invented."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _contacts(item, (*loc, key), fictional)
    elif REACHED.fullmatch(str(loc[-1])) and isinstance(value, str):
        if fictional and not INVENTED.fullmatch(value):
            yield (
                loc,
                f"'{value}' kan echt zijn, maar de regio is verzonnen. "
                "Neem 000-, 088-0000, 06-0000 of .example.",
            )
        if not fictional and INVENTED.fullmatch(value):
            yield loc, f"'{value}' is verzonnen, maar de regio is echt. Vul het echte nummer of adres in."


def _table(value: Any) -> dict[str, Any]:
    """The value where it is a table; an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def rows_of(value: Any) -> list[dict[str, Any]]:
    """The value where it is a list of tables; no rows otherwise."""
    return [_table(row) for row in value] if isinstance(value, list) else []


def _readable(shape: type[P], loc: Loc, rows: Iterable[dict[str, Any]]) -> dict[Loc, P]:
    """The rows that can be read, unknown keys aside, so that one slip does not hide another fault."""
    found: dict[Loc, P] = {}
    for index, row in enumerate(rows):
        with suppress(ValidationError):
            known = {key: value for key, value in row.items() if key in shape.model_fields}
            found[*loc, index] = shape.model_validate(known)
    return found


def towns_of(raw: dict[str, Any]) -> list[Town]:
    """The municipalities in the order of the file, with the offices that can be read."""
    found = []
    for index, row in enumerate(rows_of(raw.get("municipalities"))):
        rows = rows_of(row.get("offices"))
        offices = _readable(Office, ("municipalities", index, "offices"), rows)
        away = rows_of(row.get("absences"))
        absences = _readable(Absence, ("municipalities", index, "absences"), away)
        found.append(Town(str(row.get("key")), offices, absences, len(offices) == len(rows)))
    return found
