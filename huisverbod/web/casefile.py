"""One case as one person sees it: where it stands, what is owed, what he can do and what not, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Annotated, Literal

from fastapi import Depends, Request
from sqlmodel import Session, col, select

from huisverbod import access, duties, stages
from huisverbod.access import Slice
from huisverbod.accounts import Account
from huisverbod.advance import asked_of
from huisverbod.case import FOLLOWS, Case, Event, Stage, stages_of
from huisverbod.documents import Document, comparing, documents_before
from huisverbod.duties import Duty, Rung
from huisverbod.errors import Reason
from huisverbod.known import Actor, Asked, Ban, Happened, Known, Person, SinceLastFact, since_last_fact
from huisverbod.region import Municipality
from huisverbod.roles import stands_in_for
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Now, Reading, Rules, open_case
from huisverbod.web.ladder import Ladders
from huisverbod.web.resembling import Resembling, named, resembling
from huisverbod.web.steps import own_page
from huisverbod.workflow import Procedure, StageRules, Step, offered

DRAFT_BEFORE = "Wat is er anders dan in het vorige ontwerp?"
FIRST_DECISION = "Wat is er anders dan in het eerste besluit?"


@dataclass(frozen=True)
class Standing:
    """Where one stage stands: its label and state, and since when; without a state it has not begun."""

    name: str
    label: str
    state: str
    kind: Literal["done", "current", "todo"]
    since: datetime | None


@dataclass(frozen=True)
class Choice:
    """A step that starts from where the case stands: its address, or the rules that are not met."""

    name: str
    label: str
    address: str
    refusals: Sequence[Reason]


class CaseFile:
    """A case opened by one person at one moment. Reads everything once, when first asked for."""

    def __init__(
        self, session: Session, rulebook: Rulebook, who: Account, number: str, now: datetime
    ) -> None:
        """Open the case.

        Raises:
            Unknown: there is none, or it is not for this person.

        """
        self.session = session
        self.actor: Actor = who.actor()
        self.case: Case = open_case(session, who, number)
        self.now = now
        self.asked: Asked = asked_of(session, rulebook, self.case, self.actor, now)
        self.known: Known = self.asked.known
        self.procedure: Procedure = rulebook.edition(session, self.case).procedure
        self.rows: dict[str, Stage] = stages_of(session, self.case)

    def sees(self, part: Slice) -> bool:
        """Whether this person sees that slice."""
        return access.sees(self.actor, part, self.case)

    def sees_stage(self, name: str) -> bool:
        """Whether this person sees where that stage stands."""
        return self.sees(access.STAGE_SLICE[name])

    @property
    def sees_people(self) -> bool:
        """Whether this person sees who it is about: with the request, the decision, or what was routed."""
        return access.sees_people(self.actor, self.known.events, self.case)

    @property
    def place(self) -> Municipality:
        """The municipality of the dwelling."""
        return self.asked.region.municipality(self.case.municipality)

    @cached_property
    def ban(self) -> Ban | None:
        """The ban, for whoever sees the decision."""
        return self.known.ban(self.asked.terms) if self.sees(Slice.DECISION) else None

    @property
    def subject(self) -> Person | None:
        """The person to be put out, for whoever sees the people."""
        return self.known.subject if self.sees_people else None

    @property
    def minors(self) -> list[Person]:
        """The minors who stay."""
        return self.known.minors(self.asked.day, self.asked.adult_age) if self.sees_people else []

    @property
    def address(self) -> str:
        """The dwelling in one line, or nothing."""
        home = self.known.fact("dwelling", "request.submit") if self.sees_people else None
        if not home:
            return ""
        addition = f"-{home['addition']}" if home.get("addition") else ""
        return f"{home['street']} {home['number']}{addition}, {home['postcode']} {home['place']}"

    @cached_property
    def resembling(self) -> list[Resembling]:
        """Other cases with the same person or address, as long as someone looks at the request."""
        if not self.sees(Slice.REQUEST) or self.known.states["request"] not in ("submitted", "returned"):
            return []
        people = [(p.given_names, p.family_name, p.born_on) for p in self.known.people]
        request = named(people, self.known.fact("dwelling", "request.submit", otherwise={}))
        return resembling(self.session, self.actor, self.case, request, self.now)

    @cached_property
    def since_last_fact(self) -> SinceLastFact | None:
        """How long ago the last fact was, for whoever sees the request or the decision."""
        whole = self.sees(Slice.DECISION) or self.sees(Slice.REQUEST)
        return since_last_fact(self.known, self.now) if whole else None

    @cached_property
    def linked(self) -> list[tuple[str, str]]:
        """The cases before and after this one that this person may open too: what each is, and its number."""
        number, earlier = self.case.number, self.case.earlier
        beside = [*self.session.exec(select(Case.number).where(FOLLOWS, Case.earlier == number)), earlier]
        if not any(beside):
            return []
        query = select(Case.number).where(
            col(Case.number).in_(beside), access.visible(self.actor), col(Case.destroyed_at).is_(None)
        )
        return [
            ("Eerder huisverbod" if other == earlier else "Later huisverbod", other)
            for other in self.session.exec(query.order_by(col(Case.id)))
        ]

    @property
    def reachable(self) -> str:
        """Where the person put out can be reached; never for those who help the ones that stay."""
        if not self.sees(Slice.ADDRESS):
            return ""
        where = self.known.fact(
            "reachable", "execution.serve", "execution.hand_over", "execution.give_address"
        )
        return str(where or "")

    @cached_property
    def standings(self) -> list[Standing]:
        """The stages that this person sees, in legal order; several may be current."""
        return [
            self._standing(stage) for stage in self.procedure.stages.values() if self.sees_stage(stage.name)
        ]

    def _standing(self, stage: StageRules) -> Standing:
        row = self.rows.get(stage.name)
        if row is None:
            return Standing(stage.name, stage.label, "Nog niet begonnen", "todo", None)
        acted = any(event.stage == stage.name for event in self.known.events)
        kind: Literal["done", "current", "todo"] = "done" if acted else "todo"
        kind = kind if stage.final(row.state) else "current"
        return Standing(stage.name, stage.label, stage.states[row.state].label, kind, row.since)

    @cached_property
    def owed(self) -> list[Duty]:
        """The open duties that this person sees, the earliest due first."""
        return [
            duty
            for duty in duties.owed(self.procedure, self.asked)
            if duty.open and self.sees_stage(self._stage_of(duty))
        ]

    @cached_property
    def settled(self) -> list[Duty]:
        """The duties that were met or lapsed, as far as this person sees them; the latest first."""
        every = duties.owed(self.procedure, self.asked)
        found = [duty for duty in every if not duty.open and self.sees_stage(self._stage_of(duty))]
        return sorted(found, key=lambda duty: duty.met_at or duty.lapsed_at or duty.due_at, reverse=True)

    def _stage_of(self, duty: Duty) -> str:
        return next(stage.name for stage in self.procedure.stages.values() if duty.name in stage.duties)

    def passed_on(self, duty: Duty) -> bool:
        """Whether the duty lies with others as well by now, because nobody acted."""
        return self._rung(duty) != Rung.OWNER

    def lies_with(self, duty: Duty) -> str:
        """With whom it lies now, in words."""
        return self._ladders.lies_with(duty.owner, self._rung(duty), self.case.municipality)

    @cached_property
    def _ladders(self) -> Ladders:
        return Ladders(self.session, self.asked.region, self.now)

    def _rung(self, duty: Duty) -> Rung:
        return duties.rung(duty.target_at, duty.fatal_at, self.asked.region.ladder, self.now)

    def ours(self, duty: Duty) -> bool:
        """Whether the duty is this person's to meet."""
        return duty.owner in stands_in_for(self.actor.role)

    @cached_property
    def choices(self) -> list[Choice]:
        """The steps of this capacity that start from where the case stands, possible or not."""
        return [
            self.choice(stage, step)
            for stage, step in offered(self.procedure, self.known.states, self.actor.role)
            if access.may_take(self.actor, self.case, f"{stage.name}.{step.name}")
        ]

    def choice(self, stage: StageRules, step: Step) -> Choice:
        """One step, with the rules that stand in its way."""
        name, number = f"{stage.name}.{step.name}", self.case.number
        address = own_page(name, step, number) or f"/zaken/{number}/stap/{name}"
        refusals = stages.unmet(stage.name, step.guards, replace(self.asked, step=name))
        return Choice(name, step.label, address, refusals)

    @cached_property
    def possible(self) -> list[Choice]:
        """What can be done now: what meets one's own duty, or another's, then what moves the case on."""
        waited_for = sorted(self.owed, key=lambda duty: not self.ours(duty))
        urgent = [name for duty in waited_for for name in duty.met_by]
        found = [choice for choice in self.choices if not choice.refusals]
        return sorted(found, key=lambda choice: self._rank(choice, urgent))

    def _rank(self, choice: Choice, urgent: Sequence[str]) -> tuple[int, bool]:
        leads_to = [choice.name, *self._prepared_by(choice)]
        place = min((urgent.index(name) for name in leads_to if name in urgent), default=len(urgent))
        return place, not self._moves(choice)

    def _prepared_by(self, choice: Choice) -> list[str]:
        """The decisions for which this step makes the draft."""
        _, draft = self.procedure.step(choice.name)
        return [
            f"{stage.name}.{step.name}"
            for stage, step in self.procedure.steps()
            if draft.draft and step.signs and step.document == draft.document
        ]

    def _moves(self, choice: Choice) -> bool:
        stage, step = self.procedure.step(choice.name)
        return step.to not in ("same", self.known.states[stage.name])

    def answering(self, duty: Duty) -> Choice | None:
        """The step with which this person can meet a duty now, or nothing."""
        return next((choice for choice in self.possible if choice.name in duty.met_by), None)

    @property
    def impossible(self) -> list[Choice]:
        """What cannot be done yet, each with its reasons; without what only follows another step."""
        following = {name for _, step in self.procedure.steps() for name in step.followers}
        return [choice for choice in self.choices if choice.refusals and choice.name not in following]

    @property
    def events(self) -> list[Happened]:
        """What happened, as far as this person sees it; the newest first."""
        return [e for e in reversed(self.known.events) if access.sees_event(self.actor, e, self.case)]

    @cached_property
    def readable(self) -> set[int]:
        """The events whose documents this person may read: those of which he sees what was stated."""
        rows = self.session.exec(select(Event.id, Event.seq).where(col(Event.case_id) == self.case.id))
        seen = {e.seq for e in self.known.events if access.sees_facts(self.actor, e, self.case)}
        return {number for number, seq in rows if number is not None and seq in seen}

    def comparisons(self, document: Document) -> list[tuple[str, str]]:
        """With which earlier documents this one can be compared: the address, and the words of the link."""
        if document.template not in comparing.TOPICS:
            return []
        address = f"/zaken/{self.case.number}/documenten/{document.id}/verschil"
        return [
            (f"{address}/{other.id}", DRAFT_BEFORE if other.draft else FIRST_DECISION)
            for other in documents_before(self.session, self.case, document)
            if other.event_id in self.readable
        ]


def opened(request: Request, session: Reading, rulebook: Rules, who: Me, now: Now) -> CaseFile:
    """The case of this address, to read.

    Raises:
        Unknown: there is none, or it is not for this person; whom a way on was routed to sees its page only.

    """
    file = CaseFile(session, rulebook, who, request.path_params["number"], now)
    access.check_page(file.actor, file.case, request.url.path)
    return file


Opened = Annotated[CaseFile, Depends(opened, scope="function")]
