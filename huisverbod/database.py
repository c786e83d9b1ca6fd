"""Engine and session: SQLite (embedded) or PostgreSQL, the same code on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import Session, SQLModel, create_engine

from huisverbod.settings import data_folder

MIGRATIONS: Path = data_folder("migrations")
BUSY_MILLISECONDS = 30_000


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. A naive one is refused (house: naive datetimes do not exist)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC. Raises ValueError on a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant without a time zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database, aware in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def connect(address: str) -> Engine:
    """The engine for a database address.

    Every SQLite transaction takes the write lock at once, unless its connection carries the option `reading`.
    """
    if not address.startswith("sqlite"):
        return create_engine(address, pool_pre_ping=True)
    in_memory = address in ("sqlite://", "sqlite:///:memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(
        address, connect_args={"check_same_thread": False, "isolation_level": None}, **options
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction that may write; committed at the end, rolled back on any error."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One transaction that only reads; on SQLite it takes no write lock."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as session:
        yield session


def insert_if_absent(session: Session, table: type[SQLModel], **values: Any) -> None:
    """Writes a row unless one with its key is there already; harmless when two do so at once."""
    inserts: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = inserts[session.get_bind().dialect.name]
    session.exec(insert(table).values(**values).on_conflict_do_nothing())


def in_memory(session: Session) -> bool:
    """Whether this database lives in memory alone, and is gone with the program."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return False
    return not any(file for _, _, file in connection.exec_driver_sql("PRAGMA database_list"))


def alembic_config(connection: Connection) -> Config:
    """The migrations of this project, to be run on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Brings the database to the newest tables; does nothing when it is there already."""
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
