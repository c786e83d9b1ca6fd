"""pilot_regions/*.toml: what one region does differently, and every fault such a file can have."""

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from huisverbod.errors import DefinitionError, Unknown
from huisverbod.roles import REQUESTERS, Role

ROUTES = frozenset({"acuut_politie", "acuut_veilig_thuis", "geplande_screening", "terugkeer_naar_huis"})
OFFICES = frozenset({Role.MAYOR, Role.DEPUTY_MAYOR})
POLICE = frozenset({Role.POLICE, Role.HOVJ})
FILLERS = POLICE | {
    Role.VEILIG_THUIS, Role.CRISIS_TEAM, Role.CASE_MANAGER, Role.LOCAL_CARE, Role.MUNICIPAL_OFFICER,
}  # fmt: skip
PARTS = {"1a": POLICE, "1": FILLERS, "2": FILLERS, "3": FILLERS}
"""Besluit 2(3): who could fill each part anywhere; police records (1a) come from the police, everywhere."""

PHONE = r"0\d-\d{8}|0\d\d-\d{7}|0\d{3}-\d{6}|0[89]00-\d{4}(\d{3})?|14 0\d{1,3}"
INVENTED = re.compile(r"(000-|088-0000)\d+|.*([@.]|//)example\.(nl|com|org)|.*\.example(/.*)?")
NATIONAL = re.compile(
    r"acts?|.*(extend|extension|withdraw|power|verleng|intrek|bevoegd|handeling).*|days|dagen"
)
Loc = tuple[str | int, ...]
Fault = tuple[Loc, str]


def _only(allowed: Callable[[Any], object], sentence: str) -> AfterValidator:
    def look(value: Any) -> Any:
        if not allowed(value):
            raise ValueError(sentence.format(value))
        return value

    return AfterValidator(look)


def _like(pattern: str, sentence: str) -> AfterValidator:
    return _only(re.compile(pattern).fullmatch, sentence)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, _like(r"[a-z][a-z0-9-]*", "'{}': gebruik alleen kleine letters, cijfers en streepjes.")]
Phone = Annotated[str, _like(PHONE, "'{}' is geen telefoonnummer. Schrijf tien cijfers als 000-1234567.")]
Email = Annotated[str, _like(r"[^@\s]+@[^@\s]+\.[a-z]+", "'{}' is geen e-mailadres. Schrijf naam@domein.nl.")]
Website = Annotated[str, _like(r"https://\S+\.\S+", "'{}' is geen webadres. Begin met https://.")]
Hex = Annotated[str, _like(r"#[0-9a-fA-F]{6}", "'{}' is geen kleur. Schrijf # en zes tekens, zoals #154273.")]
Language = Annotated[
    str, _like(r"[a-z]{2,3}", "'{}' is geen taalcode. Schrijf bijvoorbeeld nl, en, ar of pl.")
]
Hours = Annotated[int, Field(gt=0, strict=True)]
Day = Annotated[date, Field(strict=True)]
Yes = Annotated[bool, Field(strict=True)]
RouteName = Annotated[
    str, _only(ROUTES.__contains__, f"Onbekende route '{{}}'. Kies uit: {', '.join(sorted(ROUTES))}.")
]
PartName = Annotated[
    str,
    _only(
        PARTS.__contains__, "Onbekend deel '{}'. Kies 1a, 1, 2 of 3: een los signaal wordt niet toegewezen."
    ),
]
Requester = Annotated[Role, _only(REQUESTERS.__contains__, "De rol '{}' doet geen verzoek. Haal haar weg.")]
OfficeRole = Annotated[Role, _only(OFFICES.__contains__, "Een ambt is 'mayor' of 'deputy_mayor', niet '{}'.")]


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Contact(Strict):
    """An organisation and its telephone."""

    name: Text
    phone: Phone


class HelpBody(Contact):
    """Wth 2(8), 2(9): the body for advice or help that the mayor designated."""

    email: Email
    contact: Text


class Court(Contact):
    """The court with which an appeal is lodged."""

    address: Text
    postcode_place: Text


class Route(Strict):
    """norm: who may lay a request before the mayor along this route, and what the route is called here."""

    requesters: frozenset[Requester] = Field(min_length=1)
    label: Text


class Norms(Strict):
    """norm: the region's own terms, all in whole hours; the terms of the law stand in the workflow files."""

    take_up_request: Hours
    assess: Hours
    decide: Hours
    written_after_oral: Hours
    motivation: Hours
    serve: Hours
    report_to_mayor: Hours
    tell_household: Hours
    inform_help_body: Hours
    inform_veilig_thuis: Hours
    first_care_contact: Hours
    advice_before_end: Hours
    decide_extension_before_end: Hours
    tell_ruling: Hours
    follow_up_owner: Hours

    def hours(self, norm: str) -> int:
        """The hours of the norm of this name (one of NORMS)."""
        hours: int = getattr(self, norm)
        return hours


NORMS = frozenset(Norms.model_fields)


class Retention(Strict):
    """norm: how many years a refused request is kept; for decisions Wth 10(1) decides."""

    refused_request_years: int = Field(gt=0, strict=True)


class Colours(Strict):
    """The house style of a municipality."""

    brand: Hex


class Period(Strict):
    """From the first to the last day, both included; without an end it runs on."""

    start: Day
    end: Day | None = None

    def covers(self, on: date) -> bool:
        """Whether that Dutch calendar day lies in the period."""
        return self.start <= on <= (self.end or date.max)


class Office(Period):
    """Gemeentewet 77: a mayor, or the deputy who replaces him; `account` is the name to sign in with."""

    name: Text
    role: OfficeRole
    account: Text | None = None


class Mandate(Period):
    """Wth 3(1), Awb 10:5: one line of the register; what it covers is national and cannot be stated here."""

    number: Text
    holder: Text
    rank: Text
    municipality: Key
    signed_by: Text


class Municipality(Strict):
    """A municipality: where it can be reached, how it looks, and who held office when."""

    key: Key
    name: Text
    department: Text
    address: Text
    postcode_place: Text
    phone: Phone
    email: Email
    website: Website
    colours: Colours
    offices: tuple[Office, ...] = Field(min_length=1)

    def holder(self, name: str, role: Role, on: date) -> Office | None:
        """Whoever of that name held that office on that day, or nothing."""
        return next((o for o in self.offices if (o.name, o.role) == (name, role) and o.covers(on)), None)

    def mayor(self, on: date) -> Office | None:
        """The mayor on that day, or nothing."""
        return next((o for o in self.offices if o.role == Role.MAYOR and o.covers(on)), None)

    def deputies(self, on: date) -> tuple[Office, ...]:
        """Gemeentewet 77: the deputies on that day, in the order in which they replace the mayor."""
        return tuple(o for o in self.offices if o.role == Role.DEPUTY_MAYOR and o.covers(on))


class Region(Strict):
    """One pilot region. It decides who asks, who fills in and how soon; never who may decide what."""

    key: Key
    name: Text
    fictional: Yes
    description: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    mandate_used: Yes
    weegteam: Yes
    on_call_phone: Phone
    routes: Mapping[RouteName, Route] = Field(min_length=1)
    fillers: Mapping[PartName, frozenset[Role]]
    norms: Norms
    retention: Retention
    court: Court
    help_body: HelpBody
    veilig_thuis: Contact
    lawyer_line: Contact
    police: Contact
    municipalities: tuple[Municipality, ...] = Field(min_length=1)
    mandates: tuple[Mandate, ...] = ()

    def municipality(self, key: str) -> Municipality:
        """The municipality with this key.

        Raises `Unknown` when it does not belong to this region.
        """
        for municipality in self.municipalities:
            if municipality.key == key:
                return municipality
        raise Unknown(f"De gemeente '{key}' hoort niet bij {self.name}.")

    def mandate(self, holder: str, municipality: str, on: date) -> Mandate | None:
        """Wth 3(1), Awb 10:5: this person's mandate for this municipality on that day, or nothing."""
        register = self.mandates if self.mandate_used else ()
        wanted = (holder, municipality)
        return next((m for m in register if (m.holder, m.municipality) == wanted and m.covers(on)), None)

    def may_request(self, role: Role, route: str) -> bool:
        """norm: whether this capacity may lay a request before the mayor along this route."""
        return route in self.routes and role in self.routes[route].requesters

    def may_fill(self, role: Role, part: str) -> bool:
        """norm: whether this capacity fills in this part; part 1a only ever the police (Besluit 2(3))."""
        return role in self.fillers.get(part, ()) and role in PARTS[part]


P = TypeVar("P", bound=Period)

SENTENCES = {
    "missing": "De sleutel '{key}' ontbreekt. Vul hem in; _sjabloon.toml laat zien hoe.",
    "enum": "Onbekende rol '{value}'. Kies uit: {roles}.",
    "greater_than": "'{key}' moet meer dan 0 zijn, niet {value}.",
    "int_type": "'{key}' is een heel getal, zonder aanhalingstekens en zonder komma.",
    "bool_type": "'{key}' is true of false, zonder aanhalingstekens.",
    "date_type": "'{key}' is een datum als 2026-01-31, zonder aanhalingstekens en zonder tijd.",
    "string_type": "'{key}' is tekst. Zet de waarde tussen aanhalingstekens.",
    "string_too_short": "'{key}' is leeg. Vul iets in.",
    "too_short": "'{key}' is leeg. Vul er minstens één in.",
    "tuple_type": "'{key}' is een lijst. Zet de waarden tussen [ en ], of begin elk blok met [[{key}]].",
    "frozen_set_type": "'{key}' is een lijst. Zet de waarden tussen [ en ], met komma's ertussen.",
    "dict_type": "'{key}' is een blok met eigen sleutels, dat begint met [{key}].",
    "model_type": "'{key}' is een blok met eigen sleutels. Kijk in _sjabloon.toml hoe het eruitziet.",
}
NATIONAL_SENTENCE = (
    "'{key}' kan een regio niet regelen. Artikel 3, eerste lid, Wth bepaalt wat een hulpofficier in "
    "mandaat mag: een huisverbod opleggen, met wat daarbij hoort. Verlengen en intrekken doet alleen "
    "de burgemeester, en de termijnen staan in de wet. Haal deze sleutel weg."
)


ROLES = frozenset(Role)
ROLES_AT = {"routes": REQUESTERS, "fillers": FILLERS, "municipalities": OFFICES}
SHAPES: tuple[type[Strict], ...] = (
    Region, Municipality, Office, Mandate, Norms, HelpBody, Court, Route, Retention, Colours,
)  # fmt: skip


def _sentence(error: Mapping[str, Any], loc: Loc) -> str:
    """What is wrong with the shape, and what to do about it."""
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(key, error["input"])
    roles = ", ".join(sorted(ROLES_AT.get(str(loc[0]), ROLES)))
    words = {"key": key, "value": error["input"], "roles": roles, "said": error["msg"]}
    return SENTENCES.get(error["type"], "'{key}' klopt niet: {said}.").format(**words)


def _unknown_key(key: str, value: Any) -> str:
    listed = map(str, value) if isinstance(value, list) else ()
    if any(NATIONAL.fullmatch(word.lower()) for word in (key, *listed)):
        return NATIONAL_SENTENCE.format(key=key)
    known = {name for shape in SHAPES for name in shape.model_fields}
    near = difflib.get_close_matches(key, sorted(known), n=1)
    return f"Onbekende sleutel '{key}'. " + (f"Bedoelt u '{near[0]}'?" if near else "Haal hem weg.")


HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def _lines(text: str) -> dict[Loc, int]:
    """The line (from 1) of every table and key, by its path; rows of a list of tables count from 0."""
    found: dict[Loc, int] = {}
    rows: Counter[Loc] = Counter()
    table: Loc = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = _table_path(header[2], header[1] == "[[", rows)
            found.setdefault(table, number)
        elif key := KEY.match(line):
            found.setdefault((*table, *_names(key[1])), number)
    return found


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def _table_path(dotted: str, opens_row: bool, rows: Counter[Loc]) -> Loc:
    path: Loc = ()
    names = _names(dotted)
    for depth, name in enumerate(names, 1):
        path += (name,)
        if opens_row and depth == len(names):
            rows[path] += 1
        if rows[path]:
            path += (rows[path] - 1,)
    return path


SAME_OFFICE = (
    "{one.name} en {other.name} zijn tegelijk in dit ambt. "
    "Laat de een eindigen op de dag vóór de ander begint."
)
SAME_MANDATE = (
    "Mandaat {other.number} valt samen met {one.number} van dezelfde persoon. "
    "Laat het oude eindigen op de dag vóór het nieuwe begint."
)


@dataclass(frozen=True)
class _Town:
    """A municipality as far as it can be read: its offices by place, and whether that is all of them."""

    key: str
    offices: Mapping[Loc, Office]
    whole: bool

    def held(self, name: str, on: date) -> bool:
        """Whether that person held either office on that day."""
        return any(office.name == name and office.covers(on) for office in self.offices.values())


def _rules(raw: dict[str, Any]) -> Iterator[Fault]:
    """Faults between one line and another; what cannot be read is passed over, being a fault already."""
    towns = _towns(raw)
    if isinstance(raw.get("fillers"), dict):
        yield from _fillers(raw["fillers"])
    for town in towns:
        yield from _periods(town.offices, _office_of, SAME_OFFICE)
    yield from _mandates(raw, towns)
    yield from _lead_times(_table(raw.get("norms")))
    if isinstance(fictional := raw.get("fictional"), bool):
        yield from _contacts(raw, (), fictional)


def _office_of(office: Office) -> object:
    return office.role if office.role == Role.MAYOR else office.name


def _fillers(parts: dict[str, Any]) -> Iterator[Fault]:
    for part in sorted(PARTS.keys() - parts.keys()):
        yield ("fillers",), f"Niemand vult deel {part} in. Zet er bij [fillers] minstens één rol bij."
    for part in sorted(PARTS.keys() & parts.keys()):
        roles = parts[part] if isinstance(parts[part], list) else [None]
        if not roles:
            yield ("fillers", part), f"Niemand vult deel {part} in. Noem minstens één rol."
        for role in roles:
            if isinstance(role, str) and role in ROLES - PARTS[part]:
                yield ("fillers", part), f"Deel {part} kan niet worden ingevuld door '{role}'." + _why(part)


def _why(part: str) -> str:
    police = " Deel 1a zijn politiegegevens: alleen 'police' en 'hovj' vullen het in, in elke regio."
    return police if PARTS[part] == POLICE else f" Kies uit: {', '.join(sorted(PARTS[part]))}."


def _periods(periods: Mapping[Loc, P], same: Callable[[P], object], sentence: str) -> Iterator[Fault]:
    for loc, period in periods.items():
        if period.end and period.end < period.start:
            yield (*loc, "end"), "De laatste dag ligt vóór de eerste. Verbeter start of end."
    for (_, one), (loc, other) in combinations(periods.items(), 2):
        if same(one) == same(other) and (other.covers(one.start) or one.covers(other.start)):
            yield (*loc, "start"), sentence.format(one=one, other=other)


def _mandates(raw: dict[str, Any], towns: Sequence[_Town]) -> Iterator[Fault]:
    rows = _rows(raw.get("mandates"))
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


def _signature(loc: Loc, mandate: Mandate, towns: Mapping[str, _Town]) -> Iterator[Fault]:
    """Awb 10:3, 10:5, house: whoever signed held office in that municipality on the first day."""
    town = towns.get(mandate.municipality)
    if town is None:
        yield (*loc, "municipality"), f"De gemeente '{mandate.municipality}' staat niet in dit bestand."
    elif town.whole and not town.held(mandate.signed_by, mandate.start):
        sentence = (
            f"{mandate.signed_by} was op {mandate.start} geen burgemeester of loco-burgemeester van "
            f"'{town.key}'. Noem wie het toen wel was, of laat het mandaat later beginnen."
        )
        yield (*loc, "signed_by"), sentence


def _lead_times(norms: dict[str, Any]) -> Iterator[Fault]:
    advice, decision = norms.get("advice_before_end"), norms.get("decide_extension_before_end")
    if isinstance(advice, int) and isinstance(decision, int) and advice <= decision:
        sentence = (
            "Het advies komt niet eerder dan het besluit. Maak advice_before_end groter dan "
            "decide_extension_before_end: beide tellen terug vanaf het einde."
        )
        yield ("norms", "advice_before_end"), sentence


def _contacts(value: Any, loc: Loc, fictional: bool) -> Iterator[Fault]:
    """house: an invented region reaches nobody by accident, and a real one keeps nothing invented."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _contacts(item, (*loc, key), fictional)
    elif loc[-1] in {"phone", "on_call_phone", "email", "website"} and isinstance(value, str):
        if fictional and not INVENTED.fullmatch(value):
            yield (
                loc,
                f"'{value}' kan echt zijn, maar de regio is verzonnen. Neem 000-, 088-0000 of .example.",
            )
        if not fictional and INVENTED.fullmatch(value):
            yield loc, f"'{value}' is verzonnen, maar de regio is echt. Vul het echte nummer of adres in."


def _table(value: Any) -> dict[str, Any]:
    """The value where it is a table; an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def _rows(value: Any) -> list[dict[str, Any]]:
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


def _towns(raw: dict[str, Any]) -> list[_Town]:
    """The municipalities in the order of the file, with the offices that can be read."""
    found = []
    for index, row in enumerate(_rows(raw.get("municipalities"))):
        rows = _rows(row.get("offices"))
        offices = _readable(Office, ("municipalities", index, "offices"), rows)
        found.append(_Town(str(row.get("key")), offices, len(offices) == len(rows)))
    return found


@dataclass(frozen=True)
class _File:
    """One region file as it was read: its raw content, and where each key stands."""

    name: str
    raw: dict[str, Any]
    lines: Mapping[Loc, int]

    def at(self, loc: Loc, sentence: str) -> DefinitionError:
        """The fault at this place, or at the nearest table around it."""
        around = (loc[:length] for length in range(len(loc), 0, -1))
        return DefinitionError(
            self.name, sentence, next((self.lines[a] for a in around if a in self.lines), None)
        )

    def faults(self) -> list[DefinitionError]:
        """Every fault of this file, in the order of its lines."""
        shape = list(self._shape())
        named = {loc for loc, _ in shape}
        between = (fault for fault in (*self._own_name(), *_rules(self.raw)) if fault[0] not in named)
        found = [self.at(*fault) for fault in (*shape, *between)]
        return sorted(found, key=lambda fault: fault.line or 0)

    def _shape(self) -> Iterator[Fault]:
        try:
            Region.model_validate(self.raw)
        except ValidationError as refused:
            for error in refused.errors():
                if error["type"] == "too_short" and error["input"]:
                    continue  # what stands there is refused one by one
                loc = tuple(part for part in error["loc"] if part != "[key]")
                yield loc, _sentence({**error}, loc)

    def _own_name(self) -> Iterator[Fault]:
        expected = self.name.removesuffix(".toml").lstrip("_")
        if isinstance(key := self.raw.get("key"), str) and key != expected:
            yield ("key",), f"key is '{key}', maar het bestand heet '{expected}'. Maak ze gelijk."


def _open(path: Path) -> _File:
    """The file as it stands.

    Raises `DefinitionError` when it is not UTF-8 or not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _File(path.name, tomllib.loads(text), _lines(text))
    except UnicodeDecodeError as fault:
        raise DefinitionError(
            path.name, "Dit bestand is geen UTF-8. Sla het opnieuw op als UTF-8."
        ) from fault
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        sentence = f"Dit is geen geldige TOML. Kijk op deze regel naar haken en aanhalingstekens. ({fault})"
        raise DefinitionError(path.name, sentence, int(found[1]) if found else None) from fault


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("_"))


def _opened(folder: Path) -> tuple[list[_File], list[DefinitionError]]:
    files: list[_File] = []
    faults: list[DefinitionError] = []
    for path in _paths(folder):
        try:
            files.append(_open(path))
        except DefinitionError as fault:
            faults.append(fault)
    return files, faults


def _named(raw: dict[str, Any]) -> Iterator[tuple[Loc, str, Any]]:
    """What may stand only once in all files together."""
    yield ("name",), "De naam van de regio", raw.get("name")
    for index, row in enumerate(_rows(raw.get("municipalities"))):
        yield ("municipalities", index, "key"), "De sleutel van de gemeente", row.get("key")
        yield ("municipalities", index, "name"), "De naam van de gemeente", row.get("name")


def _twice(files: Iterable[_File]) -> Iterator[DefinitionError]:
    first: dict[tuple[str, str], str] = {}
    for file in files:
        for loc, what, value in _named(file.raw):
            if not isinstance(value, str):
                continue
            if other := first.get((what, value.casefold())):
                yield file.at(loc, f"{what} '{value}' staat ook al in {other}. Kies een andere.")
            first.setdefault((what, value.casefold()), file.name)


def check(folder: Path) -> list[DefinitionError]:
    """Every fault of every region file in the folder: file, line and what to do; empty when all is well."""
    files, faults = _opened(folder)
    if not files and not faults:
        return [
            DefinitionError(folder.name, "Deze map bevat geen regio. Kopieer _sjabloon.toml en vul het in.")
        ]
    return [*faults, *(fault for file in files for fault in file.faults()), *_twice(files)]


def gaps(folder: Path) -> list[DefinitionError]:
    """Gemeentewet 77: the days without a mayor, when only a deputy decides. Allowed, worth a look."""
    found: list[DefinitionError] = []
    for file in _opened(folder)[0]:
        for town in _towns(file.raw):
            mayors = [(o.start, o.end, loc) for loc, o in town.offices.items() if o.role == Role.MAYOR]
            for (_, end, _), (start, _, loc) in pairwise(sorted(mayors, key=itemgetter(0))):
                if end and start - end > timedelta(days=1):
                    sentence = f"Tussen {end} en {start} is er geen burgemeester: de loco beslist. Klopt dat?"
                    found.append(file.at((*loc, "start"), sentence))
    return found


def read(path: Path) -> Region:
    """The region in one file.

    Raises `DefinitionError` for its first fault, with file and line.
    """
    file = _open(path)
    for fault in (*file.faults(), *_twice([file])):
        raise fault
    return Region.model_validate(file.raw)


def load(folder: Path) -> dict[str, Region]:
    """The regions of a folder by key; files whose name starts with "_" are passed over.

    Raises `DefinitionError` for the first fault that `check` finds.
    """
    for fault in check(folder):
        raise fault
    regions = [read(path) for path in _paths(folder)]
    return {region.key: region for region in regions}
