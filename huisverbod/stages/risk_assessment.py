"""Facts and guards of the risk assessment: each yes has a fact and a source; the colour is a judgement."""

from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod import instrument
from huisverbod.instrument import PartAnswer
from huisverbod.known import Asked, Note, Stated

ADVICE: JsonDict = {"opleggen": "Huisverbod opleggen", "niet_opleggen": "Geen huisverbod opleggen"}


class FillPart(Stated):
    """One part of the instrument, filled in or changed. `basis` is the number of the event it builds on."""

    answer: PartAnswer = Field(title="Antwoorden")
    basis: int | None = Field(None, json_schema_extra={"hidden": True})


class Conclude(Stated):
    """The assessor's own judgement of the whole."""

    advice: Literal["opleggen", "niet_opleggen"] = Field(
        title="Uw advies", json_schema_extra={"labels": ADVICE}
    )
    override_reason: str = Field(
        "",
        title="Waarom wijkt u af van de regel?",
        description="Alleen nodig als uw advies anders is dan de uitkomst van de regel.",
        max_length=4000,
    )
    doubt: str = Field("", title="Waar twijfelt u over?", max_length=2000)
    honour: Literal["niet_nagegaan", "nee", "ja"] = Field(
        "niet_nagegaan",
        title="Zijn er aanwijzingen voor eergerelateerd geweld?",
        description="Dan kunnen anderen in zijn plaats handelen. Overleg met een deskundige van de politie.",
    )


class Reopen(Stated):
    """The assessment is opened again before the decision."""

    reason: str = Field(title="Waarom opent u de risicotaxatie opnieuw?", max_length=2000)


class Stop(Note):
    """The assessment has lost its purpose."""


class Correct(Stated):
    """A correction after the decision: a new version beside the frozen one."""

    answer: PartAnswer = Field(title="Antwoorden")
    reason: str = Field(title="Wat was er fout, en hoe weet u dat?", max_length=2000)


def request_refused(asked: Asked) -> str | None:
    """Wth 2(2): the assessment stops when the request turned out to concern a minor."""
    if asked.known.last("request.refuse_minor"):
        return None
    return "Het verzoek loopt nog. Rond de risicotaxatie af, of wijs eerst het verzoek af."


def part_assigned(asked: Asked) -> str | None:
    """norm: who fills which part is laid down per region; part 1a is the police's everywhere."""
    part = asked.facts.answer.part
    if asked.region.may_fill(asked.actor.role, part, asked.powers):
        return None
    return (
        f"Deel {part} wordt in {asked.region.name} niet door {asked.actor.role.label} ingevuld. "
        "Laat dit deel aan wie het wel invult."
    )


def evidence_given(asked: Asked) -> str | None:
    """Besluit 2(1): each item answered with yes has a fact, a date and a source."""
    faults = instrument.faults(asked.facts.answer, asked.instrument, asked.day)
    return " ".join(fault.sentence for fault in faults) or None


def part_unchanged(asked: Asked) -> str | None:
    """house: nobody overwrites what another filled in meanwhile."""
    filled = [
        event
        for event in asked.known.all("risk_assessment.fill_part")
        if event.facts["answer"]["part"] == asked.facts.answer.part
    ]
    if not filled or asked.facts.basis in (None, filled[-1].seq):
        return None
    return "Iemand anders heeft dit deel intussen ingevuld. Bekijk die antwoorden en bewaar dan opnieuw."


def police_part_filled(asked: Asked) -> str | None:
    """Besluit 2(3): part 1a is filled in by the police."""
    if "1a" in asked.known.answers():
        return None
    return "Deel 1a (politiegegevens) is nog niet ingevuld. Bel de politie: het is aan haar gevraagd."


def all_signals_rated(asked: Asked) -> str | None:
    """Awb 3:2: every signal is rated, or marked as not rated with a reason."""
    gaps = instrument.missing(asked.known.answers(), asked.instrument)
    if not gaps:
        return None
    return (
        "Geef elk signaal een kleur, of een reden waarom niet. Het gaat nog om: "
        + ", ".join(gap.code for gap in gaps)
        + "."
    )


def override_reasoned(asked: Asked) -> str | None:
    """house: an advice that differs from the rule, either way, has a reason; both values are kept."""
    met = instrument.rule_met(asked.known.answers(), asked.instrument)
    if met == (asked.facts.advice == "opleggen") or asked.facts.override_reason.strip():
        return None
    outcome = "in principe opleggen" if met else "in principe niet opleggen"
    return f"De regel zegt: {outcome}. Uw advies is anders. Leg uit waarom."


def undecided(asked: Asked) -> str | None:
    """house: the instrument is frozen with the decision."""
    if asked.known.last("imposition.impose", "imposition.impose_orally", "imposition.decline") is None:
        return None
    return "Het besluit is al genomen. Leg een correctie vast: dat wordt een nieuwe versie."


def decided(asked: Asked) -> str | None:
    """house: before the decision the part itself is changed, not corrected."""
    if undecided(asked):
        return None
    return "Er is nog geen besluit. Open de risicotaxatie opnieuw en pas het deel zelf aan."
