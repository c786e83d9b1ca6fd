"""The one door: `open_case` begins a case, `advance` takes a step, `move` changes the version it runs on."""

from huisverbod.advance.door import Act, Taken, asked_of
from huisverbod.advance.moving import MOVE, MOVE_BACK, came_from, move
from huisverbod.advance.planning import Plan, plan
from huisverbod.advance.taking import advance, catch_up, locked, open_case

__all__ = [
    "MOVE",
    "MOVE_BACK",
    "Act",
    "Plan",
    "Taken",
    "advance",
    "asked_of",
    "came_from",
    "catch_up",
    "locked",
    "move",
    "open_case",
    "plan",
]
