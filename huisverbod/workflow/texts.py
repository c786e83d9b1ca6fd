"""The files of a procedure as they stand, with what a proposal changes in them, and their shape checked."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.powers import Powers, strangers
from huisverbod.workflow.definition import ABOUT, POWERS, About
from huisverbod.workflow.lines import Source, rows_of
from huisverbod.workflow.proposing import changed

Shape = TypeVar("Shape", bound=BaseModel)


class Texts:
    """The files of one procedure (path to text); at most one proposal stands in a folder of its own."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        named = (PurePosixPath(file) for file in files)
        self.proposal = next((p.parent.as_posix() for p in named if p.name == ABOUT and p.parent.name), "")

    def about(self) -> About:
        """What this is; a proposal names the procedure it is based on, and is for simulation alone.

        Raises:
            DefinitionError: a fault in what it says of itself.

        """
        base, source = self._shaped(ABOUT, About)
        if base.based_on:
            sentence = f"Een voorstel kan niet zonder de werkwijze waarop het bouwt ('{base.based_on}')."
            raise source.fault(sentence, "based_on")
        if not self.proposal:
            return base
        own, source = self._shaped(f"{self.proposal}/{ABOUT}", About)
        if own.name != self.proposal:
            raise source.fault(f"name moet '{self.proposal}' zijn, gelijk aan de map.", "name")
        if own.based_on != base.name:
            raise source.fault(
                f"based_on moet '{base.name}' zijn: dat is de werkwijze hierboven.", "based_on"
            )
        if not own.simulation:
            sentence = (
                "Een voorstel is altijd alleen voor simulatie: zet simulation = true. Is het wet geworden? "
                "Verander dan de werkwijze zelf."
            )
            raise source.fault(sentence, "simulation")
        return own

    def powers(self) -> tuple[Powers, Source]:
        """Who may do what.

        Raises:
            DefinitionError: a fault in the file, or a power that is not named.

        """
        powers, source = self.shaped(POWERS, Powers)
        for name, sentence in strangers(powers.power, powers.fill):
            raise source.fault(sentence, name)
        return powers, source

    def shaped(self, file: str, shape: type[Shape]) -> tuple[Shape, Source]:
        """The content of a file, with what the proposal changes, and where it stands.

        Raises:
            DefinitionError: the file is not there, or its first fault.

        """
        change = f"{self.proposal}/{file}"
        return self._shaped(file, shape, change if self.proposal and change in self.files else "")

    def _shaped(self, file: str, shape: type[Shape], change: str = "") -> tuple[Shape, Source]:
        if file not in self.files:
            raise DefinitionError(file, f"Dit bestand ontbreekt: {WHY.get(file, WHY_STAGE)}")
        raw = _toml(file, self.files[file])
        source = Source(file, self.files[file], rows_of(raw))
        if change:
            own = _toml(change, self.files[change])
            above = Source(change, self.files[change], rows_of(own))
            raw = changed(raw, own, above)
            source = Source(file, source.text, source.rows, above)
        try:
            return shape.model_validate(raw), source
        except ValidationError as fault:
            first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
            raise _fault({**first}, raw, source) from fault

    def check_strays(self, known: Iterable[str], which: str) -> None:
        """Refuses a file that nobody reads.

        Raises:
            DefinitionError: there is one.

        """
        for file in sorted(self.files):
            own = bool(self.proposal) and file.startswith(f"{self.proposal}/")
            name = file.removeprefix(f"{self.proposal}/") if own else file
            if name not in known and (own or "/" not in name):
                raise DefinitionError(file, f"Deze fase is onbekend. {which}")


WHY_STAGE = "elke fase heeft een eigen bestand."
WHY = {
    POWERS: "hierin staat wie wat mag, met het artikel.",
    ABOUT: "hierin staat hoe deze werkwijze heet.",
}


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        raise DefinitionError(
            file, f"Geen geldige TOML: {fault}", int(found[1]) if found else None
        ) from fault


def _fault(error: dict[str, Any], raw: dict[str, Any], source: Source) -> DefinitionError:
    """What is wrong with the shape of a file, in Dutch, on its line."""
    table, name, key = _place(error["loc"], raw)
    at = f" bij '{name}'" if name else ""
    sentence = {
        "extra_forbidden": f"Onbekende sleutel '{key}'{at}.",
        "missing": f"De sleutel '{key}' ontbreekt{at}.",
        "too_short": f"De sleutel '{key}' is leeg{at}.",
        "string_too_short": f"De sleutel '{key}' is leeg{at}.",
        "enum": f"Onbekende rol '{error['input']}'{at}.",
    }.get(error["type"], f"De sleutel '{key}' klopt niet{at}: {error['msg']}.")
    word = str(error["input"]) if error["type"] == "enum" else key.partition(".")[0]
    found = source.fault(sentence, word, table, name)
    return found if found.line else source.fault(sentence, name or table, table, name)


def _place(loc: tuple[str | int, ...], raw: dict[str, Any]) -> tuple[str, str, str]:
    """Of the path of a fault: the table, the row's name and the key."""
    table, inside = str(loc[0]), loc[1:]
    if not inside:
        return "", "", table
    rest = ".".join(map(str, inside[1:]))
    if isinstance(inside[0], int):
        row = raw[table][inside[0]]
        name = str(row.get("name", "")) if isinstance(row, dict) else ""
        return table, name, rest or table
    return table, str(inside[0]), rest or str(inside[0])
