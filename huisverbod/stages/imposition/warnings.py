"""What may fall short in court: it stops nothing, but whoever signs has seen it and accepts it knowingly."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from huisverbod import instrument
from huisverbod.instrument import ItemAnswer
from huisverbod.known import Asked, Happened
from huisverbod.likeness import without
from huisverbod.wording import listing, plain_day

SHORTEST_HEARING = 15
"""house: in fewer minutes nobody is told the facts and answers them."""
RECENT = timedelta(days=3)
"""house: beyond this, what makes the danger immediate needs words of its own."""
LONG_WORD = 5
"""house: shorter words stand in every text and say nothing of this case."""


def hearing_substantial(asked: Asked) -> str | None:
    """Awb 4:8: a hearing in name only is none: long enough, understood, pointed to a lawyer, face to face."""
    hearing = asked.known.last("imposition.hear", "imposition.skip_hearing")
    if hearing is None or hearing.step != "imposition.hear":
        return None
    thin = list(_thin(hearing.facts))
    if not thin:
        return None
    return (
        f"Het horen kan te mager zijn: {listing(thin)}. Hoor zo mogelijk opnieuw, of leg uit waarom dit "
        "genoeg was."
    )


def _thin(said: Any) -> Iterator[str]:
    if said["minutes"] < SHORTEST_HEARING:
        yield f"het duurde {said['minutes']} minuten"
    if said.get("detained") and said["channel"] != "persoonlijk":
        yield "de betrokkene zat vast en is niet in persoon gehoord"
    if said.get("interpreter_needed") and not said["interpreter"]:
        yield "er was een tolk nodig en die was er niet"
    if not said["lawyer_pointed_out"]:
        yield "er is niet op een advocaat gewezen"


def sources_varied(asked: Asked) -> str | None:
    """Awb 3:2: more than statements that oppose each other: a report, a finding of one's own, a register."""
    if not instrument.opposing_only(asked.known.answers()):
        return None
    return (
        "De feiten rusten alleen op verklaringen. Zoek een andere bron: een waarneming van de politie, een "
        "register, letsel, foto's of een rapport."
    )


def grounds_traceable(asked: Asked) -> str | None:
    """Besluit 2(1): each ground comes back in the risk assessment, with its fact, date and source."""
    items, draft = _answered(asked), _draft(asked)
    loose = sorted({ground["item"] for ground in _grounds(draft) if ground["item"] not in items})
    if not loose:
        return None
    return (
        f"Een feit in het ontwerp staat bij onderdeel {listing(loose)}, maar dat staat in de risicotaxatie "
        "niet op ja. Vul de risicotaxatie aan, of maak het feit achtergrond."
    )


def danger_about_this_case(asked: Asked) -> str | None:
    """Awb 3:46: the danger is described with what happened in this case, not in general."""
    draft = _draft(asked)
    if draft is None:
        return None
    facts = [
        *(ground["text"] for ground in draft.facts["facts"]),
        *(a.fact for a in _answered(asked).values()),
    ]
    said = _telling(draft.facts["danger"], asked)
    if said & set().union(*(_telling(fact, asked) for fact in facts)):
        return None
    return (
        "De tekst over het gevaar noemt geen enkel feit uit deze zaak. Schrijf wat er is gebeurd en waarom "
        "dat nu gevaar geeft."
    )


def _telling(text: str, asked: Asked) -> set[str]:
    return {word for word in without(text, asked.stock_phrases) if len(word) >= LONG_WORD}


def danger_recent(asked: Asked) -> str | None:
    """Wth 2(1): the danger is immediate; days without a new fact speak against that."""
    days = [date.fromisoformat(ground["on"]) for ground in _grounds(_draft(asked))]
    if not days or asked.day - max(days) <= RECENT:
        return None
    return (
        f"Het laatste feit is van {plain_day(max(days))}, {(asked.day - max(days)).days} dagen geleden. "
        "Leg in het besluit uit waarom het gevaar nu nog onmiddellijk is."
    )


def home_interests_weighed(asked: Asked) -> str | None:
    """Awb 3:4: work and care that are tied to this home are weighed in so many words."""
    draft = _draft(asked)
    fields = {"work_at_home": "werk aan huis", "care_at_home": "zorg voor iemand in huis"}
    missing = [words for field, words in fields.items() if draft and not draft.facts.get(field)]
    if not missing:
        return None
    return (
        f"Er staat niets over {listing(missing)}. Vraag het na en schrijf op hoe het is gewogen, ook als "
        "er niets is."
    )


def honour_considered(asked: Asked) -> str | None:
    """Awb 3:2: with honour-related violence others may act in his place; that is considered."""
    draft = _draft(asked)
    if asked.known.fact("honour", "risk_assessment.conclude") != "ja":
        return None
    if draft and draft.facts.get("honour_note"):
        return None
    return (
        "Er zijn aanwijzingen voor eergerelateerd geweld. Anderen kunnen dan in zijn plaats handelen. "
        "Bespreek dat met een deskundige van de politie en noteer hoe het is gewogen."
    )


def household_answered(asked: Asked) -> str | None:
    """Awb 3:46, 4:8: who stays and objects gets an answer in the decision."""
    objecting = [e for e in asked.known.all("imposition.hear_household") if e.facts["objects"]]
    draft = _draft(asked)
    if not objecting or (draft and draft.facts.get("answer_to_household")):
        return None
    return (
        "Een achterblijver is tegen een huisverbod. Antwoord daarop in het besluit, zonder te noemen wie "
        "wat zei."
    )


def children_heard(asked: Asked) -> str | None:
    """Awb 3:2, 3:4: of each minor in the home is known what it needs: heard, spoken for, or why not."""
    heard = {event.facts["child"] for event in asked.known.all("imposition.hear_child")}
    unheard = [child for child in asked.known.minors(asked.day, asked.adult_age) if child.ref not in heard]
    if not unheard:
        return None
    names = listing([child.given_names for child in unheard])
    return (
        f"Van {names} is niet vastgelegd wat het kind nodig heeft. Hoor het kind, laat iemand spreken, of "
        "noteer waarom niet."
    )


def banned_people_live_there(asked: Asked) -> str | None:
    """Wth 1(b), 2(4)(c): whom the contact ban names still lives or stays in the home."""
    draft = _draft(asked)
    named = [asked.known.person(ref) for ref in draft.facts["contact_ban"]] if draft else []
    gone = [person.full_name for person in named if person and not person.lives_there]
    if not gone:
        return None
    return (
        f"{listing(gone)} staat in het contactverbod, maar woont of verblijft volgens de gegevens niet "
        "meer op dit adres. Pas het ontwerp aan, of verbeter de gegevens."
    )


def address_agrees(asked: Asked) -> str | None:
    """Wth 2(1): where someone really lives or stays decides; a register that says otherwise needs a word."""
    accepted = asked.known.last("request.accept")
    found = accepted.facts if accepted else {}
    if found.get("brp") == "anders":
        return (
            "De betrokkene staat op een ander adres ingeschreven. Het gaat om waar hij feitelijk woont of "
            "verblijft: leg in het ontwerp uit waaruit dat blijkt."
        )
    if found.get("place_explained"):
        return (
            "De plaats in het adres hoort volgens de regio bij een andere gemeente. Kijk na of de woning "
            "hier ligt: anders is de burgemeester niet bevoegd."
        )
    return None


def _draft(asked: Asked) -> Happened | None:
    return asked.known.last("imposition.propose", "imposition.propose_written")


def _grounds(draft: Happened | None) -> list[Any]:
    return [ground for ground in draft.facts["facts"] if ground.get("item")] if draft else []


def _answered(asked: Asked) -> dict[str, ItemAnswer]:
    """What the risk assessment says yes to, by item."""
    return {
        code: item
        for answer in asked.known.answers().values()
        for signal in answer.signals.values()
        for code, item in signal.items.items()
        if item.value == "ja"
    }
