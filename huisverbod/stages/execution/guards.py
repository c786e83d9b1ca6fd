"""The guards of the execution, and the hour at which a ban ends by itself."""

from collections.abc import Mapping
from datetime import datetime

from huisverbod import law
from huisverbod.known import Asked, Known
from huisverbod.law import Term
from huisverbod.wording import moment, plain_day


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
    if asked.known.last("imposition.put_in_writing", "execution.deposit"):
        return None
    return "Het besluit staat nog niet op schrift. Laat de beslisser het eerst vaststellen."


def adult(asked: Asked) -> str | None:
    """Wth 2(2): a ban never takes effect on a minor, nor is it extended, whatever was decided before."""
    if asked.subject_adult:
        return None
    return (
        "De persoon is minderjarig, of de geboortedatum is niet bekend. Dan kan een huisverbod niet. "
        "Laat de burgemeester het besluit intrekken, of verbeter de geboortedatum."
    )


def still_servable(asked: Asked) -> str | None:
    """Wth 9(1): no ban lasts beyond the longest period after its imposition, so an old one is not served."""
    imposed = asked.known.last("imposition.impose")
    latest = law.latest_end(asked.at, asked.terms, imposed.occurred_at) if imposed else asked.at
    if imposed and asked.at < latest:
        return None
    return (
        f"Dit besluit kon tot {moment(latest)} ingaan en is nu te oud. "
        "Laat het intrekken. Is er nog gevaar, begin dan een nieuw verzoek."
    )


def consequences_explained(asked: Asked) -> str | None:
    """Wth 2(8): the household is told what follows if the ban is broken."""
    household = {person.ref for person in asked.known.household}
    if asked.facts.consequences_told and asked.facts.people and household.issuperset(asked.facts.people):
        return None
    return (
        "Vertel de huisgenoten ook wat er gebeurt als de uithuisgeplaatste zich er niet aan houdt, en kies "
        "wie u heeft ingelicht. Dat is verplicht."
    )


def imposed_under_mandate(asked: Asked) -> str | None:
    """Wth 3(2): this report is owed by an hOvJ who decided himself."""
    if asked.known.under_mandate:
        return None
    return "De burgemeester heeft zelf besloten: dit bericht is niet nodig. Sla het over."


def child_abuse_ground(asked: Asked) -> str | None:
    """Wth 2(8): Veilig Thuis is told the content where child abuse is a ground."""
    if asked.known.child_abuse:
        return None
    return (
        "Kindermishandeling is geen grond van dit besluit: dit bericht is niet nodig. Maakt u zich zorgen "
        "over een kind? Doe dan een melding bij Veilig Thuis."
    )


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
    return "Dit huisverbod is al verlengd. Bij nieuw gevaar is een nieuw huisverbod nodig."


def until_within_longest(asked: Asked) -> str | None:
    """Wth 9(1): after the first end, and at most four weeks after the imposition."""
    ban = asked.known.ban(asked.terms)
    if ban and ban.first_end < asked.facts.until <= ban.latest_end:
        return None
    latest = moment(ban.latest_end) if ban else "onbekend"
    return f"Kies een einde na het eerste einde en uiterlijk op {latest}."


def facts_after_imposition(asked: Asked) -> str | None:
    """Wth 9(1): the danger continues; that rests on facts of after the imposition.

    One of the day itself may be of before it, so at least one is of a later day.
    """
    ban = asked.known.ban(asked.terms)
    imposed_on = ban.imposed_at.astimezone(law.ZONE).date() if ban else asked.day
    days = [fact.on for fact in asked.facts.facts]
    if all(imposed_on <= day <= asked.day for day in days) and max(days) > imposed_on:
        return None
    return (
        f"De verlenging moet rusten op feiten van na de oplegging op {plain_day(imposed_on)}. "
        "Controleer de datums, of noem een later feit."
    )


def draft_extension_ready(asked: Asked) -> str | None:
    """house: there is a draft to decide on."""
    if "execution/verlenging.html" in asked.known.drafts:
        return None
    return "Er ligt nog geen ontwerp voor de verlenging. Laat het eerst voorleggen."


def draft_withdrawal_ready(asked: Asked) -> str | None:
    """house: there is a draft to decide on."""
    if "execution/intrekking.html" in asked.known.drafts:
        return None
    return "Er ligt nog geen ontwerp voor de intrekking. Laat het eerst voorleggen."


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
    """Wth 9(1): what is announced was decided before the first end, and before it is announced."""
    ban = asked.known.ban(asked.terms)
    decided = asked.known.last("execution.extend")
    if ban and decided and decided.occurred_at < ban.first_end:
        early = asked.at < decided.occurred_at
        return f"De verlenging is pas op {moment(decided.occurred_at)} besloten." if early else None
    return "Er is geen verlenging die op tijd is besloten. Bij nieuw gevaar is een nieuw huisverbod nodig."


def holds_office(asked: Asked) -> str | None:
    """Wth 3(1), Gemeentewet 77: only the mayor or his deputy extends or withdraws; this is never mandated."""
    return asked.incompetent(asked.actor.role, asked.actor.name, asked.day)


def withdrawal_grounded(asked: Asked) -> str | None:
    """Wth 2(9): help accepted with what that includes, and confirmed by the body; or another ground."""
    if asked.facts.ground != "hulp_aanvaard":
        return None
    accepted = asked.known.help_accepted
    promised = accepted and accepted.facts["will_not_hinder"] and accepted.facts["will_cooperate"]
    if accepted is None or not promised:
        return (
            "Er is niet vastgelegd dat de uithuisgeplaatste de hulp aanvaardt, die van anderen niet hindert "
            "en meewerkt. Vraag de casemanager dat vast te leggen, of kies een andere grond."
        )
    confirmed = asked.known.last("care.confirm_acceptance")
    if confirmed is None or confirmed.seq < accepted.seq:
        return "De aangewezen hulpinstantie heeft de aanvaarding nog niet bevestigd. Vraag haar dat te doen."
    return None


def court_suspends(asked: Asked) -> str | None:
    """Awb 8:81: only the court suspends."""
    if _last_ruling(asked) == "court.rule_suspended":
        return None
    return "Er is geen uitspraak die het huisverbod nu schorst. Leg eerst de uitspraak vast."


def court_lifts(asked: Asked) -> str | None:
    """Awb 8:87: the suspension was lifted or its condition failed."""
    if _last_ruling(asked) == "court.lift_suspension":
        return None
    return "De schorsing is niet opgeheven. Leg eerst vast dat zij is geëindigd."


def court_annuls(asked: Asked) -> str | None:
    """Awb 8:72: only the court annuls."""
    if _last_ruling(asked) == "court.rule_annulled":
        return None
    return "Er is geen uitspraak die het huisverbod vernietigt. Leg eerst de uitspraak vast."


def _last_ruling(asked: Asked) -> str:
    ruling = asked.known.last(
        "court.rule_suspended", "court.rule_annulled", "court.rule_dismissed", "court.lift_suspension"
    )
    return ruling.step if ruling else ""
