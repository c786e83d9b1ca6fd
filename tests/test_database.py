"""What the database itself holds to: kept rows, aware instants, its settings, and the way to its tables."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, col, delete, select, update

from huisverbod import recording
from huisverbod.case import Case, CaseNumber, Event, Facts, Party, Stage, find
from huisverbod.database import alembic_config, connect, insert_if_absent, migrate, reading, writing
from huisverbod.documents import Document
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.tables import METADATA
from tests.builders import MOMENT, a_request, a_running_ban, an_account, an_actor
from tests.rows import all_rows, counts

# Kept as written


def test_what_was_written_stays(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        a_running_ban(session, rulebook)
    before = all_rows(engine)
    assert {"events", "facts", "documents", "signatures", "procedure_text"} <= set(counts(engine))
    statements = [
        "UPDATE events SET role = 'mayor'",
        "UPDATE events SET recorded_at = occurred_at WHERE seq = 1",
        "UPDATE events SET hash = '' WHERE seq = 2",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 3",
        "UPDATE facts SET data = '{}'",
        "UPDATE facts SET salt = ''",
        "UPDATE facts SET event_id = NULL",
        "UPDATE documents SET content = ''",
        "UPDATE documents SET draft = NOT draft",
        "UPDATE signatures SET line = 'iemand anders'",
        "DELETE FROM signatures",
        "UPDATE procedure_text SET files = '{}'",
        "DELETE FROM procedure_text",
        *(
            ["TRUNCATE events CASCADE", "TRUNCATE signatures CASCADE", "TRUNCATE procedure_text CASCADE"]
            if engine.dialect.name == "postgresql"
            else []
        ),
    ]
    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    assert all_rows(engine) == before


def test_not_even_through_the_session(session: Session, rulebook: Rulebook):
    a_request(session, rulebook)
    event = session.exec(select(Event).where(Event.seq == 1)).one()
    for attempt in (
        update(Event).values(organisation="Gemeente Elders"),
        delete(Event).where(col(Event.id) == event.id),
        update(Facts).where(col(Facts.event_id) == event.id).values(data={}),
    ):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.exec(attempt)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        event.step = "accept"
        session.add(event)
        session.flush()


def test_a_draft_may_change_and_go(session: Session, rulebook: Rulebook):
    case = find(session, a_request(session, rulebook))
    me = an_account(session, an_actor(Role.MAYOR))
    for question in ("Woont hij er", "Woont hij er nog?"):
        recording.save_draft(session, case, "request.ask", me, {"question": question}, MOMENT)
        session.flush()
    kept = recording.read_draft(session, case, "request.ask", me)
    assert kept is not None and kept.data == {"question": "Woont hij er nog?"}
    recording.forget_draft(session, case, "request.ask", me)
    assert recording.read_draft(session, case, "request.ask", me) is None


def test_what_was_stated_is_kept_until_the_case_is_destroyed(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        a_running_ban(session, rulebook)
    before = all_rows(engine)
    assert {"facts", "parties", "documents"} <= set(counts(engine))
    for statement in ("DELETE FROM facts", "DELETE FROM parties", "DELETE FROM documents"):
        with pytest.raises(DBAPIError, match="kept until"), engine.begin() as connection:
            connection.execute(text(statement))
    assert all_rows(engine) == before


def test_an_event_has_one_place_and_one_set_of_facts(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        a_request(session, rulebook)
    copies = [
        "INSERT INTO events SELECT 900, case_id, seq, stage, step, origin, state, role, organisation, "
        "account_id, occurred_at, recorded_at, NULL, facts_digest, previous, hash FROM events WHERE seq = 1",
        "INSERT INTO facts SELECT 900, case_id, event_id, draft_of, account_id, salt, data, saved_at "
        "FROM facts LIMIT 1",
        "INSERT INTO stages SELECT 900, case_id, name, state, since, version FROM stages LIMIT 1",
    ]
    for copy in copies:
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(copy))


def test_rows_point_at_rows(engine: Engine):
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Stage(case_id=4711, name="request", state="draft", since=MOMENT))
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Party(case_id=4711, ref="p1", kind="kind", given_names="Pim", family_name="Testema"))
    assert counts(engine) == {}


# Instants


def test_an_instant_comes_back_as_the_same_instant(engine: Engine, rulebook: Rulebook):
    moments = [
        datetime(2026, 10, 25, 2, 30, tzinfo=ZONE),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZONE, fold=1),
        datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC),
    ]
    with writing(engine) as session:
        case = find(session, a_request(session, rulebook))
    for moment in moments:
        with writing(engine) as session:
            session.get_one(Case, case.id).next_at = moment
        with reading(engine) as session:
            back = session.get_one(Case, case.id).next_at
            assert back is not None and back.utcoffset() == timedelta(0)
            assert back == moment.astimezone(UTC)
            assert session.exec(select(Case).where(col(Case.next_at) <= moment)).one()
            assert not session.exec(select(Case).where(col(Case.next_at) < moment)).all()


def test_a_moment_without_a_zone_is_not_stored(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        case = find(session, a_request(session, rulebook))
    naive = MOMENT.replace(tzinfo=None)
    before = all_rows(engine)
    with pytest.raises(StatementError, match="without a time zone"), writing(engine) as session:
        session.get_one(Case, case.id).due_at = naive
    with pytest.raises(StatementError, match="without a time zone"), reading(engine) as session:
        session.exec(select(Case).where(col(Case.due_at) <= naive)).all()
    assert all_rows(engine) == before


# One transaction


def test_all_or_nothing(engine: Engine):
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        session.add(CaseNumber(year=2026, last=1))
        session.flush()
        _ = 1 / 0
    assert counts(engine) == {}
    with writing(engine) as session:
        session.add(CaseNumber(year=2026, last=1))
    assert counts(engine) == {"case_number": 1}


def test_what_only_reads_keeps_nothing(engine: Engine):
    with reading(engine) as session:
        session.add(CaseNumber(year=2026, last=1))
    assert counts(engine) == {}


def test_a_row_is_written_once(engine: Engine):
    for last in (3, 0):
        with writing(engine) as session:
            insert_if_absent(session, CaseNumber, year=2026, last=last)
    assert all_rows(engine)["case_number"] == [(2026, 3)]


def test_reading_waits_for_nobody(engine: Engine):
    with writing(engine) as session:
        session.add(CaseNumber(year=2026, last=1))
        session.flush()
        with reading(engine) as other:
            assert other.exec(select(CaseNumber)).all() == []


def test_sqlite_is_set_to_survive(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'new.sqlite'}")
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 30_000,
        "trusted_schema": 0,
    }
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    engine.dispose()
    assert found == wanted


# Migrations


@pytest.fixture
def empty(engine: Engine) -> Engine:
    """The same database without anything in it."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
            return engine
        names = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for name in [*(table.name for table in reversed(METADATA.sorted_tables)), "alembic_version"]:
            assert name in names
            connection.exec_driver_sql(f"DROP TABLE {name}")
    return engine


def head(engine: Engine) -> tuple[str | None, str | None]:
    """Where the database stands, and where the migrations end."""
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
        return MigrationContext.configure(connection).get_current_revision(), script.get_current_head()


def test_from_nothing_to_the_newest_tables(empty: Engine, rulebook: Rulebook):
    assert head(empty)[0] is None
    migrate(empty)
    now, newest = head(empty)
    assert now == newest is not None
    with writing(empty) as session:
        assert a_request(session, rulebook) == "HV-2026-0001"


def test_the_migrations_bring_about_what_the_code_expects(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        a_request(session, rulebook)
    before, stands = all_rows(engine), head(engine)
    migrate(engine)
    migrate(engine)
    assert (all_rows(engine), head(engine)) == (before, stands)


def test_a_document_row_knows_its_bytes(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        a_running_ban(session, rulebook)
    with reading(engine) as session:
        for document in session.exec(select(Document)):
            assert document.content.startswith(b"%PDF-")
