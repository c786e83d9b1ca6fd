"""Draws up the document of a step inside its transaction, and records the act of deciding beside it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from sqlmodel import Session

from huisverbod.case import Case, Event
from huisverbod.documents import attached, context, leaflets, manifest, qr, templates
from huisverbod.documents.audience import protected
from huisverbod.documents.leaflets import DUTCH
from huisverbod.documents.rendering import data_hash, renderer
from huisverbod.documents.signature import Signed, signed
from huisverbod.documents.table import Document, Signature, current_draft
from huisverbod.documents.templates import Templates
from huisverbod.errors import DefinitionError, Reason, Refused, Stale
from huisverbod.known import Asked
from huisverbod.printing import coverage, press
from huisverbod.printing.press import Enclosure
from huisverbod.rulebook import Rulebook
from huisverbod.wording import amount
from huisverbod.workflow import Step

STYLE = ":root { --brand: %s; --accent: %s }"


def draw_up(
    session: Session, rulebook: Rulebook, case: Case, event: Event, step: Step, asked: Asked
) -> Document:
    """Adds the document of this step, and for a decision the signature under it.

    A decision repeats the draft that was read, word for word, with the signature below it.

    Raises:
        Stale: there is no draft, or its template or what draws it has changed since it was read.
        Refused: a character cannot be printed, or the document could not be drawn within its limits.
        DefinitionError: a fault in a template.

    """
    template, forms = step.document or "", templates.read(rulebook.templates)
    if not step.signs:
        content = content_of(rulebook, template, asked, step.draft)
        if content is None:
            raise DefinitionError(template, f"Bij de stap '{asked.step}' hoort dit stuk niet.")
        return keep(session, rulebook, event, content, template, event.recorded_at)
    end = signed(asked)
    decided = _decided(session, case, template, forms, end)
    document = keep(session, rulebook, event, decided, template, event.recorded_at)
    session.add(_signature(event, document, asked, end))
    session.flush()
    return document


def _decided(session: Session, case: Case, template: str, forms: Templates, end: Signed) -> dict[str, Any]:
    """The content of the draft that was read, signed."""
    draft = current_draft(session, case, template)
    if draft is None or (draft.template_version, draft.renderer) != (forms.version, renderer()):
        raise Stale(
            "Het sjabloon van dit besluit, of dit programma, is gewijzigd na het ontwerp. Laat het ontwerp "
            "opnieuw opmaken."
        )
    return draft.context | {"draft": False, "signed": end.model_dump(mode="json")}


def content_of(
    rulebook: Rulebook, template: str, asked: Asked, draft: bool, language: str = DUTCH
) -> dict[str, Any] | None:
    """What the document says, with the terms in words and the versions of its recurring texts.

    What is translated says it in the language of that code.

    Nothing when this step gives no reason for the document.

    Raises:
        Refused: it would tell its audience, word for word, what that may never read.
        DefinitionError: a fault in a template.

    """
    forms = templates.read(rulebook.templates)
    audience = forms.manifest(template).audience
    content = context.gathered(template, asked, draft, audience)
    if content is None:
        return None
    terms = {**rulebook.current.procedure.terms, **asked.terms}
    content["amounts"] = {name: amount(term.amount, term.unit) for name, term in terms.items()}
    content["texts"] = forms.texts_of(template)
    if forms.manifest(template).translated:
        content |= leaflets.spoken(forms.languages, language, asked.region.translations)
        content["amounts"] = forms.languages[language].amounts(terms)
    content["check_at"] = rulebook.address + qr.PATH if rulebook.address else ""
    _check_told(content, protected(asked, audience))
    return content


def _check_told(content: dict[str, Any], secrets: Iterable[str]) -> None:
    said = json.dumps(content, ensure_ascii=False).casefold()
    if any(json.dumps(secret, ensure_ascii=False)[1:-1].casefold() in said for secret in secrets):
        sentence = (
            "In dit stuk staat waar of hoe iemand te bereiken is, en dat mag de lezer niet weten. "
            "Haal het uit de tekst die u invulde."
        )
        raise Refused([Reason("protected", sentence, "Awb 2:5")])


def keep(
    session: Session, rulebook: Rulebook, event: Event, content: dict[str, Any], template: str, at: datetime
) -> Document:
    """Draws a document of an event and stores it, byte for byte, as drawn at that instant.

    Raises:
        Refused, DefinitionError: as `draw_up`.

    """
    forms = templates.read(rulebook.templates)
    pdf = drawn(template, forms, content)
    document = Document(
        case_id=event.case_id,
        event_id=event.id or 0,
        template=template,
        template_version=forms.version,
        draft=content["draft"],
        drawn_at=at,
        sha256=hashlib.sha256(pdf).hexdigest(),
        content=pdf,
        context=content,
        language=content.get("written_in", DUTCH),
        data_sha256=data_hash(content),
        renderer=renderer(),
    )
    session.add(document)
    session.flush()
    return document


def drawn(template: str, forms: Templates, content: dict[str, Any]) -> bytes:
    """The PDF of a template with this content; the same bytes for the same content and version.

    Raises:
        Refused, DefinitionError: as `draw_up`.

    """
    return press.printed(*to_print(template, forms, content))


def to_print(
    template: str, forms: Templates, content: dict[str, Any]
) -> tuple[str, dict[str, str], Enclosure | None]:
    """What goes to the press: the page, the files it uses by name, and what travels along inside.

    Raises:
        Refused, DefinitionError: as `draw_up`.

    """
    page = forms.page(template, content)
    if escape(content["mark"]) not in page:
        raise DefinitionError(
            template, "Dit sjabloon toont niet dat het een simulatie is. Bouw op base.html."
        )
    coverage.check(page)
    files = {**forms.assets, **_style(content["municipality"])}
    if content.get("check_at"):
        files[qr.FILE] = qr.picture(content["check_at"])
    fields = forms.manifest(template).attached
    return page, files, attached.enclosed(template, fields, content, manifest.words(page))


def _style(municipality: Mapping[str, Any]) -> dict[str, str]:
    """The files that make a document one of this municipality."""
    colours = STYLE % (municipality["brand"], municipality.get("accent", municipality["brand"]))
    logo = municipality.get("logo")
    return {"brand.css": colours, **({logo["name"]: logo["text"]} if logo else {})}


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
