"""Whom he may not contact, and where he may not be, as it stands after amendments and rulings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from huisverbod.known.ban import undone
from huisverbod.known.happened import Happened, History

STATING = ("imposition.propose", "imposition.propose_written", "imposition.impose_orally")
AMENDED = "execution.announce_amendment"
PARTLY_ANNULLED = "court.rule_partly_annulled"


@dataclass(frozen=True)
class ContactBan:
    """Wth 1(b), 2(4): the names in force (p2, p3, ...), the area, and exceptions such as supervised contact.

    `streets` and `corners` spell the area out as stated with the draft; none once a court narrowed it.
    `since_seq` is the number of the event by which it came to read so.
    """

    names: tuple[str, ...]
    area: str
    exceptions: str
    since_seq: int
    streets: tuple[Mapping[str, Any], ...] = ()
    corners: tuple[Mapping[str, Any], ...] = ()


def contact_ban_of(past: History) -> ContactBan | None:
    """The contact ban in force, or as drafted while nothing has been decided; nothing before a draft."""
    stated = past.last(*STATING)
    if stated is None:
        return None
    found = ContactBan(
        names=tuple(stated.facts["contact_ban"]),
        area=stated.facts["area"],
        exceptions=stated.facts.get("contact_exceptions", ""),
        since_seq=stated.seq,
        streets=tuple(stated.facts.get("area_streets", ())),
        corners=tuple(stated.facts.get("area_corners", ())),
    )
    reversed_later = undone(past)
    for event in past.by_moment(AMENDED, PARTLY_ANNULLED):
        if event.seq in reversed_later:
            continue
        found = _amended(past, found, event) if event.step == AMENDED else _narrowed(found, event)
    return found


def _amended(past: History, before: ContactBan, announced: Happened) -> ContactBan:
    """Awb 3:40: an amendment counts from its announcement, as its draft said on which the mayor decided."""
    decided = past.before(announced, "execution.amend")
    draft = past.before(decided, "execution.propose_amendment") if decided else None
    if draft is None:
        return before
    return replace(
        before,
        names=tuple(draft.facts["contact_ban"]),
        exceptions=draft.facts["contact_exceptions"],
        since_seq=announced.seq,
    )


def _narrowed(before: ContactBan, ruling: Happened) -> ContactBan:
    """Awb 8:72: what the court annulled falls away; the rest stands."""
    dropped = set(ruling.facts["names"])
    narrower = {"area": ruling.facts["area"], "streets": (), "corners": ()} if ruling.facts["area"] else {}
    return replace(
        before,
        names=tuple(name for name in before.names if name not in dropped),
        exceptions=ruling.facts["contact_exceptions"] or before.exceptions,
        since_seq=ruling.seq,
        **narrower,
    )
