"""Pictures of figures as SVG: numbers in, markup out. Colours stand in the stylesheet.

Places are percentages of the width: a picture fits every screen and its text keeps its size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from huisverbod import wording

TICKS = (1 / 60, 0.1, 0.5, 2, 8, 24, 96, 336, 1440, 8760)
"""Where the time axis may carry a mark, in hours: from one minute to a year."""

ROW, AXIS = 62, 26
"""Heights in pixels: of one row, and of the axis below."""

LEFT, WIDTH = 0.5, 99
"""Where the time axis begins and how wide it is, in percent."""

BAR_WIDTH = 72
"""The width of the longest bar in percent; beside it stands its number."""


@dataclass(frozen=True)
class Box:
    """One row: hours at 10, 25, 50, 75 and 90 percent, or nothing; the norm in hours.

    `value` stands in the picture, `words` tell it to whoever does not see the picture.
    """

    label: str
    at: tuple[float, float, float, float, float] | None
    norm: float | None
    value: str
    words: str


@dataclass(frozen=True)
class Bar:
    """One bar: its length as a share of the longest, from 0 to 1, or nothing; and what it says in words."""

    label: str
    share: float | None
    words: str


def boxes(name: str, title: str, rows: Sequence[Box]) -> Markup:
    """Boxes on one logarithmic time axis. `name` makes the ids unique within a page."""
    hours = [hours for row in rows if row.at for hours in (row.at[0], row.at[4], row.norm) if hours]
    ticks, bottom = axis(hours), ROW * len(rows)
    parts = [_tick(number, ticks, bottom) for number in range(len(ticks) if hours else 0)]
    parts += [_box(row, number * ROW, ticks) for number, row in enumerate(rows)]
    return _picture(name, title, [(row.label, row.words) for row in rows], bottom + AXIS, parts)


def bars(name: str, title: str, rows: Sequence[Bar]) -> Markup:
    """Bars from zero, so that half as many is half as long."""
    parts = [_bar(row, number * ROW) for number, row in enumerate(rows)]
    return _picture(name, title, [(row.label, row.words) for row in rows], ROW * len(rows), parts)


def axis(hours: Sequence[float]) -> Sequence[float]:
    """The marks between which all of these hours lie; at least two, at most all of TICKS."""
    low = max((tick for tick in TICKS if tick <= min(hours, default=1)), default=TICKS[0])
    high = min((tick for tick in TICKS if tick >= max(hours, default=1)), default=TICKS[-1])
    if low == high:
        return next(pair for pair in pairwise(TICKS) if high in pair)
    return [tick for tick in TICKS if low <= tick <= high]


def _picture(
    name: str, title: str, rows: Sequence[tuple[str, str]], height: int, parts: Sequence[Markup]
) -> Markup:
    told = ". ".join(f"{label}: {words}" for label, words in rows)
    return Markup(
        '<svg class="hv-ch" width="100%" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{told}</desc>{inside}</svg>'
    ).format(name=name, title=title, told=told, height=height, inside=Markup("").join(parts))


def _x(hours: float, ticks: Sequence[float]) -> float:
    """The place of an hour on the axis, in percent; what lies outside stands on the edge."""
    low, high = math.log(ticks[0]), math.log(ticks[-1])
    within = min(max(hours, ticks[0]), ticks[-1])
    return round(LEFT + WIDTH * (math.log(within) - low) / (high - low), 2)


def _tick(number: int, ticks: Sequence[float], bottom: int) -> Markup:
    last = len(ticks) - 1
    anchor = {0: "start", last: "end"}.get(number, "middle")
    spare = " hv-ch__spare" if 0 < number < last and (number == 1 or (last - number) % 2) else ""
    return Markup(
        '<line class="hv-ch__grid" x1="{x}%" x2="{x}%" y1="4" y2="{bottom}"/>'
        '<text class="hv-ch__axis{spare}" x="{x}%" y="{under}" text-anchor="{anchor}">{words}</text>'
    ).format(
        x=_x(ticks[number], ticks),
        bottom=bottom,
        under=bottom + 18,
        spare=spare,
        anchor=anchor,
        words=wording.hours(ticks[number]),
    )


def _box(row: Box, top: int, ticks: Sequence[float]) -> Markup:
    head = Markup('<text class="hv-ch__label" x="0" y="{}">{}</text>').format(top + 18, row.label)
    middle = top + 40
    if row.at is None:
        return head + Markup('<text class="hv-ch__none" x="0" y="{}">{}</text>').format(middle + 5, row.value)
    least, lower, median, upper, most = (_x(hours, ticks) for hours in row.at)
    drawn = Markup(
        '<text class="hv-ch__value" x="100%" y="{top}" text-anchor="end">{words}</text>'
        '<line class="hv-ch__whisker" x1="{least}%" x2="{most}%" y1="{y}" y2="{y}"/>'
        '<rect class="hv-ch__box" x="{lower}%" y="{box}" width="{width}%" height="20" rx="3"/>'
        '<line class="hv-ch__median" x1="{median}%" x2="{median}%" y1="{box}" y2="{below}"/>'
    ).format(
        top=top + 18,
        words=row.value,
        least=least,
        most=most,
        lower=lower,
        width=round(max(upper - lower, 0.3), 2),
        median=median,
        y=middle,
        box=middle - 10,
        below=middle + 10,
    )
    return head + drawn + (_norm(_x(row.norm, ticks), middle) if row.norm is not None else "")


def _norm(x: float, middle: int) -> Markup:
    return Markup('<line class="hv-ch__norm" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>').format(
        x, middle - 15, middle + 15
    )


def _bar(row: Bar, top: int) -> Markup:
    length = BAR_WIDTH * (row.share or 0)
    return Markup(
        '<text class="hv-ch__label" x="0" y="{}">{}</text>'
        '<rect class="hv-ch__bar" x="0" y="{}" width="{:.2f}%" height="22" rx="3"/>'
        '<text class="hv-ch__value" x="{:.2f}%" y="{}">{}</text>'
    ).format(top + 18, row.label, top + 27, length, length + 1 if row.share else 0, top + 44, row.words)
