"""A request to the mayor: begun on one page, filled in on short pages with a draft, checked and sent."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from huisverbod.accounts import Account
from huisverbod.advance import Act, open_case
from huisverbod.errors import BadFacts, HuisverbodError, Reason, Refused, Stale, StepNotOpen
from huisverbod.law import ZONE
from huisverbod.recording import DRAFT_KEPT
from huisverbod.region import Region
from huisverbod.roles import POLICE, Role
from huisverbod.stages.request import Route, Start, Submit
from huisverbod.web.choices import municipalities
from huisverbod.web.current import Me, Now, Rules, Writing
from huisverbod.web.desk import LONGEST_KEY, Desk, Looking, Sitting, number_of
from huisverbod.web.drafted import (
    SUBMIT,
    check_own,
    check_unsent,
    choices_in,
    drafts,
    kept,
    with_children,
    without_bare_children,
)
from huisverbod.web.forms import Choices, Field, Group, Wrong, faults_of, field_id, fields, summary
from huisverbod.web.page import page
from huisverbod.web.resembling import named_in_draft, resembling
from huisverbod.web.sheets import CHECK, SHEETS, Sheet, fitting, flags_seen, key_after, key_before, sheet_of
from huisverbod.web.signs import signs_typed
from huisverbod.web.typed import Sent, Typed, add_row, facts_of, first, remove_row, rows_of, tidy, typed_of
from huisverbod.workflow import check_role

router = APIRouter()

ROWS = ("toevoegen", "verwijderen")
UNCHECKED = (*ROWS, "stop", "overslaan")
"""What can be pressed while a page is not right yet."""

FOR_WHOM = "Alleen uw organisatie ziet het."


@router.get("/verzoeken/nieuw")
def begin(request: Request, rulebook: Rules, who: Me) -> Response:
    """The first page: is there danger now, is this the right means, by which route, where."""
    check_role(rulebook.current.procedure.step("request.start")[1], Role(who.role))
    return _start(request, rulebook.region(who.region), who, typed_of(Start, {}))


@router.post("/verzoeken/nieuw")
def start(request: Request, session: Writing, rulebook: Rules, who: Me, now: Now, typed: Sent) -> Response:
    """Begins the case; the rest follows on the short pages."""
    check_role(rulebook.current.procedure.step("request.start")[1], Role(who.role))
    region, today = rulebook.region(who.region), now.astimezone(ZONE).date()
    faults = faults_of(Start, typed, _places(region, who), today)
    if faults:
        return _start(request, region, who, typed, faults)
    key = f"form:{who.id}:{first(typed, 'key')[:LONGEST_KEY]}"
    try:
        with session.begin_nested():
            facts = facts_of(Start, typed, today)
            taken = open_case(session, rulebook, Act("request.start", who.actor(), now, now, facts, key))
    except Refused as refusal:
        return _start(request, region, who, typed, refusal.reasons)
    return RedirectResponse(f"/zaken/{taken.case.number}/verzoek/{SHEETS[0].key}", 303)


def _places(region: Region, who: Account) -> Choices:
    return {"municipalities": municipalities(region, who.municipality)}


def _start(
    request: Request, region: Region, who: Account, typed: Typed, faults: Sequence[Reason] = ()
) -> Response:
    """norm: only the routes that the region has for this capacity are offered, in its own words."""
    powers = request.app.state.rulebook.current.procedure.powers
    routes = tuple(
        (route.value, region.routes[route].label if route in region.routes else route.label)
        for route in Route
        if region.may_request(Role(who.role), route, powers)
    )
    asked = tuple(
        replace(field, groups=(Group("", routes),)) if field.name == "route" else field
        for field in fields(Start, typed, _places(region, who), faults)
    )
    return page(
        request,
        "request_start.html",
        status=422 if faults else 200,
        region=region,
        fields=asked if routes else (),
        errors=summary(asked, faults),
        key=first(typed, "key")[:LONGEST_KEY] or secrets.token_urlsafe(16),
    )


@router.get("/zaken/{number}/verzoek/{sheet}")
def show(request: Request, desk: Looking, sheet: str) -> Response:
    """One page of the request as kept so far, or all of it to check."""
    check_unsent(desk)
    if sheet == CHECK:
        return _check_page(request, desk, kept(desk))
    return _sheet_page(request, desk, sheet_of(sheet), kept(desk))


@router.post("/zaken/{number}/verzoek/{sheet}")
def send(request: Request, desk: Sitting, sheet: str, typed: Sent) -> Response:
    """Keeps one page, or sends the request. Whatever is pressed, what was typed is kept first."""
    if sheet == CHECK:
        return _submit(request, desk, typed)
    check_unsent(desk)
    this = sheet_of(sheet)
    what, _, where = first(typed, "actie").partition(":")
    if what in ROWS:
        typed = add_row(Submit, typed, where) if what == "toevoegen" else remove_row(typed, where)
    whole = without_bare_children(kept(desk, but=this) | {n: v for n, v in typed.items() if this.holds(n)})
    desk.keep(SUBMIT, whole)
    if what == "bewaar":
        return PlainTextResponse(f"Concept bewaard {desk.when(desk.now)}. {FOR_WHOM}")
    faults = _faults(desk, whole, this) if what not in UNCHECKED else []
    if faults:
        return _sheet_page(request, desk, this, whole, faults)
    return RedirectResponse(_onward(desk, this, what, where, whole), 303)


def _onward(desk: Desk, sheet: Sheet, what: str, where: str, typed: Typed) -> str:
    """Where a page of the request leads to: to itself at a row, to the case, or to the next page."""
    if what in ROWS:
        rows = rows_of(typed, where)
        row = f"{where}.{rows[-1]}" if rows else where.rpartition(".")[0]
        return f"{_address(desk, sheet.key)}#{field_id(row)}"
    return f"/zaken/{desk.case.number}" if what == "stop" else _address(desk, key_after(sheet))


def _submit(request: Request, desk: Desk, sent: Typed) -> Response:
    check_own(desk)
    desk.step(SUBMIT)
    typed = tidy(Submit, kept(desk))
    try:
        desk.send(SUBMIT, sent, facts_of(Submit, typed, desk.today), desk.now)
    except (BadFacts, Refused) as refusal:
        return _check_page(request, desk, typed | sent, faults=refusal.reasons)
    except (StepNotOpen, Stale) as overtaken:
        return _check_page(request, desk, typed | sent, overtaken=overtaken)
    for draft in drafts(desk):
        desk.session.delete(draft)
    return RedirectResponse(_address(desk, "verstuurd"), 303)


def _address(desk: Desk, sheet: str) -> str:
    return f"/zaken/{desk.case.number}/verzoek/{sheet}"


def _faults(desk: Desk, typed: Typed, sheet: Sheet) -> list[Reason]:
    found = faults_of(Submit, tidy(Submit, typed), choices_in(desk, typed), desk.today)
    return [fault for fault in found if sheet.holds(fault.code)]


def _asked(desk: Desk, typed: Typed, sheet: Sheet, faults: Sequence[Reason] = ()) -> tuple[Field, ...]:
    found = [f for f in fields(Submit, typed, choices_in(desk, typed), faults) if f.name in sheet.names]
    return fitting(found, desk.me.role, desk.case.route)


def _sheet_page(
    request: Request, desk: Desk, sheet: Sheet, typed: Typed, faults: Sequence[Reason] = ()
) -> Response:
    typed = with_children(typed) if sheet.key == "kinderen" else typed
    asked, before = _asked(desk, typed, sheet, faults), drafts(desk)
    return page(
        request,
        "request_sheet.html",
        status=422 if faults else 200,
        desk=desk,
        sheet=sheet,
        sheets=_progress(desk, typed),
        fields=asked,
        errors=summary(asked, faults),
        place=_address(desk, sheet.key),
        police=desk.me.role in POLICE,
        matches=flags_seen(typed, desk.asked) if sheet.key == "signalen" else [],
        signs=signs_typed(typed, desk.asked, desk.today) if sheet.key == "signalen" else [],
        kept=desk.when(before[0].saved_at) if before else "",
        kept_for=FOR_WHOM,
        kept_until=((before[0].saved_at if before else desk.now) + DRAFT_KEPT).astimezone(ZONE).date(),
        back=_address(desk, key_before(sheet)) if key_before(sheet) else f"/zaken/{desk.case.number}",
        **desk.carried(typed),
    )


def _progress(desk: Desk, typed: Typed) -> list[tuple[Sheet, bool]]:
    return [(sheet, not _faults(desk, typed, sheet)) for sheet in SHEETS]


def _check_page(
    request: Request,
    desk: Desk,
    typed: Typed,
    faults: Sequence[Reason] = (),
    overtaken: HuisverbodError | None = None,
) -> Response:
    missing = faults_of(Submit, typed, choices_in(desk, typed), desk.today)
    return page(
        request,
        "request_check.html",
        status=409 if overtaken else 422 if faults else 200,
        desk=desk,
        sheets=[(sheet, _asked(desk, typed, sheet)) for sheet in SHEETS],
        errors=_lines(desk, typed, missing or faults) if faults else [],
        missing=[] if faults else _lines(desk, typed, missing),
        place=_address(desk, CHECK),
        matches=flags_seen(typed, desk.asked),
        signs=signs_typed(typed, desk.asked, desk.today),
        resembling=resembling(desk.session, desk.me, desk.case, named_in_draft(typed, desk.today), desk.now),
        overtaken=overtaken,
        since=desk.happened_since(number_of(typed, "seen")) if overtaken else [],
        **desk.carried(desk.renewed(typed) if overtaken else typed),
    )


def _lines(desk: Desk, typed: Typed, faults: Sequence[Reason]) -> list[Wrong]:
    """The error summary with links to the pages on which a person mends them."""
    asked, found = fields(Submit, typed, choices_in(desk, typed)), []
    for fault in faults:
        line = summary(asked, [fault])[0]
        sheet = next((s for s in SHEETS if s.holds(fault.code) or fault.code in s.rules), None)
        found.append(replace(line, href=f"{_address(desk, sheet.key)}{line.href}" if sheet else ""))
    return found
