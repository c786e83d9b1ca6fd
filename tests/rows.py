"""What stands in a database as a whole, and several people at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import Engine, select

from huisverbod.database import reading
from huisverbod.tables import METADATA

Result = TypeVar("Result")


def all_rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in a fixed order."""
    with reading(engine) as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def counts(engine: Engine) -> dict[str, int]:
    """The number of rows of every table that has any."""
    return {table: len(rows) for table, rows in all_rows(engine).items() if rows}


def at_once(*acts: Callable[[], Result]) -> list[Result | Exception]:
    """What came of these, begun together on threads of their own: a result or what was raised, in order."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], Result]) -> Result | Exception:
        gate.wait(30)
        try:
            return act()
        except Exception as fault:
            return fault

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
