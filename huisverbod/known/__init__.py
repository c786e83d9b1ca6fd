"""What is known of a case before a step, and what a guard is given: pure, read from events."""

from huisverbod.known.asked import Asked
from huisverbod.known.ban import (
    ANNOUNCED,
    REVERSED,
    REVIVING,
    SUSPENDING,
    UNWITHDRAWN,
    Ban,
    annulled_from,
    annulment,
    ended_at,
    imposed_at,
    standing_extension,
    suspended_at,
    suspended_until,
)
from huisverbod.known.contact import ContactBan
from huisverbod.known.court import ON_APPEAL, ON_RELIEF, CourtCase, Courts
from huisverbod.known.happened import Happened
from huisverbod.known.lately import SinceLastFact, assessed_days, since_last_fact
from huisverbod.known.order import ConductOrder
from huisverbod.known.past import CLOCK, Actor, Known, Person
from huisverbod.known.stated import Decision, Moment, Note, Stated, plain_text

__all__ = [
    "ANNOUNCED",
    "CLOCK",
    "ON_APPEAL",
    "ON_RELIEF",
    "REVERSED",
    "REVIVING",
    "SUSPENDING",
    "UNWITHDRAWN",
    "Actor",
    "Asked",
    "Ban",
    "ConductOrder",
    "ContactBan",
    "CourtCase",
    "Courts",
    "Decision",
    "Happened",
    "Known",
    "Moment",
    "Note",
    "Person",
    "SinceLastFact",
    "Stated",
    "annulled_from",
    "annulment",
    "assessed_days",
    "ended_at",
    "imposed_at",
    "plain_text",
    "since_last_fact",
    "standing_extension",
    "suspended_at",
    "suspended_until",
]
