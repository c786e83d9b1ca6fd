"""The clock at work: takes the steps that are due, hands on the notices that wait, and sends them."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from huisverbod import duties, notices, recording
from huisverbod.advance import asked_of, catch_up, locked
from huisverbod.case import Case
from huisverbod.database import reading, writing
from huisverbod.errors import DefinitionError, HuisverbodError
from huisverbod.known import CLOCK
from huisverbod.notices import Carrier, Message, NotCarried, Reach, outbox
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    steps: int
    notices: int


@dataclass(frozen=True)
class Delivered:
    """What became of the messages to send: how many left, how many attempts failed, how many still wait."""

    sent: int
    failed: int
    waiting: int


@dataclass(frozen=True)
class Ways:
    """The ways out of this installation, by channel, and where people open the application."""

    carriers: Mapping[str, Carrier]
    address: str

    @classmethod
    def of(cls, settings: Settings) -> "Ways":
        """The ways out that these settings name."""
        return cls(notices.carriers(settings), settings.address)

    def reach(self, rulebook: Rulebook) -> Reach:
        """Whom these ways can reach."""
        return Reach(rulebook.regions, frozenset(self.carriers))


NOWHERE = Ways({}, "")


def tick(engine: Engine, rulebook: Rulebook, now: datetime, ways: Ways = NOWHERE) -> Ticked:
    """Takes every step of the clock that is due at this instant, a case a transaction; hands on notices.

    Sends nothing itself: no server can hold it up. See `deliver_next`.

    Safe beside other instances: a case that another one holds is left to it. A case whose step is refused is
    noted in the log and holds up no other.
    """
    steps = _sweep(engine, rulebook, now)
    _pass_on(engine, rulebook, now)
    with writing(engine) as session:
        handed_on = notices.send(session, now, ways.reach(rulebook))
        recording.forget_old_drafts(session, now)
    return Ticked(steps, handed_on)


def deliver(
    engine: Engine, rulebook: Rulebook, ways: Ways, moment: Callable[[], datetime], most: int = 200
) -> Delivered:
    """Sends what is due, at most so many messages. `moment` tells the time: servers can be slow."""
    tally = {True: 0, False: 0}
    while sum(tally.values()) < most:
        left = deliver_next(engine, rulebook, ways, moment)
        if left is None:
            break
        tally[left] += 1
    with reading(engine) as session:
        return Delivered(tally[True], tally[False], outbox.waiting_to_leave(session))


def deliver_next(
    engine: Engine, rulebook: Rulebook, ways: Ways, moment: Callable[[], datetime]
) -> bool | None:
    """Sends the message that waited longest: whether it left, or nothing when there is none.

    No transaction is open while the server is spoken to.
    """
    if not ways.carriers:
        return None
    with writing(engine) as session:
        claimed = outbox.claim(session, ways.reach(rulebook), moment())
    if claimed is None:
        return None
    message = Message(claimed.number, claimed.since, ways.address)
    try:
        if not claimed.address:
            raise NotCarried("no_address", final=True)
        ways.carriers[claimed.channel].carry(message, claimed.address, claimed.key)
    except NotCarried as fault:
        LOG.warning("a message about %s did not leave: %s", claimed.number, fault.fault)
        with writing(engine) as session:
            outbox.failed(session, claimed, fault.fault, moment(), final=fault.final)
        return False
    with writing(engine) as session:
        outbox.sent(session, claimed, moment())
    return True


def settle(engine: Engine, rulebook: Rulebook, now: datetime, number: str | None = None) -> None:
    """Takes the overdue steps of the clock, of one case or of all, before a page reads."""
    if number is None:
        _sweep(engine, rulebook, now)
        return
    with reading(engine) as session:
        query = select(Case.id).where(Case.number == number, col(Case.due_at) <= now)
        overdue = session.exec(query).first()
    if overdue is not None:
        with writing(engine) as session:
            catch_up(session, rulebook, locked(session, number), now)


def _sweep(engine: Engine, rulebook: Rulebook, now: datetime) -> int:
    steps, passed_over = 0, list[int]()
    while (case_id := _next_due(engine, now, passed_over)) is not None:
        taken = _caught_up(engine, rulebook, case_id, now)
        if not taken:
            passed_over.append(case_id)
        steps += taken
    return steps


def _pass_on(engine: Engine, rulebook: Rulebook, now: datetime) -> None:
    """Tells whoever is on a rung of every duty that came to it, a case a transaction, and each rung once."""
    passed_over: list[int] = []
    while (case_id := _next_alert(engine, now, passed_over)) is not None:
        passed_over.append(case_id)
        try:
            with writing(engine) as session:
                due = select(Case).where(Case.id == case_id, col(Case.alert_at) <= now)
                case = session.exec(due.with_for_update(skip_locked=True)).one_or_none()
                if case is not None:
                    _alert(session, rulebook, case, now)
        except (HuisverbodError, DefinitionError) as fault:
            LOG.error("no alerts in case %s: %s", case_id, type(fault).__name__)


def _alert(session: Session, rulebook: Rulebook, case: Case, now: datetime) -> None:
    procedure, region = rulebook.edition(session, case).procedure, rulebook.region(case.region)
    owed = duties.owed(procedure, asked_of(session, rulebook, case, CLOCK, now))
    notices.pass_on(session, case, owed, region, now)
    # The row is not versioned for this: a form that somebody has open is no older for it.
    later = duties.next_climb(owed, region.ladder, now)
    session.execute(update(Case).where(col(Case.id) == case.id).values(alert_at=later))


def _next_alert(engine: Engine, now: datetime, passed_over: list[int]) -> int | None:
    with reading(engine) as session:
        due = select(Case.id).where(col(Case.alert_at) <= now, col(Case.id).not_in(passed_over))
        return session.exec(due.order_by(col(Case.alert_at)).limit(1)).first()


def _next_due(engine: Engine, now: datetime, passed_over: list[int]) -> int | None:
    with reading(engine) as session:
        due = select(Case.id).where(col(Case.due_at) <= now, col(Case.id).not_in(passed_over))
        return session.exec(due.order_by(col(Case.due_at)).limit(1)).first()


def _caught_up(engine: Engine, rulebook: Rulebook, case_id: int, now: datetime) -> int:
    try:
        with writing(engine) as session:
            due = select(Case).where(Case.id == case_id, col(Case.due_at) <= now)
            case = session.exec(due.with_for_update(skip_locked=True)).one_or_none()
            return catch_up(session, rulebook, case, now) if case else 0
    except (HuisverbodError, DefinitionError) as fault:
        LOG.error("the clock cannot take its step in case %s: %s", case_id, type(fault).__name__)
        return 0
