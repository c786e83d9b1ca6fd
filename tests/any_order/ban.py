"""A small ban by the letter of the law: what may happen, and when it binds. Knows nothing of the product.

Written from the Wet tijdelijk huisverbod and the Awb alone; every method names its article. Every instant
is in UTC (two in one zone are compared by their clock, not by their order); `at` is when something happened.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")
OFFICE = {"mayor", "deputy_mayor"}
MAY_IMPOSE = OFFICE | {"hovj"}
FIRST_DAYS, LONGEST_DAYS, ADULT_YEARS = 10, 28, 18


def same_hour(start: datetime, days: int) -> datetime:
    """Wth 2(1): the same hour on the clock that many days later; the jump where the clock skips it."""
    wall = start.astimezone(HERE).replace(tzinfo=None) + timedelta(days=days)
    early, late = wall.replace(tzinfo=HERE, fold=0), wall.replace(tzinfo=HERE, fold=1)
    if early.utcoffset() < late.utcoffset():  # the hour does not exist: 03:00 summer time
        return wall.replace(hour=3, minute=0, second=0, microsecond=0, tzinfo=HERE).astimezone(UTC)
    return early.astimezone(UTC)  # of an hour that comes twice, the first


def of_age(born_on: date | None, at: datetime) -> bool:
    """Wth 2(2): adult on the Dutch calendar day, from the birthday itself."""
    if born_on is None:
        return False
    day = at.astimezone(HERE).date()
    years = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    return years >= ADULT_YEARS


@dataclass
class NameChange:
    """Wth 2(4)(c), Awb 3:40, 8:72: from then other names, or these no more; such a ruling may fall."""

    at: datetime
    names: frozenset[str]
    dropped: bool
    stands: bool = True


@dataclass
class LegalBan:
    """What happened so far, as far as the law asks for it."""

    born_on: date | None
    heard: list[datetime] = field(default_factory=list)
    consulted: list[datetime] = field(default_factory=list)
    attempts: int = 0
    drafted: bool = False
    child_abuse: bool = False
    declined: bool = False
    decided_at: datetime | None = None
    written: bool = False
    begins_at: datetime | None = None
    extension_until: datetime | None = None
    extension_drafts: list[datetime] = field(default_factory=list)
    extension_decided_at: datetime | None = None
    announced_at: datetime | None = None
    extension_fallen: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    withdrawal_drafts: list[datetime] = field(default_factory=list)
    withdrawals: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    annulments: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    kept_until: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    rulings: list[str] = field(default_factory=list)
    pauses: list[tuple[datetime, bool, datetime | None]] = field(default_factory=list)
    stated_names: frozenset[str] = frozenset()
    amendment_drafts: list[frozenset[str]] = field(default_factory=list)
    amendments: list[frozenset[str]] = field(default_factory=list)
    name_changes: list[NameChange] = field(default_factory=list)

    # How long

    @property
    def first_end(self) -> datetime | None:
        """Wth 2(1): ten days after it took effect."""
        return same_hour(self.begins_at, FIRST_DAYS) if self.begins_at else None

    @property
    def latest_end(self) -> datetime | None:
        """Wth 9(1): four weeks after it was imposed, or took effect if that was earlier."""
        starts = [at for at in (self.decided_at, self.begins_at) if at]
        return same_hour(min(starts), LONGEST_DAYS) if starts else None

    @property
    def end(self) -> datetime | None:
        """When it is over by itself."""
        if self.first_end is None or self.latest_end is None:
            return None
        end = self.extension_until if self.announced_at and self.extension_until else self.first_end
        for at, undone in self.extension_fallen:  # Awb 8:72: back to the first end, or over at once after it
            if undone is None:
                end = min(end, max(self.first_end, at))
        return min(end, self.latest_end)

    def binds(self, at: datetime) -> bool:
        """Wth 11, Awb 3:40: announced, not over, not ended sooner and not suspended at that instant."""
        if self.begins_at is None or self.end is None or not self.begins_at <= at < self.end:
            return False
        fallen = [(max(self.first_end, start), stop) for start, stop in self.extension_fallen if stop]
        free = [*self.suspended, *self.withdrawals, *self.annulments, *self.kept_until, *fallen]
        return not any(start <= at and (stop is None or at < stop) for start, stop in free)

    @property
    def ended_at(self) -> datetime | None:
        """When mayor or court ended it, if that stands."""
        standing = [
            at for at, undone in (*self.withdrawals, *self.annulments, *self.kept_until) if undone is None
        ]
        return min(standing, default=None)

    @property
    def withdrawn(self) -> bool:
        """Whether a withdrawal stands."""
        return any(undone is None for _, undone in self.withdrawals)

    @property
    def annulled(self) -> bool:
        """Whether an annulment stands."""
        return any(undone is None for _, undone in self.annulments)

    def over(self, at: datetime) -> bool:
        """Whether nothing of it is left at that instant."""
        ended = self.ended_at is not None and self.ended_at <= at
        return ended or (self.end is not None and self.end <= at)

    def suspend(self, at: datetime, until: datetime | None = None) -> None:
        """Awb 8:81, 8:85(1): it does not bind from the ruling, until the moment that it names."""
        self.pauses.append((at, True, until))

    def resume(self, at: datetime) -> None:
        """Awb 8:85(2), 8:87: a suspension that lasts then is over; the clock did not stop."""
        self.pauses.append((at, False, None))

    @property
    def suspended(self) -> list[tuple[datetime, datetime | None]]:
        """When it was suspended, as it happened; a later ruling takes the place of an earlier one."""
        found: list[tuple[datetime, datetime | None]] = []
        lasts: tuple[datetime, datetime | None] | None = None
        for at, suspends, until in sorted(self.pauses, key=lambda one: one[0]):
            if lasts:
                found.append((lasts[0], min(lasts[1] or at, at)))
            lasts = (at, until) if suspends else None
        return [*found, lasts] if lasts else found

    def paused(self, at: datetime) -> bool:
        """Whether a suspension lasts at that instant."""
        return any(start <= at and (stop is None or at < stop) for start, stop in self.suspended)

    def names(self) -> frozenset[str]:
        """Wth 2(4)(c): whom he may not contact, after amendments and rulings as they happened."""
        found = self.stated_names
        for change in sorted(self.name_changes, key=lambda one: one.at):
            if change.stands:
                found = found - change.names if change.dropped else change.names
        return found

    def annul_part(self, at: datetime, names: frozenset[str]) -> None:
        """Awb 8:72: for these names it does not bind any more."""
        self.name_changes.append(NameChange(at, names, dropped=True))
        self.rulings.append("part")

    def announce_amendment(self, at: datetime) -> None:
        """Awb 3:40: the names as last decided on are in force."""
        self.name_changes.append(NameChange(at, self.amendments[-1], dropped=False))

    def withdraw(self, at: datetime) -> None:
        """Wth 2(9): it ends then."""
        self.withdrawals.append((at, None))

    def annul(self, at: datetime) -> None:
        """Awb 8:72: it does not bind any more."""
        self.annulments.append((at, None))
        self.rulings.append("annulments")

    def annul_from(self, at: datetime) -> None:
        """Awb 8:72(3): it is annulled, and binds until then."""
        self.kept_until.append((at, None))
        self.rulings.append("kept_until")

    def annul_extension(self, at: datetime) -> None:
        """Awb 8:72: only its extension is annulled."""
        self.extension_fallen.append((at, None))
        self.rulings.append("extension_fallen")

    def undo(self, what: str, at: datetime) -> None:
        """Awb 8:72, 8:113: a court undoes the last of them; nobody is bound in hindsight."""
        found = getattr(self, what)
        last = max(number for number, one in enumerate(found) if one[1] is None)
        found[last] = (found[last][0], at)

    def reverse(self, at: datetime) -> None:
        """Awb 8:113: the last annulment falls in higher appeal; one of a part of the ban ends nothing."""
        last = self.rulings.pop()
        if last == "part":
            next(one for one in reversed(self.name_changes) if one.dropped and one.stands).stands = False
        else:
            self.undo(last, at)

    # What may happen

    def may_impose(self, role: str, at: datetime) -> bool:
        """Wth 2(1)-(4), 3(1), Awb 4:8: who, over whom, after what."""
        return role in MAY_IMPOSE and self.drafted and self._ready(at, at, self.child_abuse)

    def may_impose_orally(self, decider: str, decided_at: datetime, at: datetime, child_abuse: bool) -> bool:
        """Wth 2(7): the same, decided before it is announced; the announcement makes it take effect."""
        return decider in MAY_IMPOSE and decided_at <= at and self._ready(decided_at, at, child_abuse)

    def _ready(self, decided_at: datetime, at: datetime, child_abuse: bool) -> bool:
        heard = any(moment <= decided_at for moment in self.heard)
        consulted = not child_abuse or any(moment <= decided_at for moment in self.consulted)
        fresh = self.decided_at is None and not self.declined
        return fresh and of_age(self.born_on, at) and heard and consulted

    def may_serve(self, at: datetime, *, deposit: bool) -> bool:
        """Awb 3:40, Wth 2(2), 2(7), 9(1): what was decided, not too old, on an adult; deposit after a try."""
        if self.decided_at is None or self.begins_at is not None or self.withdrawn or self.annulled:
            return False
        in_time = self.decided_at <= at < same_hour(self.decided_at, LONGEST_DAYS)
        return in_time and of_age(self.born_on, at) and (not deposit or self.attempts > 0)

    def may_extend(self, role: str, at: datetime) -> bool:
        """Wth 9(1), 3(1): the mayor himself, on a draft, while the first period runs; once."""
        running = self.first_end is not None and self.begins_at <= at < self.first_end
        return (
            role in OFFICE
            and running
            and self.extension_decided_at is None
            and bool(self.extension_drafts)
            and self.extension_drafts[-1] <= self.latest_end
            and of_age(self.born_on, at)
            and not self._ended_early
        )

    def may_announce(self, at: datetime) -> bool:
        """Wth 9(1), Awb 3:40: decided in time, announced before the first end."""
        decided = self.extension_decided_at
        return decided is not None and decided <= at < self.first_end and not self._ended_early

    def may_annul_part(self, names: frozenset[str]) -> bool:
        """Awb 8:72, Wth 1(b): names that it has, and one is left: there is no ban without a contact ban."""
        return names <= self.names() and bool(self.names() - names)

    def may_amend(self, role: str) -> bool:
        """Wth 2(4)(c), 3(1): the mayor himself, on a draft that leaves a name."""
        return role in OFFICE and bool(self.amendment_drafts) and bool(self.amendment_drafts[-1])

    def may_withdraw(self, role: str) -> bool:
        """Wth 2(9), 3(1): the mayor himself, on a draft."""
        ready = self.decided_at is not None and bool(self.withdrawal_drafts)
        return role in OFFICE and ready and not self._ended_early

    @property
    def _ended_early(self) -> bool:
        return self.withdrawn or self.annulled
