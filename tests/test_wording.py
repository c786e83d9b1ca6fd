"""Dutch words for moments, days and lengths of time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisverbod import wording
from huisverbod.law import ZONE

END = datetime(2026, 12, 3, 1, 50, tzinfo=UTC)


def test_moments_are_told_in_dutch_time():
    assert wording.moment(END) == "donderdag 3 december 2026, 02.50 uur"
    assert wording.moment(datetime(2026, 7, 1, 22, 5, tzinfo=UTC)) == "donderdag 2 juli 2026, 00.05 uur"
    assert wording.short_moment(END) == "do 3 dec 02.50"
    assert wording.short_moment(datetime(2027, 1, 4, 8, 0, tzinfo=ZONE)) == "ma 4 jan 08.00"


def test_both_hours_of_the_october_night_read_the_same():
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert wording.moment(first) == wording.moment(second) == "zondag 25 oktober 2026, 02.30 uur"


def test_days():
    assert wording.day(date(2026, 12, 3)) == "donderdag 3 december 2026"
    assert wording.plain_day(date(2027, 3, 1)) == "1 maart 2027"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=4, hours=7, minutes=59), "4 dagen en 7 uur"),
        (timedelta(days=1, minutes=59), "1 dag"),
        (timedelta(days=1, hours=1), "1 dag en 1 uur"),
        (timedelta(days=10), "10 dagen"),
        (timedelta(hours=7, minutes=5), "7 uur en 5 min"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 uur en 59 min"),
        (timedelta(hours=1), "1 uur"),
        (timedelta(minutes=48, seconds=59), "48 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(0), "0 min"),
        (-timedelta(hours=7, minutes=5), "7 uur en 5 min"),
    ],
)
def test_durations_have_two_units_at_most(length: timedelta, words: str):
    assert wording.duration(length) == words


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_duration_is_never_told_too_long(length: timedelta):
    units = {"dag": 1440, "dagen": 1440, "uur": 60, "min": 1}
    told = 0
    for part in wording.duration(length).split(" en "):
        number, unit = part.split(" ")
        told += int(number) * units[unit]
    assert told <= length.total_seconds() / 60 < told + (60 if length >= timedelta(days=1) else 1)


def test_how_far_off():
    assert wording.until(END, END - timedelta(days=4, hours=7)) == "nog 4 dagen en 7 uur"
    assert wording.until(END, END - timedelta(minutes=1)) == "nog 1 min"
    assert wording.until(END, END) == "0 min te laat"
    assert wording.until(END, END + timedelta(minutes=23)) == "23 min te laat"


def test_how_far_off_over_a_change_of_the_clock():
    evening, morning = datetime(2026, 3, 28, 20, tzinfo=ZONE), datetime(2026, 3, 29, 8, tzinfo=ZONE)
    assert wording.until(morning, evening) == "nog 11 uur"
    evening, morning = datetime(2026, 10, 24, 20, tzinfo=ZONE), datetime(2026, 10, 25, 8, tzinfo=ZONE)
    assert wording.until(morning, evening) == "nog 13 uur"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0.2, "12 min"),
        (0.0, "0 min"),
        (1.0, "1 uur"),
        (7.46, "7,5 uur"),
        (47.9, "47,9 uur"),
        (48.0, "2 dagen"),
        (100.0, "4,2 dagen"),
    ],
)
def test_measured_hours(length: float, words: str):
    assert wording.hours(length) == words


def test_lists():
    assert wording.listing([]) == ""
    assert wording.listing(["Anna"]) == "Anna"
    assert wording.listing(["Anna", "Bram"]) == "Anna en Bram"
    assert wording.listing(["Anna", "Bram", "Carla"]) == "Anna, Bram en Carla"
