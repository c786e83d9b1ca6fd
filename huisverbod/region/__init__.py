"""pilot_regions/*.toml: what one region does differently, and every fault such a file can have."""

from huisverbod.region.definition import (
    FILLERS,
    NORMS,
    PARTS,
    ROUTES,
    Contact,
    Court,
    HelpBody,
    Mandate,
    Municipality,
    Office,
    Region,
)
from huisverbod.region.reading import check, gaps, load, read

__all__ = [
    "FILLERS",
    "NORMS",
    "PARTS",
    "ROUTES",
    "Contact",
    "Court",
    "HelpBody",
    "Mandate",
    "Municipality",
    "Office",
    "Region",
    "check",
    "gaps",
    "load",
    "read",
]
