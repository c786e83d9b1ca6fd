"""A way on that names an organisation opens the case to it: to see what was routed and take it up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from huisverbod import access
from huisverbod.case import Case, find
from huisverbod.known import Actor
from huisverbod.roles import Role
from tests.builders import MOMENT, a_hearing, a_step, an_actor, facts_for, moment_of
from tests.web.conftest import Site

HOUR = timedelta(hours=1)
CASE = "/zaken/HV-2026-0001"
CHOSEN = MOMENT + 5 * HOUR
OM, RAAD, CARE = (an_actor(role) for role in (Role.OM, Role.RAAD, Role.LOCAL_CARE))
OTHER_CARE = Actor(Role.LOCAL_CARE, "Iemand", None, "Wijkteam Oost", "voorbeeldland")
ELSEWHERE = an_actor(Role.OM, "duinstreek", "duinrade")
WHY = {"gedragsaanwijzing": "Zwq1", "raad": "Zwq2", "zorg": "Zwq3"}
ROUTES = {"gedragsaanwijzing": OM, "raad": RAAD, "zorg": CARE}


def chosen(site: Site, *routes: str, **changes: Any) -> str:
    """A case without a ban, in which these ways on were chosen."""
    with site.writing() as session:
        number = a_hearing(session, site.rulebook)
        a_step(
            session, site.rulebook, number, "imposition.hear", moment_of("imposition.hear"), view="Zwq-view"
        )
        a_step(session, site.rulebook, number, "imposition.decline", moment_of("imposition.impose"))
        for route in routes:
            asked = {"route": route, "why": WHY[route], "ground": "wettelijke_taak", **changes}
            asked.setdefault("asked_of", f"  {ROUTES[route].organisation.upper()} ")
            a_step(session, site.rulebook, number, "follow_up.choose_route", CHOSEN, **asked)
    site.now = CHOSEN + HOUR
    return number


@pytest.mark.parametrize("route", ROUTES)
def test_who_is_named_sees_what_was_routed_and_takes_it_up(site: Site, route: str):
    chosen(site, *ROUTES)
    visitor = site.visitor(ROUTES[route])
    assert (
        CASE in visitor.get("/zaken").text and "Een vervolg is aan u gevraagd" in visitor.get("/zaken").text
    )
    page = visitor.get(CASE).text
    assert WHY[route] in page and "Ruben Testema" in page
    assert not [word for other, word in WHY.items() if other != route and word in page]
    assert f'href="{CASE}/stap/follow_up.take_up"' in page
    form = visitor.get(f"{CASE}/stap/follow_up.take_up")
    assert form.status_code == 200
    stated = {**facts_for("follow_up.take_up", site.now), "route": route}
    with site.writing() as session:
        a_step(session, site.rulebook, "HV-2026-0001", "follow_up.take_up", site.now, ROUTES[route], **stated)
    assert stated["what"] in visitor.get(CASE).text


@pytest.mark.parametrize("route", ROUTES)
def test_nothing_else_of_the_case_is_seen(site: Site, route: str):
    number = chosen(site, route)
    visitor = site.visitor(ROUTES[route])
    page = visitor.get(CASE).text
    for hidden in (
        "Zwq-view",
        "000-1111111",
        "Betrokkene horen",
        "Risicotaxatie",
        "mutatie 000-1",
        "Stukken",
    ):
        assert hidden not in page
    with site.writing() as session:
        case = find(session, number)
        assert not [part for part in access.Slice if access.sees(ROUTES[route], part, case)]
    for address in ("risicotaxatie", "stukken", "toets/imposition.impose", "besluit/imposition.decline",
                    "stap/care.contact", "stap/imposition.hear", "stap/follow_up.choose_route",
                    "verzoek/woning", "documenten/1"):  # fmt: skip
        assert visitor.get(f"{CASE}/{address}").status_code in (403, 404), address


def test_where_no_data_go_along_nobody_is_named(site: Site):
    chosen(site, "gedragsaanwijzing", ground="geen_gegevens")
    page = site.visitor(OM).get(CASE).text
    assert WHY["gedragsaanwijzing"] in page
    assert "Testema" not in page and "Proefstraat" not in page


@pytest.mark.parametrize("who", [RAAD, CARE, OTHER_CARE, ELSEWHERE, an_actor(Role.RECLASSERING)])
def test_whom_no_route_names_finds_no_case(site: Site, who: Actor):
    chosen(site, "gedragsaanwijzing")
    visitor = site.visitor(who)
    assert visitor.get(CASE).status_code == 404 and CASE not in visitor.get("/zaken").text


def test_of_several_organisations_in_care_only_the_one_that_was_asked(site: Site):
    chosen(site, "zorg")
    assert site.visitor(CARE).get(CASE).status_code == 200
    assert site.visitor(OTHER_CARE).get(CASE).status_code == 404


def test_a_route_that_was_stopped_opens_nothing_any_more(site: Site):
    number = chosen(site, "gedragsaanwijzing", "zorg")
    with site.writing() as session:
        a_step(session, site.rulebook, number, "follow_up.end_route", site.now, route="gedragsaanwijzing")
    assert site.visitor(OM).get(CASE).status_code == 404
    assert site.visitor(CARE).get(CASE).status_code == 200


def test_a_case_that_is_closed_is_closed_to_them(site: Site):
    number = chosen(site, "zorg")
    with site.writing() as session:
        take = {"route": "zorg", "taken_by": "Roos Wijkteam", "what": "Gesprek"}
        a_step(session, site.rulebook, number, "follow_up.take_up", site.now, CARE, **take)
    assert site.visitor(CARE).get(CASE).status_code == 200
    with site.writing() as session:
        a_step(session, site.rulebook, number, "follow_up.close", site.now)
    assert site.visitor(CARE).get(CASE).status_code == 404


def test_a_hand_over_of_aftercare_opens_it_to_its_owner(site: Site):
    number = chosen(site)
    with site.writing() as session:
        owner = {"owner": CARE.organisation, "plan": "Zwq-plan"}
        a_step(session, site.rulebook, number, "follow_up.assign", CHOSEN, **owner)
    assert "Zwq-plan" in site.visitor(CARE).get(CASE).text


def test_lists_and_single_cases_agree_on_what_was_routed(site: Site):
    chosen(site, "gedragsaanwijzing", "zorg")
    with site.writing() as session:
        (case,) = session.exec(select(Case)).all()
        for actor in (OM, RAAD, CARE, OTHER_CARE, ELSEWHERE):
            listed = session.exec(select(Case).where(access.visible(actor))).all()
            assert bool(listed) == access.may_open(actor, case), actor
