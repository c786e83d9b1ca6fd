"""The clock at work: takes the steps that are due, and hands on the notices that wait."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from huisverbod import notices
from huisverbod.advance import catch_up, locked
from huisverbod.case import Case
from huisverbod.database import reading, writing
from huisverbod.rulebook import Rulebook

BATCH = 50


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    steps: int
    notices: int


def tick(engine: Engine, rulebook: Rulebook, now: datetime) -> Ticked:
    """Takes every step of the clock that is due at this instant, a case a transaction, and sends notices.

    Safe beside other instances: a case that another one holds is left to it.
    """
    steps, done = 0, -1
    while done:
        done = _sweep(engine, rulebook, now)
        steps += done
    with writing(engine) as session:
        sent = notices.send(session, now)
    return Ticked(steps, sent)


def settle(engine: Engine, rulebook: Rulebook, now: datetime, number: str | None = None) -> None:
    """Takes the overdue steps of the clock, of one case or of all, before a page reads."""
    with reading(engine) as session:
        query = select(Case.id).where(col(Case.due_at) <= now)
        overdue = session.exec((query.where(Case.number == number) if number else query).limit(1)).first()
    if overdue is None:
        return
    if number is None:
        while _sweep(engine, rulebook, now):
            pass
        return
    with writing(engine) as session:
        catch_up(session, rulebook, locked(session, number), now)


def _sweep(engine: Engine, rulebook: Rulebook, now: datetime) -> int:
    with writing(engine) as session:
        return sum(catch_up(session, rulebook, case, now) for case in _due(session, now))


def _due(session: Session, now: datetime) -> list[Case]:
    query = select(Case).where(col(Case.due_at) <= now).order_by(col(Case.due_at)).limit(BATCH)
    return list(session.exec(query.with_for_update(skip_locked=True)))
