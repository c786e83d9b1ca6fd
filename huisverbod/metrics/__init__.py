"""Stage timings, read from events and from nothing else. Names nobody.

Counting unit: one case, that is one evicted person and one home; first care contact is counted per person.
"""

from huisverbod.metrics.export import COLUMNS, code_book, export, norm_hours, plain, rows
from huisverbod.metrics.measures import COUNTING_UNIT, MEASURES, REACHED, Measure
from huisverbod.metrics.reading import CaseTimings, Selection, of_region
from huisverbod.metrics.summary import Figures, Summary, interval, quantile, summarise
from huisverbod.metrics.timing import Pending, Timing, measured, timings

__all__ = [
    "COLUMNS",
    "COUNTING_UNIT",
    "MEASURES",
    "REACHED",
    "CaseTimings",
    "Figures",
    "Measure",
    "Pending",
    "Selection",
    "Summary",
    "Timing",
    "code_book",
    "export",
    "interval",
    "measured",
    "norm_hours",
    "of_region",
    "plain",
    "quantile",
    "rows",
    "summarise",
    "timings",
]
