"""The hash chain over the events of a case: made when an event is written, verified afterwards."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlmodel import Session, col, select

from huisverbod.case import Case, Event, Facts

COVERED = (
    "case_id",
    "seq",
    "stage",
    "step",
    "origin",
    "state",
    "role",
    "organisation",
    "account_id",
    "idempotency_key",
    "facts_digest",
    "previous",
)


def canonical(data: Any) -> bytes:
    """One spelling of a JSON value, so that equal data have equal bytes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def facts_digest(salt: str, data: dict[str, Any]) -> str:
    """The digest of facts with their salt; without salt and facts nobody can guess them back (house)."""
    return hashlib.sha256(salt.encode() + canonical(data)).hexdigest()


def event_hash(event: Event) -> str:
    """The hash over an event and the one before it."""
    row = {name: getattr(event, name) for name in COVERED}
    row |= {name: getattr(event, name).astimezone(UTC).isoformat() for name in ("occurred_at", "recorded_at")}
    return hashlib.sha256(canonical(row)).hexdigest()


def faults(session: Session, case: Case) -> Iterator[str]:
    """What is wrong with the chain of a case, in words; nothing when it holds."""
    previous, count = "", 0
    rows = session.exec(select(Event).where(Event.case_id == case.id).order_by(col(Event.seq)))
    for event in rows:
        count += 1
        where = f"{case.number}, gebeurtenis {event.seq}"
        if event.seq != count:
            yield f"{where}: verwacht nummer {count}, er ontbreekt iets."
        yield from (f"{where}: {fault}" for fault in _event_faults(event, previous))
        facts = session.exec(select(Facts).where(Facts.event_id == event.id)).one_or_none()
        if facts and facts_digest(facts.salt, facts.data) != event.facts_digest:
            yield f"{where}: de feiten zijn veranderd."
        previous = event.hash
    if (case.events_count, case.head) != (count, previous):
        yield f"{case.number}: het einde van de keten klopt niet met de zaak."


def _event_faults(event: Event, previous: str) -> Iterator[str]:
    if event.previous != previous:
        yield "sluit niet aan op de vorige."
    if event.hash != event_hash(event):
        yield "de inhoud is veranderd."
