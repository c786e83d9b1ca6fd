"""What people tell each other: the notices for receivers outside, and that somebody told them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from huisverbod.case import Case
from huisverbod.known import Actor
from huisverbod.notices.kinds import TOLD_BY_PEOPLE
from huisverbod.notices.rows import Notice


def to_tell(session: Session, actor: Actor, most: int = 200) -> Sequence[tuple[Notice, Case]]:
    """The notices in this person's place that somebody has to tell or hand over, the oldest first."""
    place = [col(Notice.municipality) == actor.municipality] if actor.municipality else []
    query = (
        select(Notice, Case)
        .join(Case, col(Case.id) == col(Notice.case_id))
        .where(
            col(Notice.region) == actor.region,
            col(Notice.role).in_(TOLD_BY_PEOPLE),
            col(Notice.acknowledged_at).is_(None),
            *place,
        )
        .order_by(col(Notice.id))
        .limit(most)
    )
    return session.exec(query).all()


def tell(session: Session, actor: Actor, notice: Notice, at: datetime, manner: str = "persoonlijk") -> None:
    """Records that someone told it, one of MANNERS; what was seen or told before stays as it was."""
    if notice.acknowledged_at is None:
        notice.acknowledged_at, notice.acknowledged_by, notice.manner = at, actor.account_id, manner
        session.add(notice)
