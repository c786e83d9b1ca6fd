"""Writes one step down: the event with its facts, the people it names, where the stages stand."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from huisverbod import chain
from huisverbod.case import Case, Event, Facts, Party, Stage
from huisverbod.known import Actor, Happened, Stated

DRAFT_KEPT = timedelta(days=30)
"""house: so long after it was last changed a draft is kept; then the clock removes it."""


def write_event(session: Session, case: Case, event: Event, facts: Stated) -> Happened:
    """Adds the event at the end of the chain, with its facts beside it and its people brought up to date."""
    data, salt = facts.model_dump(mode="json"), secrets.token_hex(16)
    name_people(session, case, data)
    event.seq, event.previous = case.events_count + 1, case.head
    event.facts_digest = chain.facts_digest(salt, data)
    event.hash = chain.event_hash(event)
    session.add(event)
    session.flush()
    session.add(
        Facts(case_id=event.case_id, event_id=event.id, salt=salt, data=data, saved_at=event.recorded_at)
    )
    case.events_count, case.head = event.seq, event.hash
    return event.happened(data)


def name_people(session: Session, case: Case, data: dict[str, Any]) -> None:
    """Gives each person stated a reference (p1, p2, ...) and keeps the Party rows as last stated."""
    named = data.get("people")
    if not isinstance(named, list) or not all(isinstance(person, dict) for person in named):
        return
    rows = {row.ref: row for row in session.exec(select(Party).where(Party.case_id == case.id))}
    for person in named:
        if person["ref"] not in rows:
            person["ref"] = f"p{len(rows) + 1}"
        stated = Party.model_validate({**person, "case_id": case.id})
        row = rows.setdefault(stated.ref, stated)
        row.sqlmodel_update(stated.model_dump(exclude={"id"}))
        session.add(row)


def move(session: Session, case: Case, stages: dict[str, Stage], name: str, to: str, at: datetime) -> None:
    """Puts a stage in its new state, opening it when it was not open yet."""
    row = stages.get(name)
    if row is None:
        row = stages[name] = Stage(case_id=case.id or 0, name=name, state=to, since=at)
    elif row.state != to:
        row.state, row.since = to, at
    session.add(row)


def rename(session: Session, stages: dict[str, Stage], states: Mapping[str, str]) -> None:
    """Calls states by the name that another version gives them; since when a stage stands there remains."""
    for name, state in states.items():
        stages[name].state = state
        session.add(stages[name])


def save_draft(
    session: Session, case: Case, step: str, actor: Actor, data: dict[str, Any], at: datetime
) -> Facts:
    """Keeps what someone is about to state; one draft per case, step and account."""
    draft = read_draft(session, case, step, actor)
    if draft is None:
        draft = Facts(case_id=case.id or 0, draft_of=step, account_id=actor.account_id, data={}, saved_at=at)
    draft.data, draft.saved_at = data, at
    session.add(draft)
    return draft


def read_draft(session: Session, case: Case, step: str, actor: Actor) -> Facts | None:
    """The draft of this person for this step, or nothing."""
    query = select(Facts).where(
        Facts.case_id == case.id, Facts.draft_of == step, Facts.account_id == actor.account_id
    )
    return session.exec(query).one_or_none()


def forget_old_drafts(session: Session, now: datetime) -> None:
    """AVG 5(1)(e): removes what somebody was about to state and left for longer than DRAFT_KEPT."""
    session.exec(delete(Facts).where(col(Facts.event_id).is_(None), col(Facts.saved_at) <= now - DRAFT_KEPT))


def forget_draft(session: Session, case: Case, step: str, actor: Actor) -> None:
    """Removes a draft once it has been stated."""
    if actor.account_id is not None:
        session.exec(
            delete(Facts).where(
                col(Facts.case_id) == case.id,
                col(Facts.draft_of) == step,
                col(Facts.account_id) == actor.account_id,
            )
        )
