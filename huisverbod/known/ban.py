"""The huisverbod as it follows from the events: when it began, when it binds, when it is over. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from huisverbod import law
from huisverbod.known.happened import Happened, History

ANNOUNCED = ("execution.announce_extension", "execution.announce_extension_suspended")
"""The extension is made known to him, while the ban runs or while a court has suspended it."""

SUSPENDING = ("court.rule_suspended",)
REVIVING = (
    "court.lift_suspension",
    "court.condition_failed",
    "court.rule_dismissed",
    "court.rule_annulled",
    "court.rule_annulled_from",
    "court.rule_partly_annulled",
    "court.rule_extension_annulled",
    "court.drop",
)
"""Awb 8:85, 8:87: what ends a suspension. The clock of the ban did not stop meanwhile."""


@dataclass(frozen=True)
class Ban:
    """The huisverbod as it follows from the events. All instants aware, ends exclusive (Wth 2(1), 9(1))."""

    imposed_at: datetime
    effective_from: datetime
    first_end: datetime
    latest_end: datetime
    end: datetime
    ended_at: datetime | None
    suspended: tuple[tuple[datetime, datetime | None], ...]

    def in_force(self, at: datetime) -> bool:
        """Whether the ban binds at that instant; computed, never dependent on a worker having run."""
        return self.effective_from <= at < self.over_at and self.suspension(at) is None

    def suspension(self, at: datetime) -> tuple[datetime, datetime | None] | None:
        """The suspension that lasts at that instant: since when, and until when if the court said so."""
        return next((one for one in self.suspended if one[0] <= at and (one[1] is None or at < one[1])), None)

    @property
    def over_at(self) -> datetime:
        """The instant from which it is over: its end, or an earlier withdrawal or annulment."""
        return min(self.end, self.ended_at) if self.ended_at else self.end


def imposed_at(decided: Happened) -> datetime:
    """When a ban was decided on (aware); an oral one at the moment that was stated (Wth 2(1), 2(7))."""
    return decided.moment("decided_at") or decided.occurred_at


def ban_of(past: History, terms: Mapping[str, law.Term]) -> Ban | None:
    """The ban, from the moment it took effect; nothing before that."""
    oral = past.last("imposition.impose_orally")
    start = oral or past.last("execution.serve", "execution.deposit")
    decided = oral or past.last("imposition.impose")
    if start is None or decided is None:
        return None
    imposed = imposed_at(decided)
    figures = law.ban_terms(start.occurred_at, terms, imposed_at=imposed)
    return Ban(
        imposed_at=imposed,
        effective_from=figures.effective_from,
        first_end=figures.first_end,
        latest_end=figures.latest_end,
        end=_end(past, figures),
        ended_at=min(_endings(past), default=None),
        suspended=tuple(_suspensions(past)),
    )


def standing_extension(past: History) -> Happened | None:
    """The decision to extend that stands: the last one, unless a court annulled the extension since."""
    last = past.last("execution.extend", "court.rule_extension_annulled")
    return last if last and last.step == "execution.extend" else None


def _end(past: History, figures: law.BanTerms) -> datetime:
    """Wth 2(1), 9(1), Awb 8:72: the end of the extension as announced, or of the first period.

    house: until a court annulled his extension he was bound by it; so after the first end it ends with the
    ruling, and not before.
    """
    announced = past.last(*ANNOUNCED)
    decided = past.before(announced, "execution.extend") if announced else None
    draft = past.before(decided, "execution.propose_extension") if decided else None
    until = draft.moment("until") if draft else None
    if announced is None or until is None:
        return min(figures.first_end, figures.latest_end)
    annulled = [e for e in past.all("court.rule_extension_annulled") if e.seq > announced.seq]
    return min(until, figures.latest_end, *(max(figures.first_end, e.occurred_at) for e in annulled))


def _endings(past: History) -> Iterator[datetime]:
    """When court or mayor ended it; a withdrawal works from the hour in its text, and not before.

    Awb 8:72: an annulment works at once, from a moment before the ruling, or from a later one until which
    the consequences are kept.
    """
    for event in past.all("court.rule_annulled"):
        yield event.moment("since") or event.occurred_at
    for event in past.all("court.rule_annulled_from"):
        yield event.moment("until") or event.occurred_at
    for event in past.all("execution.withdraw"):
        draft = past.before(event, "execution.propose_withdrawal")
        planned = draft.moment("effective_planned") if draft else None
        yield max(event.occurred_at, planned or event.occurred_at)


def suspended_until(past: History) -> datetime | None:
    """Awb 8:85(1): the moment at which the last suspension lapses, where the court named one."""
    ruling = past.last(*SUSPENDING)
    return ruling.moment("until") if ruling else None


def annulled_from(past: History) -> datetime | None:
    """Awb 8:72(3): the moment until which the court let the ban bind, where it named one."""
    ruling = past.last("court.rule_annulled_from")
    return ruling.moment("until") if ruling else None


def _suspensions(past: History) -> Iterator[tuple[datetime, datetime | None]]:
    """Awb 8:81, 8:85: from the ruling until its date, or until what ended it, whichever is first."""
    start: datetime | None = None
    until: datetime | None = None
    for event in past.by_moment(*SUSPENDING, *REVIVING):
        if event.step in REVIVING and start is not None:
            yield start, min(until or event.occurred_at, event.occurred_at)
            start = None
        elif event.step in SUSPENDING:
            if start is not None:
                yield start, min(until or event.occurred_at, event.occurred_at)
            start, until = event.occurred_at, event.moment("until")
    if start is not None:
        yield start, until
