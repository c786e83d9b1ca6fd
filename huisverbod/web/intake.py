"""A request to the mayor: begun on one page, filled in on short pages with a draft, checked and sent."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import col, select

from huisverbod import duties
from huisverbod.accounts import Account
from huisverbod.advance import Act, open_case
from huisverbod.case import Facts
from huisverbod.errors import BadFacts, HuisverbodError, Reason, Refused, Stale, StepNotOpen, Unknown
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.roles import Role
from huisverbod.stages.request import Kind, Route, Start, Submit
from huisverbod.web.choices import POLICE, municipalities
from huisverbod.web.current import Me, Now, Rules, Writing
from huisverbod.web.desk import LONGEST_KEY, Desk, Looking, Sitting, number_of
from huisverbod.web.forms import Choices, Field, Group, Wrong, faults_of, fields, summary
from huisverbod.web.page import page
from huisverbod.web.sheets import CHECK, SHEETS, Sheet, fitting, flags_seen, next_key, sheet_of
from huisverbod.web.typed import Sent, Typed, add_row, facts_of, first, remove_row, tidy, typed_of
from huisverbod.workflow import check_role

router = APIRouter()

SUBMIT = "request.submit"


FIRST = {"people": [{"kind": Kind.UITHUISGEPLAATSTE}, {"kind": Kind.ACHTERBLIJVER}]}
"""Who must be named at least."""


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


@router.get("/zaken/{number}/verzoek/verstuurd")
def sent_page(request: Request, desk: Looking) -> Response:
    """What happens now: the number, by when an answer may be expected, whom to call."""
    _own(desk)
    if desk.known.last(SUBMIT) is None:
        return RedirectResponse(_address(desk, CHECK), 303)
    owed = duties.owed(desk.edition.procedure, replace(desk.asked, known=desk.known))
    awaited = [duty for duty in owed if duty.name in desk.edition.procedure.step(SUBMIT)[1].starts]
    return page(request, "request_sent.html", desk=desk, awaited=awaited, region=desk.region)


@router.get("/zaken/{number}/verzoek/{sheet}")
def show(request: Request, desk: Looking, sheet: str) -> Response:
    """One page of the request as kept so far, or all of it to check."""
    _open(desk)
    typed = _kept(desk)
    if sheet == CHECK:
        return _check_page(request, desk, typed)
    return _sheet_page(request, desk, sheet_of(sheet), typed)


@router.post("/zaken/{number}/verzoek/{sheet}")
def send(request: Request, desk: Sitting, sheet: str, typed: Sent) -> Response:
    """Keeps one page, or sends the request."""
    if sheet == CHECK:
        return _submit(request, desk, typed)
    _open(desk)
    this = sheet_of(sheet)
    what, _, where = first(typed, "actie").partition(":")
    if what in ("toevoegen", "verwijderen"):
        typed = add_row(Submit, typed, where) if what == "toevoegen" else remove_row(typed, where)
        return _sheet_page(request, desk, this, _kept(desk, but=this) | typed)
    whole = _kept(desk, but=this) | {name: value for name, value in typed.items() if this.holds(name)}
    desk.keep(SUBMIT, whole)
    if what == "stop":
        return RedirectResponse(f"/zaken/{desk.case.number}", 303)
    faults = [] if what == "overslaan" else _faults(desk, whole, this)
    if faults:
        return _sheet_page(request, desk, this, whole, faults)
    return RedirectResponse(_address(desk, next_key(this)), 303)


def _submit(request: Request, desk: Desk, sent: Typed) -> Response:
    _own(desk)
    desk.step(SUBMIT)
    typed = tidy(Submit, _kept(desk))
    try:
        desk.send(SUBMIT, sent, facts_of(Submit, typed, desk.today), desk.now)
    except (BadFacts, Refused) as refusal:
        return _check_page(request, desk, typed | sent, faults=refusal.reasons)
    except (StepNotOpen, Stale) as overtaken:
        return _check_page(request, desk, typed | sent, overtaken=overtaken)
    for draft in _drafts(desk):
        desk.session.delete(draft)
    return RedirectResponse(_address(desk, "verstuurd"), 303)


def _own(desk: Desk) -> None:
    """house: only the organisation that began a request sees it before it is sent."""
    if desk.me.organisation != desk.case.requester_organisation:
        raise Unknown


def _open(desk: Desk) -> None:
    _own(desk)
    if closed := desk.closed(*desk.step(SUBMIT)):
        raise StepNotOpen(closed)


def _drafts(desk: Desk) -> Sequence[Facts]:
    """The drafts of this request, by whom in the organisation ever, the newest first."""
    query = select(Facts).where(Facts.case_id == desk.case.id, Facts.draft_of == SUBMIT)
    return desk.session.exec(query.order_by(col(Facts.saved_at).desc(), col(Facts.id).desc())).all()


def _kept(desk: Desk, but: Sheet | None = None) -> Typed:
    """The request as last kept by anyone of the organisation; without the fields of one page."""
    drafts = _drafts(desk)
    typed: Typed = dict(drafts[0].data) if drafts else typed_of(Submit, FIRST)
    return {name: value for name, value in typed.items() if but is None or not but.holds(name)}


def _address(desk: Desk, sheet: str) -> str:
    return f"/zaken/{desk.case.number}/verzoek/{sheet}"


def _faults(desk: Desk, typed: Typed, sheet: Sheet) -> list[Reason]:
    found = faults_of(Submit, tidy(Submit, typed), desk.choices, desk.today)
    return [fault for fault in found if sheet.holds(fault.code)]


def _asked(desk: Desk, typed: Typed, sheet: Sheet, faults: Sequence[Reason] = ()) -> tuple[Field, ...]:
    found = [f for f in fields(Submit, typed, desk.choices, faults) if f.name in sheet.names]
    return fitting(found, desk.me.role, desk.case.route)


def _sheet_page(
    request: Request, desk: Desk, sheet: Sheet, typed: Typed, faults: Sequence[Reason] = ()
) -> Response:
    asked, drafts = _asked(desk, typed, sheet, faults), _drafts(desk)
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
        kept=desk.when(drafts[0].saved_at) if drafts else "",
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
    missing = faults_of(Submit, typed, desk.choices, desk.today)
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
        overtaken=overtaken,
        since=desk.happened_since(number_of(typed, "seen")) if overtaken else [],
        **desk.carried(desk.renewed(typed) if overtaken else typed),
    )


def _lines(desk: Desk, typed: Typed, faults: Sequence[Reason]) -> list[Wrong]:
    """The error summary with links to the pages on which a person mends them."""
    asked, found = fields(Submit, typed, desk.choices), []
    for fault in faults:
        line = summary(asked, [fault])[0]
        sheet = next((s for s in SHEETS if s.holds(fault.code) or fault.code in s.rules), None)
        found.append(replace(line, href=f"{_address(desk, sheet.key)}{line.href}" if sheet else ""))
    return found
