"""How long ago the last fact was: "serious and immediate danger" wears off while a request waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from huisverbod import law
from huisverbod.known.past import Known


@dataclass(frozen=True)
class SinceLastFact:
    """The last dated fact of a case, and until when it counts: the decision, or now. Instants are aware.

    A fact has a day and no hour, so the hours count from the end of that day, or from the signal if that came
    earlier: at least so many have passed (house).
    """

    on: date
    counted_from: datetime
    until: datetime
    decided: bool

    @property
    def hours(self) -> int:
        """At least so many whole hours passed since the last fact; never below nought."""
        return max(0, int(law.hours_between(self.counted_from, self.until)))


def since_last_fact(known: Known, now: datetime) -> SinceLastFact | None:
    """Wth 2(1): the time between the last dated fact and the decision, or now; nothing without a request."""
    days = list(_fact_days(known))
    if not days:
        return None
    decided_at = _decided_at(known)
    last = max(days)
    ends = law.local(datetime.combine(last, time(23, 59, 59)))
    signal = known.fact("signalled_at", "request.submit")
    first_known = datetime.fromisoformat(signal) if signal else ends
    same_day = first_known.astimezone(law.ZONE).date() == last
    return SinceLastFact(
        on=last,
        counted_from=first_known if same_day else ends,
        until=decided_at or now,
        decided=decided_at is not None,
    )


def _fact_days(known: Known) -> Iterator[date]:
    """The days of the facts stated before the decision, with the request and in the assessment."""
    decided = known.last(*DECIDED)
    for event in known.all("request.submit", "request.supplement", "request.tell"):
        if decided is None or event.seq < decided.seq:
            yield from (date.fromisoformat(sign["on"]) for sign in event.facts.get("indications", []))
    yield from assessed_days(known, decided.seq if decided else None)


def assessed_days(known: Known, until: int | None = None) -> Iterator[date]:
    """The day of each fact that the risk assessment says yes to, up to an event's number."""
    for answer in known.answers(until).values():
        for signal in answer.signals.values():
            yield from (item.on for item in signal.items.values() if item.value == "ja" and item.on)


def _decided_at(known: Known) -> datetime | None:
    event = known.last(*DECIDED)
    if event is None:
        return None
    return datetime.fromisoformat(event.facts.get("decided_at") or event.occurred_at.isoformat())


DECIDED = (
    "imposition.impose",
    "imposition.impose_orally",
    "imposition.decline",
    "request.refuse",
    "request.refuse_minor",
)
