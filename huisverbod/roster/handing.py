"""Handing over from one shift to the next: notes without names of people, who handed over, who took over."""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from huisverbod.case import Case, Party
from huisverbod.errors import Reason, Refused
from huisverbod.known import Actor
from huisverbod.known.stated import plain_text
from huisverbod.roster.table import Handover

LONGEST = 2000
SHORTEST_NAME = 3
NAMED = (
    "In de notitie staat de naam van iemand uit een zaak. Noem het zaaknummer in plaats van de naam: "
    "de notitie blijft bewaard en valt niet onder de bewaartermijn van de zaak."
)


def hand_over(session: Session, actor: Actor, municipality: str, notes: str, at: datetime) -> Handover:
    """Records that this person hands over, with notes for who comes next.

    Raises:
        Refused: the notes are too long, or name someone of an open case.

    """
    text = plain_text(notes)
    if len(text) > LONGEST:
        raise Refused([Reason("notes", f"De notitie is te lang. Gebruik hoogstens {LONGEST} tekens.")])
    if _names_somebody(session, actor.region, text):
        raise Refused([Reason("notes", NAMED)])
    row = Handover(
        region=actor.region,
        municipality=municipality,
        notes=text,
        handed_at=at,
        handed_by=actor.account_id or 0,
    )
    session.add(row)
    session.flush()
    return row


def take_over(session: Session, actor: Actor, municipality: str, at: datetime) -> Handover:
    """Records that this person takes over what was handed over last.

    Raises:
        Refused: nothing waits to be taken over, or he handed it over himself.

    """
    row = last_handed(session, actor.region, municipality)
    if row is None or row.taken_at is not None:
        raise Refused([Reason("handover", "Er is niets overgedragen dat op u wacht. Ververs de pagina.")])
    if row.handed_by == actor.account_id:
        raise Refused([Reason("handover", "U droeg zelf over. Laat een collega de overdracht aannemen.")])
    row.taken_at, row.taken_by = at, actor.account_id
    session.add(row)
    return row


def last_handed(session: Session, region: str, municipality: str) -> Handover | None:
    """The last hand-over of this municipality, or nothing."""
    query = select(Handover).where(Handover.region == region, Handover.municipality == municipality)
    return session.exec(query.order_by(col(Handover.handed_at).desc(), col(Handover.id).desc())).first()


def _names_somebody(session: Session, region: str, text: str) -> bool:
    """house: notes are no place for personal data; family names of open cases are looked for."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    open_cases = select(Case.id).where(Case.region == region, col(Case.closed_at).is_(None))
    names = session.exec(select(Party.family_name).where(col(Party.case_id).in_(open_cases)).distinct())
    parts = (re.findall(r"[^\W\d_]+", name.casefold()) for name in names)
    return any(_telling(name) and set(name) <= words for name in parts)


def _telling(name: list[str]) -> bool:
    """Whether a name is one: "de" alone names nobody."""
    return any(len(part) >= SHORTEST_NAME for part in name)
