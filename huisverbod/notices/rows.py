"""Table Notice: who must be told after which event, and since when he knows."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from huisverbod.database import Instant
from huisverbod.notices.kinds import KINDS, Kind, receiver_label


class Notice(SQLModel, table=True):
    """One message owed to a capacity, an organisation or people outside; says nothing about anybody.

    `role` is a capacity or one of OUTSIDE; empty: the organisation that made the request. Sent is not
    received: that is `acknowledged_at`.
    """

    __tablename__ = "notices"

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
