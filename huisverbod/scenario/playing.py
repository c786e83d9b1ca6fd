"""Plays a scenario on an empty database in memory, step by step through the one door."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from huisverbod import documents, duties, law, metrics
from huisverbod.advance import Act, advance, asked_of, catch_up, locked, open_case
from huisverbod.database import connect, migrate, writing
from huisverbod.errors import HuisverbodError, StepNotOpen
from huisverbod.instrument import signals_of
from huisverbod.known import CLOCK, Actor, Asked
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.scenario.reading import ActorText, Scenario, StepText
from huisverbod.workflow import Step

LOCAL = frozenset({Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER})
NAMING = "request.submit"
CHECKING = "request.accept"
"""The step with which the people of a scenario are stated."""


@dataclass
class Played:
    """What came of a scenario: an outcome per step, and at its end where everything stands."""

    title: str
    number: str = ""
    mark: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    duties: list[dict[str, Any]] = field(default_factory=list)
    timings: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)


def play(rulebook: Rulebook, scenario: Scenario) -> Played:
    """Plays every step at its own instant; a refusal is written down and the next step is tried."""
    engine = connect("sqlite://")
    try:
        migrate(engine)
        return _Player(engine, rulebook, scenario).play()
    finally:
        engine.dispose()


class _Player:
    """One scenario on its way through the door."""

    def __init__(self, engine: Engine, rulebook: Rulebook, scenario: Scenario) -> None:
        self.engine, self.scenario = engine, scenario
        self.rulebook = rulebook.under(scenario.procedure)
        self.region = rulebook.region(scenario.region)
        self.played = Played(scenario.title, mark=self.rulebook.current.procedure.about.mark)

    def play(self) -> Played:
        for text in self.scenario.step:
            self._step(text)
        if self.played.number:
            with writing(self.engine) as session:
                self._sum_up(session, self._end())
        return self.played

    def _end(self) -> datetime:
        last = self.scenario.step[-1]
        return aware(self.scenario.until or last.recorded_at or last.at)

    def _step(self, text: StepText) -> None:
        who = self._actor(text)
        outcome: dict[str, Any] = {"step": text.step, "at": iso(aware(text.at)), "actor": text.actor}
        outcome |= {"role": who.role.value, "name": who.name}
        try:
            with writing(self.engine) as session:
                number = self._take(session, text)
            self.played.number = number
            outcome |= {"outcome": "accepted", "codes": [], "sentences": [], "laws": []}
        except HuisverbodError as refusal:
            outcome |= {
                "outcome": "refused",
                "codes": [reason.code for reason in refusal.reasons],
                "sentences": [reason.sentence for reason in refusal.reasons],
                "laws": [reason.law for reason in refusal.reasons],
            }
        self.played.steps.append(outcome)

    def _take(self, session: Session, text: StepText) -> str:
        """Takes the step; returns the number of the case."""
        _, rules = self.rulebook.current.procedure.step(text.step)
        act = Act(
            step=text.step,
            actor=self._actor(text),
            occurred_at=aware(text.at),
            recorded_at=aware(text.recorded_at or text.at),
            facts=self._facts(text),
        )
        if self.played.number:
            shown = self._shown(session, rules) if rules.signs else {}
            return advance(session, self.rulebook, self.played.number, _with(act, shown)).case.number
        if rules.origins:
            raise StepNotOpen(f"'{rules.label}' kan nu niet: er is nog geen zaak.")
        start = {"route": self.scenario.route, "municipality": self.scenario.municipality}
        return open_case(session, self.rulebook, _with(act, start)).case.number

    def _facts(self, text: StepText) -> dict[str, Any]:
        facts: dict[str, Any] = _localise(text.facts)
        if text.step == NAMING and self.scenario.person:
            facts.setdefault("people", [_without_ref(person) for person in self.scenario.person])
        if text.step == CHECKING:
            facts = {"dwelling_here": True, "checked_in": "bag", **facts}
        if text.rest:
            named = facts["answer"].setdefault("signals", {})
            for code in signals_of(facts["answer"]["part"], self.rulebook.current.instrument):
                named.setdefault(code, {"colour": text.rest, "items": {}})
        return facts

    def _shown(self, session: Session, rules: Step) -> dict[str, Any]:
        """Who decides has the newest draft and accepts what falls short, unless the file says otherwise."""
        drafts = documents.current_drafts(session, locked(session, self.played.number))
        return {"shown_sha256": drafts.get(rules.document or "", ""), "accepted": list(rules.warns)}

    def _actor(self, text: StepText) -> Actor:
        given = self.scenario.actors.get(text.actor) or ActorText(role=Role(text.actor))
        municipality = self.region.municipality(self.scenario.municipality)
        local = given.role in LOCAL
        return Actor(
            role=given.role,
            name=given.name or self._registered(given.role, text) or given.role.label,
            organisation=given.organisation
            or (f"Gemeente {municipality.name}" if local else f"{given.role.label} {self.region.name}"),
            region=self.region.key,
            municipality=municipality.key if local else "",
        )

    def _registered(self, role: Role, text: StepText) -> str:
        """Who held that office, or a mandate, on the day of the step; "" when the registers name nobody."""
        day = aware(text.at).astimezone(ZONE).date()
        municipality = self.region.municipality(self.scenario.municipality)
        if role == Role.HOVJ:
            holders = [
                m.holder for m in self.region.mandates if m.municipality == municipality.key and m.covers(day)
            ]
        else:
            holders = [o.name for o in municipality.offices if o.role == role and o.covers(day)]
        return next(iter(holders), "")

    def _sum_up(self, session: Session, at: datetime) -> None:
        case = locked(session, self.played.number)
        catch_up(session, self.rulebook, case, at)
        asked = asked_of(session, self.rulebook, case, CLOCK, at)
        procedure = self.rulebook.edition(session, case).procedure
        self.played.states = dict(asked.known.states)
        self.played.terms = _terms(asked)
        owed = [] if case.destroyed_at else duties.owed(procedure, asked)
        self.played.duties = [_duty(duty, at) for duty in owed]
        self.played.timings = [
            {"measure": timing.measure, "hours": round(timing.hours, 2), "who": timing.who}
            for timing in metrics.timings(asked.known, asked.terms)
        ]
        self.played.documents = [
            {"title": row.title, "template": row.template, "sha256": row.sha256}
            for row in reversed(documents.documents_of(session, case))
        ]


def _terms(asked: Asked) -> dict[str, Any]:
    """The terms of the ban, ISO text in Dutch time; nothing while none has taken effect."""
    ban = asked.known.ban(asked.terms)
    if ban is None:
        return {}
    return {
        "imposed_at": iso(ban.imposed_at),
        "effective_from": iso(ban.effective_from),
        "first_end": iso(ban.first_end),
        "latest_end": iso(ban.latest_end),
        "end": iso(ban.end),
        "ended_at": iso(ban.ended_at) if ban.ended_at else None,
        "in_force": ban.in_force(asked.at),
        "first_hours": law.hours_between(ban.effective_from, ban.first_end),
        "appeal_until": law.due_on(asked.terms["appeal"], ban.effective_from.date()).isoformat(),
    }


def _duty(duty: duties.Duty, at: datetime) -> dict[str, Any]:
    return {
        "name": duty.name,
        "label": duty.label,
        "owner": duty.owner.value,
        "due_at": iso(duty.due_at),
        "fatal_at": iso(duty.fatal_at) if duty.fatal_at else None,
        "met_at": iso(duty.met_at) if duty.met_at else None,
        "state": duty.status(at).value,
        "late": duty.late(at),
        "law": duty.law,
    }


def aware(moment: datetime) -> datetime:
    """A moment of the file as an instant: one without an offset is Dutch."""
    return law.local(moment) if moment.tzinfo is None else moment


def iso(moment: datetime) -> str:
    """An instant as ISO text in Dutch time, to the second."""
    return moment.astimezone(ZONE).isoformat(timespec="seconds")


def _with(act: Act, facts: Mapping[str, Any]) -> Act:
    return replace(act, facts={**facts, **act.facts})


def _without_ref(person: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in person.items() if key != "ref"}


def _localise(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _localise(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_localise(item) for item in value]
    return aware(value) if isinstance(value, datetime) else value
