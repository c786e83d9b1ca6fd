"""Who is told after a step: queued with the step, handed on by the clock, red until it is seen.

A notice says that something waits, and never about whom: number, occasion and a link at most.
"""

from huisverbod.notices.carriers import FAULTS, Carrier, NotCarried, carriers
from huisverbod.notices.inbox import acknowledge, waiting
from huisverbod.notices.kinds import KINDS, Kind
from huisverbod.notices.message import Message
from huisverbod.notices.outbox import send
from huisverbod.notices.page import page
from huisverbod.notices.queueing import queue
from huisverbod.notices.reach import Reach
from huisverbod.notices.rows import Dispatch, Notice
from huisverbod.notices.telling import tell, to_tell

__all__ = [
    "FAULTS",
    "KINDS",
    "Carrier",
    "Dispatch",
    "Kind",
    "Message",
    "NotCarried",
    "Notice",
    "Reach",
    "acknowledge",
    "carriers",
    "page",
    "queue",
    "send",
    "tell",
    "to_tell",
    "waiting",
]
