"""Draws up the document of a step inside its transaction, and records the act of deciding beside it."""

import hashlib
from typing import Any

from sqlmodel import Session

from huisverbod.case import Case, Event
from huisverbod.documents import context, templates
from huisverbod.documents.signature import Signed, signed
from huisverbod.documents.table import Document, Signature, current_draft
from huisverbod.documents.templates import Templates
from huisverbod.errors import Stale
from huisverbod.known import Asked
from huisverbod.printing import coverage, press
from huisverbod.rulebook import Rulebook
from huisverbod.workflow import Step

BRAND = ":root { --brand: %s }"


def draw_up(
    session: Session, rulebook: Rulebook, case: Case, event: Event, step: Step, asked: Asked
) -> Document:
    """Adds the document of this step, and for a decision the signature under it.

    A decision repeats the draft that was read, word for word, with the signature below it.

    Raises:
        Stale: there is no draft, or its template has changed since it was read.
        Refused: a character cannot be printed, or the document could not be drawn within its limits.
        DefinitionError: a fault in a template.

    """
    template, forms = step.document or "", templates.read(rulebook.templates)
    if not step.signs:
        return _drawn(session, event, template, forms, context.gathered(template, asked, step.draft))
    end = signed(asked)
    document = _drawn(session, event, template, forms, _decided(session, case, template, forms, end))
    session.add(_signature(event, document, asked, end))
    session.flush()
    return document


def _decided(session: Session, case: Case, template: str, forms: Templates, end: Signed) -> dict[str, Any]:
    """The content of the draft that was read, signed."""
    draft = current_draft(session, case, template)
    if draft is None or draft.template_version != forms.version:
        raise Stale(
            "Het sjabloon van dit besluit is gewijzigd na het ontwerp. Laat het ontwerp opnieuw opmaken."
        )
    return draft.context | {"draft": False, "signed": end.model_dump(mode="json")}


def _drawn(
    session: Session, event: Event, template: str, forms: Templates, content: dict[str, Any]
) -> Document:
    pdf = drawn(template, forms, content)
    document = Document(
        case_id=event.case_id,
        event_id=event.id or 0,
        template=template,
        template_version=forms.version,
        draft=content["draft"],
        drawn_at=event.recorded_at,
        sha256=hashlib.sha256(pdf).hexdigest(),
        content=pdf,
        context=content,
    )
    session.add(document)
    session.flush()
    return document


def drawn(template: str, forms: Templates, content: dict[str, Any]) -> bytes:
    """The PDF of a template with this content; the same bytes for the same content and version.

    Raises:
        Refused, DefinitionError: as `draw_up`.

    """
    page = forms.page(template, content)
    coverage.check(page)
    return press.printed(page, {**forms.assets, "brand.css": BRAND % content["municipality"]["brand"]})


def _signature(event: Event, document: Document, asked: Asked, end: Signed) -> Signature:
    return Signature(
        case_id=event.case_id,
        event_id=event.id or 0,
        document_id=document.id or 0,
        shown_sha256=asked.facts.shown_sha256,
        account_id=event.account_id,
        role=event.role,
        channel=asked.facts.channel,
        line=end.line,
        decided_at=event.occurred_at,
        recorded_at=event.recorded_at,
    )
