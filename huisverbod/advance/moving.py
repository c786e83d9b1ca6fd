"""Moves a case to another version of the procedure, and back: one event with its reason, or nothing."""

from dataclasses import replace

from pydantic import Field
from sqlmodel import Session, col, select

from huisverbod import recording, stating
from huisverbod.advance.door import Act, Door, Taken, asked_of, event_of
from huisverbod.advance.planning import plan
from huisverbod.advance.taking import catch_up, locked
from huisverbod.case import PROCEDURE, Case, Event, Facts, stages_of
from huisverbod.errors import NotAllowed, Reason, Refused
from huisverbod.known import CLOCK, Stated
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook

MOVE, MOVE_BACK = f"{PROCEDURE}.move", f"{PROCEDURE}.move_back"
FINGERPRINT = 12
"""So many signs of a hash tell versions apart for a reader."""


class Moved(Stated):
    """A case was moved from one version of the procedure to another (house: explicitly, with a reason)."""

    before: str = Field(title="Van versie", max_length=64)
    after: str = Field(title="Naar versie", max_length=64)
    reason: str = Field(title="Waarom?", max_length=2000)


def move(session: Session, rulebook: Rulebook, number: str, act: Act) -> Taken | None:
    """Moves a case to the procedure in force; with the step MOVE_BACK to where it was before its last move.

    The facts of the act hold its `reason`. What happened, when stages began and what duties started keep
    their moments. Nothing comes of it when the case is there already.

    Raises:
        NotAllowed: this is for the administrator.
        Refused: it cannot, with every reason; or there is nothing to move back.

    """
    if act.actor.role != Role.ADMINISTRATOR:
        raise NotAllowed("Een zaak overzetten naar een andere werkwijze doet alleen de beheerder.")
    case = locked(session, number)
    catch_up(session, rulebook, case, act.recorded_at)
    after = came_from(session, case) if act.step == MOVE_BACK else rulebook.keep(session, act.recorded_at)
    if case.procedure == after:
        return None
    with session.begin_nested():
        return _moved(session, rulebook, case, act, after)


def came_from(session: Session, case: Case) -> str:
    """The version on which a case ran before its last move.

    Raises:
        Refused: it was not moved, or was moved back already.

    """
    query = (
        select(Event.step, Facts.data)
        .join(Facts, col(Facts.event_id) == Event.id)
        .where(Event.case_id == case.id, Event.stage == PROCEDURE)
        .order_by(col(Event.seq).desc())
    )
    step, facts = session.exec(query).first() or ("", {})
    if f"{PROCEDURE}.{step}" != MOVE:
        raise Refused([Reason("not_moved", f"{case.number} is niet overgezet, of al teruggezet.")])
    return str(facts["before"])


def _moved(session: Session, rulebook: Rulebook, case: Case, act: Act, after: str) -> Taken:
    planned = plan(session, rulebook, case, rulebook.kept(session, after), act.recorded_at)
    if planned.refusals:
        raise Refused([Reason("cannot_move", sentence) for sentence in planned.refusals])
    facts = stating.build(Moved, {**act.facts, "before": case.procedure, "after": after})
    versions = case.procedure[:FINGERPRINT], after[:FINGERPRINT]
    event = event_of(case, act, act.step, versions)
    recording.write_event(session, case, event, facts)
    recording.rename(session, stages_of(session, case), planned.states)
    case.procedure = after
    session.flush()
    door = Door(session, rulebook, case, replace(act, actor=CLOCK))
    door.note_next_hour(asked_of(session, rulebook, case, CLOCK, act.recorded_at))
    return Taken(case, event)
