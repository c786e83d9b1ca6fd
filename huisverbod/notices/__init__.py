"""Who is told after a step: queued with the step, handed on by the clock, red until it is seen.

A notice says that something waits, and never about whom: number, occasion and a link at most.
"""

from huisverbod.notices.carriers import Carrier, NotCarried, carriers
from huisverbod.notices.inbox import acknowledge, waiting
from huisverbod.notices.kinds import FAULTS, KINDS, MANNERS, Kind
from huisverbod.notices.message import Message
from huisverbod.notices.outbox import send
from huisverbod.notices.page import page
from huisverbod.notices.passing_on import close, pass_on
from huisverbod.notices.queueing import queue
from huisverbod.notices.reach import Reach
from huisverbod.notices.rows import Dispatch, Notice
from huisverbod.notices.standing import Delivery, Standing, of_case, to_tell, unreached
from huisverbod.notices.telling import tell

__all__ = [
    "FAULTS",
    "KINDS",
    "MANNERS",
    "Carrier",
    "Delivery",
    "Dispatch",
    "Kind",
    "Message",
    "NotCarried",
    "Notice",
    "Reach",
    "Standing",
    "acknowledge",
    "carriers",
    "close",
    "of_case",
    "page",
    "pass_on",
    "queue",
    "send",
    "tell",
    "to_tell",
    "unreached",
    "waiting",
]
