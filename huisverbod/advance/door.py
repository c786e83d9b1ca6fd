"""One act on one case, on its way through the rules: one event with all that follows, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from huisverbod import documents, duties, notices, recording, retention, stages, stating
from huisverbod.case import Case, Event, Stage, people_of, read_known, stages_of
from huisverbod.duties import Duty
from huisverbod.errors import BadFacts, Reason, Refused, StepNotOpen
from huisverbod.known import Actor, Asked, Decision, Happened, Known, Stated
from huisverbod.roles import Role
from huisverbod.rulebook import Edition, Rulebook
from huisverbod.stages.follow_up import routed
from huisverbod.workflow import StageRules, Step, check_role, take


@dataclass(frozen=True)
class Act:
    """One step someone wants to take: what, who, when it happened, when it is entered, what is stated.

    `key` makes a repeat of the same act harmless; `expected_version` is the version of the case that the
    person had before him. Both instants are aware.
    """

    step: str
    actor: Actor
    occurred_at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True)
class Taken:
    """What came of an act: the case and its event; `repeated` when it had been done before."""

    case: Case
    event: Event
    repeated: bool = False


def asked_of(
    session: Session,
    rulebook: Rulebook,
    case: Case,
    actor: Actor,
    at: datetime,
    opened: dict[str, Stage] | None = None,
) -> Asked:
    """What a guard or a duty is given when nothing is stated: the case as known at that instant."""
    edition = rulebook.edition(session, case)
    known = replace(read_known(session, case, opened), drafts=documents.current_drafts(session, case))
    return Asked(
        known=known,
        actor=actor,
        at=at,
        recorded_at=at,
        region=rulebook.region(case.region),
        instrument=edition.instrument,
        terms={**edition.procedure.terms, **rulebook.region(case.region).retention.terms},
        powers=edition.procedure.powers,
        stock_phrases=edition.procedure.stock_phrases,
        mark=edition.procedure.about.mark,
        flags=edition.flags,
    )


def event_of(case: Case, act: Act, name: str, states: tuple[str, str]) -> Event:
    """The event of an act ("stage.step") between two states, not yet in the chain."""
    stage, _, step = name.partition(".")
    origin, state = states
    return Event(
        case_id=case.id or 0,
        seq=0,
        stage=stage,
        step=step,
        origin=origin,
        state=state,
        role=act.actor.role,
        organisation=act.actor.organisation,
        account_id=act.actor.account_id,
        occurred_at=act.occurred_at,
        recorded_at=act.recorded_at,
        idempotency_key=act.key,
        facts_digest="",
        previous="",
        hash="",
    )


class Door:
    """One act on one case, on its way through the rules."""

    def __init__(self, session: Session, rulebook: Rulebook, case: Case, act: Act) -> None:
        self.session, self.rulebook, self.case, self.act = session, rulebook, case, act
        self.edition: Edition = rulebook.edition(session, case)
        self.stages = stages_of(session, case)

    def open(self, stage: StageRules, step: Step) -> Taken:
        """The opening step: there is no stage yet."""
        check_role(step, self.act.actor.role)
        asked = self._asked(stating.build(stages.form(stage.name, step), self.act.facts))
        asked = self._checked(stage, step, asked)
        return self._write_all(stage, step, "", step.to, asked)

    def take(self) -> Taken:
        """Every other step."""
        stage, step = self.edition.procedure.step(self.act.step)
        self.edition.check_remembered(self.act.step)
        row = self.stages.get(stage.name)
        if row is None:
            check_role(step, self.act.actor.role)
            raise StepNotOpen(f"'{step.label}' kan nu niet: {stage.label.lower()} is nog niet begonnen.")
        to = take(stage, row.state, step, self.act.actor.role)
        facts = retention.counted(self.session, self.case) if step.destroys else self.act.facts
        asked = self._asked(stating.build(stages.form(stage.name, step), facts))
        self._check_moment(stage, row, to, asked.known)
        self._check_due(step, asked)
        asked = self._checked(stage, step, asked)
        return self._write_all(stage, step, row.state, to, asked)

    def _asked(self, facts: Stated) -> Asked:
        act = self.act
        asked = asked_of(self.session, self.rulebook, self.case, act.actor, act.occurred_at, self.stages)
        return replace(asked, recorded_at=act.recorded_at, facts=facts, step=act.step)

    def _check_moment(self, stage: StageRules, row: Stage, to: str, known: Known) -> None:
        """What happened lies in the past, and not before the state it leaves (house).

        What leaves the stage where it is may have happened earlier and only be entered now; so may what
        happened before a step of the clock.
        """
        if self.act.occurred_at > self.act.recorded_at:
            raise BadFacts(
                [Reason("occurred_at", "Dit tijdstip ligt in de toekomst. Verbeter de datum of de tijd.")]
            )
        entered = known.entered(stage.name)
        by_clock = entered is not None and entered.role == Role.CLOCK
        earliest = self.case.opened_at if by_clock or to == row.state else row.since
        if self.act.occurred_at < earliest:
            state = stage.states[row.state].label.lower()
            begun = f"'{state}'" if earliest == row.since else "de zaak"
            sentence = (
                f"Dit tijdstip ligt vóór het moment waarop {begun} begon. Verbeter de datum of de tijd."
            )
            raise BadFacts([Reason("occurred_at", sentence)])

    def _check_due(self, step: Step, asked: Asked) -> None:
        """The clock takes a step at its hour and never before (Wth 2(1), 9(1): then a ban ends by itself)."""
        if step.due:
            due = stages.due(step.due)(asked.known, asked.terms)
            if due is None or asked.at < due:
                raise StepNotOpen(f"'{step.label}' kan nog niet: het uur daarvan is nog niet gekomen.")

    def _checked(self, stage: StageRules, step: Step, asked: Asked) -> Asked:
        """What is asked, once every rule is met and every warning that stands was accepted and is kept."""
        if reasons := stages.unmet(stage.name, (*step.guards, *step.checks), asked):
            raise Refused(reasons)
        if not isinstance(asked.facts, Decision):
            return asked
        standing = stages.unmet(stage.name, step.warns, asked)
        if reasons := [reason for reason in standing if reason.code not in asked.facts.accepted]:
            raise Refused(reasons)
        codes, sentences = [one.code for one in standing], [one.sentence for one in standing]
        kept = asked.facts.model_copy(update={"accepted": codes, "warned": sentences})
        return replace(asked, facts=kept)

    def _write_all(self, stage: StageRules, step: Step, origin: str, to: str, asked: Asked) -> Taken:
        """Everything the step brings about, or nothing: also when a document cannot be drawn."""
        with self.session.begin_nested():
            return self._write(stage, step, origin, to, asked)

    def _write(self, stage: StageRules, step: Step, origin: str, to: str, asked: Asked) -> Taken:
        event = event_of(self.case, self.act, f"{stage.name}.{step.name}", (origin, to))
        happened = recording.write_event(self.session, self.case, event, asked.facts)
        recording.forget_draft(self.session, self.case, event.name, self.act.actor)
        self._move(stage.name, to)
        for name, state in step.opens.items():
            if name not in self.stages:
                self._move(name, state)
        self.session.flush()
        after = replace(asked, known=self._after(asked.known, happened))
        self.case.draft = after.known.last("request.submit") is None
        if step.document:
            documents.draw_up(self.session, self.rulebook, self.case, event, step, after)
        notices.queue(self.session, self.case, event, step, after)
        notices.close(self.session, self.case, self.note_next_hour(after), event)
        if step.destroys:
            retention.destroy(self.session, self.case, event)
        self._follow(step)
        return Taken(self.case, event)

    def _after(self, known: Known, happened: Happened) -> Known:
        """What is known once the event is written; nothing is read again but the people it names."""
        return replace(
            known,
            events=[*known.events, happened],
            people=people_of(self.session, self.case) if "people" in happened.facts else known.people,
            states={name: row.state for name, row in self.stages.items()},
        )

    def _move(self, name: str, to: str) -> None:
        recording.move(self.session, self.case, self.stages, name, to, self.act.occurred_at)

    def note_next_hour(self, asked: Asked) -> list[Duty]:
        """Puts on the case row what lists need: the next hour that counts, and whether all is at rest.

        Returns what is owed in the case.
        """
        procedure = self.edition.procedure
        dues = [
            stages.due(step.due)(asked.known, asked.terms)
            for stage, step in procedure.steps()
            if step.due and stage.name in self.stages and self.stages[stage.name].state in step.origins
        ]
        self.case.due_at = min((due for due in dues if due), default=None)
        owed = duties.owed(procedure, asked)
        duty = duties.next_open(owed)
        self.case.alert_at = duties.next_climb(owed, asked.region.ladder)
        self.case.next_at, self.case.next_duty = (duty.due_at, duty.name) if duty else (self.case.due_at, "")
        self.case.fatal_at = duty.fatal_at if duty else None
        self.case.routed = routed(asked.known)
        resting = all(procedure.stages[name].final(row.state) for name, row in self.stages.items())
        self.case.closed_at = (self.case.closed_at or self.act.occurred_at) if resting else None
        self.session.add(self.case)
        self.session.flush()
        return owed

    def _follow(self, step: Step) -> None:
        """Takes the steps that follow at once, where they are open (house: a consequence is a step too)."""
        for name in step.followers:
            stage, other = self.edition.procedure.step(name)
            act = replace(self.act, step=name, facts={}, key=None)
            door = Door(self.session, self.rulebook, self.case, act)
            row = door.stages.get(stage.name)
            if row is None or row.state not in other.origins:
                continue
            if name in step.then or door.holds(stage, other):
                door.take()

    def holds(self, stage: StageRules, step: Step) -> bool:
        """Whether the guards of the step are met now; nothing is stated with it."""
        asked = self._asked(stating.build(stages.form(stage.name, step), {}))
        return not stages.unmet(stage.name, (*step.guards, *step.checks), asked)
