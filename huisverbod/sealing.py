"""Seals what was decided: the municipality's electronic seal under each decision, apart from the deciding.

A decision stands and is served whether or not its seal is there yet: a service that is silent is asked again
at the next tick, and until then the seal is owed and shown as such.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from pkcs11 import PKCS11Error
from pyhanko.sign.signers import Signer
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from huisverbod.case import Case
from huisverbod.database import reading, writing
from huisverbod.documents import Document, Seal, Signature, newest_seal
from huisverbod.documents.table import ARCHIVED, STAMPED
from huisverbod.printing.fields import SEAL
from huisverbod.signing import pades
from huisverbod.signing.keyring import Keyring

LOG = logging.getLogger(__name__)
RENEWED_AFTER = timedelta(days=365)
"""house: an archive time stamp is renewed every year, well before its certificate runs out."""


@dataclass(frozen=True)
class Owed:
    """A decision that must be sealed, archived or renewed: what there is of it so far."""

    case_id: int
    region: str
    municipality: str
    document_id: int
    number: int
    level: str
    content: bytes


def work(engine: Engine, keyring: Keyring, now: datetime, most: int = 20) -> int:
    """Makes the seals that are owed, at most this many; returns how many were made.

    Safe beside other instances: of two that make the same seal, one is kept. When a municipality's key or the
    services refuse, its other decisions wait for the next time.
    """
    made, silent = 0, set[tuple[str, str]]()
    for document_id in _waiting(engine, now):
        if made == most:
            break
        owed = _owed(engine, document_id, now)
        place = (owed.region, owed.municipality) if owed else None
        if owed is None or place in silent or not keyring.has(owed.region, owed.municipality):
            continue
        try:
            made += _keep(engine, owed, *_next(owed, keyring), now)
        except (pades.NotSigned, PKCS11Error, OSError) as fault:
            LOG.error("no seal for document %s: %s", document_id, _reason(fault))
            silent.add((owed.region, owed.municipality))
    return made


def _reason(fault: Exception) -> str:
    return str(fault) if isinstance(fault, pades.NotSigned) else type(fault).__name__


def _waiting(engine: Engine, now: datetime) -> list[int]:
    """The decisions without a seal that is archived and fresh, the oldest first."""
    fresh = select(Seal.document_id).where(Seal.level == ARCHIVED, col(Seal.made_at) > now - RENEWED_AFTER)
    query = select(Signature.document_id).where(col(Signature.document_id).not_in(fresh))
    with reading(engine) as session:
        return list(session.exec(query.order_by(col(Signature.id))))


def _owed(engine: Engine, document_id: int, now: datetime) -> Owed | None:
    with reading(engine) as session:
        document = session.get(Document, document_id)
        if document is None:
            return None  # destroyed at its term
        case = session.get_one(Case, document.case_id)
        seal = newest_seal(session, document_id)
        return Owed(
            case_id=document.case_id,
            region=case.region,
            municipality=case.municipality,
            document_id=document_id,
            number=seal.number if seal else 0,
            level=seal.level if seal else "",
            content=seal.content if seal else document.content,
        )


def _next(owed: Owed, keyring: Keyring) -> tuple[str, bytes]:
    """The next level, and the document at that level."""
    if owed.level == STAMPED:
        return ARCHIVED, pades.archive(owed.content, keyring.trust)
    if owed.level == ARCHIVED:
        return ARCHIVED, pades.renew(owed.content, keyring.trust)
    with keyring.signer(owed.region, owed.municipality) as signer:
        return STAMPED, _sealed(owed.content, signer, keyring)


def _sealed(content: bytes, signer: Signer, keyring: Keyring) -> bytes:
    prepared = pades.prepare(content, SEAL.name, signer, keyring.trust, None)
    return pades.complete(prepared, pades.raw_signature(prepared, signer), signer, keyring.trust)


def _keep(engine: Engine, owed: Owed, level: str, content: bytes, now: datetime) -> bool:
    """Whether ours is the one that is kept."""
    seal = Seal(
        case_id=owed.case_id,
        document_id=owed.document_id,
        number=owed.number + 1,
        level=level,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        made_at=now,
    )
    try:
        with writing(engine) as session:
            session.add(seal)
    except IntegrityError:
        return False
    return True
