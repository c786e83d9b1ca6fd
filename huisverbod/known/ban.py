"""The huisverbod as it follows from the events: when it began, when it binds, when it is over. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from huisverbod import law
from huisverbod.known.court import courts_of
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
ENDS_ALL = ("court.lift_suspension", "court.condition_failed", "court.rule_annulled")
"""What ends a suspension in whichever case it was ruled."""
REVERSED, UNWITHDRAWN = "court.rule_annulment_reversed", "court.rule_withdrawal_annulled"
ANNULLING = (
    "court.rule_annulled",
    "court.rule_annulled_from",
    "court.rule_partly_annulled",
    "court.rule_extension_annulled",
)
"""Awb 8:72: the rulings that take the ban away, in whole or in part; higher appeal may reverse them."""

Span = tuple[datetime, datetime | None]
"""From an instant until another, or for as long as nothing ends it. Aware."""


@dataclass(frozen=True)
class Ban:
    """The huisverbod as it follows from the events. All instants aware, ends exclusive (Wth 2(1), 9(1)).

    `released` are the times in which it did not bind because it was withdrawn or annulled, until a court
    undid that (house: nobody is bound in hindsight; a jurist has not confirmed it).
    """

    imposed_at: datetime
    effective_from: datetime
    first_end: datetime
    latest_end: datetime
    end: datetime
    ended_at: datetime | None
    suspended: tuple[Span, ...]
    released: tuple[tuple[datetime, datetime], ...] = ()

    def in_force(self, at: datetime) -> bool:
        """Whether the ban binds at that instant; computed, never dependent on a worker having run."""
        free = any(start <= at < stop for start, stop in self.released)
        return self.effective_from <= at < self.over_at and not free and self.suspension(at) is None

    def suspension(self, at: datetime) -> Span | None:
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
    served = next(iter(past.by_moment("execution.hand_over")), None) if oral else start
    figures = law.ban_terms(start.occurred_at, terms, imposed, served.occurred_at if served else None)
    return Ban(
        imposed_at=imposed,
        effective_from=figures.effective_from,
        first_end=figures.first_end,
        latest_end=figures.latest_end,
        end=_end(past, figures),
        ended_at=ended_at(past),
        suspended=tuple(_suspensions(past)),
        released=tuple(_released(past, figures)),
    )


def standing_extension(past: History) -> Happened | None:
    """The decision to extend that stands: the last one, unless a court annulled the extension since."""
    gone = undone(past)
    steps = past.all("execution.extend", "court.rule_extension_annulled")
    last = next((event for event in reversed(steps) if event.seq not in gone), None)
    return last if last and last.step == "execution.extend" else None


def undone(past: History) -> dict[int, Happened]:
    """Awb 8:72, 8:113: each withdrawal or annulment that a court undid, by number, with the ruling that did.

    A ruling undoes the last one before it that still stands.
    """
    found: dict[int, Happened] = {}
    for ruling in past.all(REVERSED, UNWITHDRAWN):
        steps = ANNULLING if ruling.step == REVERSED else ("execution.withdraw",)
        earlier = [e for e in past.all(*steps) if e.seq < ruling.seq and e.seq not in found]
        if earlier:
            found[earlier[-1].seq] = ruling
    return found


def annulment(past: History) -> Happened | None:
    """Awb 8:72: the last ruling that annuls, in whole or in part, and was not reversed; or nothing."""
    gone = undone(past)
    return next((event for event in reversed(past.all(*ANNULLING)) if event.seq not in gone), None)


def ended_at(past: History) -> datetime | None:
    """When mayor or court ended the ban, before or after it took effect, if that stands."""
    gone = undone(past)
    return min((end for event, end in _endings(past) if event.seq not in gone), default=None)


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
    gone = undone(past)
    rulings = [e for e in past.all("court.rule_extension_annulled") if e.seq > announced.seq]
    annulled = [e for e in rulings if e.seq not in gone]
    return min(until, figures.latest_end, *(max(figures.first_end, e.occurred_at) for e in annulled))


def _endings(past: History) -> Iterator[tuple[Happened, datetime]]:
    """What ended it, and when; a withdrawal works from the hour in its text, and not before.

    Awb 8:72: an annulment works at once, from a moment before the ruling, or from a later one until which
    the consequences are kept.
    """
    for event in past.all("court.rule_annulled"):
        yield event, event.moment("since") or event.occurred_at
    for event in past.all("court.rule_annulled_from"):
        yield event, event.moment("until") or event.occurred_at
    for event in past.all("execution.withdraw"):
        draft = past.before(event, "execution.propose_withdrawal")
        planned = draft.moment("effective_planned") if draft else None
        yield event, max(event.occurred_at, planned or event.occurred_at)


def _released(past: History, figures: law.BanTerms) -> Iterator[tuple[datetime, datetime]]:
    """house: whoever was told that it was over, is bound again from the ruling that undid that."""
    gone = undone(past)
    fallen = [(e, e.occurred_at) for e in past.all("court.rule_extension_annulled")]
    ends = [*_endings(past), *((event, max(figures.first_end, at)) for event, at in fallen)]
    for event, end in ends:
        if event.seq in gone and end < gone[event.seq].occurred_at:
            yield end, gone[event.seq].occurred_at


def suspended_until(past: History) -> datetime | None:
    """Awb 8:85(1): the moment at which the last suspension lapses, where the court named one."""
    spans = list(_suspensions(past))
    return spans[-1][1] if spans else None


def suspended_at(past: History, at: datetime) -> bool:
    """Awb 8:81: whether a suspension lasts at that instant, in whichever case it was ruled."""
    return any(start <= at and (stop is None or at < stop) for start, stop in _suspensions(past))


def annulled_from(past: History) -> datetime | None:
    """Awb 8:72(3): the moment until which the court let the ban bind, where it named one."""
    ruling = past.last("court.rule_annulled_from")
    stands = ruling is not None and ruling.seq not in undone(past)
    return ruling.moment("until") if ruling and stands else None


def _suspensions(past: History) -> Iterator[Span]:
    """Awb 8:81, 8:85: the times in which the ban is suspended, in one case or another."""
    merged: list[Span] = []
    for start, stop in sorted(_by_appeal(past), key=itemgetter(0)):
        last = merged[-1][1] if merged else start
        if last is not None and start >= last:
            merged.append((start, stop))
        elif last is not None:
            merged[-1] = merged[-1][0], None if stop is None else max(last, stop)
    yield from merged


def _by_appeal(past: History) -> Iterator[Span]:
    """Per appeal: from the ruling until its date, or until what ended it, whichever is first.

    A ruling on an appeal ends what was suspended beside that appeal, and nothing else (Awb 8:85(2)(c)).
    """
    courts, lasting = courts_of(past), dict[str, Span]()
    for event in past.by_moment(*SUSPENDING, *REVIVING):
        appeals = courts.appeals(event.seq) or {""}
        for appeal in set(lasting) & (set(lasting) if event.step in ENDS_ALL else appeals):
            start, until = lasting.pop(appeal)
            yield start, min(until or event.occurred_at, event.occurred_at)
        if event.step in SUSPENDING:
            lasting |= dict.fromkeys(appeals, (event.occurred_at, event.moment("until")))
    yield from lasting.values()
