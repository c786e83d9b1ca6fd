"""The pieces of which a request is made: its route, the people, the dwelling, the signs, the children."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator
from pydantic.config import JsonDict

from huisverbod.instrument import SourceKind
from huisverbod.known import Stated
from huisverbod.roles import Role


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


PLANNED = frozenset({Route.GEPLANDE_SCREENING, Route.TERUGKEER_NAAR_HUIS})
"""Routes without an acute incident: such a request rests on a pattern, and says why now."""


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


def postcode_of(text: str) -> str:
    """A Dutch postcode as "1234 AB". Raises ValueError with a Dutch sentence when it is none."""
    plain = text.replace(" ", "").upper()
    if len(plain) != 6 or not plain[:4].isdigit() or plain[0] == "0" or not plain[4:].isalpha():  # noqa: PLR2004
        raise ValueError("Vul een postcode in zoals 1234 AB.")
    return f"{plain[:4]} {plain[4:]}"


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
        return postcode_of(value)


CONTEXT = "achtergrond"
"""Besluit 2(1): marks a sign that fits no item of the closed list; it is kept and is never a ground."""


class Trigger(StrEnum):
    """Why a request without an acute incident comes now (Besluit 2(2)(b): part 2 speaks of an incident)."""

    MELDING = "melding"
    ONTHULLING = "onthulling"
    TERUGKEER = "terugkeer"
    BREUK = "breuk"
    VLUCHT = "vlucht"
    ESCALATIE = "escalatie"

    @property
    def label(self) -> str:
        """The Dutch name of the trigger."""
        return {
            "melding": "Ja: er kwam een melding binnen",
            "onthulling": "Ja: iemand vertelde wat er thuis gebeurt",
            "terugkeer": "Ja: de persoon komt terug, bijvoorbeeld uit detentie of opname",
            "breuk": "Ja: de relatie is verbroken of dat dreigt",
            "vlucht": "Ja: iemand is gevlucht of wil terug naar huis",
            "escalatie": "Ja: het werd erger of gebeurde vaker",
        }[self.value]


class Indication(Stated):
    """One dated sign of danger: what happened, when, from which source, and the statutory item it fits."""

    on: date = Field(title="Wanneer?")
    what: str = Field(title="Wat is er gebeurd of gezien?", max_length=2000)
    source: str = Field(title="Van wie of waaruit weet u dit?", max_length=300)
    source_kind: SourceKind = Field(title="Soort bron")
    item: str = Field(
        title="Past bij welk onderdeel van het risico-instrument?",
        description="Past het nergens bij? Kies dan 'Achtergrond': dat is geen grond voor een huisverbod.",
        max_length=20,
        json_schema_extra={"choices": "items"},
    )
    trigger: Trigger | None = Field(
        None,
        title="Is dit de aanleiding om nu te vragen?",
        description="Zonder acuut incident is er ten minste één aanleiding met een datum.",
    )


class ExternalResult(Stated):
    """The outcome of another instrument: recorded with where it comes from, and never a ground."""

    name: str = Field(title="Welk instrument?", max_length=120)
    version: str = Field(title="Welke versie?", max_length=60)
    licence: str = Field(
        title="Onder welke licentie of afspraak gebruikt uw organisatie het?", max_length=200
    )
    filled_by: str = Field(title="Wie vulde het in, in welke functie?", max_length=200)
    on: date = Field(title="Wanneer?")
    result: str = Field(
        title="Wat was de uitkomst?",
        description="Alleen de uitkomst. Het is achtergrond: een uitkomst is nooit een grond.",
        max_length=1000,
    )


class Statement(Stated):
    """What someone told already, to whom, and whether who helps may read it too (AVG 6(1)(a))."""

    who: str = Field(title="Wie vertelde dit?", max_length=401, json_schema_extra={"choices": "tellers"})
    on: date = Field(title="Wanneer?")
    told_to: str = Field(title="Aan wie? (naam of functie, en organisatie)", max_length=200)
    words: str = Field(
        title="Wat vertelde deze persoon?",
        description="Zo veel mogelijk in de eigen woorden. Noteer hier nooit een geheim adres.",
        max_length=4000,
    )
    consent: Literal["ja", "nee", "niet_gevraagd"] = Field(
        title="Mag ook de hulpverlening dit lezen?",
        description="Vraag het aan wie het vertelde. Zonder ja lezen alleen de gemeente en de politie het.",
        json_schema_extra={"labels": {"ja": "Ja", "nee": "Nee", "niet_gevraagd": "Niet gevraagd"}},
    )


YES_NO_UNKNOWN: JsonDict = {"ja": "Ja", "nee": "Nee", "onbekend": "Weet ik niet"}


class ChildSeen(Stated):
    """One child of the household: what it needs, and who has it in view already."""

    name: str = Field(title="Welk kind?", description="De voornaam is genoeg.", max_length=200)
    needs: str = Field(title="Wat heeft dit kind nodig?", max_length=1000)
    veilig_thuis: Literal["ja", "nee", "onbekend"] = Field(
        title="Is Veilig Thuis in beeld?", json_schema_extra={"labels": YES_NO_UNKNOWN}
    )
    raad: Literal["ja", "nee", "onbekend"] = Field(
        title="Is de Raad voor de Kinderbescherming in beeld?", json_schema_extra={"labels": YES_NO_UNKNOWN}
    )


Ground = Literal["wettelijke_taak", "overleg_wth", "toestemming", "conflict_van_plichten", "via_veilig_thuis"]

GROUND_LABELS: JsonDict = {
    "wettelijke_taak": "Het hoort bij onze wettelijke taak",
    "overleg_wth": "Overleg over het voornemen bij kindermishandeling (art. 2 lid 3 Wth)",
    "toestemming": "De betrokkene gaf toestemming (art. 6 lid 1 onder a AVG)",
    "conflict_van_plichten": "Conflict van plichten: zwijgen zou gevaarlijk zijn",
    "via_veilig_thuis": "Via Veilig Thuis (art. 5.2.6 Wmo 2015)",
}

_POLICE = {"wettelijke_taak": "Politiegegevens voor dit besluit (art. 2 lid 3 Besluit tijdelijk huisverbod)"}
_SECRET = ("toestemming", "conflict_van_plichten", "via_veilig_thuis")
_OWN_ACT = {"wettelijke_taak": "Onze eigen wettelijke taak: noem hieronder het artikel"}

SHARING: Mapping[Role, Mapping[str, str]] = {
    Role.POLICE: _POLICE,
    Role.HOVJ: _POLICE,
    Role.MUNICIPAL_OFFICER: {"wettelijke_taak": "Taak van de burgemeester (art. 2 Wth)"},
    Role.VEILIG_THUIS: {
        "wettelijke_taak": "Noodzakelijk voor onze taak (art. 4.1.1 en 5.3.3 lid 3 Wmo 2015)",
        **{name: str(GROUND_LABELS[name]) for name in ("overleg_wth", "toestemming")},
    },
    **{
        role: {name: str(GROUND_LABELS[name]) for name in _SECRET}
        for role in (Role.CRISIS_TEAM, Role.LOCAL_CARE)
    },
    **{
        role: _OWN_ACT | {name: str(GROUND_LABELS[name]) for name in ("toestemming", "via_veilig_thuis")}
        for role in (Role.RAAD, Role.OM, Role.RECLASSERING)
    },
}
"""AVG 6, Wmo 2015, Wpg: on which grounds each organisation can share, each with its article."""

NAMES_ARTICLE = frozenset({Role.RAAD, Role.OM, Role.RECLASSERING})
"""Organisations whose own act differs per case: they name the article."""


class Member(Stated):
    """Someone in the weegteam, for his organisation."""

    organisation: str = Field(title="Organisatie", max_length=200)
    name: str = Field(title="Naam en functie", max_length=200)
