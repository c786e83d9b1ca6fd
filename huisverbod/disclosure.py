"""Small counts are not shown: whoever knows the region could recognise someone in them. Pure."""

THRESHOLD = 5
"""house: a count below this, other than none at all, is not shown, nor is anything computed from it."""

SMALL = 10
"""house: figures on fewer than this are marked as resting on a small number."""

HIDDEN = f"minder dan {THRESHOLD}"


def hidden(count: int) -> bool:
    """Whether this count is too small to be shown."""
    return 0 < count < THRESHOLD


def telling(count: int) -> bool:
    """Whether there is enough to compute something from that may be shown."""
    return count >= THRESHOLD


def words(count: int) -> str:
    """The count as shown."""
    return HIDDEN if hidden(count) else str(count)


def divides(part: int, whole: int) -> bool:
    """Whether a part of a whole may be shown: neither the part nor the rest is too small."""
    return telling(whole) and not hidden(part) and not hidden(whole - part)
