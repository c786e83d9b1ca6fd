"""Facts and guards of the enforcement: checks, violations, what police and prosecutor do."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from huisverbod import law
from huisverbod.known import Asked, Happened, Moment, Note, Stated
from huisverbod.wording import listing, moment


class RecordCheck(Stated):
    """Someone looked whether the ban is kept (Wth 4(3))."""

    place: str = Field(title="Waar is gecontroleerd?", max_length=200)
    found: str = Field(title="Wat trof u aan?", max_length=2000)
    kept: bool = Field(title="Hield de uithuisgeplaatste zich aan het huisverbod?")


class ReportViolation(Stated):
    """The ban was broken, or seems to be. `occurred_at` is the moment of the violation."""

    place: str = Field(title="Waar of langs welke weg?", max_length=200)
    how: Literal["in_woning", "bij_woning", "contact", "via_anderen", "anders"] = Field(
        title="Wat gebeurde er?",
        json_schema_extra={
            "labels": {
                "in_woning": "Was in de woning",
                "bij_woning": "Was bij de woning",
                "contact": "Zocht contact",
                "via_anderen": "Zocht contact via anderen",
            }
        },
    )
    initiated_by: Literal["uithuisgeplaatste", "achterblijver", "onbekend"] = Field(
        title="Van wie ging het uit?",
        description="Ook als een achterblijver hem binnenlaat, blijft het huisverbod gelden.",
    )
    description: str = Field(title="Beschrijf wat er is gezien en door wie", max_length=4000)


class Handled(Stated):
    """Which reported violations a step deals with: v1, v2, ...; none named where there is only one."""

    violations: list[str] = Field(
        [],
        title="Welke melding is dit?",
        description="Leeg: er is maar één melding.",
        json_schema_extra={"choices": "violations"},
    )


class Arrest(Handled):
    """The person was arrested for breaking the ban (Wth 11)."""

    reference: str = Field("", title="Nummer van het proces-verbaal", max_length=60)


class ToOm(Handled):
    """The matter was handed to the prosecutor."""

    reference: str = Field("", title="Nummer bij het Openbaar Ministerie", max_length=60)


class NoAction(Handled):
    """Nothing further is done, with the reason."""

    reason: str = Field(title="Waarom wordt niet verder opgetreden?", max_length=2000)


class BringBeforeJudge(Stated):
    """He was brought before the judge-commissioner, who may remand him in custody (Sv 59a, 63)."""

    result: Literal["bewaring", "geschorst", "vrijgelaten", "onbekend"] = Field(
        title="Wat besliste de rechter-commissaris?",
        json_schema_extra={
            "labels": {
                "bewaring": "In bewaring gesteld",
                "geschorst": "In bewaring gesteld, onder voorwaarden vrij",
                "vrijgelaten": "Vrijgelaten",
                "onbekend": "Nog niet bekend",
            }
        },
    )
    note: str = Field("", title="Voorwaarden of toelichting", max_length=2000)


class RecordOutcome(Stated):
    """What the prosecutor decided (Sv 167)."""

    outcome: Literal["dagvaarding", "strafbeschikking", "sepot", "anders"] = Field(
        title="Wat besliste het Openbaar Ministerie?",
        json_schema_extra={
            "labels": {
                "dagvaarding": "Voor de rechter gebracht",
                "strafbeschikking": "Strafbeschikking",
                "sepot": "Niet vervolgd",
            }
        },
    )
    reason: str = Field(title="Waarom?", max_length=2000)


class RecordConductOrder(Stated):
    """A conduct order of the prosecutor runs beside the ban, with its own start and end (Sv 509hh)."""

    reference: str = Field("", title="Nummer van de gedragsaanwijzing", max_length=60)
    measures: list[str] = Field(
        title="Wat houdt zij in?", min_length=1, json_schema_extra={"choices": "measures"}
    )
    content: str = Field(title="Waar, met wie of hoe? In de woorden van de aanwijzing", max_length=2000)
    start: Moment = Field(title="Vanaf wanneer geldt zij?")
    end: Moment = Field(title="Tot wanneer geldt zij?", description="Zoals het in de aanwijzing staat.")


class ExtendConductOrder(Stated):
    """The conduct order is extended, because the suspect is prosecuted (Sv 509hh(4))."""

    end: Moment = Field(title="Tot wanneer geldt zij voortaan?")
    prosecuted: bool = Field(title="Wordt de verdachte vervolgd?")


class GoOn(Note):
    """One report is dealt with, and another is not."""


class LiftConductOrder(Note):
    """The conduct order ends before its date: by the prosecutor, the court or a final judgment."""


def ban_was_in_force(asked: Asked) -> str | None:
    """Wth 11: only a ban that was announced and in force at that moment can be broken."""
    ban = asked.known.ban(asked.terms)
    if ban and ban.in_force(asked.at):
        return None
    return "Op dat moment gold het huisverbod niet. Controleer het tijdstip van de overtreding."


def violation_named(asked: Asked) -> str | None:
    """Wth 11: what is done is about a reported violation; of several, it is said which."""
    violations = asked.known.violations
    stated = violations.named(asked.facts.model_dump())
    if stated and stated <= set(violations.reported):
        return None
    called = listing([violation_label(event) for event in violations.waiting.values()])
    return f"Kies over welke melding dit gaat. Nog niet afgehandeld: {called or 'geen'}."


def violation_waits(asked: Asked) -> str | None:
    """Wth 11: there is a reported violation that nobody has dealt with."""
    return None if asked.known.violations.waiting else "Alle meldingen zijn afgehandeld."


def handed_to_om(asked: Asked) -> str | None:
    """Sv 167: the prosecutor decides on what was handed over, as often as something was."""
    given, decided = asked.known.all("enforcement.to_om"), asked.known.all("enforcement.record_outcome")
    if len(given) > len(decided):
        return None
    return "Er is niets aan het Openbaar Ministerie overgedragen waarop het nog moet beslissen."


def violation_label(event: Happened) -> str:
    """What a reported violation is called: its moment, in Dutch."""
    return f"de melding van {moment(event.occurred_at)}"


def conduct_order_in_time(asked: Asked) -> str | None:
    """Sv 509hh(4): a conduct order has a start and an end, at most ninety days apart."""
    return _within(asked, asked.facts.start, asked.facts.end)


def conduct_order_running(asked: Asked) -> str | None:
    """Sv 509hh: there is a conduct order to extend or to end."""
    order = asked.known.conduct_order
    if order and order.running(asked.at):
        return None
    return "Er loopt op dit tijdstip geen gedragsaanwijzing. Leg eerst vast dat zij is gegeven."


def conduct_order_extendable(asked: Asked) -> str | None:
    """Sv 509hh(4): a conduct order is extended three times at most."""
    order, most = asked.known.conduct_order, asked.terms["conduct_order_extensions"].amount
    if order is None or order.extensions < most:
        return None
    return f"Deze gedragsaanwijzing is al {most} keer verlengd. Vaker kan niet."


def suspect_prosecuted(asked: Asked) -> str | None:
    """Sv 509hh(4): a conduct order is extended only for a suspect who is prosecuted."""
    if asked.facts.prosecuted:
        return None
    return "Verlengen kan alleen als de verdachte wordt vervolgd. Vraag het aan het Openbaar Ministerie."


def conduct_order_adjoins(asked: Asked) -> str | None:
    """Sv 509hh(4): an extension runs on from the end of the order, ninety days at most."""
    order = asked.known.conduct_order
    return _within(asked, order.end, asked.facts.end) if order else None


def _within(asked: Asked, start: datetime, end: datetime) -> str | None:
    latest = law.due(asked.terms["conduct_order"], start)
    if start < end <= latest:
        return None
    return f"Het einde ligt na {moment(start)} en uiterlijk op {moment(latest)}. Kijk in de aanwijzing."
