"""Someone at work on a case: what a writing page needs to show, and how it is sent."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlmodel import Session

from huisverbod import access, recording, stages
from huisverbod.accounts import Account
from huisverbod.advance import Act, Taken, asked_of, catch_up, locked
from huisverbod.case import Case, Facts, Stage, stages_of
from huisverbod.errors import HuisverbodError, Reason
from huisverbod.known import Actor, Asked, Happened, Known
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.rulebook import Edition, Rulebook
from huisverbod.web import prefill
from huisverbod.web.choices import choices
from huisverbod.web.current import Me, Now, Reading, Rules, Writing, open_case
from huisverbod.web.current import take as take_step
from huisverbod.web.forms import Choices, When
from huisverbod.web.typed import Typed, facts_of, first
from huisverbod.wording import moment
from huisverbod.workflow import StageRules, Step, check_role, take

CARRIED = frozenset({"key", "version", "seen", "actie"})
"""What a form carries beside its fields; it is no part of a draft."""

LONGEST_KEY = 40


@dataclass(frozen=True)
class Desk:
    """One person at one case, within one transaction, at one moment."""

    session: Session
    rulebook: Rulebook
    case: Case
    me: Actor
    now: datetime

    @cached_property
    def edition(self) -> Edition:
        """The rules on which the case runs."""
        return self.rulebook.edition(self.session, self.case)

    @cached_property
    def asked(self) -> Asked:
        """What a guard is asked now; without facts."""
        return asked_of(self.session, self.rulebook, self.case, self.me, self.now)

    @cached_property
    def known(self) -> Known:
        """What this person sees of what is known."""
        return prefill.seen(self.asked, self.case)

    @cached_property
    def choices(self) -> Choices:
        """What forms about this case offer to choose from."""
        return choices(self.asked)

    @property
    def region(self) -> Region:
        """The region of the case."""
        return self.rulebook.region(self.case.region)

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """The stages that were opened."""
        return stages_of(self.session, self.case)

    def step(self, name: str) -> tuple[StageRules, Step]:
        """The step of this name, if this person's capacity ever takes it.

        Raises:
            Unknown: there is no such step.
            NotAllowed: it belongs to another capacity.

        """
        stage, step = self.edition.procedure.step(name)
        check_role(step, self.me.role)
        return stage, step

    def closed(self, stage: StageRules, step: Step) -> str:
        """Why this step cannot start from where the case stands; empty when it can."""
        row = self.stages.get(stage.name)
        if row is None:
            return f"'{step.label}' kan nu niet: {stage.label.lower()} is nog niet begonnen."
        try:
            take(stage, row.state, step, self.me.role)
        except HuisverbodError as refusal:
            return refusal.sentence
        return ""

    def blocked(self, stage: StageRules, step: Step, at: datetime) -> list[Reason]:
        """The guards that do not hold at that moment."""
        asked = asked_of(self.session, self.rulebook, self.case, self.me, at)
        asked = replace(asked, step=f"{stage.name}.{step.name}")
        return stages.unmet(stage.name, step.guards, asked)

    def happened_since(self, seq: int) -> list[tuple[Happened, str]]:
        """The events after this number that this person may know of, each with the name of its step."""
        return [
            (event, self.edition.procedure.step(event.step)[1].label)
            for event in self.asked.known.events
            if event.seq > seq and access.sees_event(self.me, event, self.case)
        ]

    def carried(self, typed: Typed | None = None) -> dict[str, str | int]:
        """What the form carries: the key of this act, and the case as it was when the page was opened."""
        before = typed or {}
        return {
            "key": first(before, "key")[:LONGEST_KEY] or secrets.token_urlsafe(16),
            "version": number_of(before, "version") or self.case.version,
            "seen": number_of(before, "seen") or self.case.events_count,
        }

    def renewed(self, typed: Typed) -> Typed:
        """What was typed, carrying the case as it is now: for after what happened meanwhile was shown."""
        now = {"version": [str(self.case.version)], "seen": [str(self.case.events_count)]}
        return {**typed, **now}

    def draft(self, step: str) -> Facts | None:
        """What this person kept for later, or nothing."""
        return recording.read_draft(self.session, self.case, step, self.me)

    def kept(self, step: str) -> str:
        """When this person kept something for later, in words; empty when there is nothing."""
        draft = self.draft(step)
        return self.when(draft.saved_at) if draft else ""

    def when(self, at: datetime) -> str:
        """A moment in words to follow a verb: "om 16.12 uur" today, the whole moment on another day."""
        dutch = at.astimezone(ZONE)
        return f"om {dutch:%H.%M} uur" if dutch.date() == self.today else f"op {moment(at)}"

    def moment(self, stage: str, typed: Typed) -> datetime:
        """When it happened as typed, else now.

        house: within the minute in which the stage came to its state, it is after that.
        """
        found = facts_of(When, typed, self.today).get("occurred_at")
        at = found if isinstance(found, datetime) else self.now
        row = self.stages.get(stage)
        return row.since if row and at < row.since < at + timedelta(minutes=1) else at

    @property
    def today(self) -> date:
        """The Dutch day."""
        return self.now.astimezone(ZONE).date()

    def keep(self, step: str, typed: Typed) -> None:
        """Keeps what was typed for later."""
        kept = {name: value for name, value in typed.items() if name not in CARRIED}
        recording.save_draft(self.session, self.case, step, self.me, kept, self.now)

    def send(
        self, step: str, typed: Typed, facts: Mapping[str, Any], at: datetime, *, any_version: bool = False
    ) -> Taken:
        """Takes the step with these facts; the form says which act it is and what was shown.

        Raises:
            HuisverbodError: as `advance`; nothing was written.

        """
        key = f"form:{self.me.account_id}:{first(typed, 'key')[:LONGEST_KEY]}"
        version = None if any_version else number_of(typed, "version")
        act = Act(step, self.me, at, self.now, facts, key, version)
        return take_step(self.session, self.rulebook, self.case.number, act)


def number_of(typed: Typed, name: str) -> int:
    """A number that a form carried; nought when it is none."""
    text = first(typed, name)
    return int(text) if text.isdecimal() and len(text) < LONGEST_KEY else 0


def _at_step(request: Request, session: Session, who: Account) -> Case:
    """The case of this address; whom only a way on was routed to sits down to that step alone."""
    case = open_case(session, who, request.path_params["number"])
    access.check_step(who.actor(), case, request.path_params.get("name", ""))
    return case


def sit(request: Request, session: Reading, rulebook: Rules, who: Me, now: Now) -> Desk:
    """Someone at the case of this address, to read.

    Raises:
        Unknown: there is no such case for this person.

    """
    case = _at_step(request, session, who)
    return Desk(session, rulebook, case, who.actor(), now)


def sit_to_write(request: Request, session: Writing, rulebook: Rules, who: Me, now: Now) -> Desk:
    """Someone at the case of this address, to write: it is locked and what the clock owed is done.

    Raises:
        Unknown: there is no such case for this person.

    """
    case = locked(session, _at_step(request, session, who).number)
    catch_up(session, rulebook, case, now)
    return Desk(session, rulebook, case, who.actor(), now)


Looking = Annotated[Desk, Depends(sit)]
Sitting = Annotated[Desk, Depends(sit_to_write)]
