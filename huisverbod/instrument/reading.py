"""Reads an instrument file strictly: a fault is named with its file and line, and nothing is guessed."""

import re
import tomllib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.instrument.definition import Colour, Instrument, Value

Loc = tuple[int | str, ...]

FAULTS = {
    "extra_forbidden": "Onbekende sleutel '{key}'. Haal deze weg.",
    "missing": "De sleutel '{key}' ontbreekt. Vul deze in.",
    "string_too_short": "De sleutel '{key}' is leeg. Vul deze in.",
    "too_short": "Bij '{key}' staat niets. Noem er ten minste één.",
    "string_pattern_mismatch": "'{value}' is geen code. Schrijf 1 (deel), 1a (signaal) of 1a.1 (onderdeel).",
    "literal_error": "Bij '{key}' mag alleen {expected} staan: een kleur wordt nooit berekend.",
    "greater_than": "Het getal bij '{key}' moet groter zijn dan nul.",
}
OTHER = "De waarde bij '{key}' heeft niet de goede vorm."


def load(path: Path) -> Instrument:
    """The instrument in a file; see `parse`."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, file: str) -> Instrument:
    """The instrument of this text, checked whole.

    Raises `DefinitionError` for the first fault, with its line.
    """
    try:
        read = Instrument.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+)", str(fault))
        line = int(at[1]) if at else len(text.splitlines())
        raise DefinitionError(file, f"Geen geldige TOML: {fault}", line) from fault
    except ValidationError as fault:
        raise DefinitionError(file, *_explained(fault.errors()[0], text)) from fault
    for loc, sentence in _contradictions(read):
        raise DefinitionError(file, sentence, _line(text, loc))
    return read


def _explained(error: Any, text: str) -> tuple[str, int]:
    loc: Loc = error["loc"]
    key = [place for place in loc if isinstance(place, str)][-1]
    expected = error.get("ctx", {}).get("expected")
    sentence = FAULTS.get(error["type"], OTHER).format(key=key, value=error["input"], expected=expected)
    return sentence, _line(text, loc[:-1] if error["type"] == "missing" else loc)


def _contradictions(read: Instrument) -> Iterator[tuple[Loc, str]]:
    for key, stated, names in (
        ("values", read.values, get_args(Value)),
        ("colours", tuple(read.colours), get_args(Colour)),
    ):
        if stated != names:
            yield (key,), f"Bij '{key}' horen precies, in deze volgorde: {', '.join(names)}."
    seen: set[str] = set()
    for loc, code, start in _codes(read):
        if code in seen:
            yield loc, f"De code '{code}' staat er twee keer."
        if not code.startswith(start):
            yield loc, f"De code '{code}' hoort met '{start}' te beginnen."
        seen.add(code)


def _codes(read: Instrument) -> Iterator[tuple[Loc, str, str]]:
    """Where every code stands, the code, and what it begins with."""
    for p, part in enumerate(read.parts):
        yield ("part", p, "id"), part.id, ""
        for s, signal in enumerate(part.signals):
            yield ("part", p, "signal", s, "code"), signal.code, part.id
            for i, item in enumerate(signal.items):
                yield ("part", p, "signal", s, "items", i, "code"), item.code, f"{signal.code}."


def _line(text: str, loc: Loc) -> int:
    """The line (from 1) of a key, or of the table in which it should stand."""
    start, end = 0, len(text)
    for name, row in zip_longest(loc, loc[1:]):
        if isinstance(name, str):
            start, end = _span(text, name, row, (start, end))
    return text.count("\n", 0, start) + 1


def _span(text: str, name: str, row: int | str | None, within: tuple[int, int]) -> tuple[int, int]:
    """From where to where a key or table stands, or one row of a list of tables."""
    word = re.escape(name)
    mark = r"\{" if name == "items" and row is not None else rf'^\[\[?(?:\w+\.)*{word}\]|\b{word}"?\s*='
    hits = [hit.start() for hit in re.compile(mark, re.MULTILINE).finditer(text, *within)]
    index = row if isinstance(row, int) else 0
    if index >= len(hits):
        return within
    return hits[index], [*hits, within[1]][index + 1] if isinstance(row, int) else within[1]
