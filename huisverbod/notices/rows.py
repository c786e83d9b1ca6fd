"""Tables Notice and Dispatch: who must be told and since when he knows; and what was sent to him."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from huisverbod.database import Instant
from huisverbod.notices.kinds import (
    BY_HAND,
    CHANNELS,
    FAULTS,
    KINDS,
    MANNERS,
    TOLD_BY_PEOPLE,
    Kind,
    receiver_label,
)


class Notice(SQLModel, table=True):
    """One message owed to a capacity, an organisation or people outside; says nothing about anybody.

    `role` is a capacity or one of OUTSIDE; empty: the organisation that made the request. `occasion` tells
    notices of one event and kind apart. `sent_at`: since when it can be read in the application. `channel`
    is the way it was sent last, `next_at` when the clock looks at it again, `answer_by` until when somebody
    must have seen it. Sent is not received: that is `acknowledged_at`, in the `manner` in which it was told.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_once", "event_id", "kind", "role", "organisation", "occasion", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    event_id: int = Field(foreign_key="events.id")
    kind: str = Field(max_length=30)
    role: str = Field(default="", max_length=30)
    organisation: str = Field(default="", max_length=120)
    region: str = Field(max_length=60, index=True)
    municipality: str = Field(max_length=60)
    queued_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: int | None = Field(default=None, foreign_key="accounts.id")
    occasion: str = Field(default="", max_length=100)
    channel: str = Field(default="", max_length=10)
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    answer_by: datetime | None = Field(default=None, sa_type=Instant, index=True)
    manner: str = Field(default="", max_length=20)

    @property
    def rule(self) -> Kind:
        """What holds for notices of this kind."""
        return KINDS[self.kind]

    @property
    def text(self) -> str:
        """What the receiver reads."""
        return self.rule.text

    @property
    def receiver(self) -> str:
        """Whom it is for, in words."""
        return receiver_label(self.role or "requester")

    @property
    def in_application(self) -> bool:
        """Whether the receiver reads it in the application."""
        return self.role not in TOLD_BY_PEOPLE

    @property
    def by_mail_or_text(self) -> bool:
        """Whether it can be sent, and not only told."""
        return not BY_HAND.issuperset(self.rule.channels)

    @property
    def known_how(self) -> str:
        """How its receiver came to know it, in words."""
        return MANNERS.get(self.manner, "")


class Dispatch(SQLModel, table=True):
    """One message on its way to one address, by e-mail or text message.

    `target` says whose address it is ("account:12", "contact:police"), never the address itself. `key` is
    the same at every attempt, so that a receiver can tell a repeat. `next_at` is when it is tried (again);
    nothing once it was sent or given up. `fault` says why the last attempt failed.
    """

    __tablename__ = "dispatches"

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notices.id", index=True)
    channel: str = Field(max_length=10)
    target: str = Field(max_length=60)
    key: str = Field(unique=True, max_length=40)
    queued_at: datetime = Field(sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    given_up_at: datetime | None = Field(default=None, sa_type=Instant)
    fault: str = Field(default="", max_length=20)

    @property
    def way(self) -> str:
        """The channel, in words."""
        return CHANNELS[self.channel].capitalize()

    @property
    def reason(self) -> str:
        """Why the last attempt failed, in words."""
        return FAULTS[self.fault]
