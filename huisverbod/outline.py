"""The outline of an area as corners on the ground: how wide, in which order, what lies inside. Pure."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import cos, hypot, radians

METRES_PER_DEGREE = 111_320.0
"""Along a meridian; east and west it shrinks with the latitude. Within a few streets this is exact enough."""

Point = tuple[float, float]
"""Metres to the east and metres to the north."""


def on_the_ground(degrees: Sequence[Point], beside: Point) -> list[Point]:
    """Points given as degrees (north, east, WGS 84) in metres from another such point."""
    north, east = beside
    narrower = cos(radians(north))
    return [((e - east) * METRES_PER_DEGREE * narrower, (n - north) * METRES_PER_DEGREE) for n, e in degrees]


def apart(one: Point, other: Point) -> float:
    """The distance in metres."""
    return hypot(one[0] - other[0], one[1] - other[1])


def widest(points: Sequence[Point]) -> float:
    """The greatest distance between two of the points, in metres."""
    return max((apart(one, other) for one, other in combinations(points, 2)), default=0.0)


def sides(corners: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The lines of the outline, from each corner to the next and back to the first."""
    return list(pairwise([*corners, corners[0]]))


def crosses(corners: Sequence[Point]) -> bool:
    """Whether lines of the outline cross: the corners are not in the order of the border then."""
    lines = sides(corners)
    return any(
        _cross(*one, *other)
        for (at, one), (beside, other) in combinations(enumerate(lines), 2)
        if beside - at not in (1, len(lines) - 1)
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def inside(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies within the outline."""
    x, y = point
    passed = [
        (a, b)
        for a, b in sides(corners)
        if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
    ]
    return len(passed) % 2 == 1
