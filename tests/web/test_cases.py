"""The case page: where a case stands, what can be done and what not, and who sees what of it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from huisverbod.advance import Act, advance
from huisverbod.documents import Document
from huisverbod.known import Actor
from huisverbod.roles import Role, stands_in_for
from tests.builders import (
    MOMENT,
    a_concluded_assessment,
    a_proposed_decision,
    a_request,
    a_running_ban,
    a_step,
    an_actor,
    an_oral_ban,
    facts_for,
)
from tests.web.conftest import Site

HOUR = timedelta(hours=1)
SUBJECT, STAYING, HIDEOUT = "Ruben Testema", "Sanne Voorbeeldsma", "via zijn broer, 000-2222222"


def shown(site: Site, role: Role | Actor, number: str = "HV-2026-0001") -> str:
    answer = site.visitor(role).get(f"/zaken/{number}")
    assert answer.status_code == 200
    return answer.text


def part(page: str, heading: str) -> str:
    """The section under this heading; empty when there is none."""
    found = re.search(rf"<h2[^>]*>{heading}</h2>(.*?)</section>", page, re.DOTALL)
    return found[1] if found else ""


def a_running_oral_ban(site: Site) -> None:
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        at = MOMENT + 3 * HOUR
        a_step(session, site.rulebook, number, "execution.give_address", at, Role.POLICE)
    site.now = MOMENT + 4 * HOUR


def test_the_stages_stand_side_by_side_and_several_are_current(site: Site):
    a_running_oral_ban(site)
    page = shown(site, Role.MUNICIPAL_OFFICER)
    stages = re.findall(
        r'<li class="hv-step hv-step--(\w+)"([^>]*)>.*?hv-step__name">([^<]+)', page, re.DOTALL
    )
    kinds = {label: kind for kind, _, label in stages}
    assert list(kinds) == [stage.label for stage in site.rulebook.current.procedure.stages.values()]
    assert kinds["Verzoek"] == kinds["Risicotaxatie"] == "done"
    assert kinds["Besluit"] == kinds["Uitvoering"] == kinds["Hulp"] == "current"
    assert kinds["Rechter"] == kinds["Nazorg"] == "todo"
    assert all(('aria-current="step"' in rest) == (kind == "current") for kind, rest, _ in stages)


def test_the_head_counts_down_to_the_end_of_the_ban(site: Site):
    a_running_oral_ban(site)
    page = shown(site, Role.MUNICIPAL_OFFICER)
    assert 'data-deadline="2026-12-04T00:00:00+01:00">nog 9 dagen en 22 uur<' in page
    assert "vrijdag 4 december 2026, 00.00 uur" in page


def test_a_ban_that_is_over_is_shown_as_over_although_no_clock_ticked(site: Site):
    a_running_oral_ban(site)
    site.now = MOMENT + timedelta(days=11)
    page = shown(site, Role.MUNICIPAL_OFFICER)
    assert "Afgelopen" in page and "Huisverbod loopt af" in part(page, "Tijdlijn")
    assert "de klok" in part(page, "Tijdlijn")


def test_what_must_happen_says_who_before_when_and_whether_it_is_late(site: Site):
    a_running_oral_ban(site)
    page = part(shown(site, Role.MUNICIPAL_OFFICER), r"Wat moet er nu gebeuren\?")
    assert "Huisgenoten inlichten over inhoud en gevolgen" in page
    assert "Politie · Wth 2(8)" in page and "Te laat" in page
    assert "Ligt nu bij" not in page
    assert "Wacht op casemanager" in page and "Aan u" in page
    assert 'href="/zaken/HV-2026-0001/stap/execution.inform_help_body"' in page


def test_a_duty_shows_the_aim_of_the_region_and_the_date_of_the_law(site: Site):
    with site.writing() as session:
        an_oral_ban(session, site.rulebook)
    site.now = MOMENT + 4 * HOUR
    todo = part(shown(site, Role.POLICE), r"Wat moet er nu gebeuren\?")
    where = todo.partition("Bereikbaarheid")[2].partition("</li>")[0]
    assert re.findall(r"(Streefdatum|Fatale datum): vóór <[^>]+>([^<]+)<", where) == [
        ("Streefdatum", "di 24 nov 06.00"),
        ("Fatale datum", "wo 25 nov 00.00"),
    ]
    site.now = MOMENT + 28 * HOUR
    todo = part(shown(site, Role.POLICE), r"Wat moet er nu gebeuren\?")
    where = todo.partition("Bereikbaarheid")[2].partition("</li>")[0]
    assert (
        "Termijn van de wet voorbij" in where
        and "Ligt nu bij de loco-burgemeester: Ilse Grachtenaar" in where
    )


def test_what_was_done_says_when_by_whom_and_how_late(site: Site):
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        at = MOMENT + timedelta(hours=2, minutes=20)
        told, address = at + HOUR, at + 8 * HOUR
        a_step(session, site.rulebook, number, "execution.tell_household", told, Role.POLICE)
        a_step(session, site.rulebook, number, "execution.give_address", address, Role.POLICE)
    site.now = MOMENT + 30 * HOUR
    done = " ".join(part(shown(site, Role.POLICE), "Wat is gedaan, en op tijd\\?").split())
    household = done.partition("Huisgenoten inlichten")[2].partition("</li>")[0]
    assert "Gedaan door politie, <time" in household and "01.00 uur" in household
    assert "op tijd gedaan" in household and "Op tijd" in household
    reachable = done.partition("Bereikbaarheid")[2].partition("</li>")[0]
    assert "te laat gedaan (2 uur te laat)" in reachable
    assert re.search(r"Fatale datum <time[^>]+>wo 25 nov 00\.00</time>: op tijd gedaan<", reachable)
    assert "Te laat" in reachable


def test_the_first_button_meets_ones_own_duty(site: Site):
    a_running_oral_ban(site)
    for role, step in {
        Role.POLICE: "execution.tell_household",
        Role.MUNICIPAL_OFFICER: "execution.inform_help_body",
        Role.CASE_MANAGER: "care.contact",
    }.items():
        main = re.search(r'class="hv-btn hv-btn--1" href="([^"]+)"', shown(site, role))
        assert main and main[1] == f"/zaken/HV-2026-0001/stap/{step}", role


def test_the_draft_of_a_decision_that_is_owed_stands_in_front(site: Site):
    a_running_oral_ban(site)
    todo = part(shown(site, Role.MUNICIPAL_OFFICER), "Wat moet er nu gebeuren\\?")
    in_front, folded, others = todo.partition("Andere handelingen")
    assert folded
    assert "Besluit op schrift voorleggen" in in_front
    assert "Betrokkenen aanvullen of verbeteren" in others


def test_what_cannot_be_done_says_why_and_by_which_article(site: Site):
    with site.writing() as session:
        a_concluded_assessment(session, site.rulebook)
    site.now = MOMENT + 4 * HOUR
    page = shown(site, Role.MUNICIPAL_OFFICER)
    blocked = part(page, r"Wat kan nu niet, en waarom\?")
    assert "Ontwerpbesluit voorleggen" in blocked
    assert "De betrokkene is nog niet gehoord." in blocked and "Awb 4:8, 4:11" in blocked
    assert "stap/imposition.propose" not in page
    assert "stap/imposition.hear" in page


def test_what_only_follows_another_step_is_not_held_out_to_people(site: Site):
    a_running_oral_ban(site)
    cannot = part(shown(site, Role.MUNICIPAL_OFFICER), "Wat kan nu niet, en waarom\\?")
    assert "Veilig Thuis inlichten" in cannot
    assert "Schorsing door de rechter verwerken" not in cannot


def test_a_step_of_another_capacity_is_not_offered(site: Site):
    with site.writing() as session:
        a_request(session, site.rulebook)
    assert "request.refuse&" not in shown(site, Role.POLICE)
    assert "stap/request.refuse" in shown(site, Role.MAYOR)
    assert "stap/request.refuse" not in shown(site, Role.POLICE)


def test_a_decision_is_read_before_it_is_signed(site: Site):
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook)
    site.now = MOMENT + 4 * HOUR
    assert 'href="/zaken/HV-2026-0001/besluit/imposition.impose"' in shown(site, Role.MAYOR)


@pytest.mark.parametrize(
    ("role", "people", "address", "care", "rihg"),
    [
        (Role.MUNICIPAL_OFFICER, True, True, False, True),
        (Role.MAYOR, True, True, False, True),
        (Role.POLICE, True, True, False, True),
        (Role.VEILIG_THUIS, True, False, True, True),
        (Role.CASE_MANAGER, True, False, True, True),
    ],
)
def test_each_sees_the_slices_of_his_capacity(
    site: Site, role: Role, people: bool, address: bool, care: bool, rihg: bool
):
    a_running_oral_ban(site)
    with site.writing() as session:
        a_step(session, site.rulebook, "HV-2026-0001", "care.contact", MOMENT + 4 * HOUR, Role.CASE_MANAGER)
    page = shown(site, role)
    assert (SUBJECT in page, STAYING in page) == (people, people)
    assert (HIDEOUT in page) == address
    assert ("Afspraak gemaakt" in page) == care
    assert ("/risicotaxatie" in page) == rihg


def test_whoever_asked_sees_his_request_and_nothing_of_what_followed(site: Site):
    om = an_actor(Role.CRISIS_TEAM)
    with site.writing() as session:
        number = a_request(session, site.rulebook, by=om, route="acuut_veilig_thuis")
        a_step(session, site.rulebook, number, "request.accept", MOMENT + HOUR)
    site.now = MOMENT + 2 * HOUR
    page = shown(site, om)
    assert SUBJECT in page and "In behandeling" in page
    assert "Risicotaxatie" not in page and "Rechter" not in page


def test_the_timeline_is_newest_first_and_says_when_something_was_entered_later(site: Site):
    with site.writing() as session:
        a_request(session, site.rulebook)
    site.now = MOMENT + 2 * HOUR
    line = part(shown(site, Role.POLICE), "Tijdlijn")
    assert line.index("Verzoek naar de burgemeester sturen") < line.index("Verzoek beginnen")
    assert "politie, Politie Voorbeeldland" in line
    assert "Ingevoerd op" not in line
    facts = facts_for("request.accept")
    act = Act("request.accept", an_actor(Role.MUNICIPAL_OFFICER), MOMENT + HOUR, site.now, facts)
    with site.writing() as session:
        advance(session, site.rulebook, "HV-2026-0001", act)
    line = part(shown(site, Role.MUNICIPAL_OFFICER), "Tijdlijn")
    assert "Ingevoerd op" in line and "maandag 23 november 2026, 23.40 uur" in line


def test_what_was_stated_reads_in_words_and_names(site: Site):
    a_running_oral_ban(site)
    line = part(shown(site, Role.MUNICIPAL_OFFICER), "Tijdlijn")
    assert "<dt>Met wie mag de betrokkene geen contact hebben?</dt>" in line
    assert "Sanne Voorbeeldsma, Pim Testema" in line
    assert "<dd>Ja</dd>" in line and "Het hoort bij onze wettelijke taak" in line
    assert "p2" not in line and "shown_sha256" not in line and "True" not in line


def test_facts_of_a_slice_one_does_not_see_stay_hidden(site: Site):
    a_running_oral_ban(site)
    line = part(shown(site, Role.VEILIG_THUIS), "Tijdlijn")
    assert "Bereikbaarheid of nieuw adres vastleggen" in line
    assert HIDEOUT not in line and "Hij dreigde haar vannacht nog iets aan te doen." not in line


def test_after_a_step_the_page_says_what_was_recorded_to_who_did_it(site: Site):
    officer = an_actor(Role.MUNICIPAL_OFFICER)
    with site.writing() as session:
        number = a_request(session, site.rulebook)
    account = site.account(officer).actor()
    with site.writing() as session:
        a_step(session, site.rulebook, number, "request.accept", MOMENT + HOUR, account)
    site.now = MOMENT + HOUR
    query = f"/zaken/{number}?gedaan=request.accept"
    assert "Vastgelegd: In behandeling nemen." in site.visitor(officer).get(query).text
    assert "Vastgelegd:" not in site.visitor(Role.MAYOR).get(query).text
    assert "Vastgelegd:" not in site.visitor(officer).get(f"/zaken/{number}?gedaan=onzin").text
    site.now += HOUR
    assert "Vastgelegd:" not in site.visitor(officer).get(query).text


def documents(page: str) -> dict[str, str]:
    found = re.findall(r'<a href="(/zaken/[^"]+/documenten/\d+)">([^<]+)</a>', part(page, "Documenten"))
    return {title: address for address, title in found}


def test_documents_are_listed_and_opened_by_those_who_see_their_slice(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
    site.now = MOMENT + 6 * HOUR
    listed = documents(shown(site, Role.MUNICIPAL_OFFICER))
    assert set(listed) == {"Besluit huisverbod", "Akte van uitreiking"}
    answer = site.visitor(Role.MUNICIPAL_OFFICER).get(listed["Besluit huisverbod"])
    assert answer.content.startswith(b"%PDF") and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="HV-2026-0001-beschikking.pdf"'
    assert answer.headers["cache-control"] == "no-store"


def test_the_page_tells_how_large_documents_are_without_reading_them(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
    asked: list[str] = []
    event.listen(site.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    page = shown(site, Role.MUNICIPAL_OFFICER)
    seen = list(asked)
    with site.writing() as session:
        rows = session.exec(select(Document)).all()
    sizes = [len(row.content) for row in rows if f'/documenten/{row.id}"' in page]
    assert sizes
    assert all(f"(PDF, {size / 1000:.0f} kB)" in page for size in sizes)
    assert not [text for text in seen if re.search(r"documents\.content\b(?!\))", text)]


def test_a_proof_of_service_tells_where_someone_stays_and_is_not_for_those_who_help(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
    site.now = MOMENT + 6 * HOUR
    proof = documents(shown(site, Role.MUNICIPAL_OFFICER))["Akte van uitreiking"]
    assert "Akte van uitreiking" not in documents(shown(site, Role.VEILIG_THUIS))
    assert site.visitor(Role.VEILIG_THUIS).get(proof).status_code == 404
    assert site.visitor(Role.POLICE).get(proof).status_code == 200


def test_a_document_is_found_under_its_own_case_only(site: Site):
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook)
        other = a_request(session, site.rulebook)
    site.now = MOMENT + 4 * HOUR
    address = documents(shown(site, Role.MAYOR))["Besluit huisverbod (ontwerp)"]
    assert site.visitor(Role.MAYOR).get(address).status_code == 200
    assert site.visitor(Role.MAYOR).get(address.replace("HV-2026-0001", other)).status_code == 404
    elsewhere = an_actor(Role.MAYOR, "duinstreek", "duinrade")
    assert site.visitor(elsewhere).get(address).status_code == 404


def test_text_of_others_is_shown_as_text(site: Site):
    with site.writing() as session:
        a_request(session, site.rulebook, submit={"danger": "<script>alert(1)</script>"})
    site.now = MOMENT + HOUR
    page = shown(site, Role.MUNICIPAL_OFFICER)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page


def test_colleagues_stand_in_for_each_other():
    assert stands_in_for(Role.DEPUTY_MAYOR) == {Role.MAYOR, Role.DEPUTY_MAYOR}
    assert stands_in_for(Role.HOVJ) == {Role.POLICE, Role.HOVJ}
    assert stands_in_for(Role.CASE_MANAGER) == {Role.CASE_MANAGER}


def test_two_bans_show_each_other_to_whoever_may_open_both(site: Site):
    next_door = site.rulebook.region("voorbeeldland").municipalities[1].key
    with site.writing() as session:
        first = a_running_ban(session, site.rulebook)
        second = a_request(
            session,
            site.rulebook,
            MOMENT + 9 * 24 * HOUR,
            place=("voorbeeldland", next_door),
            earlier_case=first,
        )
    site.now = MOMENT + 9 * 24 * HOUR + HOUR
    link = '<li>{}: <a href="/zaken/{}">{}</a></li>'
    assert link.format("Later huisverbod", second, second) in shown(site, Role.POLICE, first)
    assert link.format("Eerder huisverbod", first, first) in shown(site, Role.POLICE, second)
    here = an_actor(Role.MUNICIPAL_OFFICER)
    there = an_actor(Role.MUNICIPAL_OFFICER, "voorbeeldland", next_door)
    for who, own, other in ((here, first, second), (there, second, first)):
        page = shown(site, who, own)
        assert "Wat is vastgelegd" in page
        assert other not in page and "Eerder en later" not in page
