"""The warning about a case with the same person or address: for who may open that case, and nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from huisverbod.case import find
from huisverbod.database import writing
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Submit
from huisverbod.web.resembling import RECENT, named, resembling
from huisverbod.web.typed import typed_of
from tests.builders import MOMENT, a_draft, a_household, a_request, an_actor, facts_for
from tests.web.conftest import Site

POLICE, OFFICER = an_actor(Role.POLICE), Role.MUNICIPAL_OFFICER
CRISIS_TEAM = an_actor(Role.CRISIS_TEAM)
HOME = {
    "street": "Andere Dijk",
    "number": "7",
    "addition": "b",
    "postcode": "2002 QQ",
    "place": "Voorbeelddam",
    "kind_of_stay": "woont er",
}
OTHERS = [
    {**person, "given_names": f"Ander{n}", "family_name": "Verzonnensma", "born_on": f"199{n}-01-0{n + 1}"}
    for n, person in enumerate(a_household())
]


def check_page(site: Site, who, changes: dict[str, Any], route: str = "acuut_veilig_thuis") -> str:
    """The check page of a draft with these facts, as its writer sees it."""
    with site.writing() as session:
        number = a_draft(session, site.rulebook, site.now, by=who, route=route)
    visitor = site.visitor(who)
    typed = typed_of(Submit, facts_for("request.submit", site.now, **changes))
    visitor.post(f"/zaken/{number}/verzoek/woning", data=typed | {"actie": "stop"})
    people = {name: value for name, value in typed.items() if name.startswith("people")}
    visitor.post(f"/zaken/{number}/verzoek/mensen", data=people | {"actie": "stop"})
    return visitor.get(f"/zaken/{number}/verzoek/controleer").text.replace(number, "HV")


def an_earlier_case(site: Site, **changes: Any) -> str:
    with site.writing() as session:
        return a_request(session, site.rulebook, MOMENT - timedelta(days=3), submit=changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dwelling": HOME}, "dezelfde persoon."),
        ({"people": OTHERS}, "hetzelfde adres."),
        ({}, "dezelfde persoon en hetzelfde adres."),
        ({"dwelling": HOME, "people": OTHERS}, ""),
    ],
)
def test_what_is_the_same_is_said_to_who_may_open_the_other_case(
    site: Site, changes: dict[str, Any], words: str
):
    other = an_earlier_case(site)
    page = check_page(site, POLICE, changes, "acuut_politie")
    assert (other in page) == bool(words)
    if words:
        assert f'href="/zaken/{other}"' in page and words in page


def test_who_may_not_open_the_other_case_gets_the_same_page_as_without_it(site: Site):
    without = check_page(site, CRISIS_TEAM, {})
    other = an_earlier_case(site)
    page = check_page(site, CRISIS_TEAM, {})
    assert other not in page and "lijkt op" not in page

    def stripped(text: str) -> str:
        return re.sub(r'HV-\d{4}-\d{4}|name="key" value="[^"]*"', "", text)

    assert stripped(page) == stripped(without)


def test_a_name_alone_is_enough_unless_the_birth_dates_differ(site: Site):
    other = an_earlier_case(site)
    unknown = a_household(born_on=None)
    differs = [{**person, "born_on": f"197{n}-05-05"} for n, person in enumerate(a_household())]
    assert other in check_page(site, POLICE, {"people": unknown, "dwelling": HOME}, "acuut_politie")
    assert other not in check_page(site, POLICE, {"people": differs, "dwelling": HOME}, "acuut_politie")


def test_an_old_case_or_a_draft_of_another_is_no_reason(site: Site):
    with site.writing() as session:
        old = a_request(session, site.rulebook, MOMENT - RECENT - timedelta(days=1))
        a_draft(session, site.rulebook, MOMENT)
    assert old not in check_page(site, POLICE, {}, "acuut_politie")


def test_both_databases_find_an_address_within_what_was_stated(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        first = a_request(session, rulebook, MOMENT, submit={"dwelling": HOME})
        second = a_request(session, rulebook, MOMENT, submit={"people": OTHERS})
        case, asked = (
            find(session, second),
            named([], HOME | {"postcode": "2002qq", "number": "7B", "addition": ""}),
        )
        found = resembling(session, POLICE, case, asked, MOMENT)
        nothing = resembling(session, POLICE, case, named([], HOME | {"number": "8"}), MOMENT)
    assert [(one.number, one.same) for one in found] == [(first, ("hetzelfde adres",))]
    assert nothing == []


def test_the_officer_is_warned_while_the_request_waits(site: Site):
    first, second = an_earlier_case(site), an_earlier_case(site)
    visitor = site.visitor(OFFICER)
    for path in (f"/zaken/{second}", f"/zaken/{second}/verzoek"):
        assert f'href="/zaken/{first}"' in visitor.get(path).text
    elsewhere = an_actor(OFFICER, municipality="kerkhaven")
    assert site.visitor(elsewhere).get(f"/zaken/{second}").status_code == 404
