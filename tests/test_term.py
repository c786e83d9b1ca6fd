"""What follows from a moment; the figures are worked out by hand from the calendar of 2026."""

from datetime import datetime

import pytest

from huisverbod import term
from huisverbod.law import ZONE
from huisverbod.rulebook import Rulebook


def _follows(rulebook: Rulebook, moment: str | None, court: str | None = None) -> dict[str, str | float]:
    rows, _ = term.following(moment, court, rulebook.current.procedure.terms)
    return term.as_json(rows)


def test_the_terms_of_a_ban_over_the_spring_change(rulebook: Rulebook) -> None:
    assert _follows(rulebook, "2026-03-28T22:15") == {
        "effective_from": "2026-03-28T22:15:00+01:00",
        "first_end": "2026-04-07T22:15:00+02:00",
        "first_hours": 239,
        "latest_end": "2026-04-25T22:15:00+02:00",
        "latest_hours": 671,
        "reachable_by": "2026-03-29T23:15:00+02:00",
        "appeal_until": "2026-05-11",  # 9 May is a Saturday
    }


def test_the_terms_of_a_ban_over_the_autumn_change(rulebook: Rulebook) -> None:
    assert _follows(rulebook, "2026-10-20T02:45") == {
        "effective_from": "2026-10-20T02:45:00+02:00",
        "first_end": "2026-10-30T02:45:00+01:00",
        "first_hours": 241,
        "latest_end": "2026-11-17T02:45:00+01:00",
        "latest_hours": 673,
        "reachable_by": "2026-10-21T02:45:00+02:00",
        "appeal_until": "2026-12-01",
    }


def test_an_end_in_the_hour_that_does_not_exist_is_the_jump_itself(rulebook: Rulebook) -> None:
    found = _follows(rulebook, "2026-03-19T02:30")
    assert found["first_end"] == "2026-03-29T03:00:00+02:00"
    assert found["first_hours"] == 239.5


@pytest.mark.parametrize(
    ("received", "heard"),
    [
        ("2026-04-02", "2026-04-08"),  # Good Friday, weekend and Easter Monday do not count
        ("2026-11-25", "2026-11-30"),  # Wednesday: the third day is a Saturday
        ("2026-11-23", "2026-11-26"),
        ("02-04-2026", "2026-04-08"),
    ],
)
def test_when_the_court_hears_at_the_latest(rulebook: Rulebook, received: str, heard: str) -> None:
    assert _follows(rulebook, None, received) == {"hearing_by": heard}


def test_both_questions_at_once(rulebook: Rulebook) -> None:
    found = _follows(rulebook, "2026-03-28T22:15", "2026-04-02")
    assert (found["first_hours"], found["hearing_by"]) == (239, "2026-04-08")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-28T22:15",
        "2026-03-28 22:15",
        "2026-03-28T22:15:00",
        "28-03-2026 22.15",
        "28-3-2026, 22:15 uur",
        "2026-03-28T22:15+01:00",
        "2026-03-28T22:15+0100",
        "2026-03-28T21:15Z",
        "28-03-2026 23.15 +02:00",
    ],
)
def test_a_moment_may_be_written_in_several_ways(typed: str) -> None:
    moment, remark = term.read_moment(typed)
    assert moment == datetime(2026, 3, 28, 22, 15, tzinfo=ZONE)
    assert remark == ""


def test_a_moment_that_does_not_exist_is_the_jump_and_that_is_said() -> None:
    moment, remark = term.read_moment("29-03-2026 02:30")
    assert moment.isoformat() == "2026-03-29T03:00:00+02:00"
    assert "bestaat 02.30 uur niet" in remark
    assert "03.00 uur" in remark


def test_a_moment_that_comes_twice_is_the_first_and_that_is_said() -> None:
    moment, remark = term.read_moment("25-10-2026 02:30")
    assert moment.isoformat() == "2026-10-25T02:30:00+02:00"
    assert "twee keer" in remark


def test_an_offset_tells_the_two_moments_apart() -> None:
    moment, remark = term.read_moment("2026-10-25T02:30+01:00")
    assert moment.isoformat() == "2026-10-25T02:30:00+01:00"
    assert remark == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("gisteren", "geen tijdstip"),
        ("", "geen tijdstip"),
        ("2026-03-28", "geen tijdstip"),
        ("2026-02-30T10:00", "bestaat niet"),
        ("2026-03-28T24:01", "bestaat niet"),
        ("9999-12-31T23:59", "te rekenen"),
        ("0001-01-01T00:00", "bestaat niet"),
    ],
)
def test_what_is_no_moment_is_refused_in_words(rulebook: Rulebook, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _follows(rulebook, typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("paasmaandag", "geen datum"), ("31-02-2026", "bestaat niet"), ("9999-12-31", "rekenen")],
)
def test_what_is_no_day_is_refused_in_words(rulebook: Rulebook, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _follows(rulebook, None, typed)


def test_every_term_has_a_sentence_with_its_article(rulebook: Rulebook) -> None:
    rows, _ = term.following("2026-03-28T22:15", "2026-04-02", rulebook.current.procedure.terms)
    said = {row.name: row.sentence for row in rows if row.sentence}
    assert "dinsdag 7 april 2026, 22.15 uur (Wth 2(1))" in said["first_end"]
    assert "239 uur, omdat de klok" in said["first_end"]
    assert "zaterdag 25 april 2026, 22.15 uur (Wth 9(1))" in said["latest_end"]
    assert "zondag 29 maart 2026, 23.15 uur" in said["reachable_by"]
    assert said["reachable_by"].endswith("(Wth 2(6)).")
    assert (
        said["appeal_until"] == "Beroep bij de rechtbank kan tot en met maandag 11 mei 2026 (Awb 6:7, 6:8)."
    )
    assert "woensdag 8 april 2026 (Wth 6(1)(a)" in said["hearing_by"]


def test_ten_ordinary_days_need_no_remark_about_the_clock(rulebook: Rulebook) -> None:
    rows, remark = term.following("2026-06-01T12:00", None, rulebook.current.procedure.terms)
    assert remark == ""
    assert not [row for row in rows if "verspringt" in row.sentence]
