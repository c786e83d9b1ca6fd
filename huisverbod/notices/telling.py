"""Telling by people: that somebody told it, when and how."""

from datetime import datetime

from sqlmodel import Session

from huisverbod.known import Actor
from huisverbod.notices.rows import Notice


def tell(session: Session, actor: Actor, notice: Notice, at: datetime, manner: str = "persoonlijk") -> bool:
    """Records that someone told it, in one of MANNERS; false when it was seen or told before."""
    if notice.acknowledged_at is not None:
        return False
    notice.acknowledged_at, notice.acknowledged_by, notice.manner = at, actor.account_id, manner
    session.add(notice)
    return True
