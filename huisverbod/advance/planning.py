"""What would happen to a case that is moved to another version of the procedure; nothing is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from huisverbod import duties, wording
from huisverbod.advance.door import asked_of
from huisverbod.case import Case
from huisverbod.comparing import FROM
from huisverbod.duties import Duty
from huisverbod.instrument import signals_of
from huisverbod.known import CLOCK, Asked
from huisverbod.roles import Role
from huisverbod.rulebook import Edition, Rulebook
from huisverbod.workflow import Procedure, Step


@dataclass(frozen=True)
class Plan:
    """What moving a case would do: its states by stage, why it cannot, and what changes, in Dutch."""

    number: str
    before: str
    after: str
    states: Mapping[str, str]
    refusals: tuple[str, ...]
    changes: tuple[str, ...]


def plan(session: Session, rulebook: Rulebook, case: Case, to: Edition, at: datetime) -> Plan:
    """What would happen at that instant (aware); `at` also is when duties are looked at."""
    asked = asked_of(session, rulebook, case, CLOCK, at)
    move = _Move(asked, rulebook.edition(session, case), to)
    refusals = [] if case.closed_at is None else [CLOSED]
    refusals += move.refusals()
    return Plan(
        case.number,
        case.procedure,
        to.procedure.digest,
        move.states,
        tuple(refusals),
        tuple(move.changes()) if not refusals else (),
    )


CLOSED = "De zaak is gesloten. Zij blijft op de werkwijze waarop zij is afgesloten."


class _Move:
    """One case between two editions."""

    def __init__(self, asked: Asked, before: Edition, after: Edition) -> None:
        self.before, self.after = before.procedure, after.procedure
        self.instrument = after.instrument
        self.asked = asked
        self.states = {name: self._now_called(name, state) for name, state in asked.known.states.items()}
        known = replace(asked.known, states=self.states)
        terms, powers = self.after.terms, self.after.powers
        self.then = replace(asked, known=known, terms=terms, powers=powers, instrument=after.instrument)

    def _now_called(self, stage: str, state: str) -> str:
        """What a state is called afterwards; going back, what it was called before."""
        after = self.after.stages[stage]
        if state in after.states:
            return state
        back = {new: old for old, new in self.before.stages[stage].renamed.items()}
        return after.renamed.get(state, back.get(state, state))

    def refusals(self) -> Iterator[str]:
        """Why it cannot, each with what to do."""
        if self.after.about.simulation:
            yield f"{self.after.about.mark}: daarop loopt nooit een echte zaak."
        for name, state in self.states.items():
            if state not in self.after.stages[name].states:
                stage = self.before.stages[name]
                yield (
                    f"{stage.label} staat op '{stage.states[state].label}', en die toestand is er niet. "
                    f"Zet bij [renamed] in {name}.toml hoe '{state}' nu heet."
                )
        yield from self._steps_gone()
        yield from self._ends_moved()
        yield from self._answers_gone()

    def _steps_gone(self) -> Iterator[str]:
        steps = {f"{stage.name}.{step.name}" for stage, step in self.after.steps()}
        for name in dict.fromkeys(event.step for event in self.asked.known.events):
            if name not in steps:
                label = self.before.step(name)[1].label
                yield f"De stap '{label}' is genomen, en de andere werkwijze kent die niet ({name})."

    def _ends_moved(self) -> Iterator[str]:
        """Wth 2(4)(a): the decision states when the ban ends; no change of version makes that untrue."""
        now, then = self.asked.known.ban(self.asked.terms), self.asked.known.ban(self.after.terms)
        if now and then and now.end != then.end and now.over_at > self.asked.at:
            yield (
                f"Het huisverbod loopt en eindigt volgens het besluit op {wording.moment(now.end)}; met de "
                f"andere werkwijze zou dat {wording.moment(then.end)} zijn. Laat het eerst aflopen."
            )

    def _answers_gone(self) -> Iterator[str]:
        known = {signal.code for signal in self.instrument.signals}
        for answer in self.asked.known.answers().values():
            gone = sorted(code for code in answer.signals if code not in known)
            if gone or not signals_of(answer.part, self.instrument):
                what = ", ".join(gone) or f"deel {answer.part}"
                yield f"De risicotaxatie is ingevuld voor {what}, en dat staat niet in het andere instrument."

    def changes(self) -> Iterator[str]:
        """What would be otherwise: states, steps that start from here, terms, duties."""
        for name, state in self.states.items():
            old = self.asked.known.states[name]
            if old != state:
                before, after = self.before.stages[name], self.after.stages[name]
                was, will = before.states[old].label, after.states[state].label
                yield f"{after.label}: de toestand '{was}' heet dan '{will}'."
        yield from self._steps()
        yield from self._terms()
        yield from self._duties()

    def _steps(self) -> Iterator[str]:
        now, then = _open(self.before, self.asked.known.states), _open(self.after, self.states)
        for name, step in then.items():
            if name not in now:
                yield f"Kan dan wel: {step.label} ({_who(step)})."
            elif set(step.by) != set(now[name].by):
                yield f"{step.label}: door {_who(step)}, nu door {_who(now[name])}."
        yield from (f"Kan dan niet meer: {step.label}." for name, step in now.items() if name not in then)

    def _terms(self) -> Iterator[str]:
        for name, term in self.after.terms.items():
            old = self.before.terms.get(name)
            words = wording.amount(term.amount, term.unit)
            if old is None:
                yield f"Nieuwe termijn: {term.label}, {words}."
                continue
            if (old.amount, old.unit) != (term.amount, term.unit):
                yield f"Termijn {term.label}: {words}, nu {wording.amount(old.amount, old.unit)}."
            if old.counts_from != term.counts_from:
                now = FROM[old.counts_from]
                yield f"Termijn {term.label}: telt dan vanaf {FROM[term.counts_from]}, nu vanaf {now}."

    def _duties(self) -> Iterator[str]:
        now = {(duty.name, duty.seq): duty for duty in duties.owed(self.before, self.asked)}
        then = {(duty.name, duty.seq): duty for duty in duties.owed(self.after, self.then)}
        for key, duty in then.items():
            old, due = now.get(key), wording.short_moment(duty.due_at)
            since = wording.short_moment(duty.started_at)
            if old is None:
                late = ", en is dan al te laat" if _missed(duty, self.asked.at) else ""
                yield f"Plicht erbij: {duty.label}, sinds {since}, uiterlijk {due}{late}."
            elif old.due_at != duty.due_at:
                was = wording.short_moment(old.due_at)
                yield f"Plicht {duty.label}: uiterlijk {due}, nu {was}; begonnen {since}."
        yield from (f"Plicht vervalt: {duty.label}." for key, duty in now.items() if key not in then)


def _missed(duty: Duty, at: datetime) -> bool:
    return duty.open and duty.due_at < at


def _open(procedure: Procedure, states: Mapping[str, str]) -> dict[str, Step]:
    """The steps that start from these states for anybody, by "stage.step"."""
    return {
        f"{stage.name}.{step.name}": step
        for stage, step in procedure.steps()
        if states.get(stage.name) in step.origins
    }


def _who(step: Step) -> str:
    return wording.listing([Role(role).label for role in step.by])
