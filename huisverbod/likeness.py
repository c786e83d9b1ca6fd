"""How much of a text stands in another: words in a row that return, whatever the capitals and commas."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

IN_A_ROW = 8
"""From this many words in a row a passage counts as taken over; fewer return by chance."""

FEWEST_OWN_WORDS = 6
"""house: a text with fewer words of its own than this beside stock phrases says nothing of the case."""

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Likeness:
    """The share (0 to 1) of the words of a text that return from another, and the passages themselves."""

    share: float
    passages: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text in order, in small letters."""
    return WORD.findall(text.casefold())


def likeness(new: str, old: str, in_a_row: int = IN_A_ROW) -> Likeness:
    """What a new text takes over from an old one, by passages of at least so many words."""
    spans = [found.span() for found in WORD.finditer(new)]
    runs = list(_runs(_returning(words(new), [words(old)], in_a_row)))
    passages = tuple(new[spans[first][0] : spans[last][1]] for first, last in runs)
    count = sum(last - first + 1 for first, last in runs)
    return Likeness(count / len(spans) if spans else 0.0, passages)


def without(text: str, phrases: Iterable[str]) -> list[str]:
    """The words of a text that are left when these phrases are taken out of it."""
    own = words(text)
    stock = [words(phrase) for phrase in phrases]
    taken = [False] * len(own)
    for phrase in stock:
        found = _returning(own, [phrase], len(phrase))
        taken = [one or other for one, other in zip(taken, found, strict=True)]
    return [word for word, gone in zip(own, taken, strict=True) if not gone]


def stock_only(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text says nothing of the case: little is left of it without these phrases."""
    left = without(text, phrases)
    return len(left) < FEWEST_OWN_WORDS and len(left) < len(words(text))


def _returning(new: Sequence[str], old: Sequence[Sequence[str]], length: int) -> list[bool]:
    """Per word of the new text whether it belongs to a row of this length that stands in the old ones."""
    known = {tuple(text[at : at + length]) for text in old for at in range(len(text) - length + 1)}
    found = [False] * len(new)
    for at in range(len(new) - length + 1):
        if tuple(new[at : at + length]) in known:
            found[at : at + length] = [True] * length
    return found


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and last place of each row of marks."""
    start = None
    for place, marked in enumerate([*marks, False]):
        if marked and start is None:
            start = place
        elif not marked and start is not None:
            yield start, place - 1
            start = None
