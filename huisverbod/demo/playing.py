"""Plays the stories through the one door, each step at its own instant, and reads the old messages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from huisverbod import documents, notices
from huisverbod.accounts import Account
from huisverbod.advance import Act, advance, catch_up, locked, open_case
from huisverbod.case import Case
from huisverbod.database import writing
from huisverbod.demo.asking import submission
from huisverbod.demo.scene import Beat, Scene
from huisverbod.known import Actor
from huisverbod.recording import save_draft
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Submit
from huisverbod.web.typed import typed_of

READ_AFTER = timedelta(days=2)
DRAFTED = ("dwelling", "people", "danger")
"""What a partner has filled in of a request that is not sent yet."""


def play(engine: Engine, rulebook: Rulebook, scenes: Sequence[Scene], report: Callable[[str], None]) -> None:
    """Plays every story up to now, a case in a transaction. A refusal is a fault of the story: raised."""
    for number, scene in enumerate(scenes, start=1):
        with writing(engine) as session:
            _Played(session, rulebook, scene).play()
        report(f"zaak {number} van {len(scenes)}")


class _Played:
    """One story on its way through the door."""

    def __init__(self, session: Session, rulebook: Rulebook, scene: Scene) -> None:
        self.session, self.rulebook, self.scene = session, rulebook, scene
        self.now = scene.stage.now

    def play(self) -> None:
        """Takes every step that has happened by now, those of the clock as well."""
        first, *others = self.scene.in_order()
        case = open_case(self.session, self.rulebook, _act(first)).case
        for beat in others:
            if beat.recorded_at > self.now:
                break
            self._clock(case, beat.recorded_at)
            shown = self._shown(case, beat.step)
            advance(self.session, self.rulebook, case.number, _act(beat, shown))
            notices.send(self.session, beat.recorded_at)
        self._clock(case, self.now)
        if self.scene.planned.stop == first.step:
            self._draft(case, first)

    def _clock(self, case: Case, until: datetime) -> None:
        """The clock takes its steps at the instant itself, as it does in a program that never stops."""
        while case.due_at is not None and case.due_at <= until:
            due_at = case.due_at
            catch_up(self.session, self.rulebook, locked(self.session, case.number), due_at)
            notices.send(self.session, due_at)

    def _shown(self, case: Case, name: str) -> dict[str, Any]:
        """Whoever decides has the newest draft before him, and accepts what stands."""
        _, step = self.rulebook.current.procedure.step(name)
        if not step.signs:
            return {}
        shown = documents.current_drafts(self.session, case)[step.document or ""]
        return {"shown_sha256": shown, "accepted": list(step.warns)}

    def _draft(self, case: Case, first: Beat) -> None:
        stated = {name: value for name, value in submission(self.scene).items() if name in DRAFTED}
        saved_at = min(first.at + timedelta(minutes=9), self.now)
        save_draft(self.session, case, "request.submit", first.who, typed_of(Submit, stated), saved_at)


def _act(beat: Beat, shown: dict[str, str] | None = None) -> Act:
    return Act(beat.step, beat.who, beat.at, beat.recorded_at, {**beat.facts, **(shown or {})})


def read_old_messages(engine: Engine, people: Iterable[Account], now: datetime) -> None:
    """Everyone has seen the messages of the days before yesterday, or told them, soon after they came."""
    with writing(engine) as session:
        for account in people:
            actor = account.actor()
            while _some(notices.waiting(session, actor, 500), now, partial(_see, session, actor)):
                session.flush()
            if actor.role == Role.MUNICIPAL_OFFICER:
                while _some(_by_hand(session, actor, now), now, partial(notices.tell, session, actor)):
                    session.flush()


def _some(
    open_ones: Iterable[tuple[notices.Notice, Case]],
    now: datetime,
    settle: Callable[[notices.Notice, datetime], object],
) -> bool:
    """Settles the old ones among these, soon after they came; whether there were any."""
    old = [notice for notice, _ in open_ones if notice.sent_at and notice.sent_at < now - READ_AFTER]
    for notice in old:
        settle(notice, (notice.sent_at or now) + timedelta(minutes=35))
    return bool(old)


def _by_hand(session: Session, actor: Actor, now: datetime) -> list[tuple[notices.Notice, Case]]:
    return [(one.notice, one.case) for one in notices.to_tell(session, actor, now)]


def _see(session: Session, actor: Actor, notice: notices.Notice, at: datetime) -> None:
    notices.acknowledge(session, actor, notice.id or 0, at)
