"""One form page per step: shown, kept as a draft, sent through the one door."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from huisverbod import stages
from huisverbod.errors import BadFacts, HuisverbodError, Reason, Refused, Stale, StepNotOpen
from huisverbod.web import carried, prefill
from huisverbod.web.desk import Desk, Looking, Sitting, number_of
from huisverbod.web.forms import When, faults_of, fields, summary
from huisverbod.web.page import page
from huisverbod.web.typed import (
    Sent,
    Typed,
    add_row,
    facts_of,
    first,
    remove_row,
    tidy,
    typed_moment,
    typed_of,
)
from huisverbod.workflow import StageRules, Step
from huisverbod.workflow.definition import STAY

router = APIRouter()

OWN_PAGES = {
    "request.start": "/verzoeken/nieuw",
    "request.submit": "/zaken/{number}/verzoek/woning",
    "risk_assessment.fill_part": "/zaken/{number}/risicotaxatie",
    "risk_assessment.correct": "/zaken/{number}/risicotaxatie",
}
"""Steps that have pages of their own."""

ADDRESS = "/zaken/{number}/stap/{name}"


def own_page(name: str, step: Step, number: str) -> str:
    """Where a step is taken when not on a page of this module; empty when it is."""
    if step.signs:
        return f"/zaken/{number}/besluit/{name}"
    return OWN_PAGES.get(name, "").format(number=number)


@router.get(ADDRESS)
def show(request: Request, desk: Looking, name: str) -> Response:
    """The form of a step, as kept or as far as the case can fill it in; or why it is not possible now."""
    stage, step = desk.step(name)
    if elsewhere := own_page(name, step, desk.case.number):
        return RedirectResponse(elsewhere, 303)
    if closed := desk.closed(stage, step):
        raise StepNotOpen(closed)
    asked_at = {"occurred_at.date": [request.query_params.get("datum", "")]}
    asked_at["occurred_at.time"] = [request.query_params.get("tijd", "")]
    draft = desk.draft(name)
    typed = dict(draft.data) if draft else _blank(desk, stage, step)
    if first(asked_at, "occurred_at.date"):
        typed |= asked_at
    return _page(request, desk, (stage, step), typed)


def _blank(desk: Desk, stage: StageRules, step: Step) -> Typed:
    name, form = f"{stage.name}.{step.name}", stages.form(stage.name, step)
    facts = prefill.prefill(name, desk.asked, desk.known)
    return typed_of(form, facts) | typed_moment("occurred_at", desk.now)


@router.post(ADDRESS)
def send(request: Request, desk: Sitting, name: str, typed: Sent) -> Response:
    """What was filled in: one row more or less, a draft to keep, or the step to take."""
    stage, step = desk.step(name)
    if elsewhere := own_page(name, step, desk.case.number):
        return RedirectResponse(elsewhere, 303)
    form = stages.form(stage.name, step)
    what, _, where = first(typed, "actie").partition(":")
    if what in ("toevoegen", "verwijderen"):
        typed = add_row(form, typed, where) if what == "toevoegen" else remove_row(typed, where)
        return _page(request, desk, (stage, step), typed)
    if what in ("concept", "bewaar"):
        desk.keep(name, typed)
        said = PlainTextResponse(f"Concept bewaard {desk.when(desk.now)}. Alleen u ziet het.")
        return said if what == "bewaar" else RedirectResponse(request.url.path, 303)
    return _take(request, desk, (stage, step), tidy(form, typed))


def _take(request: Request, desk: Desk, rules: tuple[StageRules, Step], typed: Typed) -> Response:
    stage, step = rules
    name, form, today = f"{stage.name}.{step.name}", stages.form(stage.name, step), desk.today
    faults = faults_of(When, typed, {}, today) + faults_of(form, typed, desk.choices, today)
    if faults:
        return _page(request, desk, rules, typed, faults)
    try:
        desk.send(name, typed, facts_of(form, typed, today), desk.moment(stage.name, typed))
    except (BadFacts, Refused) as refusal:
        return _page(request, desk, rules, typed, refusal.reasons)
    except (StepNotOpen, Stale) as overtaken:
        return _page(request, desk, rules, typed, overtaken=overtaken)
    return RedirectResponse(f"/zaken/{desk.case.number}?gedaan={name}", 303)


def _page(
    request: Request,
    desk: Desk,
    rules: tuple[StageRules, Step],
    typed: Typed,
    faults: Sequence[Reason] = (),
    overtaken: HuisverbodError | None = None,
) -> Response:
    stage, step = rules
    name, form = f"{stage.name}.{step.name}", stages.form(stage.name, step)
    asked = (*fields(When, typed, {}, faults), *fields(form, typed, desk.choices, faults))
    return page(
        request,
        "step.html",
        status=409 if overtaken else 422 if faults else 200,
        desk=desk,
        stage=stage,
        step=step,
        place=request.url.path,
        fields=asked,
        errors=summary(asked, faults),
        blocked=[] if faults or overtaken else desk.blocked(stage, step, desk.moment(stage.name, typed)),
        quotes=[*prefill.quotes(name, desk.known), *carried.quotes(name, desk.asked, desk.case)],
        scrutiny=_scrutiny(desk, step),
        kept=desk.kept(name),
        overtaken=overtaken,
        since=desk.happened_since(number_of(typed, "seen")) if overtaken else [],
        **desk.carried(desk.renewed(typed) if overtaken else typed),
    )


def _scrutiny(desk: Desk, step: Step) -> str:
    """For who makes a draft: where to see whether the decision would hold in court; empty for other steps."""
    for stage, other in desk.edition.procedure.steps():
        if leads_to(step, other):
            return f"/zaken/{desk.case.number}/toets/{stage.name}.{other.name}"
    return ""


def leads_to(draft: Step, decision: Step) -> bool:
    """Whether this step makes the draft on which that decision is then taken."""
    after = {*draft.origins} if draft.to == STAY else {draft.to}
    same = draft.draft and decision.signs and draft.document == decision.document
    return same and bool(after & {*decision.origins})
