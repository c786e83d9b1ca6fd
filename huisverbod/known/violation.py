"""The violations reported in a case, each by itself, and which a later step deals with. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huisverbod.known.happened import Happened, History

REPORTED = "enforcement.report_violation"
HANDLING = ("enforcement.arrest", "enforcement.to_om", "enforcement.no_action")
"""Wth 11: what is done about a violation; an arrest may be followed by the others for the same one."""


@dataclass
class Violations:
    """The reports by name (v1, v2, ... in order of entry), those not dealt with, what an event is about.

    `begun` are those for which someone was arrested and nothing was decided yet.
    """

    reported: dict[str, Happened] = field(default_factory=dict)
    waiting: dict[str, Happened] = field(default_factory=dict)
    begun: dict[str, Happened] = field(default_factory=dict)
    about: dict[int, frozenset[str]] = field(default_factory=dict)

    def named(self, facts: Mapping[str, object]) -> frozenset[str]:
        """Which reports a step deals with: those named, or the only one there is; else none."""
        stated = facts.get("violations")
        if isinstance(stated, list) and stated:
            return frozenset(str(one) for one in stated)
        only = {**self.begun, **self.waiting} or self.reported
        return frozenset(only) if len(only) == 1 else frozenset()


def violations_of(past: History) -> Violations:
    """The violations after all that was entered; of before reports were named, a step dealt with them all."""
    found = Violations()
    for event in past.all(REPORTED, *HANDLING):
        if event.step == REPORTED:
            name = f"v{len(found.reported) + 1}"
            found.reported[name] = found.waiting[name] = event
            found.about[event.seq] = frozenset({name})
            continue
        dealt = found.named(event.facts)
        if not dealt and "violations" not in event.facts:
            dealt = frozenset(found.waiting)
        found.about[event.seq] = dealt
        for name in dealt & set(found.reported):
            found.waiting.pop(name, None)
            found.begun.pop(name, None)
            if event.step == "enforcement.arrest":
                found.begun[name] = found.reported[name]
    return found
