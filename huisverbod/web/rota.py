"""The roster page: who is on call now, the coming fortnight, hours without anyone, and the calendar file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from huisverbod import law, roster
from huisverbod.accounts import Account
from huisverbod.errors import NotAllowed, Reason, Refused
from huisverbod.region import Region
from huisverbod.roles import Role
from huisverbod.roster import ON_CALL_ROLES, Entry, Post, Shift
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Now, Reading, Rules, Writing
from huisverbod.web.page import ROSTER_EDITORS, ROSTER_READERS, page

router = APIRouter()

AHEAD = timedelta(days=14)
LARGEST = 1_000_000
"""Bytes of a calendar file; a year of shifts is far below it."""
TOO_LARGE = "Dit bestand is te groot voor een rooster. Er is niets gewijzigd."
TIME = "Vul bij begin en einde een dag en een tijd in, zoals 24-11-2026 17:00."


class Typed(BaseModel):
    """A shift as it was filled in."""

    municipality: str = ""
    role: str = Role.MUNICIPAL_OFFICER.value
    name: str = ""
    starts_at: str = ""
    ends_at: str = ""


@dataclass(frozen=True)
class Desk:
    """One municipality: who is on call now, by post, and when nobody is in the coming fortnight."""

    key: str
    name: str
    now: Sequence[tuple[Post, Shift | None]]
    gaps: Sequence[tuple[Post, Sequence[tuple[datetime, datetime]]]]


@router.get("/rooster")
def show_roster(request: Request, session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """The roster of this person's municipality or region."""
    return _page(request, session, me, _region(me, rules), Typed())


@router.post("/rooster")
def add_shift(
    request: Request, session: Writing, me: Me, rules: Rules, now: Now, typed: Annotated[Typed, Form()]
) -> Response:
    """Puts a shift in the roster, or says why it cannot stand there."""
    region = _region(me, rules, edits=True)
    try:
        with session.begin_nested():
            roster.add(session, region, _entry(me, typed), now, me.id)
    except Refused as refusal:
        return _page(request, session, me, region, typed, refusal)
    return RedirectResponse("/rooster", 303)


@router.post("/rooster/{shift_id}/weg")
def remove_shift(session: Writing, me: Me, rules: Rules, shift_id: int) -> Response:
    """Takes a shift out of the roster."""
    region = _region(me, rules, edits=True)
    row = session.get(Shift, shift_id)
    if row is not None and me.municipality in ("", row.municipality):
        roster.remove(session, region.key, shift_id)
    return RedirectResponse("/rooster", 303)


@router.get("/rooster/rooster.ics")
def export_calendar(session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """The coming year as a calendar file: staff, place and hours."""
    region = _region(me, rules)
    shifts = [
        shift for shift in roster.planned(session, region.key, now, now + AHEAD * 26) if _mine(me, shift)
    ]
    headers = {"Content-Disposition": 'attachment; filename="rooster.ics"'}
    content = roster.as_calendar(region, shifts)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("/rooster/agenda")
async def import_calendar(
    request: Request, session: Writing, me: Me, rules: Rules, now: Now, agenda: Annotated[UploadFile, File()]
) -> Response:
    """Takes over a calendar file, all of it or nothing."""
    region = _region(me, rules, edits=True)
    content = await agenda.read(LARGEST + 1)
    try:
        if len(content) > LARGEST:
            raise Refused([Reason("agenda", TOO_LARGE)])
        entries = roster.read_calendar(region, content)
        _check_own(me, entries)
        with session.begin_nested():
            roster.import_all(session, region, entries, now, me.id)
    except Refused as refusal:
        return _page(request, session, me, region, Typed(), refusal)
    return RedirectResponse("/rooster", 303)


def _region(me: Account, rules: Rulebook, edits: bool = False) -> Region:
    if me.role not in (ROSTER_EDITORS if edits else ROSTER_READERS):
        raise NotAllowed("Het rooster wijzigen de gemeente en de beheerder. Vraag het aan een van hen.")
    if not me.region:
        raise NotAllowed("Het rooster hoort bij een regio en uw account niet. Vraag de beheerder om hulp.")
    return rules.region(me.region)


def _check_own(me: Account, entries: Sequence[Entry]) -> None:
    """A municipality plans its own people.

    Raises:
        Refused: a shift is for another place.

    """
    if me.municipality and any(entry.municipality != me.municipality for entry in entries):
        sentence = "In deze agenda staan diensten van een andere gemeente. Er is niets gewijzigd."
        raise Refused([Reason("agenda", sentence)])


def _mine(me: Account, shift: Shift) -> bool:
    return me.municipality in ("", shift.municipality) or not shift.municipality


def _entry(me: Account, typed: Typed) -> Entry:
    start, end = _moment(typed.starts_at), _moment(typed.ends_at)
    reasons = []
    if start is None or end is None:
        reasons.append(Reason("starts_at" if start is None else "ends_at", TIME))
    if typed.role not in ON_CALL_ROLES:
        reasons.append(Reason("role", "Kies wie er dienst heeft: zijn hoedanigheid uit de lijst."))
    if reasons or start is None or end is None:
        raise Refused(reasons)
    return Entry(
        me.municipality or typed.municipality, Role(typed.role), typed.name.strip()[:120], start, end
    )


def _moment(text: str) -> datetime | None:
    """A wall-clock moment as a browser sends it, in Dutch time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else law.local(at)


def _page(
    request: Request,
    session: Session,
    me: Account,
    region: Region,
    typed: Typed,
    refusal: Refused | None = None,
) -> Response:
    now: datetime = request.state.now
    shifts = [s for s in roster.planned(session, region.key, now, now + AHEAD) if _mine(me, s)]
    places = [place for place in region.municipalities if me.municipality in ("", place.key)]
    reasons = refusal.reasons if refusal else []
    return page(
        request,
        "rota.html",
        status=422 if refusal else 200,
        desks=[_desk(session, region, place.key, place.name, shifts, now) for place in places],
        shifts=shifts,
        places={place.key: place.name for place in region.municipalities},
        choices=[(place.key, place.name) for place in places],
        roles=sorted(ON_CALL_ROLES),
        may_edit=me.role in ROSTER_EDITORS,
        own=me.municipality,
        typed=typed,
        errors=[{"href": _field(reason.code), "text": reason.sentence, "law": ""} for reason in reasons],
    )


def _field(code: str) -> str:
    return f"#{code}" if code in Typed.model_fields else "#agenda" if code in ("agenda", "calendar") else ""


def _desk(
    session: Session, region: Region, key: str, name: str, shifts: Sequence[Shift], now: datetime
) -> Desk:
    here = roster.on_call(session, region.key, key, now)
    found = []
    for post in Post:
        filled = [s for s in shifts if s.municipality in ("", key) and s.role in post.roles]
        found.append((post, roster.gaps(filled, now, now + AHEAD)))
    return Desk(key, name, [(post, here.get(post)) for post in Post], [row for row in found if row[1]])
