"""Table SigningSession: one attempt to have a decision signed by whoever took it, step by step.

Each step may be taken by another process: what it needs is in the row. A step is taken once, also when two
try at the same time.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, CursorResult, Index, LargeBinary, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from huisverbod.database import Instant


class State(StrEnum):
    """Where an attempt stands."""

    PREPARED = "prepared"
    PRESENTED = "presented"
    APPROVED = "approved"
    SIGNED = "signed"
    ARCHIVED = "archived"
    EXPIRED = "expired"
    REFUSED = "refused"


NEXT: Mapping[State, frozenset[State]] = {
    State.PREPARED: frozenset({State.PRESENTED, State.EXPIRED, State.REFUSED}),
    State.PRESENTED: frozenset({State.APPROVED, State.EXPIRED, State.REFUSED}),
    State.APPROVED: frozenset({State.SIGNED, State.EXPIRED, State.REFUSED}),
    State.SIGNED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.EXPIRED: frozenset(),
    State.REFUSED: frozenset(),
}
"""From where to where."""

LIVE = (State.PREPARED, State.PRESENTED, State.APPROVED)
MOMENTS = {
    State.PRESENTED: "presented_at",
    State.APPROVED: "approved_at",
    State.SIGNED: "signed_at",
    State.ARCHIVED: "archived_at",
    State.EXPIRED: "ended_at",
    State.REFUSED: "ended_at",
}
ONE_LIVE = text("state IN ('prepared', 'presented', 'approved')")


class SigningSession(SQLModel, table=True):
    """One attempt: the document as prepared, and what became of it. A decision has one live attempt at most.

    `shown_sha256` is the final document that was before him; `number` the form that the attempt builds on.
    `content`, `digest`, `begins`, `ends` and `attributes` (DER) are a prepared signature (`signing.pades`);
    `certificates` its chain as PEM; `signature` what the key made of the attributes, once it did.
    `content` is emptied when the attempt is over. `fault` says in one word why it is not further.
    """

    __tablename__ = "signing_sessions"
    __table_args__ = (
        Index(
            "ix_signing_sessions_live",
            "document_id",
            unique=True,
            sqlite_where=ONE_LIVE,
            postgresql_where=ONE_LIVE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    document_id: int = Field(index=True)
    account_id: int = Field(foreign_key="accounts.id")
    state: str = Field(max_length=12, index=True)
    fault: str = Field(default="", max_length=30)
    shown_sha256: str = Field(max_length=64)
    number: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    begins: int
    ends: int
    attributes: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    certificates: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    signature: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    prepared_at: datetime = Field(sa_type=Instant)
    presented_at: datetime | None = Field(default=None, sa_type=Instant)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    signed_at: datetime | None = Field(default=None, sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


def move(session: Session, row: SigningSession, to: State, at: datetime, fault: str = "") -> bool:
    """Takes an attempt from the state in which it was read to the next; whether it was still in that state.

    Raises:
        ValueError: from there no step leads to that state.

    """
    if to not in NEXT[State(row.state)]:
        raise ValueError(f"a signing session does not go from {row.state} to {to}")
    values: dict[str, Any] = {"state": to, "fault": fault, MOMENTS[to]: at}
    if to not in LIVE:
        values["content"] = b""
    return noted(session, row, **values)


def noted(session: Session, row: SigningSession, **values: Any) -> bool:
    """Writes to an attempt; whether it was still in the state in which it was read."""
    unchanged = (SigningSession.id == row.id, SigningSession.state == row.state)
    done = session.execute(update(SigningSession).where(*unchanged).values(values))  # type: ignore[arg-type]
    session.expire_all()
    return isinstance(done, CursorResult) and done.rowcount == 1


def latest(session: Session, document_id: int) -> SigningSession | None:
    """The last attempt to have a decision signed, or nothing."""
    query = select(SigningSession).where(SigningSession.document_id == document_id)
    return session.exec(query.order_by(col(SigningSession.id).desc()).limit(1)).first()


def in_state(session: Session, *states: State) -> list[SigningSession]:
    """The attempts in one of these states, the oldest first."""
    query = select(SigningSession).where(col(SigningSession.state).in_(states))
    return list(session.exec(query.order_by(col(SigningSession.id))))


def live(session: Session) -> set[int]:
    """The decisions for which an attempt is under way."""
    query = select(SigningSession.document_id).where(col(SigningSession.state).in_(LIVE))
    return set(session.exec(query))


def archived(session: Session, document_id: int, at: datetime) -> None:
    """Notes that the signed form of a decision was archived at that instant."""
    row = latest(session, document_id)
    if row is not None and row.state == State.SIGNED:
        move(session, row, State.ARCHIVED, at)
