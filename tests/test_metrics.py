"""Timings: hand-computed cases through the door, figures over many, and the files."""

import csv
import gc
import re
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert
from sqlmodel import Session

from huisverbod import disclosure, metrics
from huisverbod.advance import catch_up, locked
from huisverbod.case import Case, Event, Facts, Party, find, read_known
from huisverbod.database import reading, writing
from huisverbod.errors import Unknown
from huisverbod.law import ZONE
from huisverbod.metrics import CaseTimings, Pending, Selection, Timing
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_ban,
    a_draft,
    a_request,
    a_running_ban,
    a_step,
    an_extended_ban,
    an_imposed_ban,
    an_oral_ban,
)

HERE = ("voorbeeldland",)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def measured(session: Session, rulebook: Rulebook, number: str) -> list[Timing | Pending]:
    case = find(session, number)
    terms = rulebook.edition(session, case).procedure.terms
    return metrics.measured(read_known(session, case), terms)


def hours(found: list[Timing | Pending]) -> dict[tuple[str, str], float]:
    return {(row.measure, row.who): round(row.hours, 4) for row in found if isinstance(row, Timing)}


def pending(found: list[Timing | Pending]) -> dict[tuple[str, str], bool]:
    return {(row.measure, row.who): row.over for row in found if isinstance(row, Pending)}


def region_of(session: Session, rulebook: Rulebook, **chosen: Any) -> list[CaseTimings]:
    return list(metrics.of_region(session, rulebook, Selection(**{"regions": HERE, **chosen})))


# One case, against hand-computed hours


def put_in_writing(session: Session, rulebook: Rulebook, number: str, when: datetime) -> None:
    """Puts an oral ban in writing: no case is closed without."""
    a_step(session, rulebook, number, "imposition.propose_written", when)
    a_step(session, rulebook, number, "imposition.put_in_writing", when)


def test_an_oral_ban_from_signal_to_close(session: Session, rulebook: Rulebook) -> None:
    """Signal 19.55, request 21.55, assessed 23.10, decided 23.50, told 00.00; in the night of 23 November."""
    number = an_extended_ban(session, rulebook)
    end = a_ban(session, rulebook, number).end
    a_step(session, rulebook, number, "care.contact", at(24, 9), person="p2")
    a_step(session, rulebook, number, "care.contact", at(25, 9), person="p2")
    a_step(session, rulebook, number, "care.accept", at(24, 12), person="p1")
    a_step(session, rulebook, number, "care.advise", at(28, 0))
    put_in_writing(session, rulebook, number, at(24, 10))
    catch_up(session, rulebook, locked(session, number), end)
    a_step(session, rulebook, number, "care.close", end + timedelta(hours=1))
    a_step(session, rulebook, number, "follow_up.assign", end + timedelta(hours=2))
    a_step(session, rulebook, number, "follow_up.close", end + timedelta(hours=50))

    found = measured(session, rulebook, number)

    assert hours(found) == {
        ("signal_to_request", ""): 2,
        ("request_to_assessment", ""): 1.25,
        ("assessment_to_decision", ""): 0.6667,
        ("request_to_decision", ""): 1.9167,
        ("decision_to_service", ""): 0.1667,
        ("service_to_first_contact", "achterblijver"): 9,
        ("service_to_first_contact", "uithuisgeplaatste"): 12,
        ("service_to_advice", ""): 96,
        ("extension_slack", ""): 70,
        ("ban_to_close", ""): 50,
    }
    assert pending(found) == {("service_to_first_contact", "kind"): True}


def test_a_written_ban_counts_from_the_act_to_the_service(session: Session, rulebook: Rulebook) -> None:
    """Imposed 200 minutes after the start, served 300 minutes after it."""
    found = measured(session, rulebook, a_running_ban(session, rulebook))

    assert hours(found)["decision_to_service", ""] == 1.6667
    assert hours(found)["assessment_to_decision", ""] == 1.8333


def test_hours_are_those_that_passed_when_the_clock_changes(session: Session, rulebook: Rulebook) -> None:
    """In force from midnight of 25 October; at nine in the morning ten hours have passed."""
    number = an_oral_ban(session, rulebook, datetime(2026, 10, 24, 21, 40, tzinfo=ZONE))
    a_step(session, rulebook, number, "care.contact", at(25, 9, month=10), person="p2")

    assert hours(measured(session, rulebook, number))["service_to_first_contact", "achterblijver"] == 10


def test_declining_help_is_contact_and_an_offer_is_not(session: Session, rulebook: Rulebook) -> None:
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "care.offer", at(24, 1), person="p2")
    a_step(session, rulebook, number, "care.decline_help", at(24, 5), person="p1")

    found = measured(session, rulebook, number)

    assert hours(found)["service_to_first_contact", "uithuisgeplaatste"] == 5
    assert pending(found)["service_to_first_contact", "achterblijver"] is False


def test_what_has_not_ended_is_open_and_what_cannot_end_is_over(session: Session, rulebook: Rulebook) -> None:
    waiting = a_request(session, rulebook)
    refused = a_request(session, rulebook)
    a_step(session, rulebook, refused, "request.withdraw", at(23, 22))

    assert pending(measured(session, rulebook, waiting)) == {
        ("request_to_assessment", ""): False,
        ("request_to_decision", ""): False,
    }
    assert pending(measured(session, rulebook, refused)) == {
        ("request_to_assessment", ""): True,
        ("request_to_decision", ""): True,
    }


def test_a_ban_that_ends_later_after_all_is_closed_from_its_real_end(
    session: Session, rulebook: Rulebook
) -> None:
    """The clock ended it on day ten; then it came out that the extension had been announced in time."""
    number = an_oral_ban(session, rulebook)
    ban = a_ban(session, rulebook, number)
    eve = ban.first_end - timedelta(days=1)
    a_step(session, rulebook, number, "execution.propose_extension", eve, until=ban.latest_end.isoformat())
    a_step(session, rulebook, number, "execution.extend", eve + timedelta(hours=1))
    catch_up(session, rulebook, locked(session, number), ban.first_end)
    a_step(session, rulebook, number, "execution.announce_extension", eve + timedelta(hours=2))
    put_in_writing(session, rulebook, number, eve)
    catch_up(session, rulebook, locked(session, number), ban.latest_end)
    late = ban.latest_end + timedelta(hours=3)
    a_step(session, rulebook, number, "care.close", late)
    a_step(session, rulebook, number, "follow_up.assign", late)
    a_step(session, rulebook, number, "follow_up.close", late)

    found = hours(measured(session, rulebook, number))

    assert found["ban_to_close", ""] == 3
    assert found["extension_slack", ""] == 22


def test_a_draft_measures_nothing(session: Session, rulebook: Rulebook) -> None:
    number = a_draft(session, rulebook)

    assert measured(session, rulebook, number) == []
    assert region_of(session, rulebook) == []


# Many cases


def test_a_region_is_read_as_its_cases_are(session: Session, rulebook: Rulebook) -> None:
    """The lean reading of a region and the full reading of a case measure the same."""
    numbers = [
        an_extended_ban(session, rulebook),
        an_imposed_ban(session, rulebook),
        a_request(session, rulebook),
    ]
    a_step(session, rulebook, numbers[0], "care.contact", at(24, 9), person="p2")

    found = region_of(session, rulebook)

    assert [case.found for case in found] == [measured(session, rulebook, number) for number in numbers]
    assert [len(case.reached) for case in found] == [5, 4, 1]


def test_a_period_is_of_the_dutch_day_on_which_the_request_came_in(
    session: Session, rulebook: Rulebook
) -> None:
    """Begun at 23.50 on the 23rd, sent at 00.05 on the 24th; in UTC that is still the 23rd."""
    a_request(session, rulebook, at(23, 23, 50))
    the_day = date(2026, 11, 24)

    assert len(region_of(session, rulebook, since=the_day, until=the_day)) == 1
    assert region_of(session, rulebook, until=the_day - timedelta(days=1)) == []
    assert region_of(session, rulebook, since=the_day + timedelta(days=1)) == []


def test_region_and_route_limit_the_selection(session: Session, rulebook: Rulebook) -> None:
    a_request(session, rulebook)
    a_request(session, rulebook, place=("meerland", "rietwolde"))

    assert [case.region for case in region_of(session, rulebook)] == ["voorbeeldland"]
    assert [case.region for case in region_of(session, rulebook, regions=("meerland",))] == ["meerland"]
    assert len(region_of(session, rulebook, regions=("meerland", *HERE))) == 2
    assert region_of(session, rulebook, route="terugkeer_naar_huis") == []


def a_case(*found: Timing | Pending, reached: tuple[str, ...] = ("requests",)) -> CaseTimings:
    return CaseTimings(1, "voorbeeldland", "acuut_politie", "police", found, frozenset(reached))


def took(hours: float, measure: str = "service_to_advice") -> Timing:
    return Timing(measure, hours, MOMENT)


def test_median_and_ninetieth_percentile_by_hand() -> None:
    """1 2 3 4 10: the median is 3; the 90th percentile lies 0.6 of the way from 4 to 10."""
    cases = [a_case(took(hours)) for hours in (4, 1, 10, 3, 2)]
    advice = next(s for s in metrics.summarise(cases).summaries if s.measure.name == "service_to_advice")

    assert advice.hours == [1, 2, 3, 4, 10]
    assert advice.quantile(0.5) == 3
    assert advice.quantile(0.9) == pytest.approx(7.6)
    assert metrics.quantile([1, 2], 0.5) == 1.5
    assert metrics.quantile([7], 0.9) == 7
    assert advice.within(3) == 3


def test_without_cases_every_measure_has_number_zero() -> None:
    figures = metrics.summarise([])

    assert [row.measure for row in figures.summaries] == list(metrics.MEASURES)
    assert {row.number for row in figures.summaries} == {0}
    assert figures.summaries[0].quantile(0.5) is None
    assert [count for _, count in figures.reached] == [0] * 5


def test_what_has_not_ended_or_ends_before_it_begins_is_counted_apart() -> None:
    cases = [
        a_case(took(5), reached=("requests", "assessments", "decisions", "bans")),
        a_case(took(-1)),
        a_case(Pending("service_to_advice", over=False)),
        a_case(Pending("service_to_advice", over=True)),
    ]
    figures = metrics.summarise(cases)
    advice = next(row for row in figures.summaries if row.measure.name == "service_to_advice")

    assert (advice.number, advice.open, advice.over, advice.reversed) == (1, 1, 1, 1)
    assert [count for _, count in figures.reached] == [4, 1, 1, 1, 0]


def test_the_interval_of_a_share_by_hand() -> None:
    """Wilson for 8 of 10: 0.4902 to 0.9433."""
    assert metrics.interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=0.0001)
    assert metrics.interval(0, 5)[0] == pytest.approx(0)


def test_every_step_of_a_measure_exists(rulebook: Rulebook) -> None:
    named = {
        source.partition(":")[0]
        for measure in metrics.MEASURES
        for source in (*measure.start, *measure.stop, *measure.over)
    } | {step for _, _, steps in metrics.REACHED for step in steps}
    known = {f"{stage.name}.{step.name}" for stage, step in rulebook.current.procedure.steps()}

    assert named - known == {"ban"}


def test_a_norm_is_one_figure_or_none(rulebook: Rulebook) -> None:
    by_name = {measure.name: measure for measure in metrics.MEASURES}
    here = rulebook.region("voorbeeldland")
    sharper = here.model_copy(update={"norms": here.norms.model_copy(update={"serve": here.norms.serve + 1})})

    assessment = metrics.norm_hours(by_name["request_to_assessment"], [here])
    assert assessment == here.norms.take_up_request + here.norms.assess
    assert metrics.norm_hours(by_name["decision_to_service"], [here]) == here.norms.serve
    assert metrics.norm_hours(by_name["decision_to_service"], [here, sharper]) is None
    assert metrics.norm_hours(by_name["service_to_advice"], [here]) is None


# The files


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_rows_read_back(session: Session, rulebook: Rulebook, tmp_path: Path) -> None:
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "care.contact", at(24, 9), person="p2")

    count = metrics.export(session, rulebook, "voorbeeldland", None, None, tmp_path / "new")
    rows = read(tmp_path / "new" / "doorlooptijden.csv")

    assert count == len(rows) == 6
    assert len({row.pop("zaak") for row in rows}) == 1
    assert rows[0] == {
        "regio": "voorbeeldland",
        "route": "acuut_politie",
        "aanvrager": "police",
        "maat": "signal_to_request",
        "wie": "",
        "uren": "2,00",
        "maand": "2026-11",
    }
    assert [row["uren"] for row in rows] == ["2,00", "1,25", "0,67", "1,92", "0,17", "9,00"]
    assert rows[5]["wie"] == "achterblijver"
    assert rows[5]["maand"] == "2026-11"


def codes(folder: Path) -> set[str]:
    return {row["zaak"] for row in read(folder / "doorlooptijden.csv")}


def test_a_case_has_another_code_in_every_file(session: Session, rulebook: Rulebook, tmp_path: Path) -> None:
    for _ in range(3):
        a_request(session, rulebook)
    for name in ("one", "two"):
        metrics.export(session, rulebook, "", None, None, tmp_path / name)
    one, two = codes(tmp_path / "one"), codes(tmp_path / "two")

    assert len(one) == len(two) == 3
    assert one.isdisjoint(two)


def test_an_unknown_region_is_refused(session: Session, rulebook: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(Unknown):
        metrics.export(session, rulebook, "nergens", None, None, tmp_path)


def test_without_cases_the_rows_are_a_heading(session: Session, rulebook: Rulebook, tmp_path: Path) -> None:
    assert metrics.export(session, rulebook, "", None, None, tmp_path) == 0
    assert (tmp_path / "doorlooptijden.csv").read_bytes() == (
        b"\xef\xbb\xbfzaak;regio;route;aanvrager;maat;wie;uren;maand\r\n"
    )


def test_the_code_book_explains_every_column_and_code_in_the_rows(
    session: Session, rulebook: Rulebook, tmp_path: Path
) -> None:
    number = an_oral_ban(session, rulebook)
    a_step(session, rulebook, number, "care.contact", at(24, 9), person="p2")
    metrics.export(session, rulebook, "", date(2026, 1, 1), date(2026, 12, 31), tmp_path)
    book = {(row["soort"], row["code"]): row for row in read(tmp_path / "codeboek.csv")}
    rows = read(tmp_path / "doorlooptijden.csv")

    for column in rows[0]:
        assert book["kolom", column]["uitleg"]
    for row in rows:
        for column in ("regio", "route", "aanvrager", "maat", "wie"):
            assert not row[column] or book[column, row[column]]["naam"]
    assert book["maat", "service_to_first_contact"]["telt_per"] == "persoon"
    assert book["bestand", "teleenheid"]["uitleg"] == metrics.COUNTING_UNIT
    assert "1 januari 2026 tot en met 31 december 2026" in book["bestand", "periode"]["uitleg"]
    assert book["maat", "decision_to_service"]["norm"].startswith(
        f"{rulebook.region('duinstreek').name}: {rulebook.region('duinstreek').norms.serve}"
    )


def test_no_personal_data_and_no_exact_instant_leave_with_the_files(
    session: Session, rulebook: Rulebook, tmp_path: Path
) -> None:
    number = an_extended_ban(session, rulebook)
    a_step(
        session, rulebook, number, "care.contact", at(24, 9), person="p2", summary="Zoë vertelde over Kerkpad"
    )
    metrics.export(session, rulebook, "", None, None, tmp_path / "new")
    written = b"".join(path.read_bytes() for path in (tmp_path / "new").iterdir()).decode()
    stated = session.connection().exec_driver_sql("SELECT given_names, family_name FROM parties").all()

    assert len(stated) == 3
    for name in [name for row in stated for name in row] + ["Zoë", "Kerkpad", number, "2026-11-2", "21:"]:
        assert name not in written


@pytest.mark.parametrize("text", ["=1+1", "+31", "-3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_made_plain(text: str) -> None:
    assert metrics.plain(text) == f"'{text}"


def test_a_plain_text_stays_as_it_is() -> None:
    assert metrics.plain("acuut_politie") == "acuut_politie"


def many(engine: Engine, rulebook: Rulebook, number: int) -> None:
    """That many cases with eleven events each, put into the tables as they are: only the reading is tried."""
    with writing(engine) as session:
        digest = rulebook.keep(session, MOMENT)
        cases = [_row(id=n, number=f"HV-2026-{n:04d}", procedure=digest) for n in range(1, number + 1)]
        session.execute(insert(Case), cases)
        for n in range(1, number + 1):
            _events(session, n)


def _row(**fields: Any) -> dict[str, Any]:
    return {
        "region": "voorbeeldland",
        "municipality": "voorbeelddam",
        "route": "acuut_politie",
        "requester_role": Role.POLICE,
        "requester_organisation": "Politie",
        "opened_at": MOMENT,
        "next_duty": "",
        "events_count": 11,
        "head": "",
        "version": 1,
        **fields,
    }


def _events(session: Session, case: int) -> None:
    steps = ["request.submit", "risk_assessment.conclude", "imposition.impose", "execution.serve"]
    steps += ["care.contact", "care.accept", "care.advise", *["enforcement.record_check"] * 4]
    rows = []
    for seq, name in enumerate(steps, start=1):
        stage, _, step = name.partition(".")
        moment = (MOMENT + timedelta(hours=seq)).astimezone(UTC)
        rows.append(
            {
                "id": case * 100 + seq,
                "case_id": case,
                "seq": seq,
                "stage": stage,
                "step": step,
                "origin": "",
                "state": "",
                "role": Role.POLICE,
                "organisation": "Politie",
                "occurred_at": moment,
                "recorded_at": moment,
                "facts_digest": "",
                "previous": "",
                "hash": "",
            }
        )
    session.execute(insert(Event), rows)
    facts = {"person": "p1", "signalled_at": MOMENT.isoformat(), "summary": "x" * 2000}
    session.execute(
        insert(Facts),
        [
            {"case_id": case, "event_id": row["id"], "salt": "", "data": facts, "saved_at": MOMENT}
            for row in rows
        ],
    )
    party = {"ref": "p1", "kind": "kind", "given_names": "Pim", "family_name": "Testema", "lives_there": True}
    session.execute(insert(Party), [{"case_id": case, **party, "birth_place": "", "sex": "", "relation": ""}])


def peak(engine: Engine, rulebook: Rulebook) -> tuple[int, int]:
    gc.collect()
    with reading(engine) as session:
        tracemalloc.start()
        rows = sum(1 for _ in metrics.rows(session, rulebook, Selection(HERE)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return rows, most


def test_memory_does_not_grow_with_the_number_of_cases(
    memory: Engine, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty batches take no more than two do; if they were kept, they would take ten times as much."""
    monkeypatch.setattr("huisverbod.metrics.reading.BATCH", 20)
    many(memory, rulebook, 400)
    peak(memory, rulebook)

    rows, most = peak(memory, rulebook)
    with writing(memory) as session:
        session.connection().exec_driver_sql("UPDATE cases SET region = 'meerland' WHERE id > 40")
    fewer, least = peak(memory, rulebook)

    assert rows == fewer * 10 - 9
    assert most < least * 2


# Small counts


def test_small_counts_are_hidden_and_none_at_all_is_not() -> None:
    assert [disclosure.words(n) for n in (0, 1, 4, 5)] == ["0", "minder dan 5", "minder dan 5", "5"]
    assert disclosure.telling(5)
    assert not disclosure.telling(4)


def test_a_part_is_shown_only_when_the_rest_may_be_shown_too() -> None:
    assert disclosure.divides(5, 10)
    assert disclosure.divides(10, 10)
    assert not disclosure.divides(7, 10)
    assert not disclosure.divides(3, 10)
    assert not disclosure.divides(0, 4)


# The manual


def test_the_manual_names_every_column_and_measure() -> None:
    manual = (Path(__file__).parents[1] / "docs/how-to/read-the-export.md").read_text(encoding="utf-8")
    columns, measures = (
        re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
        for part in manual.partition("## How duties")[0]
        .partition("## The columns")[2]
        .split("## The measures")
    )

    assert columns == list(metrics.COLUMNS)
    assert measures == [measure.name for measure in metrics.MEASURES]
