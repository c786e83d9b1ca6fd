"""Server time of the worklist and the case page at 1,000, 10,000 and 100,000 cases."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from benchmarks.figures import percentile
from huisverbod.accounts import Account, add_account
from huisverbod.database import connect, migrate, writing
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web import current
from huisverbod.web.app import create_app
from tests import builders

SIZES = (1_000, 10_000, 100_000)
REQUESTS = 60
NOW = builders.MOMENT + timedelta(days=2)
PASSWORD = "een-lang-wachtwoord"
COPIED = {
    "cases": "number, region, municipality, route, requester_role, requester_organisation, procedure, "
    "opened_at, draft, due_at, next_at, next_duty, closed_at, events_count, head, version",
    "stages": "name, state, since, version",
    "events": "seq, stage, step, origin, state, role, organisation, account_id, occurred_at, recorded_at, "
    "facts_digest, previous, hash",
    "parties": "ref, kind, given_names, family_name, born_on, birth_place, sex, relation, lives_there, "
    "safe_contact",
}

COPY_FACTS = """
    INSERT INTO facts (case_id, event_id, salt, data, saved_at)
    SELECT copied.case_id, copied.id, facts.salt, facts.data, facts.saved_at
    FROM events AS copied
    JOIN events AS origin ON origin.seq = copied.seq
        AND origin.case_id = CASE WHEN (copied.case_id - 1000000) % 10 = 0 THEN 2 ELSE 1 END
    JOIN facts ON facts.event_id = origin.id
    WHERE copied.case_id > 1000000 + :first
"""


def run() -> list[str]:
    """The lines of the report."""
    lines = [
        "| Cases | Worklist p50 | Worklist p95 | Case page p50 | Case page p95 | Aim p95 |",
        "|---|---|---|---|---|---|",
    ]
    with TemporaryDirectory(prefix="hv-bench-") as folder:
        engine = connect(f"sqlite:///{Path(folder)}/pages.sqlite")
        migrate(engine)
        rulebook = Rulebook.of(Settings())
        number = first_cases(engine, rulebook)
        for size in SIZES:
            multiply(engine, size)
            with _client(engine, rulebook) as client:
                worklist, case = _times(client, "/zaken"), _times(client, f"/zaken/{number}")
            cells = (f"{percentile(ms, share):.0f} ms" for ms in (worklist, case) for share in (0.5, 0.95))
            lines.append(f"| {size:,} | {' | '.join(cells)} | 50 ms |")
        engine.dispose()
    return lines


def first_cases(engine: Engine, rulebook: Rulebook) -> str:
    """One request and one running ban, and the account of an officer; returns the number of the ban."""
    with writing(engine) as session:
        builders.a_request(session, rulebook)
        number = builders.a_running_ban(session, rulebook)
        account = builders.an_actor(Role.MUNICIPAL_OFFICER)
        add_account(
            session,
            Account(
                login="bench",
                name=account.name,
                role=account.role,
                organisation=account.organisation,
                region=account.region,
                municipality=account.municipality,
                password="",
            ),
            PASSWORD,
        )
    return number


def multiply(engine: Engine, size: int) -> None:
    """Copies the first two cases, row by row as they are, until there are `size`; one in ten with a ban."""
    with engine.begin() as connection:
        have = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
        for first, rest, template in ((have, size, 1), (have, size, 2)):
            wanted = "n % 10 = 0" if template == 2 else "n % 10 <> 0"
            connection.execute(
                text(_copy_cases(wanted)), {"first": first, "last": rest, "template": template}
            )
        for table in ("stages", "events", "parties"):
            connection.execute(text(_copy_rows(table)), {"first": have})
        connection.execute(text(COPY_FACTS), {"first": have})
        connection.execute(text("ANALYZE"))


def _copy_cases(wanted: str) -> str:
    columns = COPIED["cases"]
    others = columns.removeprefix("number, ")
    return f"""
        WITH RECURSIVE counter(n) AS (SELECT :first + 1 UNION ALL SELECT n + 1 FROM counter WHERE n < :last)
        INSERT INTO cases (id, {columns})
        SELECT 1000000 + n, 'HV-' || (3000 + n / 9000) || '-' || n, {others}
        FROM counter CROSS JOIN cases WHERE cases.id = :template AND {wanted}
    """


def _copy_rows(table: str) -> str:
    columns = COPIED[table]
    own = ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))
    return f"""
        INSERT INTO {table} (case_id, {columns})
        SELECT copies.id, {own} FROM cases AS copies
        JOIN {table} ON {table}.case_id = CASE WHEN (copies.id - 1000000) % 10 = 0 THEN 2 ELSE 1 END
        WHERE copies.id > 1000000 + :first
    """


@contextmanager
def _client(engine: Engine, rulebook: Rulebook) -> Iterator[TestClient]:
    app = create_app(Settings(tick_seconds=0, secure_cookies=False), engine=engine, rulebook=rulebook)
    app.dependency_overrides[current.now] = lambda: NOW.astimezone(UTC)
    with TestClient(app) as client:
        client.post("/inloggen", data={"login": "bench", "password": PASSWORD}).raise_for_status()
        yield client


def _times(client: TestClient, path: str) -> list[float]:
    found = []
    for _ in range(REQUESTS + 5):
        start = time.perf_counter()
        answer = client.get(path)
        found.append((time.perf_counter() - start) * 1000)
        answer.raise_for_status()
    return found[5:]
