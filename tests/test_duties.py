"""What is owed to whom and when: started, due, met, late, lapsed; and not owed at all."""

from datetime import UTC, datetime, timedelta

import pytest

from huisverbod import duties
from huisverbod.duties import Duty
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT, REGIONS
from tests.stages.asking import HOUR, MINUTE, PROCEDURE, Past, asked, known, then

NORMS = REGIONS["voorbeeldland"].norms
IMPOSED = then("imposition.impose", MOMENT, Role.MAYOR)
START = MOMENT + 5 * HOUR
SERVED = then("execution.serve", START, Role.POLICE, wants_lawyer=False)
END = datetime(2026, 12, 4, 2, 40, tzinfo=ZONE)


def owed(*past: Past, now: datetime = MOMENT + 400 * HOUR) -> dict[str, Duty]:
    """The duties of a case by name; of two with one name the later."""
    given = asked("request.accept", known(*past), now)
    return {duty.name: duty for duty in duties.owed(PROCEDURE, given)}


def test_nothing_is_owed_before_anything_happened():
    assert owed() == {}
    assert duties.next_open([]) is None


def test_a_norm_of_the_region_counts_real_hours_from_the_step_that_starts_it():
    duty = owed(then("request.submit", MOMENT, Role.POLICE))["take_up"]
    assert duty.started_at == MOMENT
    assert duty.due_at == MOMENT + timedelta(hours=NORMS.take_up_request)
    assert duty.owner == Role.MUNICIPAL_OFFICER
    assert not duty.fatal


def test_hours_pass_in_the_night_that_the_clock_changes():
    """Submitted at 22.00 on 24 October 2026; six hours later the clock says 03.00, not 04.00."""
    at = datetime(2026, 10, 24, 22, 0, tzinfo=ZONE)
    assert NORMS.decide == 6
    due = owed(then("request.submit", at, Role.POLICE))["decide"].due_at
    assert due.astimezone(UTC) == at.astimezone(UTC) + timedelta(hours=6)
    assert due.astimezone(ZONE).hour == 3


def test_a_term_of_the_law_is_fatal():
    duty = owed(IMPOSED, then("execution.serve", START, reachable="", wants_lawyer=True))
    assert duty["reachable"].fatal and duty["lawyer"].fatal
    assert duty["reachable"].due_at == START + 24 * HOUR
    assert duty["lawyer"].due_at == START + 24 * HOUR


def test_what_was_met_in_time_what_too_late_and_what_is_open():
    told = {hours: then("execution.tell_household", START + hours * HOUR) for hours in (1, 2)}
    limit = START + timedelta(hours=NORMS.tell_household)
    in_time = owed(IMPOSED, SERVED, told[1])["tell_household"]
    late = owed(IMPOSED, SERVED, told[2])["tell_household"]
    waiting = owed(IMPOSED, SERVED)["tell_household"]
    assert NORMS.tell_household == 1
    assert (in_time.met_at, in_time.open, in_time.late(END)) == (START + HOUR, False, False)
    assert (late.met_at, late.open, late.late(START)) == (START + 2 * HOUR, False, True)
    assert (waiting.met_at, waiting.open) == (None, True)
    assert [waiting.late(now) for now in (limit, limit + MINUTE)] == [False, True]


def test_what_happened_before_it_was_owed_does_not_settle_it():
    before = then("execution.tell_household", MOMENT + HOUR)
    assert owed(IMPOSED, before, SERVED)["tell_household"].open


def test_some_duties_count_back_from_the_end():
    found = owed(IMPOSED, SERVED, now=START)
    assert found["advice"].due_at == END - 72 * HOUR
    assert found["decide_extension"].due_at == END - 24 * HOUR
    decided = (
        then("execution.propose_extension", END - 30 * HOUR),
        then("execution.extend", END - 29 * HOUR, Role.MAYOR),
    )
    found = owed(IMPOSED, SERVED, *decided, now=END - HOUR)
    assert found["announce_extension"].due_at == END
    assert found["announce_extension"].fatal and found["announce_extension"].open
    assert not found["decide_extension"].open


def test_a_duty_within_the_ban_lapses_when_the_ban_ends():
    running, over = (owed(IMPOSED, SERVED, now=now)["advice"] for now in (END - MINUTE, END))
    assert (running.open, running.lapsed, running.late(END - MINUTE)) == (True, False, True)
    assert (over.open, over.lapsed, over.late(END + HOUR)) == (False, True, False)
    met = owed(IMPOSED, SERVED, then("care.advise", END - 80 * HOUR), now=END + HOUR)["advice"]
    assert met.met_at and not met.lapsed
    assert owed(IMPOSED, SERVED, now=END + HOUR)["tell_household"].open


@pytest.mark.parametrize(
    ("name", "past", "applies"),
    [
        ("reachable", (IMPOSED, then("execution.serve", START, reachable="bij zijn broer")), False),
        ("reachable", (IMPOSED, then("execution.serve", START, reachable="")), True),
        ("lawyer", (IMPOSED, then("execution.serve", START, wants_lawyer=False)), False),
        ("lawyer", (IMPOSED, then("execution.serve", START, wants_lawyer=True)), True),
        ("lawyer", (IMPOSED, SERVED, then("execution.wish_lawyer", START)), True),
        ("report_to_mayor", (IMPOSED,), False),
        ("report_to_mayor", (then("imposition.impose", role=Role.HOVJ),), True),
        (
            "report_to_mayor",
            (then("imposition.impose_orally", decided_by="hovj:Tessel Nachtegaalweg"),),
            True,
        ),
        ("inform_veilig_thuis", (IMPOSED, SERVED), False),
        ("inform_veilig_thuis", (then("imposition.impose_orally", child_abuse=True),), True),
        ("hearing", (IMPOSED, SERVED, then("court.request", kind="beroep")), False),
        ("hearing", (IMPOSED, SERVED, then("court.request", kind="voorlopige_voorziening")), True),
        ("put_in_writing", (then("imposition.impose_orally"),), True),
        ("hand_over", (then("imposition.impose_orally"), then("imposition.put_in_writing")), True),
        ("handle_violation", (IMPOSED, SERVED, then("enforcement.report_violation", START)), True),
        ("tell_ruling", (IMPOSED, SERVED, then("court.rule_dismissed", START)), True),
        ("follow_up_owner", (IMPOSED, SERVED, then("execution.expire", END, Role.CLOCK)), True),
    ],
)
def test_a_duty_is_owed_only_where_its_rule_says_so(name: str, past: tuple[Past, ...], applies: bool):
    assert (name in owed(*past)) == applies


def ways(*past: Past) -> list[bool]:
    """Whether each way on that was chosen still waits for someone, in the order in which they were chosen."""
    found = duties.owed(PROCEDURE, asked("request.accept", known(*past), START))
    return [duty.open for duty in found if duty.name == "route_taken_up"]


def test_each_way_on_waits_for_its_own_taker():
    report = then("follow_up.choose_route")
    care = then(
        "follow_up.choose_route", MOMENT + HOUR, route="zorg", asked_of="Wijkteam", ground="toestemming"
    )
    assert ways(report, care) == [True, True]
    assert ways(report, care, then("follow_up.take_up")) == [False, True]
    assert ways(report, care, then("follow_up.end_route", route="zorg")) == [True, False]
    assert ways(report, care, then("follow_up.assign")) == [True, False]
    assert ways(then("follow_up.choose_route", route="geen")) == []


def test_the_court_hears_within_three_days_of_the_general_terms_act():
    """Wth 6(1)(a), Atw 1 and 2: asked on a Wednesday, at the latest on the Monday after."""
    at = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
    due = owed(IMPOSED, SERVED, then("court.request", at))["hearing"].due_at.astimezone(ZONE)
    assert due == datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)


def test_the_first_open_duty_is_the_next():
    given = asked("request.accept", known(IMPOSED, SERVED), START)
    every = duties.owed(PROCEDURE, given)
    assert every == sorted(every, key=lambda duty: duty.due_at)
    first = duties.next_open(every)
    assert first and first.open and all(not duty.open for duty in every[: every.index(first)])


def test_every_duty_says_what_it_rests_on_and_who_owes_it():
    rules = [rule for stage in PROCEDURE.stages.values() for rule in stage.duties.values()]
    started = {name for _, step in PROCEDURE.steps() for name in step.starts}
    assert {rule.name for rule in rules} == started
    for rule in rules:
        assert rule.law.startswith(("Wth", "Awb", "norm:")), rule.name
        who = {role for name in rule.met_by for role in PROCEDURE.step(name)[1].by}
        assert rule.owner in who or rule.name in {"hearing", "put_in_writing"}, rule.name
