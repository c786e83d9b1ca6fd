"""How duties were kept: hand-computed cases through the door, over many, and as a file. Names nobody."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from huisverbod import metrics
from huisverbod.duties import Status
from huisverbod.law import ZONE
from huisverbod.metrics import FATAL, TARGET, Kept, Selection
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import MOMENT, a_request, a_running_ban, a_step, an_expired_ban, an_extended_ban

HOUR = timedelta(hours=1)
SERVED = MOMENT + 5 * HOUR
HERE = Selection(("voorbeeldland",))


def found(session: Session, rulebook: Rulebook, now: datetime) -> dict[tuple[str, str], Kept]:
    return {(one.duty, one.date): one for one in metrics.kept(session, rulebook, HERE, now)}


def test_each_date_of_each_duty_counts_by_itself(session: Session, rulebook: Rulebook) -> None:
    """Served at 02.40; reachable within 6 hours (region) and 24 (law), the household within one hour."""
    number = a_running_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.tell_household", SERVED + HOUR, Role.POLICE)
    a_step(session, rulebook, number, "execution.give_address", SERVED + 8 * HOUR, Role.POLICE)
    rows = found(session, rulebook, SERVED + 25 * HOUR)

    def row(duty: str, on: str) -> tuple[Status, timedelta]:
        return rows[duty, on].status, rows[duty, on].late

    assert row("tell_household", TARGET) == (Status.MET, timedelta())
    assert row("reachable", TARGET) == (Status.MET_LATE, 2 * HOUR)
    assert row("reachable", FATAL) == (Status.MET, timedelta())
    assert row("lawyer", FATAL) == (Status.BREACHED, HOUR)
    assert row("advice", TARGET) == row("advice", FATAL) == (Status.OPEN, timedelta())
    assert ("tell_household", FATAL) not in rows
    one = rows["reachable", FATAL]
    assert (one.region, one.route, one.started_at) == ("voorbeeldland", "acuut_politie", SERVED)


def test_what_the_pages_of_the_case_say_is_what_is_counted(session: Session, rulebook: Rulebook) -> None:
    """The same duties as with everything read: nothing hangs on a name or an answer that is left out."""
    from huisverbod import duties
    from huisverbod.advance import asked_of
    from huisverbod.case import find
    from huisverbod.known import CLOCK

    numbers = [
        a_running_ban(session, rulebook),
        an_extended_ban(session, rulebook),
        an_expired_ban(session, rulebook, MOMENT - timedelta(days=14)),
    ]
    now = MOMENT + timedelta(days=3)
    counted = sorted(
        (one.case_id, one.duty, one.date, one.status) for one in metrics.kept(session, rulebook, HERE, now)
    )
    shown = []
    for number in numbers:
        case = find(session, number)
        procedure = rulebook.edition(session, case).procedure
        for duty in duties.owed(procedure, asked_of(session, rulebook, case, CLOCK, now)):
            for limit in duty.limits:
                on = FATAL if limit.fatal else TARGET
                shown.append((case.id, duty.name, on, duty.against(limit, now)))
    assert counted == sorted(shown)


def test_a_record_counts_what_was_decided_and_leaves_out_what_was_not(
    session: Session, rulebook: Rulebook
) -> None:
    """Four requests: taken up in time, too late, not yet although late, and withdrawn before it was late."""
    for minutes in (30, 90):
        number = a_request(session, rulebook)
        a_step(session, rulebook, number, "request.accept", MOMENT + timedelta(minutes=15 + minutes))
    a_request(session, rulebook)
    withdrawn = a_request(session, rulebook)
    a_step(session, rulebook, withdrawn, "request.withdraw", MOMENT + HOUR / 2, Role.POLICE)
    a_request(session, rulebook, place=("duinstreek", "duinrade"))
    records = metrics.records(rulebook, metrics.kept(session, rulebook, HERE, MOMENT + 3 * HOUR))
    [record] = [one for one in records if one.duty == "take_up"]
    assert (record.date, record.number) == (TARGET, 3)
    assert dict(record.counts) == {
        Status.MET: 1, Status.MET_LATE: 1, Status.BREACHED: 1, Status.LAPSED: 1,
    }  # fmt: skip
    dates = {(one.duty, one.date) for one in records}
    assert {("lawyer", TARGET), ("lawyer", FATAL), ("serve", TARGET)} <= dates
    assert ("serve", FATAL) not in dates


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_rows_read_back_and_the_code_book_explains_them(
    session: Session, rulebook: Rulebook, tmp_path: Path
) -> None:
    number = a_running_ban(session, rulebook)
    a_step(session, rulebook, number, "execution.give_address", SERVED + 8 * HOUR, Role.POLICE)
    metrics.export(session, rulebook, "voorbeeldland", None, None, tmp_path)
    count = metrics.export_kept(session, rulebook, HERE, SERVED + 25 * HOUR, tmp_path)
    rows = read(tmp_path / "plichten.csv")
    assert count == len(rows) > 10
    assert len({row["zaak"] for row in rows}) == 1
    [row] = [row for row in rows if (row["plicht"], row["datum"]) == ("reachable", "streef")]
    assert (row["stand"], row["te_laat"], row["maand"]) == ("met_late", "2,00", "2026-11")
    book = {(one["soort"], one["code"]): one for one in read(tmp_path / "codeboek.csv")}
    assert all(book["kolom plichten", column]["uitleg"] for column in rows[0])
    for row in rows:
        for column in ("plicht", "datum", "stand", "route", "regio"):
            assert (column, row[column]) in book
    assert book["plicht", "advice"]["norm"] == "Voorbeeldland: 72 uur vóór het einde"
    assert book["plicht", "lawyer"]["uitleg"].startswith("Wth 5(1)")


@pytest.mark.parametrize("name", ["Testema", "Voorbeeldsma", "HV-2026", "Proefstraat", "voorbeelddam"])
def test_nobody_and_no_case_is_named(session: Session, rulebook: Rulebook, tmp_path: Path, name: str) -> None:
    a_running_ban(session, rulebook)
    metrics.export_kept(session, rulebook, HERE, SERVED + HOUR, tmp_path)
    assert name not in (tmp_path / "plichten.csv").read_text(encoding="utf-8")


def test_a_selection_of_another_period_is_empty(session: Session, rulebook: Rulebook) -> None:
    a_running_ban(session, rulebook)
    chosen = Selection(("voorbeeldland",), date(2025, 1, 1), date(2025, 12, 31))
    assert list(metrics.kept(session, rulebook, chosen, datetime(2026, 12, 1, tzinfo=ZONE))) == []


def test_the_manual_names_every_column_and_state() -> None:
    manual = (Path(__file__).parents[1] / "docs/how-to/read-the-export.md").read_text(encoding="utf-8")
    part = manual.partition("## How duties were kept")[2].partition("\n## ")[0]
    assert all(f"`{word}`" in part for word in (*metrics.KEPT_COLUMNS, *Status, TARGET, FATAL))
