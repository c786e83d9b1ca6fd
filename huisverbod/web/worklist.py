"""The worklist: the cases this person may see, by the next hour that counts; and the messages that wait."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, func, select

from huisverbod import access, notices
from huisverbod.accounts import Account
from huisverbod.case import Case, Stage
from huisverbod.known import Actor
from huisverbod.roles import Role, stands_in_for
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Now, Reading, Rules, Writing
from huisverbod.web.lines import Lines, Row
from huisverbod.web.page import page
from huisverbod.web.sign_in import inside

router = APIRouter()

PAGE_SIZE = 50
NOTICE, MOST_LEAVING = timedelta(days=30), 50
"""house: so long before a file is destroyed it stands in a list, and so many at most."""
SOON = timedelta(hours=24)
COUNTED = 100
"""Counters stop here: a list shows "99+" rather than count everything."""

LOOKED_THROUGH = 200
MOST_PASSED_ON = 20
"""So many of the latest cases are looked through, and shown, for what was passed on."""

LISTS = {
    "team": "Alle lopende zaken",
    "mijn": "Aan ons",
    "partner": "Wacht op anderen",
    "afgesloten": "Afgesloten",
}


class Wanted(BaseModel):
    """Which cases are asked for: the list, the filters, and from where on."""

    lijst: str = "team"
    fase: str = ""
    gemeente: str = ""
    route: str = ""
    na: str = ""

    def address(self, **changes: str) -> str:
        """The address of the worklist with these changes."""
        asked = {**self.model_dump(), **changes}
        return "/zaken?" + urlencode({name: value for name, value in asked.items() if value})


@router.get("/zaken")
def show_worklist(
    request: Request, session: Reading, me: Me, rules: Rules, now: Now, wanted: Annotated[Wanted, Query()]
) -> Response:
    """The list, fifty at a time."""
    actor = me.actor()
    cases = find_cases(session, rules, actor, wanted)
    shown = cases[:PAGE_SIZE]
    lines = Lines(session, rules, actor, now)
    return page(
        request,
        "worklist.html",
        wanted=wanted,
        lists=LISTS,
        rows=lines.of(shown),
        passed_on=_passed_on(session, lines),
        onward=_mark(shown[-1], wanted) if len(cases) > PAGE_SIZE else "",
        late=_count(session, actor, col(Case.next_at) <= now),
        soon=_count(session, actor, and_(col(Case.next_at) > now, col(Case.next_at) <= now + SOON)),
        leaving=_leaving(session, actor, now) if wanted.lijst == "afgesloten" else [],
        choices=_choices(rules, me),
        messages=notices.waiting(session, actor),
    )


@router.post("/berichten/{notice_id}/gezien")
def acknowledge(
    session: Writing, me: Me, now: Now, notice_id: int, terug: Annotated[str, Form()] = "/zaken"
) -> Response:
    """Marks a message as read."""
    notices.acknowledge(session, me.actor(), notice_id, now)
    return RedirectResponse(inside(terug), 303)


def find_cases(session: Session, rules: Rulebook, actor: Actor, wanted: Wanted) -> list[Case]:
    """The cases of one page and one more; those with an hour first, then those without."""
    if wanted.lijst == "afgesloten":
        return _closed(session, actor, wanted)
    limits = [access.visible(actor), col(Case.closed_at).is_(None), *_filters(rules, actor, wanted)]
    at, last = _read_mark(wanted.na)
    found: list[Case] = []
    if at or not last:
        after = [_after(at, last)] if at else []
        query = select(Case).where(*limits, col(Case.next_at).is_not(None), *after)
        found += session.exec(query.order_by(col(Case.next_at), col(Case.id)).limit(PAGE_SIZE + 1))
    if len(found) <= PAGE_SIZE:
        rest = select(Case).where(*limits, col(Case.next_at).is_(None), col(Case.id) > (0 if at else last))
        found += session.exec(rest.order_by(col(Case.id)).limit(PAGE_SIZE + 1 - len(found)))
    return found


def _closed(session: Session, actor: Actor, wanted: Wanted) -> list[Case]:
    limits = [access.visible(actor), col(Case.closed_at).is_not(None), *_places(wanted)]
    at, last = _read_mark(wanted.na)
    if at:
        earlier = and_(col(Case.closed_at) == at, col(Case.id) < last)
        limits.append(or_(col(Case.closed_at) < at, earlier))
    query = select(Case).where(*limits).order_by(col(Case.closed_at).desc(), col(Case.id).desc())
    return list(session.exec(query.limit(PAGE_SIZE + 1)))


def _leaving(session: Session, actor: Actor, now: datetime) -> list[Case]:
    """Wth 10(1): the closed cases whose file is destroyed soon, for those who can still hold it."""
    if actor.role != Role.MUNICIPAL_OFFICER:
        return []
    limits = [access.visible(actor), col(Case.closed_at).is_not(None), col(Case.due_at) <= now + NOTICE]
    return list(session.exec(select(Case).where(*limits).order_by(col(Case.due_at)).limit(MOST_LEAVING)))


def _after(at: datetime, last: int) -> ColumnElement[bool]:
    return and_(col(Case.next_at) >= at, or_(col(Case.next_at) > at, col(Case.id) > last))


def _places(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = []
    if wanted.gemeente:
        found.append(col(Case.municipality) == wanted.gemeente)
    if wanted.route:
        found.append(col(Case.route) == wanted.route)
    return found


def _filters(rules: Rulebook, actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = _places(wanted)
    stage = rules.current.procedure.stages.get(wanted.fase)
    if stage:
        resting = [name for name in stage.states if stage.final(name)]
        here = [col(Stage.case_id) == col(Case.id), col(Stage.name) == stage.name]
        found.append(exists().where(*here, col(Stage.state).not_in(resting)))
    if wanted.lijst in ("mijn", "partner"):
        ours = col(Case.next_duty).in_(_own_duties(rules, actor))
        others = and_(col(Case.next_duty) != "", ~ours)
        found.append(ours if wanted.lijst == "mijn" else others)
    return found


def _own_duties(rules: Rulebook, actor: Actor) -> list[str]:
    owners = stands_in_for(actor.role)
    stages = rules.current.procedure.stages.values()
    return [duty.name for stage in stages for duty in stage.duties.values() if duty.owner in owners]


def _mark(case: Case, wanted: Wanted) -> str:
    """Where the next page begins: the hour and the number of the last case shown."""
    at = case.closed_at if wanted.lijst == "afgesloten" else case.next_at
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{case.id}" if at else f"_{case.id}"


def _read_mark(mark: str) -> tuple[datetime | None, int]:
    at, _, last = mark.partition("_")
    try:
        number = int(last or 0)
        return (datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC) if at else None), number
    except ValueError:
        return None, 0


def _passed_on(session: Session, lines: Lines) -> list[Row]:
    """What has come to this person because nobody acted, on top of every list until someone does."""
    if not lines.actor.region:
        return []
    horizon = lines.now + timedelta(hours=lines.rules.region(lines.actor.region).ladder.hours)
    query = select(Case).where(
        access.visible(lines.actor), col(Case.closed_at).is_(None), col(Case.next_at) <= horizon
    )
    late = session.exec(query.order_by(col(Case.next_at), col(Case.id)).limit(LOOKED_THROUGH))
    return lines.of([case for case in late if lines.with_me(case)][:MOST_PASSED_ON])


def _count(session: Session, actor: Actor, when: ColumnElement[bool]) -> int:
    some = select(Case.id).where(access.visible(actor), col(Case.closed_at).is_(None), when).limit(COUNTED)
    return session.exec(select(func.count()).select_from(some.subquery())).one()


def _choices(rules: Rulebook, me: Account) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in the filters."""
    region = rules.regions.get(me.region)
    towns = [(town.key, town.name) for town in region.municipalities] if region else []
    return {
        "fase": [(stage.name, stage.label) for stage in rules.current.procedure.stages.values()],
        "gemeente": [town for town in towns if me.municipality in ("", town[0])],
        "route": [(name, route.label) for name, route in region.routes.items()] if region else [],
    }
