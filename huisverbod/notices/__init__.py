"""Who is told after a step: queued with the step, handed on by the clock, red until it is seen.

A notice says that something waits, and never about whom: number, occasion and a link at most.
"""

from huisverbod.notices.inbox import acknowledge, send, waiting
from huisverbod.notices.kinds import KINDS, Kind
from huisverbod.notices.page import page
from huisverbod.notices.queueing import queue
from huisverbod.notices.rows import Notice
from huisverbod.notices.telling import tell, to_tell

__all__ = ["KINDS", "Kind", "Notice", "acknowledge", "page", "queue", "send", "tell", "to_tell", "waiting"]
