"""How it stands with the own signature under each decision of a case, in words for the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from huisverbod.accounts import Account
from huisverbod.case import Case
from huisverbod.documents import Signature, sessions, under
from huisverbod.documents.sessions import SigningSession, State
from huisverbod.region import Region
from huisverbod.signing.faults import Fault

if TYPE_CHECKING:  # a server without keys loads nothing that signs
    from huisverbod.signing.keyring import Keyring


class Stand(StrEnum):
    """Where the own signature under a decision stands."""

    NOBODY = "nobody"
    HIS_TURN = "his_turn"
    UNDER_WAY = "under_way"
    DONE = "done"


NO_KEY = "Wie besloot, heeft nog geen sleutel om mee te ondertekenen. Het besluit geldt."
HIS_TURN = "Het besluit geldt. Wie besloot, moet zijn handtekening er nog onder zetten."
UNDER_WAY = "Het besluit geldt. De handtekening volgt nog{}"
DONE = "De handtekening van wie besloot, staat eronder."


def comes(region: Region, keyring: Keyring | None, login: str) -> bool:
    """Whether the own signature of this account comes under what it decides in this region."""
    return region.signing.policy.personal and keyring is not None and keyring.personal(login) is not None


@dataclass(frozen=True)
class Told:
    """Where it stands, and what the page says of it."""

    stand: Stand
    sentence: str

    @property
    def owed(self) -> bool:
        """Whether a signature that the region asks for is not there yet."""
        return self.stand != Stand.DONE


def stands(session: Session, region: Region, keyring: Keyring | None, case: Case) -> Mapping[int, Told]:
    """Of each decision of a case in a region that asks for one: number of the document to how it stands."""
    if not region.signing.policy.personal:
        return {}
    signed = {number for number, what in under(session, case).items() if what.signed}
    query = select(Signature, Account).outerjoin(Account, col(Account.id) == col(Signature.account_id))
    found = {}
    for act, account in session.exec(query.where(Signature.case_id == case.id)):
        able = account is not None and comes(region, keyring, account.login)
        row = sessions.latest(session, act.document_id)
        found[act.document_id] = _told(row, signed=act.document_id in signed, able=able)
    return found


def _told(row: SigningSession | None, *, signed: bool, able: bool) -> Told:
    if signed:
        return Told(Stand.DONE, DONE)
    if row is not None and row.state == State.APPROVED:
        because = f": {_lowered(Fault(row.fault).sentence)}" if row.fault else "."
        return Told(Stand.UNDER_WAY, UNDER_WAY.format(because))
    return Told(Stand.HIS_TURN, HIS_TURN) if able else Told(Stand.NOBODY, NO_KEY)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
