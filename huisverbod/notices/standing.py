"""How it stands with each notice: handed on, sent, failed, not seen in time, or known to its receiver."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from huisverbod.case import Case, Event
from huisverbod.known import Actor
from huisverbod.notices.kinds import BY_HAND, TOLD_BY_PEOPLE
from huisverbod.notices.rows import Dispatch, Notice


class Standing(StrEnum):
    """How it stands with one notice, from beginning to end."""

    QUEUED = "queued"
    TO_TELL = "to_tell"
    SENT = "sent"
    TRYING = "trying"
    FAILED = "failed"
    LATE = "late"
    DONE = "done"
    KNOWN = "known"

    @property
    def label(self) -> str:
        """The Dutch words for it."""
        return STANDING_LABELS[self]

    @property
    def red(self) -> bool:
        """Whether somebody has to do something about it now."""
        return self in (Standing.FAILED, Standing.LATE)

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self in (Standing.DONE, Standing.KNOWN)


STANDING_LABELS = {
    Standing.QUEUED: "Staat klaar",
    Standing.TO_TELL: "Nog te vertellen",
    Standing.SENT: "Verstuurd, nog niet gezien",
    Standing.TRYING: "Wordt opnieuw geprobeerd",
    Standing.FAILED: "Niet aangekomen",
    Standing.LATE: "Niet op tijd gezien",
    Standing.DONE: "Verstuurd",
    Standing.KNOWN: "Ingelicht",
}


@dataclass(frozen=True)
class Delivery:
    """One notice with its case, what was sent for it, and how it stands at an instant."""

    notice: Notice
    case: Case
    event: Event
    dispatches: Sequence[Dispatch]
    standing: Standing


def standing(notice: Notice, dispatches: Iterable[Dispatch], now: datetime) -> Standing:
    """How it stands with a notice at that instant."""
    rows = [row for row in dispatches if row.channel == notice.channel]
    if notice.acknowledged_at is not None:
        return Standing.KNOWN
    if notice.answer_by is not None and notice.answer_by <= now:
        return Standing.LATE
    if rows and all(row.given_up_at for row in rows):
        return Standing.FAILED
    if any(row.fault and not row.sent_at for row in rows):
        return Standing.TRYING
    return _fresh(notice)


def _fresh(notice: Notice) -> Standing:
    if notice.channel in BY_HAND or notice.role in TOLD_BY_PEOPLE:
        return Standing.TO_TELL
    if notice.sent_at is None:
        return Standing.QUEUED
    return Standing.SENT if notice.answer_by else Standing.DONE


def of_case(session: Session, case: Case, now: datetime) -> list[Delivery]:
    """Every notice of a case, the newest first."""
    return _deliveries(session, [col(Notice.case_id) == case.id], now, col(Notice.id).desc(), None)


def unreached(session: Session, actor: Actor, now: datetime, most: int = 100) -> list[Delivery]:
    """The notices in this person's place that did not arrive or were not seen in time, the oldest first."""
    late = col(Notice.answer_by) <= now
    of_it = [col(Dispatch.notice_id) == col(Notice.id), col(Dispatch.channel) == col(Notice.channel)]
    lost = and_(
        exists().where(*of_it, col(Dispatch.given_up_at).is_not(None)),
        ~exists().where(*of_it, col(Dispatch.given_up_at).is_(None)),
    )
    limits = [*_open(actor), or_(late, lost)]
    return _deliveries(session, limits, now, col(Notice.id).asc(), most)


def to_tell(session: Session, actor: Actor, now: datetime, most: int = 200) -> list[Delivery]:
    """The notices in this person's place that somebody has to tell or hand over, the oldest first."""
    by_hand = or_(col(Notice.role).in_(TOLD_BY_PEOPLE), col(Notice.channel).in_(BY_HAND))
    return _deliveries(session, [*_open(actor), by_hand], now, col(Notice.id).asc(), most)


def _open(actor: Actor) -> list[ColumnElement[bool]]:
    place = [col(Notice.municipality) == actor.municipality] if actor.municipality else []
    return [col(Notice.region) == actor.region, col(Notice.acknowledged_at).is_(None), *place]


def _deliveries(
    session: Session,
    limits: Sequence[ColumnElement[bool]],
    now: datetime,
    order: ColumnElement[Any],
    most: int | None,
) -> list[Delivery]:
    query = (
        select(Notice, Case, Event)
        .join(Case, col(Case.id) == col(Notice.case_id))
        .join(Event, col(Event.id) == col(Notice.event_id))
        .where(*limits)
        .order_by(order)
        .limit(most)
    )
    found = session.exec(query).all()
    sent: dict[int, list[Dispatch]] = {}
    ids = [notice.id for notice, _, _ in found]
    for row in session.exec(
        select(Dispatch).where(col(Dispatch.notice_id).in_(ids)).order_by(col(Dispatch.id))
    ):
        sent.setdefault(row.notice_id, []).append(row)
    return [
        Delivery(notice, case, event, rows, standing(notice, rows, now))
        for notice, case, event in found
        for rows in [sent.get(notice.id or 0, [])]
    ]
