"""The ban under every ruling of a court: when it binds, when it is over, held against a small model."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huisverbod import stages
from huisverbod.known import Ban
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.stages.asking import HOUR, MINUTE, TERMS, Past, known, then

IMPOSED = then("imposition.impose", MOMENT, Role.MAYOR)
START = MOMENT + 5 * HOUR
SERVED = then("execution.serve", START, Role.POLICE)
FIRST_END = datetime(2026, 12, 4, 2, 40, tzinfo=ZONE)
LATEST_END = datetime(2026, 12, 21, 21, 40, tzinfo=ZONE)
UNTIL = datetime(2026, 12, 14, 2, 40, tzinfo=ZONE)


def at(day: int, hour: int = 12, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def ruled(step: str, moment: datetime, **changes: Any) -> Past:
    return then(f"court.{step}", moment, **changes)


def extension(decided: datetime, until: datetime = UNTIL) -> tuple[Past, ...]:
    return (
        then("execution.propose_extension", decided, until=until.isoformat()),
        then("execution.extend", decided, Role.MAYOR),
        then("execution.announce_extension", decided, Role.POLICE),
    )


def ban_of(*past: Past) -> Ban:
    ban = known(IMPOSED, SERVED, *past).ban(TERMS)
    assert ban is not None
    return ban


EXTENDED = extension(at(2))
SUSPENDED_AT, REVIVED_AT = at(26, month=11), at(28, month=11)

REVIVALS = [
    "lift_suspension",
    "condition_failed",
    "rule_dismissed",
    "rule_partly_annulled",
    "drop",
]


# One ruling at a time, each instant worked out by hand


@pytest.mark.parametrize("step", REVIVALS)
def test_what_ends_a_suspension_gives_the_force_back_and_the_clock_ran_on(step: str):
    ban = ban_of(ruled("rule_suspended", SUSPENDED_AT), ruled(step, REVIVED_AT))
    assert ban.end == ban.over_at == FIRST_END
    assert [ban.in_force(moment) for moment in (SUSPENDED_AT - MINUTE, SUSPENDED_AT)] == [True, False]
    assert [ban.in_force(moment) for moment in (REVIVED_AT - MINUTE, REVIVED_AT)] == [False, True]


def test_interim_relief_that_is_refused_changes_nothing():
    assert ban_of(ruled("rule_relief_refused", SUSPENDED_AT)) == ban_of()


def test_a_suspension_until_a_date_lapses_at_its_hour_without_anyone():
    ban = ban_of(ruled("rule_suspended", SUSPENDED_AT, until=REVIVED_AT.isoformat()))
    assert not ban.in_force(REVIVED_AT - MINUTE)
    assert ban.in_force(REVIVED_AT)


def test_a_condition_that_fails_before_the_date_revives_it_then():
    failed = REVIVED_AT - 5 * HOUR
    ruling = ruled("rule_suspended", SUSPENDED_AT, until=REVIVED_AT.isoformat(), condition="Geen contact")
    ban = ban_of(ruling, ruled("condition_failed", failed))
    assert not ban.in_force(failed - MINUTE)
    assert ban.in_force(failed)


def test_what_is_lifted_after_the_date_lapsed_on_the_date():
    ruling = ruled("rule_suspended", SUSPENDED_AT, until=REVIVED_AT.isoformat())
    assert ban_of(ruling, ruled("lift_suspension", REVIVED_AT + HOUR)).in_force(REVIVED_AT)


def test_a_suspension_beyond_the_end_does_not_lengthen_the_ban():
    ban = ban_of(ruled("rule_suspended", SUSPENDED_AT, until=at(20).isoformat()))
    assert ban.over_at == FIRST_END
    assert not ban.in_force(at(20))


def test_an_annulment_works_from_the_ruling():
    ban = ban_of(ruled("rule_annulled", REVIVED_AT))
    assert ban.over_at == REVIVED_AT
    assert ban.in_force(REVIVED_AT - MINUTE) and not ban.in_force(REVIVED_AT)


def test_an_annulment_that_names_an_earlier_moment_works_from_there():
    assert ban_of(ruled("rule_annulled", REVIVED_AT, since=SUSPENDED_AT.isoformat())).over_at == SUSPENDED_AT


def test_consequences_kept_until_a_date_bind_until_then():
    ban = ban_of(ruled("rule_annulled_from", SUSPENDED_AT, until=REVIVED_AT.isoformat()))
    assert ban.in_force(REVIVED_AT - MINUTE) and not ban.in_force(REVIVED_AT)
    assert ban.over_at == REVIVED_AT


def test_consequences_kept_beyond_the_end_change_nothing():
    assert ban_of(ruled("rule_annulled_from", SUSPENDED_AT, until=at(20).isoformat())).over_at == FIRST_END


@pytest.mark.parametrize("outcome", ["ongegrond", "niet_ontvankelijk", "gevolgen_in_stand"])
def test_consequences_kept_entirely_leave_the_ban_as_it_is(outcome: str):
    assert ban_of(ruled("rule_dismissed", REVIVED_AT, outcome=outcome)) == ban_of()


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        (at(3), FIRST_END),
        (FIRST_END - MINUTE, FIRST_END),
        (FIRST_END, FIRST_END),
        (FIRST_END + MINUTE, FIRST_END + MINUTE),
        (at(10), at(10)),
        (UNTIL + HOUR, UNTIL),
    ],
)
def test_without_its_extension_it_falls_back_to_the_first_end_or_the_ruling(moment: datetime, over: datetime):
    """Annulled before the first end it ends there; after it, at the ruling; once over, nothing changes."""
    ban = ban_of(*EXTENDED, ruled("rule_extension_annulled", moment))
    assert ban.end == ban.over_at == over
    assert ban.in_force(over - MINUTE) and not ban.in_force(over)


def test_after_an_annulled_extension_another_may_be_decided_before_the_first_end():
    again = extension(at(3, 14), LATEST_END)
    assert ban_of(*EXTENDED, ruled("rule_extension_annulled", at(3)), *again).end == LATEST_END


def test_an_extension_is_announced_while_the_ban_is_suspended():
    past = (
        *EXTENDED[:2],
        ruled("rule_suspended", at(2, 14)),
        then("execution.announce_extension_suspended", at(2, 16), Role.POLICE),
        ruled("lift_suspension", at(5)),
    )
    ban = ban_of(*past)
    assert ban.end == UNTIL
    assert not ban.in_force(at(5) - MINUTE) and ban.in_force(at(5))


def test_what_was_entered_late_counts_from_when_it_happened():
    """The lifting was entered before the suspension that came before it."""
    lifted, suspended = ruled("lift_suspension", REVIVED_AT), ruled("rule_suspended", SUSPENDED_AT)
    ban = ban_of(suspended, ruled("rule_suspended", REVIVED_AT + HOUR), lifted)
    assert ban.suspended == ((SUSPENDED_AT, REVIVED_AT), (REVIVED_AT + HOUR, None))


# What a court undoes


WITHDRAWN_AT, UNDONE = at(25, month=11), "rule_withdrawal_annulled"
WITHDRAWN = (
    then("execution.propose_withdrawal", WITHDRAWN_AT, effective_planned=WITHDRAWN_AT.isoformat()),
    then("execution.withdraw", WITHDRAWN_AT, Role.MAYOR),
)


@pytest.mark.parametrize(
    ("ended", "undone"),
    [
        (WITHDRAWN, "rule_withdrawal_annulled"),
        ([ruled("rule_annulled", WITHDRAWN_AT)], "rule_annulment_reversed"),
        ([ruled("rule_annulled_from", SERVED[1], until=WITHDRAWN_AT.isoformat())], "rule_annulment_reversed"),
    ],
    ids=["withdrawn", "annulled", "annulled from a date"],
)
def test_what_a_court_undoes_binds_again_from_its_ruling_for_what_is_left(ended: list[Past], undone: str):
    ban = ban_of(*ended, ruled(undone, REVIVED_AT))
    assert ban.end == ban.over_at == FIRST_END
    assert [ban.in_force(moment) for moment in (WITHDRAWN_AT - MINUTE, WITHDRAWN_AT)] == [True, False]
    assert [ban.in_force(moment) for moment in (REVIVED_AT - MINUTE, REVIVED_AT)] == [False, True]
    assert not ban.in_force(FIRST_END)
    too_late = ban_of(*ended, ruled(undone, FIRST_END + HOUR))
    assert not too_late.in_force(FIRST_END - MINUTE) and not too_late.in_force(FIRST_END + HOUR)


def test_a_ban_that_was_ended_twice_is_not_revived_by_undoing_one():
    ban = ban_of(*WITHDRAWN, ruled("rule_annulled", at(26, month=11)), ruled(UNDONE, REVIVED_AT))
    assert ban.over_at == at(26, month=11)


def test_an_annulled_extension_that_stands_after_all_binds_again_until_its_own_end():
    dropped, back = ruled("rule_extension_annulled", at(3)), ruled("rule_annulment_reversed", at(6))
    ban = ban_of(*EXTENDED, dropped, back)
    assert ban.over_at == UNTIL
    assert ban.in_force(FIRST_END - MINUTE)
    assert not ban.in_force(FIRST_END) and not ban.in_force(at(6) - MINUTE)
    assert ban.in_force(at(6)) and not ban.in_force(UNTIL)


def test_a_second_withdrawal_stands_though_the_first_was_annulled():
    again = [(step, moment + 96 * HOUR, *rest) for step, moment, *rest in WITHDRAWN]
    assert ban_of(*WITHDRAWN, ruled(UNDONE, REVIVED_AT), *again).over_at == WITHDRAWN_AT + 96 * HOUR


# The names of the contact ban


NAMED = then("imposition.propose", MOMENT, contact_ban=["p2", "p3"])


def names_of(*past: Past) -> tuple[tuple[str, ...], str]:
    banned = known(NAMED, IMPOSED, SERVED, *past).contact_ban
    assert banned is not None
    return banned.names, banned.exceptions


AMENDED = (
    then("execution.propose_amendment", at(25, month=11), contact_ban=["p2"], contact_exceptions="Bellen"),
    then("execution.amend", at(25, 13, 11), Role.MAYOR),
    then("execution.announce_amendment", at(25, 14, 11), Role.POLICE),
)


@pytest.mark.parametrize(("steps", "names"), [(1, ("p2", "p3")), (2, ("p2", "p3")), (3, ("p2",))])
def test_an_amendment_counts_once_it_is_announced(steps: int, names: tuple[str, ...]):
    assert names_of(*AMENDED[:steps])[0] == names


def test_a_name_that_the_court_drops_is_gone_and_the_ban_stays():
    partly = ruled("rule_partly_annulled", at(26, month=11), names=["p3"])
    assert names_of(partly) == (("p2",), "")
    assert known(NAMED, IMPOSED, SERVED, partly).ban(TERMS) == known(NAMED, IMPOSED, SERVED).ban(TERMS)


def test_a_name_that_was_dropped_comes_back_with_the_reversal():
    partly = ruled("rule_partly_annulled", at(26, month=11), names=["p3"])
    assert names_of(partly, ruled("rule_annulment_reversed", at(27, month=11)))[0] == ("p2", "p3")


def test_an_exception_by_the_court_stands_beside_the_names():
    partly = ruled("rule_partly_annulled", at(26, month=11), names=[], contact_exceptions="Pim belt zelf")
    assert names_of(*AMENDED, partly) == (("p2",), "Pim belt zelf")


# Every combination, against a model that is as simple as can be


MOMENTS = st.integers(min_value=1, max_value=27 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
LATER = st.integers(min_value=1, max_value=20 * 24 * 60).map(timedelta)
RULINGS = st.sampled_from(
    [
        "rule_suspended",
        "rule_suspended_until",
        "rule_relief_refused",
        *REVIVALS,
        "rule_annulled",
        "rule_annulled_from",
        "rule_extension_annulled",
    ]
)
STORY = st.lists(
    st.tuples(MOMENTS, RULINGS, st.integers(min_value=1, max_value=15 * 24 * 60)),
    max_size=6,
    unique_by=lambda r: r[0],
)


def told(moment: datetime, ruling: str, minutes: int) -> Past:
    until = (moment + minutes * MINUTE).isoformat()
    if ruling == "rule_suspended_until":
        return ruled("rule_suspended", moment, until=until)
    return ruled(ruling, moment, **({"until": until} if ruling == "rule_annulled_from" else {}))


Story = list[tuple[datetime, str, int]]
SUSPENSIONS = {"rule_suspended", "rule_suspended_until"}


def binds(story: Story, extended: bool, when: datetime) -> bool:
    """Whether the ban binds then: what was ruled up to that moment, one ruling after the other."""
    heard = [row for row in sorted(story) if row[0] <= when]
    ends = [UNTIL if extended else FIRST_END, *(end for row in heard for end in ending(row, extended))]
    return START <= when < min(ends) and not paused(heard, when)


def ending(row: tuple[datetime, str, int], extended: bool) -> list[datetime]:
    """The end that a ruling brings, if it brings one."""
    moment, ruling, minutes = row
    return {
        "rule_annulled": [moment],
        "rule_annulled_from": [moment + minutes * MINUTE],
        "rule_extension_annulled": [max(FIRST_END, moment)] if extended else [],
    }.get(ruling, [])


def paused(heard: Story, when: datetime) -> bool:
    """Whether the last ruling that is about the force of the ban takes it away, and still does."""
    about = [row for row in heard if row[1] != "rule_relief_refused"]
    moment, ruling, minutes = about[-1] if about else (when, "", 0)
    lasting = ruling == "rule_suspended" or when < moment + minutes * MINUTE
    return ruling in SUSPENSIONS and lasting


@settings(max_examples=400, deadline=None)
@given(story=STORY, extended=st.booleans(), when=MOMENTS)
def test_the_ban_binds_exactly_as_long_as_the_rulings_let_it(story: Story, extended: bool, when: datetime):
    past = [told(*row) for row in sorted(story)]
    if extended:
        past = [*EXTENDED, *past]
    ban = ban_of(*past)
    assert ban.in_force(when) == binds(story, extended, when)
    assert ban.over_at <= LATEST_END
    assert all(start <= (stop or LATEST_END + HOUR) for start, stop in ban.suspended)
    assert all(one[1] and one[1] <= other[0] for one, other in pairwise(ban.suspended))


@settings(max_examples=200, deadline=None)
@given(story=STORY, extended=st.booleans())
def test_the_clock_always_ends_it(story: Story, extended: bool):
    """There is an instant at which the clock acts, and after it nothing binds."""
    past = [told(*row) for row in sorted(story)]
    case = known(IMPOSED, SERVED, *(EXTENDED if extended else ()), *past)
    dues = [stages.due(name)(case, TERMS) for name in ("ban_ends", "annulment_works")]
    last = min(due for due in dues if due)
    ban = case.ban(TERMS)
    assert ban
    assert ban.over_at <= last
    assert not ban.in_force(max(last, ban.over_at))
