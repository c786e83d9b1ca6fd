"""The messages of one person in the application: what waits for him, and that he has seen it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col, select

from huisverbod.case import Case
from huisverbod.known import Actor
from huisverbod.notices.rows import Notice
from huisverbod.roles import PARTNERS, Role, stands_in_for


def _for(actor: Actor) -> ColumnElement[bool]:
    place = col(Notice.municipality) == actor.municipality if actor.municipality else true()
    own = col(Notice.organisation) == actor.organisation
    if actor.role in PARTNERS and actor.role != Role.VEILIG_THUIS:
        return and_(col(Notice.region) == actor.region, own)
    ours = and_(col(Notice.role).in_(stands_in_for(actor.role)), place)
    return and_(col(Notice.region) == actor.region, or_(own, ours))


def waiting(session: Session, actor: Actor, most: int = 50) -> Sequence[tuple[Notice, Case]]:
    """The sent notices for this person that nobody of his capacity has acknowledged yet, newest first."""
    query = (
        select(Notice, Case)
        .join(Case, col(Case.id) == col(Notice.case_id))
        .where(_for(actor), col(Notice.sent_at).is_not(None), col(Notice.acknowledged_at).is_(None))
        .order_by(col(Notice.id).desc())
        .limit(most)
    )
    return session.exec(query).all()


def acknowledge(session: Session, actor: Actor, notice_id: int, now: datetime) -> None:
    """Marks a notice of this person or his colleagues as received; somebody else's is left alone."""
    row = session.exec(select(Notice).where(Notice.id == notice_id, _for(actor))).one_or_none()
    if row is not None and row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by, row.manner = now, actor.account_id, "app"
        session.add(row)
