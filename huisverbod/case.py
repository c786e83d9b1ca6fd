"""Tables of a case: Case, Party, Stage, Event, Facts; and what is known of a case, read from them.

Personal data stand in Party and Facts (and in Document) and nowhere else.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, Text, UniqueConstraint, func, text
from sqlmodel import Field, Session, SQLModel, col, select

from huisverbod.database import Instant, insert_if_absent
from huisverbod.errors import Unknown
from huisverbod.known import Happened, Known, Person, imposed_at
from huisverbod.law import ZONE
from huisverbod.roles import Role

PROCEDURE = "procedure"
"""What stands as the stage of an event that moved a case to another version; no step of any stage."""
STAGE_VERSION = Column("version", Integer, nullable=False)
CASE_VERSION = Column("version", Integer, nullable=False)

FOLLOWS = text("earlier <> ''")
"""Few cases follow another one: an index over all of them would be passed over."""
DRAFTS = text("event_id IS NULL")
ROUTED = text("routed <> ''")


class ProcedureText(SQLModel, table=True):
    """The content of a procedure under its hash, so that old cases stay readable on their own version."""

    __tablename__ = "procedure_text"
    digest: str = Field(primary_key=True, max_length=64)
    files: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    first_used_at: datetime = Field(sa_type=Instant)


class CaseNumber(SQLModel, table=True):
    """The last case number given out in a year."""

    __tablename__ = "case_number"
    year: int = Field(primary_key=True)
    last: int

    def give(self) -> str:
        """The next number."""
        self.last += 1
        return f"HV-{self.year}-{self.last:04d}"


class Case(SQLModel, table=True):
    """One household for which a huisverbod is considered. Carries no personal data.

    `draft`: a request that nobody but the requester may see yet. `due_at`: the earliest instant at which the
    clock owes a step. `next_at`: the next hour that counts for people (a duty or the end of the ban), and
    `fatal_at` the date of the law of that same duty, where it has one. `alert_at`: the earliest instant at
    which a duty comes to somebody else and the clock may have to tell him.
    `closed_at`: when every stage had come to rest.
    `destroyed_at`: when what was stated in it was destroyed. `routed`: whom a way on names.
    `earlier`: the number of the case that this one follows, or "".
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_alert", "alert_at"),
        Index("ix_cases_worklist", "region", "municipality", "closed_at", "next_at"),
        Index("ix_cases_requester", "region", "requester_organisation", "closed_at", "next_at"),
        Index("ix_cases_region", "region", "closed_at", "next_at"),
        Index("ix_cases_due", "due_at"),
        Index("ix_cases_routed", "region", sqlite_where=ROUTED, postgresql_where=ROUTED),
        Index("ix_cases_earlier", "earlier", sqlite_where=FOLLOWS, postgresql_where=FOLLOWS),
    )
    __mapper_args__ = {"version_id_col": CASE_VERSION}

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)
    region: str = Field(max_length=60)
    municipality: str = Field(max_length=60)
    route: str = Field(max_length=40)
    requester_role: str = Field(max_length=30)
    requester_organisation: str = Field(max_length=120)
    procedure: str = Field(max_length=64, foreign_key="procedure_text.digest")
    opened_at: datetime = Field(sa_type=Instant)
    draft: bool = True
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    fatal_at: datetime | None = Field(default=None, sa_type=Instant)
    alert_at: datetime | None = Field(default=None, sa_type=Instant)
    next_duty: str = Field(default="", max_length=60)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    destroyed_at: datetime | None = Field(default=None, sa_type=Instant)
    earlier: str = Field(default="", max_length=20)
    routed: str = Field(default="", sa_type=Text)
    events_count: int = 0
    head: str = Field(default="", max_length=64)
    version: int = Field(default=1, sa_column=CASE_VERSION)


class Stage(SQLModel, table=True):
    """Where one opened stage of a case stands; changed by `advance` alone."""

    __tablename__ = "stages"
    __table_args__ = (
        UniqueConstraint("case_id", "name"),
        Index("ix_stages_state", "name", "state", "case_id"),
    )
    __mapper_args__ = {"version_id_col": STAGE_VERSION}

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    name: str = Field(max_length=30)
    state: str = Field(max_length=40)
    since: datetime = Field(sa_type=Instant)
    version: int = Field(default=1, sa_column=STAGE_VERSION)


class Event(SQLModel, table=True):
    """One step taken. Append-only in the database itself; `hash` covers the row and `previous`.

    `occurred_at` is when it happened, `recorded_at` when it was entered. Names nobody of the household.
    """

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    seq: int
    stage: str = Field(max_length=30)
    step: str = Field(max_length=40)
    origin: str = Field(max_length=40)
    state: str = Field(max_length=40)
    role: str = Field(max_length=30)
    organisation: str = Field(max_length=120)
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    occurred_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    idempotency_key: str | None = Field(default=None, max_length=80, unique=True)
    facts_digest: str = Field(max_length=64)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)

    @property
    def name(self) -> str:
        """The step as "stage.step"."""
        return f"{self.stage}.{self.step}"

    def happened(self, facts: dict[str, Any]) -> Happened:
        """The event as guards and metrics see it, with what was stated."""
        return Happened(
            seq=self.seq,
            step=self.name,
            state=self.state,
            role=Role(self.role),
            organisation=self.organisation,
            account_id=self.account_id,
            occurred_at=self.occurred_at,
            recorded_at=self.recorded_at,
            facts=facts,
        )


class Facts(SQLModel, table=True):
    """What was stated with an event, or, without an event, a draft of what someone is about to state."""

    __tablename__ = "facts"
    __table_args__ = (
        UniqueConstraint("case_id", "draft_of", "account_id"),
        Index("ix_facts_drafts", "saved_at", sqlite_where=DRAFTS, postgresql_where=DRAFTS),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="events.id", unique=True)
    draft_of: str | None = Field(default=None, max_length=80)
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    salt: str = Field(default="", max_length=64)
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    saved_at: datetime = Field(sa_type=Instant)


class Party(SQLModel, table=True):
    """Someone in the household, as last stated; `ref` is his name within the case (p1, p2, ...)."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("case_id", "ref"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    ref: str = Field(max_length=8)
    kind: str = Field(max_length=20)
    given_names: str = Field(max_length=200)
    family_name: str = Field(max_length=200)
    born_on: date | None = None
    birth_place: str = Field(default="", max_length=120)
    sex: str = Field(default="", max_length=20)
    relation: str = Field(default="", max_length=120)
    lives_there: bool = True
    safe_contact: str = Field(default="", max_length=500)


def locked_numbers(session: Session, at: datetime) -> CaseNumber:
    """The numbers of the Dutch year, locked: cases are opened one after another, also the first of a year."""
    year = at.astimezone(ZONE).year
    insert_if_absent(session, CaseNumber, year=year, last=0)
    query = select(CaseNumber).where(CaseNumber.year == year).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one()


def find(session: Session, number: str) -> Case:
    """The case with this number.

    Raises:
        Unknown: there is none.

    """
    case = session.exec(select(Case).where(Case.number == number)).one_or_none()
    if case is None:
        raise Unknown
    return case


def stages_of(session: Session, case: Case) -> dict[str, Stage]:
    """The opened stages of a case by name."""
    return {stage.name: stage for stage in session.exec(select(Stage).where(Stage.case_id == case.id))}


def people_of(session: Session, case: Case) -> list[Person]:
    """The people of a case, in the order in which they were named."""
    rows = session.exec(
        select(Party).where(Party.case_id == case.id).order_by(func.length(Party.ref), Party.ref)
    )
    return [Person(**row.model_dump(exclude={"id", "case_id"})) for row in rows]


def read_known(session: Session, case: Case, opened: dict[str, Stage] | None = None) -> Known:
    """All that is known of a case: its events with their facts, its people, where its stages stand.

    `opened` are its stages where the caller has read them already.
    """
    return Known(
        number=case.number,
        region=case.region,
        municipality=case.municipality,
        route=case.route,
        events=_events(session, Event.case_id == case.id, Event.stage != PROCEDURE),
        people=people_of(session, case),
        states={name: stage.state for name, stage in (opened or stages_of(session, case)).items()},
        earlier=case.earlier,
        earlier_ban_at=ban_before(session, case),
    )


def ban_before(session: Session, case: Case) -> datetime | None:
    """When the ban in the case that this one follows was imposed (aware); nothing where there was none."""
    if not case.earlier:
        return None
    first = select(Case.id).where(Case.number == case.earlier).scalar_subquery()
    imposing = col(Event.step).in_(("impose", "impose_orally"))
    events = _events(session, Event.case_id == first, Event.stage == "imposition", imposing)
    return imposed_at(events[-1]) if events else None


def _events(session: Session, *which: Any) -> list[Happened]:
    rows = session.exec(
        select(*HAPPENED, Facts.data)  # type: ignore[call-overload]
        .join(Facts, col(Facts.event_id) == Event.id, isouter=True)
        .where(*which)
        .order_by(col(Event.seq))
    )
    return [_happened(*row) for row in rows]


HAPPENED = (
    Event.seq,
    Event.stage,
    Event.step,
    Event.state,
    Event.role,
    Event.organisation,
    Event.account_id,
    Event.occurred_at,
    Event.recorded_at,
)
"""What is read of an event: columns, since a row object each would cost a step most of its time."""


def _happened(*row: Any) -> Happened:
    seq, stage, step, state, role, organisation, account_id, occurred_at, recorded_at, facts = row
    return Happened(
        seq,
        f"{stage}.{step}",
        state,
        Role(role),
        organisation,
        account_id,
        occurred_at,
        recorded_at,
        facts or {},
    )
