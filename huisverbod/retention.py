"""The end of a file (Wth 10(1)): everything stated about people goes; the steps and their chain stay."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, and_, delete, func, select
from sqlmodel import Session, SQLModel

from huisverbod.case import Case, Event, Facts

STAYS = frozenset({"cases", "events", "stages", "signatures"})
"""Tables that name nobody of the household. Any other table of a case is emptied of it, also a later one."""


def counted(session: Session, case: Case) -> dict[str, int]:
    """How many rows are about to go, under the names of the facts: people, stated, documents, other."""
    rows = {
        table.name: session.execute(select(func.count()).select_from(table).where(which)).scalar_one()
        for table, which in _tables(case)
    }
    named = {"people": "parties", "stated": "facts", "documents": "documents"}
    found = {name: int(rows.pop(table)) for name, table in named.items()}
    return {**found, "other": int(sum(rows.values()))}


def destroy(session: Session, case: Case, record: Event) -> None:
    """Removes what was stated in a case, but for the record of its destruction, which names nobody.

    The database refuses it unless the destruction itself is written in the chain of the case.
    """
    for table, which in _tables(case):
        if table.name == Facts.__tablename__:
            which = and_(which, table.c.event_id.is_distinct_from(record.id))
        session.execute(delete(table).where(which))
    case.destroyed_at = record.occurred_at
    case.due_at = case.next_at = case.fatal_at = case.alert_at = None
    case.next_duty = ""
    session.add(case)
    session.flush()


def _tables(case: Case) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each table with rows of this case, and which those are; what refers to another comes before it."""
    of_case: dict[str, ColumnElement[bool]] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name in STAYS:
            continue
        if "case_id" in table.c:
            of_case[table.name] = table.c.case_id == case.id
        else:
            hanging = next(_hanging(table, of_case), None)
            of_case |= {} if hanging is None else {table.name: hanging}
    for table in reversed(SQLModel.metadata.sorted_tables):
        if table.name in of_case:
            yield table, of_case[table.name]


def _hanging(table: Table, of_case: dict[str, ColumnElement[bool]]) -> Iterator[ColumnElement[bool]]:
    """Which rows of a table without a case hang on rows of the case in another table."""
    for key in table.foreign_keys:
        other = key.column.table
        if other.name in of_case:
            yield key.parent.in_(select(key.column).where(of_case[other.name]))
