"""Facts and guards of the enforcement: checks, violations, what police and prosecutor do."""

from typing import Literal

from pydantic import Field

from huisverbod.known import Asked, Stated


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


class Arrest(Stated):
    """The person was arrested for breaking the ban (Wth 11)."""

    reference: str = Field("", title="Nummer van het proces-verbaal", max_length=60)


class ToOm(Stated):
    """The matter was handed to the prosecutor."""

    reference: str = Field("", title="Nummer bij het Openbaar Ministerie", max_length=60)


class NoAction(Stated):
    """Nothing further is done, with the reason."""

    reason: str = Field(title="Waarom wordt niet verder opgetreden?", max_length=2000)


def ban_was_in_force(asked: Asked) -> str | None:
    """Wth 11: only a ban that was announced and in force at that moment can be broken."""
    ban = asked.known.ban(asked.terms)
    if ban and ban.in_force(asked.at):
        return None
    return "Op dat moment gold het huisverbod niet. Controleer het tijdstip van de overtreding."
