"""The papers of a case that are drawn up on request: which there are, and drawing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from huisverbod import access
from huisverbod.advance import asked_of
from huisverbod.documents import leaflets, papers, templates
from huisverbod.documents.leaflets import DUTCH, Language, Languages
from huisverbod.documents.papers import Paper
from huisverbod.errors import NotAllowed, Reason, Refused, Unknown
from huisverbod.rulebook import Rulebook
from huisverbod.web import current
from huisverbod.web.casefile import CaseFile, Opened
from huisverbod.web.current import Me, Now, Rules, Writing
from huisverbod.web.page import page

router = APIRouter()

NOT_YOURS = (
    "Stukken opmaken kan alleen wie ze uitreikt of verstuurt: de gemeente of de politie. Vraag het daar."
)


NO_LANGUAGE = "Kies minstens één taal. Er is niets opgemaakt."


class Wanted(BaseModel):
    """Which paper: its template, the number of the event it is drawn from, and the languages (codes)."""

    template: str
    event: int
    languages: list[str] = []


@dataclass(frozen=True)
class Offer:
    """A paper that can be drawn up, the step that gives reason for it, and the languages to choose from."""

    paper: Paper
    step: str
    languages: Sequence[Language]


@router.get("/zaken/{number}/stukken")
def show_papers(request: Request, file: Opened, rules: Rules) -> Response:
    """The papers that this person can have drawn up now."""
    forms = templates.read(rules.templates).languages
    unwritten = [words for words in papers.spoken(file.known) if not leaflets.named(forms, words)]
    offers = _offers(file, rules, forms)
    return page(request, "papers.html", file=file, case=file.case, offers=offers, unwritten=unwritten)


def _offers(file: CaseFile, rules: Rulebook, forms: Languages) -> Sequence[Offer]:
    """What this person can have drawn up, the latest step first; a choice only where there is one."""
    return [
        Offer(
            paper,
            file.procedure.step(paper.event.step)[1].label,
            [forms[code] for code in paper.languages] if paper.languages != (DUTCH,) else [],
        )
        for paper in papers.offered(file.session, rules, file.case, file.asked)
        if access.may_draw(file.actor, paper.event, file.case)
    ]


@router.post("/zaken/{number}/stukken")
def draw(
    request: Request, session: Writing, rules: Rules, me: Me, now: Now, wanted: Annotated[Wanted, Form()]
) -> Response:
    """Draws up one paper in each language asked for, or finds it as it was drawn before, and shows it.

    Raises:
        NotAllowed: this capacity serves nothing and tells nobody, or does not see what was stated.
        Unknown: there is no such event, or it gives no reason for this paper, or not in that language.
        Refused: no language was chosen, or the paper cannot be drawn.

    """
    case = current.open_case(session, me, request.path_params["number"])
    asked = asked_of(session, rules, case, me.actor(), now)
    event = next((event for event in asked.known.events if event.seq == wanted.event), None)
    if event is None:
        raise Unknown
    if not access.may_draw(me.actor(), event, case):
        raise NotAllowed(NOT_YOURS)
    chosen = wanted.languages
    if papers.languages_of(rules, wanted.template, asked.region) == (DUTCH,):
        chosen = [DUTCH]
    if not chosen:
        raise Refused([Reason("language", NO_LANGUAGE)])
    paper = Paper(event, wanted.template)
    drawn = [papers.draw_paper(session, rules, asked, paper, code, now) for code in chosen]
    alone = f"/documenten/{drawn[0].id}" if len(drawn) == 1 else "#stukken"
    return RedirectResponse(f"/zaken/{case.number}{alone}", 303)
