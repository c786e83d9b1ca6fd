"""Whether a file was drawn up here and is unchanged: told to whoever holds it, and of nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


def find(session: Session, digests: Sequence[str]) -> tuple[str, Issued] | None:
    """The document with one of these SHA-256, signed or not, and which: the first of them that there is."""
    plain = select(Document.sha256, Document.id).where(col(Document.sha256).in_(digests))
    sealed = select(SignedForm.sha256, SignedForm.document_id).where(col(SignedForm.sha256).in_(digests))
    known = {digest: number for query in (plain, sealed) for digest, number in session.exec(query)}
    same = next((digest for digest in digests if digest in known), None)
    if same is None:
        return None
    row = session.exec(select(Document).where(Document.id == known[same]).options(*LATER)).one()
    return same, _issued(session, row)


def _issued(session: Session, row: Document) -> Issued:
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
