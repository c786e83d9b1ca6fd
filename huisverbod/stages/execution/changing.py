"""Facts and guards of what changes around a running ban: a move, detention, a reason to look again."""

from typing import Literal

from pydantic import Field

from huisverbod.known import Asked, Moment, Note, Stated
from huisverbod.stages.execution.facts import HOW


class RecordMove(Stated):
    """Someone moves out, or the dwelling is given up; the ban stays tied to that dwelling (Wth 1(b))."""

    what: Literal["uithuisgeplaatste", "achterblijvers", "woning_opgegeven"] = Field(
        title="Wat is er veranderd?",
        json_schema_extra={
            "labels": {
                "uithuisgeplaatste": "De uithuisgeplaatste woont voortaan ergens anders",
                "achterblijvers": "De achterblijvers zijn vertrokken",
                "woning_opgegeven": "De woning is opgegeven",
            }
        },
    )
    explanation: str = Field(
        title="Leg uit",
        description="Schrijf hier geen nieuw adres: dit is te lezen in de zaak.",
        max_length=2000,
    )


class LeaveInForce(Stated):
    """The mayor leaves the ban as it is after someone moved."""

    reason: str = Field(title="Waarom blijft het huisverbod gelden?", max_length=4000)


class Review(Stated):
    """Whether the ban is still needed was considered; only the mayor withdraws it (Wth 2(9))."""

    occasion: Literal["hulp_aanvaard", "gesprek", "binnengelaten", "anders"] = Field(
        title="Aanleiding",
        json_schema_extra={
            "labels": {
                "hulp_aanvaard": "Hulp is aanvaard",
                "gesprek": "Er was een gesprek met alle betrokkenen",
                "binnengelaten": "De achterblijver liet hem binnen",
                "anders": "Iets anders",
            }
        },
    )
    outcome: Literal["laten_gelden", "intrekking_voorbereiden"] = Field(
        title="Uitkomst",
        json_schema_extra={
            "labels": {
                "laten_gelden": "Het huisverbod blijft nodig",
                "intrekking_voorbereiden": "Intrekking wordt voorbereid",
            }
        },
    )
    reason: str = Field(title="Waarom? Noem wat er sinds het besluit is gebeurd", max_length=4000)


class RecordDetention(Stated):
    """He is detained; the ban stays as it is. Never shown to those who stay."""

    where: str = Field(title="Waar zit hij?", max_length=300)
    expected_release: Moment | None = Field(None, title="Wanneer komt hij naar verwachting vrij?")
    contact: str = Field("", title="Wie belt u vóór de vrijlating? (naam en telefoon)", max_length=300)


class RecordRelease(Note):
    """He is free again; `occurred_at` is the release."""


class TellRelease(Stated):
    """Those who stay were told that he is free, and that the ban holds; never where he is."""

    people: list[str] = Field(title="Wie zijn ingelicht?", json_schema_extra={"choices": "household"})
    how: Literal["persoonlijk", "telefoon"] = Field(title="Hoe?", json_schema_extra={"labels": HOW})
    note: str = Field("", title="Toelichting", max_length=2000)


class TellRevived(Stated):
    """Both sides were told that the ban binds again after a suspension."""

    subject_told: bool = Field(title="Is het aan de uithuisgeplaatste zelf verteld?")
    people: list[str] = Field(
        title="Welke achterblijvers zijn ingelicht?", json_schema_extra={"choices": "household"}
    )
    how: Literal["persoonlijk", "telefoon"] = Field(title="Hoe?", json_schema_extra={"labels": HOW})


def move_recorded(asked: Asked) -> str | None:
    """Wth 1(b): somebody moved, or the dwelling was given up."""
    if asked.known.last("execution.record_move"):
        return None
    return "Er is geen verhuizing vastgelegd. Dan is hier niets te beslissen."


def detained(asked: Asked) -> str | None:
    """house: whoever is released was detained."""
    if asked.known.custody:
        return None
    return "Er is geen detentie vastgelegd. Leg die eerst vast."


def released(asked: Asked) -> str | None:
    """house: there is a release to tell of."""
    if asked.known.custody is None and asked.known.last("execution.record_release"):
        return None
    return "Er is geen vrijlating vastgelegd. Leg die eerst vast."


def only_household_told(asked: Asked) -> str | None:
    """house: somebody who stays was told."""
    told = set(asked.facts.people)
    if told and told <= {person.ref for person in asked.known.household}:
        return None
    return "Kies wie van de achterblijvers u heeft ingelicht."
