"""What is stated with the steps of the execution."""

from datetime import date
from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod.known import Decision, Moment, Note, Stated

HOW: JsonDict = {
    "persoonlijk": "In persoon",
    "telefoon": "Telefonisch",
    "brief": "Per brief",
    "app": "In deze toepassing",
}


class RecordAttempt(Stated):
    """An attempt to hand over the decision that failed."""

    place: str = Field(title="Waar bent u geweest?", max_length=200)
    found: str = Field(title="Wat trof u aan?", max_length=1000)


class Serve(Stated):
    """The decision was handed over in person; at `occurred_at` the ban takes effect (Awb 3:40, 3:41)."""

    served_by: str = Field(title="Wie reikte uit? (naam en functie)", max_length=200)
    place: str = Field(title="Waar?", max_length=200)
    identity: Literal[
        "paspoort",
        "identiteitskaart",
        "rijbewijs",
        "verblijfsdocument",
        "politieregister",
        "niet_vastgesteld",
    ] = Field(
        title="Hoe is vastgesteld wie hij is?",
        json_schema_extra={
            "labels": {"identiteitskaart": "Identiteitskaart", "niet_vastgesteld": "Niet vastgesteld"}
        },
    )
    language: str = Field("Nederlands", title="In welke taal is het uitgelegd?", max_length=60)
    interpreter: bool = Field(title="Was er een tolk?")
    papers: list[str] = Field(
        ["Besluit", "Beroepsclausule", "Folder voor de uithuisgeplaatste"],
        title="Welke stukken zijn overhandigd?",
        json_schema_extra={"choices": "papers"},
    )
    keys_taken: int = Field(0, title="Hoeveel sleutels zijn ingenomen?", ge=0, le=50)
    key_receipt: str = Field("", title="Nummer van het ontvangstbewijs", max_length=60)
    reachable: str = Field(
        "",
        title="Waar is de betrokkene te bereiken?",
        description="Leeg: dan begint de termijn om dit te melden.",
        max_length=300,
    )
    wants_lawyer: bool = Field(title="Wil de betrokkene een advocaat?")
    refused_to_sign: bool = Field(False, title="Weigerde de betrokkene te tekenen?")
    remarks: str = Field("", title="Opmerkingen", max_length=2000)


HandOver = Serve


class Deposit(Stated):
    """The whereabouts are unknown; the ban was deposited at the municipal secretary (Wth 2(7))."""

    deposited_by: str = Field(title="Wie legde het besluit neer? (naam en functie)", max_length=200)
    place: str = Field("bij de gemeentesecretaris", title="Waar?", max_length=200)
    why_unknown: str = Field(title="Waarom is niet bekend waar de betrokkene is?", max_length=2000)


class TellHousehold(Stated):
    """Those who share the household were told the content and the consequences (Wth 2(8))."""

    people: list[str] = Field(title="Wie zijn ingelicht?", json_schema_extra={"choices": "household"})
    how: Literal["persoonlijk", "telefoon"] = Field(title="Hoe?", json_schema_extra={"labels": HOW})
    consequences_told: bool = Field(
        title="Is verteld wat er gebeurt als de uithuisgeplaatste zich er niet aan houdt?"
    )
    note: str = Field("", title="Toelichting", max_length=2000)


class Inform(Stated):
    """A body was told the content of the ban."""

    spoken_with: str = Field(title="Met wie?", max_length=200)
    how: Literal["persoonlijk", "telefoon", "brief", "app"] = Field(
        title="Hoe?", json_schema_extra={"labels": HOW}
    )
    note: str = Field("", title="Toelichting", max_length=2000)


class GiveAddress(Stated):
    """Where he can be reached, first or anew (Wth 2(6)). Never shown to those who stay."""

    reachable: str = Field(title="Waar of hoe is de uithuisgeplaatste te bereiken?", max_length=500)


class WishLawyer(Note):
    """The person wishes a lawyer (Wth 5(1))."""

    wants_lawyer: bool = Field(True, json_schema_extra={"hidden": True})


class AssignLawyer(Stated):
    """A lawyer assists him (Wth 5(1))."""

    lawyer: str = Field(title="Welke advocaat of piketdienst?", max_length=200)


class NewFact(Stated):
    """A fact of after the imposition."""

    on: date = Field(title="Wanneer?")
    text: str = Field(title="Wat is er gebeurd?", max_length=2000)
    source: str = Field(title="Bron", max_length=300)


class ProposeExtension(Stated):
    """The draft of an extension, laid before the mayor (Wth 9(1))."""

    until: Moment = Field(
        title="Verlengen tot",
        description="Na het eerste einde, en niet later dan de wet toelaat. Noem dag en uur.",
    )
    facts: list[NewFact] = Field(title="Wat is er gebeurd sinds de oplegging?", min_length=1, max_length=30)
    course: str = Field(
        title="Hoe verliep het huisverbod tot nu toe?",
        description="Hulp, gesprekken, overtredingen, afspraken.",
        max_length=4000,
    )
    why_continues: str = Field(title="Waarom is het gevaar er nog?", max_length=8000)
    view_subject: str = Field(title="Wat vindt de uithuisgeplaatste?", max_length=4000)
    view_household: str = Field(title="Wat vinden de achterblijvers?", max_length=4000)
    answer_to_views: str = Field("", title="Antwoord daarop", max_length=4000)
    balancing: str = Field(title="Belangen, en waarom zo lang?", max_length=4000)


class Extend(Decision):
    """The act of deciding to extend: which text was before the decider."""

    read: bool = Field(title="Ik heb het besluit gelezen en verleng het huisverbod.")
    channel: Literal["app", "telefoon", "persoonlijk"] = Field(
        "app", title="Hoe besluit u?", json_schema_extra={"labels": {**HOW, "app": "In deze toepassing"}}
    )
    shown_sha256: str = Field("", max_length=64, json_schema_extra={"hidden": True})


class AnnounceExtension(Stated):
    """The extension was announced to the person; `occurred_at` must lie before the first end."""

    served_by: str = Field(title="Wie maakte het bekend? (naam en functie)", max_length=200)
    place: str = Field(title="Waar?", max_length=200)
    how: Literal["persoonlijk", "neergelegd"] = Field(
        title="Hoe?",
        json_schema_extra={
            "labels": {
                "persoonlijk": "In persoon uitgereikt",
                "neergelegd": "Neergelegd bij de gemeentesecretaris",
            }
        },
    )


class DeclineExtension(Stated):
    """The mayor does not extend."""

    reason: str = Field(
        title="Waarom verlengt u niet?",
        description="De achterblijvers en de hulpinstantie lezen dit. Noem hier geen adres.",
        max_length=4000,
    )


class Expire(Stated):
    """The ban ended at its hour."""


Suspend = SuspendExtended = Resume = ResumeExtended = DropExtension = Annul = AnnulAfterwards = Expire
