"""Table Account: who signs in, in which capacity, for which organisation and place; and the sessions."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Field, Session, SQLModel, select

from huisverbod.database import Instant
from huisverbod.errors import NotSignedIn
from huisverbod.known import Actor
from huisverbod.roles import Role

PASSWORDS = PasswordHash((Argon2Hasher(),))
IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
FAILURES_BEFORE_DELAY = 5
DELAY = timedelta(minutes=1)
SHORTEST_PASSWORD = 12


class Account(SQLModel, table=True):
    """One person in one capacity (house: an account acts in one capacity). `municipality` empty = region.

    `email` and `mobile` are of his work, for a message that something waits; both may be empty.
    """

    __tablename__ = "accounts"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=120)
    name: str = Field(max_length=120)
    role: str = Field(max_length=30)
    organisation: str = Field(max_length=120)
    region: str = Field(default="", max_length=60)
    municipality: str = Field(default="", max_length=60)
    email: str = Field(default="", max_length=200)
    mobile: str = Field(default="", max_length=20)
    password: str = Field(max_length=200)
    active: bool = True
    failures: int = 0
    wait_until: datetime | None = Field(default=None, sa_type=Instant)

    def actor(self) -> Actor:
        """The one who acts under this account."""
        return Actor(Role(self.role), self.name, self.id, self.organisation, self.region, self.municipality)


class SignIn(SQLModel, table=True):
    """A session: the hash of a random token, never the token itself."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    started_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)


def add_account(session: Session, account: Account, password: str) -> Account:
    """Stores a new account with its password hashed (argon2id).

    Raises:
        ValueError: the password is shorter than SHORTEST_PASSWORD characters.

    """
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"Kies een wachtwoord van minstens {SHORTEST_PASSWORD} tekens.")
    account.login = plain_login(account.login)
    account.password = PASSWORDS.hash(password)
    session.add(account)
    session.flush()
    return account


@cache
def _nobody() -> str:
    """A hash that fits no password: an unknown name takes as long as a known one (house)."""
    return PASSWORDS.hash(secrets.token_hex(16))


def right_password(session: Session, account: Account | None, password: str, now: datetime) -> bool:
    """Whether the password is right; counts failures, then makes one wait (house: a delay, no lock)."""
    if account is None or not account.active:
        PASSWORDS.verify(password, _nobody())
        return False
    if account.wait_until and now < account.wait_until:
        return False
    right = PASSWORDS.verify(password, account.password)
    account.failures = 0 if right else account.failures + 1
    account.wait_until = now + DELAY if account.failures >= FAILURES_BEFORE_DELAY else None
    session.add(account)
    return right


def by_login(session: Session, login: str) -> Account | None:
    """The account with this sign-in name, or nothing."""
    return session.exec(select(Account).where(Account.login == plain_login(login))).one_or_none()


def plain_login(login: str) -> str:
    """A sign-in name as it is kept: in small letters."""
    return login.strip().lower()


def sign_in(session: Session, account: Account, now: datetime) -> str:
    """Opens a session and returns its token (32 random bytes, only its hash is kept)."""
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=_hash(token), account_id=account.id or 0, started_at=now, seen_at=now))
    return token


def signed_in(session: Session, token: str, now: datetime) -> Account:
    """The account of a session token.

    Raises:
        NotSignedIn: no such session, or it was idle or open too long, or the account is not active.

    """
    row = session.get(SignIn, _hash(token))
    if row is None or now - row.seen_at > IDLE or now - row.started_at > LONGEST:
        raise NotSignedIn
    account = session.get(Account, row.account_id)
    if account is None or not account.active:
        raise NotSignedIn
    return account


def seen_lately(session: Session, token: str, now: datetime) -> bool:
    """Whether the idle clock of a session was moved on within the last minute."""
    row = session.get(SignIn, _hash(token))
    return row is not None and now - row.seen_at <= timedelta(minutes=1)


def seen(session: Session, token: str, now: datetime) -> None:
    """Moves the idle clock of a session on, at most once a minute."""
    row = session.get(SignIn, _hash(token))
    if row is not None and not seen_lately(session, token, now):
        row.seen_at = now
        session.add(row)


def sign_out(session: Session, token: str) -> None:
    """Ends a session."""
    row = session.get(SignIn, _hash(token))
    if row is not None:
        session.delete(row)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
