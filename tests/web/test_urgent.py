"""An urgent request by the police: one page, both steps or neither, and only for the police."""

import re

import pytest
from sqlmodel import func, select

from huisverbod.case import Case, Event, find, read_known
from huisverbod.roles import Role
from huisverbod.web.typed import Typed
from tests.builders import an_actor
from tests.web.conftest import Site

PAGE = "/verzoeken/spoed"
FILLED: Typed = {
    "key": ["een-sleutel"],
    "home": ["Plein 1945 12-2"],
    "postcode": ["2001qq"],
    "place": ["voorbeelddam"],
    "given_names": ["Ruben"],
    "family_name": ["Testema"],
    "born_on": ["14 mrt 1988"],
    "kind_of_stay": ["woont er"],
    "stays": ["Sanne van der Voorbeeld"],
    "what": ["Hij sloeg haar en dreigt terug te komen."],
    "item": ["2c.1"],
    "source_kind": ["verklaring_slachtoffer"],
    "at.date": ["23-11-2026"],
    "at.time": ["21.10"],
}


def count(site: Site) -> tuple[int, int]:
    with site.writing() as session:
        cases, events = (select(func.count()).select_from(table) for table in (Case, Event))
        return session.exec(cases).one(), session.exec(events).one()


def test_one_page_makes_a_request_that_was_sent(site: Site):
    visitor = site.visitor(Role.POLICE)
    answers = [visitor.post(PAGE, data=FILLED) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {"/zaken/HV-2026-0001/verzoek/verstuurd"}
    assert count(site) == (1, 2)
    with site.writing() as session:
        case = find(session, "HV-2026-0001")
        known = read_known(session, case)
    stated = known.last("request.submit").facts
    assert known.states["request"] == "submitted"
    assert (case.municipality, case.route) == ("voorbeelddam", "acuut_politie")
    home = stated["dwelling"]
    assert [home[name] for name in ("street", "number", "addition", "postcode")] == [
        "Plein 1945",
        "12",
        "2",
        "2001 QQ",
    ]
    assert [person.full_name for person in known.people] == ["Ruben Testema", "Sanne van der Voorbeeld"]
    assert stated["indications"][0]["on"] == "2026-11-23"
    assert stated["reachable_on"] == site.rulebook.region("voorbeeldland").police.phone
    sent = visitor.get("/zaken/HV-2026-0001/verzoek/verstuurd").text
    assert "HV-2026-0001" in sent and "/stap/request.add_people" in sent


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"home": ["Proefstraat"]}, "Vul een straat en een huisnummer in"),
        ({"postcode": ["12 ab"]}, "Vul een postcode in zoals 1234 AB."),
        ({"place": ["Elders"]}, "kent deze plaats niet"),
        ({"born_on": ["14-3-2015"]}, "Deze persoon is minderjarig."),
        ({"item": ["achtergrond"]}, "Maak een keuze."),
        ({"stays": ["Sanne"]}, "Vul een voornaam en een achternaam in"),
        ({"at.date": ["24-11-2026"]}, "in de toekomst"),
    ],
)
def test_what_is_wrong_is_said_and_neither_step_is_taken(site: Site, changes: Typed, words: str):
    answer = site.visitor(Role.POLICE).post(PAGE, data=FILLED | changes)
    assert answer.status_code == 422
    assert words in answer.text and 'value="Ruben"' in answer.text
    assert count(site) == (0, 0)


def test_it_is_for_the_police(site: Site):
    for who in (Role.VEILIG_THUIS, Role.MUNICIPAL_OFFICER, Role.MAYOR, Role.EVALUATOR):
        visitor = site.visitor(who)
        assert visitor.get(PAGE).status_code == visitor.post(PAGE, data=FILLED).status_code == 403
    for who in (Role.POLICE, Role.HOVJ, an_actor(Role.POLICE, "duinstreek", "duinrade")):
        assert site.visitor(who).get(PAGE).status_code == 200
    assert re.search('href="/verzoeken/spoed"', site.visitor(Role.POLICE).get("/zaken").text)
    assert "/verzoeken/spoed" not in site.visitor(Role.VEILIG_THUIS).get("/zaken").text
    assert count(site) == (0, 0)
