"""Red flags beside the closed list: which statutory items a sign may fit, and what the list does not name.

An aid to whoever substantiates a request. A flag is never a ground (Besluit 2(1)).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.instrument.definition import Instrument, Strict, Text


class Flag(Strict):
    """One red flag: the items of the closed list that it may fit, and what the list does not name of it."""

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Text
    fits: Literal["goed", "deels", "niet"]
    items: tuple[str, ...]
    missing: str = ""


class Crosswalk(Strict):
    """All flags of one file, with where they come from and on which terms they may be used."""

    key: Text
    title: Text
    version: Text
    licence: Text
    provenance: Text
    flags: tuple[Flag, ...] = Field(alias="flag", min_length=1)


@dataclass(frozen=True)
class Match:
    """One flag that was seen: per item it may fit, whether a dated sign was mapped to it."""

    flag: Flag
    items: tuple[tuple[str, str, bool], ...]

    @property
    def substantiated(self) -> bool:
        """Whether at least one dated sign stands under an item of this flag."""
        return any(covered for _, _, covered in self.items)


def parse_flags(text: str, file: str, instrument: Instrument) -> Crosswalk:
    """The crosswalk of this text, held against the instrument.

    Raises:
        DefinitionError: no valid TOML, a key that is unknown, missing or empty, a key named twice, an item
            that the instrument does not have, or a gap that is not explained.

    """
    try:
        read = Crosswalk.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(file, f"Geen geldige TOML: {fault}") from fault
    except ValidationError as fault:
        place = ".".join(str(part) for part in fault.errors()[0]["loc"])
        raise DefinitionError(file, f"De sleutel '{place}' ontbreekt, is onbekend of is leeg.") from fault
    for sentence in _contradictions(read, instrument):
        raise DefinitionError(file, sentence)
    return read


def _contradictions(read: Crosswalk, instrument: Instrument) -> Iterator[str]:
    known = {item.code for signal in instrument.signals for item in signal.items}
    keys = [flag.key for flag in read.flags]
    for flag in read.flags:
        if keys.count(flag.key) > 1:
            yield f"De vlag '{flag.key}' staat er twee keer."
        for code in sorted(set(flag.items) - known):
            yield f"De vlag '{flag.key}' noemt onderdeel '{code}', dat niet in het instrument staat."
        if bool(flag.items) == (flag.fits == "niet"):
            yield f"De vlag '{flag.key}' past 'niet' en heeft geen onderdelen, of past wel en heeft ze."
        if flag.fits != "goed" and not flag.missing:
            yield f"De vlag '{flag.key}' past niet helemaal. Schrijf bij 'missing' wat ontbreekt."


def matches(
    seen: Sequence[str], mapped: Sequence[str], flags: Sequence[Flag], instrument: Instrument
) -> list[Match]:
    """The flags that were seen, each held against the items (codes) to which dated signs were mapped."""
    labels: Mapping[str, str] = {
        item.code: item.label for signal in instrument.signals for item in signal.items
    }
    return [
        Match(flag, tuple((code, labels[code], code in mapped) for code in flag.items))
        for flag in flags
        if flag.key in seen
    ]
