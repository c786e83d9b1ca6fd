"""The lines of a list of cases: what comes next, when, with whom it lies, and where the case stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from huisverbod import access, duties
from huisverbod.case import Case, Stage
from huisverbod.duties import Rung
from huisverbod.known import Actor
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Route
from huisverbod.web.ladder import Ladders
from huisverbod.workflow import DutyRule, Procedure, StageRules


@dataclass(frozen=True)
class Next:
    """What comes next: in words, its dates, and with whom it lies once it was passed on."""

    words: str
    at: datetime | None = None
    fatal_at: datetime | None = None
    lies_with: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    case: Case
    place: str
    route: str
    next: Next
    states: Sequence[tuple[str, str]]


class Lines:
    """What one person sees of cases in a list, at one aware instant; each roster is read once."""

    def __init__(self, session: Session, rules: Rulebook, actor: Actor, now: datetime) -> None:
        """Keep who looks, and when."""
        self.session, self.rules, self.actor, self.now = session, rules, actor, now
        self._ladders: dict[str, Ladders] = {}

    def of(self, cases: Sequence[Case]) -> list[Row]:
        """The lines of these cases, with no more than this person may see."""
        stages = self._stages(cases)
        return [self._row(case, stages.get(case.id or 0, {})) for case in cases]

    def with_me(self, case: Case) -> bool:
        """Whether what is owed next in this case was passed on to this person; cheaper than a line."""
        if not case.next_duty or not self.rules.readable(self.session, case):
            return False
        stage = self._stage(self.rules.edition(self.session, case).procedure, case)
        if not access.sees(self.actor, access.STAGE_SLICE[stage.name], case):
            return False
        owner = stage.duties[case.next_duty].owner
        return self._ladder(case).lies_with_me(self.actor, owner, self._rung(case), case.municipality)

    def _stages(self, cases: Sequence[Case]) -> Mapping[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        ids = [case.id for case in cases]
        query = select(Stage.case_id, Stage.name, Stage.state).where(col(Stage.case_id).in_(ids))
        for case_id, name, state in self.session.exec(query):
            found.setdefault(case_id, {})[name] = state
        return found

    def _row(self, case: Case, states: Mapping[str, str]) -> Row:
        place = self.rules.region(case.region).municipality(case.municipality).name
        if not self.rules.readable(self.session, case):
            unread = Next("Werkwijze niet leesbaar", case.next_at)
            return Row(case=case, place=place, route=Route(case.route).label, next=unread, states=[])
        procedure = self.rules.edition(self.session, case).procedure
        seen = [
            stage
            for stage in procedure.stages.values()
            if stage.name in states and access.sees(self.actor, access.STAGE_SLICE[stage.name], case)
        ]
        running = [stage for stage in seen if not stage.final(states[stage.name])] or seen[-1:]
        return Row(
            case=case,
            place=place,
            route=Route(case.route).label,
            next=self._next(procedure, case),
            states=[(stage.label, stage.states[states[stage.name]].label) for stage in running],
        )

    def _next(self, procedure: Procedure, case: Case) -> Next:
        """What comes next, or only that others are at work where the rest is not for this person."""
        if access.only_routed(self.actor, case):
            return Next("Een vervolg is aan u gevraagd")
        if not case.next_duty:
            sees = access.sees(self.actor, access.Slice.DECISION, case) and case.next_at
            return Next("Huisverbod eindigt", case.next_at) if sees else Next("Geen termijn")
        stage = self._stage(procedure, case)
        if not access.sees(self.actor, access.STAGE_SLICE[stage.name], case):
            return Next("Een andere organisatie is aan zet")
        return self._owed(case, stage.duties[case.next_duty])

    def _owed(self, case: Case, duty: DutyRule) -> Next:
        rung = self._rung(case)
        if rung == Rung.OWNER:
            return Next(duty.label, case.next_at, case.fatal_at)
        words = self._ladder(case).lies_with(duty.owner, rung, case.municipality)
        return Next(duty.label, case.next_at, case.fatal_at, words)

    def _stage(self, procedure: Procedure, case: Case) -> StageRules:
        """The stage whose duty comes next."""
        return next(stage for stage in procedure.stages.values() if case.next_duty in stage.duties)

    def _rung(self, case: Case) -> Rung:
        target = None if case.next_at == case.fatal_at else case.next_at
        return duties.rung(target, case.fatal_at, self.rules.region(case.region).ladder, self.now)

    def _ladder(self, case: Case) -> Ladders:
        if case.region not in self._ladders:
            self._ladders[case.region] = Ladders(self.session, self.rules.region(case.region), self.now)
        return self._ladders[case.region]
