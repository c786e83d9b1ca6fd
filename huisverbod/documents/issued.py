"""Whether a file was drawn up here and is unchanged: told to whoever holds it, and of nothing else."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col, select

from huisverbod.case import Case
from huisverbod.documents.forms import SignedForm
from huisverbod.documents.table import LATER, TITLES, Document, Signature


@dataclass(frozen=True)
class Issued:
    """What there is to say of a genuine document to the one who holds it; `drawn_at` is aware.

    `overtaken`: a later decision was taken in the same case. `line`: who signed, for a decision.
    """

    title: str
    case: str
    region: str
    municipality: str
    drawn_at: datetime
    draft: bool
    line: str
    overtaken: bool


def find(session: Session, content: bytes) -> Issued | None:
    """The document with exactly these bytes, signed and sealed or not; nothing when there is none."""
    digest = hashlib.sha256(content).hexdigest()
    form_of = select(SignedForm.document_id).where(SignedForm.sha256 == digest)
    same = or_(col(Document.sha256) == digest, col(Document.id).in_(form_of))
    row = session.exec(select(Document).where(same).options(*LATER)).first()
    if row is None:
        return None
    case = session.get_one(Case, row.case_id)
    signed = session.exec(select(Signature).where(Signature.document_id == row.id)).one_or_none()
    later = select(Signature.id).where(Signature.case_id == case.id, col(Signature.document_id) > row.id)
    return Issued(
        title=TITLES[row.template],
        case=case.number,
        region=case.region,
        municipality=case.municipality,
        drawn_at=row.drawn_at,
        draft=row.draft,
        line=signed.line if signed else "",
        overtaken=session.exec(later.limit(1)).first() is not None,
    )
