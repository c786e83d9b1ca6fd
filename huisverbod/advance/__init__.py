"""The one door: `open_case` begins a case, `advance` takes a step. Nothing else changes a case."""

from huisverbod.advance.door import Act, Taken, asked_of
from huisverbod.advance.taking import advance, catch_up, locked, open_case

__all__ = ["Act", "Taken", "advance", "asked_of", "catch_up", "locked", "open_case"]
