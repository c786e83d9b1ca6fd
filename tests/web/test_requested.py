"""The page of a request: where it stands, questions and answers, and who sees it."""

import html
import re
from datetime import timedelta

from huisverbod import clock
from huisverbod.roles import Role
from tests.builders import MOMENT, a_draft, a_request, a_step, an_actor
from tests.web.conftest import Site

VEILIG_THUIS = an_actor(Role.VEILIG_THUIS)
OFFICER = Role.MUNICIPAL_OFFICER


def sent(site: Site) -> str:
    with site.writing() as session:
        number = a_request(session, site.rulebook, MOMENT, by=VEILIG_THUIS, route="acuut_veilig_thuis")
    site.now = MOMENT + timedelta(minutes=30)
    return number


def words(site: Site, who, number: str) -> str:
    page = site.visitor(who).get(f"/zaken/{number}/verzoek").text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page[page.index("<main") :])).split())


def take(site: Site, number: str, step: str, minutes: int, **changes) -> None:
    with site.writing() as session:
        a_step(session, site.rulebook, number, step, MOMENT + timedelta(minutes=minutes), **changes)
    site.now = MOMENT + timedelta(minutes=minutes + 5)


def test_the_requester_sees_where_it_stands_by_when_and_whom_to_call(site: Site):
    number = sent(site)
    page = words(site, VEILIG_THUIS, number)
    assert "Het verzoek ligt bij de gemeente." in page
    assert "Verzoek in behandeling nemen Verwacht vóór" in page
    assert site.rulebook.region("voorbeeldland").on_call_phone in page
    assert "Buren hoorden geschreeuw en glas" in page
    take(site, number, "request.accept", 40)
    assert "Het verzoek is in behandeling." in words(site, VEILIG_THUIS, number)


def test_questions_go_back_and_forth_on_the_page(site: Site):
    number = sent(site)
    assert "Vragen en antwoorden" not in words(site, VEILIG_THUIS, number)
    take(site, number, "request.ask", 35, question="Wie hoorde het glas breken?")
    page = words(site, VEILIG_THUIS, number)
    assert page.count("Wie hoorde het glas breken?") == 2
    assert "Beantwoord de vraag" in page and "Nog geen antwoord" in page
    for_officer = words(site, OFFICER, number)
    assert "Wie hoorde het glas breken?" in for_officer and "Beantwoord de vraag" not in for_officer
    take(site, number, "request.supplement", 45, answer="De buurvrouw van nummer 14.", indications=[])
    take(site, number, "request.ask", 55, question="Is zij bereikbaar?")
    page = words(site, OFFICER, number)
    order = [
        "Wie hoorde het glas breken?",
        "De buurvrouw van nummer 14.",
        "Is zij bereikbaar?",
        "Nog geen antwoord",
    ]
    assert sorted(order[:3], key=page.index) == order[:3]
    assert page.count("Nog geen antwoord") == 1


def test_while_it_is_dealt_with_both_sides_still_write_and_hear_of_it(site: Site):
    number = sent(site)
    take(site, number, "request.tell", 20, message="Zij belde vanmiddag weer.", by=VEILIG_THUIS)
    take(site, number, "request.accept", 30)
    take(site, number, "request.inquire", 40, question="Wie woont er nog meer?")
    page = site.visitor(VEILIG_THUIS).get(f"/zaken/{number}/verzoek").text
    assert f'href="/zaken/{number}/stap/request.tell">Beantwoord de vraag' in page
    clock.tick(site.engine, site.rulebook, site.now)
    assert "Er is een vraag over uw verzoek." in site.visitor(VEILIG_THUIS).get("/zaken").text
    sign = {"on": "2026-11-22", "what": "Hij kwam terug", "source": "zus", "source_kind": "verklaring_derde"}
    new = {"indications": [{**sign, "item": "2a.1"}]}
    take(site, number, "request.tell", 50, message="Alleen Pim.", by=VEILIG_THUIS, **new)
    page = words(site, OFFICER, number)
    said = ["Zij belde vanmiddag weer.", "Wie woont er nog meer?", "Alleen Pim.", "Hij kwam terug"]
    assert sorted(said, key=page.index) == said and "Nog geen antwoord" not in page
    clock.tick(site.engine, site.rulebook, site.now)
    assert "De aanvrager voegde iets toe" in site.visitor(OFFICER).get("/zaken").text
    stranger = site.visitor(Role.POLICE).get(f"/zaken/{number}/stap/request.tell").text
    assert "Dit verzoek is van een andere organisatie." in stranger


def test_a_refusal_says_why_and_what_else_can_be_done(site: Site):
    number = sent(site)
    take(
        site,
        number,
        "request.refuse",
        50,
        explanation="Hij woont er niet.",
        suggested_route="Bel de wijkagent.",
    )
    page = words(site, VEILIG_THUIS, number)
    assert "Het verzoek is afgewezen." in page
    assert "Hij woont er niet." in page and "Bel de wijkagent." in page


def test_who_may_not_see_the_request_does_not_learn_of_the_page(site: Site):
    number = sent(site)
    for who in (Role.CASE_MANAGER, Role.RAAD, Role.LOCAL_CARE, an_actor(OFFICER, municipality="kerkhaven")):
        assert site.visitor(who).get(f"/zaken/{number}/verzoek").status_code == 404
    with site.writing() as session:
        draft = a_draft(session, site.rulebook, MOMENT, by=VEILIG_THUIS, route="acuut_veilig_thuis")
    assert "nog niet verstuurd" in words(site, VEILIG_THUIS, draft)
    assert site.visitor(OFFICER).get(f"/zaken/{draft}/verzoek").status_code == 404
