"""Other cases that name the same person or address: a warning, only about cases that its reader may open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from huisverbod import access
from huisverbod.access import Slice
from huisverbod.case import Case, Event, Facts, Party
from huisverbod.known import Actor
from huisverbod.likeness import words
from huisverbod.web.typed import Typed, date_of, first, rows_of

MOST = 5
RECENT = timedelta(days=365)
"""house: a case begun longer ago than this is no longer asked about."""

PERSON, ADDRESS = "dezelfde persoon", "hetzelfde adres"


@dataclass(frozen=True)
class Named:
    """Whom and where a request names: names in words with birth dates, postcode and house number."""

    people: tuple[tuple[frozenset[str], date | None], ...]
    postcode: str
    number: str


@dataclass(frozen=True)
class Resembling:
    """Another case: its number, when it was begun (aware), and what is the same."""

    number: str
    opened_at: datetime
    same: tuple[str, ...]


def named(people: Iterable[tuple[str, str, date | None]], home: Mapping[str, Any]) -> Named:
    """Whom and where: people as given names, family name and birth date; the dwelling as stated."""
    found = ((frozenset(words(f"{given} {family}")), born) for given, family, born in people)
    return Named(
        tuple(person for person in found if person[0]),
        "".join(words(str(home.get("postcode", "")))),
        "".join(words(f"{home.get('number', '')} {home.get('addition', '')}")),
    )


def named_in_draft(typed: Typed, today: date) -> Named:
    """Whom and where a draft of a request names."""
    rows = [f"people.{row}." for row in rows_of(typed, "people")]
    people = [
        (
            first(typed, f"{row}given_names"),
            first(typed, f"{row}family_name"),
            date_of(first(typed, f"{row}born_on"), today),
        )
        for row in rows
    ]
    home = {name: first(typed, f"dwelling.{name}") for name in ("postcode", "number", "addition")}
    return named(people, home)


def resembling(session: Session, actor: Actor, case: Case, request: Named, now: datetime) -> list[Resembling]:
    """The recent cases with the same person or address that this person may open; the newest MOST.

    AVG 5(1)(c): of a case that is not for him nothing is said, not even that it is there.
    """
    limits = [
        access.visible(actor),
        col(Case.id) != case.id,
        col(Case.draft).is_(False),
        col(Case.destroyed_at).is_(None),
        col(Case.opened_at) >= now - RECENT,
    ]
    same: dict[int, list[str]] = {}
    for case_id in _with_person(session, limits, request):
        same.setdefault(case_id, []).append(PERSON)
    for case_id in _with_address(session, limits, request):
        same.setdefault(case_id, []).append(ADDRESS)
    rows = session.exec(select(Case).where(col(Case.id).in_(same)).order_by(col(Case.opened_at).desc())).all()
    found = [
        Resembling(row.number, row.opened_at, tuple(dict.fromkeys(same[row.id or 0])))
        for row in rows
        if access.sees(actor, Slice.REQUEST, row) or access.sees(actor, Slice.DECISION, row)
    ]
    return found[:MOST]


def _with_person(session: Session, limits: Sequence[ColumnElement[bool]], request: Named) -> list[int]:
    query = select(Party).join(Case, col(Party.case_id) == Case.id).where(*limits)
    return [
        row.case_id
        for row in session.exec(query)
        if any(_same(person, _called(row)) for person in request.people)
    ]


def _called(row: Party) -> tuple[frozenset[str], date | None]:
    return frozenset(words(f"{row.given_names} {row.family_name}")), row.born_on


def _same(one: tuple[frozenset[str], date | None], other: tuple[frozenset[str], date | None]) -> bool:
    """house: the same name unless the birth dates differ, or the same birth date and part of the name."""
    (name, born), (other_name, other_born) = one, other
    if born and other_born:
        return born == other_born and bool(name & other_name)
    return name == other_name


def _with_address(session: Session, limits: Sequence[ColumnElement[bool]], request: Named) -> list[int]:
    if not request.postcode or not request.number:
        return []
    home = col(Facts.data)["dwelling"]
    postcode = f"{request.postcode[:4]} {request.postcode[4:]}".upper()
    query = (
        select(Case.id, home["number"].as_string(), home["addition"].as_string())
        .join(Event, col(Event.case_id) == Case.id)
        .join(Facts, col(Facts.event_id) == Event.id)
        .where(*limits, Event.stage == "request", Event.step == "submit")
        .where(home["postcode"].as_string() == postcode)
    )
    return [
        case_id or 0
        for case_id, number, addition in session.exec(query)
        if "".join(words(f"{number} {addition or ''}")) == request.number
    ]
