"""The risk instrument (RiHG): its items in the words of the statute, and what an assessor answers to them.

Everything here is pure: no database, no clock. No function derives a colour.
"""

from huisverbod.instrument.answers import (
    SOURCE_KINDS,
    Count,
    ItemAnswer,
    PartAnswer,
    SignalAnswer,
    SourceKind,
    counts,
    faults,
    opposing_only,
    yes_with_source_share,
)
from huisverbod.instrument.definition import (
    Colour,
    Instrument,
    Item,
    Part,
    Signal,
    Value,
    part_keys,
    signals_of,
)
from huisverbod.instrument.flags import Crosswalk, Flag, Match, matches, parse_flags
from huisverbod.instrument.reading import load, parse
from huisverbod.instrument.weighing import PartRule, missing, rule, rule_met

__all__ = [
    "SOURCE_KINDS",
    "Colour",
    "Count",
    "Crosswalk",
    "Flag",
    "Instrument",
    "Item",
    "ItemAnswer",
    "Match",
    "Part",
    "PartAnswer",
    "PartRule",
    "Signal",
    "SignalAnswer",
    "SourceKind",
    "Value",
    "counts",
    "faults",
    "load",
    "matches",
    "missing",
    "opposing_only",
    "parse",
    "parse_flags",
    "part_keys",
    "rule",
    "rule_met",
    "signals_of",
    "yes_with_source_share",
]
