"""The guards of the imposition."""

from datetime import datetime

from huisverbod import law
from huisverbod.known import Asked, Happened
from huisverbod.likeness import likeness, stock_only
from huisverbod.powers import IMPOSE
from huisverbod.roles import Role
from huisverbod.wording import listing

REASONS = (
    "danger",
    "why_this_person",
    "why_not_lighter",
    "interests",
    "work_at_home",
    "care_at_home",
    "children_interest",
    "answer_to_view",
    "answer_to_household",
    "contact_exceptions",
)
"""What a draft says in its own words, and the person put out reads."""


def assessment_concluded(asked: Asked) -> str | None:
    """Awb 3:2: the risk assessment is finished before anything is decided."""
    if asked.known.states.get("risk_assessment") == "concluded":
        return None
    return "De risicotaxatie is nog niet afgerond. Laat haar eerst afronden."


def adult(asked: Asked) -> str | None:
    """Wth 2(2): only an adult can be put out of the home, on the day the ban takes effect."""
    if asked.subject_adult:
        return None
    return (
        "De persoon is minderjarig, of de geboortedatum is niet bekend. Dan kan een huisverbod niet. "
        "Vul de geboortedatum aan, of wijs het verzoek af."
    )


def heard(asked: Asked) -> str | None:
    """Awb 4:8, 4:11: the person was heard before the decision, or there is a reasoned exception."""
    if _before_decision(asked, "imposition.hear", "imposition.skip_hearing"):
        return None
    return "De betrokkene is nog niet gehoord. Leg het gesprek vast, of waarom horen niet kon."


def veilig_thuis_consulted(asked: Asked) -> str | None:
    """Wth 2(3): where child abuse is a ground, Veilig Thuis is consulted before the ban is imposed."""
    stated = getattr(asked.facts, "child_abuse", None)
    if stated is None:
        stated = asked.known.child_abuse
    if not stated or _before_decision(asked, "imposition.consult_veilig_thuis"):
        return None
    return "Kindermishandeling is een grond. Overleg met Veilig Thuis vóór het besluit en leg dat vast."


def _before_decision(asked: Asked, *steps: str) -> list[Happened]:
    """The events of these steps up to the decision, which for an oral notice came before that notice."""
    oral = asked.known.last("imposition.impose_orally")
    decided_at = getattr(asked.facts, "decided_at", None)
    if decided_at is None and oral:
        decided_at = datetime.fromisoformat(oral.facts["decided_at"])
    return [event for event in asked.known.all(*steps) if event.occurred_at <= (decided_at or asked.at)]


def intention_told(asked: Asked) -> str | None:
    """Awb 4:8: he can only give his view on an intention and facts that were told to him."""
    if asked.facts.intention_told:
        return None
    return (
        "Vertel de betrokkene eerst wat u van plan bent en op welke feiten. Kan dat niet? "
        "Leg dan vast waarom niet is gehoord."
    )


def contact_ban_named(asked: Asked) -> str | None:
    """Wth 2(4)(c), 1(b): the contact ban names people who live or stay in the home."""
    known = {person.ref: person for person in asked.known.household}
    if not asked.facts.contact_ban:
        return "Noem ten minste één huisgenoot met wie geen contact mag zijn."
    strangers = [ref for ref in asked.facts.contact_ban if ref not in known or not known[ref].lives_there]
    if strangers:
        return (
            "In het contactverbod staat iemand die niet op dit adres woont of verblijft. Haal die naam weg, "
            "of verbeter de gegevens bij de betrokkenen."
        )
    return None


def children_weighed(asked: Asked) -> str | None:
    """Awb 3:4: where minors live, their interest is weighed in so many words."""
    if asked.facts.children_interest.strip() or not asked.known.minors(asked.day, asked.adult_age):
        return None
    return "Er wonen minderjarigen. Beschrijf het belang van de kinderen."


def grounds_dated(asked: Asked) -> str | None:
    """Wth 2(4)(b): the facts have happened; no date lies in the future."""
    if all(ground.on <= asked.day and (ground.at or asked.at) <= asked.at for ground in asked.facts.facts):
        return None
    return "Een feit ligt in de toekomst. Verbeter de datum of het uur."


def grounds_in_annex(asked: Asked) -> str | None:
    """Besluit 2(1): only facts of the closed list are grounds to impose; what is outside it is context."""
    known = {item.code for signal in asked.instrument.signals for item in signal.items}
    items = [ground.item for ground in asked.facts.facts if ground.item]
    if items and known.issuperset(items):
        return None
    if strange := sorted(set(items) - known):
        return f"Onderdeel {listing(strange)} staat niet in het risico-instrument. Kies een ander onderdeel."
    return (
        "Geen enkel feit hoort bij een onderdeel van het risico-instrument. Kies bij ten minste één feit het "
        "onderdeel: wat daarbuiten valt is achtergrond, geen grond."
    )


def words_of_this_case(asked: Asked) -> str | None:
    """Wth 2(4)(b), Awb 3:46: the reasons are of this case; sentences that fit every case are no reasons."""
    texts = {
        "het gevaar": asked.facts.danger,
        "waarom deze persoon": asked.facts.why_this_person,
        "waarom niets lichters": asked.facts.why_not_lighter,
        "het belang van de kinderen": asked.facts.children_interest,
        "de feiten": " ".join(ground.text for ground in asked.facts.facts),
    }
    empty = [name for name, text in texts.items() if stock_only(text, asked.stock_phrases)]
    if not empty:
        return None
    return (
        f"Bij {listing(empty)} staan alleen standaardzinnen. Schrijf wat er in deze zaak is gebeurd: wie "
        "deed wat, wanneer, en waarom dat nu gevaar geeft."
    )


def household_not_quoted(asked: Asked) -> str | None:
    """house: the person put out reads the decision, so it never repeats the words of those who stay."""
    written = "\n".join(str(getattr(asked.facts, name)) for name in REASONS)
    said = asked.known.all("imposition.hear_household", "imposition.hear_child")
    if not any(likeness(written, event.facts["view"]).passages for event in said):
        return None
    return (
        "Het ontwerp neemt woordelijk over wat een achterblijver of kind zei. De betrokkene leest dit. "
        "Schrijf het in eigen woorden, zonder te noemen wie het zei."
    )


def child_lives_there(asked: Asked) -> str | None:
    """Awb 3:2: what is recorded concerns a minor of this household."""
    if asked.facts.child in {child.ref for child in asked.known.minors(asked.day, asked.adult_age)}:
        return None
    return "Kies een kind dat op dit adres woont. Staat het er niet bij? Vul dan eerst de betrokkenen aan."


def child_spoken_for(asked: Asked) -> str | None:
    """Awb 3:2, 3:4: who spoke and what was said, or why the child was not heard."""
    stated = asked.facts
    if stated.how == "niet":
        return None if stated.why_not.strip() else "Schrijf op waarom het kind niet is gehoord."
    if stated.spoken_by.strip() and stated.view.strip():
        return None
    return "Schrijf op wie er met of namens het kind sprak, en wat het kind nodig heeft."


def draft_up_to_date(asked: Asked) -> str | None:
    """Awb 3:2, 4:8: nothing was recorded after the draft that the decision has to weigh."""
    draft = asked.known.last("imposition.propose", "imposition.propose_written")
    events = asked.known.all(*WEIGHED) if draft else []
    new = {WEIGHED[event.step] for event in events if draft and event.seq > draft.seq}
    if not new:
        return None
    return f"Na dit ontwerp is nog vastgelegd: {listing(sorted(new))}. Laat het ontwerp opnieuw voorleggen."


WEIGHED = {
    "risk_assessment.conclude": "een risicotaxatie",
    "imposition.hear": "het horen",
    "imposition.skip_hearing": "het horen",
    "imposition.hear_household": "wat een achterblijver vindt",
    "imposition.hear_child": "wat een kind nodig heeft",
    "imposition.consult_veilig_thuis": "overleg met Veilig Thuis",
}
"""Steps of which the decision tells, each in words."""


def decider_competent(asked: Asked) -> str | None:
    """Wth 2(1), 3(1): the mayor or his deputy decides, or an hOvJ with a mandate valid on that day."""
    return asked.incompetent(asked.actor.role, asked.actor.name, asked.day, IMPOSE)


def named_decider_competent(asked: Asked) -> str | None:
    """Wth 2(1), 3(1): whoever took the oral decision held office or a mandate at that moment."""
    role, _, name = asked.facts.decided_by.partition(":")
    on = asked.facts.decided_at.astimezone(law.ZONE).date()
    if role not in asked.powers.power[IMPOSE].roles:
        return "Alleen de burgemeester, de loco-burgemeester of een gemandateerde hulpofficier kan besluiten."
    return asked.incompetent(Role(role), name, on, IMPOSE)


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
    if oral is None:
        return None
    if set(asked.facts.contact_ban) != set(oral.facts["contact_ban"]):
        return "Het contactverbod op schrift noemt andere mensen dan mondeling is aangezegd. Maak het gelijk."
    if asked.facts.area != oral.facts["area"]:
        return "Het besluit op schrift noemt een andere plek dan mondeling is aangezegd. Maak het gelijk."
    return None


def written_draft_ready(asked: Asked) -> str | None:
    """Wth 2(7): what is put in writing is a draft that was held against the oral notice."""
    if asked.known.last("imposition.propose_written"):
        return None
    return "Laat eerst het besluit op schrift voorleggen. Het herhaalt wat mondeling is aangezegd."


def request_refused(asked: Asked) -> str | None:
    """Wth 2(2): the preparation stops when the request turned out to concern a minor."""
    if asked.known.last("request.refuse_minor"):
        return None
    return "Het verzoek loopt nog. Leg het besluit voor, of wijs eerst het verzoek af."
