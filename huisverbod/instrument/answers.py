"""What was filled in: the answers to the items with their sources, and the faults such answers can have."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from huisverbod.errors import Reason
from huisverbod.instrument.definition import Colour, Instrument, Signal, Strict, Value, part_keys, signals_of

SourceKind = Literal[
    "politieregistratie",
    "verklaring_slachtoffer",
    "verklaring_betrokkene",
    "verklaring_derde",
    "eigen_waarneming",
    "rapport",
    "overig",
]
SOURCE_KINDS: Mapping[SourceKind, str] = {
    "politieregistratie": "politieregistratie",
    "verklaring_slachtoffer": "verklaring van het slachtoffer",
    "verklaring_betrokkene": "verklaring van de betrokkene",
    "verklaring_derde": "verklaring van een ander",
    "eigen_waarneming": "eigen waarneming",
    "rapport": "rapport",
    "overig": "andere bron",
}
"""The Dutch name of each kind of source, as shown on pages and in decisions."""

OPPOSING = frozenset({"verklaring_slachtoffer", "verklaring_derde"})
ASKED = {"fact": "Beschrijf het feit.", "on": "Vul de datum in.", "source": "Noem de bron."}


class ItemAnswer(Strict):
    """The answer to one item, with what it rests on: fact, date, source and kind of source."""

    value: Value
    fact: str = Field("", max_length=2000)
    on: date | None = None
    source: str = Field("", max_length=300)
    source_kind: SourceKind | None = None

    @property
    def gaps(self) -> tuple[str, ...]:
        """Besluit 2(1): what a yes still lacks of `fact`, `on` and `source`; another answer needs none."""
        return tuple(name for name in ASKED if self.value == "ja" and not getattr(self, name))


class SignalAnswer(Strict):
    """The colour chosen for one signal, or why it has none, and the answers to its items by code."""

    colour: Colour | None = None
    not_rated_reason: str = Field("", max_length=1000)
    items: dict[str, ItemAnswer] = Field(default_factory=dict)


class PartAnswer(Strict):
    """What was filled in for one of the parts "1a", "1", "2" and "3": answers by signal code."""

    part: str
    signals: dict[str, SignalAnswer] = Field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """How many items of one signal were answered with yes, no and unknown."""

    yes: int
    no: int
    unknown: int


def faults(answer: PartAnswer, instrument: Instrument, on: date) -> list[Reason]:
    """Besluit 2(1): codes outside the list, a yes without fact, date or source, and days after `on`.

    A reason's code is that of the signal or item, with the field behind it: "2c.4.source".
    """
    keys = part_keys(instrument)
    if answer.part not in keys:
        sentence = f"Deel {answer.part} bestaat niet. Kies uit: {', '.join(keys)}."
        return [Reason("part", sentence, "Besluit 2(1)")]
    own = signals_of(answer.part, instrument)
    found: list[Reason] = []
    for code, given in answer.signals.items():
        if code in own:
            found += _item_faults(instrument.signal(code), given, on)
        else:
            found.append(Reason(code, f"Signaal {code} hoort niet bij deel {answer.part}.", "Besluit 2(1)"))
    return found


def counts(answer: PartAnswer) -> dict[str, Count]:
    """The number of items with yes, no and unknown, by signal code; an item not answered counts nowhere."""
    found = {}
    for code, given in answer.signals.items():
        values = Counter(item.value for item in given.items.values())
        found[code] = Count(yes=values["ja"], no=values["nee"], unknown=values["onbekend"])
    return found


def yes_with_source_share(answers: Mapping[str, PartAnswer]) -> float | None:
    """The share (0 to 1) of items with yes that have fact, date and source; nothing without a yes."""
    complete = [not item.gaps for item in _yes(answers)]
    return sum(complete) / len(complete) if complete else None


def opposing_only(answers: Mapping[str, PartAnswer]) -> bool:
    """Awb 3:2: whether every source of a known kind is a statement of the victim or of someone else.

    A source without a kind does not take the doubt away; without any known kind the answer is no.
    """
    kinds = {item.source_kind for item in _yes(answers) if item.source_kind}
    return bool(kinds) and kinds <= OPPOSING


def _yes(answers: Mapping[str, PartAnswer]) -> Iterator[ItemAnswer]:
    for answer in answers.values():
        for signal in answer.signals.values():
            yield from (item for item in signal.items.values() if item.value == "ja")


def _item_faults(signal: Signal, given: SignalAnswer, on: date) -> Iterator[Reason]:
    labels = {item.code: item.label for item in signal.items}
    for code, item in given.items.items():
        if code not in labels:
            yield Reason(code, f"Onderdeel {code} hoort niet bij signaal {signal.code}.", "Besluit 2(1)")
        else:
            yield from _evidence_faults(f"{code} ({labels[code]})", code, item, on)


def _evidence_faults(name: str, code: str, item: ItemAnswer, on: date) -> Iterator[Reason]:
    for gap in item.gaps:
        yield Reason(f"{code}.{gap}", f"Onderdeel {name} staat op ja. {ASKED[gap]}", "Besluit 2(1)")
    if item.on and item.on > on:
        yield Reason(f"{code}.on", f"De datum bij onderdeel {name} ligt in de toekomst.", "Awb 3:2")
