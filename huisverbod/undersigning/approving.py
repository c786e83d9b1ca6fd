"""His approval, once; his key signs; and the document is completed, now or when the services answer again."""

import hashlib
import logging
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from huisverbod.accounts import Account
from huisverbod.database import reading, writing
from huisverbod.documents import SignedForm, forms, sessions
from huisverbod.documents.forms import STAMPED
from huisverbod.documents.sessions import SigningSession, State, move
from huisverbod.errors import Unknown
from huisverbod.printing.fields import SIGNATURE
from huisverbod.signing import certificates, pades
from huisverbod.signing.faults import Fault
from huisverbod.signing.keyring import Keyring
from huisverbod.signing.keys import UNUSABLE, Approval
from huisverbod.signing.looks import Verdict
from huisverbod.signing.pades import NotSigned, Prepared
from huisverbod.signing.verifying import look
from huisverbod.undersigning.asked import MINUTES, Given
from huisverbod.undersigning.presenting import fault_of, refused

LOG = logging.getLogger(__name__)


def approve(engine: Engine, keyring: Keyring, account: Account, given: Given, now: datetime) -> None:
    """His approval, once: his key signs, and the document is completed when a time stamp can be had.

    Approving what was approved before changes nothing. When the services are silent the signature is made and
    owed: `work` goes on with it.

    Raises:
        Unknown: there is no such attempt of his.
        Refused: it expired, is of another document, or his key does not sign; nothing was signed.

    """
    with writing(engine) as session:
        row = session.get(SigningSession, given.session_id)
        if row is None or row.account_id != account.id:
            raise Unknown
        if row.state in (State.APPROVED, State.SIGNED, State.ARCHIVED):
            return
        fault = _against(row, given, now)
        if row.state in sessions.LIVE:
            moved = move(session, row, State.EXPIRED if fault else State.APPROVED, now, fault or "")
    if fault:
        raise refused(fault)
    if moved:
        _sign(engine, keyring, account, given, now)


def _against(row: SigningSession, given: Given, now: datetime) -> Fault | None:
    """Why this approval does not count, or nothing."""
    if row.state not in sessions.LIVE or now >= row.prepared_at + MINUTES:
        return Fault.EXPIRED
    before_him = (row.shown_sha256, hashlib.sha256(row.attributes).hexdigest())
    return None if before_him == (given.document_sha256, given.digest) else Fault.OVERTAKEN


def _sign(engine: Engine, keyring: Keyring, account: Account, given: Given, now: datetime) -> None:
    with reading(engine) as session:
        row = session.get_one(SigningSession, given.session_id)
    fault = None
    try:
        signature = _by_key(keyring, account, row, given)
    except NotSigned as refusal:
        LOG.error("the key of account %s did not sign: %s", account.id, refusal)
        fault = fault_of(refusal.refusal)
    except UNUSABLE as broken:
        LOG.error("the key of account %s did not sign: %s", account.id, type(broken).__name__)
        fault = Fault.KEY
    with writing(engine) as session:
        if fault:
            move(session, row, State.REFUSED, now, fault)
        else:
            sessions.noted(session, row, signature=signature)
    if fault:
        raise refused(fault)
    complete(engine, keyring, given.session_id, now)


def _by_key(keyring: Keyring, account: Account, row: SigningSession, given: Given) -> bytes:
    """What his key makes of the attributes; the certificate must be the one they were prepared for."""
    person = keyring.personal(account.login)
    if person is None:
        raise ValueError("the key was taken away meanwhile")
    approval = Approval(hashlib.sha256(row.attributes).digest(), given.code)
    with keyring.opened(person, approval) as signer:
        now, then = (certificates.loaded(pem)[0] for pem in (certificates.kept(signer), row.certificates))
        if now.dump() != then.dump():
            raise ValueError("another certificate than at the preparation")
        return pades.raw_signature(_made(row), signer)


def complete(engine: Engine, keyring: Keyring, session_id: int, now: datetime) -> bool:
    """Puts the signature under the document, with a time stamp; whether it is there now.

    The certificate is asked after again. Silent services leave the signature owed.
    """
    with reading(engine) as session:
        row = session.get_one(SigningSession, session_id)
        standing = forms.standing(session, row.document_id)
    if row.state != State.APPROVED or row.signature is None or standing is None:
        return False
    fault, content = _completed(keyring, row, row.signature, now)
    if standing.number != row.number:
        fault = Fault.OVERTAKEN
    if fault:
        LOG.error("no signature for document %s: %s", row.document_id, fault)
        with writing(engine) as session:
            if fault.passes:
                sessions.noted(session, row, fault=fault)
            else:
                move(session, row, State.REFUSED, now, fault)
        return False
    return _kept(engine, row, standing.next(content, STAMPED, now, signed=True, sealed=standing.sealed))


def _kept(engine: Engine, row: SigningSession, form: SignedForm) -> bool:
    try:
        with writing(engine) as session:
            mine = move(session, row, State.SIGNED, form.made_at)
            if mine:
                session.add(form)
    except IntegrityError:  # sealed at this very moment: found out at the next try
        return False
    return mine


def _completed(
    keyring: Keyring, row: SigningSession, signature: bytes, now: datetime
) -> tuple[Fault | None, bytes]:
    """The signed document, or why there is none."""
    signer = certificates.shown(row.certificates)
    try:
        pades.check(signer, keyring.trust)
        content = pades.complete(_made(row), signature, signer, keyring.trust)
    except NotSigned as fault:
        return fault_of(fault.refusal), b""
    own = [one.verdict for one in look(content, keyring.trust, now) if one.field == SIGNATURE.name]
    return (None, content) if own == [Verdict.SOUND] else (Fault.KEY, b"")


def work(engine: Engine, keyring: Keyring, now: datetime) -> int:
    """Asks the services again for every signature that is owed, and ends what took too long.

    Returns how many signatures came under their decisions.
    """
    with reading(engine) as session:
        rows = sessions.in_state(session, *sessions.LIVE)
    made = 0
    for row in rows:
        if row.signature is not None:
            made += complete(engine, keyring, row.id or 0, now)
        elif now >= row.prepared_at + 2 * MINUTES:
            with writing(engine) as session:
                move(session, row, State.EXPIRED, now, Fault.EXPIRED)
    return made


def _made(row: SigningSession) -> Prepared:
    return Prepared(row.content, row.digest, row.begins, row.ends, row.attributes)
