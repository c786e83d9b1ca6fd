"""Decisions, for the phone at night: the list, the page to read a draft on, the page to sign it on."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy import and_, exists
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from huisverbod import access, documents, notices, stages
from huisverbod.accounts import Account
from huisverbod.advance import Act, asked_of
from huisverbod.case import Case
from huisverbod.documents import Document, Signature
from huisverbod.errors import BadFacts, HuisverbodError, Reason, Refused, Stale, StepNotOpen, Unknown
from huisverbod.known import Actor, Asked
from huisverbod.rulebook import Rulebook
from huisverbod.web import approval, current, summary
from huisverbod.web.casefile import CaseFile, Choice, Opened
from huisverbod.web.current import Me, Now, Reading, Rules, Writing
from huisverbod.web.page import page
from huisverbod.web.scrutiny import COMPETENCE, Scrutiny
from huisverbod.workflow import StageRules, Step, check_role, offered, take

router = APIRouter()

LATELY = timedelta(days=30)
OTHERWISE = {
    "imposition.impose": ("imposition.decline", "imposition.ask_back"),
    "execution.extend": ("execution.decline_extension",),
}
"""What the decider can do instead of signing."""

SET_ASIDE = {"execution.extend": "execution.decline_extension"}
"""A draft lies aside once this step was taken after it."""

READ = "Zet een vinkje als u het besluit heeft gelezen. Zonder vinkje wordt niets ondertekend."


@dataclass(frozen=True)
class Waiting:
    """A draft that waits for a decision of this person."""

    case: Case
    place: str
    label: str
    address: str
    since: datetime


class Signing(BaseModel):
    """What the signing page sends: the fresh password, the tick, and what was shown."""

    password: str = ""
    read: str = ""
    warned: list[str] = []
    remark: str = ""
    shown_sha256: str = ""
    key: str = ""
    version: int = 0
    seen: int = 0


@router.get("/besluiten")
def show_decisions(request: Request, session: Reading, rules: Rules, me: Me, now: Now) -> Response:
    """What waits for this person, the longest waiting first, and what he decided lately."""
    return page(
        request,
        "decisions.html",
        waiting=waiting(session, rules, me.actor(), now),
        taken=_taken(session, me, now),
        owing=approval.owing(session, rules, approval.keys(request), me, now - LATELY),
        messages=notices.waiting(session, me.actor()),
    )


def waiting(session: Session, rules: Rulebook, actor: Actor, now: datetime) -> list[Waiting]:
    """The drafts on which this capacity may decide, in the cases that this person sees."""
    newer = aliased(Document)
    newest = ~exists().where(
        col(newer.case_id) == col(Document.case_id),
        col(newer.template) == col(Document.template),
        col(newer.id) > col(Document.id),
    )
    query = (
        select(Case, Document)
        .join(Document, and_(col(Document.case_id) == col(Case.id), col(Document.draft), newest))
        .where(access.visible(actor), col(Case.closed_at).is_(None))
        .options(defer(Document.content), defer(Document.context))  # type: ignore[arg-type]
        .order_by(col(Document.drawn_at))
    )
    found = []
    for case, draft in session.exec(query).all():
        if rules.readable(session, case):
            asked = asked_of(session, rules, case, actor, now)
            found.append(_waiting(asked, session, rules, case, draft))
    return [one for one in found if one]


def _waiting(asked: Asked, session: Session, rules: Rulebook, case: Case, draft: Document) -> Waiting | None:
    procedure = rules.edition(session, case).procedure
    for stage, step in offered(procedure, asked.known.states, asked.actor.role):
        name = f"{stage.name}.{step.name}"
        if step.signs and step.document == draft.template and _decides(asked, stage, step, draft):
            place = asked.region.municipality(case.municipality).name
            return Waiting(case, place, step.label, f"/zaken/{case.number}/besluit/{name}", draft.drawn_at)
    return None


def _decides(asked: Asked, stage: StageRules, step: Step, draft: Document) -> bool:
    """Whether this person holds the office or the mandate, and the draft was not laid aside."""
    known, name = stages.guards(stage.name), f"{stage.name}.{step.name}"
    if any(known[guard](replace(asked, step=name)) for guard in step.guards if guard in COMPETENCE):
        return False
    aside = asked.known.last(SET_ASIDE.get(name, ""))
    return aside is None or aside.recorded_at < draft.drawn_at


def _taken(session: Session, me: Account, now: datetime) -> Sequence[tuple[Signature, Case, str]]:
    query = (
        select(Signature, Case, Document.template)
        .join(Case, col(Case.id) == col(Signature.case_id))
        .join(Document, col(Document.id) == col(Signature.document_id))
        .where(Signature.account_id == me.id, col(Signature.recorded_at) > now - LATELY)
        .order_by(col(Signature.id).desc())
    )
    titles = documents.table.TITLES
    return [(signature, case, titles[template]) for signature, case, template in session.exec(query)]


class Reader:
    """Someone at a draft: the file, the step, the draft that waits, and what stands in the way."""

    def __init__(self, file: CaseFile, name: str) -> None:
        """Find the step and its draft.

        Raises:
            Unknown: there is no such step, or it is no decision.
            NotAllowed: it belongs to another capacity.
            StepNotOpen: the case is not in a state from which it starts.

        """
        self.file, self.name = file, name
        self.stage: StageRules
        self.step: Step
        self.stage, self.step = file.procedure.step(name)
        if not self.step.signs:
            raise Unknown
        check_role(self.step, file.actor.role)
        row = file.rows.get(self.stage.name)
        if row is None:
            raise StepNotOpen(f"'{self.step.label}' kan nu niet: de zaak is daar nog niet aan toe.")
        take(self.stage, row.state, self.step, file.actor.role)
        self.draft = documents.current_draft(file.session, file.case, self.step.document or "")

    @property
    def refusals(self) -> list[Reason]:
        """Why this person cannot decide now; nothing when he can."""
        missing = (
            [] if self.draft else [Reason("draft", "Er ligt geen ontwerpbesluit. Laat het eerst opmaken.")]
        )
        return [*missing, *self.file.choice(self.stage, self.step).refusals]

    @property
    def otherwise(self) -> list[Choice]:
        """What this person can do instead."""
        names = OTHERWISE.get(self.name, ())
        return [choice for choice in self.file.possible if choice.name in names]

    @property
    def lines(self) -> list[summary.Line]:
        """The draft in one minute."""
        if self.draft is None:
            return []
        said = summary.lines(self.draft, self.file.known, self.file.minors)
        if self.stage.name != "imposition":
            return said
        most = self.file.asked.region.norms.decide
        before = summary.urgency(self.file.since_last_fact, most)
        return [*said, *before, *summary.weegteam(self.file.known)]

    def shown(self) -> dict[str, Any]:
        """What both pages need."""
        number = self.file.case.number
        return {
            "file": self.file,
            "case": self.file.case,
            "step": self.step,
            "draft": self.draft,
            "lines": self.lines,
            "refusals": self.refusals,
            **Scrutiny(self.file, self.name).shown(),
            "otherwise": self.otherwise,
            "read_address": f"/zaken/{number}/besluit/{self.name}",
            "sign_address": f"/zaken/{number}/ondertekenen/{self.name}",
        }


@router.get("/zaken/{number}/besluit/{name}")
def show_draft(request: Request, file: Opened, name: str) -> Response:
    """The draft to read: in short, and whole as PDF."""
    return page(request, "decision.html", **Reader(file, name).shown())


@router.get("/zaken/{number}/ondertekenen/{name}")
def show_signing(request: Request, file: Opened, name: str) -> Response:
    """The page on which to sign. Without a draft or with a rule not met there is only the reading page."""
    reader = Reader(file, name)
    if reader.refusals:
        return RedirectResponse(f"/zaken/{file.case.number}/besluit/{name}", 303)
    return _signing_page(request, reader, _fresh(reader))


def _fresh(reader: Reader) -> Signing:
    case = reader.file.case
    shown = reader.draft.sha256 if reader.draft else ""
    return Signing(
        shown_sha256=shown, key=secrets.token_urlsafe(16), version=case.version, seen=case.events_count
    )


@router.post("/zaken/{number}/ondertekenen/{name}")
def sign(
    request: Request, session: Writing, rules: Rules, me: Me, now: Now, typed: Annotated[Signing, Form()]
) -> Response:
    """The act of deciding, after a fresh password, on the text that was shown; then his own signature."""
    name: str = request.path_params["name"]
    number = current.open_case(session, me, request.path_params["number"]).number
    account = session.get_one(Account, me.id)
    faults = _faults(session, account, typed, now)
    if not faults:
        try:
            current.take(session, rules, number, _act(account, name, typed, now))
            onward = approval.onward(session, rules, approval.keys(request), account, number)
            return RedirectResponse(f"{onward}?gedaan={name}", 303)
        except (BadFacts, Refused) as refusal:
            faults = [{"href": "", "text": reason.sentence, "law": reason.law} for reason in refusal.reasons]
        except (Stale, StepNotOpen) as overtaken:
            session.expire_all()
            return _overtaken_page(request, CaseFile(session, rules, me, number, now), typed.seen, overtaken)
    return _signing_page(request, Reader(CaseFile(session, rules, me, number, now), name), typed, faults)


def _act(account: Account, name: str, typed: Signing, now: datetime) -> Act:
    return Act(
        step=name,
        actor=account.actor(),
        occurred_at=now,
        recorded_at=now,
        facts={"read": True, "channel": "app", "shown_sha256": typed.shown_sha256, **_accepted(typed)},
        key=f"sign:{account.id}:{typed.key[:40]}",
        expected_version=typed.version,
    )


def _accepted(typed: Signing) -> dict[str, Any]:
    return {"accepted": typed.warned, "remark": typed.remark}


def _faults(session: Session, account: Account, typed: Signing, now: datetime) -> list[dict[str, str]]:
    found = []
    unproved = approval.unproved(session, account, typed.password, now)
    if unproved:
        found.append({"href": "#password", "text": unproved, "law": ""})
    if not typed.read:
        found.append({"href": "#read", "text": READ, "law": ""})
    return found


def _signing_page(
    request: Request, reader: Reader, typed: Signing, faults: Sequence[dict[str, str]] = ()
) -> Response:
    status = 422 if faults else 200
    return page(request, "sign.html", status=status, errors=list(faults), typed=typed, **reader.shown())


def _overtaken_page(request: Request, file: CaseFile, seen: int, refusal: HuisverbodError) -> Response:
    """What happened since the page was opened; nothing was signed."""
    since = [(event, file.procedure.step(event.step)[1].label) for event in file.events if event.seq > seen]
    return page(
        request,
        "overtaken.html",
        status=409,
        case=file.case,
        sentence=refusal.sentence,
        since=since,
        again=request.url.path.replace("/ondertekenen/", "/besluit/"),
    )
