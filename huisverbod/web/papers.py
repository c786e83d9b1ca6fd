"""The papers of a case that are drawn up on request: which there are, and drawing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from huisverbod import access
from huisverbod.advance import asked_of
from huisverbod.documents import papers
from huisverbod.documents.papers import Paper
from huisverbod.errors import NotAllowed, Unknown
from huisverbod.rulebook import Rulebook
from huisverbod.web import current
from huisverbod.web.casefile import CaseFile, Opened
from huisverbod.web.current import Me, Now, Rules, Writing
from huisverbod.web.page import page

router = APIRouter()

NOT_YOURS = (
    "Stukken opmaken kan alleen wie ze uitreikt of verstuurt: de gemeente of de politie. Vraag het daar."
)


class Wanted(BaseModel):
    """Which paper: its template, and the number of the event it is drawn from."""

    template: str
    event: int


@dataclass(frozen=True)
class Offer:
    """A paper that can be drawn up, with the step that gives reason for it."""

    paper: Paper
    step: str


@router.get("/zaken/{number}/stukken")
def show_papers(request: Request, file: Opened, rules: Rules) -> Response:
    """The papers that this person can have drawn up now."""
    return page(request, "papers.html", file=file, case=file.case, offers=_offers(file, rules))


def _offers(file: CaseFile, rules: Rulebook) -> Sequence[Offer]:
    """What this person can have drawn up, the latest step first."""
    return [
        Offer(paper, file.procedure.step(paper.event.step)[1].label)
        for paper in papers.offered(file.session, rules, file.case, file.asked)
        if access.may_draw(file.actor, paper.event, file.case)
    ]


@router.post("/zaken/{number}/stukken")
def draw(
    request: Request, session: Writing, rules: Rules, me: Me, now: Now, wanted: Annotated[Wanted, Form()]
) -> Response:
    """Draws up one paper, or finds it as it was drawn before, and shows it.

    Raises:
        NotAllowed: this capacity serves nothing and tells nobody, or does not see what was stated.
        Unknown: there is no such event, or it gives no reason for this paper.

    """
    case = current.open_case(session, me, request.path_params["number"])
    asked = asked_of(session, rules, case, me.actor(), now)
    event = next((event for event in asked.known.events if event.seq == wanted.event), None)
    if event is None:
        raise Unknown
    if not access.may_draw(me.actor(), event, case):
        raise NotAllowed(NOT_YOURS)
    document = papers.draw_paper(session, rules, asked, event, wanted.template, now)
    return RedirectResponse(f"/zaken/{case.number}/documenten/{document.id}", 303)
