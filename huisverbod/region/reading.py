"""Reads the region files of a folder; a fault is named with its file and line, and nothing is guessed."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.powers import Powers
from huisverbod.printing.pictures import MOST_BYTES, Picture, Unfit, made_anew
from huisverbod.region.checking import rows_of, rules, towns_of
from huisverbod.region.definition import Region
from huisverbod.region.lines import Fault, Loc, lines_by_path
from huisverbod.region.sentences import shape_sentence
from huisverbod.region.words import LOGO
from huisverbod.roles import Role

LOGOS = "logos"
"""The folder beside the region files in which the logos stand."""


@dataclass(frozen=True)
class _File:
    """One region file as it was read: its raw content, and where each key stands."""

    folder: Path
    name: str
    raw: dict[str, Any]
    lines: Mapping[Loc, int]

    def at(self, loc: Loc, sentence: str) -> DefinitionError:
        """The fault at this place, or at the nearest table around it."""
        around = (loc[:length] for length in range(len(loc), 0, -1))
        return DefinitionError(
            self.name, sentence, next((self.lines[a] for a in around if a in self.lines), None)
        )

    def faults(self, powers: Powers) -> list[DefinitionError]:
        """Every fault of this file, in the order of its lines."""
        shape = list(self._shape(powers))
        named = {loc for loc, _ in shape}
        others = (*self._own_name(), *rules(self.raw, powers), *self._logos())
        between = (fault for fault in others if fault[0] not in named)
        found = [self.at(*fault) for fault in (*shape, *between)]
        return sorted(found, key=lambda fault: fault.line or 0)

    def _shape(self, powers: Powers) -> Iterator[Fault]:
        try:
            Region.model_validate(self.raw, context=powers)
        except ValidationError as refused:
            for error in refused.errors():
                if error["type"] == "too_short" and error["input"]:
                    continue  # what stands there is refused one by one
                loc = tuple(part for part in error["loc"] if part != "[key]")
                yield loc, shape_sentence({**error}, loc, powers)

    def picture(self, place: int) -> Picture | None:
        """The logo of the municipality at that place (from 0), or nothing.

        Raises `Unfit` when there is no such file, or it cannot be a logo.
        """
        name = rows_of(self.raw.get("municipalities"))[place].get("logo")
        if not isinstance(name, str) or not LOGO.fullmatch(name):
            return None
        try:
            with (self.folder / LOGOS / name).open("rb") as file:
                return made_anew(name, file.read(MOST_BYTES + 1))
        except OSError as fault:
            sentence = f"Het bestand {LOGOS}/{name} is er niet. Zet het in de map {LOGOS} naast dit bestand."
            raise Unfit(sentence) from fault

    def _logos(self) -> Iterator[Fault]:
        for place in range(len(rows_of(self.raw.get("municipalities")))):
            try:
                self.picture(place)
            except Unfit as fault:
                yield ("municipalities", place, "logo"), str(fault)

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
        return _File(path.parent, path.name, tomllib.loads(text), lines_by_path(text))
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
    for index, row in enumerate(rows_of(raw.get("municipalities"))):
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


def check(folder: Path, powers: Powers) -> list[DefinitionError]:
    """Every fault of every region file in the folder: file, line and what to do; empty when all is well."""
    files, faults = _opened(folder)
    if not files and not faults:
        return [
            DefinitionError(folder.name, "Deze map bevat geen regio. Kopieer _sjabloon.toml en vul het in.")
        ]
    return [*faults, *(fault for file in files for fault in file.faults(powers)), *_twice(files)]


def gaps(folder: Path) -> list[DefinitionError]:
    """Gemeentewet 77: the days without a mayor, when only a deputy decides. Allowed, worth a look."""
    found: list[DefinitionError] = []
    for file in _opened(folder)[0]:
        for town in towns_of(file.raw):
            mayors = [(o.start, o.end, loc) for loc, o in town.offices.items() if o.role == Role.MAYOR]
            for (_, end, _), (start, _, loc) in pairwise(sorted(mayors, key=itemgetter(0))):
                if end and start - end > timedelta(days=1):
                    sentence = f"Tussen {end} en {start} is er geen burgemeester: de loco beslist. Klopt dat?"
                    found.append(file.at((*loc, "start"), sentence))
    return found


def read(path: Path, powers: Powers) -> Region:
    """The region in one file.

    Raises `DefinitionError` for its first fault, with file and line.
    """
    file = _open(path)
    for fault in (*file.faults(powers), *_twice([file])):
        raise fault
    found = Region.model_validate(file.raw, context=powers)
    shown = [town.shown_with(file.picture(place)) for place, town in enumerate(found.municipalities)]
    return found.model_copy(update={"municipalities": tuple(shown)})


def load(folder: Path, powers: Powers) -> dict[str, Region]:
    """The regions of a folder by key; files whose name starts with "_" are passed over.

    Raises `DefinitionError` for the first fault that `check` finds.
    """
    for fault in check(folder, powers):
        raise fault
    regions = [read(path, powers) for path in _paths(folder)]
    return {region.key: region for region in regions}
