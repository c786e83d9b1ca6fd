"""Tables Shift and Handover: who is on call from when to when, and what one shift told the next."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from huisverbod.database import Instant


class Shift(SQLModel, table=True):
    """Someone on call: in which capacity, where, from one instant up to another (the end is not included).

    `municipality` empty means the whole region. `uid` is its name in a calendar.
    """

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_place", "region", "municipality", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True, max_length=255)
    region: str = Field(max_length=60)
    municipality: str = Field(default="", max_length=60)
    role: str = Field(max_length=30)
    name: str = Field(max_length=120)
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    entered_at: datetime = Field(sa_type=Instant)
    entered_by: int | None = Field(default=None, foreign_key="accounts.id")

    def covers(self, at: datetime) -> bool:
        """Whether he is on call at that instant."""
        return self.starts_at <= at < self.ends_at


class Handover(SQLModel, table=True):
    """One hand-over of a municipality: the notes, who handed over and when, who took over and when."""

    __tablename__ = "handovers"
    __table_args__ = (Index("ix_handovers_place", "region", "municipality", "handed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    region: str = Field(max_length=60)
    municipality: str = Field(default="", max_length=60)
    notes: str = Field(default="", max_length=2000)
    handed_at: datetime = Field(sa_type=Instant)
    handed_by: int = Field(foreign_key="accounts.id")
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_by: int | None = Field(default=None, foreign_key="accounts.id")
