"""What those who are told of a ban read: its content, and of the file nothing."""

from datetime import date, datetime
from typing import Literal

from huisverbod import law
from huisverbod.documents import page
from huisverbod.documents.page import Shape
from huisverbod.known import ANNOUNCED, Asked, Ban, Happened


class Told(page.HouseholdPage):
    """The content of a ban as it stands (Wth 2(8)): place, area, names, from when to when."""

    told: list[page.Named]
    told_to: str
    spoken_with: str
    status: Literal["not_yet", "running", "suspended", "withdrawn", "annulled", "expired"]
    extended: bool
    suspension_condition: str
    suspended_until: datetime | None
    not_extended_because: str
    start: datetime | None
    end: datetime | None
    ended_at: datetime | None
    children: list[page.Named]


class Paper(Shape):
    """A document or record of the file, as a list names it."""

    on: date
    title: str


class ToMayor(Told):
    """Wth 3(2): what an hOvJ imposed under mandate."""

    imposed_at: datetime
    child_abuse: bool
    papers: list[Paper]


class ToLawyers(Told):
    """Wth 5(1): the wish for a lawyer, and until when he must be there."""

    wished_at: datetime
    lawyer_by: datetime


class ToCourt(page.Page):
    """Awb 6:19, 8:42, 8:83: the papers of the case, or a new decision in it."""

    subject: page.Named
    dwelling: page.Place
    new_decision: str
    decided_at: datetime | None
    asked_for: str
    reference: str
    papers: list[Paper]
    remedies: page.Remedies


ENDED = frozenset({"withdrawn", "annulled", "expired"})
PAPERS = {
    "request.submit": "Verzoek",
    "risk_assessment.conclude": "Risicotaxatie",
    "imposition.hear": "Verslag van het horen van de betrokkene",
    "imposition.hear_household": "Verslag van het horen van een huisgenoot",
    "imposition.consult_veilig_thuis": "Verslag van het overleg met Veilig Thuis",
    "imposition.impose_orally": "Nota van de mondelinge aanzegging",
    "imposition.impose": "Besluit huisverbod",
    "imposition.put_in_writing": "Besluit huisverbod op schrift",
    "imposition.decline": "Nota: geen huisverbod opgelegd",
    "execution.serve": "Akte van uitreiking",
    "execution.deposit": "Akte van neerlegging",
    "execution.hand_over": "Akte van uitreiking van het besluit op schrift",
    "execution.tell_household": "Bericht aan de huisgenoten",
    "care.advise": "Advies van de hulpverlening",
    "execution.extend": "Besluit verlenging",
    "execution.announce_extension": "Akte van bekendmaking van de verlenging",
    "execution.amend": "Besluit wijziging",
    "execution.withdraw": "Besluit intrekking",
}
"""What the file holds after each step, as a list of papers names it."""

NEW_DECISIONS = {
    "execution.extend": "een verlenging",
    "execution.amend": "een wijziging",
    "execution.withdraw": "een intrekking",
}
ASKED_FOR = {"voorlopige_voorziening": "een voorlopige voorziening", "beroep": "een uitspraak in beroep"}


def household(asked: Asked, draft: bool) -> Told:
    """For those who stay: the notice, and the leaflet."""
    return Told.model_validate(told(asked, draft))


def children(asked: Asked, draft: bool) -> Told | None:
    """For whoever cares for the children of the household; nothing when there are none."""
    found = Told.model_validate(told(asked, draft))
    return found if found.children else None


def help_body(asked: Asked, draft: bool) -> Told:
    """For the designated help body (Wth 2(8))."""
    return Told.model_validate(told(asked, draft) | {"told_to": asked.region.help_body.name})


def veilig_thuis(asked: Asked, draft: bool) -> Told:
    """For Veilig Thuis, where child abuse is a ground (Wth 2(8))."""
    return Told.model_validate(told(asked, draft) | {"told_to": asked.region.veilig_thuis.name})


def police(asked: Asked, draft: bool) -> Told:
    """For the police, to enforce it."""
    return Told.model_validate(told(asked, draft) | {"told_to": asked.region.police.name})


def mayor(asked: Asked, draft: bool) -> ToMayor:
    """For the mayor, from the hOvJ who decided on his behalf (Wth 3(2))."""
    imposed = page.happened(asked, "imposition.impose", "imposition.impose_orally")
    return ToMayor.model_validate(
        told(asked, draft)
        | {
            "imposed_at": imposed.facts.get("decided_at") or imposed.occurred_at,
            "child_abuse": asked.known.child_abuse,
            "papers": papers(asked),
        }
    )


def lawyers(asked: Asked, draft: bool) -> ToLawyers | None:
    """For the duty lawyers, once the wish was expressed (Wth 5(1))."""
    event = _own(asked)
    if not event.facts.get("wants_lawyer"):
        return None
    return ToLawyers.model_validate(
        told(asked, draft)
        | {
            "told_to": asked.region.lawyer_line.name,
            "wished_at": event.occurred_at,
            "lawyer_by": law.due(asked.terms["lawyer"], event.occurred_at),
        }
    )


def court(asked: Asked, draft: bool) -> ToCourt | None:
    """For the court: the papers with a request, or a new decision while a case runs there."""
    request, subject, decision = asked.known.last("court.request"), asked.known.subject, _decision(asked)
    if request is None or subject is None:
        return None
    return ToCourt.model_validate(
        page.head(asked, draft)
        | {
            "subject": page.named(subject),
            "dwelling": page.place(asked),
            "new_decision": NEW_DECISIONS[decision.step] if decision else "",
            "decided_at": decision.occurred_at if decision else None,
            "asked_for": ASKED_FOR[request.facts["kind"]],
            "reference": request.facts.get("reference", ""),
            "papers": papers(asked),
            "remedies": page.remedies(asked),
        }
    )


def _decision(asked: Asked) -> Happened | None:
    """Awb 6:19: the decision that the court is told of; nothing where the letter answers a request."""
    if _own(asked).step == "court.request":
        return None
    return asked.known.last(*NEW_DECISIONS)


def papers(asked: Asked) -> list[Paper]:
    """What the file holds, in order."""
    return [
        Paper(on=page.day_of(event), title=PAPERS[event.step])
        for event in asked.known.events
        if event.step in PAPERS
    ]


def told(asked: Asked, draft: bool) -> dict[str, object]:
    """The fields of `Told`."""
    ban, facts = asked.known.ban(asked.terms), _own(asked).facts
    suspending = asked.known.last("court.rule_suspended")
    minors = asked.known.minors(asked.day, asked.adult_age)
    return page.about_the_ban(asked, draft) | {
        "told": page.people(asked, facts.get("people", ())),
        "told_to": "",
        "spoken_with": facts.get("spoken_with", ""),
        "status": _status(asked, ban),
        "extended": asked.known.last(*ANNOUNCED) is not None,
        "suspension_condition": suspending.facts.get("condition", "") if suspending else "",
        "suspended_until": suspending.moment("until") if suspending else None,
        "not_extended_because": _not_extended(asked),
        "start": ban and ban.effective_from,
        "end": ban and ban.over_at,
        "ended_at": ban and ban.ended_at,
        "children": [page.named(person) for person in minors],
    }


def _not_extended(asked: Asked) -> str:
    """Why the mayor does not extend, unless he did so after all."""
    last = asked.known.last("execution.decline_extension", "execution.extend")
    return str(last.facts["reason"]) if last and last.step == "execution.decline_extension" else ""


def _own(asked: Asked) -> Happened:
    return asked.known.events[-1]


def _status(asked: Asked, ban: Ban | None) -> str:
    state = asked.known.states.get("execution", "")
    if state.startswith("suspended"):
        return "suspended"
    if state in ENDED:
        return state
    return "running" if ban else "not_yet"
