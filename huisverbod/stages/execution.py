"""Facts and guards of the execution: serve, tell, extend, withdraw, end."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod.known import Asked, Known, Moment, Note, Stated
from huisverbod.law import Term
from huisverbod.wording import moment

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
        ["Besluit", "Beroepsclausule"],
        title="Welke stukken zijn overhandigd?",
        json_schema_extra={"choices": "papers"},
    )
    keys_taken: int = Field(0, title="Hoeveel sleutels zijn ingenomen?", ge=0, le=50)
    key_receipt: str = Field("", title="Nummer van het ontvangstbewijs", max_length=60)
    reachable: str = Field(
        "",
        title="Waar is de betrokkene te bereiken?",
        description="Leeg: dan lopen 24 uur om dit te melden.",
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
    """Where the person put out of the home can be reached (Wth 2(6)). Never shown to those who stay."""

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
        title="Verlengen tot", description="Uiterlijk vier weken na de oplegging, op hetzelfde uur."
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


class Extend(Stated):
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

    reason: str = Field(title="Waarom verlengt u niet?", max_length=4000)


class ProposeWithdrawal(Stated):
    """The draft of a withdrawal, laid before the mayor (Wth 2(9))."""

    ground: Literal["hulp_aanvaard", "gevaar_geweken", "anders"] = Field(
        title="Grond",
        json_schema_extra={
            "labels": {
                "hulp_aanvaard": "Hulp aanvaard en bevestigd",
                "gevaar_geweken": "Het gevaar is geweken",
                "anders": "Een andere reden",
            }
        },
    )
    explanation: str = Field(title="Leg uit", max_length=4000)
    view_household: str = Field(title="Wat vinden de achterblijvers?", max_length=4000)
    agreements: str = Field("", title="Welke veiligheidsafspraken zijn gemaakt?", max_length=4000)
    keys: str = Field("", title="Hoe krijgt de betrokkene de sleutels terug?", max_length=500)
    effective_planned: Moment = Field(title="Vanaf wanneer wordt het huisverbod ingetrokken?")


class Withdraw(Stated):
    """The act of deciding to withdraw: which text was before the decider."""

    read: bool = Field(title="Ik heb het besluit gelezen en trek het huisverbod in.")
    channel: Literal["app", "telefoon", "persoonlijk"] = Field(
        "app", title="Hoe besluit u?", json_schema_extra={"labels": {**HOW, "app": "In deze toepassing"}}
    )
    shown_sha256: str = Field("", max_length=64, json_schema_extra={"hidden": True})


class Expire(Stated):
    """The ban ended at its hour."""


Suspend = Resume = Annul = Expire


def ban_ends(known: Known, terms: Mapping[str, Term]) -> datetime | None:
    """Wth 2(1), 9(1): the instant at which the ban ends by itself, or nothing while none has taken effect."""
    ban = known.ban(terms)
    return ban.end if ban else None


def served_on_identified_person(asked: Asked) -> str | None:
    """Awb 3:41: the decision is handed to the person himself."""
    if asked.facts.identity == "niet_vastgesteld" and not asked.facts.remarks.strip():
        return "Schrijf bij opmerkingen waarom u zeker weet dat dit de juiste persoon is."
    return None


def keys_receipted(asked: Asked) -> str | None:
    """Wth 4(2): keys are taken against a receipt."""
    if asked.facts.keys_taken and not asked.facts.key_receipt.strip():
        return "Vul het nummer van het ontvangstbewijs van de sleutels in."
    return None


def attempts_logged(asked: Asked) -> str | None:
    """Wth 2(7): depositing is for someone whose whereabouts are unknown; show what was tried."""
    if asked.known.last("execution.record_attempt"):
        return None
    return "Leg eerst vast waar u de betrokkene heeft gezocht."


def written_decision_exists(asked: Asked) -> str | None:
    """Wth 2(7): after an oral notice the written decision is handed over as well."""
    if asked.known.last("imposition.put_in_writing"):
        return None
    return "Het besluit staat nog niet op schrift."


def consequences_explained(asked: Asked) -> str | None:
    """Wth 2(8): the household is told what follows if the ban is broken."""
    if asked.facts.consequences_told and asked.facts.people:
        return None
    return "Vertel wie u heeft ingelicht en wat de gevolgen van een overtreding zijn. Dat is verplicht."


def imposed_under_mandate(asked: Asked) -> str | None:
    """Wth 3(2): this report is owed by an hOvJ who decided himself."""
    if asked.known.under_mandate:
        return None
    return "De burgemeester heeft zelf besloten: dit bericht is niet nodig."


def child_abuse_ground(asked: Asked) -> str | None:
    """Wth 2(8): Veilig Thuis is told the content where child abuse is a ground."""
    if asked.known.child_abuse:
        return None
    return "Kindermishandeling is geen grond van dit besluit: dit bericht is niet verplicht."


def before_end(asked: Asked) -> str | None:
    """Wth 9(1): decided and announced before the first end; after that nothing is left to extend."""
    ban = asked.known.ban(asked.terms)
    if ban and asked.at < ban.first_end:
        return None
    when = moment(ban.first_end) if ban else "onbekend"
    return f"Verlengen kan niet meer: het huisverbod eindigde op {when}. Nieuw gevaar? Begin een nieuwe zaak."


def not_yet_extended(asked: Asked) -> str | None:
    """house: one extension; the law does not speak of more, and a jurist has not confirmed it."""
    if asked.known.last("execution.announce_extension") is None:
        return None
    return "Dit huisverbod is al verlengd."


def until_within_longest(asked: Asked) -> str | None:
    """Wth 9(1): after the first end, and at most four weeks after the imposition."""
    ban = asked.known.ban(asked.terms)
    if ban and ban.first_end < asked.facts.until <= ban.latest_end:
        return None
    latest = moment(ban.latest_end) if ban else "onbekend"
    return f"Kies een einde na het eerste einde en uiterlijk op {latest}."


def facts_after_imposition(asked: Asked) -> str | None:
    """Wth 9(1): the danger continues; that rests on facts of after the imposition."""
    ban = asked.known.ban(asked.terms)
    if ban and all(ban.effective_from.date() <= fact.on <= asked.day for fact in asked.facts.facts):
        return None
    return "De verlenging moet rusten op feiten van na de oplegging. Controleer de datums."


def draft_extension_ready(asked: Asked) -> str | None:
    """house: there is a draft to decide on."""
    if "execution/verlenging.html" in asked.known.drafts:
        return None
    return "Er ligt nog geen ontwerp voor de verlenging."


def draft_withdrawal_ready(asked: Asked) -> str | None:
    """house: there is a draft to decide on."""
    if "execution/intrekking.html" in asked.known.drafts:
        return None
    return "Er ligt nog geen ontwerp voor de intrekking."


def shown_extension_is_current(asked: Asked) -> str | None:
    """house: the decider had the newest draft before him, proved by its hash."""
    return _shown(asked, "execution/verlenging.html")


def shown_withdrawal_is_current(asked: Asked) -> str | None:
    """house: the decider had the newest draft before him, proved by its hash."""
    return _shown(asked, "execution/intrekking.html")


def _shown(asked: Asked, template: str) -> str | None:
    if not asked.facts.read:
        return "Bevestig dat u het besluit heeft gelezen."
    if asked.facts.shown_sha256 == asked.known.drafts.get(template):
        return None
    return "Het ontwerpbesluit is intussen gewijzigd. Lees de nieuwe versie en beslis dan."


def extension_decided_in_time(asked: Asked) -> str | None:
    """Wth 9(1): what is announced was decided before the first end."""
    ban = asked.known.ban(asked.terms)
    decided = asked.known.last("execution.extend")
    if ban and decided and decided.occurred_at < ban.first_end:
        return None
    return "Er is geen verlenging die op tijd is besloten."


def holds_office(asked: Asked) -> str | None:
    """Wth 3(1), Gemeentewet 77: only the mayor or his deputy extends or withdraws; this is never mandated."""
    municipality = asked.region.municipality(asked.known.municipality)
    if municipality.holder(asked.actor.name, asked.actor.role, asked.day):
        return None
    return f"U staat op deze dag niet in het register als {asked.actor.role.label} van {municipality.name}."


def withdrawal_grounded(asked: Asked) -> str | None:
    """Wth 2(9): help accepted with what that includes, and confirmed by the body; or another ground."""
    if asked.facts.ground != "hulp_aanvaard":
        return None
    accepted = asked.known.last("care.accept")
    if accepted is None or not (
        accepted.facts.get("will_not_hinder") and accepted.facts.get("will_cooperate")
    ):
        return "Er is nog niet vastgelegd dat de uithuisgeplaatste de hulp aanvaardt en meewerkt."
    if asked.known.last("care.confirm_acceptance") is None:
        return "De aangewezen hulpinstantie heeft de aanvaarding nog niet bevestigd."
    return None


def court_suspends(asked: Asked) -> str | None:
    """Awb 8:81: only the court suspends."""
    return (
        None
        if asked.known.last("court.rule_suspended")
        else "Er is geen uitspraak die het huisverbod schorst."
    )


def court_lifts(asked: Asked) -> str | None:
    """Awb 8:87: the suspension was lifted or its condition failed."""
    return None if asked.known.last("court.lift_suspension") else "De schorsing is niet opgeheven."


def court_annuls(asked: Asked) -> str | None:
    """Awb 8:72: only the court annuls."""
    return (
        None
        if asked.known.last("court.rule_annulled")
        else "Er is geen uitspraak die het huisverbod vernietigt."
    )
