"""Has a stranger's file looked at in a process apart: whatever it holds, it cannot harm the program."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huisverbod.printing.press import NoAnswer, TooMany, apart
from huisverbod.signing.looks import Locked, Look, Unreadable, Verdict

MODULE = "huisverbod.signing.seeing"
PATIENCE = 3.0
"""Seconds to wait for a turn: a stranger may come back, and whoever waits keeps others from the server."""


class Busy(Exception):
    """Too many files are looked at already; this one was not."""


class TooHard(Exception):
    """The look took more time or memory than a document of ours ever does, and was stopped."""


def looked(content: bytes, roots: Sequence[bytes], at: datetime) -> list[Look]:
    """As `verifying.look`, within limits on time and memory; the roots we trust as DER.

    Raises:
        Unreadable: it is no PDF, or broken; Locked when it has a password.
        Busy, TooHard: there was no look, or no end to it.

    """
    asked = json.dumps({"roots": [root.hex() for root in roots], "at": at.isoformat()}).encode()
    try:
        answer = json.loads(apart(MODULE).answer(asked + b"\n" + content, PATIENCE))
    except TooMany as fault:
        raise Busy from fault
    except NoAnswer as fault:
        raise TooHard(str(fault)) from fault
    if isinstance(answer, str):
        raise Locked if answer == Locked.__name__ else Unreadable(answer)
    return [_read(one) for one in answer]


def _read(told: dict[str, Any]) -> Look:
    at = told["signed_at"]
    read = {"signed_at": datetime.fromisoformat(at) if at else None, "verdict": Verdict(told["verdict"])}
    return Look(**(told | read))
