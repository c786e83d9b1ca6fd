"""pilot_regions/*.toml: what one region does differently, and every fault such a file can have."""

from huisverbod.region.definition import (
    NORMS,
    Contact,
    Court,
    HelpBody,
    Ladder,
    Municipality,
    Policy,
    Region,
    Signing,
)
from huisverbod.region.lines import lines_by_path
from huisverbod.region.reading import check, gaps, load, read
from huisverbod.region.registers import Absence, Mandate, Office, Translation
from huisverbod.region.words import ROUTES

__all__ = [
    "NORMS",
    "ROUTES",
    "Absence",
    "Contact",
    "Court",
    "HelpBody",
    "Ladder",
    "Mandate",
    "Municipality",
    "Office",
    "Policy",
    "Region",
    "Signing",
    "Translation",
    "check",
    "gaps",
    "lines_by_path",
    "load",
    "read",
]
