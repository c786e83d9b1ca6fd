"""Puts a proposal on top of the procedure it is based on: what it states changes, all else remains."""

from collections.abc import Mapping
from typing import Any

from huisverbod.errors import DefinitionError
from huisverbod.workflow.lines import Source, line_of

NEW = "new"
"""The key by which a proposal says that it adds a row instead of changing one."""
WORDS = {
    "step": "stap",
    "duty": "plicht",
    "states": "toestand",
    "terms": "termijn",
    "power": "bevoegdheid",
    "fill": "invuller van deel",
    "invariant": "regel",
}


def changed(based_on: Mapping[str, Any], proposal: Mapping[str, Any], at: Source) -> dict[str, Any]:
    """The content of one file with what the proposal states; rows go by their name, keys are replaced whole.

    Raises:
        DefinitionError: it changes what is not there, adds what is, or knows no such table.

    """
    found = dict(based_on)
    for key, value in proposal.items():
        if key not in based_on and key not in WORDS:
            raise DefinitionError(at.file, f"Onbekende sleutel '{key}'.", line_of(at.text, key))
        if isinstance(value, list):
            found[key] = _rows(key, found.get(key, []), value, at)
        elif isinstance(value, dict):
            found[key] = _table(key, found.get(key, {}), value, at)
        else:
            found[key] = value
    return found


def _rows(table: str, rows: list[Any], changes: list[Any], at: Source) -> list[Any]:
    named = {row["name"]: row for row in rows}
    seen: set[str] = set()
    for index, change in enumerate(changes):
        name = change.get("name", "") if isinstance(change, dict) else ""
        if name in seen or not name:
            sentence = f"De naam '{name}' staat er twee keer." if name else "De sleutel 'name' ontbreekt."
            raise DefinitionError(at.file, sentence, line_of(at.text, name or table, table, index))
        seen.add(name)
        named[name] = _row(table, name, named.get(name), change, at)
    return list(named.values())


def _table(table: str, rows: Mapping[str, Any], changes: Mapping[str, Any], at: Source) -> dict[str, Any]:
    found = dict(rows)
    for name, change in changes.items():
        if not isinstance(change, dict):
            raise at.fault(f"'{name}' bij '{table}' is een blok met eigen sleutels.", name, table, name)
        found[name] = _row(table, name, found.get(name), change, at)
    return found


def _row(table: str, name: str, row: Any, change: dict[str, Any], at: Source) -> dict[str, Any]:
    what = WORDS.get(table, table)
    if change.get(NEW) is True:
        if row is not None:
            raise at.fault(f"De {what} '{name}' bestaat al. Laat '{NEW}' weg.", name, table, name)
        return {key: value for key, value in change.items() if key != NEW}
    if row is None:
        sentence = f"De {what} '{name}' bestaat niet. Komt er een bij? Zet er dan {NEW} = true bij."
        raise at.fault(sentence, name, table, name)
    return {**row, **change}
