"""The case page: where a case stands, what must happen now, what cannot and why; and its documents."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huisverbod import access, documents, notices, stages, undersigning
from huisverbod.access import Slice
from huisverbod.documents import Document
from huisverbod.errors import Unknown
from huisverbod.known import Happened, Person
from huisverbod.stages.request import Kind, Route
from huisverbod.web import approval, summary
from huisverbod.web.carried import statements
from huisverbod.web.casefile import CaseFile, Opened
from huisverbod.web.holding import holds
from huisverbod.web.page import page
from huisverbod.web.scrutiny import ahead
from huisverbod.web.told import Told, told

router = APIRouter()

LATER = timedelta(minutes=5)
"""From this long after it happened, the page says when something was entered."""
JUST_NOW = timedelta(minutes=5)
MAIN_STEPS = 4
"""So many steps are shown as buttons; the rest stands below them."""


@dataclass(frozen=True)
class Past:
    """One event on the timeline. `facts` is nothing where this person does not see them."""

    label: str
    who: str
    at: datetime
    entered_at: datetime | None
    facts: Told | None


@router.get("/zaken/{number}")
def show_case(request: Request, file: Opened, gedaan: str = "") -> Response:
    """Everything of one case that this person may see."""
    return page(
        request,
        "case.html",
        file=file,
        case=file.case,
        route=Route(file.case.route).label,
        done=_just_done(file, gedaan),
        main=file.possible[:MAIN_STEPS],
        more=file.possible[MAIN_STEPS:],
        people=[_described(file, person) for person in file.known.people] if file.sees_people else [],
        holding=holds(file),
        timeline=[_past(file, event) for event in file.events],
        documents=documents_seen(file),
        under=documents.under(file.session, file.case),
        stands=undersigning.stands(file.session, file.asked.region, approval.keys(request), file.case),
        deliveries=deliveries_seen(file),
        tells=file.actor.role in access.TELLERS,
        draws=any(access.may_draw(file.actor, event, file.case) for event in file.events),
        lately=_lately(file),
        ahead=list(ahead(file)),
        statements=statements(file.asked, file.case),
        sees_request=file.sees(Slice.REQUEST),
        has_assessment="risk_assessment" in file.rows and file.sees(Slice.RIHG),
    )


def _lately(file: CaseFile) -> list[summary.Line]:
    """What whoever works on the request keeps in view: how fresh the facts are, and the weegteam's advice."""
    advice = summary.weegteam(file.known) if file.sees(Slice.REQUEST) else []
    return [*summary.urgency(file.since_last_fact, file.asked.region.norms.decide), *advice]


def _just_done(file: CaseFile, name: str) -> str:
    """The label of the step that this person has just taken, or nothing."""
    last = file.known.last(name)
    if last is None or last.account_id != file.actor.account_id or file.now - last.recorded_at > JUST_NOW:
        return ""
    return file.procedure.step(name)[1].label


def _described(file: CaseFile, person: Person) -> tuple[str, list[str]]:
    """Who someone is, in the words of the page."""
    born = [f"geboren op {person.born_on:%d-%m-%Y}"] if person.born_on else ["geboortedatum onbekend"]
    sex = [person.sex] if person.sex not in ("", "onbekend") else []
    about = ", ".join([*sex, *born, *([person.relation] if person.relation else [])])
    lines = [person.full_name, about[:1].upper() + about[1:]]
    if person.safe_contact and not access.only_routed(file.actor, file.case):
        lines.append(f"Veilig te bereiken: {person.safe_contact}")
    if person.kind == Kind.UITHUISGEPLAATSTE and file.reachable:
        lines.append(f"Te bereiken: {file.reachable}")
    return Kind(person.kind).label, lines


def _past(file: CaseFile, event: Happened) -> Past:
    stage, step = file.procedure.step(event.step)
    model = stages.form(stage.name, step)
    seen = access.sees_facts(file.actor, event, file.case)
    return Past(
        label=step.label,
        who=", ".join(filter(None, (event.role.label, event.organisation))),
        at=event.occurred_at,
        entered_at=event.recorded_at if event.recorded_at - event.occurred_at > LATER else None,
        facts=told(model, event.facts, file.known) if seen else None,
    )


def deliveries_seen(file: CaseFile) -> list[notices.Delivery]:
    """Who was told or is to be told: of the events that this person sees, what is open first."""
    seen = {event.seq for event in file.events}
    found = [one for one in notices.of_case(file.session, file.case, file.now) if one.event.seq in seen]
    return sorted(found, key=lambda one: (one.standing.settled, not one.standing.red))


def documents_seen(file: CaseFile) -> list[Document]:
    """The documents of the case that this person may read, newest first."""
    rows = documents.documents_of(file.session, file.case)
    return [row for row in rows if row.event_id in file.readable]


@router.get("/zaken/{number}/documenten/{document_id}")
def show_document(file: Opened, document_id: int) -> Response:
    """One document as PDF, signed and sealed once it is. Its name says case and kind, and nobody's name."""
    document = file.session.get(Document, document_id)
    if document is None or document.event_id not in file.readable:
        raise Unknown
    kind = PurePosixPath(document.template).stem + ("-ontwerp" if document.draft else "")
    headers = {"Content-Disposition": f'inline; filename="{file.case.number}-{kind}.pdf"'}
    form = documents.newest_form(file.session, document_id)
    content = form.content if form else document.content
    return Response(content, media_type="application/pdf", headers=headers)
