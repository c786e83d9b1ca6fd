"""The guards of serving, telling and extending."""

from huisverbod import law
from huisverbod.known import ANNOUNCED, Asked, standing_extension, suspended_at
from huisverbod.stages.execution.deciding import shown_now
from huisverbod.wording import moment, plain_day


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
    """Wth 2(1), 9(1): no ban lasts beyond its periods, so one that would be over by then is not served."""
    imposed = asked.known.last("imposition.impose")
    figures = law.ban_terms(asked.at, asked.terms, imposed.occurred_at) if imposed else None
    latest = min(figures.first_end, figures.latest_end) if figures else asked.at
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


def not_suspended(asked: Asked) -> str | None:
    """Awb 8:81, Wth 9(1): what a court suspended is not extended, until it binds again.

    The law does not say so. House, to be confirmed by a jurist: an extension decided meanwhile would go round
    the court; one that was decided before the suspension may still be announced.
    """
    if not suspended_at(asked.known, asked.at):
        return None
    return (
        "De rechter schorste het huisverbod. Verlengen kan pas als het weer geldt. Is er nu gevaar? Vraag de "
        "rechter om de schorsing op te heffen (artikel 8:87 Awb); nieuwe feiten kunnen een nieuwe zaak zijn."
    )


def not_yet_extended(asked: Asked) -> str | None:
    """house: one extension; the law does not speak of more, and a jurist has not confirmed it.

    One that a court annulled does not count: a better one may take its place before the first end.
    """
    extended = asked.known.last(*ANNOUNCED)
    decided = standing_extension(asked.known)
    if extended is None or decided is None or extended.seq < decided.seq:
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


def extension_names_current(asked: Asked) -> str | None:
    """Wth 9(1), 2(4)(c): the extension repeats the names, as they stand when it is decided."""
    draft, banned = asked.known.last("execution.propose_extension"), asked.known.contact_ban
    if draft is None or banned is None or draft.seq > banned.since_seq:
        return None
    return (
        "Het contactverbod is gewijzigd na dit ontwerp. Laat de verlenging opnieuw voorleggen, met de namen "
        "die nu gelden."
    )


def shown_extension_is_current(asked: Asked) -> str | None:
    """house: the decider had the newest draft before him, proved by its hash."""
    return shown_now(asked, "execution/verlenging.html")


def extension_decided_in_time(asked: Asked) -> str | None:
    """Wth 9(1): what is announced was decided before the first end, and before it is announced."""
    ban = asked.known.ban(asked.terms)
    decided = standing_extension(asked.known)
    if ban and decided and decided.occurred_at < ban.first_end:
        early = asked.at < decided.occurred_at
        return f"De verlenging is pas op {moment(decided.occurred_at)} besloten." if early else None
    return "Er is geen verlenging die op tijd is besloten. Bij nieuw gevaar is een nieuw huisverbod nodig."
