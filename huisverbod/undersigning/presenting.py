"""Prepares the final document for the signature of whoever decided, and shows him what he approves."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from huisverbod.accounts import Account
from huisverbod.case import Case
from huisverbod.database import writing
from huisverbod.documents import Document, Signature, forms, sessions
from huisverbod.documents.forms import Standing
from huisverbod.documents.sessions import SigningSession, State, move
from huisverbod.errors import Reason, Refused, Unknown
from huisverbod.printing.fields import SIGNATURE
from huisverbod.region import Policy, Region
from huisverbod.signing import certificates, pades
from huisverbod.signing.faults import Fault
from huisverbod.signing.keyring import Keyring, Personal
from huisverbod.signing.keys import UNUSABLE
from huisverbod.signing.refusals import NotSigned, Refusal
from huisverbod.signing.stamp import Stamp
from huisverbod.undersigning.asked import MINUTES, Presented

LOG = logging.getLogger(__name__)
LEFT = timedelta(minutes=1)
"""house: what is opened again with less time than this left is prepared anew."""


@dataclass(frozen=True)
class _Task:
    """A decision that he signs: the act, what it is built on, and the words of its stamp."""

    standing: Standing
    person: Personal
    policy: Policy
    sha256: str
    stamp: Stamp


def present(
    engine: Engine, keyring: Keyring, region: Region, account: Account, document_id: int, now: datetime
) -> Presented | None:
    """What this person approves to sign his decision: prepared now, or a moment ago; nothing when it is done.

    Raises:
        Unknown: it is no decision of his.
        Refused: it cannot be prepared; the sentence says why and what to do. The decision stands.

    """
    with writing(engine) as session:
        task = _task(session, keyring, region, account, document_id, now)
        row = sessions.latest(session, document_id)
        if task.standing.signed or (row is not None and row.state == State.APPROVED):
            return None
        if row is not None and row.state in sessions.LIVE:
            if now < row.prepared_at + MINUTES - LEFT and row.number == task.standing.number:
                return _shown(session, row, task, now)
            move(session, row, State.EXPIRED, now)
    fresh = _prepared(keyring, task, account, now)
    try:
        with writing(engine) as session:
            session.add(fresh)
            session.flush()
            return _shown(session, fresh, task, now)
    except IntegrityError:  # prepared by another device at the same moment: one of the two goes on
        return present(engine, keyring, region, account, document_id, now)


def _task(
    session: Session, keyring: Keyring, region: Region, account: Account, document_id: int, now: datetime
) -> _Task:
    query = select(Signature).where(Signature.document_id == document_id, Signature.account_id == account.id)
    standing, act = forms.standing(session, document_id), session.exec(query).one_or_none()
    if standing is None or act is None or session.get_one(Case, act.case_id).region != region.key:
        raise Unknown
    person = keyring.personal(account.login)
    if person is None or not region.signing.policy.personal:
        raise refused(Fault.NO_KEY)
    if person.holder != account.name:
        raise refused(Fault.OTHER_HOLDER)
    document = session.get_one(Document, document_id)
    end = document.context["signed"]
    stamp = Stamp(end["capacity"].rstrip(","), end["name"], now)
    return _Task(standing, person, region.signing.policy, document.sha256, stamp)


def _prepared(keyring: Keyring, task: _Task, account: Account, now: datetime) -> SigningSession:
    """The attempt, prepared with his certificate as it stands now.

    Raises:
        Refused: it is not his, is weaker than the region asks, does not stand, or cannot be asked for.

    """
    try:
        with keyring.opened(task.person) as signer:
            chain = certificates.kept(signer)
    except NotSigned as fault:
        LOG.error("the key of account %s was not shown: %s", account.id, fault)
        raise refused(fault_of(fault.refusal)) from fault
    except UNUSABLE as fault:
        raise refused(Fault.KEY) from fault
    shown, own = certificates.shown(chain), certificates.loaded(chain)[0]
    if certificates.name(own) != task.person.certified:
        raise refused(Fault.OTHER_HOLDER)
    if task.policy == Policy.QUALIFIED and not certificates.qualified(own):
        raise refused(Fault.TOO_WEAK)
    try:
        made = pades.prepare(task.standing.content, SIGNATURE.name, shown, keyring.trust, task.stamp)
    except NotSigned as fault:
        raise refused(fault_of(fault.refusal)) from fault
    return SigningSession(
        case_id=task.standing.case_id,
        document_id=task.standing.document_id,
        account_id=account.id or 0,
        state=State.PREPARED,
        shown_sha256=task.sha256,
        number=task.standing.number,
        content=made.content,
        digest=made.digest,
        begins=made.start,
        ends=made.end,
        attributes=made.attributes,
        certificates=chain,
        prepared_at=now,
    )


def _shown(session: Session, row: SigningSession, task: _Task, now: datetime) -> Presented:
    digest, key = hashlib.sha256(row.attributes).digest(), task.person.key
    found = Presented(
        session_id=row.id or 0,
        document_sha256=row.shown_sha256,
        digest=digest.hex(),
        asks=key.asks,
        mark=key.mark(digest),
        until=row.prepared_at + MINUTES,
    )
    if row.state == State.PREPARED:
        move(session, row, State.PRESENTED, now)
    return found


def fault_of(refusal: Refusal) -> Fault:
    """The reason why there is no signature, as far as it matters to whoever signs."""
    return _OF.get(refusal, Fault.KEY)


_OF = {
    Refusal.REVOKED: Fault.CERTIFICATE,
    Refusal.OUT_OF_TERM: Fault.CERTIFICATE,
    Refusal.UNFIT: Fault.CERTIFICATE,
    Refusal.FOREIGN: Fault.CERTIFICATE,
    Refusal.UNKNOWN_STATE: Fault.ISSUER_SILENT,
    Refusal.NO_TIME_STAMP: Fault.STAMP_SILENT,
    Refusal.CLOSED: Fault.OVERTAKEN,
    Refusal.SOMEONE_ELSE: Fault.OTHER_HOLDER,
    Refusal.DECLINED: Fault.DECLINED,
    Refusal.TOO_LATE: Fault.EXPIRED,
}


def refused(fault: Fault) -> Refused:
    """The refusal that says so."""
    return Refused([Reason(fault, fault.sentence, "house")])
