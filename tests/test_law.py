"""Terms of the law: published examples, both changes of the clock, the Atw, every hour of several years."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huisverbod import law
from huisverbod.errors import DefinitionError
from huisverbod.law import BanTerms, Term
from huisverbod.settings import Settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TERMS = {
    name: term
    for path in sorted(Settings().workflows.glob("*.toml"))
    for name, term in law.read_terms(
        tomllib.loads(path.read_text(encoding="utf-8")).get("terms", {}), path.name
    ).items()
}
HOURS = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * (4 * 365 + 1))]
"""Every hour of 2024 to 2027."""

wall = datetime.fromisoformat
"""A moment on a Dutch wall, without a zone."""

instants = st.datetimes(wall("2009-01-01"), wall("2050-12-31"), timezones=st.just(UTC))


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


def ban(effective: str, imposed: str | None = None) -> BanTerms:
    return law.ban_terms(at(effective), TERMS, at(imposed) if imposed else None)


def clock(moment: datetime) -> str:
    """What the clock on a Dutch wall says, with its distance to UTC."""
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M %z")


def exact(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


# The amounts stand in the workflow files, each with its article


def test_the_amounts_of_the_statute():
    assert {name: (term.amount, term.unit, term.law) for name, term in TERMS.items()} == {
        "adult_age": (18, "years", "Wth 2(2)"),
        "first_period": (10, "wall_clock_days", "Wth 2(1)"),
        "longest_period": (28, "wall_clock_days", "Wth 9(1)"),
        "reachable": (24, "hours", "Wth 2(6)"),
        "lawyer": (24, "hours", "Wth 5(1)"),
        "appeal": (6, "weeks", "Awb 6:7, 6:8"),
        "hearing": (3, "days", "Wth 6(1)(a)"),
        "motivation": (1, "weeks", "Awb 3:47(3)"),
        "ruling": (24, "hours", "Wth 6(1)(b)"),
        "higher_appeal": (6, "weeks", "Awb 6:7, 6:24"),
        "keep_decision": (5, "years", "Wth 10(1)"),
        "prison": (2, "years", "Wth 11"),
        "conduct_order": (90, "wall_clock_days", "Sv 509hh(4)"),
        "conduct_order_extensions": (3, "times", "Sv 509hh(4)"),
    }


# Ten days and four weeks: the same hour on the Dutch clock


@pytest.mark.parametrize(
    ("effective", "end", "hours"),
    [
        ("2010-03-27 20:00", "2010-04-06 20:00 +0200", 239),
        ("2014-07-13 13:59", "2014-07-23 13:59 +0200", 240),
        ("2026-11-23 02:50", "2026-12-03 02:50 +0100", 240),
        ("2026-10-20 12:00", "2026-10-30 12:00 +0100", 241),
        ("2026-12-27 23:59", "2027-01-06 23:59 +0100", 240),
        ("2028-02-20 08:00", "2028-03-01 08:00 +0100", 240),
        ("2026-11-26 10:00", "2026-12-06 10:00 +0100", 240),
    ],
    ids=["published 239", "published 2014", "night", "october", "new year", "leap day", "ends on a sunday"],
)
def test_ten_days_later_at_the_same_hour(effective: str, end: str, hours: float):
    terms = ban(effective)
    assert clock(terms.first_end) == end
    assert law.hours_between(terms.effective_from, terms.first_end) == hours


def test_an_end_that_does_not_exist_is_the_instant_of_the_jump():
    terms = ban("2026-03-19 02:30")
    assert clock(terms.first_end) == "2026-03-29 03:00 +0200"
    assert law.hours_between(terms.effective_from, terms.first_end) == 239.5
    assert clock(ban("2026-03-19 02:00").first_end) == "2026-03-29 03:00 +0200"
    assert clock(ban("2026-03-19 01:59").first_end) == "2026-03-29 01:59 +0100"
    assert clock(ban("2026-03-19 03:00").first_end) == "2026-03-29 03:00 +0200"


def test_an_end_that_occurs_twice_is_the_first():
    terms = ban("2026-10-15 02:30")
    assert clock(terms.first_end) == "2026-10-25 02:30 +0200"
    assert law.hours_between(terms.effective_from, terms.first_end) == 240
    assert clock(ban("2026-10-15 03:00").first_end) == "2026-10-25 03:00 +0100"


def test_a_start_in_either_of_two_equal_hours_ends_at_that_hour():
    first, second = at("2026-10-25 02:30"), at("2026-10-25 02:30", fold=1)
    assert exact(second) - exact(first) == timedelta(hours=1)
    ends = [law.ban_terms(start, TERMS).first_end for start in (first, second)]
    assert [clock(end) for end in ends] == ["2026-11-04 02:30 +0100"] * 2
    assert [law.hours_between(first, ends[0]), law.hours_between(second, ends[1])] == [241, 240]


@pytest.mark.parametrize(
    ("effective", "imposed", "latest"),
    [
        ("2026-11-24 02:40", None, "2026-12-22 02:40 +0100"),
        ("2026-11-24 02:40", "2026-11-24 01:00", "2026-12-22 01:00 +0100"),
        ("2026-11-30 15:00", "2026-11-24 01:00", "2026-12-22 01:00 +0100"),
        ("2026-11-24 00:00", "2026-11-25 10:00", "2026-12-22 00:00 +0100"),
        ("2026-03-10 20:00", None, "2026-04-07 20:00 +0200"),
        ("2026-03-01 02:30", None, "2026-03-29 03:00 +0200"),
        ("2026-09-27 02:30", None, "2026-10-25 02:30 +0200"),
    ],
    ids=["same", "imposed first", "served days later", "oral first", "march", "in the gap", "twice"],
)
def test_four_weeks_at_most_counted_from_the_earliest(effective: str, imposed: str | None, latest: str):
    assert clock(ban(effective, imposed).latest_end) == latest


def test_every_hour_of_four_years():
    previous = None
    lengths = set()
    for start in HOURS:
        terms = law.ban_terms(start, TERMS)
        for days, end in ((10, terms.first_end), (28, terms.latest_end)):
            wanted = start.astimezone(AMSTERDAM).replace(tzinfo=None) + timedelta(days=days)
            shown = end.astimezone(AMSTERDAM).replace(tzinfo=None)
            in_the_gap = wanted.hour == 2 and shown == wanted.replace(hour=3)
            assert shown == wanted or in_the_gap
            assert 24 * days - 1 <= law.hours_between(start, end) <= 24 * days + 1
        assert previous is None or exact(terms.first_end) >= exact(previous)
        previous = terms.first_end
        lengths.add(law.hours_between(start, terms.first_end))
    assert lengths == {239, 240, 241}


@given(instants, st.integers(1, 28))
@example(at("2026-03-19 02:30").astimezone(UTC), 10)
@example(at("2026-10-15 02:30").astimezone(UTC), 10)
def test_wall_clock_days_never_run_past_the_hour(start: datetime, days: int):
    end = law.wall_clock_days(start, days)
    wanted = start.astimezone(AMSTERDAM).replace(tzinfo=None) + timedelta(days=days)
    readings = [wanted.replace(tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1)]
    assert exact(end) <= min(exact(reading) for reading in readings) or end.astimezone(AMSTERDAM).hour == 3
    assert exact(end) <= max(exact(reading) for reading in readings)
    assert exact(end.astimezone(AMSTERDAM)) == exact(end), "an instant that exists"


@given(instants, instants, st.integers(1, 28))
def test_who_starts_later_never_ends_earlier(one: datetime, other: datetime, days: int):
    first, second = sorted((one, other))
    if second - first >= timedelta(hours=1):
        assert exact(law.wall_clock_days(first, days)) <= exact(law.wall_clock_days(second, days))


@given(instants, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_the_cap_never_lies_after_four_weeks_from_either_moment(effective: datetime, earlier: timedelta):
    terms = law.ban_terms(effective, TERMS, effective - earlier)
    assert terms.latest_end == law.wall_clock_days(effective - earlier, 28)
    assert exact(terms.latest_end) <= exact(law.wall_clock_days(effective, 28)) + timedelta(hours=1)
    assert exact(terms.effective_from) == effective


# Wall-clock moments without a zone


def test_local_moments():
    assert clock(law.local(wall("2026-03-29 02:30"))) == "2026-03-29 03:00 +0200"
    assert clock(law.local(wall("2026-03-29 02:00"))) == "2026-03-29 03:00 +0200"
    assert clock(law.local(wall("2026-03-29 01:59"))) == "2026-03-29 01:59 +0100"
    assert clock(law.local(wall("2026-10-25 02:30"))) == "2026-10-25 02:30 +0200"
    assert clock(law.local(wall("2026-10-25 02:30").replace(fold=1))) == "2026-10-25 02:30 +0200"
    assert clock(law.local(wall("2026-07-01 12:00"))) == "2026-07-01 12:00 +0200"


# Elapsed hours


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-24 02:40", "2026-11-25 02:40 +0100"),
        ("2026-03-28 12:00", "2026-03-29 13:00 +0200"),
        ("2026-03-28 22:15", "2026-03-29 23:15 +0200"),
        ("2026-10-24 12:00", "2026-10-25 11:00 +0100"),
        ("2026-12-24 22:00", "2026-12-25 22:00 +0100"),
    ],
    ids=["plain", "march", "march night", "october", "a holiday does not stop it"],
)
def test_twenty_four_hours_elapse(start: str, end: str):
    assert clock(ban(start).reachable_by) == end
    assert clock(law.due(TERMS["lawyer"], at(start))) == end


@given(instants, st.integers(1, 100))
def test_hours_really_pass(start: datetime, hours: int):
    assert law.hours_between(start, law.elapsed_hours(start, hours)) == hours


# Days and weeks: the Algemene termijnenwet


@pytest.mark.parametrize(
    ("received", "hearing"),
    [
        ("2026-11-25", "2026-11-30"),
        ("2026-11-24", "2026-11-27"),
        ("2026-11-23", "2026-11-26"),
        ("2026-11-26", "2026-11-30"),
        ("2026-11-27", "2026-12-01"),
        ("2026-11-28", "2026-12-01"),
        ("2026-04-02", "2026-04-08"),
        ("2026-12-23", "2026-12-28"),
        ("2026-12-24", "2026-12-29"),
        ("2026-12-31", "2027-01-05"),
    ],
    ids=[
        "wednesday to monday",
        "tuesday to friday",
        "monday to thursday",
        "thursday to monday",
        "friday to tuesday",
        "saturday to tuesday",
        "easter",
        "christmas",
        "christmas eve",
        "new year",
    ],
)
def test_the_hearing_is_within_three_days(received: str, hearing: str):
    hearing_by = law.due_on(TERMS["hearing"], date.fromisoformat(received))
    assert hearing_by == date.fromisoformat(hearing)


def test_a_term_in_days_ends_with_its_last_second():
    due = law.due(TERMS["hearing"], at("2026-11-25 16:00"))
    assert due == datetime.combine(date(2026, 11, 30), time(23, 59, 59), AMSTERDAM)


@pytest.mark.parametrize(
    ("effective", "until"),
    [
        ("2026-11-24 02:40", "2027-01-05"),
        ("2026-11-24 00:00", "2027-01-05"),
        ("2026-11-23 23:59", "2027-01-04"),
        ("2026-11-13 12:00", "2026-12-28"),
        ("2026-11-14 12:00", "2026-12-28"),
        ("2026-03-24 12:00", "2026-05-06"),
    ],
    ids=["plain", "midnight", "before midnight", "christmas", "second christmas day", "liberation day"],
)
def test_appeal_is_open_for_six_weeks(effective: str, until: str):
    assert ban(effective).appeal_until == date.fromisoformat(until)


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-25"),
        *("2026-12-25", "2025-12-26", "2025-04-18", "2027-03-26"),
        *("2025-05-05", "2026-05-05", "2027-05-05", "2028-05-05"),
        "2025-04-26",
        "2026-11-28",
        "2026-11-29",
    ],
)
def test_days_that_do_not_count(day: str):
    assert not law.working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-04-02", "2026-04-07", "2026-04-30", "2026-12-24", "2026-12-31"])
def test_days_that_count(day: str):
    assert law.working_day(date.fromisoformat(day))


def test_kings_day_moves_from_sunday_to_saturday():
    assert date(2025, 4, 26) in holidays.NL(years=2025)
    assert law.working_day(date(2025, 4, 28))


@given(st.dates(date(2009, 1, 1), date(2050, 12, 31)), st.integers(1, 60))
def test_last_days_keep_to_the_atw(received: date, days: int):
    last = law.last_day(received, days)
    assert law.working_day(last)
    assert last >= received + timedelta(days=days)
    assert last - received <= timedelta(days=days + 6)
    assert law.last_day(received + timedelta(days=1), days) >= last
    if days >= 3:
        after = [received + timedelta(days=n) for n in range(1, (last - received).days + 1)]
        assert sum(map(law.working_day, after)) >= 2


# Years


@pytest.mark.parametrize(
    ("born", "on", "adult"),
    [
        ("2008-11-24", "2026-11-23", False),
        ("2008-11-24", "2026-11-24", True),
        ("2008-11-24", "2026-11-25", True),
        ("2008-02-29", "2026-02-28", False),
        ("2008-02-29", "2026-03-01", True),
        ("2012-02-29", "2030-02-28", False),
        ("2012-02-29", "2030-03-01", True),
    ],
)
def test_age_on_a_day(born: str, on: str, adult: bool):
    assert law.adult(date.fromisoformat(born), date.fromisoformat(on), 18) is adult


def test_years_do_not_shift_to_a_working_day():
    assert law.due_on(Term(5, "years", "bewaren", "Wth 10(1)"), date(2026, 11, 28)) == date(2031, 11, 28)
    assert law.due_on(Term(5, "years", "bewaren", "Wth 10(1)"), date(2028, 2, 29)) == date(2033, 3, 1)


@given(st.dates(date(1920, 1, 1), date(2030, 12, 31)))
def test_someone_is_adult_from_one_day_on(born: date):
    birthday = law.years_later(born, 18)
    assert law.adult(born, birthday, 18)
    assert not law.adult(born, birthday - timedelta(days=1), 18)


# Faults in [terms]

GOOD = {"label": "eerste periode", "amount": 10, "unit": "wall_clock_days", "law": "Wth 2(1)"}


def test_a_good_term_is_read():
    assert law.read_terms({"first": GOOD}, "x.toml") == {
        "first": Term(10, "wall_clock_days", "eerste periode", "Wth 2(1)")
    }


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23 02:40", 10, "2026-12-04 00:00"),
        ("2026-11-23 23:59", 10, "2026-12-04 00:00"),
        ("2026-03-20 12:00", 10, "2026-03-31 00:00"),
    ],
)
def test_a_term_can_end_with_the_day(start: str, days: int, end: str):
    term = Term(days, "end_of_day", "eerste periode", "x")
    found = law.due(term, law.local(datetime.fromisoformat(start)))
    assert found == law.local(datetime.fromisoformat(end))


@pytest.mark.parametrize(("counts_from", "start"), [("imposition", 0), ("effect", 5), ("first_of_both", 0)])
def test_from_where_the_longest_period_counts_is_data(counts_from: str, start: int):
    imposed = law.local(datetime.fromisoformat("2026-11-23 02:40"))
    effective = imposed + timedelta(hours=5)
    terms = {**TERMS, "longest_period": replace(TERMS["longest_period"], counts_from=counts_from)}
    latest = law.ban_terms(effective, terms, imposed).latest_end
    assert latest == law.wall_clock_days(imposed + timedelta(hours=start), 28)


@pytest.mark.parametrize(
    ("counts_from", "served", "hours"),
    [
        ("effect", 9, 5),
        ("imposition", 9, 0),
        ("first_of_both", 9, 0),
        ("service", 9, 9),
        ("service", None, 5),
        ("service", 5 + 10 * 24 - 1, 5 + 10 * 24 - 1),
        ("service", 5 + 10 * 24, 5),
    ],
)
def test_from_where_the_first_period_counts_is_data(counts_from: str, served: int | None, hours: int):
    """A text that is served when the ban has ended already does not begin it anew."""
    imposed = law.local(datetime.fromisoformat("2026-11-23 02:40"))
    terms = {**TERMS, "first_period": replace(TERMS["first_period"], counts_from=counts_from)}
    at = imposed + timedelta(hours=served) if served else None
    found = law.ban_terms(imposed + timedelta(hours=5), terms, imposed, at)
    assert found.first_end == law.wall_clock_days(imposed + timedelta(hours=hours), 10)
    assert found.latest_end == law.ban_terms(imposed + timedelta(hours=5), TERMS, imposed).latest_end


def test_a_row_that_does_not_say_from_where_counts_as_the_law_does_now():
    rows = {"first_period": GOOD, "longest_period": GOOD}
    found = law.read_terms(rows, "x.toml")
    assert [term.counts_from for term in found.values()] == ["effect", "first_of_both"]


def test_an_hour_that_the_imposition_follows_counts_by_the_first():
    effective = law.local(datetime.fromisoformat("2026-11-23 02:40"))
    later = effective + timedelta(hours=3)
    assert law.ban_terms(effective, TERMS, later).latest_end == law.wall_clock_days(effective, 28)


@pytest.mark.parametrize(
    "row",
    [
        {**GOOD, "counts_from": "yesterday"},
        *({key: value for key, value in GOOD.items() if key != gone} for gone in GOOD),
        {**GOOD, "extra": 1},
        {**GOOD, "unit": "calendar_days"},
        *({**GOOD, "amount": amount} for amount in (0, -1, 10.0, "10", True, None)),
        "ten days",
        10,
    ],
    ids=str,
)
def test_a_wrong_term_is_refused(row: object):
    with pytest.raises(DefinitionError, match=r"^x\.toml: De termijn 'first' ") as fault:
        law.read_terms({"good": GOOD, "first": row}, "x.toml")
    assert fault.value.file == "x.toml"
