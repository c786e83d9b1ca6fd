"""The figures: stage timings of a region as pictures and tables, and as files. Nobody is named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Engine

from huisverbod import access, clock, metrics
from huisverbod.accounts import Account
from huisverbod.database import reading
from huisverbod.errors import BadFacts, NotAllowed, Reason
from huisverbod.law import ZONE
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Route
from huisverbod.web.current import Me, Now, Reading, Rules
from huisverbod.web.findings import Findings
from huisverbod.web.kept import kept_lines
from huisverbod.web.page import page

router = APIRouter()

LINES_AT_ONCE = 1000
LAW_IN_FORCE = date(2009, 1, 1)
"""Stb. 2008, 421: there was no huisverbod before this day."""
YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Asked:
    """What was asked for, as it stands in the form."""

    region: str
    since: str
    until: str
    route: str


@router.get("/cijfers")
def figures(request: Request, session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """The figures page."""
    mine = _regions(me, rules)
    asked = _asked(request.query_params, mine, now)
    context: dict[str, Any] = {
        "asked": asked,
        "regions": [rules.region(key) for key in mine],
        "name": rules.region(asked.region or mine[0]).name
        if asked.region or len(mine) == 1
        else "alle regio's",
        "routes": list(Route),
        "query": request.url.query,
        "row_by_row": me.actor().role in access.ROW_READERS,
        "measures": metrics.MEASURES,
        "counting_unit": metrics.COUNTING_UNIT,
    }
    try:
        chosen = _chosen(asked, mine, now)
    except BadFacts as fault:
        faults = {reason.code: reason.sentence for reason in fault.reasons}
        errors = [{"href": f"#{code}", "text": sentence, "law": ""} for code, sentence in faults.items()]
        return page(request, "pilot.html", status=422, errors=errors, faults=faults, found=None, **context)
    found = Findings(
        metrics.summarise(metrics.of_region(session, rules, chosen)),
        [rules.region(key) for key in chosen.regions],
    )
    return page(request, "pilot.html", faults={}, chosen=chosen, found=found, **context)


@router.get("/cijfers/plichten")
def duties_kept(request: Request, session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """How duties were kept, per region."""
    mine = _regions(me, rules)
    asked = _asked(request.query_params, mine, now)
    context: dict[str, Any] = {
        "asked": asked,
        "regions": [rules.region(key) for key in mine],
        "routes": list(Route),
        "query": request.url.query,
        "row_by_row": me.actor().role in access.ROW_READERS,
    }
    try:
        chosen = _chosen(asked, mine, now)
    except BadFacts as fault:
        faults = {reason.code: reason.sentence for reason in fault.reasons}
        errors = [{"href": f"#{code}", "text": sentence, "law": ""} for code, sentence in faults.items()]
        return page(request, "kept.html", status=422, errors=errors, faults=faults, tables=[], **context)
    tables = [
        (rules.region(key), kept_lines(rules, session, replace(chosen, regions=(key,)), now))
        for key in chosen.regions
    ]
    return page(request, "kept.html", faults={}, chosen=chosen, tables=tables, **context)


@router.get("/cijfers/plichten.csv")
def duties_by_row(request: Request, me: Me, rules: Rules, now: Now) -> Response:
    """One row per date of a duty."""
    access.check_figures(me.actor(), row_by_row=True)
    chosen = _chosen_by(request, me, rules, now)
    engine: Engine = request.app.state.engine
    clock.settle(engine, rules, now)
    with reading(engine) as session:
        return _file("plichten.csv", list(metrics.kept_rows(session, rules, chosen, now)))


@router.get("/cijfers/doorlooptijden.csv")
def timings(request: Request, me: Me, rules: Rules, now: Now) -> Response:
    """One row per duration that ended; sent while it is read."""
    access.check_figures(me.actor(), row_by_row=True)
    chosen = _chosen_by(request, me, rules, now)
    engine: Engine = request.app.state.engine
    clock.settle(engine, rules, now)
    return _file("doorlooptijden.csv", _read(engine, rules, chosen))


@router.get("/cijfers/codeboek.csv")
def code_book(request: Request, me: Me, rules: Rules, now: Now) -> Response:
    """What the columns and codes of the rows mean."""
    chosen = _chosen_by(request, me, rules, now)
    return _file("codeboek.csv", metrics.code_book(rules, chosen))


def _regions(me: Account, rules: Rulebook) -> tuple[str, ...]:
    access.check_figures(me.actor())
    found = access.figure_regions(me.actor(), rules.regions)
    if not found:
        raise NotAllowed("Uw account hoort bij geen enkele regio. Vraag de beheerder om dat te verbeteren.")
    return found


def _chosen_by(request: Request, me: Account, rules: Rulebook, now: datetime) -> metrics.Selection:
    mine = _regions(me, rules)
    return _chosen(_asked(request.query_params, mine, now), mine, now)


def _asked(query: Mapping[str, str], mine: tuple[str, ...], now: datetime) -> Asked:
    """What was asked, with a year where no days are given.

    Raises:
        NotAllowed: the region is not among those of this person.

    """
    region = query.get("regio", "")
    if region and region not in mine:
        raise NotAllowed("De cijfers van deze regio zijn niet voor u bestemd. Kies uw eigen regio.")
    today = now.astimezone(ZONE).date()
    return Asked(
        region=region,
        since=query.get("van") or str(today - YEAR),
        until=query.get("tot") or str(today),
        route=query.get("route", ""),
    )


def _chosen(asked: Asked, mine: tuple[str, ...], now: datetime) -> metrics.Selection:
    """What to read, of the regions that this person may see.

    Raises:
        BadFacts: a day or the route cannot be read.

    """
    faults = list(_faults(asked, now))
    if faults:
        raise BadFacts(faults)
    since, until = date.fromisoformat(asked.since), date.fromisoformat(asked.until)
    return metrics.Selection((asked.region,) if asked.region else mine, since, until, asked.route)


def _faults(asked: Asked, now: datetime) -> Iterator[Reason]:
    since, until = _day(asked.since, now), _day(asked.until, now)
    sentence = "Vul een bestaande dag in, tussen 1 januari 2009 en vandaag."
    if since is None:
        yield Reason("van", sentence)
    if until is None:
        yield Reason("tot", sentence)
    if since and until and since > until:
        yield Reason("tot", "De laatste dag ligt vóór de eerste. Draai de dagen om of kies een andere.")
    if asked.route and asked.route not in set(Route):
        yield Reason("route", "Kies een route uit de lijst.")


def _day(text: str, now: datetime) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if LAW_IN_FORCE <= day <= now.astimezone(ZONE).date() else None


def _read(engine: Engine, rules: Rulebook, chosen: metrics.Selection) -> Iterator[str]:
    """A session of its own: the answer is sent after that of the request is over."""
    with reading(engine) as session:
        yield from metrics.rows(session, rules, chosen)


def _file(name: str, lines: Iterable[str]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_bundles(lines), media_type="text/csv; charset=utf-8", headers=headers)


def _bundles(lines: Iterable[str]) -> Iterator[str]:
    source = iter(lines)
    while bundle := "".join(islice(source, LINES_AT_ONCE)):
        yield bundle
