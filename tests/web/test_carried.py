"""What was told once: carried along to who may know, and to nobody else."""

from datetime import timedelta

import pytest

from huisverbod.roles import Role
from tests.builders import MOMENT, a_draft, a_request, a_running_ban, a_step, an_actor
from tests.web.conftest import Site

VEILIG_THUIS = an_actor(Role.VEILIG_THUIS)
ROUTE = "acuut_veilig_thuis"
WORDS = "Hij staat elke avond voor haar werk."


def told(consent: str) -> list[dict[str, str]]:
    about = {"who": "Sanne", "on": "2026-11-20", "told_to": "de huisarts, praktijk Proefplein"}
    return [{**about, "words": WORDS, "consent": consent}]


def asked_with(site: Site, consent: str, by=VEILIG_THUIS) -> str:
    with site.writing() as session:
        number = a_request(session, site.rulebook, MOMENT, by=by, route=ROUTE, submit={"told": told(consent)})
    site.now = MOMENT + timedelta(hours=1)
    return number


@pytest.mark.parametrize("consent", ["ja", "nee", "niet_gevraagd"])
def test_who_helps_reads_what_was_told_only_with_consent(site: Site, consent: str):
    number = asked_with(site, consent, an_actor(Role.CRISIS_TEAM))
    for who in (Role.MUNICIPAL_OFFICER, Role.POLICE, Role.MAYOR, Role.CRISIS_TEAM):
        assert WORDS in site.visitor(who).get(f"/zaken/{number}").text, who
    for who in (Role.CASE_MANAGER, Role.VEILIG_THUIS):
        page = site.visitor(who).get(f"/zaken/{number}").text
        assert (WORDS in page) == (consent == "ja"), who
        assert ("Wat is al verteld" in page) == (consent == "ja"), who


def test_it_stands_beside_the_form_in_which_someone_could_be_asked_again(site: Site):
    with site.writing() as session:
        number = a_running_ban(
            session, site.rulebook, MOMENT, submit={"told": told("ja")}, by=VEILIG_THUIS, route=ROUTE
        )
    site.now = MOMENT + timedelta(hours=8)
    page = site.visitor(Role.CASE_MANAGER).get(f"/zaken/{number}/stap/care.contact").text
    assert WORDS in page
    assert "Sanne vertelde op 20 november 2026 aan de huisarts, praktijk Proefplein" in page
    advice = site.visitor(Role.CASE_MANAGER).get(f"/zaken/{number}/stap/care.close")
    assert WORDS not in advice.text


def test_a_supplement_carries_what_was_told_since(site: Site):
    number = asked_with(site, "nee")
    with site.writing() as session:
        a_step(session, site.rulebook, number, "request.ask", MOMENT + timedelta(minutes=40))
        more = [{**told("ja")[0], "words": "Hij belt haar zus.", "on": "2026-11-10"}]
        a_step(
            session,
            site.rulebook,
            number,
            "request.supplement",
            MOMENT + timedelta(minutes=50),
            told=more,
            indications=[],
        )
    page = site.visitor(Role.MUNICIPAL_OFFICER).get(f"/zaken/{number}/verzoek").text
    assert page.index("Hij belt haar zus.") < page.index(WORDS)
    page = site.visitor(Role.CASE_MANAGER).get(f"/zaken/{number}").text
    assert "Hij belt haar zus." in page and WORDS not in page


def test_what_was_told_is_asked_on_a_page_of_the_request(site: Site):
    with site.writing() as session:
        number = a_draft(session, site.rulebook, MOMENT, by=VEILIG_THUIS, route=ROUTE)
    visitor = site.visitor(VEILIG_THUIS)
    address = f"/zaken/{number}/verzoek/verteld"
    visitor.post(address, data={"actie": "toevoegen:told"})
    half = visitor.post(address, data={"told.0.who": "Sanne", "actie": "verstuur"})
    assert half.status_code == 422 and "Mag ook de hulpverlening dit lezen?" in half.text
