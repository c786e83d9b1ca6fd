"""What is owed to whom and when: computed from duty rules, events and the law; nothing is scheduled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from huisverbod import law, stages
from huisverbod.known import Asked, Happened, Known
from huisverbod.roles import Role
from huisverbod.workflow import DutyRule, Procedure, StageRules


class Status(StrEnum):
    """How a duty, or one of its two dates, stands."""

    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        """The Dutch words for it."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    Status.OPEN: "open",
    Status.MET: "op tijd gedaan",
    Status.MET_LATE: "te laat gedaan",
    Status.BREACHED: "niet op tijd gedaan",
    Status.LAPSED: "vervallen",
}


@dataclass(frozen=True)
class Limit:
    """One date of a duty, aware: the target of the region (streefdatum) or the term of the law (fataal).

    Exactly at the instant is in time, but not where `before`: at its end a ban is over already.
    """

    at: datetime
    fatal: bool
    before: bool = False

    def holds(self, at: datetime) -> bool:
        """Whether what happens at that instant is in time."""
        moment, limit = at.astimezone(UTC), self.at.astimezone(UTC)  # one clock: October has an hour twice
        return moment < limit if self.before else moment <= limit


@dataclass(frozen=True)
class Duty:
    """Something owed: by whom, since when, until which one or two dates, and what came of it.

    `seq` is the number of the event that started it. `met_by` names the steps that meet it, `met_role` the
    capacity that did. `lapsed_at` is when nobody owed it any more. All instants are aware.
    """

    name: str
    label: str
    owner: Role
    seq: int
    started_at: datetime
    target: Limit | None
    fatal: Limit | None
    met_at: datetime | None
    met_role: Role | None
    lapsed_at: datetime | None
    law: str
    met_by: tuple[str, ...]

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The one or two dates, the earliest first."""
        return tuple(sorted((one for one in (self.target, self.fatal) if one), key=_in_time))

    @property
    def due_at(self) -> datetime:
        """The first of its dates: what lists are sorted by."""
        return self.limits[0].at

    @property
    def target_at(self) -> datetime | None:
        """The date that the region aims at, where it has one."""
        return self.target.at if self.target else None

    @property
    def fatal_at(self) -> datetime | None:
        """The date of the law, where there is one."""
        return self.fatal.at if self.fatal else None

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return self.met_at is None and self.lapsed_at is None

    def late(self, now: datetime) -> bool:
        """Whether a date, either of them, was missed at that instant: met after it, or open past it."""
        return any(self.against(one, now) in (Status.MET_LATE, Status.BREACHED) for one in self.limits)

    def against(self, limit: Limit, now: datetime) -> Status:
        """How the duty stands against one of its dates at that instant."""
        if self.met_at is not None:
            return Status.MET if limit.holds(self.met_at) else Status.MET_LATE
        if self.lapsed_at is not None:
            return Status.LAPSED if limit.holds(self.lapsed_at) else Status.BREACHED
        return Status.OPEN if limit.holds(now) else Status.BREACHED

    def status(self, now: datetime) -> Status:
        """How the duty stands as a whole: breached only past the term of the law; past a norm it is open."""
        against = [self.against(one, now) for one in self.limits]
        if self.met_at is not None:
            return Status.MET_LATE if Status.MET_LATE in against else Status.MET
        if self.fatal and self.against(self.fatal, now) == Status.BREACHED:
            return Status.BREACHED
        return Status.OPEN if self.open else Status.LAPSED

    def overrun(self, limit: Limit, now: datetime) -> timedelta:
        """By how much that date was missed, in elapsed time; nothing where it was not."""
        if self.against(limit, now) not in (Status.MET_LATE, Status.BREACHED):
            return timedelta()
        stopped = self.met_at or self.lapsed_at or now
        return stopped.astimezone(UTC) - limit.at.astimezone(UTC)


def _in_time(limit: Limit) -> datetime:
    return limit.at.astimezone(UTC)


def owed(procedure: Procedure, asked: Asked) -> list[Duty]:
    """Every duty of a case so far, the earliest due first. `asked` carries no facts."""
    found = [
        duty
        for event in asked.known.events
        for rule, stage in _started(procedure, event)
        for duty in _duty(rule, stage, event, asked)
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


def _duty(rule: DutyRule, stage: StageRules, event: Happened, asked: Asked) -> Iterator[Duty]:
    if not _applies(rule, stage, event, asked):
        return
    target, fatal = _target(rule, event, asked), _fatal(rule, event, asked)
    if target is None and fatal is None:
        return
    met, lapsed_at = _outcome(rule, event, asked)
    yield Duty(
        name=rule.name,
        label=rule.label,
        owner=rule.owner,
        seq=event.seq,
        started_at=event.occurred_at,
        target=target,
        fatal=fatal,
        met_at=met.occurred_at if met else None,
        met_role=met.role if met else None,
        lapsed_at=lapsed_at,
        law=rule.law,
        met_by=rule.met_by,
    )


def _outcome(rule: DutyRule, start: Happened, asked: Asked) -> tuple[Happened | None, datetime | None]:
    """What met the duty, or else when it lapsed; whichever came first."""
    after = asked.known.all(*rule.met_by, *rule.lapses_by)
    ends = next((event for event in after if _settles(event, start, rule, asked.known)), None)
    met = ends if ends and ends.step in rule.met_by else None
    lapsed_at = ends.occurred_at if ends and not met else None
    over = _ban_over(asked) if rule.lapses_with_ban else None
    if over and (ends is None or over <= ends.occurred_at):
        return None, over
    return met, lapsed_at


def _settles(event: Happened, start: Happened, rule: DutyRule, known: Known) -> bool:
    """Whether a later step ends the duty; where `same` is given, one that meets it is about the same."""
    if event.seq <= start.seq:
        return False
    if rule.about:
        return known.about_the_same(rule.about, start.seq, event.seq)
    by_any = event.step in rule.lapses_by or rule.same is None
    return by_any or event.facts.get(rule.same or "") == start.facts.get(rule.same or "")


def _ban_over(asked: Asked) -> datetime | None:
    """When the ban was over, if it is: by its end, a withdrawal or an annulment."""
    ban = asked.known.ban(asked.terms)
    if ban is None or asked.at < ban.over_at:
        return None
    return ban.over_at


def _applies(rule: DutyRule, stage: StageRules, event: Happened, asked: Asked) -> bool:
    subject = asked.known.subject
    if rule.of_subject and (subject is None or event.facts.get("person") != subject.ref):
        return False
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


def _target(rule: DutyRule, event: Happened, asked: Asked) -> Limit | None:
    """norm: the date that the region aims at."""
    if rule.norm is None:
        return None
    hours = asked.region.norms.hours(rule.norm)
    if rule.counts == "on":
        return Limit(law.elapsed_hours(event.occurred_at, hours), fatal=False)
    end = _first_end(asked)
    return Limit(law.elapsed_hours(end, -hours), fatal=False) if end else None


def _fatal(rule: DutyRule, event: Happened, asked: Asked) -> Limit | None:
    """The date of the law; counted back from the end it is that end itself (Wth 2(1), 9(1))."""
    if rule.term is None:
        return None
    if rule.counts == "on":
        return Limit(law.due(asked.terms[rule.term], event.occurred_at), fatal=True)
    end = _first_end(asked)
    # what lapses with the ban is not missed by the end itself: from then on nobody owed it
    return Limit(end, fatal=True, before=not rule.lapses_with_ban) if end else None


def _first_end(asked: Asked) -> datetime | None:
    ban = asked.known.ban(asked.terms)
    return ban.first_end if ban else None
