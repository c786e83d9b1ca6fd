"""What is owed to whom and when: two kinds of dates, met, late, breached, lapsed; and the ladder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from huisverbod import duties
from huisverbod.duties import Duty, Limit, Rung, Status
from huisverbod.law import ZONE
from huisverbod.region import Ladder, Region
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
    assert duty.fatal is None and duty.fatal_at is None


def test_hours_pass_in_the_night_that_the_clock_changes():
    """Submitted at 22.00 on 24 October 2026; six hours later the clock says 03.00, not 04.00."""
    at = datetime(2026, 10, 24, 22, 0, tzinfo=ZONE)
    assert NORMS.decide == 6
    due = owed(then("request.submit", at, Role.POLICE))["decide"].due_at
    assert due.astimezone(UTC) == at.astimezone(UTC) + timedelta(hours=6)
    assert due.astimezone(ZONE).hour == 3


@pytest.mark.parametrize("name", ["reachable", "lawyer"])
def test_a_duty_has_the_aim_of_the_region_and_the_date_of_the_law(name: str):
    duty = owed(IMPOSED, then("execution.serve", START, reachable="", wants_lawyer=True))[name]
    assert duty.target_at == duty.due_at == START + timedelta(hours=NORMS.hours(name))
    assert duty.fatal_at == START + 24 * HOUR
    assert [limit.fatal for limit in duty.limits] == [False, True]


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
    assert found["announce_extension"].due_at == END - timedelta(hours=NORMS.announce_extension_before_end)
    assert found["announce_extension"].fatal_at == END and found["announce_extension"].open
    assert not found["decide_extension"].open


def test_a_duty_within_the_ban_lapses_when_the_ban_ends():
    running, over = (owed(IMPOSED, SERVED, now=now)["advice"] for now in (END - MINUTE, END))
    assert (running.open, running.status(END - MINUTE), running.late(END - MINUTE)) == (
        True,
        Status.OPEN,
        True,
    )
    assert (over.open, over.status(END), over.lapsed_at) == (False, Status.LAPSED, END)
    met = owed(IMPOSED, SERVED, then("care.advise", END - 80 * HOUR), now=END + HOUR)["advice"]
    assert met.met_at and met.lapsed_at is None
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
    duty = owed(IMPOSED, SERVED, then("court.request", at))["hearing"]
    assert duty.fatal_at == datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)
    assert duty.target_at == at + timedelta(hours=NORMS.hearing)


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


# --- how it went, at the instant and a second after ---

SECOND = timedelta(seconds=1)
NO_ADDRESS = then("execution.serve", START, reachable="", wants_lawyer=False)


def against(duty: Duty, now: datetime) -> list[Status]:
    """How a duty stands against each of its dates."""
    return [duty.against(limit, now) for limit in duty.limits]


@pytest.mark.parametrize(
    ("after", "each", "whole"),
    [
        (timedelta(hours=NORMS.reachable), [Status.MET, Status.MET], Status.MET),
        (timedelta(hours=NORMS.reachable) + SECOND, [Status.MET_LATE, Status.MET], Status.MET_LATE),
        (24 * HOUR, [Status.MET_LATE, Status.MET], Status.MET_LATE),
        (24 * HOUR + SECOND, [Status.MET_LATE, Status.MET_LATE], Status.MET_LATE),
    ],
)
def test_each_date_is_met_or_missed_by_itself(after: timedelta, each: list[Status], whole: Status):
    told = then("execution.give_address", START + after, Role.POLICE)
    duty = owed(IMPOSED, NO_ADDRESS, told)["reachable"]
    assert against(duty, END) == each
    assert duty.status(END) == whole
    assert (duty.met_at, duty.met_role) == (START + after, Role.POLICE)


@pytest.mark.parametrize(
    ("after", "each", "whole"),
    [
        (timedelta(hours=NORMS.reachable), [Status.OPEN, Status.OPEN], Status.OPEN),
        (timedelta(hours=NORMS.reachable) + SECOND, [Status.BREACHED, Status.OPEN], Status.OPEN),
        (24 * HOUR, [Status.BREACHED, Status.OPEN], Status.OPEN),
        (24 * HOUR + SECOND, [Status.BREACHED, Status.BREACHED], Status.BREACHED),
    ],
)
def test_what_is_open_past_the_date_of_the_law_is_breached(
    after: timedelta, each: list[Status], whole: Status
):
    duty = owed(IMPOSED, NO_ADDRESS, now=START + after)["reachable"]
    assert against(duty, START + after) == each
    assert (duty.status(START + after), duty.open) == (whole, True)


def test_how_late_it_was_is_counted_in_hours_that_passed():
    """Served at 03.00 on 24 October 2026, in the night before the clock goes back an hour."""
    at = datetime(2026, 10, 24, 3, 0, tzinfo=ZONE)
    imposed = then("imposition.impose", at - 5 * HOUR, Role.MAYOR)
    served = then("execution.serve", at, Role.POLICE, reachable="", wants_lawyer=False)
    told = then("execution.give_address", datetime(2026, 10, 25, 3, 0, tzinfo=ZONE))
    duty = owed(imposed, served, told)["reachable"]
    assert duty.fatal and duty.target
    assert duty.fatal.at.astimezone(ZONE) == datetime(2026, 10, 25, 2, 0, fold=1, tzinfo=ZONE)
    assert duty.overrun(duty.fatal, END) == HOUR
    assert duty.overrun(duty.target, END) == timedelta(hours=25 - NORMS.reachable)


def test_twenty_four_hours_pass_over_the_night_that_the_clock_goes_forward():
    at = datetime(2026, 3, 28, 12, 0, tzinfo=ZONE)
    served = then("execution.serve", at, Role.POLICE, reachable="")
    limit = datetime(2026, 3, 29, 13, 0, tzinfo=ZONE)
    imposed = then("imposition.impose", at - HOUR, Role.MAYOR)
    for now, status in ((limit, Status.OPEN), (limit + SECOND, Status.BREACHED)):
        duty = owed(imposed, served, now=now)["reachable"]
        assert (duty.fatal_at, duty.status(now)) == (limit, status)


def test_the_hour_that_comes_twice_is_told_apart():
    """At 02.30 the second time an hour has passed since 02.30 the first time."""
    first, second = (datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=ZONE) for fold in (0, 1))
    assert Limit(first, fatal=True).holds(first) and not Limit(first, fatal=True).holds(second)
    assert Limit(second, fatal=True, before=True).holds(first)
    climbed = duties.climbs(first, second, Ladder(owner=1, team=1, on_call=1))
    assert [since.astimezone(UTC) for _, since in climbed] == [second.astimezone(UTC)] * 3


def test_a_week_ends_with_its_last_second():
    """Awb 3:47(3): announced orally on a Monday at midnight, so until the end of the Monday after."""
    told = then("imposition.impose_orally", datetime(2026, 11, 23, 0, 0, tzinfo=ZONE))
    limit = datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)
    duty = owed(told)["motivation"]
    assert (duty.target_at, duty.fatal_at) == (told[1] + timedelta(hours=NORMS.motivation), limit)
    assert [duty.status(now) for now in (limit, limit + SECOND)] == [Status.OPEN, Status.BREACHED]


DRAFT = then("execution.propose_extension", END - 30 * HOUR)
EXTENDED = then("execution.extend", END - 29 * HOUR, Role.MAYOR)
EXPIRED = then("execution.expire", END, Role.CLOCK)


def test_what_is_announced_at_the_end_itself_is_too_late():
    """Wth 9(1): the end is exclusive; a second before it is in time."""
    told = {at: then("execution.announce_extension", at, Role.POLICE) for at in (END - SECOND, END)}
    in_time, late = (
        owed(IMPOSED, SERVED, DRAFT, EXTENDED, one)["announce_extension"] for one in told.values()
    )
    assert in_time.fatal and late.fatal
    assert in_time.against(in_time.fatal, END + HOUR) == Status.MET
    assert late.against(late.fatal, END + HOUR) == Status.MET_LATE
    waiting = owed(IMPOSED, SERVED, DRAFT, EXTENDED)["announce_extension"]
    assert [waiting.status(now) for now in (END - SECOND, END)] == [Status.OPEN, Status.BREACHED]


def test_an_extension_that_was_not_announced_stays_breached_and_waits_for_nobody():
    duty = owed(IMPOSED, SERVED, DRAFT, EXTENDED, EXPIRED, now=END + HOUR)["announce_extension"]
    assert (duty.open, duty.status(END + HOUR)) == (False, Status.BREACHED)


def test_a_ban_that_ends_by_itself_breaks_no_law_but_the_norm_was_missed():
    """Wth 9(1) is a power: who decides nothing breaks no term, though the region asked for a decision."""
    duty = owed(IMPOSED, SERVED, EXPIRED, now=END + HOUR)["decide_extension"]
    assert against(duty, END + HOUR) == [Status.BREACHED, Status.LAPSED]
    assert duty.status(END + HOUR) == Status.LAPSED


@pytest.mark.parametrize("name", ["advice", "decide_extension", "reachable"])
def test_a_withdrawal_lets_what_is_open_lapse_and_meets_nothing(name: str):
    withdrawn = (
        then("execution.propose_withdrawal", START + HOUR),
        then("execution.withdraw", START + 2 * HOUR, Role.MAYOR),
    )
    duty = owed(IMPOSED, NO_ADDRESS, *withdrawn)[name]
    assert (duty.status(END), duty.met_at, duty.lapsed_at) == (Status.LAPSED, None, START + 2 * HOUR)


@pytest.mark.parametrize("step", ["execution.annul", "execution.annul_at_date"])
@pytest.mark.parametrize("name", ["advice", "reachable", "decide_extension"])
def test_an_annulment_lets_what_is_open_lapse(name: str, step: str):
    annulled = then(step, START + 2 * HOUR)
    duty = owed(IMPOSED, NO_ADDRESS, annulled)[name]
    assert (duty.status(END), duty.met_at, duty.lapsed_at) == (Status.LAPSED, None, START + 2 * HOUR)


def test_what_was_annulled_before_it_was_served_need_not_be_served():
    assert owed(IMPOSED)["serve"].open
    assert owed(IMPOSED, then("execution.annul", START + HOUR))["serve"].lapsed_at == START + HOUR


def test_what_is_done_after_it_lapsed_does_not_meet_it():
    advised = then("care.advise", END)
    assert owed(IMPOSED, SERVED, advised, now=END + HOUR)["advice"].status(END + HOUR) == Status.LAPSED


def test_two_starts_of_one_duty_are_two_duties():
    reported = [then("enforcement.report_violation", START + hours * HOUR) for hours in (1, 30)]
    handled = then("enforcement.no_action", START + 31 * HOUR, violations=["v1", "v2"])
    given = asked("request.accept", known(IMPOSED, SERVED, *reported, handled), END)
    both = [duty for duty in duties.owed(PROCEDURE, given) if duty.name == "handle_violation"]
    assert [duty.seq for duty in both] == [3, 4]
    assert [duty.status(END) for duty in both] == [Status.MET_LATE, Status.MET]
    handled = then("enforcement.no_action", START + 31 * HOUR)
    first = asked("request.accept", known(IMPOSED, SERVED, reported[0], handled, reported[1]), END)
    both = [duty for duty in duties.owed(PROCEDURE, first) if duty.name == "handle_violation"]
    assert [duty.open for duty in both] == [False, True]


# --- what regions may set ---


@pytest.mark.parametrize("region", REGIONS.values(), ids=lambda region: region.key)
def test_advice_decision_and_announcement_come_well_before_the_last_hour(region: Region):
    """norm: the advice leaves the mayor a day or more, and each thing its own time before the end."""
    norms = region.norms
    lead = [norms.advice_before_end, norms.decide_extension_before_end, norms.announce_extension_before_end]
    assert lead == sorted(set(lead), reverse=True)
    assert lead[0] - lead[1] >= 24 and lead[1] - lead[2] >= 6 and lead[2] >= 6
    given = replace(asked("request.accept", known(IMPOSED, SERVED), END - 200 * HOUR), region=region)
    found = {duty.name: duty for duty in duties.owed(PROCEDURE, given)}
    assert found["advice"].target_at == END - timedelta(hours=lead[0])
    assert found["advice"].fatal_at == END
    assert START < found["advice"].due_at < found["decide_extension"].due_at < END


@pytest.mark.parametrize("region", REGIONS.values(), ids=lambda region: region.key)
def test_no_region_aims_later_than_the_law(region: Region):
    assert list(duties.aims_later_than_law(PROCEDURE, region)) == []


def test_an_aim_later_than_the_law_is_named():
    slow = NORMS.model_copy(update={"lawyer": 25, "reachable": 24, "advice_before_end": 1000})
    region = REGIONS["voorbeeldland"].model_copy(update={"norms": slow})
    found = list(duties.aims_later_than_law(PROCEDURE, region))
    assert [norm for norm, _ in found] == ["lawyer", "advice_before_end"]
    assert "Wth 5(1)" in found[0][1] and "25 uur" in found[0][1]


# --- the ladder ---

LADDER = Ladder(owner=1, team=2, on_call=4)


def with_whom(target: datetime | None, fatal: datetime | None, *moments: datetime) -> list[Rung]:
    return [duties.rung(target, fatal, LADDER, now) for now in moments]


def test_a_duty_climbs_from_the_aim_of_the_region():
    steps = [START + hours * HOUR for hours in (1, 3, 7)]
    assert [since for _, since in duties.climbs(START, None, LADDER)] == steps
    before, at = (with_whom(START, None, *(one - early for one in steps)) for early in (SECOND, 0 * SECOND))
    assert before == [Rung.OWNER, Rung.TEAM, Rung.ON_CALL]
    assert at == [Rung.TEAM, Rung.ON_CALL, Rung.DEPUTY]


def test_at_the_date_of_the_law_it_lies_with_the_deputy():
    fatal = START + 2 * HOUR
    assert with_whom(START, fatal, START + HOUR, fatal - SECOND, fatal) == [Rung.TEAM, Rung.TEAM, Rung.DEPUTY]


def test_a_date_of_the_law_alone_is_counted_back_from():
    steps = [END - 6 * HOUR, END - 4 * HOUR, END]
    assert [since for _, since in duties.climbs(None, END, LADDER)] == steps
    assert with_whom(None, END, steps[0] - SECOND, *steps) == list(Rung)
    with pytest.raises(ValueError, match="date"):
        duties.climbs(None, None, LADDER)


def test_the_ladder_counts_hours_that_pass_when_the_clock_goes_back():
    target = datetime(2026, 10, 25, 1, 30, tzinfo=ZONE)
    since = [at.astimezone(ZONE) for _, at in duties.climbs(target, None, LADDER)]
    assert [(at.hour, at.fold) for at in since] == [(2, 0), (3, 0), (7, 0)]


def test_every_rung_is_told_once_and_nothing_once_somebody_acted():
    duty = owed(IMPOSED, SERVED)["tell_household"]
    told: set[str] = set()
    for minutes in range(0, 24 * 60, 20):
        now = duty.due_at + timedelta(minutes=minutes)
        fresh = [alert for alert in duties.alerts([duty], LADDER, now) if alert.key not in told]
        assert len(fresh) <= 1
        told |= {alert.key for alert in fresh}
    assert told == {f"tell_household:2:{rung}" for rung in (Rung.TEAM, Rung.ON_CALL, Rung.DEPUTY)}
    done = owed(IMPOSED, SERVED, then("execution.tell_household", START + 30 * HOUR))["tell_household"]
    assert duties.alerts([done], LADDER, END) == []


def test_an_alert_is_no_older_than_the_duty():
    """A target that had passed when the duty began: it is late from its first moment."""
    duty = replace(owed(IMPOSED, SERVED)["tell_household"], started_at=END)
    assert [alert.since for alert in duties.alerts([duty], LADDER, END)] == [END, END, END]


def test_one_arrest_meets_the_duty_about_one_violation():
    seen = then("enforcement.report_violation", START + HOUR, Role.POLICE)
    arrest = then("enforcement.arrest", START + 2 * HOUR, Role.POLICE, violations=["v2"])
    found = duties.owed(PROCEDURE, asked("request.accept", known(IMPOSED, SERVED, seen, seen, arrest), END))
    assert [duty.open for duty in found if duty.name == "handle_violation"] == [True, False]


@pytest.mark.parametrize(("person", "owes"), [("p1", True), ("p2", False)])
def test_only_the_help_that_he_accepts_asks_for_another_look(person: str, owes: bool):
    accepted = then("care.accept", START + HOUR, Role.CASE_MANAGER, person=person)
    assert ("review_after_help" in owed(IMPOSED, SERVED, accepted)) == owes
