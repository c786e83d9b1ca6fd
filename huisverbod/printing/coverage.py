"""Which characters our fonts can print. Anything else is refused by name, before it is a box on paper.

What one family lacks is printed with the other: Arabic with Amiri, all else with Source Sans.
"""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from huisverbod.errors import Reason, Refused
from huisverbod.printing.press import FONTS

FAMILIES = ("SourceSans3", "Amiri")
ISOLATE, END = "\u2068", "\u2069"
"""Unicode UAX 9: words between these do not turn around what stands beside them. Only we write them."""

LINE_ENDS = {"Zl", "Zp"}
"""Unicode categories that a font may list and that are drawn as an empty box all the same."""


@cache
def printable() -> frozenset[str]:
    """Every character that all weights of a family have, and what needs no letter: white space, isolates."""
    covered = (
        set.intersection(*(_characters(path) for path in sorted(FONTS.glob(f"{family}_*.ttf"))))
        for family in FAMILIES
    )
    drawn = (sign for sign in map(chr, set.union(*covered)) if unicodedata.category(sign) not in LINE_ENDS)
    return frozenset(drawn) | frozenset("\n\t" + ISOLATE + END)


def apart(text: str) -> str:
    """The text as it can stand among Dutch words: what is written from right to left is set apart."""
    turns = any(unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in text)
    return f"{ISOLATE}{text}{END}" if turns else text


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
