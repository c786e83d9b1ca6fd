"""What an instrument file may say: the shapes of a part, a signal and an item, and the look-ups."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from huisverbod.errors import Unknown

Value = Literal["ja", "nee", "onbekend"]
Colour = Literal["rood", "blauw", "geel"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Row = TypeVar("Row")


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Item(Strict):
    """One fact or circumstance of the closed list, such as 2c.4."""

    code: str = Field(pattern=r"^\d[a-z]\.\d{1,2}$")
    label: Text


class Signal(Strict):
    """One heading of the closed list with its items; the assessor gives it a colour."""

    code: str = Field(pattern=r"^\d[a-z]$")
    label: Text
    help: str = ""
    police_only: bool = Field(False, strict=True)
    items: tuple[Item, ...] = Field(min_length=1)


class Part(Strict):
    """One part of the closed list: the person, the course of the incident, the living conditions."""

    id: str = Field(pattern=r"^\d$")
    title: Text
    law: Text
    signals: tuple[Signal, ...] = Field(alias="signal", min_length=1)


class Rule(Strict):
    """How many red signals in one part point to a ban. Advice, not law: `source` says whose."""

    red_signals: int = Field(gt=0, strict=True)
    sentence: Text
    source: Text


class Instrument(Strict):
    """The whole instrument as its file states it. The look-ups raise `Unknown` for a code not in it."""

    key: Text
    title: Text
    version: Text
    authority: Text
    licence: Text
    provenance: Text
    values: tuple[str, ...]
    colours: Mapping[str, Text]
    colour_derivation: Literal["none"]
    rule: Rule
    parts: tuple[Part, ...] = Field(alias="part", min_length=1)

    @property
    def red_signals(self) -> int:
        """How many red signals in one part point to a ban."""
        return self.rule.red_signals

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Every signal, in the order of the annex."""
        return tuple(signal for part in self.parts for signal in part.signals)

    def part(self, id: str) -> Part:
        """The part of that number: "1", "2" or "3"."""
        return _found({part.id: part for part in self.parts}, id)

    def signal(self, code: str) -> Signal:
        """The signal of that code, such as "1b"."""
        return _found({signal.code: signal for signal in self.signals}, code)

    def item(self, code: str) -> Item:
        """The item of that code, such as "1b.3"."""
        return _found({item.code: item for signal in self.signals for item in signal.items}, code)


def part_keys(instrument: Instrument) -> tuple[str, ...]:
    """Besluit 2(3): the parts as they are filled in, "1a", "1", "2", "3": police data stand apart."""
    return tuple(
        key
        for part in instrument.parts
        for key in (*(signal.code for signal in part.signals if signal.police_only), part.id)
    )


def signals_of(part_key: str, instrument: Instrument) -> tuple[str, ...]:
    """The codes of the signals filled in under "1a", "1", "2" or "3"; "1" leaves out 1a.

    Raises `Unknown` when no such part is filled in.
    """
    police = {signal.code for signal in instrument.signals if signal.police_only}
    if part_key in police:
        return (part_key,)
    return tuple(signal.code for signal in instrument.part(part_key).signals if signal.code not in police)


def _found(rows: Mapping[str, Row], code: str) -> Row:
    if code not in rows:
        raise Unknown(f"Code {code} staat niet in het risico-instrument.")
    return rows[code]
