"""What is stated with the steps of the request."""

from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod.known import Moment, Stated
from huisverbod.stages.request.pieces import (
    GROUND_LABELS,
    ChildSeen,
    Dwelling,
    ExternalResult,
    Ground,
    Indication,
    Member,
    PersonStated,
    Route,
    Statement,
)

REFUSAL_LABELS: JsonDict = {
    "geen_gevaar": "Het gevaar is niet gebleken",
    "geen_huisgenoot": "De persoon woont of verblijft niet op dit adres",
    "onvoldoende_onderbouwd": "Het verzoek is onvoldoende onderbouwd",
    "ander_middel_beter": "Een ander middel past beter",
    "minderjarig": "De persoon is minderjarig",
    "andere_gemeente": "De woning ligt in een andere gemeente",
    "burenoverlast": "Het gaat om overlast tussen buren, niet om huiselijk geweld",
}


class Start(Stated):
    """A request is begun: by which route, in which municipality."""

    route: Route = Field(title="Waarom nu een huisverbod?")
    municipality: str = Field(
        title="In welke gemeente staat de woning?", json_schema_extra={"choices": "municipalities"}
    )
    earlier_case: str = Field(
        "",
        title="Kreeg deze persoon eerder een huisverbod? Wat is het zaaknummer?",
        description="Bijvoorbeeld HV-2026-0012. Weet u het niet? Laat het leeg.",
        max_length=20,
        json_schema_extra={"untold": True},
    )


class Submit(Stated):
    """The request as laid before the mayor."""

    dwelling: Dwelling = Field(title="De woning")
    people: list[PersonStated] = Field(title="De mensen op dit adres", min_length=2, max_length=15)
    domestic_threat: bool = Field(title="Gaat het om geweld of dreiging binnen het huishouden?")
    neighbours_only: bool = Field(False, title="Gaat het alleen om overlast tussen buren?")
    signalled_at: Moment = Field(title="Wanneer kwam het laatste signaal bij u binnen?")
    flags: list[str] = Field(
        [],
        title="Welke rode vlaggen ziet u?",
        description="Een hulp: u ziet daarna welke feiten nog ontbreken. Een vlag is geen grond.",
        max_length=20,
        json_schema_extra={"choices": "flags"},
    )
    indications: list[Indication] = Field(title="Signalen, met datum en bron", min_length=1, max_length=40)
    external: list[ExternalResult] = Field([], title="Uitkomsten van andere instrumenten", max_length=5)
    danger: str = Field(title="Waarom is er volgens u ernstig en onmiddellijk gevaar?", max_length=4000)
    told: list[Statement] = Field(
        [],
        title="Wat is al verteld?",
        description="Wie het al vertelde, hoeft het dan niet nog eens te vertellen.",
        max_length=10,
    )
    tried: str = Field("", title="Wat is al geprobeerd?", max_length=2000)
    children_seen: list[ChildSeen] = Field([], title="Per kind", max_length=15)
    children: str = Field("", title="Wat hebben de kinderen samen nodig?", max_length=2000)
    request_risk: str = Field("", title="Kan dit verzoek zelf gevaar geven? Voor wie?", max_length=2000)
    sharing_ground: Ground = Field(
        title="Op welke grond deelt u deze gegevens?",
        json_schema_extra={"choices": "grounds", "labels": GROUND_LABELS},
    )
    sharing_article: str = Field(
        "",
        title="Welk wetsartikel?",
        description="Alleen voor de Raad, het Openbaar Ministerie en de reclassering.",
        max_length=200,
    )
    reachable_on: str = Field(title="Op welk nummer bereiken wij u, ook 's nachts?", max_length=60)


class Withdraw(Stated):
    """The requester takes the request back."""

    reason: str = Field(title="Waarom trekt u het verzoek in?", max_length=2000)


class Ask(Stated):
    """The request goes back with a question."""

    question: str = Field(title="Wat wilt u nog weten?", max_length=2000)


class Supplement(Stated):
    """The requester answers and adds."""

    answer: str = Field(title="Uw antwoord", max_length=4000)
    indications: list[Indication] = Field([], title="Nieuwe signalen", max_length=40)
    told: list[Statement] = Field([], title="Wat is sindsdien verteld?", max_length=10)
    external: list[ExternalResult] = Field([], title="Uitkomsten van andere instrumenten", max_length=5)


class Inquire(Stated):
    """A question to the requester while the request is dealt with; nothing waits for the answer."""

    question: str = Field(title="Wat wilt u nog weten?", max_length=2000)


class Tell(Stated):
    """The requester adds something of his own accord, or answers while the request is dealt with."""

    message: str = Field(title="Wat wilt u zeggen of toevoegen?", max_length=4000)
    indications: list[Indication] = Field([], title="Nieuwe signalen", max_length=40)
    told: list[Statement] = Field([], title="Wat is sindsdien verteld?", max_length=10)


class TakeWeegteamAdvice(Stated):
    """What the weegteam, people of several organisations together, advises about a request."""

    members: list[Member] = Field(title="Wie woog mee?", min_length=2, max_length=12)
    advice: Literal["doorgaan", "niet_doorgaan", "eerst_aanvullen"] = Field(
        title="Het advies",
        json_schema_extra={
            "labels": {
                "doorgaan": "Doorgaan met de risicotaxatie of het besluit",
                "niet_doorgaan": "Niet doorgaan: een andere weg past beter",
                "eerst_aanvullen": "Eerst aanvullen",
            }
        },
    )
    reasons: str = Field(title="Waarom?", max_length=4000)
    doubt: str = Field("", title="Waarover was men het niet eens?", max_length=2000)


class Accept(Stated):
    """The request is taken up, with how it was checked that the dwelling lies here (Wth 2(1))."""

    dwelling_here: bool = Field(title="Ligt de woning in deze gemeente?")
    checked_in: Literal["bag", "brp", "kaart", "ter_plaatse"] = Field(
        title="Hoe is dat nagekeken?",
        json_schema_extra={
            "labels": {
                "bag": "In de basisregistratie adressen en gebouwen (BAG)",
                "brp": "In de basisregistratie personen (BRP)",
                "kaart": "Op de kaart van de gemeente",
                "ter_plaatse": "Ter plaatse, door politie of gemeente",
            }
        },
    )
    place_explained: str = Field(
        "",
        title="Waarom ligt de woning toch in deze gemeente?",
        description="Alleen als de plaats in het adres anders heet dan de gemeente.",
        max_length=500,
    )
    brp: Literal["zelfde", "anders", "niet_nagekeken"] = Field(
        "niet_nagekeken",
        title="Waar staat de uit huis te plaatsen persoon ingeschreven?",
        description="Een ander adres houdt niets tegen: het gaat om waar hij feitelijk woont of verblijft.",
        json_schema_extra={
            "labels": {
                "zelfde": "Op dit adres",
                "anders": "Op een ander adres",
                "niet_nagekeken": "Niet nagekeken",
            }
        },
    )
    note: str = Field("", title="Toelichting", max_length=2000)


class AddPeople(Stated):
    """People are added or corrected."""

    people: list[PersonStated] = Field(title="De mensen op dit adres", min_length=1, max_length=15)
    reason: str = Field(title="Waarom wijzigt u dit?", max_length=500)


class Refuse(Stated):
    """The mayor does not take the request further."""

    reason_code: Literal[
        "geen_gevaar",
        "geen_huisgenoot",
        "onvoldoende_onderbouwd",
        "ander_middel_beter",
        "andere_gemeente",
        "burenoverlast",
    ] = Field(title="Reden", json_schema_extra={"labels": REFUSAL_LABELS})
    explanation: str = Field(title="Uitleg aan de aanvrager", max_length=4000)
    suggested_route: str = Field(title="Wat kan de aanvrager nu doen?", max_length=2000)
    asked_by: list[str] = Field(
        [],
        title="Vroeg iemand in de woning zelf om een huisverbod? Wie?",
        description="Die krijgt een eigen besluit met uw uitleg, en kan in beroep. Schrijf daarin niets "
        "wat die persoon niet mag weten. Niemand: laat leeg.",
        json_schema_extra={"choices": "household"},
    )


class RefuseMinor(Stated):
    """The person turns out to be a minor; a ban is impossible (Wth 2(2))."""

    explanation: str = Field("", title="Uitleg aan de aanvrager", max_length=4000)
    suggested_route: str = Field(
        "Overleg met Veilig Thuis, de politie of de Raad voor de Kinderbescherming.",
        title="Wat kan de aanvrager nu doen?",
        max_length=2000,
    )
