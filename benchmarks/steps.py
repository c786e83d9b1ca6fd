"""Durable steps per second, as a ratio to the bare driver: one insert and one update a transaction."""

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import Engine, make_url

from benchmarks.databases import databases
from huisverbod.advance import Act, advance
from huisverbod.database import writing
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders

CASES, ROUNDS, IN_A_ROUND = 10, 7, 40
MAKE = "CREATE TABLE bench_events (id INTEGER PRIMARY KEY, case_id INTEGER, body TEXT)"
MAKE_CASE = "CREATE TABLE bench_cases (id INTEGER PRIMARY KEY, version INTEGER)"
BODY = "x" * 400


def run() -> list[str]:
    """The lines of the report."""
    lines = [
        "| Database | Steps per second | Bare driver | Ratio (median of pairs) | Aim |",
        "|---|---|---|---|---|",
    ]
    for name, engine in databases():
        aim = 0.2 if name == "SQLite" else 0.4
        steps, bare = _paired(engine)
        ratio = median(s / b for s, b in zip(steps, bare, strict=True))
        lines.append(f"| {name} | {median(steps):.0f} | {median(bare):.0f} | {ratio:.2f} | {aim} |")
    return lines


def _paired(engine: Engine) -> tuple[list[float], list[float]]:
    step, bare = _stepper(engine), _bare(engine)
    for warm in (step, bare):
        _rate(warm)
    pairs = [(_rate(step), _rate(bare)) for _ in range(ROUNDS)]
    return [s for s, _ in pairs], [b for _, b in pairs]


def _rate(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    for _ in range(IN_A_ROUND):
        act()
    return IN_A_ROUND / (time.perf_counter() - start)


def _stepper(engine: Engine) -> Callable[[], None]:
    """One step after another, in turn on cases in which a ban runs."""
    rulebook = Rulebook.of(Settings())
    with writing(engine) as session:
        numbers = [builders.a_running_ban(session, rulebook) for _ in range(CASES)]
    police = builders.an_actor(Role.POLICE)
    facts = builders.facts_for("enforcement.record_check")
    taken = 0

    def act() -> None:
        nonlocal taken
        at = builders.MOMENT + timedelta(hours=10, seconds=taken)
        with writing(engine) as session:
            advance(
                session,
                rulebook,
                numbers[taken % CASES],
                Act("enforcement.record_check", police, at, at, facts, key=f"bench-{taken}"),
            )
        taken += 1

    return act


def _bare(engine: Engine) -> Callable[[], None]:
    if engine.dialect.name == "sqlite":
        return _bare_sqlite(Path(engine.url.database or "").with_name("bare.sqlite"))
    return _bare_postgresql(engine)


def _bare_sqlite(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", MAKE, MAKE_CASE):
        connection.execute(statement)
    connection.execute("INSERT INTO bench_cases VALUES (1, 0)")

    def act() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bench_events (case_id, body) VALUES (1, ?)", (BODY,))
        connection.execute("UPDATE bench_cases SET version = version + 1 WHERE id = 1")
        connection.execute("COMMIT")

    return act


def _bare_postgresql(engine: Engine) -> Callable[[], None]:
    url = make_url(engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(MAKE.replace("INTEGER PRIMARY KEY", "BIGSERIAL PRIMARY KEY"))
    connection.execute(MAKE_CASE)
    connection.execute("INSERT INTO bench_cases VALUES (1, 0)")

    def act() -> None:
        with connection.transaction():
            connection.execute("INSERT INTO bench_events (case_id, body) VALUES (1, %s)", (BODY,))
            connection.execute("UPDATE bench_cases SET version = version + 1 WHERE id = 1")

    return act
