"""One part of the risk instrument as a form: its fields, what was typed, and the answer that it makes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huisverbod.errors import BadFacts, Reason
from huisverbod.instrument import SOURCE_KINDS, Instrument, Item, PartAnswer, Signal, faults, signals_of
from huisverbod.stating import SENTENCES, build
from huisverbod.web.forms import EMPTY, Field, Group, Wrong
from huisverbod.web.shapes import Kind, words
from huisverbod.web.typed import UNREADABLE, Typed, date_of, first

NOT_RATED = "geen"
"""The choice beside the colours: this signal cannot be rated."""

VALUES = (("ja", "Ja"), ("nee", "Nee"), ("onbekend", "Onbekend"))
KINDS = tuple((key, words(label)) for key, label in SOURCE_KINDS.items())
EVIDENCE: Mapping[str, tuple[Kind, str, int | None]] = {
    "fact": ("long", "Wat is er gebeurd of gezien?", 2000),
    "on": ("date", "Wanneer?", None),
    "source": ("text", "Van wie of waaruit weet u dit?", 300),
    "source_kind": ("choice", "Soort bron", None),
}
"""What a yes rests on: the fields beside an item."""

ITEM_PATH = re.compile(r"answer\.signals\.\w+\.items\.(.+)")
SIGNAL_PATH = re.compile(r"answer\.signals\.(\w+)\.(colour|not_rated_reason)")


@dataclass(frozen=True)
class ItemForm:
    """One item with its yes, no or unknown, and the fields for what a yes rests on."""

    item: Item
    value: Field
    evidence: tuple[Field, ...]

    @property
    def open(self) -> bool:
        """Whether the block with the evidence stands open."""
        return self.value.value == "ja" or any(field.value or field.error for field in self.evidence)


@dataclass(frozen=True)
class SignalForm:
    """One signal with the colour that the assessor chooses, the reason for having none, and its items."""

    signal: Signal
    colour: Field
    reason: Field
    items: tuple[ItemForm, ...]

    def count(self, value: str) -> int:
        """How many items have this answer."""
        return sum(item.value.value == value for item in self.items)

    @property
    def open(self) -> bool:
        """Whether the block with the items stands open."""
        return any(item.open or item.value.value or item.value.error for item in self.items)


def form_of(
    part: str, instrument: Instrument, typed: Typed, wrong: Sequence[Reason] = ()
) -> tuple[SignalForm, ...]:
    """The signals of a part with what was typed and what is wrong with it."""
    errors = {fault.code: fault.sentence for fault in reversed(wrong)}

    def field(name: str, kind: str, label: str, options: tuple[tuple[str, str], ...] = ()) -> Field:
        groups = (Group("", options),) if options else ()
        values = tuple(typed.get(name, []))
        return Field(name, kind, label, "", False, values, errors.get(name, ""), groups)

    def item_form(item: Item) -> ItemForm:
        evidence = (
            field(
                f"{item.code}.{name}",
                "select" if kind == "choice" else kind,
                label,
                KINDS if kind == "choice" else (),
            )
            for name, (kind, label, _) in EVIDENCE.items()
        )
        value = field(f"{item.code}.value", "radios", f"{item.code} {item.label}", VALUES)
        return ItemForm(item, value, tuple(evidence))

    colours = tuple(
        (colour, f"{word.capitalize()} ({colour})") for colour, word in instrument.colours.items()
    )
    return tuple(
        SignalForm(
            signal,
            field(f"{signal.code}.colour", "radios", f"Kleur van signaal {signal.code}", colours),
            field(f"{signal.code}.reason", "text", "Niet beoordeeld, want"),
            tuple(item_form(item) for item in signal.items),
        )
        for signal in map(instrument.signal, signals_of(part, instrument))
    )


def lines(form: Sequence[SignalForm], wrong: Sequence[Reason]) -> list[Wrong]:
    """The error summary of a part: which item or signal, and what to do."""
    places = {
        field.name: (field.id, sign.signal.code) for sign in form for field in (sign.colour, sign.reason)
    }
    for sign in form:
        for item in sign.items:
            places |= {field.name: (field.id, item.item.code) for field in (item.value, *item.evidence)}
    return [_line(fault, *places.get(fault.code, ("", ""))) for fault in wrong]


def _line(fault: Reason, place: str, code: str) -> Wrong:
    named = not code or code in fault.sentence
    words = fault.sentence if named else f"{code}: {fault.sentence}"
    return Wrong(words, f"#{place}" if place else "", fault.law)


def answer_of(part: str, instrument: Instrument, typed: Typed, today: date) -> dict[str, Any]:
    """What was typed for a part as its answer; signals and items that were left alone are left out."""
    signals = {}
    for code in signals_of(part, instrument):
        items = dict(_items(instrument.signal(code), typed, today))
        colour, reason = first(typed, f"{code}.colour"), first(typed, f"{code}.reason")
        if colour in ("", NOT_RATED):
            given: dict[str, Any] = {"not_rated_reason": reason}
        else:
            given = {"colour": colour}
        if items or colour or reason:
            signals[code] = {**given, "items": items}
    return {"part": part, "signals": signals}


def _items(signal: Signal, typed: Typed, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in signal.items:
        found: dict[str, Any] = {
            name: text for name in ("value", *EVIDENCE) if (text := first(typed, f"{item.code}.{name}"))
        }
        if "on" in found:
            found["on"] = date_of(found["on"], today) or UNREADABLE
        if found:
            yield item.code, found


def faults_of(part: str, instrument: Instrument, typed: Typed, today: date) -> list[Reason]:
    """One reason per field that is empty or wrong, by the name of the field."""
    unexplained = [
        Reason(f"{code}.reason", "Leg uit waarom u dit signaal niet kunt beoordelen.")
        for code in signals_of(part, instrument)
        if first(typed, f"{code}.colour") == NOT_RATED and not first(typed, f"{code}.reason")
    ]
    try:
        answer = build(PartAnswer, answer_of(part, instrument, typed, today))
    except BadFacts as fault:
        return unexplained + [_placed(reason) for reason in fault.reasons]
    return unexplained + faults(answer, instrument, today)


def _placed(reason: Reason) -> Reason:
    """The reason under the name of its field; the facts class knows it by a longer path."""
    path = f"answer.{reason.code}"
    missing = reason.sentence == SENTENCES["missing"]
    if found := ITEM_PATH.fullmatch(path):
        return Reason(found[1], "Kies ja, nee of onbekend." if missing else reason.sentence)
    if found := SIGNAL_PATH.fullmatch(path):
        return Reason(f"{found[1]}.{'colour' if found[2] == 'colour' else 'reason'}", reason.sentence)
    return Reason(reason.code, EMPTY["choice"] if missing else reason.sentence)


def typed_of(answer: PartAnswer) -> Typed:
    """An answer as someone would have typed it."""
    typed: Typed = {}
    for code, given in answer.signals.items():
        typed[f"{code}.colour"] = [given.colour or (NOT_RATED if given.not_rated_reason else "")]
        typed[f"{code}.reason"] = [given.not_rated_reason]
        for item, stated in given.items.items():
            typed |= {f"{item}.{name}": [str(getattr(stated, name) or "")] for name in ("value", *EVIDENCE)}
            typed[f"{item}.on"] = [f"{stated.on:%d-%m-%Y}" if stated.on else ""]
    return typed


def typed_from_signs(signs: Sequence[Mapping[str, Any]], part: str, instrument: Instrument) -> Typed:
    """The items of a part that a request already gives a dated sign for, as a yes with that sign."""
    own = {item.code for code in signals_of(part, instrument) for item in instrument.signal(code).items}
    typed: Typed = {}
    for sign in sorted(signs, key=lambda sign: str(sign["on"])):
        code = sign["item"]
        if code in own:
            typed |= {
                f"{code}.value": ["ja"],
                f"{code}.fact": [sign["what"]],
                f"{code}.on": [f"{date.fromisoformat(str(sign['on'])):%d-%m-%Y}"],
                f"{code}.source": [sign["source"]],
                f"{code}.source_kind": [sign["source_kind"]],
            }
    return typed


def differences(form: Sequence[SignalForm], other: PartAnswer) -> list[str]:
    """Where someone else answered otherwise than was typed: colours and answers, in words."""
    theirs = typed_of(other)
    fields = [(sign.signal.code, sign.colour) for sign in form]
    fields += [(item.item.code, item.value) for sign in form for item in sign.items]
    return [
        f"{code}: intussen {first(theirs, field.name) or 'leeg'}, u koos {field.value or 'niets'}"
        for code, field in fields
        if first(theirs, field.name) != field.value
    ]
