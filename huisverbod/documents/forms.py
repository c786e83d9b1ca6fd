"""Table SignedForm: a decision with what was put under it, one row for each time something was added."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from huisverbod.case import Case
from huisverbod.database import Instant
from huisverbod.documents.table import Document

STAMPED, ARCHIVED = "B-T", "B-LTA"
"""ETSI EN 319 142-1: with a time stamp; with the proof for the long term."""


class SignedForm(SQLModel, table=True):
    """One signed or sealed form of a decision; the newest counts, and each of them can still be recognised.

    `signed`: the own signature of whoever decided is in it; `sealed`: the seal of the municipality is.
    """

    __tablename__ = "signed_forms"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    document_id: int = Field(index=True)
    number: int
    level: str = Field(max_length=10)
    signed: bool
    sealed: bool
    sha256: str = Field(max_length=64, index=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = Field(sa_type=Instant)


@dataclass(frozen=True)
class Standing:
    """What a next form is built on: the form of that number, or the document itself (number 0)."""

    case_id: int
    document_id: int
    number: int
    level: str
    signed: bool
    sealed: bool
    content: bytes

    def next(self, content: bytes, level: str, at: datetime, *, signed: bool, sealed: bool) -> SignedForm:
        """The form after it, made at that instant (aware). Of two made at once the database keeps one."""
        return SignedForm(
            case_id=self.case_id,
            document_id=self.document_id,
            number=self.number + 1,
            level=level,
            signed=signed,
            sealed=sealed,
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            made_at=at,
        )


def newest_form(session: Session, document_id: int) -> SignedForm | None:
    """The newest signed or sealed form of a decision, or nothing."""
    query = select(SignedForm).where(SignedForm.document_id == document_id)
    return session.exec(query.order_by(col(SignedForm.number).desc()).limit(1)).first()


def standing(session: Session, document_id: int) -> Standing | None:
    """What the next form of a decision is built on; nothing when it was destroyed at its term."""
    document, form = session.get(Document, document_id), newest_form(session, document_id)
    if document is None:
        return None
    return Standing(
        case_id=document.case_id,
        document_id=document_id,
        number=form.number if form else 0,
        level=form.level if form else "",
        signed=form is not None and form.signed,
        sealed=form is not None and form.sealed,
        content=form.content if form else document.content,
    )


@dataclass(frozen=True)
class Under:
    """What stands under a decision."""

    signed: bool
    sealed: bool


def under(session: Session, case: Case) -> dict[int, Under]:
    """What stands under each decision of a case: number of the document to what; nothing for the others."""
    query = select(SignedForm.document_id, SignedForm.signed, SignedForm.sealed)
    rows: Iterable[tuple[int, bool, bool]] = session.exec(
        query.where(SignedForm.case_id == case.id).order_by(col(SignedForm.number))
    )
    return {document_id: Under(signed, sealed) for document_id, signed, sealed in rows}
