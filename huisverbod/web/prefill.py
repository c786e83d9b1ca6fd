"""What a form can fill in by itself from the case, so that nobody types a thing twice (WCAG 3.3.7)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from huisverbod import access
from huisverbod.case import Case
from huisverbod.known import Asked, Happened, Known
from huisverbod.law import ZONE
from huisverbod.stages.request import CONTEXT
from huisverbod.wording import plain_day

Facts = dict[str, Any]
MOST_FACTS, LONGEST_COURSE = 30, 4000


def seen(asked: Asked, case: Case) -> Known:
    """What this person sees of what is known; a form shows nobody more than his pages do."""
    events = [event for event in asked.known.events if access.sees_facts(asked.actor, event, case)]
    return replace(asked.known, events=events)


def prefill(step: str, asked: Asked, known: Known) -> Facts:
    """The facts of a step that follow from the case; `known` is what this person sees of it."""
    found = MAKERS.get(step)
    return found(asked, known) if found else {}


def _propose(asked: Asked, known: Known) -> Facts:
    before = known.last("imposition.propose_written", "imposition.propose")
    oral = known.last("imposition.impose_orally")
    said = {key: oral.facts[key] for key in ("contact_ban", "area", "child_abuse")} if oral else {}
    if before:
        return {**before.facts, **said}
    return {
        "facts": _grounds(known)[:MOST_FACTS],
        "danger": known.fact("danger", "request.submit", otherwise=""),
        "children_interest": known.fact("children", "request.submit", otherwise=""),
        "contact_ban": _household(known),
        **said,
    }


def _household(known: Known) -> list[str]:
    return [person.ref for person in known.household if person.lives_there]


def _grounds(known: Known) -> list[Facts]:
    """The dated facts with a statutory item: those of the assessment, else those of the request."""
    assessed = [
        {"on": item.on, "text": item.fact, "source": item.source, "item": code}
        for answer in known.answers().values()
        for signal in answer.signals.values()
        for code, item in signal.items.items()
        if item.value == "ja" and item.on
    ]
    stated = [
        {"on": sign["on"], "text": sign["what"], "source": sign["source"], "item": sign["item"]}
        for sign in signs(known)
        if sign["item"] not in ("", CONTEXT)
    ]
    once = {(str(fact["on"]), fact["text"]): fact for fact in [*stated, *assessed]}
    return sorted(once.values(), key=lambda fact: str(fact["on"]))


def signs(known: Known) -> Iterator[Mapping[str, Any]]:
    """Every sign of danger stated with the request and its supplements."""
    for event in known.all("request.submit", "request.supplement", "request.tell"):
        yield from event.facts.get("indications", [])


def _extension(asked: Asked, known: Known) -> Facts:
    before, ban = known.last("execution.propose_extension"), known.ban(asked.terms)
    if before:
        return dict(before.facts)
    return {
        "until": ban.latest_end if ban else None,
        "facts": [_violation(event) for event in known.all("enforcement.report_violation")][:MOST_FACTS],
        "course": "\n".join(_care(event) for event in known.all("care.contact", "care.advise"))[
            :LONGEST_COURSE
        ],
    }


def _violation(event: Happened) -> Facts:
    return {
        "on": _day(event.occurred_at),
        "text": event.facts["description"],
        "source": "Melding van een overtreding",
    }


def _care(event: Happened) -> str:
    return f"{plain_day(_day(event.occurred_at))}: {event.facts.get('summary') or event.facts.get('reasons')}"


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _withdrawal(asked: Asked, known: Known) -> Facts:
    before = known.last("execution.propose_withdrawal")
    return dict(before.facts) if before else {"effective_planned": asked.at}


def _people(asked: Asked, known: Known) -> Facts:
    return {"people": [vars(person) for person in known.people]}


def _orally(asked: Asked, known: Known) -> Facts:
    return {"contact_ban": _household(known), "announced_by": _me(asked)}


def _me(asked: Asked) -> str:
    return f"{asked.actor.name}, {asked.actor.role.label}"


def _by_me(field: str) -> Callable[[Asked, Known], Facts]:
    return lambda asked, known: {field: _me(asked)}


MAKERS: Mapping[str, Callable[[Asked, Known], Facts]] = {
    "request.add_people": _people,
    "imposition.propose": _propose,
    "imposition.propose_written": _propose,
    "imposition.impose_orally": _orally,
    "execution.propose_extension": _extension,
    "execution.propose_withdrawal": _withdrawal,
    "execution.serve": _by_me("served_by"),
    "execution.hand_over": _by_me("served_by"),
    "execution.deposit": _by_me("deposited_by"),
    "execution.announce_extension": _by_me("served_by"),
}


@dataclass(frozen=True)
class Quote:
    """Something from the file to have before one while writing: what it is, and its text."""

    heading: str
    text: str


_FOR_DECISION = (
    ("imposition.ask_back", "question", "Vraag van de beslisser"),
    ("imposition.hear", "view", "Wat de betrokkene zei"),
    ("imposition.hear", "alternatives", "Andere oplossing volgens de betrokkene"),
    ("imposition.skip_hearing", "reason", "Waarom niet is gehoord"),
    ("imposition.hear_household", "view", "Wat de achterblijver zei"),
    ("imposition.hear_child", "view", "Wat het kind nodig heeft"),
    ("imposition.hear_child", "why_not", "Waarom het kind niet is gehoord"),
    ("imposition.consult_veilig_thuis", "outcome", "Overleg met Veilig Thuis"),
    ("risk_assessment.conclude", "override_reason", "Waarom het advies afwijkt van de regel"),
    ("risk_assessment.conclude", "doubt", "Twijfel bij de risicotaxatie"),
    ("request.submit", "tried", "Wat al is geprobeerd"),
    ("request.take_weegteam_advice", "reasons", "Advies van het weegteam"),
    ("request.take_weegteam_advice", "doubt", "Waarover het weegteam het niet eens was"),
)
_FOR_LATER = (
    ("care.advise", "reasons", "Zorgadvies"),
    ("care.contact", "summary", "Contact met de hulpverlening"),
    ("imposition.hear", "view", "Wat de betrokkene zei vóór het besluit"),
    ("imposition.hear_household", "view", "Wat de achterblijver zei vóór het besluit"),
)
QUOTED: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "imposition.propose": _FOR_DECISION,
    "imposition.propose_written": _FOR_DECISION,
    "execution.propose_extension": _FOR_LATER,
    "execution.propose_withdrawal": _FOR_LATER,
    "request.supplement": (("request.ask", "question", "De vraag aan u"),),
    "request.tell": (("request.inquire", "question", "De vraag aan u"),),
}
"""Per step what stands beside its form: from which step, which fact, under which heading."""


def quotes(step: str, known: Known) -> list[Quote]:
    """What was said before and helps to write this; `known` is what this person sees of the case."""
    return [
        Quote(heading, event.facts[fact])
        for source, fact, heading in QUOTED.get(step, ())
        for event in known.all(source)
        if event.facts.get(fact)
    ]
