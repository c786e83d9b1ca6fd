"""The page of a request: where it stands, who is to act, questions and answers, the time line of signs."""

from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from huisverbod import duties
from huisverbod.access import Slice
from huisverbod.errors import Unknown
from huisverbod.known import Known
from huisverbod.roles import POLICE
from huisverbod.stages.request import Route
from huisverbod.web import prefill
from huisverbod.web.carried import statements
from huisverbod.web.casefile import CaseFile, Opened
from huisverbod.web.desk import Looking
from huisverbod.web.drafted import SUBMIT, check_own
from huisverbod.web.page import page
from huisverbod.web.resembling import named, resembling
from huisverbod.web.sheets import CHECK
from huisverbod.web.signs import signs_stated
from huisverbod.web.summary import Line

router = APIRouter()

STANDS = {
    "draft": "Dit verzoek is nog niet verstuurd. De burgemeester heeft het nog niet.",
    "submitted": "Het verzoek ligt bij de gemeente. Zij bekijkt of het in behandeling kan.",
    "returned": "De gemeente stelde een vraag. Zij wacht op het antwoord.",
    "accepted": "Het verzoek is in behandeling. Nu volgt de risicotaxatie. Daarna beslist de burgemeester.",
    "refused": "Het verzoek is afgewezen.",
    "withdrawn": "Het verzoek is ingetrokken.",
}
DECIDED = "Er is beslist op het verzoek. Wie de uitkomst mag weten, leest die in de zaak."
DECISIONS = ("imposition.impose", "imposition.impose_orally", "imposition.decline")


@dataclass(frozen=True)
class Question:
    """A question about the request, and the answer if there is one; moments are aware."""

    question: str
    asked_at: datetime
    asked_by: str
    answer: str = ""
    answered_at: datetime | None = None


@router.get("/zaken/{number}/verzoek")
def show(request: Request, file: Opened) -> Response:
    """Where a request stands, for who made it and for who works on it.

    Raises:
        Unknown: this person does not see the request.

    """
    if not file.sees(Slice.REQUEST):
        raise Unknown
    known = prefill.seen(file.asked, file.case)
    own = file.actor.organisation == file.case.requester_organisation
    return page(
        request,
        "request_status.html",
        file=file,
        case=file.case,
        route=Route(file.case.route).label,
        own=own,
        sentence=_sentence(file),
        outcome=_outcome(known),
        awaited=[duty for duty in file.owed if duty.name in file.procedure.stages["request"].duties],
        past=[
            (file.procedure.step(event.step)[1].label, event)
            for event in known.events
            if event.stage == "request"
        ],
        questions=questions(known),
        unanswered=_unanswered(known) if own else None,
        signs=signs_stated(known, file.asked),
        statements=statements(file.asked, file.case),
        choices=[choice for choice in file.possible if choice.name.startswith("request.")],
    )


@router.get("/zaken/{number}/verzoek/verstuurd")
def sent_page(request: Request, desk: Looking) -> Response:
    """What happens now: the number, by when an answer may be expected, whom to call."""
    check_own(desk)
    if desk.known.last(SUBMIT) is None:
        return RedirectResponse(f"/zaken/{desk.case.number}/verzoek/{CHECK}", 303)
    owed = duties.owed(desk.edition.procedure, replace(desk.asked, known=desk.known))
    awaited = [duty for duty in owed if duty.name in desk.edition.procedure.step(SUBMIT)[1].starts]
    people = [(p.given_names, p.family_name, p.born_on) for p in desk.known.people]
    request_names = named(people, desk.known.fact("dwelling", SUBMIT, otherwise={}))
    return page(
        request,
        "request_sent.html",
        desk=desk,
        awaited=awaited,
        region=desk.region,
        police=desk.me.role in POLICE,
        completes=desk.me.role in desk.edition.procedure.step("request.add_people")[1].by,
        resembling=resembling(desk.session, desk.me, desk.case, request_names, desk.now),
    )


def _sentence(file: CaseFile) -> str:
    """Where the request stands, in a sentence. That there is a decision, a requester hears in any case."""
    if file.known.last(*DECISIONS):
        return DECIDED
    state = file.known.states["request"]
    return STANDS.get(state, file.procedure.stages["request"].states[state].label)


def _outcome(known: Known) -> list[Line]:
    """Awb 3:46: why the request was refused, and the other way; nothing while it was not."""
    refusal = known.last("request.refuse", "request.refuse_minor")
    if refusal is None:
        return []
    said = {"Waarom?": refusal.facts["explanation"], "Wat kan wel?": refusal.facts["suggested_route"]}
    return [(label, [text]) for label, text in said.items() if text]


def questions(known: Known) -> list[Question]:
    """What was asked and answered about the request, in order.

    What the requester said when no question was open has no question.
    """
    found: list[Question] = []
    for event in known.all("request.ask", "request.inquire", "request.supplement", "request.tell"):
        by = ", ".join(filter(None, (event.role.label, event.organisation)))
        if "question" in event.facts:
            found.append(Question(event.facts["question"], event.occurred_at, by))
            continue
        if not found or found[-1].answered_at:
            found.append(Question("", event.occurred_at, by))
        answer = event.facts.get("answer") or event.facts["message"]
        found[-1] = replace(found[-1], answer=answer, answered_at=event.occurred_at)
    return found


def _unanswered(known: Known) -> tuple[Question, str] | None:
    """The question that waits for the requester, and the step with which he answers; or nothing."""
    last = next(reversed(questions(known)), None)
    if last is None or last.answered_at:
        return None
    returned = known.states["request"] == "returned"
    return last, "request.supplement" if returned else "request.tell"
