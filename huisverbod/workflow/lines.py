"""Finds the line of a name in a TOML text, for a fault that can be looked up."""

import re

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
