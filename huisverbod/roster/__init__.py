"""Who is on call, where and when; and the hand-over to the next shift. Names of staff, nobody else."""

from huisverbod.roster.calendar import as_calendar, read_calendar
from huisverbod.roster.duty import ON_CALL_ROLES, Post, gaps, post_for, post_of
from huisverbod.roster.handing import hand_over, last_handed, take_over
from huisverbod.roster.keeping import Entry, add, import_all, on_call, planned, remove
from huisverbod.roster.table import Handover, Shift

__all__ = [
    "ON_CALL_ROLES",
    "Entry",
    "Handover",
    "Post",
    "Shift",
    "add",
    "as_calendar",
    "gaps",
    "hand_over",
    "import_all",
    "last_handed",
    "on_call",
    "planned",
    "post_for",
    "post_of",
    "read_calendar",
    "remove",
    "take_over",
]
