"""What is stated with the steps of the request."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator
from pydantic.config import JsonDict

from huisverbod.instrument import SourceKind
from huisverbod.known import Moment, Note, Stated

REFUSAL_LABELS: JsonDict = {
    "geen_gevaar": "Het gevaar is niet gebleken",
    "geen_huisgenoot": "De persoon woont of verblijft niet op dit adres",
    "onvoldoende_onderbouwd": "Het verzoek is onvoldoende onderbouwd",
    "ander_middel_beter": "Een ander middel past beter",
    "minderjarig": "De persoon is minderjarig",
    "andere_gemeente": "De woning ligt in een andere gemeente",
    "burenoverlast": "Het gaat om overlast tussen buren, niet om huiselijk geweld",
}


class Route(StrEnum):
    """How a request comes in."""

    ACUUT_POLITIE = "acuut_politie"
    ACUUT_VEILIG_THUIS = "acuut_veilig_thuis"
    GEPLANDE_SCREENING = "geplande_screening"
    TERUGKEER_NAAR_HUIS = "terugkeer_naar_huis"

    @property
    def label(self) -> str:
        """The Dutch name of the route."""
        return ROUTE_LABELS[self]


ROUTE_LABELS = {
    Route.ACUUT_POLITIE: "Acuut, door de politie",
    Route.ACUUT_VEILIG_THUIS: "Acuut, door Veilig Thuis of het crisisteam",
    Route.GEPLANDE_SCREENING: "Geplande screening, zonder acuut incident",
    Route.TERUGKEER_NAAR_HUIS: "Terugkeer naar huis van wie gevlucht is",
}


class Kind(StrEnum):
    """Who someone is in the household."""

    UITHUISGEPLAATSTE = "uithuisgeplaatste"
    ACHTERBLIJVER = "achterblijver"
    KIND = "kind"
    HUISGENOOT = "huisgenoot"

    @property
    def label(self) -> str:
        """The Dutch name."""
        return {
            "uithuisgeplaatste": "Uit huis te plaatsen persoon",
            "achterblijver": "Achterblijver",
            "kind": "Kind",
            "huisgenoot": "Andere huisgenoot",
        }[self.value]


class PersonStated(Stated):
    """Someone in the household, as the requester knows him."""

    ref: str = Field("", max_length=8, json_schema_extra={"hidden": True})
    kind: Kind = Field(title="Wie is dit?")
    given_names: str = Field(title="Voornamen", max_length=200)
    family_name: str = Field(title="Achternaam", max_length=200)
    born_on: date | None = Field(None, title="Geboortedatum")
    birth_place: str = Field("", title="Geboorteplaats", max_length=120)
    sex: Literal["man", "vrouw", "anders", "onbekend"] = Field("onbekend", title="Geslacht")
    relation: str = Field("", title="Relatie tot de uit huis te plaatsen persoon", max_length=120)
    lives_there: bool = Field(title="Woont of verblijft deze persoon op het adres?")
    safe_contact: str = Field(
        "",
        title="Veilig te bereiken",
        description="Hoe en wanneer? Noteer hier nooit een geheim adres.",
        max_length=500,
    )


class Dwelling(Stated):
    """The dwelling to which the ban is tied (Wth 2(4)(a))."""

    street: str = Field(title="Straat", max_length=120)
    number: str = Field(title="Huisnummer", max_length=10)
    addition: str = Field("", title="Toevoeging", max_length=10)
    postcode: str = Field(title="Postcode", max_length=7)
    place: str = Field(title="Plaats", max_length=80)
    kind_of_stay: Literal["woont er", "verblijft er anders dan incidenteel"] = Field(
        title="Hoe verblijft de uit huis te plaatsen persoon er?"
    )

    @field_validator("postcode")
    @classmethod
    def _postcode(cls, value: str) -> str:
        plain = value.replace(" ", "").upper()
        if len(plain) != 6 or not plain[:4].isdigit() or plain[0] == "0" or not plain[4:].isalpha():  # noqa: PLR2004
            raise ValueError("Vul een postcode in zoals 1234 AB.")
        return f"{plain[:4]} {plain[4:]}"


class Indication(Stated):
    """One dated sign of danger: what happened, when, from which source, and the statutory item it fits."""

    on: date = Field(title="Wanneer?")
    what: str = Field(title="Wat is er gebeurd of gezien?", max_length=2000)
    source: str = Field(title="Van wie of waaruit weet u dit?", max_length=300)
    source_kind: SourceKind = Field(title="Soort bron")
    item: str = Field(
        "",
        title="Past bij welk onderdeel van het risico-instrument?",
        description="Laat leeg als het geen grond is maar wel achtergrond.",
        max_length=5,
        json_schema_extra={"choices": "items"},
    )


class Start(Stated):
    """A request is begun: by which route, in which municipality."""

    route: Route = Field(title="Waarom nu een huisverbod?")
    municipality: str = Field(
        title="In welke gemeente staat de woning?", json_schema_extra={"choices": "municipalities"}
    )


class Submit(Stated):
    """The request as laid before the mayor."""

    dwelling: Dwelling = Field(title="De woning")
    people: list[PersonStated] = Field(title="De mensen op dit adres", min_length=2, max_length=15)
    domestic_threat: bool = Field(title="Gaat het om geweld of dreiging binnen het huishouden?")
    neighbours_only: bool = Field(False, title="Gaat het alleen om overlast tussen buren?")
    signalled_at: Moment = Field(title="Wanneer kwam het laatste signaal bij u binnen?")
    indications: list[Indication] = Field(title="Signalen, met datum en bron", min_length=1, max_length=40)
    danger: str = Field(title="Waarom is er volgens u ernstig en onmiddellijk gevaar?", max_length=4000)
    tried: str = Field("", title="Wat is al geprobeerd?", max_length=2000)
    children: str = Field("", title="Wat hebben de kinderen nodig?", max_length=2000)
    request_risk: str = Field("", title="Kan dit verzoek zelf gevaar geven? Voor wie?", max_length=2000)
    sharing_ground: Literal["wettelijke_taak", "toestemming", "conflict_van_plichten", "via_veilig_thuis"] = (
        Field(
            title="Op welke grond deelt u deze gegevens?",
            json_schema_extra={
                "labels": {
                    "wettelijke_taak": "Het hoort bij onze wettelijke taak",
                    "toestemming": "De betrokkene gaf toestemming",
                    "conflict_van_plichten": "Conflict van plichten: zwijgen zou gevaarlijk zijn",
                    "via_veilig_thuis": "Via Veilig Thuis",
                }
            },
        )
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


Accept = Note


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


class RefuseMinor(Stated):
    """The person turns out to be a minor; a ban is impossible (Wth 2(2))."""

    explanation: str = Field("", title="Uitleg aan de aanvrager", max_length=4000)
    suggested_route: str = Field(
        "Overleg met Veilig Thuis, de politie of de Raad voor de Kinderbescherming.",
        title="Wat kan de aanvrager nu doen?",
        max_length=2000,
    )
