"""Facts and guards of the request: a partner or the police lays a case before the mayor."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator
from pydantic.config import JsonDict

from huisverbod import law
from huisverbod.instrument import SourceKind
from huisverbod.known import Asked, Moment, Note, Stated
from huisverbod.roles import Role

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


def route_open_to_requester(asked: Asked) -> str | None:
    """norm: which organisation may use which route is laid down per region."""
    if asked.region.may_request(asked.actor.role, asked.facts.route):
        return None
    return (
        f"{asked.actor.role.label.capitalize()} kan in {asked.region.name} geen verzoek doen langs de route "
        f"'{Route(asked.facts.route).label.lower()}'. Kies een andere route of bel het piket."
    )


def own_request(asked: Asked) -> str | None:
    """house: only the organisation that began a request may change or withdraw it."""
    start = asked.known.last("request.start")
    if start and start.organisation == asked.actor.organisation:
        return None
    return "Dit verzoek is van een andere organisatie. Alleen zij kan het wijzigen of intrekken."


def domestic(asked: Asked) -> str | None:
    """Wth 2(1): the danger lies within the household; trouble between neighbours is another law's matter."""
    if asked.facts.domestic_threat and not asked.facts.neighbours_only:
        return None
    return (
        "Een huisverbod kan alleen bij geweld of dreiging binnen het huishouden. "
        "Gaat het om buren? Vraag de gemeente naar een andere maatregel."
    )


def one_subject(asked: Asked) -> str | None:
    """Wth 2(1): the ban is laid on one person."""
    subjects = [person for person in asked.facts.people if person.kind == Kind.UITHUISGEPLAATSTE]
    if len(subjects) == 1:
        return None
    return "Noem precies één persoon die uit huis geplaatst moet worden."


def lives_there(asked: Asked) -> str | None:
    """Wth 2(1): the person lives with those in danger, or stays there other than incidentally."""
    if any(person.kind == Kind.UITHUISGEPLAATSTE and not person.lives_there for person in asked.facts.people):
        return "De persoon woont of verblijft volgens u niet op dit adres. Dan kan een huisverbod niet."
    return None


def not_known_minor(asked: Asked) -> str | None:
    """Wth 2(2): no ban on a minor; the requester is pointed to another route."""
    for person in asked.facts.people:
        if person.kind == Kind.UITHUISGEPLAATSTE and person.born_on:
            if law.adult(person.born_on, asked.day, asked.adult_age):
                return None
            return (
                "Deze persoon is minderjarig. Een huisverbod kan niet. "
                "Overleg met Veilig Thuis, de politie of de Raad voor de Kinderbescherming."
            )
    return None


def dated_trigger(asked: Asked) -> str | None:
    """Besluit 2(1): at least one dated fact fits an item of the closed list."""
    known = {item.code for part in asked.instrument.parts for signal in part.signals for item in signal.items}
    if any(sign.item in known for sign in asked.facts.indications):
        return None
    return (
        "Koppel ten minste één gedateerd signaal aan een onderdeel van het risico-instrument. "
        "Andere signalen zijn achtergrond, geen grond."
    )


def no_police_items(asked: Asked) -> str | None:
    """Besluit 2(3): part 1a rests on police data; a partner leaves it to the police."""
    if asked.actor.role in {Role.POLICE, Role.HOVJ}:
        return None
    if any(sign.item.startswith("1a") for sign in asked.facts.indications):
        return "Onderdeel 1a komt uit politiegegevens. Laat dit aan de politie: wij vragen het voor u op."
    return None


def not_in_future(asked: Asked) -> str | None:
    """house: what is stated has happened."""
    if any(sign.on > asked.day for sign in asked.facts.indications):
        return "Een van de signalen heeft een datum in de toekomst. Verbeter de datum."
    return None


def adult(asked: Asked) -> str | None:
    """Wth 2(2): only an adult can be put out of the home, so his birth date must be known."""
    subject = asked.known.subject
    if subject is None or subject.born_on is None:
        return "De geboortedatum van de persoon is niet bekend. Vul deze eerst aan bij de betrokkenen."
    if law.adult(subject.born_on, asked.day, asked.adult_age):
        return None
    return "De persoon is minderjarig. Een huisverbod kan niet: wijs het verzoek af."


def minor(asked: Asked) -> str | None:
    """Wth 2(2): this refusal is for a person who is a minor."""
    subject = asked.known.subject
    if subject and subject.born_on and not law.adult(subject.born_on, asked.day, asked.adult_age):
        return None
    return "Volgens de geboortedatum is de persoon meerderjarig. Deze afwijzing past dan niet."
