"""Queues the notices of a step, within its transaction, and notes which earlier ones it answers."""

from dataclasses import replace

from sqlmodel import Session, col, select

from huisverbod import stages
from huisverbod.case import Case, Event
from huisverbod.known import Asked
from huisverbod.notices.kinds import KINDS, Kind
from huisverbod.notices.rows import Notice
from huisverbod.region import Region
from huisverbod.workflow import Step


def queue(session: Session, case: Case, event: Event, step: Step, after: Asked) -> None:
    """Writes a row per receiver whose rule holds; `after` is the case as known once the event stands."""
    _answer(session, case, event, str(after.known.events[-1].facts.get("how") or "stap"))
    for name in step.notices:
        if _holds(KINDS[name], after):
            for receiver in KINDS[name].receivers:
                session.add(row(name, receiver, case, event, after.region))


def _answer(session: Session, case: Case, event: Event, manner: str) -> None:
    answered = [name for name, kind in KINDS.items() if kind.answers(event.name)]
    if not answered:
        return
    waiting = select(Notice).where(
        Notice.case_id == case.id, col(Notice.kind).in_(answered), col(Notice.acknowledged_at).is_(None)
    )
    for notice in session.exec(waiting):
        notice.acknowledged_at, notice.acknowledged_by = event.occurred_at, event.account_id
        notice.manner = manner
        session.add(notice)


def _holds(kind: Kind, after: Asked) -> bool:
    stated = after.known.events[-1].facts
    if kind.if_stated and not stated.get(kind.if_stated):
        return False
    standing = {f"{stage}.{state}" for stage, state in after.known.states.items()}
    if kind.if_state and standing.isdisjoint(kind.if_state):
        return False
    if kind.only_if is None:
        return True
    stage, _, guard = kind.only_if.partition(".")
    return stages.guards(stage)[guard](replace(after, facts=None)) is None


def row(kind: str, receiver: str, case: Case, event: Event, region: Region) -> Notice:
    """A notice of this kind for one receiver, waiting for the clock; `queued_at` is when it was entered."""
    within = KINDS[kind].within(region)
    asked = receiver == "requester"
    return Notice(
        case_id=event.case_id,
        event_id=event.id or 0,
        kind=kind,
        role="" if asked else receiver,
        organisation=case.requester_organisation if asked else "",
        region=case.region,
        municipality=case.municipality,
        queued_at=event.recorded_at,
        next_at=event.recorded_at,
        answer_by=event.recorded_at + within if within else None,
    )
