"""The cases before the courts, each by itself: what is pending, and what was ruled in which. Pure.

The stage has one state for all; which cases are pending follows from the events and from what they name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from huisverbod.known.happened import Happened, History

Kind = Literal["beroep", "voorlopige_voorziening", "hoger_beroep"]

ON_RELIEF = ("court.rule_suspended", "court.rule_relief_refused")
"""Awb 8:84: rulings on interim relief."""
HIGHER = ("court.rule_annulment_reversed", "court.rule_confirmed")
"""Awb 8:113: rulings that only a higher court gives."""
ON_APPEAL = (
    "court.rule_dismissed",
    "court.rule_annulled",
    "court.rule_annulled_from",
    "court.rule_partly_annulled",
    "court.rule_extension_annulled",
    "court.rule_withdrawal_annulled",
    *HIGHER,
)
"""Awb 8:70: rulings on an appeal; interim relief beside it is over then (Awb 8:85(2)(c), 8:86)."""
STEPS = (
    "court.request",
    "court.appeal_further",
    "court.accept_ruling",
    "court.hearing",
    "court.drop",
    *ON_RELIEF,
    *ON_APPEAL,
)


@dataclass(frozen=True)
class CourtCase:
    """One case before a court; `ref` (z1, z2, ...) names it within ours, `beside` the appeal of a relief.

    `implied` is an appeal that must be there, as relief was asked beside it (Awb 8:81), and was not recorded
    yet. `since` is aware.
    """

    ref: str
    kind: Kind
    reference: str
    since: datetime
    beside: str = ""
    implied: bool = False


@dataclass
class Courts:
    """What is pending, what was ruled or dropped, and which cases each event is about, by its number."""

    pending: dict[str, CourtCase] = field(default_factory=dict)
    done: dict[str, CourtCase] = field(default_factory=dict)
    about: dict[int, frozenset[str]] = field(default_factory=dict)

    def fitting(self, step: str) -> list[CourtCase]:
        """The cases that a step ("stage.step") can be about, as things stand."""
        if step in ("court.appeal_further", "court.accept_ruling"):
            return [one for one in self.done.values() if one.kind != "voorlopige_voorziening"]
        kinds = KINDS.get(step, ("beroep", "voorlopige_voorziening", "hoger_beroep"))
        return [one for one in self.pending.values() if one.kind in kinds]

    def named(self, step: str, facts: Mapping[str, object]) -> CourtCase | None:
        """The case that a step is about: the one named, or the only one it can be about; else nothing.

        What takes back or hears an appeal takes the relief beside it along, so one appeal is one choice.
        """
        fitting = self.fitting(step)
        if ref := facts.get("case"):
            return next((one for one in fitting if one.ref == ref), None)
        if step == "court.hearing":
            kind = facts.get("kind")
            fitting = [one for one in fitting if one.kind == kind] or fitting
        appeals = [one for one in fitting if one.kind != "voorlopige_voorziening"]
        choice = appeals or fitting
        last_ruled = step in ("court.appeal_further", "court.accept_ruling")
        return choice[-1] if choice and (last_ruled or len(choice) == 1) else None

    def appeals(self, seq: int) -> frozenset[str]:
        """The appeals among the cases that an event is about."""
        cases = {**self.pending, **self.done}
        about = self.about.get(seq, frozenset())
        return frozenset(ref for ref in about if cases[ref].kind != "voorlopige_voorziening")


KINDS: Mapping[str, tuple[Kind, ...]] = {
    **dict.fromkeys(ON_RELIEF, ("voorlopige_voorziening",)),
    **dict.fromkeys(ON_APPEAL, ("beroep", "hoger_beroep")),
    **dict.fromkeys(HIGHER, ("hoger_beroep",)),
}


def courts_of(past: History) -> Courts:
    """The cases before the courts after all that was entered."""
    found = Courts()
    for event in past.all(*STEPS):
        found.about[event.seq] = frozenset(_taken(found, event))
    return found


def _taken(found: Courts, event: Happened) -> Iterator[str]:
    """Changes what is pending by one event, and yields the cases it is about."""
    if event.step == "court.request":
        yield _lodged(found, event)
        return
    about = found.named(event.step, event.facts) or next(iter(reversed(found.fitting(event.step))), None)
    if event.step == "court.appeal_further":
        _open(found, "hoger_beroep", event)
    if about is None:
        return
    yield from (about.ref, about.beside) if event.step in ON_RELIEF else (about.ref,)
    if event.step in (*ON_RELIEF, *ON_APPEAL, "court.drop"):
        yield from _closed(found, about)


def _closed(found: Courts, about: CourtCase) -> Iterator[str]:
    """A case is done, and with an appeal the relief asked beside it."""
    for one in [about, *(one for one in found.pending.values() if one.beside == about.ref)]:
        found.done[one.ref] = found.pending.pop(one.ref)
        yield one.ref


def _lodged(found: Courts, event: Happened) -> str:
    if event.facts.get("kind") == "beroep":
        waiting = next((one for one in found.pending.values() if one.implied), None)
        if waiting is None:
            return _open(found, "beroep", event).ref
        number = event.facts.get("reference", "")
        found.pending[waiting.ref] = replace(
            waiting, reference=number, since=event.occurred_at, implied=False
        )
        return waiting.ref
    appeals = [one for one in found.pending.values() if one.kind != "voorlopige_voorziening"]
    beside = next((one for one in appeals if one.ref == event.facts.get("beside")), None)
    if beside is None:
        beside = appeals[-1] if len(appeals) == 1 else _open(found, "beroep", event, implied=True)
    return _open(found, "voorlopige_voorziening", event, beside=beside.ref).ref


def _open(
    found: Courts, kind: Kind, event: Happened, *, beside: str = "", implied: bool = False
) -> CourtCase:
    ref = f"z{len(found.pending) + len(found.done) + 1}"
    number = "" if implied else event.facts.get("reference", "")
    found.pending[ref] = CourtCase(ref, kind, number, event.occurred_at, beside, implied)
    return found.pending[ref]
