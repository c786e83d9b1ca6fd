"""Records of what was said and done, and what goes to the person put out of the home beside a decision."""

from datetime import datetime

from huisverbod import law
from huisverbod.documents import page
from huisverbod.documents.page import Shape
from huisverbod.documents.signature import signed_as
from huisverbod.known import Asked, Happened, Person, imposed_at
from huisverbod.roles import Role
from huisverbod.stages.request import REFUSAL_LABELS, Kind


class Talk(Shape):
    """How the person was heard (Awb 4:8)."""

    channel: str
    place: str
    minutes: int
    language: str
    interpreter: bool
    intention_told: bool
    lawyer_pointed_out: bool


class VerslagHoren(page.Page):
    """The record of a hearing, of him or of someone who stays."""

    heard: page.Named
    capacity: str
    by: str
    talk: Talk | None
    view: str
    objects: bool | None
    alternatives: str


class VerslagOverleg(page.Page):
    """The record of the consultation with Veilig Thuis (Wth 2(3))."""

    subject: page.Named
    by: str
    spoken_with: str
    outcome: str


class MondelingeAanzegging(page.HouseholdPage):
    """The note of the oral notice (Wth 2(7))."""

    decided_by: str
    decided_at: datetime
    channel: str
    announced_by: str
    witness: str
    urgency: str
    start: datetime
    first_end: datetime


class NietOpgelegd(page.Page):
    """The note that no ban is imposed."""

    subject: page.Named
    dwelling: page.Place
    reason: str
    numbers: page.Numbers


class BesluitBelanghebbende(NietOpgelegd):
    """The decision for someone of the household who asked for a ban herself (Awb 1:3(2), 3:45)."""

    told: list[page.Named]
    label: str
    remedies: page.Remedies


class Sleutelbewijs(page.Page):
    """The receipt for the keys (Wth 4(2))."""

    subject: page.Named
    dwelling: page.Place
    numbers: page.Numbers
    keys_taken: int
    key_receipt: str
    server: str
    refused_to_sign: bool


class Einde(page.HouseholdPage):
    """That the ban is over, and the keys."""

    why: str
    ended_at: datetime
    keys_taken: int
    key_receipt: str


class Beroepsblad(page.HouseholdPage):
    """The sheet with which he can go to court (Awb 3:45, 6:5)."""

    against: str
    remedies: page.Remedies


class Folder(page.HouseholdPage):
    """The leaflet for him: what applies now, until when, whom to call."""

    planned: bool
    start: datetime
    end: datetime
    reachable_by: datetime
    reachable_known: bool
    remedies: page.Remedies


HEARD = ("channel", "place", "minutes", "language", "interpreter", "intention_told", "lawyer_pointed_out")
AGAINST = {
    "execution.extend": "de verlenging",
    "execution.amend": "de wijziging",
    "execution.withdraw": "de intrekking",
}
ENDED_BY = {
    "execution.withdraw": "withdrawn",
    "execution.annul": "annulled",
    "execution.annul_at_date": "annulled",
}
WITH_KEYS = ("execution.serve", "execution.hand_over")


def verslag_horen(asked: Asked, draft: bool) -> VerslagHoren:
    """Who was heard, how, and what was said."""
    event, subject = asked.known.events[-1], _subject(asked)
    household = event.step == "imposition.hear_household"
    heard = asked.known.person(event.facts["person"]) if household else subject
    return VerslagHoren.model_validate(
        page.head(asked, draft)
        | {
            "heard": page.named(heard or subject),
            "capacity": Kind((heard or subject).kind).label.lower(),
            "by": _by(event),
            "talk": None if household else {name: event.facts[name] for name in HEARD},
            "view": event.facts["view"],
            "objects": event.facts.get("objects"),
            "alternatives": event.facts.get("alternatives", ""),
        }
    )


def overleg_veilig_thuis(asked: Asked, draft: bool) -> VerslagOverleg:
    """When, with whom, and what came of it."""
    event = asked.known.events[-1]
    return VerslagOverleg.model_validate(
        page.head(asked, draft)
        | {
            "subject": page.named(_subject(asked)),
            "by": _by(event),
            "spoken_with": event.facts["spoken_with"],
            "outcome": event.facts["outcome"],
        }
    )


def mondelinge_aanzegging(asked: Asked, draft: bool) -> MondelingeAanzegging:
    """Who decided and who announced, when, why orally, and what."""
    event = asked.known.events[-1]
    role, _, name = event.facts["decided_by"].partition(":")
    run = law.ban_terms(event.occurred_at, asked.terms, imposed_at(event))
    stated = {name: event.facts[name] for name in ("decided_at", "channel", "announced_by", "urgency")}
    return MondelingeAanzegging.model_validate(
        page.about_the_ban(asked, draft)
        | stated
        | {
            "decided_by": f"{name}, {Role(role).label}",
            "witness": event.facts.get("witness", ""),
            "start": run.effective_from,
            "first_end": run.first_end,
        }
    )


def niet_opgelegd(asked: Asked, draft: bool) -> NietOpgelegd:
    """Why no ban is imposed."""
    return NietOpgelegd.model_validate(_declined(asked, draft))


def besluit_belanghebbende(asked: Asked, draft: bool) -> BesluitBelanghebbende | None:
    """The decision for those of the household who asked themselves; nothing when nobody did."""
    facts = asked.known.events[-1].facts
    if not facts.get("asked_by"):
        return None
    return BesluitBelanghebbende.model_validate(
        _declined(asked, draft)
        | {
            "told": page.people(asked, facts["asked_by"]),
            "label": REFUSAL_LABELS.get(facts.get("reason_code", ""), ""),
            "remedies": page.remedies(asked),
        }
    )


def _declined(asked: Asked, draft: bool) -> dict[str, object]:
    facts = asked.known.events[-1].facts
    return page.head(asked, draft) | {
        "subject": page.named(_subject(asked)),
        "dwelling": page.place(asked),
        "reason": facts.get("reason") or facts.get("explanation"),
        "numbers": page.numbers(asked),
        "signed": signed_as(asked),
    }


def sleutelbewijs(asked: Asked, draft: bool) -> Sleutelbewijs | None:
    """How many keys were taken, and under which number; nothing when none were."""
    facts = asked.known.events[-1].facts
    if not facts.get("keys_taken"):
        return None
    return Sleutelbewijs.model_validate(
        page.head(asked, draft)
        | {
            "subject": page.named(_subject(asked)),
            "dwelling": page.place(asked),
            "numbers": page.numbers(asked),
            "keys_taken": facts["keys_taken"],
            "key_receipt": facts["key_receipt"],
            "server": facts["served_by"],
            "refused_to_sign": facts.get("refused_to_sign", False),
        }
    )


def einde(asked: Asked, draft: bool) -> Einde | None:
    """Since when the ban is over, by what, and which keys he gets back; nothing for one that never ran."""
    ban, step = asked.known.ban(asked.terms), asked.known.events[-1].step
    if ban is None:
        return None
    taken = [event for event in asked.known.all(*WITH_KEYS) if event.facts.get("keys_taken")]
    return Einde.model_validate(
        page.about_the_ban(asked, draft)
        | {
            "why": ENDED_BY.get(step, "expired"),
            "ended_at": ban.over_at,
            "keys_taken": sum(event.facts["keys_taken"] for event in taken),
            "key_receipt": ", ".join(event.facts["key_receipt"] for event in taken),
        }
    )


def beroepsblad(asked: Asked, draft: bool) -> Beroepsblad:
    """Against what, and before which court."""
    against = AGAINST.get(asked.known.events[-1].step, "het huisverbod")
    return Beroepsblad.model_validate(
        page.about_the_ban(asked, draft) | {"against": against, "remedies": page.remedies(asked)}
    )


def folder(asked: Asked, draft: bool) -> Folder:
    """With his own dates: of a ban not served yet as planned."""
    ban = asked.known.ban(asked.terms)
    run = law.ban_terms(ban.effective_from if ban else _planned(asked), asked.terms)
    reachable = [event for event in asked.known.events if event.facts.get("reachable")]
    return Folder.model_validate(
        page.about_the_ban(asked, draft)
        | {
            "planned": ban is None,
            "start": run.effective_from,
            "end": ban.end if ban else run.first_end,
            "reachable_by": run.reachable_by,
            "reachable_known": bool(reachable),
            "remedies": page.remedies(asked),
        }
    )


def _planned(asked: Asked) -> datetime:
    return datetime.fromisoformat(page.happened(asked, *page.IMPOSING).facts["start_planned"])


def _subject(asked: Asked) -> Person:
    subject = asked.known.subject
    if subject is None:
        raise LookupError("no person to be put out of the home")
    return subject


def _by(event: Happened) -> str:
    return ", ".join(filter(None, (event.role.label, event.organisation)))
