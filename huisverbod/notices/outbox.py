"""The outbox: what waits is handed on by the clock, and tried again until it left or is given up.

At least once: a message is claimed, sent and marked in that order, the claim and the mark each in a
transaction of its own. Who dies in between leaves a claim that runs out; then it is sent again under the
same key. No transaction is open while a server is spoken to.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from huisverbod.case import Case
from huisverbod.notices.kinds import BY_HAND
from huisverbod.notices.reach import Reach
from huisverbod.notices.rows import Dispatch, Notice

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
"""house: how long after each failed attempt the next one comes; after the last one it is given up."""
CLAIM = timedelta(minutes=10)
"""house: so long somebody has to send what he claimed; longer than all time limits of a server together."""
HOLD = timedelta(minutes=1)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send now: to whom, about which case, waiting since when."""

    id: int
    channel: str
    address: str
    key: str
    number: str
    since: datetime


def send(session: Session, now: datetime, reach: Reach | None = None, most: int = 500) -> int:
    """Puts waiting notices in their receivers' list and on their next way out; returns how many are new."""
    query = select(Notice).where(col(Notice.next_at) <= now).order_by(col(Notice.id)).limit(most)
    count = 0
    for notice in session.exec(query.with_for_update(skip_locked=True)):
        count += notice.sent_at is None
        notice.sent_at = notice.sent_at or now
        notice.next_at = None
        if notice.acknowledged_at is None:
            _on_its_way(session, notice, reach or Reach(), now)
        session.add(notice)
    session.flush()
    return count


def _on_its_way(session: Session, notice: Notice, reach: Reach, now: datetime) -> None:
    """The next channel in the order of its kind by which the receiver can be reached."""
    order = notice.rule.channels
    in_time = notice.answer_by is not None and notice.answer_by > now
    for channel in order[order.index(notice.channel) + 1 :] if notice.channel in order else order:
        targets = reach.targets(session, notice, channel, now)
        if not targets and channel not in BY_HAND:
            continue
        notice.next_at = notice.answer_by if in_time else None
        if channel in BY_HAND and in_time and notice.in_application and not notice.channel:
            return  # he can read it himself; people come in when he does not
        notice.channel = channel
        for target in targets:
            session.add(_dispatch(notice, channel, target, now))
        return


def _dispatch(notice: Notice, channel: str, target: str, now: datetime) -> Dispatch:
    return Dispatch(
        notice_id=notice.id or 0,
        channel=channel,
        target=target,
        key=uuid4().hex,
        queued_at=now,
        next_at=now,
    )


def claim(session: Session, reach: Reach, now: datetime) -> Claimed | None:
    """Takes the message that waited longest, so that nobody else sends it for as long as CLAIM."""
    query = (
        select(Dispatch, Notice, Case)
        .join(Notice, col(Notice.id) == col(Dispatch.notice_id))
        .join(Case, col(Case.id) == col(Notice.case_id))
        .where(
            col(Dispatch.next_at) <= now,
            col(Dispatch.channel).in_(reach.channels),
            col(Notice.acknowledged_at).is_(None),
        )
        .order_by(col(Dispatch.next_at), col(Dispatch.id))
        .limit(1)
        .with_for_update(of=Dispatch, skip_locked=True)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    row, notice, case = found
    row.attempts += 1
    row.next_at = now + CLAIM
    session.add(row)
    address = reach.address(session, row.target, notice, row.channel)
    return Claimed(row.id or 0, row.channel, address, row.key, case.number, notice.queued_at)


def sent(session: Session, claimed: Claimed, now: datetime) -> None:
    """Marks a message as sent."""
    row = session.get_one(Dispatch, claimed.id, with_for_update=True)
    row.sent_at, row.next_at, row.fault = now, None, ""
    session.add(row)


def failed(session: Session, claimed: Claimed, fault: str, now: datetime, *, final: bool) -> None:
    """Notes a failed attempt: the next one comes after a longer pause, or it is given up.

    When nothing of a notice is under way any more, the clock tries its next channel.
    """
    row = session.get_one(Dispatch, claimed.id, with_for_update=True)
    if row.sent_at is not None:
        return
    row.fault = fault
    if final or row.attempts > len(PAUSES):
        row.given_up_at, row.next_at = now, None
    else:
        row.next_at = now + PAUSES[row.attempts - 1]
    session.add(row)
    session.flush()
    if fault == "unreachable":
        _hold(session, row.channel, now)
    if row.given_up_at:
        _give_up(session, row, now)


def _hold(session: Session, channel: str, now: datetime) -> None:
    """While a server is not there, the other messages for it wait as well; that is no attempt of theirs."""
    waiting = [col(Dispatch.channel) == channel, col(Dispatch.next_at) <= now]
    later = update(Dispatch).where(*waiting).values(next_at=now + HOLD, fault="unreachable")
    session.execute(later)


def _give_up(session: Session, row: Dispatch, now: datetime) -> None:
    others = [Dispatch.notice_id == row.notice_id, Dispatch.channel == row.channel]
    alive = col(Dispatch.given_up_at).is_(None)
    if session.exec(select(Dispatch.id).where(*others, alive)).first() is None:
        notice = session.get_one(Notice, row.notice_id)
        if notice.acknowledged_at is None and notice.channel == row.channel:
            notice.next_at = now
            session.add(notice)


def waiting_to_leave(session: Session) -> int:
    """How many messages are still on their way to a server."""
    query = (
        select(func.count(col(Dispatch.id)))
        .join(Notice, col(Notice.id) == col(Dispatch.notice_id))
        .where(col(Dispatch.next_at).is_not(None), col(Notice.acknowledged_at).is_(None))
    )
    return session.exec(query).one()


def again(session: Session, notice: Notice, now: datetime) -> bool:
    """Sends a notice again from its first channel on; not while it is still under way, or seen already."""
    under_way = select(Dispatch.id).where(Dispatch.notice_id == notice.id, col(Dispatch.next_at).is_not(None))
    about_to = not notice.channel and notice.next_at is not None and notice.next_at <= now
    if about_to or notice.acknowledged_at is not None or session.exec(under_way).first() is not None:
        return False
    notice.channel, notice.next_at = "", now
    session.add(notice)
    return True
