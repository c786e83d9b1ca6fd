"""Table Notice: who must be told after which event. Queued with the step, handed on by `tick`.

A notice says that something waits, and never about whom: number, occasion and a link at most.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Field, Session, SQLModel, col, select

from huisverbod.case import Case, Event
from huisverbod.database import Instant
from huisverbod.known import Actor
from huisverbod.roles import PARTNERS, Role
from huisverbod.workflow import Step

TEXTS = {
    "receipt": "Uw verzoek is ontvangen.",
    "request_refused": "Er is beslist op uw verzoek.",
    "decision_waits": "Er wacht een besluit op u.",
    "police": "Er is iets gewijzigd in een huisverbod dat de politie handhaaft.",
    "help_body": "Er is iets gewijzigd in een huisverbod waarbij u hulp geeft.",
    "veilig_thuis": "Er is een huisverbod opgelegd in uw regio.",
    "ban_ended": "Een huisverbod is afgelopen.",
}

RECEIVERS: dict[str, tuple[Role, ...]] = {
    "receipt": (),
    "request_refused": (),
    "decision_waits": (Role.MAYOR, Role.DEPUTY_MAYOR),
    "police": (Role.POLICE, Role.HOVJ),
    "help_body": (Role.CASE_MANAGER,),
    "veilig_thuis": (Role.VEILIG_THUIS,),
    "ban_ended": (Role.MUNICIPAL_OFFICER, Role.CASE_MANAGER, Role.POLICE),
}
"""The capacities told; none means: the organisation that made the request."""


class Notice(SQLModel, table=True):
    """One message owed to a capacity or an organisation. Sent is not received: that is `acknowledged_at`."""

    __tablename__ = "notices"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    event_id: int = Field(foreign_key="events.id")
    kind: str = Field(max_length=30)
    role: str = Field(default="", max_length=30)
    organisation: str = Field(default="", max_length=120)
    region: str = Field(max_length=60, index=True)
    municipality: str = Field(max_length=60)
    queued_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: int | None = Field(default=None, foreign_key="accounts.id")

    @property
    def text(self) -> str:
        """What the receiver reads."""
        return TEXTS[self.kind]


def queue(session: Session, case: Case, event: Event, step: Step) -> None:
    """Writes a row per receiver, in the transaction of the step itself."""
    for kind in step.notices:
        for role in RECEIVERS[kind] or ("",):
            session.add(
                Notice(
                    case_id=event.case_id,
                    event_id=event.id or 0,
                    kind=kind,
                    role=role,
                    organisation="" if role else case.requester_organisation,
                    region=case.region,
                    municipality=case.municipality,
                    queued_at=event.recorded_at,
                )
            )


def send(session: Session, now: datetime, most: int = 500) -> int:
    """Puts the waiting notices in their receivers' list of messages; returns how many."""
    rows = session.exec(
        select(Notice).where(col(Notice.sent_at).is_(None)).order_by(col(Notice.id)).limit(most)
    )
    count = 0
    for row in rows:
        row.sent_at = now
        session.add(row)
        count += 1
    return count


def _for(actor: Actor) -> ColumnElement[bool]:
    place = col(Notice.municipality) == actor.municipality if actor.municipality else true()
    own = col(Notice.organisation) == actor.organisation
    if actor.role in PARTNERS and actor.role != Role.VEILIG_THUIS:
        return and_(col(Notice.region) == actor.region, own)
    return and_(col(Notice.region) == actor.region, or_(own, and_(col(Notice.role) == actor.role, place)))


def waiting(session: Session, actor: Actor, most: int = 50) -> Sequence[tuple[Notice, Case]]:
    """The sent notices for this person that nobody of his capacity has acknowledged yet, newest first."""
    query = (
        select(Notice, Case)
        .join(Case, col(Case.id) == col(Notice.case_id))
        .where(_for(actor), col(Notice.sent_at).is_not(None), col(Notice.acknowledged_at).is_(None))
        .order_by(col(Notice.id).desc())
        .limit(most)
    )
    return session.exec(query).all()


def acknowledge(session: Session, actor: Actor, notice_id: int, now: datetime) -> None:
    """Marks a notice of this person as received; somebody else's is left alone."""
    row = session.exec(select(Notice).where(Notice.id == notice_id, _for(actor))).one_or_none()
    if row is not None and row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = now, actor.account_id
        session.add(row)
