"""Which characters our fonts can print. Anything else is refused by name, before a box appears on paper."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from huisverbod.errors import Reason, Refused
from huisverbod.printing.press import FONTS


@cache
def printable() -> frozenset[str]:
    """Every character that each of the fonts has, and the white space that needs no letter."""
    covered = [_characters(path) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(map(chr, set.intersection(*covered))) | frozenset("\n\t")


def _characters(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def check(text: str) -> None:
    """Whether all of this text can be printed.

    Raises:
        Refused: a character cannot be; the sentence names each of them.

    """
    strange = sorted(set(text) - printable())
    if strange:
        named = ", ".join(f"'{sign}' ({unicodedata.name(sign, f'U+{ord(sign):04X}')})" for sign in strange)
        sentence = f"Deze tekens kunnen niet op papier: {named}. Schrijf ze in gewone letters."
        raise Refused([Reason("printable", sentence)])
