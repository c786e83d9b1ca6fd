"""One event as it is known, and how events are picked from a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from huisverbod.roles import Role


@dataclass(frozen=True)
class Happened:
    """One event with the facts stated with it. `step` is "stage.step"; instants are aware."""

    seq: int
    step: str
    state: str
    role: Role
    organisation: str
    account_id: int | None
    occurred_at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any]

    @property
    def stage(self) -> str:
        """The stage in which it happened."""
        return self.step.partition(".")[0]

    def moment(self, name: str) -> datetime | None:
        """An instant stated with it, or nothing where it was left empty."""
        stated = self.facts.get(name)
        return datetime.fromisoformat(stated) if stated else None


class History:
    """The events of a case in order of entry, found by step."""

    events: Sequence[Happened]

    @cached_property
    def _by_step(self) -> Mapping[str, list[Happened]]:
        found: dict[str, list[Happened]] = {}
        for event in self.events:
            found.setdefault(event.step, []).append(event)
        return found

    def all(self, *steps: str) -> list[Happened]:
        """The events of these steps, in order of entry."""
        found = [event for step in set(steps) for event in self._by_step.get(step, ())]
        return sorted(found, key=_in_order)

    def last(self, *steps: str) -> Happened | None:
        """The last event of these steps, or nothing."""
        found = [self._by_step[step][-1] for step in steps if step in self._by_step]
        return max(found, key=_in_order, default=None)

    def by_moment(self, *steps: str) -> list[Happened]:
        """The events of these steps as they happened, whenever they were entered."""
        return sorted(self.all(*steps), key=attrgetter("occurred_at", "seq"))

    def before(self, event: Happened, *steps: str) -> Happened | None:
        """The last event of these steps that was entered before this one: the draft of a decision."""
        return next((e for e in reversed(self.all(*steps)) if e.seq < event.seq), None)


_in_order = attrgetter("seq")
