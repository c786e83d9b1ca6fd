"""What may fall short in court at an extension, amendment or withdrawal: no bar, but accepted knowingly."""

from collections.abc import Mapping
from typing import Any

from huisverbod.known import Asked, Known
from huisverbod.likeness import Likeness, likeness, stock_only
from huisverbod.wording import listing

MOST_REPEATED = 0.25
"""house: with more than this share (0 to 1) taken over from the first decision, little of it is new."""
FIRST = ("danger", "why_this_person", "why_not_lighter", "interests", "children_interest")
NOW = ("course", "why_continues", "balancing")
"""What the two drafts say in their own words, beside the facts."""


def extension_newly_reasoned(asked: Asked) -> str | None:
    """Wth 9(1): the danger continues; that is not shown by the words with which it was shown before."""
    found = repeated(asked.known)
    if found.share <= MOST_REPEATED:
        return None
    return (
        f"Van de verlenging staat {found.share:.0%} ook in het eerste besluit. Schrijf waarom het gevaar "
        "er nóg is, met wat er sindsdien is gebeurd."
    )


def repeated(known: Known) -> Likeness:
    """What the draft of the extension takes over from the draft of the imposition."""
    first = known.last("imposition.propose", "imposition.propose_written")
    now = known.last("execution.propose_extension")
    return likeness(_text(now.facts, NOW), _text(first.facts, FIRST)) if first and now else Likeness(0.0, ())


def _text(facts: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    return "\n".join([*(facts.get(name, "") for name in fields), *(fact["text"] for fact in facts["facts"])])


def care_advice_received(asked: Asked) -> str | None:
    """Wth 9(1), Awb 3:2: what the care organisation sees is known before the ban is extended."""
    if asked.known.last("care.advise"):
        return None
    return (
        "Er is nog geen zorgadvies. Vraag de hulpinstantie hoe zij het gevaar ziet, of leg uit waarom dat "
        "niet kon."
    )


def agreements_made(asked: Asked) -> str | None:
    """Wth 2(9): before he may return there are agreements on safety with those who stay."""
    draft = asked.known.last("execution.propose_withdrawal")
    if draft is None or draft.facts.get("agreements"):
        return None
    return (
        "Er staan geen veiligheidsafspraken in het ontwerp. Maak ze met de achterblijvers en de "
        "hulpinstantie."
    )


def amendment_about_this_case(asked: Asked) -> str | None:
    """Awb 3:46: why the contact ban changes is told in words of this case."""
    draft = asked.known.last("execution.propose_amendment")
    if draft is None or not stock_only(draft.facts["reason"], asked.stock_phrases):
        return None
    return (
        "De reden van de wijziging bestaat uit standaardzinnen. Schrijf wat er in deze zaak is veranderd, en "
        "waarom dit contact nu veilig is."
    )


def dropped_still_live_there(asked: Asked) -> str | None:
    """Wth 1(b), 2(1), 2(4)(c): who is no longer named and still lives there loses a protection."""
    draft, now = asked.known.last("execution.propose_amendment"), asked.known.contact_ban
    dropped = set(now.names) - set(draft.facts["contact_ban"]) if draft and now else set()
    staying = [p.full_name for p in asked.known.household if p.ref in dropped and p.lives_there]
    if not staying:
        return None
    return (
        f"{listing(staying)} woont of verblijft hier nog, maar staat straks niet meer in het contactverbod. "
        "Leg in het besluit uit waarom dat veilig is, of laat de naam staan."
    )


def supervision_arranged(asked: Asked) -> str | None:
    """Wth 1(b), 2(4)(c): contact by way of exception is arranged by who helps, never by himself."""
    draft = asked.known.last("execution.propose_amendment")
    if draft is None or not draft.facts["contact_exceptions"] or asked.known.last(*HELPING):
        return None
    return (
        "Er is een uitzondering voor begeleid contact, maar nog geen contact met de hulp vastgelegd. Laat de "
        "hulpinstantie eerst bevestigen dat zij het begeleidt."
    )


HELPING = ("care.contact", "care.accept", "care.confirm_acceptance", "care.advise")
"""What shows that somebody who helps is at work."""
