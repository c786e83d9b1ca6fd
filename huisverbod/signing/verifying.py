"""The look at a signed document afterwards: who signed, when, and whether it is still what was signed.

Asks nobody: it rests on what the document carries with it and on the roots we trust.
"""

import asyncio
import io
import logging
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from huisverbod.signing.looks import Locked, Look, Unreadable, Verdict
from huisverbod.signing.trust import Trust

REVOKED = {AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE}
PROOF_ONLY = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}
WHOLE = {SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION}
EXPIRED = {AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED}


def look(content: bytes, trust: Trust, at: datetime) -> list[Look]:
    """Every signature in a PDF, in the order in which they were made; empty when it has none.

    Raises:
        Unreadable: it is no PDF.

    """
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs a stack for each tampering it finds
    try:
        reader = PdfFileReader(io.BytesIO(content))
        if reader.encrypted:
            raise Locked
        return asyncio.run(_look(reader, trust, at))
    except (PdfReadError, SignatureValidationError, SigningError, ValueError, RecursionError) as fault:
        raise Unreadable(type(fault).__name__) from fault


async def _look(reader: PdfFileReader, trust: Trust, at: datetime) -> list[Look]:
    archive = await _archive(reader, trust, at)
    found = []
    for signature in reader.embedded_regular_signatures:
        covers = archive is not None and archive.revision >= signature.signed_revision
        archived_at = archive.at if archive and covers else None
        context = _carried(reader, trust, archived_at) if archived_at else trust.offline(at)
        found.append(_told(signature, await async_validate_pdf_signature(signature, context), archived_at))
    return found


@dataclass(frozen=True)
class _Archive:
    """The last archive time stamp: when it was set (aware), and which revision of the file it covers."""

    at: datetime
    revision: int


async def _archive(reader: PdfFileReader, trust: Trust, at: datetime) -> _Archive | None:
    """The last archive time stamp, if it still counts: the proof of what it covers is looked at as then."""
    if not reader.embedded_timestamp_signatures:
        return None
    stamp = reader.embedded_timestamp_signatures[-1]
    status = await async_validate_pdf_timestamp(stamp, trust.offline(at))
    sound = status.intact and status.valid and status.trusted and status.coverage in WHOLE
    return _Archive(status.timestamp, stamp.signed_revision) if sound else None


def _carried(reader: PdfFileReader, trust: Trust, at: datetime) -> ValidationContext:
    """The proof that travels along, judged as at that instant."""
    settings = {"trust_roots": list(trust.roots), "allow_fetching": False, "moment": at}
    return DocumentSecurityStore.read_dss(reader).as_validation_context(settings)


def _told(signature: EmbeddedPdfSignature, status: PdfSignatureStatus, archived_at: datetime | None) -> Look:
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.trusted
    return Look(
        field=signature.field_name or "",
        signer=signature.signer_cert.subject.native.get("common_name", ""),
        signed_at=stamp.timestamp if stamp and stamped else None,
        verdict=_verdict(status, stamped=stamped),
        archived=archived_at is not None,
        until=int(signature.byte_range[2]) + int(signature.byte_range[3]),
        untouched=status.modification_level in PROOF_ONLY,
    )


def _verdict(status: PdfSignatureStatus, *, stamped: bool) -> Verdict:
    if not (status.intact and status.valid and status.docmdp_ok and status.coverage in WHOLE):
        return Verdict.CHANGED
    problem = status.trust_problem_indic
    if problem in REVOKED:
        return Verdict.REVOKED
    if problem in EXPIRED:
        return Verdict.EXPIRED
    if not status.trusted:
        return Verdict.FOREIGN
    return Verdict.SOUND if stamped else Verdict.UNSTAMPED
