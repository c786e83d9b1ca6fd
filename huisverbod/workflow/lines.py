"""Finds the line of a name in a TOML text, for a fault that can be looked up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huisverbod.errors import DefinitionError

HEADER = re.compile(r"^[ \t]*\[{1,2}[ \t]*([\w.-]+)[ \t]*\]", re.MULTILINE)


def line_of(text: str, word: str, table: str = "", index: int = 0) -> int | None:
    """The line (from 1) on which a word first stands as a value, a key or a table, or nothing.

    With a table it is looked for in that one, or in the one of that number (from 0) where it is a list.
    """
    start, end = _block(text, table, index) if table else (0, len(text))
    name = re.escape(word)
    wanted = rf'"{name}"|^[ \t]*(\[+[\w.]*\b)?{name}\b|(?<=[{{, \t]){name}[ \t]*='
    found = re.compile(wanted, re.MULTILINE).search(text, start, end)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _block(text: str, table: str, index: int) -> tuple[int, int]:
    """From where to where a table stands in the text; the whole text where it has no heading of its own."""
    headers = list(HEADER.finditer(text))
    own = [number for number, header in enumerate(headers) if header[1] == table]
    if index >= len(own):
        return 0, len(text)
    after = headers[own[index] + 1 :]
    return headers[own[index]].start(), after[0].start() if after else len(text)


@dataclass(frozen=True)
class Source:
    """Where the rules of one file stand: in the file, and what a proposal changes in its own file.

    `rows` are the names in each table, in the order of the text.
    """

    file: str
    text: str
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    change: "Source | None" = None

    def fault(self, sentence: str, word: str, table: str = "", name: str = "") -> DefinitionError:
        """The fault, on the line of the word in that row; where a proposal states the row, there."""
        if self.change and name in self.change.rows.get(table, ()):
            return self.change.fault(sentence, word, table, name)
        rows, heading = self.rows.get(table, ()), f"{table}.{name}"
        if f"[{heading}]" in self.text:
            line = line_of(self.text, word, heading)
        else:
            line = line_of(self.text, word, table, rows.index(name) if name in rows else 0)
        if line is None and self.change and not name and table in ("", *self.change.rows):
            return self.change.fault(sentence, word, table)
        return DefinitionError(self.file, sentence, line)


def rows_of(raw: Mapping[str, Any]) -> dict[str, list[str]]:
    """The names in every table of a file: of a list of tables what stands at `name`, of a table its keys."""
    return {table: _names(value) for table, value in raw.items() if isinstance(value, (list, dict))}


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        return list(value)
    return [str(row.get("name", "")) if isinstance(row, dict) else "" for row in value]
