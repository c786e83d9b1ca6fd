"""How duties were kept, as a page says it: small counts hidden, a share only with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from huisverbod import disclosure, metrics
from huisverbod.duties import Status
from huisverbod.metrics import FATAL, Record, Selection
from huisverbod.rulebook import Rulebook


@dataclass(frozen=True)
class KeptLine:
    """One date of a duty as a row of the table; "" is not shown."""

    label: str
    law: str
    fatal: bool
    number: str
    small: bool
    met: str
    late: str
    missed: str
    open: str
    lapsed: str
    share: str


def kept_lines(rules: Rulebook, session: Session, chosen: Selection, now: datetime) -> Sequence[KeptLine]:
    """A line for every date that came about at least once in these cases."""
    found = metrics.records(rules, metrics.kept(session, rules, chosen, now))
    return [_line(record) for record in found if record.counts.total()]


def _line(record: Record) -> KeptLine:
    counts, number = record.counts, record.number
    met, late, missed = (counts[status] for status in (Status.MET, Status.MET_LATE, Status.BREACHED))
    shown = _together(number, (met, late, missed))
    return KeptLine(
        label=record.label,
        law=record.law,
        fatal=record.date == FATAL,
        number=disclosure.words(number),
        small=disclosure.telling(number) and number < disclosure.SMALL,
        met=str(met) if shown else "",
        late=str(late) if shown else "",
        missed=str(missed) if shown else "",
        open=disclosure.words(counts[Status.OPEN]),
        lapsed=disclosure.words(counts[Status.LAPSED]),
        share=_share(met, number),
    )


def _together(number: int, parts: Sequence[int]) -> bool:
    """Whether the parts may be shown: a hidden one would follow from the others."""
    return disclosure.telling(number) and not any(disclosure.hidden(part) for part in parts)


def _share(met: int, number: int) -> str:
    if not disclosure.divides(met, number):
        return ""
    low, high = metrics.interval(met, number)
    return f"{met / number:.0%} ({low:.0%} tot {high:.0%})"
