"""The worklist: whose cases, in which order, with what said of them; and the messages that wait."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from huisverbod import clock, roster
from huisverbod.case import Case, find
from huisverbod.known import Actor
from huisverbod.notices import Notice
from huisverbod.roles import Role
from huisverbod.web.worklist import PAGE_SIZE
from tests.builders import (
    MOMENT,
    a_draft,
    a_proposed_decision,
    a_request,
    a_running_ban,
    a_step,
    an_actor,
    an_expired_ban,
    an_oral_ban,
)
from tests.web.conftest import Site

NUMBER = re.compile(r'<th scope="row"><a href="/zaken/(HV-\d{4}-\d{4})">')
HOUR = timedelta(hours=1)
ELSEWHERE = ("duinstreek", "duinrade")


def listed(visitor: TestClient, query: str = "") -> list[str]:
    answer = visitor.get(f"/zaken{query}")
    assert answer.status_code == 200
    return NUMBER.findall(answer.text)


def test_the_next_hour_that_counts_stands_on_top_and_what_is_late_above_it(site: Site):
    with site.writing() as session:
        later = a_request(session, site.rulebook, MOMENT)
        late = a_request(session, site.rulebook, MOMENT - 20 * HOUR)
        soon = a_request(session, site.rulebook, MOMENT - HOUR / 2)
        by_hour = [case.number for case in session.exec(select(Case).order_by(Case.next_at))]  # type: ignore[arg-type]
    site.now = MOMENT + HOUR / 2
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    assert listed(officer) == by_hour == [late, soon, later]
    page = officer.get("/zaken").text
    assert "1 te laat" in page and "2 binnen 24 uur" in page
    row = page.partition(late)[0].rpartition("<tr>")[2]
    assert "te laat" in row and "hv-due--err" in row


def test_a_row_says_what_is_due_by_its_label_and_where_the_case_stands(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook)
    page = site.visitor(Role.MUNICIPAL_OFFICER).get("/zaken").text
    row = page.partition(number)[2].partition("</tr>")[0]
    for words in ("Verzoek in behandeling nemen", "Ingediend", "Voorbeelddam"):
        assert words in row


def test_a_row_shows_two_dates_and_with_whom_it_lies_when_nobody_acts(site: Site):
    with site.writing() as session:
        number = a_running_ban(session, site.rulebook)
        at = MOMENT + 6 * HOUR
        for step, by in {"tell_household": Role.POLICE, "inform_help_body": Role.MUNICIPAL_OFFICER}.items():
            a_step(session, site.rulebook, number, f"execution.{step}", at, by)
    site.now = MOMENT + 12 * HOUR
    page = site.visitor(Role.POLICE).get("/zaken").text
    row = page.partition(f'<th scope="row"><a href="/zaken/{number}')[0].rpartition("<tr>")[2]
    assert re.findall(r"(Streef|Fataal) <time[^>]+>([^<]+)<", row) == [
        ("Streef", "di 24 nov 08.40"),
        ("Fataal", "wo 25 nov 02.40"),
    ]
    after = page.partition(f'<th scope="row"><a href="/zaken/{number}')[2].partition("</tr>")[0]
    assert "Ligt nu bij de collega&#39;s (politie)" in after


def on_top(site: Site, who: Role | Actor) -> str:
    """What the list puts on top because nobody acted."""
    page = site.visitor(who).get("/zaken?lijst=partner").text
    return page.partition("Ligt nu bij u</h2>")[2].partition("</section>")[0]


def test_what_nobody_did_stays_on_top_for_whom_it_now_lies_with(site: Site):
    """In Voorbeeldland it climbs an hour a rung, from the hour after the request was sent."""
    colleague = replace(an_actor(Role.MUNICIPAL_OFFICER), name="Tom Dagdienst")
    with site.writing() as session:
        number = a_request(session, site.rulebook)
        sent = MOMENT + HOUR / 4
        region = site.rulebook.region("voorbeeldland")
        shift = roster.Entry("voorbeelddam", Role.MUNICIPAL_OFFICER, colleague.name, sent, sent + 20 * HOUR)
        roster.add(session, region, shift, sent, None)
    seen = {}
    for hours in (1.9, 2, 3, 4):
        site.now = sent + hours * HOUR
        others = {"officer": Role.MUNICIPAL_OFFICER, "on call": colleague, "deputy": Role.DEPUTY_MAYOR}
        seen[hours] = [name for name, who in others.items() if number in on_top(site, who)]
    assert seen == {1.9: [], 2: ["officer", "on call"], 3: ["on call"], 4: ["deputy"]}
    assert "ligt nu bij de loco-burgemeester: Ilse Grachtenaar" in on_top(site, Role.DEPUTY_MAYOR)
    site.now = sent + 3 * HOUR
    assert "Ligt nu bij het piket: Tom Dagdienst" in site.visitor(Role.MAYOR).get("/zaken").text
    with site.writing() as session:
        a_step(session, site.rulebook, number, "request.accept", site.now)
    assert number not in on_top(site, colleague)


def test_without_a_duty_the_hour_is_the_end_of_the_ban(site: Site):
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        case = session.exec(select(Case)).one()
        case.next_duty, case.next_at = "", case.due_at
    page = site.visitor(Role.MUNICIPAL_OFFICER).get("/zaken").text
    assert "Huisverbod eindigt" in page.partition(number)[2].partition("</tr>")[0]


def test_the_list_names_nobody_of_the_household(site: Site):
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook)
    for role in (Role.MAYOR, Role.MUNICIPAL_OFFICER, Role.POLICE, Role.VEILIG_THUIS):
        page = site.visitor(role).get("/zaken").text
        assert "HV-2026-0001" in page
        for word in ("Testema", "Voorbeeldsma", "Pim", "Proefstraat"):
            assert word not in page, (role, word)


def test_each_sees_the_cases_of_his_own_work(site: Site):
    with site.writing() as session:
        here = a_request(session, site.rulebook)
        by_veilig_thuis = a_request(session, site.rulebook, by=Role.VEILIG_THUIS, route="acuut_veilig_thuis")
        draft = a_draft(session, site.rulebook)
        outside = a_request(session, site.rulebook, place=ELSEWHERE)
    seen = {
        Role.MUNICIPAL_OFFICER: {here, by_veilig_thuis},
        Role.MAYOR: {here, by_veilig_thuis},
        Role.POLICE: {here, by_veilig_thuis, draft},
        Role.VEILIG_THUIS: {here, by_veilig_thuis},
        Role.OM: set(),
        Role.EVALUATOR: set(),
        Role.ADMINISTRATOR: set(),
    }
    for role, numbers in seen.items():
        assert set(listed(site.visitor(role))) == numbers, role
    assert listed(site.visitor(an_actor(Role.MAYOR, *ELSEWHERE))) == [outside]


def test_who_does_not_see_a_stage_is_not_told_what_is_due_in_it(site: Site):
    with site.writing() as session:
        a_request(session, site.rulebook)
    officer = site.visitor(Role.MUNICIPAL_OFFICER).get("/zaken").text
    care = site.visitor(Role.CASE_MANAGER).get("/zaken").text
    assert "Verzoek in behandeling nemen" in officer
    assert "Verzoek in behandeling nemen" not in care and "Ingediend" not in care
    assert "Een andere organisatie is aan zet" in care


def test_filters_are_in_the_address_and_stay_chosen(site: Site):
    with site.writing() as session:
        request = a_request(session, site.rulebook)
        ban = an_oral_ban(session, site.rulebook, MOMENT - HOUR)
    police = site.visitor(Role.POLICE)
    assert set(listed(police)) == {request, ban}
    assert listed(police, "?fase=care") == [ban]
    assert listed(police, "?fase=request") == [request]
    assert listed(police, "?gemeente=elders") == []
    assert set(listed(police, "?gemeente=voorbeelddam&route=acuut_politie")) == {request, ban}
    assert listed(police, "?route=geplande_screening") == []
    assert '<option value="care" selected>' in police.get("/zaken?fase=care").text
    assert "Haal de filters weg" in police.get("/zaken?gemeente=elders").text


@pytest.mark.parametrize(
    "query", ["?fase=bestaat-niet", "?lijst=onzin", "?na=kapot", "?na=_x", "?na=20260101_1"]
)
def test_an_address_that_was_tampered_with_shows_the_list(site: Site, query: str):
    with site.writing() as session:
        number = a_request(session, site.rulebook)
    assert listed(site.visitor(Role.POLICE), query) == [number]


def test_ours_and_that_of_others_are_told_apart_by_who_owes_the_next_duty(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook)
    officer, police = site.visitor(Role.MUNICIPAL_OFFICER), site.visitor(Role.POLICE)
    assert (listed(officer, "?lijst=mijn"), listed(officer, "?lijst=partner")) == ([number], [])
    assert (listed(police, "?lijst=mijn"), listed(police, "?lijst=partner")) == ([], [number])


def test_what_is_closed_stands_in_a_list_of_its_own(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook)
        a_step(session, site.rulebook, number, "request.withdraw", MOMENT + HOUR, Role.POLICE)
        other = a_request(session, site.rulebook)
    site.now = MOMENT + 2 * HOUR
    police = site.visitor(Role.POLICE)
    assert listed(police) == [other]
    assert listed(police, "?lijst=afgesloten") == [number]


@pytest.mark.parametrize("amount", [PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE + 3])
def test_a_long_list_comes_in_pages_without_loss_or_repeat(site: Site, amount: int):
    with site.writing() as session:
        for n in range(amount):
            at = MOMENT - timedelta(minutes=n % 7)
            (a_request if n % 50 == 1 else a_draft)(session, site.rulebook, at)
    police = site.visitor(Role.POLICE)
    seen: list[str] = []
    query = ""
    while True:
        page = police.get(f"/zaken{query}").text
        seen += NUMBER.findall(page)
        onward = re.search(r'href="/zaken(\?[^"]*na=[^"]+)">Volgende zaken', page)
        if onward is None:
            break
        query = onward[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == amount


def test_closed_cases_come_in_pages_too(site: Site):
    amount = PAGE_SIZE + 2
    with site.writing() as session:
        for _ in range(amount):
            number = a_draft(session, site.rulebook)
            a_step(session, site.rulebook, number, "request.withdraw", MOMENT + HOUR, Role.POLICE)
    site.now = MOMENT + 2 * HOUR
    police = site.visitor(Role.POLICE)
    first = police.get("/zaken?lijst=afgesloten").text
    onward = re.search(r'href="(/zaken\?[^"]*na=[^"]+)">Volgende zaken', first)
    assert onward
    second = police.get(onward[1].replace("&amp;", "&")).text
    assert len({*NUMBER.findall(first), *NUMBER.findall(second)}) == amount


def test_the_list_shows_no_ban_that_is_over(site: Site):
    with site.writing() as session:
        an_oral_ban(session, site.rulebook)
    site.now = MOMENT + timedelta(days=11)
    page = site.visitor(Role.MUNICIPAL_OFFICER).get("/zaken").text
    assert "Huisverbod loopt" not in page and "Vervolg nog niet gekozen" in page


def test_a_message_waits_until_it_was_seen(site: Site):
    with site.writing() as session:
        number = an_expired_ban(session, site.rulebook, MOMENT - timedelta(days=12))
    clock.tick(site.engine, site.rulebook, site.now)
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    page = officer.get("/zaken").text
    address = re.search(r'Een huisverbod is afgelopen\..*?action="(/berichten/\d+/gezien)"', page, re.DOTALL)
    assert address
    answer = officer.post(address[1], data={"terug": "/zaken"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/zaken")
    assert "Een huisverbod is afgelopen." not in officer.get("/zaken").text
    with site.writing() as session:
        seen = session.exec(select(Notice).where(Notice.acknowledged_at.is_not(None))).one()  # type: ignore[union-attr]
        assert seen.acknowledged_by == site.account(Role.MUNICIPAL_OFFICER).id
        assert session.get_one(Case, seen.case_id).number == number


def test_pressing_seen_after_the_session_ended_leads_back_to_the_beginning(site: Site):
    assert site.stranger().post("/berichten/1/gezien").headers["location"] == "/inloggen?verder=/"


def test_somebody_elses_message_is_left_alone(site: Site):
    with site.writing() as session:
        an_expired_ban(session, site.rulebook, MOMENT - timedelta(days=12))
    clock.tick(site.engine, site.rulebook, site.now)
    with site.writing() as session:
        ended = session.exec(select(Notice).where(Notice.kind == "ban_ended")).first()
        assert ended
    stranger = site.visitor(Role.OM)
    answer = stranger.post(f"/berichten/{ended.id}/gezien", data={"terug": "//elders.example"})
    assert answer.headers["location"] == "/"
    assert "Een huisverbod is afgelopen." in site.visitor(Role.MUNICIPAL_OFFICER).get("/zaken").text


def test_what_is_destroyed_soon_is_listed_for_those_who_can_hold_it(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook)
        a_step(session, site.rulebook, number, "request.withdraw", MOMENT + HOUR)
        due = find(session, number).due_at
    assert due is not None
    address, words = "/zaken?lijst=afgesloten", "Binnenkort vernietigd"
    for days, listed in ((31, False), (29, True)):
        site.now = due - timedelta(days=days)
        assert (words in site.visitor(Role.MUNICIPAL_OFFICER).get(address).text) == listed
        assert words not in site.visitor(Role.POLICE).get(address).text
    page = site.visitor(Role.MUNICIPAL_OFFICER).get(address).text
    assert f'href="/zaken/{number}/stap/follow_up.hold"' in page
    site.now = due
    page = site.visitor(Role.MUNICIPAL_OFFICER).get(address).text
    assert words not in page and "Gegevens vernietigd" in page and f'href="/zaken/{number}"' not in page
    gone = site.visitor(Role.MUNICIPAL_OFFICER).get(f"/zaken/{number}")
    assert gone.status_code == 410 and "De bewaartermijn is voorbij" in gone.text
