"""Facts and guards of the imposition: hear, consult, impose orally or in writing, or not impose."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod import law
from huisverbod.known import Asked, Moment, Stated
from huisverbod.roles import Role

CHANNELS: JsonDict = {
    "telefoon": "Telefonisch",
    "persoonlijk": "In persoon",
    "beeldbellen": "Beeldbellen",
    "app": "In deze toepassing",
}


class ConsultVeiligThuis(Stated):
    """The intention was discussed with Veilig Thuis (Wth 2(3)): consultation, not consent."""

    spoken_with: str = Field(title="Met wie heeft u gesproken?", max_length=200)
    outcome: str = Field(title="Wat kwam eruit?", max_length=4000)


class Hear(Stated):
    """The person was heard about the intention and the facts (Awb 4:8)."""

    channel: Literal["persoonlijk", "telefoon", "beeldbellen"] = Field(
        title="Hoe?", json_schema_extra={"labels": CHANNELS}
    )
    place: str = Field(title="Waar?", max_length=200)
    minutes: int = Field(title="Hoeveel minuten duurde het gesprek?", ge=1, le=600)
    language: str = Field("Nederlands", title="In welke taal?", max_length=60)
    interpreter: bool = Field(title="Was er een tolk?")
    lawyer_pointed_out: bool = Field(title="Is gezegd dat er recht is op een advocaat?")
    view: str = Field(title="Wat vindt de betrokkene ervan?", max_length=4000)
    alternatives: str = Field("", title="Welke andere oplossing noemde de betrokkene?", max_length=2000)


class SkipHearing(Stated):
    """The person was not heard, with the ground of the exception (Awb 4:11)."""

    ground: Literal["spoed", "al_gehoord", "doel_gemist"] = Field(
        title="Waarom is niet gehoord?",
        json_schema_extra={
            "labels": {
                "spoed": "Het is te dringend",
                "al_gehoord": "Al eerder gehoord, en er is niets nieuws",
                "doel_gemist": "Horen zou het doel onmogelijk maken",
            }
        },
    )
    reason: str = Field(title="Leg uit", max_length=2000)


class HearHousehold(Stated):
    """Someone who stays was heard; the wish counts but does not bind the mayor."""

    person: str = Field(title="Wie?", json_schema_extra={"choices": "household"})
    view: str = Field(title="Wat vindt deze persoon ervan?", max_length=4000)
    objects: bool = Field(title="Is deze persoon tegen een huisverbod?")


class GroundStated(Stated):
    """One fact the decision rests on, with date and source."""

    on: date = Field(title="Wanneer?")
    text: str = Field(title="Wat is er gebeurd?", max_length=2000)
    source: str = Field(title="Bron", max_length=300)


class Propose(Stated):
    """The draft decision, laid before the mayor."""

    facts: list[GroundStated] = Field(title="Feiten en omstandigheden", min_length=1, max_length=30)
    danger: str = Field(
        title="Waarom is er in deze zaak ernstig en onmiddellijk gevaar, of een ernstig vermoeden?",
        max_length=8000,
    )
    why_this_person: str = Field(title="Waarom deze persoon en niet de ander?", max_length=4000)
    why_not_lighter: str = Field(title="Waarom is iets lichters niet genoeg?", max_length=4000)
    interests: str = Field(
        title="Welke belangen zijn gewogen? Denk aan werk aan huis, zorg en onderdak.", max_length=4000
    )
    children_interest: str = Field(
        "",
        title="Belang van de kinderen",
        description="Verplicht als er minderjarigen wonen.",
        max_length=4000,
    )
    answer_to_view: str = Field("", title="Antwoord op wat de betrokkene zei", max_length=4000)
    child_abuse: bool = Field(title="Is (een vermoeden van) kindermishandeling een van de gronden?")
    area: str = Field(
        "de woning, het portiek of de tuin en de straat direct voor de woning",
        title="Waar mag de betrokkene niet zijn?",
        max_length=1000,
    )
    contact_ban: list[str] = Field(
        title="Met wie mag de betrokkene geen contact hebben?", json_schema_extra={"choices": "household"}
    )
    contact_exceptions: str = Field("", title="Uitzondering: begeleid contact", max_length=1000)
    start_planned: Moment = Field(title="Wanneer wordt het besluit naar verwachting uitgereikt?")


class AskBack(Stated):
    """The draft goes back with a question."""

    question: str = Field(title="Wat wilt u weten of anders zien?", max_length=2000)


class Impose(Stated):
    """The act of deciding: which text was before the decider, by which channel (Wth 2(1))."""

    read: bool = Field(title="Ik heb het besluit gelezen en leg het huisverbod op.")
    channel: Literal["app", "telefoon", "persoonlijk"] = Field(
        "app", title="Hoe besluit u?", json_schema_extra={"labels": CHANNELS}
    )
    shown_sha256: str = Field("", max_length=64, json_schema_extra={"hidden": True})


PutInWriting = Impose


class ImposeOrally(Stated):
    """The ban was announced orally, because writing first would take too long (Wth 2(7)).

    `occurred_at` of this step is the oral notice: from then the ban runs.
    """

    decided_by: str = Field(title="Wie nam het besluit?", json_schema_extra={"choices": "deciders"})
    decided_at: Moment = Field(title="Wanneer nam deze persoon het besluit?")
    channel: Literal["telefoon", "persoonlijk", "beeldbellen"] = Field(
        title="Hoe is het besluit genomen?", json_schema_extra={"labels": CHANNELS}
    )
    urgency: str = Field(title="Waarom kon het niet eerst op schrift?", max_length=2000)
    announced_by: str = Field(title="Wie zei het huisverbod aan?", max_length=200)
    witness: str = Field("", title="Wie was erbij?", max_length=200)
    contact_ban: list[str] = Field(
        title="Met wie mag de betrokkene geen contact hebben?", json_schema_extra={"choices": "household"}
    )
    area: str = Field(
        "de woning, het portiek of de tuin en de straat direct voor de woning",
        title="Waar mag de betrokkene niet zijn?",
        max_length=1000,
    )
    child_abuse: bool = Field(title="Is (een vermoeden van) kindermishandeling een van de gronden?")


class Decline(Stated):
    """No ban is imposed."""

    reason: str = Field(title="Waarom legt u geen huisverbod op?", max_length=4000)


ProposeWritten = Propose


def assessment_concluded(asked: Asked) -> str | None:
    """Awb 3:2: the risk assessment is finished before anything is decided."""
    if asked.known.states.get("risk_assessment") == "concluded":
        return None
    return "De risicotaxatie is nog niet afgerond."


def adult(asked: Asked) -> str | None:
    """Wth 2(2): only an adult can be put out of the home, on the day the ban takes effect."""
    subject = asked.known.subject
    if subject and subject.born_on and law.adult(subject.born_on, asked.day, asked.adult_age):
        return None
    return "De persoon is minderjarig of de geboortedatum is onbekend. Een huisverbod kan niet."


def heard(asked: Asked) -> str | None:
    """Awb 4:8, 4:11: the person was heard, or there is a reasoned exception."""
    if asked.known.last("imposition.hear", "imposition.skip_hearing"):
        return None
    return "De betrokkene is nog niet gehoord. Leg het gesprek vast, of waarom horen niet kon."


def veilig_thuis_consulted(asked: Asked) -> str | None:
    """Wth 2(3): where child abuse is a ground, Veilig Thuis is consulted before the ban is imposed."""
    stated = getattr(asked.facts, "child_abuse", None)
    if stated is None:
        stated = asked.known.child_abuse
    consulted = asked.known.last("imposition.consult_veilig_thuis")
    if not stated or (consulted and consulted.occurred_at <= _decided_at(asked)):
        return None
    return "Kindermishandeling is een grond. Overleg eerst met Veilig Thuis en leg dat vast."


def _decided_at(asked: Asked) -> datetime:
    decided: Moment | None = getattr(asked.facts, "decided_at", None)
    return decided or asked.at


def contact_ban_named(asked: Asked) -> str | None:
    """Wth 2(4)(c), 1(b): the contact ban names people who live or stay in the home."""
    known = {person.ref: person for person in asked.known.household}
    if not asked.facts.contact_ban:
        return "Noem ten minste één huisgenoot met wie geen contact mag zijn."
    strangers = [ref for ref in asked.facts.contact_ban if ref not in known or not known[ref].lives_there]
    if strangers:
        return "In het contactverbod staat iemand die niet op dit adres woont of verblijft."
    return None


def children_weighed(asked: Asked) -> str | None:
    """Awb 3:4: where minors live, their interest is weighed in so many words."""
    if asked.facts.children_interest.strip() or not asked.known.minors(asked.day, asked.adult_age):
        return None
    return "Er wonen minderjarigen. Beschrijf het belang van de kinderen."


def grounds_dated(asked: Asked) -> str | None:
    """Wth 2(4)(b): the facts have happened; no date lies in the future."""
    if all(ground.on <= asked.day for ground in asked.facts.facts):
        return None
    return "Een feit heeft een datum in de toekomst. Verbeter de datum."


def decider_competent(asked: Asked) -> str | None:
    """Wth 2(1), 3(1): the mayor or his deputy decides, or an hOvJ with a mandate valid on that day."""
    return _competent(asked, asked.actor.role, asked.actor.name, asked.day)


def named_decider_competent(asked: Asked) -> str | None:
    """Wth 2(1), 3(1): whoever took the oral decision held office or a mandate at that moment."""
    role_name, _, name = asked.facts.decided_by.partition(":")
    on = asked.facts.decided_at.astimezone(law.ZONE).date()
    if role_name not in {Role.MAYOR, Role.DEPUTY_MAYOR, Role.HOVJ}:
        return "Alleen de burgemeester, de loco-burgemeester of een gemandateerde hulpofficier kan besluiten."
    return _competent(asked, Role(role_name), name, on)


def _competent(asked: Asked, role: Role, name: str, on: date) -> str | None:
    if role == Role.HOVJ:
        if asked.region.mandate(name, asked.known.municipality, on):
            return None
        return (
            "Er staat voor deze dag geen geldig mandaat in het register. De burgemeester moet zelf besluiten."
        )
    municipality = asked.region.municipality(asked.known.municipality)
    if municipality.holder(name, role, on):
        return None
    return f"U staat op deze dag niet in het register als {role.label} van {municipality.name}."


def decided_before_notice(asked: Asked) -> str | None:
    """Wth 2(7): the decision comes before the oral notice of it."""
    if asked.facts.decided_at <= asked.at:
        return None
    return "Het besluit is later dan de mondelinge aanzegging. Controleer de tijdstippen."


def read_and_agreed(asked: Asked) -> str | None:
    """house: deciding is an act; nothing is imposed by a box that was not ticked."""
    return None if asked.facts.read else "Bevestig dat u het besluit heeft gelezen."


def shown_text_is_current(asked: Asked) -> str | None:
    """house: the decider had the newest draft before him, proved by its hash."""
    current = asked.known.drafts.get("imposition/beschikking.html")
    if current is None:
        return "Er ligt nog geen ontwerpbesluit. Laat het eerst opmaken."
    if asked.facts.shown_sha256 == current:
        return None
    return "Het ontwerpbesluit is intussen gewijzigd. Lees de nieuwe versie en beslis dan."


def text_repeats_oral(asked: Asked) -> str | None:
    """Wth 2(7): the written decision repeats what was announced orally: same people, same place."""
    oral = asked.known.last("imposition.impose_orally")
    if oral is None or set(asked.facts.contact_ban) == set(oral.facts["contact_ban"]):
        return None
    return "Het contactverbod op schrift noemt andere mensen dan mondeling is aangezegd."
