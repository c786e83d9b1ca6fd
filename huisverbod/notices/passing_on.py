"""Alerts: a duty on which nobody acted is told to whoever is on the next rung of the ladder, once a rung."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from huisverbod import roster
from huisverbod.case import Case, Event
from huisverbod.duties import Alert, Duty, Rung, alerts
from huisverbod.notices.queueing import row
from huisverbod.notices.rows import Notice
from huisverbod.region import Region
from huisverbod.roles import Role

KIND = "duty_passed_on"


def pass_on(session: Session, case: Case, owed: Sequence[Duty], region: Region, now: datetime) -> int:
    """Queues a notice for every rung that a duty has come to and that was not told yet; returns how many."""
    told = set(session.exec(select(Notice.occasion).where(Notice.case_id == case.id, Notice.kind == KIND)))
    fresh = [alert for alert in alerts(owed, region.ladder, now) if alert.key not in told]
    for alert in fresh:
        started = Event.case_id == case.id, Event.seq == alert.duty.seq
        event = session.exec(select(Event).where(*started)).one()
        notice = row(KIND, _receiver(session, case, alert, now), case, event, region)
        notice.occasion, notice.queued_at, notice.next_at = alert.key, alert.since, now
        session.add(notice)
    return len(fresh)


def _receiver(session: Session, case: Case, alert: Alert, now: datetime) -> Role:
    """house: the colleagues, the post that is on call for it, or the deputy."""
    if alert.rung == Rung.DEPUTY:
        return Role.DEPUTY_MAYOR
    if alert.rung == Rung.ON_CALL:
        post = roster.post_for(alert.duty.owner)
        shift = roster.on_call(session, case.region, case.municipality, now).get(post)
        return Role(shift.role) if shift else min(post.roles)
    return alert.duty.owner


def close(session: Session, case: Case, owed: Sequence[Duty], event: Event) -> None:
    """Nobody has to see an alert any more once its duty was met or lapsed, with this event."""
    still = {f"{duty.name}:{duty.seq}" for duty in owed if duty.open}
    waiting = select(Notice).where(
        Notice.case_id == case.id, Notice.kind == KIND, col(Notice.acknowledged_at).is_(None)
    )
    for notice in session.exec(waiting):
        if notice.occasion.rpartition(":")[0] not in still:
            notice.acknowledged_at, notice.acknowledged_by = event.occurred_at, event.account_id
            notice.manner = "stap"
            session.add(notice)
