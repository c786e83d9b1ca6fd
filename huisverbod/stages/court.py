"""Facts and guards of the court: request, hearing, ruling, and who must be told."""

from typing import Literal

from pydantic import Field

from huisverbod.known import Asked, Note, Stated


class Request(Stated):
    """Appeal or interim relief was asked; `occurred_at` is the receipt by the court (Wth 6, Awb 8:81)."""

    kind: Literal["voorlopige_voorziening", "beroep"] = Field(
        title="Wat is gevraagd?",
        json_schema_extra={
            "labels": {"voorlopige_voorziening": "Voorlopige voorziening", "beroep": "Beroep"}
        },
    )
    reference: str = Field("", title="Zaaknummer van de rechtbank", max_length=60)


class Hearing(Stated):
    """The court heard the parties."""

    how: Literal["persoonlijk", "beeldbellen", "telefoon"] = Field(
        title="Hoe is de uithuisgeplaatste gehoord?",
        json_schema_extra={"labels": {"persoonlijk": "In persoon", "telefoon": "Telefonisch"}},
    )


class Ruling(Stated):
    """What the court decided; `occurred_at` is the ruling."""

    reference: str = Field("", title="Nummer van de uitspraak", max_length=60)
    summary: str = Field(title="Wat besliste de rechter, en waarom?", max_length=4000)


class TellRuling(Stated):
    """The mayor told the adults who were absent, and the police, orally (Wth 8(2))."""

    people: list[str] = Field(title="Wie zijn ingelicht?", json_schema_extra={"choices": "household"})
    police_told: bool = Field(title="Is de politie ingelicht?")


class LiftSuspension(Note):
    """The suspension ends."""


def ban_imposed(asked: Asked) -> str | None:
    """Awb 8:1: there is a decision to appeal from."""
    if asked.known.last("imposition.impose", "imposition.impose_orally", "imposition.decline"):
        return None
    return "Er is nog geen besluit waartegen beroep kan. Wacht tot het besluit is genomen."


def suspension_running(asked: Asked) -> str | None:
    """Awb 8:87: there is a suspension to lift."""
    if asked.known.states.get("execution") in {"suspended", "suspended_extended"}:
        return None
    return "Het huisverbod is niet geschorst. Er is geen schorsing om te beëindigen."


def ruling_given(asked: Asked) -> str | None:
    """Wth 8(2): there is a ruling to tell of."""
    if asked.known.last("court.rule_dismissed", "court.rule_suspended", "court.rule_annulled"):
        return None
    return "Er is nog geen uitspraak. Leg eerst vast wat de rechter besliste."


def household_told(asked: Asked) -> str | None:
    """Wth 8(2): the mayor tells those of the household; all may have been at the hearing."""
    if {person.ref for person in asked.known.household}.issuperset(asked.facts.people):
        return None
    return "Kies alleen huisgenoten. De uithuisgeplaatste hoort de uitspraak van de griffier."


def police_informed(asked: Asked) -> str | None:
    """Wth 8(2): the police are told as well."""
    return None if asked.facts.police_told else "Licht ook de politie in. Dat is verplicht."
