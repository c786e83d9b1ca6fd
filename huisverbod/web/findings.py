"""Figures as a page says them: small counts hidden, headings computed, a picture beside a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from markupsafe import Markup

from huisverbod import disclosure, wording
from huisverbod.metrics import Figures, Summary, interval, norm_hours
from huisverbod.region import Region
from huisverbod.web import charts
from huisverbod.web.charts import Bar, Box

BOX = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The shares of the durations at which a box has its marks."""


@dataclass(frozen=True)
class Line:
    """One measure as a row of the table; "" is not shown."""

    label: str
    question: str
    number: str
    small: bool
    open: str
    over: str
    median: str
    p90: str
    norm: str
    within: str
    wrong: bool


class Findings:
    """What the figures of some regions say. A norm is shown where these regions have one and the same."""

    def __init__(self, figures: Figures, regions: Sequence[Region]) -> None:
        """Take the figures; `regions` are those they are about."""
        self.figures = figures
        self.norms = {row.measure.name: norm_hours(row.measure, regions) for row in figures.summaries}

    @property
    def requests(self) -> str:
        """How many requests the figures rest on."""
        return disclosure.words(self.figures.reached[0][1])

    @property
    def wrong(self) -> bool:
        """Whether a duration was left out because its end lies before its beginning."""
        return any(row.reversed for row in self.figures.summaries)

    @property
    def headline(self) -> str:
        """What stands out: the norm that is met least, or else the stage that takes longest."""
        shares = [(share, row) for row in self.figures.summaries if (share := self._within(row)) is not None]
        share, worst = min(shares, key=itemgetter(0), default=(1.0, None))
        if worst is not None and share < 1:
            norm = wording.hours(self.norms[worst.measure.name] or 0)
            return f"{worst.measure.label} haalt de norm het minst: {share:.0%} binnen {norm}{_small(worst)}"
        stages = [row for row in self.figures.summaries if row.measure.kind == "fase" and _telling(row)]
        if not stages:
            return "Er is nog te weinig gemeten om een doorlooptijd te tonen"
        longest = max(stages, key=lambda row: row.quantile(0.5) or 0)
        half = wording.hours(longest.quantile(0.5) or 0)
        return f"{longest.measure.label} duurt het langst: de helft is er na {half}{_small(longest)}"

    def _within(self, row: Summary) -> float | None:
        """The share within the norm, where there is one and it may be shown."""
        norm = self.norms[row.measure.name]
        if norm is None or not disclosure.divides(row.within(norm), row.number):
            return None
        return row.within(norm) / row.number

    @property
    def came_to_ban(self) -> str:
        """How many requests came to a ban, as a heading."""
        reached = dict(
            zip(("requests", "", "", "bans", ""), (n for _, n in self.figures.reached), strict=True)
        )
        requests, bans = reached["requests"], reached["bans"]
        if not requests:
            return "Er zijn geen verzoeken in deze periode"
        if disclosure.hidden(requests) or disclosure.hidden(bans):
            return "Te weinig zaken om te tonen hoeveel verzoeken tot een huisverbod leidden"
        return f"{bans} van de {requests} verzoeken leidden tot een huisverbod"

    def boxes(self) -> Markup:
        """The timings as a picture."""
        rows = [self._box(row) for row in self.figures.summaries]
        return charts.boxes("doorlooptijden", "Doorlooptijd per fase", rows)

    def _box(self, row: Summary) -> Box:
        label = row.measure.label
        if not _telling(row):
            words = f"{disclosure.words(row.number)}: niet getoond" if row.number else "nog niets gemeten"
            return Box(label, None, None, words.capitalize(), words)
        p10, p25, median, p75, p90 = (row.quantile(share) or 0.0 for share in BOX)
        words = f"mediaan {wording.hours(median)}, 90% binnen {wording.hours(p90)}, {row.number} gemeten"
        value = wording.hours(median) + ("*" if row.number < disclosure.SMALL else "")
        return Box(label, (p10, p25, median, p75, p90), self.norms[row.measure.name], value, words)

    def bars(self) -> Markup:
        """How far cases came, as a picture."""
        return charts.bars(
            "doorstroom",
            "Aantal zaken per stap",
            [Bar(label, self._share(n), self._words(n)) for label, n in self.figures.reached],
        )

    def steps(self) -> list[tuple[str, str]]:
        """How far cases came, as rows."""
        return [(label, self._words(n)) for label, n in self.figures.reached]

    def _share(self, count: int) -> float | None:
        total = self.figures.reached[0][1]
        return count / total if total and not disclosure.hidden(count) else None

    def _words(self, count: int) -> str:
        share = self._share(count)
        return disclosure.words(count) + (f" ({share:.0%})" if share is not None else "")

    def _within_words(self, row: Summary) -> str:
        share = self._within(row)
        if share is None:
            return ""
        low, high = interval(round(share * row.number), row.number)
        return f"{share:.0%} ({low:.0%}–{high:.0%})"

    def lines(self) -> list[Line]:
        """The timings as rows."""
        return [self._line(row) for row in self.figures.summaries]

    def _line(self, row: Summary) -> Line:
        norm = self.norms[row.measure.name]
        told = _telling(row)
        return Line(
            label=row.measure.label,
            question=row.measure.question,
            number=disclosure.words(row.number),
            small=told and row.number < disclosure.SMALL,
            open=disclosure.words(row.open),
            over=disclosure.words(row.over),
            median=wording.hours(row.quantile(0.5) or 0) if told else "",
            p90=wording.hours(row.quantile(0.9) or 0) if told else "",
            norm=wording.hours(norm) if norm is not None else "",
            within=self._within_words(row),
            wrong=row.reversed > 0,
        )


def _telling(row: Summary) -> bool:
    return disclosure.telling(row.number)


def _small(row: Summary) -> str:
    return ", bij een klein aantal" if row.number < disclosure.SMALL else ""
