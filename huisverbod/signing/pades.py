"""A signature in four acts: prepare, sign with any key, complete with a time stamp, archive for long.

Between the acts all is plain bytes: a phone may take minutes, and a process may be replaced.
No signature leaves without a time stamp (PAdES B-T): a later one cannot repair that.
"""

import asyncio
import hashlib
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.sig_validate import DEFAULT_SIGNATURE_VALIDATOR

from huisverbod.signing.refusals import NotSigned, Refusal, refusal_of
from huisverbod.signing.stamp import Stamp, style
from huisverbod.signing.trust import Trust

DIGEST = "sha256"
RESERVED = 32_768
"""Hexadecimal places kept free for the signature with its chain and its time stamp."""
Result = TypeVar("Result")

__all__ = [
    "NotSigned",
    "Prepared",
    "Refusal",
    "archive",
    "check",
    "complete",
    "prepare",
    "raw_signature",
    "renew",
]


@dataclass(frozen=True)
class Prepared:
    """A document with room for a signature; `attributes` (DER) are what the key signs, as SHA-256."""

    content: bytes
    digest: bytes
    start: int
    end: int
    attributes: bytes


def prepare(content: bytes, field: str, signer: Signer, trust: Trust, stamp: Stamp | None) -> Prepared:
    """Makes room in that field, with what is seen in it. The first signature certifies the document.

    `signer` is asked for its certificate only.

    Raises:
        NotSigned: the certificate is not trusted, revoked, expired, or its state cannot be learnt.

    """
    return asyncio.run(_prepare(content, field, signer, trust, stamp))


async def _prepare(content: bytes, field: str, signer: Signer, trust: Trust, stamp: Stamp | None) -> Prepared:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    shown, output = _showing(signer), io.BytesIO()
    async with trust.asking() as asking:
        metadata = PdfSignatureMetadata(
            field_name=field,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=not writer.prev.embedded_signatures,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            validation_context=asking.context,
            name=stamp.name if stamp else None,
        )
        pdf_signer = PdfSigner(metadata, shown, stamp_style=style(stamp) if stamp else None)
        try:
            prepared, _, _ = await pdf_signer.async_digest_doc_for_signing(
                writer, existing_fields_only=True, bytes_reserved=RESERVED, output=output
            )
        except (ValidationError, SigningError) as fault:
            raise NotSigned(refusal_of(fault)) from fault
    attributes = await shown.signed_attrs(prepared.document_digest, DIGEST, use_pades=True)
    return Prepared(
        content=output.getvalue(),
        digest=prepared.document_digest,
        start=prepared.reserved_region_start,
        end=prepared.reserved_region_end,
        attributes=attributes.dump(),
    )


def raw_signature(prepared: Prepared, signer: Signer) -> bytes:
    """What the key makes of the attributes, when it is at hand."""
    return asyncio.run(signer.async_sign_raw(prepared.attributes, DIGEST))


def complete(prepared: Prepared, signature: bytes, signer: Signer, trust: Trust) -> bytes:
    """The signed document at level B-T, with the time stamp of the first service that answers.

    Raises:
        NotSigned: no service gave a time stamp, or the signature is of another key or for another text.

    """
    _must_fit(prepared, signature, signer)
    return asyncio.run(_complete(prepared, signature, signer, trust))


def check(signer: Signer, trust: Trust) -> None:
    """Asks the issuer again whether the certificate stands; only that is used of the signer.

    Raises:
        NotSigned: it does not, or its state cannot be learnt.

    """
    asyncio.run(_check(signer, trust))


async def _check(signer: Signer, trust: Trust) -> None:
    async with trust.asking() as asking:
        validator = CertificateValidator(
            signer.signing_cert,
            intermediate_certs=list(signer.cert_registry),
            validation_context=asking.context,
        )
        try:
            await validator.async_validate_usage({"non_repudiation"})  # type: ignore[no-untyped-call]
        except (ValidationError, PathError) as fault:
            raise NotSigned(refusal_of(fault)) from fault


def _showing(signer: Signer, signature: bytes | None = None) -> ExternalSigner:
    """What the world sees of a signer: his certificate, and what his key made."""
    return ExternalSigner(signer.signing_cert, signer.cert_registry, signature_value=signature)


def _must_fit(prepared: Prepared, signature: bytes, signer: Signer) -> None:
    """The key may stand far away, and minutes may have gone by: what comes back is looked at before use."""
    attributes = {one["type"].native: one["values"] for one in cms.CMSAttributes.load(prepared.attributes)}
    named = attributes["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native
    mechanism, certificate = _showing(signer).get_signature_mechanism_for_digest(DIGEST), signer.signing_cert
    if certificate is None or named != hashlib.sha256(certificate.dump()).digest():
        raise NotSigned(Refusal.DOES_NOT_FIT)
    try:
        DEFAULT_SIGNATURE_VALIDATOR.validate_signature(
            signature, prepared.attributes, certificate.public_key, mechanism
        )
    except InvalidSignature as fault:
        raise NotSigned(Refusal.DOES_NOT_FIT) from fault


async def _complete(prepared: Prepared, signature: bytes, signer: Signer, trust: Trust) -> bytes:
    made = _showing(signer, signature)
    attributes = cms.CMSAttributes.load(prepared.attributes)

    async def stamped(_: ValidationContext, stamper: TimeStamper) -> cms.ContentInfo:
        return await made.async_sign_prescribed_attributes(DIGEST, attributes, timestamper=stamper)

    signed = await _with_a_stamp(trust, stamped)
    output = io.BytesIO(prepared.content)
    place = PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end)
    await PdfTBSDocument.async_finish_signing(output, place, signed)
    return output.getvalue()


def archive(content: bytes, trust: Trust) -> bytes:
    """Level B-LTA: proof that the certificates stood, and an archive time stamp over it all.

    Raises:
        NotSigned: a service did not answer; the document stays as it was.

    """
    return asyncio.run(_archive(content, trust))


async def _archive(content: bytes, trust: Trust) -> bytes:
    async def stamped(context: ValidationContext, stamper: TimeStamper) -> bytes:
        output = io.BytesIO(content)
        for place in range(len(PdfFileReader(output).embedded_regular_signatures)):
            signature = PdfFileReader(output).embedded_regular_signatures[place]
            await async_add_validation_info(signature, context, add_vri_entry=False, in_place=True)
        writer = IncrementalPdfFileWriter(output)
        await PdfTimeStamper(stamper).async_timestamp_pdf(writer, DIGEST, context, in_place=True)
        return output.getvalue()

    return await _with_a_stamp(trust, stamped)


def renew(content: bytes, trust: Trust) -> bytes:
    """A fresh archive time stamp over an archived document, before the last one loses its worth.

    Raises:
        NotSigned: as `archive`.

    """
    return asyncio.run(_renew(content, trust))


async def _renew(content: bytes, trust: Trust) -> bytes:
    async def stamped(context: ValidationContext, stamper: TimeStamper) -> bytes:
        output = io.BytesIO(content)
        chain = PdfTimeStamper(stamper)
        await chain.async_update_archival_timestamp_chain(PdfFileReader(output), context, in_place=True)
        return output.getvalue()

    return await _with_a_stamp(trust, stamped)


async def _with_a_stamp(
    trust: Trust, work: Callable[[ValidationContext, TimeStamper], Awaitable[Result]]
) -> Result:
    """The work done with the first time-stamp service that answers."""
    refusal = Refusal.NO_TIME_STAMP
    async with trust.asking() as asking:
        for stamper in asking.stampers:
            try:
                return await work(asking.context, stamper)
            except (TimestampRequestError, ValidationError, SigningError, OSError) as fault:
                refusal = refusal_of(fault)
    raise NotSigned(refusal)
