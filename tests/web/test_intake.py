"""A partner's request: begun, filled in page by page with a draft, checked, sent."""

import html
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from huisverbod.case import Case, Event, Facts
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.stages.request import Submit
from huisverbod.web.intake import CHECK, SHEETS
from huisverbod.web.typed import Typed, typed_of
from tests.builders import MOMENT, a_draft, a_request, an_actor, facts_for
from tests.web.conftest import Site

HIDDEN = re.compile(r'<input type="hidden" name="(key|version|seen)" value="([^"]*)">')
VEILIG_THUIS = an_actor(Role.VEILIG_THUIS)
ROUTE = "acuut_veilig_thuis"
REST = {
    "danger": "Hij dreigde vannacht terug te komen.",
    "sharing_ground": "wettelijke_taak",
    "reachable_on": "000-3333333",
    "children": "Pim slaapt slecht.",
    "flags": ["verwurging", "zorg_onthouden"],
}


def _hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def _count(site: Site, table: type) -> int:
    with site.writing() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def _begun(site: Site, who: Actor = VEILIG_THUIS) -> str:
    with site.writing() as session:
        number = a_draft(session, site.rulebook, MOMENT, by=who, route=ROUTE)
    site.now = MOMENT + timedelta(minutes=5)
    return number


def _whole(**changes: object) -> Typed:
    return typed_of(Submit, facts_for("request.submit", MOMENT, **(REST | changes)))


def _sheet(typed: Typed, key: str) -> Typed:
    names = next(sheet.names for sheet in SHEETS if sheet.key == key)
    return {name: value for name, value in typed.items() if name.partition(".")[0] in names}


def _fill(visitor: TestClient, number: str, typed: Typed) -> None:
    for sheet in SHEETS:
        answer = visitor.post(
            f"/zaken/{number}/verzoek/{sheet.key}", data=_sheet(typed, sheet.key) | {"actie": "verstuur"}
        )
        assert answer.status_code == 303, (sheet.key, answer.text)


def _submit(visitor: TestClient, number: str):
    address = f"/zaken/{number}/verzoek/{CHECK}"
    return visitor.post(address, data=_hidden(visitor.get(address).text))


def test_danger_comes_first_and_only_the_own_routes_are_offered(site: Site):
    page = site.visitor(VEILIG_THUIS).get("/verzoeken/nieuw").text
    assert page.index("Bel 112") < page.index('name="route"')
    region = site.rulebook.region("voorbeeldland")
    for key in region.routes:
        assert (f'value="{key}"' in page) == region.may_request(
            Role.VEILIG_THUIS, key, site.rulebook.current.procedure.powers
        )


def test_a_request_is_begun_once(site: Site):
    visitor = site.visitor(VEILIG_THUIS)
    data = {"route": ROUTE, "municipality": "voorbeelddam"} | _hidden(visitor.get("/verzoeken/nieuw").text)
    answers = [visitor.post("/verzoeken/nieuw", data=data) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == ["/zaken/HV-2026-0001/verzoek/woning"] * 2
    assert (_count(site, Case), _count(site, Event)) == (1, 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Maak een keuze."),
        (
            {"route": "acuut_politie", "municipality": "voorbeelddam"},
            "Kies een andere route of bel het piket.",
        ),
        ({"route": ROUTE, "municipality": "duinrade"}, "Maak een keuze."),
        ({"route": "onzin", "municipality": "voorbeelddam"}, "Kies een van de mogelijkheden."),
        (
            {"route": ROUTE, "municipality": "voorbeelddam", "earlier_case": "HV-2026-9999"},
            "Kijk het nummer na, of laat het leeg",
        ),
    ],
)
def test_a_wrong_beginning_writes_nothing(site: Site, data: dict[str, str], words: str):
    answer = site.visitor(VEILIG_THUIS).post("/verzoeken/nieuw", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert _count(site, Case) == 0


def test_who_makes_no_requests_is_refused(site: Site):
    for role in (Role.MAYOR, Role.EVALUATOR, Role.CASE_MANAGER):
        assert site.visitor(role).get("/verzoeken/nieuw").status_code == 403
        answer = site.visitor(role).post(
            "/verzoeken/nieuw", data={"route": ROUTE, "municipality": "voorbeelddam"}
        )
        assert answer.status_code == 403
    assert _count(site, Case) == 0


def test_a_region_without_a_route_for_someone_says_whom_to_call(site: Site):
    page = site.visitor(an_actor(Role.LOCAL_CARE, "duinstreek", "duinrade")).get("/verzoeken/nieuw").text
    assert site.rulebook.region("duinstreek").on_call_phone in page
    assert 'name="route"' not in page


def test_the_whole_journey_of_a_partner(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    _fill(visitor, number, _whole())
    check = visitor.get(f"/zaken/{number}/verzoek/{CHECK}").text
    assert "Dit is nog niet klaar" not in check
    for words in (
        "Proefstraat",
        "Sanne",
        "Buren hoorden geschreeuw en glas",
        "Pim slaapt slecht.",
        "000-3333333",
    ):
        assert words in check
    for sheet in SHEETS:
        assert f'href="/zaken/{number}/verzoek/{sheet.key}"' in check
    assert "Testema" not in re.search(r"<title>(.*?)</title>", check)[1]  # type: ignore[index]
    sent = _submit(visitor, number)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/zaken/{number}/verzoek/verstuurd")
    page = visitor.get(sent.headers["location"]).text
    region = site.rulebook.region("voorbeeldland")
    assert number in page
    assert region.on_call_phone in page
    assert page.count("uiterlijk") == 2
    with site.writing() as session:
        facts = session.exec(select(Facts).order_by(Facts.id)).all()
    assert [row.draft_of for row in facts] == [None, None]
    assert facts[-1].data["people"][1]["given_names"] == "Sanne"
    assert facts[-1].data["dwelling"]["postcode"] == "2001 QQ"
    assert visitor.get(f"/zaken/{number}/verzoek/woning").status_code == 409


def test_what_is_wrong_is_kept_said_and_need_not_hold_anyone_up(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    address = f"/zaken/{number}/verzoek/woning"
    answer = visitor.post(address, data={"dwelling.postcode": "12 ab", "dwelling.street": "Proefstraat"})
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    assert 'href="#dwelling-postcode"' in answer.text
    assert "Vul een postcode in zoals 1234 AB." in answer.text
    assert 'value="12 ab"' in answer.text
    on = visitor.post(address, data={"dwelling.street": "Proefstraat", "actie": "overslaan"})
    assert on.headers["location"] == f"/zaken/{number}/verzoek/mensen"
    assert 'value="Proefstraat"' in visitor.get(address).text
    assert _count(site, Event) == 1


def test_one_page_does_not_wipe_out_another(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    visitor.post(f"/zaken/{number}/verzoek/woning", data={"dwelling.street": "Proefstraat", "actie": "stop"})
    stop = visitor.post(f"/zaken/{number}/verzoek/situatie", data={"danger": "Hij dreigt.", "actie": "stop"})
    assert stop.headers["location"] == f"/zaken/{number}"
    assert 'value="Proefstraat"' in visitor.get(f"/zaken/{number}/verzoek/woning").text
    page = visitor.get(f"/zaken/{number}/verzoek/situatie").text
    assert "Hij dreigt." in page
    assert "Concept bewaard om 21.45 uur. Alleen uw organisatie ziet het." in page


def test_people_are_added_without_a_script(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    typed = _sheet(_whole(), "mensen")
    address = f"/zaken/{number}/verzoek/mensen"
    more = visitor.post(address, data=typed | {"actie": "toevoegen:people"})
    assert (more.status_code, more.headers["location"]) == (303, f"{address}#people-3")
    page = visitor.get(address).text
    assert 'name="people.3.given_names"' in page and 'value="Sanne"' in page
    fewer = visitor.post(address, data=typed | {"actie": "verwijderen:people.2"})
    assert (fewer.status_code, fewer.headers["location"]) == (303, f"{address}#people")
    page = visitor.get(address).text
    assert 'name="people.2.given_names"' not in page and 'value="Sanne"' in page
    nowhere = visitor.post(address, data=typed | {"actie": "toevoegen:onzin"})
    assert nowhere.status_code == 303


def test_what_is_missing_links_to_its_page(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    address = f"/zaken/{number}/verzoek/{CHECK}"
    shown = visitor.get(address)
    assert shown.status_code == 200
    assert f'href="/zaken/{number}/verzoek/woning#dwelling-street"' in shown.text
    answer = visitor.post(address, data=_hidden(shown.text))
    assert answer.status_code == 422
    assert f'href="/zaken/{number}/verzoek/gegevens#reachable_on"' in answer.text
    assert _count(site, Event) == 1


@pytest.mark.parametrize(
    ("changes", "sheet", "words"),
    [
        ({"domestic_threat": False}, "situatie", "Een huisverbod kan alleen bij geweld"),
        (
            {"people": [{**person, "kind": "kind"} for person in facts_for("request.submit")["people"]]},
            "mensen",
            "Noem",
        ),
        (
            {"indications": [{**facts_for("request.submit")["indications"][0], "item": "achtergrond"}]},
            "signalen",
            "Koppel ten minste één gedateerd signaal",
        ),
    ],
)
def test_a_rule_that_is_not_met_links_to_its_page(
    site: Site, changes: dict[str, object], sheet: str, words: str
):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    _fill(visitor, number, _whole(**changes))
    answer = _submit(visitor, number)
    assert answer.status_code == 422
    assert re.search(rf'<a href="/zaken/{number}/verzoek/{sheet}">{words}', answer.text)
    assert _count(site, Event) == 1


def test_the_police_part_is_asked_of_the_police(site: Site):
    number = _begun(site)
    page = site.visitor(VEILIG_THUIS).get(f"/zaken/{number}/verzoek/signalen").text
    assert "Gevraagd aan de politie" in page
    assert 'value="1a.1"' not in page
    assert 'value="1b.1"' in page
    with site.writing() as session:
        own = a_draft(session, site.rulebook, MOMENT)
    page = site.visitor(Role.POLICE).get(f"/zaken/{own}/verzoek/signalen").text
    assert 'value="1a.1"' in page


def test_only_the_own_organisation_sees_a_draft(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    visitor.post(f"/zaken/{number}/verzoek/woning", data={"dwelling.street": "Proefstraat", "actie": "stop"})
    colleague = Actor(
        Role.VEILIG_THUIS, "Saar Telefoondienst", None, VEILIG_THUIS.organisation, VEILIG_THUIS.region
    )
    assert 'value="Proefstraat"' in site.visitor(colleague).get(f"/zaken/{number}/verzoek/woning").text
    for other in (Role.POLICE, Role.MUNICIPAL_OFFICER):
        for sheet in ("woning", CHECK, "verstuurd"):
            assert site.visitor(other).get(f"/zaken/{number}/verzoek/{sheet}").status_code == 404
        assert site.visitor(other).post(f"/zaken/{number}/verzoek/{CHECK}").status_code == 404
        assert site.visitor(other).post(f"/zaken/{number}/verzoek/woning").status_code == 404


def test_a_colleague_sends_it_and_no_draft_stays_behind(site: Site):
    number = _begun(site)
    _fill(site.visitor(VEILIG_THUIS), number, _whole())
    colleague = Actor(
        Role.VEILIG_THUIS, "Saar Telefoondienst", None, VEILIG_THUIS.organisation, VEILIG_THUIS.region
    )
    assert _submit(site.visitor(colleague), number).status_code == 303
    with site.writing() as session:
        assert [row.draft_of for row in session.exec(select(Facts))] == [None, None]


def test_sent_twice_is_sent_once(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    _fill(visitor, number, _whole())
    address = f"/zaken/{number}/verzoek/{CHECK}"
    data = _hidden(visitor.get(address).text)
    assert [visitor.post(address, data=data).status_code for _ in range(2)] == [303, 303]
    assert _count(site, Event) == 2


def test_an_unknown_page_is_not_found(site: Site):
    number = _begun(site)
    assert site.visitor(VEILIG_THUIS).get(f"/zaken/{number}/verzoek/garage").status_code == 404


def test_the_mayor_does_not_write_requests(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook, MOMENT)
    site.now = MOMENT + timedelta(hours=1)
    assert site.visitor(Role.MAYOR).get(f"/zaken/{number}/verzoek/woning").status_code == 404


def test_the_gaps_between_red_flags_and_facts_are_shown_before_sending(site: Site):
    number = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    _fill(visitor, number, _whole(flags=["recent_geweld", "verwurging", "zorg_onthouden"]))
    for sheet in ("signalen", CHECK):
        page = visitor.get(f"/zaken/{number}/verzoek/{sheet}").text
        assert "U ziet 3 rode vlaggen" in page
        for words in ("Feit genoemd", "Nog geen feit", "Alleen achtergrond"):
            assert page.count(f">{words}<") == 1, (sheet, words)
        assert "2c.4 verwurging" in page
    assert "rode vlag" not in visitor.get(f"/zaken/{number}/verzoek/mensen").text.split("Onderdelen")[0]
    assert _submit(visitor, number).status_code == 303


def test_each_organisation_is_offered_its_own_grounds_with_the_article(site: Site):
    number = _begun(site)
    page = site.visitor(VEILIG_THUIS).get(f"/zaken/{number}/verzoek/gegevens").text
    assert "art. 4.1.1 en 5.3.3 lid 3 Wmo 2015" in page and "art. 2 lid 3 Wth" in page
    assert "Conflict van plichten" not in page and "Welk wetsartikel?" not in page
    raad = an_actor(Role.RAAD)
    with site.writing() as session:
        other = a_draft(session, site.rulebook, MOMENT, by=raad, route="geplande_screening")
    page = site.visitor(raad).get(f"/zaken/{other}/verzoek/gegevens").text
    assert "Welk wetsartikel?" in page and "Politiegegevens" not in page


def test_only_without_urgency_the_occasion_is_asked(site: Site):
    acute = _begun(site)
    visitor = site.visitor(VEILIG_THUIS)
    assert ".trigger" not in visitor.get(f"/zaken/{acute}/verzoek/signalen").text
    with site.writing() as session:
        planned = a_draft(session, site.rulebook, MOMENT, by=VEILIG_THUIS, route="geplande_screening")
    assert ".trigger" in visitor.get(f"/zaken/{planned}/verzoek/signalen").text
