"""Keeps the roster: adds, replaces and removes shifts, and says who is on call."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, or_, select

from huisverbod.errors import Reason, Refused
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.roles import Role
from huisverbod.roster.duty import Post, overlap, post_of
from huisverbod.roster.table import Shift
from huisverbod.wording import short_moment


@dataclass(frozen=True)
class Entry:
    """A shift as somebody wants it in the roster; instants aware, `uid` empty for a new one."""

    municipality: str
    role: Role
    name: str
    starts_at: datetime
    ends_at: datetime
    uid: str = ""

    @property
    def words(self) -> str:
        """The entry in one line, for a sentence about it."""
        return f"{self.name}, {short_moment(self.starts_at)} tot {short_moment(self.ends_at)}"


def planned(session: Session, region: str, start: datetime, end: datetime) -> Sequence[Shift]:
    """The shifts of a region that run somewhere between two instants, the earliest first."""
    query = select(Shift).where(
        Shift.region == region, col(Shift.starts_at) < end, col(Shift.ends_at) > start
    )
    return session.exec(query.order_by(col(Shift.starts_at), col(Shift.id))).all()


def on_call(session: Session, region: str, municipality: str, at: datetime) -> dict[Post, Shift]:
    """Who is on call for this municipality at that instant; its own roster goes before that of the region."""
    query = select(Shift).where(
        Shift.region == region,
        or_(Shift.municipality == municipality, Shift.municipality == ""),
        col(Shift.starts_at) <= at,
        col(Shift.ends_at) > at,
    )
    found = session.exec(query.order_by(col(Shift.municipality))).all()
    return {post_of(Role(shift.role)): shift for shift in found}


def add(session: Session, region: Region, entry: Entry, at: datetime, by: int | None) -> Shift:
    """Puts one shift in the roster.

    Raises:
        Refused: it cannot stand there, with every reason.

    """
    return import_all(session, region, [entry], at, by)[0]


def import_all(
    session: Session, region: Region, entries: Sequence[Entry], at: datetime, by: int | None
) -> list[Shift]:
    """Puts all these shifts in the roster, or none; one with a known `uid` takes the place of the old one.

    Raises:
        Refused: some of them cannot stand there, with every reason.

    """
    entries = [_in_utc(entry) for entry in entries]
    known = {row.uid: row for row in session.exec(select(Shift).where(Shift.region == region.key))}
    replaced = {entry.uid for entry in entries if entry.uid in known}
    rows = [_row(region, entry, at, by) for entry in entries]
    kept = [row for row in known.values() if row.uid not in replaced]
    reasons = [reason for entry in entries for reason in _faults(region, entry)]
    reasons += list(_strangers(session, region, rows))
    for number, row in enumerate(rows):
        reasons += [_clash(row, other) for other in (*kept, *rows[:number]) if _same_post(row, other)]
    if reasons:
        raise Refused(list(dict.fromkeys(reasons)))
    for row in rows:
        old = known.get(row.uid)
        if old is None:
            session.add(row)
        else:
            old.sqlmodel_update(row.model_dump(exclude={"id"}))
            session.add(old)
    session.flush()
    return [known.get(row.uid, row) for row in rows]


def remove(session: Session, region: str, shift_id: int) -> None:
    """Takes one shift of this region out of the roster; does nothing when it is not there."""
    row = session.get(Shift, shift_id)
    if row is not None and row.region == region:
        session.delete(row)


def _in_utc(entry: Entry) -> Entry:
    """Instants to compare: within one zone Python goes by the clock, which shows an hour twice in October."""
    return replace(entry, starts_at=entry.starts_at.astimezone(UTC), ends_at=entry.ends_at.astimezone(UTC))


def _row(region: Region, entry: Entry, at: datetime, by: int | None) -> Shift:
    return Shift(
        uid=entry.uid or f"{secrets.token_hex(12)}@huisverbod",
        region=region.key,
        municipality=entry.municipality,
        role=entry.role,
        name=entry.name,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        entered_at=at,
        entered_by=by,
    )


def _faults(region: Region, entry: Entry) -> Iterator[Reason]:
    if not entry.name:
        yield Reason("name", "Vul in wie er dienst heeft.")
    if entry.ends_at <= entry.starts_at:
        yield Reason("ends_at", f"{entry.words}: het einde ligt niet na het begin. Verbeter de tijden.")
    if entry.municipality and entry.municipality not in {place.key for place in region.municipalities}:
        sentence = f"{entry.words}: de gemeente '{entry.municipality}' hoort niet bij {region.name}."
        yield Reason("municipality", sentence)
    elif entry.role in Post.DECIDER.roles:
        yield from _office(region, entry)


def _office(region: Region, entry: Entry) -> Iterator[Reason]:
    """Gemeentewet 77: a mayor or deputy on call holds that office on the first and on the last day."""
    if not entry.municipality:
        sentence = f"{entry.words}: een {entry.role.label} heeft dienst voor één gemeente. Kies welke."
        yield Reason("municipality", sentence)
        return
    place = region.municipality(entry.municipality)
    last = entry.ends_at - timedelta(seconds=1)
    for on in sorted({at.astimezone(ZONE).date() for at in (entry.starts_at, last)}):
        if not place.holder(entry.name, entry.role, on):
            sentence = (
                f"{entry.words}: {entry.name} staat op {on:%d-%m-%Y} niet in het register als "
                f"{entry.role.label} van {place.name}. Verbeter de naam of het register."
            )
            yield Reason("name", sentence)
        elif place.away(entry.name, on):
            sentence = f"{entry.words}: {entry.name} staat op {on:%d-%m-%Y} als afwezig. Kies iemand anders."
            yield Reason("name", sentence)


def _strangers(session: Session, region: Region, rows: Sequence[Shift]) -> Iterator[Reason]:
    """A calendar of another region is not taken over, whatever its names."""
    wanted = [row.uid for row in rows]
    for row in session.exec(select(Shift).where(col(Shift.uid).in_(wanted), Shift.region != region.key)):
        yield Reason("uid", f"De dienst van {row.name} staat al in het rooster van een andere regio.")


def _same_post(one: Shift, other: Shift) -> bool:
    alike = one.municipality == other.municipality
    return alike and post_of(Role(one.role)) == post_of(Role(other.role)) and overlap(one, other)


def _clash(one: Shift, other: Shift) -> Reason:
    sentence = (
        f"{one.name} ({short_moment(one.starts_at)} tot {short_moment(one.ends_at)}) valt samen met "
        f"{other.name} ({short_moment(other.starts_at)} tot {short_moment(other.ends_at)}). "
        "Per post heeft één persoon tegelijk dienst. Verbeter de tijden."
    )
    return Reason("starts_at", sentence)
