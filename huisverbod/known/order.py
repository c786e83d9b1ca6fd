"""The conduct order of the prosecutor, which runs beside the ban with a clock of its own. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from huisverbod.known.happened import History


@dataclass(frozen=True)
class ConductOrder:
    """Sv 509hh: its start and end (aware, exclusive), how often extended, and when lifted before its end."""

    reference: str
    measures: tuple[str, ...]
    content: str
    start: datetime
    end: datetime
    extensions: int = 0
    lifted_at: datetime | None = None

    @property
    def over_at(self) -> datetime:
        """The instant from which it does not bind any more: its own date, or an earlier lifting."""
        return min(self.end, self.lifted_at) if self.lifted_at else self.end

    def running(self, at: datetime) -> bool:
        """Whether it binds at that instant, whatever becomes of the ban."""
        return self.start <= at < self.over_at


def conduct_order_of(past: History) -> ConductOrder | None:
    """The conduct order as last given, with its extensions and its lifting; nothing if there is none."""
    given = past.last("enforcement.record_conduct_order")
    if given is None:
        return None
    facts = given.facts
    order = ConductOrder(
        reference=facts["reference"],
        measures=tuple(facts["measures"]),
        content=facts["content"],
        start=datetime.fromisoformat(facts["start"]),
        end=datetime.fromisoformat(facts["end"]),
    )
    for event in past.all("enforcement.extend_conduct_order", "enforcement.lift_conduct_order"):
        if event.seq < given.seq:
            continue
        if event.step == "enforcement.lift_conduct_order":
            order = replace(order, lifted_at=event.occurred_at)
        else:
            end = datetime.fromisoformat(event.facts["end"])
            order = replace(order, end=end, extensions=order.extensions + 1)
    return order
