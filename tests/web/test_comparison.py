"""The page that shows what changed: from the case, from the page of the mayor, and for whom not."""

import re
from datetime import timedelta

import pytest

from huisverbod.roles import Role
from tests.builders import a_ban, a_proposed_decision, a_running_ban, a_step, moment_of
from tests.web.conftest import Site

CASE = "/zaken/HV-2026-0001"


def two_drafts(site: Site) -> str:
    """Two drafts that differ in one sentence; the address of their comparison."""
    with site.writing() as session:
        number = a_proposed_decision(session, site.rulebook)
        at = moment_of("imposition.propose") + timedelta(minutes=5)
        danger = "Hij dreigde <vannacht> terug te komen."
        a_step(session, site.rulebook, number, "imposition.propose", at, danger=danger)
    site.now = moment_of("imposition.propose") + timedelta(minutes=10)
    return f"{CASE}/documenten/2/verschil/1"


def test_what_went_and_came_is_marked_for_eye_and_ear(site: Site):
    address = two_drafts(site)
    text = site.visitor(Role.MUNICIPAL_OFFICER).get(address).text
    assert '<ins class="hv-ins"><span class="hv-vh">[nieuw: </span>&lt;vannacht&gt;' in text
    assert '<del class="hv-del"><span class="hv-vh">[weg: </span>' in text
    assert "Gelijk gebleven" in text
    assert "<h2" in text and "Waarom er gevaar is" in text
    assert "dezelfde woorden" not in text


def test_the_page_is_reached_from_the_case_and_from_the_page_of_the_mayor(site: Site):
    address = two_drafts(site)
    for role, page in ((Role.MUNICIPAL_OFFICER, CASE), (Role.MAYOR, f"{CASE}/besluit/imposition.impose")):
        assert f'href="{address}"' in site.visitor(role).get(page).text


def test_an_extension_that_copies_the_danger_is_pointed_out(site: Site):
    with site.writing() as session:
        number = a_running_ban(session, site.rulebook)
        ban = a_ban(session, site.rulebook, number)
        at = ban.first_end - timedelta(days=2)
        danger = "Hij dreigde vannacht terug te komen en heeft een sleutel."
        changes = {"until": ban.latest_end.isoformat(), "why_continues": danger}
        a_step(session, site.rulebook, number, "execution.propose_extension", at, **changes)
    site.now = at + timedelta(hours=1)
    mayor = site.visitor(Role.MAYOR)
    reading = mayor.get(f"{CASE}/besluit/execution.extend").text
    found = re.search(
        rf'href="({CASE}/documenten/\d+/verschil/\d+)">Wat is er anders dan in het eerste', reading
    )
    assert found
    assert "dezelfde woorden" in mayor.get(found[1]).text


@pytest.mark.parametrize("address", ["2/verschil/9", "9/verschil/1"])
def test_what_is_not_there_is_not_compared(site: Site, address: str):
    two_drafts(site)
    answer = site.visitor(Role.MAYOR).get(f"{CASE}/documenten/{address}")
    assert answer.status_code == 404


def test_who_may_not_read_the_drafts_sees_no_comparison(site: Site):
    address = two_drafts(site)
    assert site.visitor(Role.EVALUATOR).get(address).status_code == 404
    assert site.visitor(Role.LOCAL_CARE).get(address).status_code == 404


def test_a_document_without_topics_is_not_compared(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
    site.now = moment_of("execution.serve") + timedelta(hours=1)
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    assert officer.get(f"{CASE}/documenten/3/verschil/2").status_code == 404
    assert "/verschil/" not in officer.get(CASE).text
