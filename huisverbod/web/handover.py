"""The hand-over page at the change of a shift: what runs, what is due, what is late, and on whom it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session, col, select

from huisverbod import access, roster
from huisverbod.accounts import Account
from huisverbod.case import Case
from huisverbod.duties import Duty
from huisverbod.errors import NotAllowed, Refused
from huisverbod.roster import Handover, Post
from huisverbod.rulebook import Rulebook
from huisverbod.web.casefile import CaseFile
from huisverbod.web.current import Me, Now, Reading, Rules, Writing
from huisverbod.web.page import HANDING_OVER, page

router = APIRouter()

SOON = timedelta(hours=12)
MOST = 200
"""So many open cases are looked through; no roster has more at one time."""


@dataclass(frozen=True)
class Owed:
    """One duty of one case, as handed over."""

    file: CaseFile
    duty: Duty

    @property
    def lies_with(self) -> str:
        """With whom it lies now."""
        return self.file.lies_with(self.duty)


@dataclass(frozen=True)
class Running:
    """What runs: the cases, and of their open duties what is late, due soon, and who is waited for."""

    files: Sequence[CaseFile]
    late: Sequence[Owed]
    soon: Sequence[Owed]
    waits_for: Sequence[tuple[str, int]]


@router.get("/overdracht")
def show_handover(request: Request, session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """Everything the next shift has to know, on one page that can be printed."""
    return _page(request, session, me, rules)


@router.post("/overdracht")
def hand_over(
    request: Request,
    session: Writing,
    me: Me,
    rules: Rules,
    now: Now,
    notes: Annotated[str, Form()] = "",
) -> Response:
    """Records that this person handed over."""
    _check(me)
    try:
        roster.hand_over(session, me.actor(), me.municipality, notes, now)
    except Refused as refusal:
        return _page(request, session, me, rules, refusal, notes)
    return RedirectResponse("/overdracht", 303)


@router.post("/overdracht/overgenomen")
def take_over(request: Request, session: Writing, me: Me, rules: Rules, now: Now) -> Response:
    """Records that this person took over."""
    _check(me)
    try:
        roster.take_over(session, me.actor(), me.municipality, now)
    except Refused as refusal:
        return _page(request, session, me, rules, refusal)
    return RedirectResponse("/overdracht", 303)


def _check(me: Account) -> None:
    if me.role not in HANDING_OVER or not me.region:
        raise NotAllowed("De overdracht is voor wie dienst heeft: de gemeente en de hulpofficier.")


def _page(
    request: Request,
    session: Session,
    me: Account,
    rules: Rulebook,
    refusal: Refused | None = None,
    notes: str = "",
) -> Response:
    _check(me)
    now: datetime = request.state.now
    last = roster.last_handed(session, me.region, me.municipality)
    reasons = refusal.reasons if refusal else []
    here = roster.on_call(session, me.region, me.municipality, now)
    return page(
        request,
        "handover.html",
        status=422 if refusal else 200,
        running=_running(session, me, rules, now),
        on_call=[(post, here.get(post)) for post in (Post if me.municipality else (Post.HOVJ,))],
        last=last,
        handed_by=_name(session, last.handed_by if last else None),
        taken_by=_name(session, last.taken_by if last else None),
        may_take=_may_take(me, last),
        notes=notes,
        errors=[{"href": f"#{r.code}" if r.code == "notes" else "", "text": r.sentence} for r in reasons],
    )


def _may_take(me: Account, last: Handover | None) -> bool:
    return last is not None and last.taken_at is None and last.handed_by != me.id


def _name(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.name if account else ""


def _running(session: Session, me: Account, rules: Rulebook, now: datetime) -> Running:
    open_cases = select(Case).where(access.visible(me.actor()), col(Case.closed_at).is_(None))
    cases = session.exec(open_cases.order_by(col(Case.next_at), col(Case.id)).limit(MOST))
    files = [CaseFile(session, rules, me, case.number, now) for case in cases]
    owed = sorted((Owed(file, duty) for file in files for duty in file.owed), key=lambda one: one.duty.due_at)
    waits: dict[str, int] = {}
    for one in owed:
        waits[one.duty.owner.label] = waits.get(one.duty.owner.label, 0) + 1
    return Running(
        files=files,
        late=[one for one in owed if one.duty.late(now)],
        soon=[one for one in owed if not one.duty.late(now) and _due_soon(one.duty, now)],
        waits_for=sorted(waits.items(), key=lambda row: -row[1]),
    )


def _due_soon(duty: Duty, now: datetime) -> bool:
    return any(now <= limit.at <= now + SOON for limit in duty.limits)
