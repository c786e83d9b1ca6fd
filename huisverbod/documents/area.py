"""The area annex: the streets as a table, and a drawing of the outline where its corners are known."""

from collections.abc import Sequence

from huisverbod import outline
from huisverbod.documents import page
from huisverbod.documents.page import Shape
from huisverbod.known import Asked
from huisverbod.stages.imposition import Corner

WIDTH, HEIGHT, MARGIN, FOOT = 1600, 850, 120, 30
"""The drawing on paper, in tenths of a millimetre; the scale bar stands FOOT above its lower edge."""
BARS = (200, 100, 50, 20, 10, 5)
"""Lengths of a scale bar, in metres."""
LONGEST_BAR = 450


class Spot(Shape):
    """A numbered corner (the dwelling has number 0), where it stands on paper, and metres to the next."""

    number: int
    what: str
    x: int
    y: int
    to_next: int


class Drawing(Shape):
    """The outline on paper: tenths of a millimetre from the top left; north is up."""

    width: int
    height: int
    corners: list[Spot]
    home: Spot | None
    foot: int
    bar: int
    bar_metres: int


class Gebied(page.HouseholdPage):
    """The area in which he may not be."""

    drawing: Drawing | None


def gebied(asked: Asked, draft: bool) -> Gebied:
    """The area as it is in force: described, by street, and drawn."""
    banned = asked.known.contact_ban
    corners = [Corner.model_validate(one) for one in (banned.corners if banned else ())]
    about = page.about_the_ban(asked, draft)
    return Gebied.model_validate(about | {"drawing": _drawing(corners) if corners else None})


def _drawing(stated: Sequence[Corner]) -> Drawing:
    ordered = sorted(stated, key=lambda corner: corner.kind == "woning")
    ground = outline.on_the_ground([(p.north, p.east) for p in ordered], (stated[0].north, stated[0].east))
    west, south = (min(values) for values in zip(*ground, strict=True))
    wide, high = (max(values) - min(values) for values in zip(*ground, strict=True))
    scale = min((WIDTH - 2 * MARGIN) / max(wide, 1), (HEIGHT - 2 * MARGIN) / max(high, 1))
    border = ground[: sum(p.kind == "hoek" for p in ordered)]
    lengths = [round(outline.apart(*side)) for side in outline.sides(border)]
    spots = [
        Spot(
            number=number if place.kind == "hoek" else 0,
            what=place.what,
            x=round(MARGIN + (x - west) * scale),
            y=round(HEIGHT - MARGIN - (y - south) * scale),
            to_next=lengths[number - 1] if place.kind == "hoek" else 0,
        )
        for number, (place, (x, y)) in enumerate(zip(ordered, ground, strict=True), start=1)
    ]
    metres = next((bar for bar in BARS if bar * scale <= LONGEST_BAR), BARS[-1])
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        corners=[spot for spot in spots if spot.number],
        home=next((spot for spot in spots if not spot.number), None),
        foot=HEIGHT - FOOT,
        bar=round(metres * scale),
        bar_metres=metres,
    )
