"""pilot_regions/*.toml: what one region does differently, and every fault such a file can have."""

from huisverbod.region.definition import (
    NORMS,
    ROUTES,
    Contact,
    Court,
    HelpBody,
    Ladder,
    Mandate,
    Municipality,
    Office,
    Region,
)
from huisverbod.region.lines import lines_by_path
from huisverbod.region.reading import check, gaps, load, read

__all__ = [
    "NORMS",
    "ROUTES",
    "Contact",
    "Court",
    "HelpBody",
    "Ladder",
    "Mandate",
    "Municipality",
    "Office",
    "Region",
    "check",
    "gaps",
    "lines_by_path",
    "load",
    "read",
]
