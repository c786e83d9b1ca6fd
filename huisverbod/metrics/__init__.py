"""Stage timings, and how duties were kept, read from events and from nothing else. Names nobody.

Counting unit: one case, that is one evicted person and one home; first care contact is counted per person.
"""

from huisverbod.metrics.export import COLUMNS, code_book, export, norm_hours, rows, selection
from huisverbod.metrics.kept import FATAL, TARGET, Kept, Record, kept, records
from huisverbod.metrics.kept_rows import KEPT_COLUMNS, export_kept, kept_rows
from huisverbod.metrics.measures import COUNTING_UNIT, MEASURES, REACHED, Measure
from huisverbod.metrics.reading import CaseTimings, Selection, of_region
from huisverbod.metrics.sheet import plain
from huisverbod.metrics.summary import Figures, Summary, interval, quantile, summarise
from huisverbod.metrics.timing import Pending, Timing, measured, timings

__all__ = [
    "COLUMNS",
    "COUNTING_UNIT",
    "FATAL",
    "KEPT_COLUMNS",
    "MEASURES",
    "REACHED",
    "TARGET",
    "CaseTimings",
    "Figures",
    "Kept",
    "Measure",
    "Pending",
    "Record",
    "Selection",
    "Summary",
    "Timing",
    "code_book",
    "export",
    "export_kept",
    "interval",
    "kept",
    "kept_rows",
    "measured",
    "norm_hours",
    "of_region",
    "plain",
    "quantile",
    "records",
    "rows",
    "selection",
    "summarise",
    "timings",
]
