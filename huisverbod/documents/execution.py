"""What extension, withdrawal and proof of service say (execution/*.html)."""

from datetime import date, datetime
from typing import Literal

from huisverbod import law
from huisverbod.documents import page
from huisverbod.documents.page import Shape
from huisverbod.known import ANNOUNCED, Asked, Ban
from huisverbod.stages.execution import ProposeExtension, ProposeWithdrawal


class Advice(Shape):
    """The advice of the care organisation."""

    on: date
    author: str
    advice: str
    reasons: str


class Verlenging(page.HouseholdPage):
    """The decision to extend."""

    decided_at: datetime
    start: datetime
    first_end: datetime
    stated: ProposeExtension
    advice: Advice | None
    remedies: page.Remedies


class Intrekking(page.HouseholdPage):
    """The decision to withdraw."""

    decided_at: datetime
    start: datetime | None
    end: datetime | None
    extended: bool
    stated: ProposeWithdrawal
    accepted_on: date | None
    confirmed_on: date | None
    confirmed_by: str
    remedies: page.Remedies


class Attempt(Shape):
    """An attempt to serve that failed."""

    at: datetime
    place: str
    found: str


class AkteVanUitreiking(page.HouseholdPage):
    """The proof of service: of the decision, of its deposit, of the written version, or of the extension."""

    kind: Literal["serve", "deposit", "hand_over", "announce_extension", "announce_amendment"]
    decided_at: datetime
    start: datetime
    end: datetime
    reachable_by: datetime
    server: str
    place: str
    identity: str = ""
    language: str = ""
    interpreter: bool = False
    papers: tuple[str, ...] = ()
    keys_taken: int = 0
    key_receipt: str = ""
    reachable: str = ""
    wants_lawyer: bool = False
    refused_to_sign: bool = False
    remarks: str = ""
    why_unknown: str = ""
    deposited: bool = False
    attempts: tuple[Attempt, ...] = ()


IDENTITY = {
    "paspoort": "paspoort",
    "identiteitskaart": "identiteitskaart",
    "rijbewijs": "rijbewijs",
    "verblijfsdocument": "verblijfsdocument",
    "politieregister": "politieregister",
    "niet_vastgesteld": "niet met een document vastgesteld",
}
ADVICE = {"verlengen": "verlengen", "niet_verlengen": "niet verlengen", "intrekken": "intrekken"}
SERVING = {"papers", "keys_taken", "key_receipt", "reachable", "wants_lawyer", "refused_to_sign", "remarks",
           "language", "interpreter", "place"}  # fmt: skip


DECIDED_BEFORE = {
    "announce_extension": ("execution.extend",),
    "announce_amendment": ("execution.amend",),
}
"""Which decision is announced by a step, other than the ban itself."""


def verlenging(asked: Asked, draft: bool) -> Verlenging:
    """The content of the extension, from the draft as last stated."""
    ban = _ban(asked)
    return Verlenging.model_validate(
        page.about_the_ban(asked, draft)
        | {
            "decided_at": ban.imposed_at,
            "start": ban.effective_from,
            "first_end": ban.first_end,
            "stated": page.happened(asked, "execution.propose_extension").facts,
            "advice": _advice(asked),
            "remedies": page.remedies(asked),
        }
    )


def intrekking(asked: Asked, draft: bool) -> Intrekking:
    """The content of the withdrawal, from the draft as last stated."""
    ban = asked.known.ban(asked.terms)
    accepted, confirmed = asked.known.last("care.accept"), asked.known.last("care.confirm_acceptance")
    return Intrekking.model_validate(
        page.about_the_ban(asked, draft)
        | {
            "decided_at": _decided_at(asked),
            "start": ban and ban.effective_from,
            "end": ban and ban.end,
            "extended": asked.known.last(*ANNOUNCED) is not None,
            "stated": page.happened(asked, "execution.propose_withdrawal").facts,
            "accepted_on": accepted and page.day_of(accepted),
            "confirmed_on": confirmed and page.day_of(confirmed),
            "confirmed_by": confirmed.facts["confirmed_by"] if confirmed else "",
            "remedies": page.remedies(asked),
        }
    )


def akte_van_uitreiking(asked: Asked, draft: bool) -> AkteVanUitreiking:
    """What was handed over or deposited, by whom, when, and what follows from it."""
    ban, event = _ban(asked), asked.known.events[-1]
    facts = event.facts
    kind = event.step.partition(".")[2].removesuffix("_suspended")
    later = asked.known.last(*DECIDED_BEFORE[kind]) if kind in DECIDED_BEFORE else None
    return AkteVanUitreiking.model_validate(
        page.about_the_ban(asked, draft)
        | {name: facts[name] for name in SERVING if name in facts}
        | {
            "kind": kind,
            "decided_at": later.occurred_at if later else _decided_at(asked),
            "start": ban.effective_from,
            "end": ban.end,
            "reachable_by": _reachable_by(asked, ban),
            "server": facts.get("served_by") or facts.get("deposited_by"),
            "identity": IDENTITY.get(facts.get("identity", ""), ""),
            "why_unknown": facts.get("why_unknown", ""),
            "deposited": facts.get("how") == "neergelegd" or event.step == "execution.deposit",
            "attempts": [
                {"at": attempt.occurred_at, **attempt.facts}
                for attempt in asked.known.all("execution.record_attempt")
            ],
        }
    )


def _ban(asked: Asked) -> Ban:
    ban = asked.known.ban(asked.terms)
    if ban is None:
        raise LookupError("no ban has taken effect in this case")
    return ban


def _decided_at(asked: Asked) -> datetime:
    """When the ban was decided upon."""
    event = page.happened(asked, "imposition.impose", "imposition.impose_orally")
    stated = event.facts.get("decided_at")
    return datetime.fromisoformat(stated) if stated else event.occurred_at


def _reachable_by(asked: Asked, ban: Ban) -> datetime:
    return law.due(asked.terms["reachable"], ban.effective_from)


def _advice(asked: Asked) -> Advice | None:
    event = asked.known.last("care.advise")
    if event is None:
        return None
    author = event.organisation or event.role.label
    stated = event.facts
    return Advice(
        on=page.day_of(event), author=author, advice=ADVICE[stated["advice"]], reasons=stated["reasons"]
    )
