"""Many cases in figures: number, median and 90th percentile per measure, and how far cases came."""

import math
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huisverbod.metrics.measures import MEASURES, REACHED, Measure
from huisverbod.metrics.reading import CaseTimings
from huisverbod.metrics.timing import Pending


@dataclass(frozen=True)
class Summary:
    """A measure over many cases. `hours` are the durations that ended, sorted.

    `open` have not ended yet, `over` will not end any more, `reversed` end before they begin (an order
    entered otherwise). None of these three counts in number, median or percentile.
    """

    measure: Measure
    hours: Sequence[float]
    open: int
    over: int
    reversed: int

    @property
    def number(self) -> int:
        """How many durations ended."""
        return len(self.hours)

    def quantile(self, share: float) -> float | None:
        """The hours within which this share of the durations ended; nothing without durations."""
        return quantile(self.hours, share)

    def within(self, hours: float) -> int:
        """How many durations ended within so many hours."""
        return bisect_right(self.hours, hours)


@dataclass(frozen=True)
class Figures:
    """What a selection of cases amounts to: a summary per measure, and how many cases reached what."""

    summaries: Sequence[Summary]
    reached: Sequence[tuple[str, int]]


def summarise(cases: Iterable[CaseTimings]) -> Figures:
    """The figures of these cases; a measure of which nothing was recorded has number 0."""
    hours = {measure.name: array("d") for measure in MEASURES}
    counts: Counter[tuple[str, str]] = Counter()
    reached: Counter[str] = Counter()
    for case in cases:
        reached.update(case.reached)
        for found in case.found:
            if isinstance(found, Pending):
                counts[found.measure, "over" if found.over else "open"] += 1
            elif found.hours < 0:
                counts[found.measure, "reversed"] += 1
            else:
                hours[found.measure].append(found.hours)
    summaries = [
        Summary(
            measure,
            sorted(hours[measure.name]),
            counts[measure.name, "open"],
            counts[measure.name, "over"],
            counts[measure.name, "reversed"],
        )
        for measure in MEASURES
    ]
    return Figures(summaries, [(label, reached[name]) for name, label, _ in REACHED])


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The quantile of sorted values, interpolated (Hyndman and Fan, type 7); nothing without values."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def interval(part: int, whole: int) -> tuple[float, float]:
    """The 95% interval of a share, from 0 to 1 (Wilson): what N makes of it. `whole` is above zero."""
    z = 1.96
    share, spread = part / whole, z * z / whole
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return centre - half, centre + half
