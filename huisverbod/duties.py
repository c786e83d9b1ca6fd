"""What is owed to whom and when: computed from duty rules, events and the law; nothing is scheduled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from huisverbod import law, stages
from huisverbod.known import Asked, Happened
from huisverbod.roles import Role
from huisverbod.workflow import DutyRule, Procedure, StageRules


@dataclass(frozen=True)
class Duty:
    """Something owed: by whom, since when, until when (aware), and when it was met.

    `fatal` tells a term of the law from a norm of the region.
    """

    name: str
    label: str
    owner: Role
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    lapsed: bool
    fatal: bool
    law: str
    met_by: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return self.met_at is None and not self.lapsed

    def late(self, now: datetime) -> bool:
        """Whether it was met too late, or is open past its hour."""
        return (self.met_at or now) > self.due_at and not self.lapsed


def owed(procedure: Procedure, asked: Asked) -> list[Duty]:
    """Every duty of a case so far, the earliest due first. `asked` carries no facts."""
    found = [
        duty
        for event in asked.known.events
        for rule, stage in _started(procedure, event)
        for duty in _duty(procedure, rule, stage, event, asked)
    ]
    return sorted(found, key=lambda duty: duty.due_at)


def next_open(duties: list[Duty]) -> Duty | None:
    """The open duty that is due first, or nothing."""
    return next((duty for duty in duties if duty.open), None)


def _started(procedure: Procedure, event: Happened) -> Iterator[tuple[DutyRule, StageRules]]:
    _, step = procedure.step(event.step)
    for name in step.starts:
        for stage in procedure.stages.values():
            if name in stage.duties:
                yield stage.duties[name], stage


def _duty(
    procedure: Procedure, rule: DutyRule, stage: StageRules, event: Happened, asked: Asked
) -> Iterator[Duty]:
    if not _applies(rule, stage, event, asked):
        return
    due_at = _due_at(rule, event, asked)
    if due_at is None:
        return
    met = next((e for e in asked.known.all(*rule.met_by) if _settles(e, event, rule)), None)
    yield Duty(
        name=rule.name,
        label=rule.label,
        owner=rule.owner,
        started_at=event.occurred_at,
        due_at=due_at,
        met_at=met.occurred_at if met else None,
        lapsed=met is None and rule.lapses_with_ban and _ban_over(asked),
        fatal=rule.term is not None,
        law=rule.law,
        met_by=rule.met_by,
    )


def _settles(event: Happened, start: Happened, rule: DutyRule) -> bool:
    """Whether a later step meets the duty: where `same` is given, only about the same thing."""
    alike = rule.same is None or event.facts.get(rule.same) == start.facts.get(rule.same)
    return event.seq > start.seq and alike


def _applies(rule: DutyRule, stage: StageRules, event: Happened, asked: Asked) -> bool:
    if rule.if_stated and not _stated(rule.if_stated, event):
        return False
    if rule.unless_stated and _stated(rule.unless_stated, event):
        return False
    if rule.only_if is None:
        return True
    return stages.guards(stage.name)[rule.only_if](replace(asked, facts=None)) is None


def _stated(condition: str, event: Happened) -> bool:
    name, _, value = condition.partition("=")
    stated = event.facts.get(name)
    return stated == value if value else bool(stated)


def _due_at(rule: DutyRule, event: Happened, asked: Asked) -> datetime | None:
    if rule.counts == "back_from_end":
        ban = asked.known.ban(asked.terms)
        if ban is None:
            return None
        hours = timedelta(hours=asked.region.norms.hours(rule.norm)) if rule.norm else timedelta()
        return ban.first_end.astimezone(UTC) - hours
    if rule.term:
        return law.due(asked.terms[rule.term], event.occurred_at)
    return law.elapsed_hours(event.occurred_at, asked.region.norms.hours(rule.norm or ""))


def _ban_over(asked: Asked) -> bool:
    ban = asked.known.ban(asked.terms)
    return bool(ban and (ban.ended_at or asked.at >= ban.end))
