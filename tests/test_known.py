"""What follows from the events: the ban, its ends, its interruptions, and who decided."""

from datetime import UTC, datetime, timedelta

import pytest

from huisverbod.known import Ban, Known, Person
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.stages.asking import HOUR, MINUTE, TERMS, known, people, then


def on(day: int, hour: int = 2, minute: int = 40, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


IMPOSED = then("imposition.impose", MOMENT, Role.MAYOR)
SERVED = then("execution.serve", MOMENT + 5 * HOUR, Role.POLICE)
DEPOSITED = then("execution.deposit", MOMENT + 5 * HOUR)
ORAL = then("imposition.impose_orally", MOMENT + 5 * HOUR, decided_at=MOMENT.isoformat())
EXTENDED = (
    then("execution.propose_extension", on(2), until=on(14).isoformat()),
    then("execution.extend", on(2, 9), Role.MAYOR),
    then("execution.announce_extension", on(2, 12), Role.POLICE),
)


def ban_of(case: Known) -> Ban:
    ban = case.ban(TERMS)
    assert ban is not None
    return ban


@pytest.mark.parametrize("past", [(), (IMPOSED,), (then("imposition.propose"),)])
def test_nothing_runs_before_it_was_announced(past: tuple):
    assert known(*past).ban(TERMS) is None


@pytest.mark.parametrize("start", [(IMPOSED, SERVED), (IMPOSED, DEPOSITED), (ORAL,)])
def test_a_ban_runs_from_service_deposit_or_oral_notice(start: tuple):
    ban = ban_of(known(*start))
    assert ban.imposed_at == MOMENT
    assert ban.effective_from == MOMENT + 5 * HOUR
    assert ban.first_end == ban.end == on(4)
    assert ban.latest_end == on(21, 21)
    assert [ban.in_force(at) for at in (on(24, 2, 39, 11), on(24, 2, 40, 11), on(4, 2, 39), on(4))] == [
        False,
        True,
        True,
        False,
    ]


def test_putting_it_in_writing_and_handing_it_over_starts_nothing_anew():
    later = (
        then("imposition.propose_written", MOMENT + 8 * HOUR),
        then("imposition.put_in_writing", MOMENT + 9 * HOUR, Role.MAYOR),
        then("execution.hand_over", MOMENT + 30 * HOUR, Role.POLICE),
    )
    assert ban_of(known(ORAL, *later)) == ban_of(known(ORAL))


def test_handing_over_after_a_deposit_starts_nothing_anew():
    later = then("execution.hand_over", MOMENT + 50 * HOUR, Role.POLICE)
    assert ban_of(known(IMPOSED, DEPOSITED, later)) == ban_of(known(IMPOSED, DEPOSITED))


@pytest.mark.parametrize(("steps", "end"), [(0, on(4)), (1, on(4)), (2, on(4)), (3, on(14))])
def test_an_extension_counts_once_it_was_decided_and_announced(steps: int, end: datetime):
    assert ban_of(known(IMPOSED, SERVED, *EXTENDED[:steps])).end == end


def test_what_counts_is_the_draft_on_which_the_mayor_decided():
    after = then("execution.propose_extension", on(3), until=on(20).isoformat())
    before = then("execution.propose_extension", on(1), until=on(6).isoformat())
    assert ban_of(known(IMPOSED, SERVED, before, *EXTENDED, after)).end == on(14)


def test_no_ban_lasts_beyond_the_longest_period():
    late = then("execution.serve", MOMENT + timedelta(days=20), Role.POLICE)
    ban = ban_of(known(IMPOSED, late))
    assert ban.first_end == datetime(2026, 12, 23, 21, 40, tzinfo=ZONE)
    assert ban.end == ban.latest_end == on(21, 21)
    too_long = then("execution.propose_extension", on(2), until=on(22).isoformat())
    assert ban_of(known(IMPOSED, SERVED, too_long, *EXTENDED[1:])).end == on(21, 21)


def test_a_suspension_takes_the_force_but_does_not_stop_the_clock():
    suspended = then("court.rule_suspended", on(26, 10, 0, 11))
    resumed = then("court.lift_suspension", on(28, 10, 0, 11))
    open_end, closed = ban_of(known(ORAL, suspended)), ban_of(known(ORAL, suspended, resumed))
    assert (open_end.end, closed.end) == (on(4), on(4))
    assert [open_end.in_force(on(day, 10, 0, 11)) for day in (25, 26, 27, 28)] == [True, False, False, False]
    assert [closed.in_force(on(day, 10, 0, 11)) for day in (25, 26, 27, 28)] == [True, False, False, True]


def test_an_extended_ban_is_suspended_and_resumed_as_such():
    suspended = then("court.rule_suspended", on(6))
    resumed = then("court.lift_suspension", on(8))
    ban = ban_of(known(ORAL, *EXTENDED, suspended, resumed))
    assert [ban.in_force(on(day, 3)) for day in (5, 6, 7, 8, 13)] == [True, False, False, True, True]
    assert not ban.in_force(on(14))


@pytest.mark.parametrize(("planned", "over"), [(9 * HOUR, 9 * HOUR), (timedelta(), HOUR), (-HOUR, HOUR)])
def test_a_withdrawal_works_from_the_hour_in_its_text_and_never_before_the_decision(
    planned: timedelta, over: timedelta
):
    drafted = on(26, 10, 0, 11)
    past = (
        then("execution.propose_withdrawal", drafted, effective_planned=(drafted + planned).isoformat()),
        then("execution.withdraw", drafted + HOUR, Role.MAYOR),
    )
    ban = ban_of(known(ORAL, *past))
    assert ban.over_at == ban.ended_at == drafted + over
    assert ban.in_force(drafted + over - MINUTE) and not ban.in_force(drafted + over)


def test_a_withdrawal_planned_after_the_end_does_not_lengthen_the_ban():
    past = (
        then("execution.propose_withdrawal", on(3), effective_planned=on(9).isoformat()),
        then("execution.withdraw", on(3, 9), Role.MAYOR),
    )
    assert ban_of(known(ORAL, *past)).over_at == on(4)


def test_an_annulment_ends_it():
    ban = ban_of(known(ORAL, then("court.rule_annulled", on(28, 10, 0, 11))))
    assert ban.over_at == on(28, 10, 0, 11)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-20T12:00", "2026-03-30T12:00", 239),
        ("2026-10-20T12:00", "2026-10-30T12:00", 241),
        ("2026-03-19T02:30", "2026-03-29T03:00", 239.5),
    ],
)
def test_over_the_change_of_the_clock(start: str, end: str, hours: float):
    at = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    ban = ban_of(known(then("imposition.impose", at, Role.MAYOR), then("execution.serve", at, Role.POLICE)))
    assert f"{ban.end:%Y-%m-%dT%H:%M}" == end
    assert (ban.end.astimezone(UTC) - at.astimezone(UTC)) / HOUR == hours


@pytest.mark.parametrize(
    ("decided", "mandate"),
    [
        (then("imposition.impose", role=Role.HOVJ), True),
        (then("imposition.impose", role=Role.MAYOR), False),
        (then("imposition.impose", role=Role.DEPUTY_MAYOR), False),
        (then("imposition.impose_orally", role=Role.HOVJ, decided_by="hovj:Tessel Nachtegaalweg"), True),
        (then("imposition.impose_orally", decided_by="hovj:Tessel Nachtegaalweg"), True),
        (then("imposition.impose_orally", role=Role.HOVJ, decided_by="mayor:Joram Havenkwartier"), False),
    ],
)
def test_under_mandate_is_whoever_decided_not_whoever_entered_it(decided: tuple, mandate: bool):
    assert known(decided).under_mandate == mandate


def test_child_abuse_is_a_ground_as_last_stated():
    proposed, denied = then("imposition.propose", child_abuse=True), then("imposition.propose")
    assert known(proposed).child_abuse
    assert not known(proposed, denied).child_abuse
    assert known(denied, then("imposition.impose_orally", child_abuse=True)).child_abuse
    assert not known().child_abuse


def test_help_is_accepted_until_it_is_declined():
    accepted, declined = then("care.accept", person="p1"), then("care.decline_help", person="p1")
    other = then("care.accept", person="p2")
    assert known(other).help_accepted is None
    assert known(accepted, other).help_accepted is not None
    assert known(accepted, declined).help_accepted is None
    assert known(household=[]).help_accepted is None


def test_the_people_of_a_case():
    case = known()
    assert case.subject and case.subject.ref == "p1"
    assert [person.ref for person in case.household] == ["p2", "p3"]
    assert [person.ref for person in case.minors(MOMENT.date(), 18)] == ["p3"]
    assert case.person("p9") is None
    assert Person("p4", "huisgenoot", "", "Testema").full_name == "Testema"
    assert known(household=people()[1:]).subject is None


def test_a_fact_is_that_of_the_last_step_that_states_it():
    case = known(
        then("execution.give_address", reachable="bij zijn broer"), then("execution.serve", reachable="")
    )
    assert case.fact("reachable", "execution.serve", "execution.give_address") == "bij zijn broer"
    assert case.fact("reachable", "execution.hand_over", otherwise="onbekend") == "onbekend"
