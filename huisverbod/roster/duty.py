"""The posts of the roster, and the hours for which one is not filled. Pure."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from huisverbod.roles import Role


class Post(StrEnum):
    """What somebody is on call for; a mayor and his deputy fill the same post."""

    OFFICER = "officer"
    HOVJ = "hovj"
    DECIDER = "decider"

    @property
    def label(self) -> str:
        """The Dutch name of the post."""
        return LABELS[self]

    @property
    def roles(self) -> frozenset[Role]:
        """The capacities that can fill it."""
        return ROLES[self]


LABELS = {
    Post.OFFICER: "gemeenteambtenaar",
    Post.HOVJ: "hulpofficier van justitie",
    Post.DECIDER: "burgemeester of loco-burgemeester",
}
ROLES = {
    Post.OFFICER: frozenset({Role.MUNICIPAL_OFFICER}),
    Post.HOVJ: frozenset({Role.HOVJ}),
    Post.DECIDER: frozenset({Role.MAYOR, Role.DEPUTY_MAYOR}),
}
ON_CALL_ROLES = frozenset(role for roles in ROLES.values() for role in roles)
"""Every capacity that can stand in the roster."""


class Span(Protocol):
    """Anything with a begin and an end, aware; the end is not included."""

    starts_at: datetime
    ends_at: datetime


def post_of(role: Role) -> Post:
    """The post that this capacity fills.

    Raises:
        KeyError: it is never on call.

    """
    return {role: post for post, roles in ROLES.items() for role in roles}[role]


def post_for(owner: Role) -> Post:
    """house: who on call comes in for a duty of this capacity: the police its hOvJ, the mayor his own post.

    For everyone else it is the officer of the municipality, who keeps watch over the whole case.
    """
    if owner in (Role.POLICE, Role.HOVJ):
        return Post.HOVJ
    return Post.DECIDER if owner in Post.DECIDER.roles else Post.OFFICER


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share an instant; one that begins where the other ends does not."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def gaps(shifts: Iterable[Span], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The spans between two aware instants in which none of the shifts runs, in order."""
    found, open_from = [], start
    for shift in sorted(shifts, key=lambda shift: shift.starts_at):
        if shift.starts_at >= end:
            break
        if shift.starts_at > open_from:
            found.append((open_from, shift.starts_at))
        open_from = max(open_from, shift.ends_at)
    if open_from < end:
        found.append((open_from, end))
    return found
