"""What is known of a case before a step, and what a guard is given: pure, read from events."""

from huisverbod.known.asked import Asked
from huisverbod.known.lately import SinceLastFact, since_last_fact
from huisverbod.known.past import CLOCK, Actor, Ban, Happened, Known, Person
from huisverbod.known.stated import Decision, Moment, Note, Stated, plain_text

__all__ = [
    "CLOCK",
    "Actor",
    "Asked",
    "Ban",
    "Decision",
    "Happened",
    "Known",
    "Moment",
    "Note",
    "Person",
    "SinceLastFact",
    "Stated",
    "plain_text",
    "since_last_fact",
]
