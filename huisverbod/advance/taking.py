"""Begins a case, takes a step in it, and takes the steps that the clock owes."""

from datetime import datetime
from operator import itemgetter

from sqlmodel import Session, select

from huisverbod import access, stages, stating
from huisverbod.advance.door import Act, Door, Taken, asked_of
from huisverbod.case import Case, Event, find, locked_numbers
from huisverbod.errors import Destroyed, Stale, Unknown
from huisverbod.known import CLOCK, Actor
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Start


def open_case(session: Session, rulebook: Rulebook, act: Act) -> Taken:
    """Begins a case with the opening step; its number is the next one of the year.

    Raises:
        BadFacts, NotAllowed, Refused: as `advance`.

    """
    numbers = locked_numbers(session, act.recorded_at)
    done = _done_before(session, act)
    if done:
        return done
    stage, step = rulebook.current.procedure.step(act.step)
    facts = stating.build(Start, act.facts)
    region = rulebook.region(act.actor.region)
    region.municipality(facts.municipality)
    case = Case(
        number=numbers.give(),
        region=region.key,
        municipality=facts.municipality,
        route=facts.route,
        requester_role=act.actor.role,
        requester_organisation=act.actor.organisation,
        procedure=rulebook.keep(session, act.recorded_at),
        opened_at=act.occurred_at,
        earlier=_earlier(session, act.actor, facts.earlier_case),
    )
    session.add(case)
    session.flush()
    return Door(session, rulebook, case, act).open(stage, step)


def _earlier(session: Session, actor: Actor, number: str) -> str:
    """The number of the case that this one follows; the same nothing when it is not there or not for him."""
    try:
        case = find(session, number.upper())
        access.check_open(actor, case)
    except (Destroyed, Unknown):
        return ""
    return case.number


def advance(session: Session, rulebook: Rulebook, number: str, act: Act) -> Taken:
    """Takes one step in one transaction: one event with its facts, or nothing at all.

    Overdue steps of the clock are taken first, and what the step makes due is taken with it. Every rule
    that is not met is collected.

    Raises:
        Unknown: no such case or step, or not for this person.
        Stale: the case is no longer the one the person looked at, or the key was used for something else.
        NotAllowed, StepNotOpen: this capacity, or this state, does not allow the step.
        BadFacts: a field is missing or wrong.
        Refused: a guard or check is not met.

    """
    case = locked(session, number)
    access.check_open(act.actor, case)
    access.check_step(act.actor, case, act.step)
    done = _done_before(session, act, case)
    if done:
        return done
    catch_up(session, rulebook, case, act.recorded_at)
    if act.expected_version not in (None, case.version):
        raise Stale
    taken = Door(session, rulebook, case, act).take()
    catch_up(session, rulebook, case, act.recorded_at)
    return taken


def locked(session: Session, number: str) -> Case:
    """The case, locked until the end of the transaction.

    Raises:
        Unknown: there is none.

    """
    query = select(Case).where(Case.number == number).with_for_update()
    case = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if case is None:
        raise Unknown
    return case


def catch_up(session: Session, rulebook: Rulebook, case: Case, now: datetime) -> int:
    """Takes the steps of the clock that were due, dated at their own instant; returns how many."""
    taken, before = 0, None
    while case.due_at is not None and case.due_at <= now:
        owed = _owed(session, rulebook, case)
        if owed is None or owed == before:
            break
        due_at, step = before = owed
        act = Act(
            step=step,
            actor=CLOCK,
            occurred_at=due_at,
            recorded_at=now,
            key=f"clock:{case.number}:{step.partition('.')[2]}:{due_at.isoformat()}",
        )
        Door(session, rulebook, case, act).take()
        taken += 1
    return taken


def _owed(session: Session, rulebook: Rulebook, case: Case) -> tuple[datetime, str] | None:
    """The open step of the clock that was due first, and when; of two at once the first in the file."""
    asked = asked_of(session, rulebook, case, CLOCK, case.opened_at)
    found = [
        (due_at, f"{stage.name}.{step.name}")
        for stage, step in rulebook.edition(session, case).procedure.steps()
        if step.due
        and asked.known.states.get(stage.name) in step.origins
        and (due_at := stages.due(step.due)(asked.known, asked.terms))
        and case.due_at
        and due_at <= case.due_at
    ]
    return min(found, key=itemgetter(0), default=None)


def _done_before(session: Session, act: Act, case: Case | None = None) -> Taken | None:
    if act.key is None:
        return None
    event = session.exec(select(Event).where(Event.idempotency_key == act.key)).one_or_none()
    if event is None:
        return None
    if (
        event.name != act.step
        or event.account_id != act.actor.account_id
        or (case and event.case_id != case.id)
    ):
        raise Stale("Dit formulier is al voor iets anders gebruikt. Open de pagina opnieuw.")
    return Taken(case or session.get_one(Case, event.case_id), event, repeated=True)
