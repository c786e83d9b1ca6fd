"""How rows leave as a file: semicolons, a byte order mark, and a new code for a case in every file."""

import csv
import hashlib
import hmac
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def code(secret: bytes, case_id: int) -> str:
    """What a case is called within the one file that was made with this secret."""
    return "z" + hmac.new(secret, str(case_id).encode(), hashlib.sha256).hexdigest()[:15]


def plain(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def line(cells: Iterable[str]) -> str:
    """One line of the file, with its end."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def number(value: float) -> str:
    """A number with two decimals and a comma."""
    return f"{value:.2f}".replace(".", ",")
