"""Finds the line of a key or table in a TOML text by its path, for a fault that can be looked up."""

import re
from collections import Counter

Loc = tuple[str | int, ...]
"""The path of a key: names of tables and keys, numbers (from 0) of rows."""

Fault = tuple[Loc, str]
"""Where something is wrong, and the sentence about it."""

HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def lines_by_path(text: str) -> dict[Loc, int]:
    """The line (from 1) of every table and key, by its path; rows of a list of tables count from 0."""
    found: dict[Loc, int] = {}
    rows: Counter[Loc] = Counter()
    table: Loc = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = _table_path(header[2], header[1] == "[[", rows)
            found.setdefault(table, number)
        elif key := KEY.match(line):
            found.setdefault((*table, *_names(key[1])), number)
    return found


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]


def _table_path(dotted: str, opens_row: bool, rows: Counter[Loc]) -> Loc:
    path: Loc = ()
    names = _names(dotted)
    for depth, name in enumerate(names, 1):
        path += (name,)
        if opens_row and depth == len(names):
            rows[path] += 1
        if rows[path]:
            path += (rows[path] - 1,)
    return path
