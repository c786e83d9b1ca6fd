"""Tables Document and Signature: what was drawn up, byte for byte, and the act of deciding on it."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import JSON, Column, LargeBinary
from sqlalchemy.orm import column_property, defer
from sqlmodel import Field, Session, SQLModel, col, func, select

from huisverbod.case import Case
from huisverbod.database import Instant
from huisverbod.documents.leaflets import DUTCH, name_of


class Document(SQLModel, table=True):
    """A document of a case. A draft may be followed by a newer one; a final one never changes.

    `content` is the PDF, `size` its bytes, `sha256` its hash; `context` what it was drawn up from,
    `data_sha256` the hash of that; `renderer` what drew it. The last two are empty for older documents.
    `language` is a code of ISO 639-1.
    """

    __tablename__ = "documents"

    size: ClassVar[Any]

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    event_id: int = Field(foreign_key="events.id")
    template: str = Field(max_length=80)
    template_version: str = Field(max_length=64)
    draft: bool
    drawn_at: datetime = Field(sa_type=Instant)
    sha256: str = Field(max_length=64, index=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    context: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    language: str = Field(default=DUTCH, max_length=3, sa_column_kwargs={"server_default": DUTCH})
    data_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    renderer: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})

    @property
    def title(self) -> str:
        """What the document is, in Dutch."""
        other = f", {name_of(self.language)}" if self.language != DUTCH else ""
        return TITLES[self.template] + other + (" (ontwerp)" if self.draft else "")


Document.size = column_property(func.length(col(Document.content)))
LATER = tuple(defer(cast(Any, column)) for column in (Document.content, Document.context))
"""What is read of a document when asked for."""

TITLES = {
    "imposition/beschikking.html": "Besluit huisverbod",
    "execution/verlenging.html": "Besluit verlenging",
    "execution/wijziging.html": "Besluit wijziging contactverbod",
    "execution/intrekking.html": "Besluit intrekking",
    "execution/akte_van_uitreiking.html": "Akte van uitreiking",
    "execution/bericht_huisgenoten.html": "Bericht aan de huisgenoten",
    "request/afwijzing.html": "Antwoord op het verzoek",
    "request/besluit_belanghebbende.html": "Besluit aan wie zelf om een huisverbod vroeg",
    "imposition/verslag_horen.html": "Verslag van het horen",
    "imposition/overleg_veilig_thuis.html": "Verslag van het overleg met Veilig Thuis",
    "imposition/mondelinge_aanzegging.html": "Nota van de mondelinge aanzegging",
    "imposition/niet_opgelegd.html": "Nota: geen huisverbod opgelegd",
    "imposition/gebied.html": "Bijlage: het gebied",
    "imposition/beroepsblad.html": "Beroepsblad",
    "execution/folder_uithuisgeplaatste.html": "Folder voor de uithuisgeplaatste",
    "execution/folder_achterblijvers.html": "Folder voor de achterblijvers",
    "execution/sleutelbewijs.html": "Ontvangstbewijs van de sleutels",
    "execution/einde.html": "Bericht: het huisverbod is voorbij",
    "execution/bericht_kinderen.html": "Bericht voor wie voor de kinderen zorgt",
    "execution/bericht_hulpinstantie.html": "Bericht aan de hulpinstantie",
    "execution/bericht_veilig_thuis.html": "Bericht aan Veilig Thuis",
    "execution/bericht_politie.html": "Bericht aan de politie",
    "execution/bericht_advocaat.html": "Bericht aan de piketdienst voor advocaten",
    "execution/bericht_burgemeester.html": "Bericht aan de burgemeester",
    "court/stukken.html": "Brief met stukken voor de rechtbank",
}


FIRST = "imposition/beschikking.html"
"""The decision that all others about a ban follow."""


class Signature(SQLModel, table=True):
    """The act of deciding: who, in which capacity, when, by which channel, with which text before him.

    Apart from the drawing-up: `shown_sha256` is the draft that was read, `document_id` the final after it,
    which is destroyed at its term while this row stays.
    """

    __tablename__ = "signatures"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    event_id: int = Field(foreign_key="events.id", unique=True)
    document_id: int
    shown_sha256: str = Field(max_length=64)
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    role: str = Field(max_length=30)
    channel: str = Field(max_length=30)
    line: str = Field(max_length=400)
    decided_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)


def documents_of(session: Session, case: Case) -> list[Document]:
    """The documents of a case, newest first; a draft only while nothing newer of its template followed.

    What was drawn is read when asked for.
    """
    rows = session.exec(
        select(Document).where(Document.case_id == case.id).order_by(col(Document.id).desc()).options(*LATER)
    ).all()
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.template, row.id or 0)
    return [row for row in rows if not row.draft or newest[row.template] == row.id]


def documents_before(session: Session, case: Case, document: Document) -> list[Document]:
    """What a draft or decision follows: the draft before it, and the first decision where it is another."""
    earlier = (
        select(Document)
        .where(Document.case_id == case.id, col(Document.id) < (document.id or 0))
        .order_by(col(Document.id).desc())
        .options(defer(cast(Any, Document.content)))
    )
    draft = earlier.where(Document.template == document.template) if document.draft else None
    first = earlier.where(Document.template == FIRST, col(Document.draft).is_(False))
    found = [session.exec(query).first() for query in (draft, first) if query is not None]
    return [row for row in found if row]


def current_drafts(session: Session, case: Case) -> dict[str, str]:
    """The drafts that wait for a decision: template to SHA-256. A final closes the ones before it."""
    rows = session.exec(
        select(Document.template, Document.sha256, Document.draft)
        .where(Document.case_id == case.id)
        .order_by(col(Document.id))
    )
    newest = {template: (sha256, draft) for template, sha256, draft in rows}
    return {template: sha256 for template, (sha256, draft) in newest.items() if draft}


def current_draft(session: Session, case: Case, template: str) -> Document | None:
    """The draft of this template that waits for a decision, or nothing."""
    row = session.exec(
        select(Document)
        .where(Document.case_id == case.id, Document.template == template)
        .order_by(col(Document.id).desc())
    ).first()
    return row if row and row.draft else None
