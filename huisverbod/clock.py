"""The clock at work: takes the steps that are due, and hands on the notices that wait."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from huisverbod import notices
from huisverbod.advance import catch_up, locked
from huisverbod.case import Case
from huisverbod.database import reading, writing
from huisverbod.errors import DefinitionError, HuisverbodError
from huisverbod.rulebook import Rulebook

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    steps: int
    notices: int


def tick(engine: Engine, rulebook: Rulebook, now: datetime) -> Ticked:
    """Takes every step of the clock that is due at this instant, a case a transaction, and sends notices.

    Safe beside other instances: a case that another one holds is left to it. A case whose step is refused is
    noted in the log and holds up no other.
    """
    steps = _sweep(engine, rulebook, now)
    with writing(engine) as session:
        sent = notices.send(session, now)
    return Ticked(steps, sent)


def settle(engine: Engine, rulebook: Rulebook, now: datetime, number: str | None = None) -> None:
    """Takes the overdue steps of the clock, of one case or of all, before a page reads."""
    if number is None:
        _sweep(engine, rulebook, now)
        return
    with reading(engine) as session:
        query = select(Case.id).where(Case.number == number, col(Case.due_at) <= now)
        overdue = session.exec(query).first()
    if overdue is not None:
        with writing(engine) as session:
            catch_up(session, rulebook, locked(session, number), now)


def _sweep(engine: Engine, rulebook: Rulebook, now: datetime) -> int:
    steps, passed_over = 0, list[int]()
    while (case_id := _next_due(engine, now, passed_over)) is not None:
        taken = _caught_up(engine, rulebook, case_id, now)
        if not taken:
            passed_over.append(case_id)
        steps += taken
    return steps


def _next_due(engine: Engine, now: datetime, passed_over: list[int]) -> int | None:
    with reading(engine) as session:
        due = select(Case.id).where(col(Case.due_at) <= now, col(Case.id).not_in(passed_over))
        return session.exec(due.order_by(col(Case.due_at)).limit(1)).first()


def _caught_up(engine: Engine, rulebook: Rulebook, case_id: int, now: datetime) -> int:
    try:
        with writing(engine) as session:
            due = select(Case).where(Case.id == case_id, col(Case.due_at) <= now)
            case = session.exec(due.with_for_update(skip_locked=True)).one_or_none()
            return catch_up(session, rulebook, case, now) if case else 0
    except (HuisverbodError, DefinitionError) as fault:
        LOG.error("the clock cannot take its step in case %s: %s", case_id, type(fault).__name__)
        return 0
