"""Where the browser runs no script, everything can still be done; and what the one script adds."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from huisverbod.roles import Role
from tests import builders
from tests.browser import acting
from tests.browser.looking import Console
from tests.browser.visiting import PHONE, Served, a_person, press
from tests.builders import MOMENT

PLAIN = {"java_script_enabled": False}


@pytest.fixture
def proposed(served_site: Served) -> str:
    """The number of a case in which a draft decision waits."""
    with served_site.site.writing() as session:
        number = builders.a_proposed_decision(session, served_site.site.rulebook)
    served_site.site.now = MOMENT + timedelta(hours=4)
    return number


def test_a_partner_asks_without_script(browser: Browser, served_site: Served):
    served_site.site.now = MOMENT
    with a_person(browser, served_site, Role.VEILIG_THUIS, **PLAIN) as partner:
        number = acting.ask(partner)
        press(partner, "Naar de zaak")
        expect(partner.locator("main")).to_contain_text(number)
        expect(partner.get_by_role("list", name="Fasen van deze zaak")).to_contain_text("Ingediend")


def test_a_mayor_signs_without_script(browser: Browser, served_site: Served, proposed: str):
    with a_person(browser, served_site, Role.MAYOR, **PLAIN, viewport=PHONE, has_touch=True) as mayor:
        acting.sign(mayor, proposed)


def test_without_script_a_wrong_form_comes_back_filled_in(browser: Browser, served_site: Served):
    served_site.site.now = MOMENT
    with a_person(browser, served_site, Role.VEILIG_THUIS, **PLAIN) as partner:
        press(partner, "Nieuw verzoek")
        partner.get_by_label("Voorbeelddam").check()
        press(partner, "Begin het verzoek")
        assert partner.title().startswith("Fout:")
        expect(partner.get_by_label("Voorbeelddam")).to_be_checked()
        partner.get_by_role("alert").get_by_role("link").first.click()
        assert partner.url.endswith("#route")


def test_with_script_the_cursor_stands_on_what_is_wrong(browser: Browser, served_site: Served):
    served_site.site.now = MOMENT
    with a_person(browser, served_site, Role.VEILIG_THUIS) as partner:
        press(partner, "Nieuw verzoek")
        press(partner, "Begin het verzoek")
        expect(partner.get_by_role("alert")).to_be_focused()


def test_with_script_the_time_left_runs_on(browser: Browser, served_site: Served):
    site = served_site.site
    with site.writing() as session:
        number = builders.an_oral_ban(session, site.rulebook)
        end = builders.a_ban(session, site.rulebook, number).end
    site.now = end - timedelta(hours=3, minutes=10)
    with a_person(browser, served_site, Role.POLICE) as police:
        police.clock.install(time=0)
        police.clock.pause_at(1)
        police.goto(f"/zaken/{number}")
        left = police.locator(".hv-clock")
        expect(left).to_contain_text("nog 3 uur en 10 min")
        police.clock.fast_forward("02:30:00")
        expect(left).to_contain_text("nog 40 min")
        police.clock.fast_forward("01:00:00")
        expect(left).to_contain_text("20 min te laat")


def test_with_script_what_is_typed_is_kept_without_pressing_anything(browser: Browser, served_site: Served):
    site = served_site.site
    who = builders.an_actor(Role.VEILIG_THUIS)
    with site.writing() as session:
        number = builders.a_draft(session, site.rulebook, by=who, route="acuut_veilig_thuis")
    site.now = MOMENT + timedelta(minutes=5)
    with a_person(browser, served_site, who) as partner:
        console = Console(partner)
        partner.goto(f"/zaken/{number}/verzoek/situatie")
        partner.get_by_label("Waarom is er volgens u").fill("Hij dreigt")
        expect(partner.locator("#bewaard")).to_have_text(
            "Concept bewaard om 21.45 uur. Alleen uw organisatie ziet het."
        )
        partner.reload()
        expect(partner.get_by_label("Waarom is er volgens u")).to_have_value("Hij dreigt")
        assert console.complaints == []
