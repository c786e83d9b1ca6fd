"""Drafts of a request: kept while typing, kept for a term, and nothing asked a second time."""

import re
from datetime import timedelta

from sqlmodel import select

from huisverbod import clock
from huisverbod.case import Facts
from huisverbod.recording import DRAFT_KEPT
from huisverbod.roles import Role
from huisverbod.stages.request import Submit
from huisverbod.web.typed import Typed, typed_of
from tests.builders import MOMENT, a_draft, a_request, an_actor, facts_for
from tests.web.conftest import PASSWORD, Site

VEILIG_THUIS = an_actor(Role.VEILIG_THUIS)
ROUTE = "acuut_veilig_thuis"


def begun(site: Site, who=VEILIG_THUIS, route: str = ROUTE) -> str:
    with site.writing() as session:
        number = a_draft(session, site.rulebook, MOMENT, by=who, route=route)
    site.now = MOMENT + timedelta(minutes=5)
    return number


def drafts(site: Site) -> list[Typed]:
    with site.writing() as session:
        return [row.data for row in session.exec(select(Facts).where(Facts.event_id.is_(None)))]  # type: ignore[union-attr]


def test_what_is_typed_is_kept_and_the_script_hears_the_servers_own_words(site: Site):
    number = begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    address = f"/zaken/{number}/verzoek/situatie"
    assert "data-keep" in visitor.get(address).text
    answer = visitor.post(address, data={"danger": "Hij dr", "actie": "bewaar"})
    assert (answer.status_code, answer.text) == (
        200,
        "Concept bewaard om 21.45 uur. Alleen uw organisatie ziet het.",
    )
    assert "Hij dr" in visitor.get(address).text
    nobody = site.stranger().post(address, data={"danger": "Iets anders", "actie": "bewaar"})
    assert nobody.status_code == 303
    other = site.visitor(Role.POLICE).post(address, data={"danger": "Iets anders", "actie": "bewaar"})
    assert other.status_code == 404
    assert [draft["danger"] for draft in drafts(site)] == [["Hij dr"]]


def test_a_step_is_kept_while_typing_too(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook, MOMENT)
    site.now = MOMENT + timedelta(hours=1)
    visitor = site.visitor(Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/request.ask"
    answer = visitor.post(address, data={"question": "Wie zag", "actie": "bewaar"})
    assert answer.text == "Concept bewaard om 22.40 uur. Alleen u ziet het."
    assert "Wie zag" in visitor.get(address).text


def test_a_draft_is_there_again_after_signing_out_and_in(site: Site):
    number = begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    address = f"/zaken/{number}/verzoek/situatie"
    visitor.post(address, data={"danger": "Hij dreigt.", "actie": "stop"})
    visitor.post("/uitloggen")
    back = visitor.get(address)
    assert back.headers["location"] == f"/inloggen?verder={address}"
    login = site.account(VEILIG_THUIS).login
    again = visitor.post("/inloggen", data={"login": login, "password": PASSWORD, "verder": address})
    assert again.headers["location"] == address
    assert "Hij dreigt." in visitor.get(address).text


def test_the_clock_removes_a_draft_at_its_term_and_not_a_minute_before(site: Site):
    number = begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    address = f"/zaken/{number}/verzoek/situatie"
    visitor.post(address, data={"danger": "Hij dreigt.", "actie": "stop"})
    assert "blijft bewaard tot" in visitor.get(address).text
    assert '<time datetime="2026-12-23">23 december 2026</time>' in visitor.get(address).text
    end = site.now + DRAFT_KEPT
    clock.tick(site.engine, site.rulebook, end - timedelta(minutes=1))
    assert len(drafts(site)) == 1
    clock.tick(site.engine, site.rulebook, end)
    assert drafts(site) == []
    with site.writing() as session:
        assert len(session.exec(select(Facts)).all()) == 1


def test_a_child_is_named_once(site: Site):
    number = begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    whole = typed_of(Submit, facts_for("request.submit", MOMENT))
    people = {name: value for name, value in whole.items() if name.startswith("people.")}
    visitor.post(f"/zaken/{number}/verzoek/mensen", data=people | {"actie": "verstuur"})
    address = f"/zaken/{number}/verzoek/kinderen"
    assert re.search(r'name="children_seen.0.name"[^>]* value="Pim"', visitor.get(address).text)
    bare = visitor.post(
        address, data={"children_seen.0.name": "Pim", "children": "Rust.", "actie": "verstuur"}
    )
    assert bare.headers["location"] == f"/zaken/{number}/verzoek/gegevens"
    assert not any(name.startswith("children_seen") for name in drafts(site)[0])
    half = visitor.post(
        address, data={"children_seen.0.name": "Pim", "children_seen.0.needs": "Rust", "actie": "verstuur"}
    )
    assert half.status_code == 422
    assert half.text.count('value="Pim"') == 1


def test_the_own_number_and_an_only_ground_are_not_asked_again(site: Site):
    account, officer = site.account(VEILIG_THUIS).actor(), site.account(Role.POLICE).actor()
    with site.writing() as session:
        a_request(session, site.rulebook, MOMENT, by=account, route=ROUTE)
        number = a_draft(session, site.rulebook, MOMENT, by=account, route=ROUTE)
        police = a_draft(session, site.rulebook, MOMENT, by=officer)
    said = facts_for("request.submit")["reachable_on"]
    page = site.visitor(VEILIG_THUIS).get(f"/zaken/{number}/verzoek/gegevens").text
    assert f'value="{said}"' in page and "checked" not in page
    page = site.visitor(Role.POLICE).get(f"/zaken/{police}/verzoek/gegevens").text
    assert said not in page and page.count("checked") == 1


def test_signs_stand_on_a_time_line_and_red_flags_put_their_items_first(site: Site):
    number = begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    visitor.post(f"/zaken/{number}/verzoek/vlaggen", data={"flags": ["verwurging"], "actie": "verstuur"})
    signs = {
        "indications.0.on": "20-11-2026",
        "indications.0.what": "Hij kneep haar keel dicht",
        "indications.0.source": "haar zus",
        "indications.0.item": "2c.4",
        "indications.1.on": "3-10-2026",
        "indications.1.what": "Hij schold in de tuin",
        "indications.1.item": "achtergrond",
    }
    address = f"/zaken/{number}/verzoek/signalen"
    visitor.post(address, data=signs | {"actie": "overslaan"})
    page = visitor.get(address).text
    line = page[page.index("Uw tijdlijn") : page.index("<form", page.index("Uw tijdlijn"))]
    assert line.index("3 oktober 2026") < line.index("Geen grond") < line.index("20 november 2026")
    assert "Onderdeel 2c.4" in line and "Bron: haar zus" in line and 'href="#indications-0"' in line
    first_select = page[page.index('name="indications.0.item"') :]
    assert first_select.index("Past bij de rode vlaggen") < first_select.index('value="2c.4" selected')
    assert first_select[: first_select.index("</select>")].count('value="2c.4"') == 1
