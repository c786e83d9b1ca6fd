"""The figures page and its files: who may, what is chosen, what is shown, and that nobody is named."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest

from huisverbod.known import Actor
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT, a_request, a_step, an_oral_ban
from tests.web.conftest import Site

EVERYONE = sorted(set(Role) - {Role.CLOCK})
READERS = {Role.EVALUATOR, Role.ADMINISTRATOR, Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER}
CSV = "/cijfers/doorlooptijden.csv"


def a_year_of(site: Site, requests: int) -> list[str]:
    with site.writing() as session:
        return [
            a_request(session, site.rulebook, MOMENT - timedelta(days=10 * n + 1)) for n in range(requests)
        ]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("role", EVERYONE)
def test_who_sees_figures(site: Site, role: Role) -> None:
    answer = site.visitor(role).get("/cijfers")

    assert answer.status_code == (200 if role in READERS else 403)


@pytest.mark.parametrize("role", EVERYONE)
def test_case_by_case_is_for_research_alone(site: Site, role: Role) -> None:
    visitor = site.visitor(role)
    may = role in {Role.EVALUATOR, Role.ADMINISTRATOR}

    assert visitor.get(CSV).status_code == (200 if may else 403)
    assert visitor.get("/cijfers/codeboek.csv").status_code == (200 if role in READERS else 403)
    assert (CSV in visitor.get("/cijfers").text) == may


def test_a_stranger_is_sent_to_sign_in(site: Site) -> None:
    for address in ("/cijfers", CSV, "/cijfers/codeboek.csv"):
        answer = site.stranger().get(address)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/inloggen")


def test_figures_of_another_region_are_refused(site: Site) -> None:
    visitor = site.visitor(Role.EVALUATOR)

    assert visitor.get("/cijfers?regio=voorbeeldland").status_code == 200
    for address in ("/cijfers", CSV, "/cijfers/codeboek.csv"):
        assert visitor.get(f"{address}?regio=meerland").status_code == 403
        assert visitor.get(f"{address}?regio=nergens").status_code == 403


def test_an_account_without_a_region_sees_none_unless_it_is_for_research(site: Site) -> None:
    answer = site.visitor(Actor(Role.MUNICIPAL_OFFICER, "Fenna Balie")).get("/cijfers")

    assert answer.status_code == 403
    assert "hoort bij geen enkele regio" in answer.text


def test_an_evaluator_of_no_region_sees_all_and_may_choose(site: Site) -> None:
    with site.writing() as session:
        a_request(session, site.rulebook)
        a_request(session, site.rulebook, place=("meerland", "rietwolde"))
    site.now = MOMENT + timedelta(hours=2)
    visitor = site.visitor(Actor(Role.EVALUATOR, "Ids Telraam"))

    assert {row["regio"] for row in rows(visitor.get(CSV).text)} == {"voorbeeldland", "meerland"}
    assert {row["regio"] for row in rows(visitor.get(f"{CSV}?regio=meerland").text)} == {"meerland"}
    assert "Alle regio" in visitor.get("/cijfers").text


def test_period_and_route_choose_the_cases(site: Site) -> None:
    a_year_of(site, 6)
    visitor = site.visitor(Role.EVALUATOR)

    assert "6 verzoeken" in visitor.get("/cijfers").text
    since = (MOMENT - timedelta(days=22)).date()
    assert len(rows(visitor.get(f"{CSV}?van={since}").text)) == 3
    assert len(rows(visitor.get(f"{CSV}?route=acuut_politie").text)) == 6
    assert rows(visitor.get(f"{CSV}?route=terugkeer_naar_huis").text) == []


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("van=2026-02-30", "van", "Vul een bestaande dag in"),
        ("van=0001-01-01", "van", "tussen 1 januari 2009 en vandaag"),
        ("tot=9999-12-31", "tot", "tussen 1 januari 2009 en vandaag"),
        ("van=2026-11-20&tot=2026-11-19", "tot", "Draai de dagen om"),
        ("route=lift", "route", "Kies een route uit de lijst"),
    ],
)
def test_a_wrong_choice_is_told_and_kept(site: Site, query: str, field: str, sentence: str) -> None:
    visitor = site.visitor(Role.EVALUATOR)
    answer = visitor.get(f"/cijfers?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert "<title>Fout: Cijfers" in answer.text
    if field != "route":
        assert f'value="{query.partition("=")[2].partition("&")[0]}"' in answer.text
    assert visitor.get(f"{CSV}?{query}").status_code == 422


def test_a_request_of_today_counts_today(site: Site) -> None:
    """At ten past midnight it is the 24th here, and still the 23rd in UTC."""
    site.now = datetime(2026, 11, 24, 0, 10, tzinfo=ZONE)
    with site.writing() as session:
        a_request(session, site.rulebook, datetime(2026, 11, 23, 23, 50, tzinfo=ZONE))

    assert len(rows(site.visitor(Role.EVALUATOR).get(CSV).text)) == 1


def test_the_page_prints_unit_number_and_what_is_still_open(site: Site) -> None:
    a_year_of(site, 6)
    text = site.visitor(Role.EVALUATOR).get("/cijfers").text

    assert "Teleenheid: één zaak" in text
    assert "klein aantal" in text
    assert '<td data-label="Gemeten (N)"><span>6</span></td>' in text
    assert '<td data-label="Loopt nog"><span>6</span></td>' in text
    assert '<td data-label="Mediaan"><span>2 uur</span></td>' in text


def test_small_counts_do_not_reach_the_page(site: Site) -> None:
    a_year_of(site, 4)
    text = site.visitor(Role.EVALUATOR).get("/cijfers").text

    assert "minder dan 5" in text
    assert set(re.findall('data-label="(?:Mediaan|90% binnen)"><span>(.*?)</span>', text)) == {"–"}
    assert 'class="hv-ch__box"' not in text


def test_the_files_are_downloads_that_a_spreadsheet_reads(site: Site) -> None:
    a_year_of(site, 1)
    answer = site.visitor(Role.EVALUATOR).get(CSV)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="doorlooptijden.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfzaak;regio;")
    assert rows(answer.text)[0]["uren"] == "2,00"


def test_what_the_clock_owes_is_done_before_a_file_is_made(site: Site) -> None:
    """The ban is over when the file is asked for: closing is then due, and shows as begun once closed."""
    with site.writing() as session:
        an_oral_ban(session, site.rulebook, MOMENT - timedelta(days=30))
    site.visitor(Role.EVALUATOR).get(CSV)

    with site.writing() as session:
        states = session.connection().exec_driver_sql("SELECT state FROM stages WHERE name = 'execution'")
        assert states.scalars().all() == ["expired"]


def test_nobody_is_named(site: Site) -> None:
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        a_step(
            session,
            site.rulebook,
            number,
            "care.contact",
            MOMENT + timedelta(hours=9),
            person="p2",
            summary="Zoë sprak over het Kerkpad",
        )
    site.now = MOMENT + timedelta(hours=10)
    visitor = site.visitor(Role.EVALUATOR)
    shown = "".join(visitor.get(address).text for address in ("/cijfers", CSV, "/cijfers/codeboek.csv"))

    assert "achterblijver" in shown
    for secret in ("Ruben", "Testema", "Sanne", "Voorbeeldsma", "Pim", "Zoë", "Kerkpad", number):
        assert secret not in shown


# How duties were kept

KEPT, KEPT_CSV = "/cijfers/plichten", "/cijfers/plichten.csv"


def taken_up(site: Site, in_time: int, late: int) -> None:
    with site.writing() as session:
        for n in range(in_time + late):
            number = a_request(session, site.rulebook)
            at = MOMENT + timedelta(minutes=30 if n < in_time else 200)
            a_step(session, site.rulebook, number, "request.accept", at)
    site.now = MOMENT + timedelta(hours=4)


def cells(site: Site, duty: str) -> list[str]:
    page = site.visitor(Role.EVALUATOR).get(KEPT).text
    row = page.partition(duty)[2].partition("</tr>")[0]
    return re.findall(r"<td[^>]*><span>([^<]*)</span>", row)


def test_a_duty_is_shown_with_its_number_and_interval(site: Site) -> None:
    taken_up(site, 6, 5)
    assert cells(site, "Verzoek in behandeling nemen") == [
        "Streef (regio)", "11", "6", "5", "0", "0", "0", "55% (28% tot 79%)",
    ]  # fmt: skip


def test_small_counts_of_duties_are_not_shown_nor_what_gives_them_away(site: Site) -> None:
    taken_up(site, 8, 2)
    assert cells(site, "Verzoek in behandeling nemen") == [
        "Streef (regio)",
        "10",
        "–",
        "–",
        "–",
        "0",
        "0",
        "–",
    ]


@pytest.mark.parametrize("role", EVERYONE)
def test_who_sees_how_duties_were_kept(site: Site, role: Role) -> None:
    visitor = site.visitor(role)
    assert visitor.get(KEPT).status_code == (200 if role in READERS else 403)
    may = role in {Role.EVALUATOR, Role.ADMINISTRATOR}
    assert visitor.get(KEPT_CSV).status_code == (200 if may else 403)


def test_the_rows_of_duties_come_as_a_file_and_a_wrong_day_is_said(site: Site) -> None:
    taken_up(site, 1, 0)
    answer = site.visitor(Role.EVALUATOR).get(KEPT_CSV)
    assert answer.headers["content-disposition"] == 'attachment; filename="plichten.csv"'
    assert {row["plicht"] for row in rows(answer.text)} >= {"take_up", "decide"}
    wrong = site.visitor(Role.EVALUATOR).get(f"{KEPT}?van=2026-11-24&tot=2026-11-01")
    assert wrong.status_code == 422 and "Draai de dagen om" in wrong.text
    assert site.visitor(Role.EVALUATOR).get(f"{KEPT}?regio=meerland").status_code == 403
