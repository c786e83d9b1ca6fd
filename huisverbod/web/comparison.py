"""The page that compares a draft or decision with the one before it, or with the first decision."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huisverbod.documents import Document, comparing
from huisverbod.errors import Unknown
from huisverbod.web.casefile import CaseFile, Opened
from huisverbod.web.page import page

router = APIRouter()


@router.get("/zaken/{number}/documenten/{document_id}/verschil/{other_id}")
def show_comparison(request: Request, file: Opened, document_id: int, other_id: int) -> Response:
    """What changed between two documents of this case, word by word.

    Raises:
        Unknown: one of them is not of this case, not to be read by this person, or cannot be compared.

    """
    new, old = _document(file, document_id), _document(file, other_id)
    before, after = (comparing.topics(row.template, row.context) for row in (old, new))
    topics = comparing.compared(before, after)
    return page(
        request,
        "comparison.html",
        file=file,
        case=file.case,
        old=old,
        new=new,
        changed=[topic for topic in topics if topic.changed],
        same=[topic.label for topic in topics if not topic.changed],
        copied=old.template != new.template and comparing.copied(before, after),
    )


def _document(file: CaseFile, number: int) -> Document:
    row = file.session.get(Document, number)
    if row is None or row.event_id not in file.readable or row.template not in comparing.TOPICS:
        raise Unknown
    return row
