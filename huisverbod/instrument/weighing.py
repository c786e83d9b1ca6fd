"""What the whole shows: the signals not yet rated, and the rule of red signals within one part."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from huisverbod.errors import Reason
from huisverbod.instrument.answers import PartAnswer, SignalAnswer
from huisverbod.instrument.definition import Instrument, Part, part_keys, signals_of


@dataclass(frozen=True)
class PartRule:
    """What the rule says of one part: its red signals, whether they suffice, and the sentence for it."""

    part: str
    title: str
    reds: tuple[str, ...]
    met: bool
    sentence: str


def missing(answers: Mapping[str, PartAnswer], instrument: Instrument) -> list[Reason]:
    """Awb 3:2: each signal without a colour and without a reason for having none, by its code."""
    merged = _merged(answers, instrument)
    rated = {code for code, given in merged.items() if given.colour or given.not_rated_reason}
    return [
        Reason(
            signal.code,
            f"Signaal {signal.code} ({signal.label}) heeft geen kleur. "
            "Kies een kleur, of leg uit waarom u het niet kunt beoordelen.",
            "Awb 3:2",
        )
        for signal in instrument.signals
        if signal.code not in rated
    ]


def rule(answers: Mapping[str, PartAnswer], instrument: Instrument) -> tuple[PartRule, ...]:
    """house: enough red signals within one part point to a ban; those of different parts do not add up."""
    merged = _merged(answers, instrument)
    red = {code for code, given in merged.items() if given.colour == "rood"}
    return tuple(_part_rule(part, red, instrument.red_signals) for part in instrument.parts)


def rule_met(answers: Mapping[str, PartAnswer], instrument: Instrument) -> bool:
    """house: whether at least one part has enough red signals."""
    return any(outcome.met for outcome in rule(answers, instrument))


def _merged(answers: Mapping[str, PartAnswer], instrument: Instrument) -> dict[str, SignalAnswer]:
    """What was answered by signal code, each taken only from the part under which it is filled in."""
    return {
        code: answers[key].signals[code]
        for key in part_keys(instrument)
        if key in answers
        for code in signals_of(key, instrument)
        if code in answers[key].signals
    }


def _part_rule(part: Part, red: Collection[str], needed: int) -> PartRule:
    reds = [signal for signal in part.signals if signal.code in red]
    met = len(reds) >= needed
    named = ", ".join(f"{signal.code} ({signal.label})" for signal in reds)
    amount = {0: "geen rode signalen", 1: "1 rood signaal"}.get(len(reds), f"{len(reds)} rode signalen")
    why = "In principe volgt een huisverbod." if met else f"Voor de regel zijn er {needed} nodig in één deel."
    stated = f"{amount}: {named}" if reds else amount
    sentence = f"Deel {part.id} ({part.title}), {stated}. {why}"
    return PartRule(part.id, part.title, tuple(signal.code for signal in reds), met, sentence)
