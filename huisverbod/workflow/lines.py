"""Finds the line of a name in a TOML text, for a fault that can be looked up."""

import re


def line_of(text: str, needle: str) -> int | None:
    """The line (from 1) on which a name first stands as a value, a key or a table, or nothing."""
    word = re.escape(needle)
    found = re.search(rf'"{word}"|^[ \t]*(\[+[\w.]*\b)?{word}\b', text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else None
