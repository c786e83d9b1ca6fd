"""The versions of the procedure, for the administrator: the cases on each, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from huisverbod import comparing
from huisverbod.accounts import Account
from huisverbod.case import PROCEDURE, Case, Event, ProcedureText
from huisverbod.errors import NotAllowed, Unknown
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.web import diagram
from huisverbod.web.current import Me, Reading, Rules
from huisverbod.web.page import page
from huisverbod.workflow import Procedure

router = APIRouter()
SHORT = 12
MOST_NUMBERS = 500


@dataclass(frozen=True)
class Version:
    """One version: its hash, what it is called, since when it is kept, and the cases on it."""

    digest: str
    label: str
    since: datetime | None
    current: bool
    running: Sequence[str]
    closed: int

    @property
    def short(self) -> str:
        """So much of the hash as tells it from the others."""
        return self.digest[:SHORT]


@router.get("/beheer/werkwijze")
def show_versions(
    request: Request, session: Reading, me: Me, rules: Rules, van: str = "", naar: str = ""
) -> Response:
    """All versions, and what differs between two of them where both are chosen."""
    _check(me)
    versions = _versions(session, me, rules)
    chosen = [_found(versions, one) for one in (van, naar)] if van and naar else []
    pair = [_procedure(session, rules, one) for one in chosen]
    return page(
        request,
        "versions.html",
        versions=versions,
        chosen=chosen,
        marks=[procedure.about.mark for procedure in pair if procedure.about.mark],
        differences=comparing.differences(*pair) if pair else {},
        moves=_moves(session, me),
    )


@router.get("/beheer/werkwijze/{short}")
def show_version(request: Request, session: Reading, me: Me, rules: Rules, short: str) -> Response:
    """One version: the numbers of its cases, and a picture of each stage."""
    _check(me)
    version = _found(_versions(session, me, rules), short)
    procedure = _procedure(session, rules, version)
    stages = [(stage, diagram.picture(stage), diagram.lines_of(stage)) for stage in procedure.stages.values()]
    return page(
        request, "version.html", version=version, stages=stages, mark=procedure.about.mark, most=MOST_NUMBERS
    )


def _check(me: Account) -> None:
    if me.role != Role.ADMINISTRATOR:
        raise NotAllowed("De versies van de werkwijze zijn voor de beheerder.")


def _versions(session: Session, me: Account, rules: Rulebook) -> list[Version]:
    """The version in force first, then the kept ones, the newest first, then the proposals."""
    kept = {text.digest: text for text in session.exec(select(ProcedureText))}
    current = rules.current.procedure
    found = [
        _version(session, me, current.digest, kept.get(current.digest), current.about.label, current=True)
    ]
    older = sorted(kept.values(), key=lambda text: text.first_used_at, reverse=True)
    found += [
        _version(session, me, text.digest, text, "Eerdere versie", current=False)
        for text in older
        if text.digest != current.digest
    ]
    proposed = [rules.under(name).current.procedure for name in rules.proposals]
    found += [Version(one.digest, one.about.mark, None, False, (), 0) for one in proposed]
    return found


def _version(
    session: Session, me: Account, digest: str, text: ProcedureText | None, label: str, *, current: bool
) -> Version:
    query = select(Case.number, Case.closed_at).where(Case.procedure == digest)
    if me.region:
        query = query.where(Case.region == me.region)
    rows = session.exec(query.order_by(col(Case.number))).all()
    running = [number for number, closed_at in rows if closed_at is None]
    since = text.first_used_at if text else None
    return Version(digest, label, since, current, running, len(rows) - len(running))


def _found(versions: Sequence[Version], short: str) -> Version:
    found = next((version for version in versions if version.short == short), None)
    if found is None:
        raise Unknown
    return found


def _procedure(session: Session, rules: Rulebook, version: Version) -> Procedure:
    """The procedure of a version; of a proposal as the folder has it."""
    for name in rules.proposals:
        proposed = rules.under(name).current.procedure
        if proposed.digest == version.digest:
            return proposed
    if version.current:
        return rules.current.procedure
    return rules.kept(session, version.digest).procedure


def _moves(session: Session, me: Account) -> Sequence[tuple[str, Event]]:
    """The last moves of cases, each with the number of its case; the newest first."""
    query = select(Case.number, Event).join(Event, col(Event.case_id) == Case.id)
    query = query.where(Event.stage == PROCEDURE)
    if me.region:
        query = query.where(Case.region == me.region)
    return session.exec(query.order_by(col(Event.id).desc()).limit(MOST_NUMBERS)).all()
