"""Seals what was decided: the municipality's electronic seal under each decision, apart from the deciding.

A decision stands and is served whether or not its seal is there yet: a service that is silent is asked again
at the next tick, and until then the seal is owed and shown as such. What stands under a decision, whether the
signature of whoever took it or the seal, is archived and kept fresh here.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pyhanko.sign.signers import Signer
from sqlalchemy import Engine, and_, exists, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, defer
from sqlmodel import col, select

from huisverbod import undersigning
from huisverbod.accounts import Account
from huisverbod.case import Case
from huisverbod.database import reading, writing
from huisverbod.documents import Document, Signature, SignedForm, forms, sessions
from huisverbod.documents.forms import ARCHIVED, STAMPED
from huisverbod.printing.fields import SEAL
from huisverbod.region import Region
from huisverbod.signing import pades
from huisverbod.signing.keyring import Keyring
from huisverbod.signing.keys import UNUSABLE

LOG = logging.getLogger(__name__)
RENEWED_AFTER = timedelta(days=365)
"""house: an archive time stamp is renewed every year, well before its certificate runs out."""
PATIENCE = timedelta(hours=24)
"""house: so long the seal waits for the signature of whoever decided; after that it goes first."""


class Act(StrEnum):
    """What there is to do under a decision."""

    SEAL = "seal"
    ARCHIVE = "archive"
    RENEW = "renew"


@dataclass(frozen=True)
class Decided:
    """A decision, and what stands under it so far; `level` is empty when nothing does. Instants are aware."""

    document_id: int
    recorded_at: datetime
    region: str
    municipality: str
    login: str
    level: str
    signed: bool
    sealed: bool
    made_at: datetime

    def owed(self, keyring: Keyring, regions: Mapping[str, Region], now: datetime) -> Act | None:
        """What is to be done now, or nothing."""
        if not self.sealed and keyring.has(self.region, self.municipality):
            return None if self._waits(keyring, regions, now) else Act.SEAL
        if self.level == STAMPED:
            return Act.ARCHIVE
        return Act.RENEW if self.level and self.made_at <= now - RENEWED_AFTER else None

    def _waits(self, keyring: Keyring, regions: Mapping[str, Region], now: datetime) -> bool:
        """Whether the one who decided may still sign first."""
        region = regions.get(self.region)
        comes = region is not None and undersigning.comes(region, keyring, self.login)
        return comes and not self.signed and self.recorded_at > now - PATIENCE


def work(
    engine: Engine, keyring: Keyring, regions: Mapping[str, Region], now: datetime, most: int = 20
) -> int:
    """Does what is owed under the decisions, at most so many acts; returns how many were done.

    Safe beside other instances: of two that make the same form, one is kept. When a municipality's key or the
    services refuse, its other decisions wait for the next time. Nothing is done under a signature on its way.
    """
    made, silent = 0, set[tuple[str, str]]()
    for decided in _unfinished(engine, now):
        place, act = (decided.region, decided.municipality), decided.owed(keyring, regions, now)
        if made == most:
            break
        if act is None or place in silent:
            continue
        try:
            made += _done(engine, keyring, decided, act, now)
        except (pades.NotSigned, *UNUSABLE) as fault:
            LOG.error("no %s for document %s: %s", act, decided.document_id, _reason(fault))
            silent.add(place)
    return made


def _reason(fault: Exception) -> str:
    return str(fault) if isinstance(fault, pades.NotSigned) else type(fault).__name__


def _unfinished(engine: Engine, now: datetime) -> Iterator[Decided]:
    """The decisions without a seal that is archived and fresh, the oldest first."""
    later = aliased(SignedForm)
    newest = and_(
        col(SignedForm.document_id) == col(Signature.document_id),
        ~exists().where(
            col(later.document_id) == col(SignedForm.document_id), col(later.number) > col(SignedForm.number)
        ),
    )
    finished = and_(
        col(SignedForm.sealed),
        col(SignedForm.level) == ARCHIVED,
        col(SignedForm.made_at) > now - RENEWED_AFTER,
    )
    query = (
        select(Signature, Case, Account, SignedForm)
        .join(Document, col(Document.id) == col(Signature.document_id))
        .join(Case, col(Case.id) == col(Signature.case_id))
        .outerjoin(Account, col(Account.id) == col(Signature.account_id))
        .outerjoin(SignedForm, newest)
        .where(or_(col(SignedForm.id).is_(None), ~finished))
        .options(defer(SignedForm.content))  # type: ignore[arg-type]
        .order_by(col(Signature.id))
    )
    with reading(engine) as session:
        busy, rows = sessions.live(session), session.exec(query).all()
    for signature, case, account, form in rows:
        if signature.document_id not in busy:
            yield Decided(
                document_id=signature.document_id,
                recorded_at=signature.recorded_at,
                region=case.region,
                municipality=case.municipality,
                login=account.login if account else "",
                level=form.level if form else "",
                signed=form is not None and form.signed,
                sealed=form is not None and form.sealed,
                made_at=form.made_at if form else signature.recorded_at,
            )


def _done(engine: Engine, keyring: Keyring, decided: Decided, act: Act, now: datetime) -> bool:
    with reading(engine) as session:
        standing = forms.standing(session, decided.document_id)
    if standing is None:
        return False  # destroyed meanwhile
    if act == Act.SEAL:
        with keyring.signer(decided.region, decided.municipality) as signer:
            content = _sealed(standing.content, signer, keyring)
        return _keep(engine, standing.next(content, STAMPED, now, signed=standing.signed, sealed=True))
    content = (pades.archive if act == Act.ARCHIVE else pades.renew)(standing.content, keyring.trust)
    return _keep(
        engine, standing.next(content, ARCHIVED, now, signed=standing.signed, sealed=standing.sealed)
    )


def _sealed(content: bytes, signer: Signer, keyring: Keyring) -> bytes:
    prepared = pades.prepare(content, SEAL.name, signer, keyring.trust, None)
    return pades.complete(prepared, pades.raw_signature(prepared, signer), signer, keyring.trust)


def _keep(engine: Engine, form: SignedForm) -> bool:
    """Whether ours is the one that is kept."""
    try:
        with writing(engine) as session:
            session.add(form)
            session.flush()
            if form.signed and form.level == ARCHIVED:
                sessions.archived(session, form.document_id, form.made_at)
    except IntegrityError:
        return False
    return True
