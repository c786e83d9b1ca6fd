"""The main way in a browser, by clicking: from a partner's request to a running ban that the figures count."""

import csv
import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from huisverbod import instrument, wording
from huisverbod.roles import Role
from tests import builders
from tests.browser.looking import Console, picture, too_wide
from tests.browser.visiting import PHONE, Served, a_person, choose, fill, part, pick, press
from tests.builders import MOMENT, RIHG
from tests.web.conftest import PASSWORD

EARLIER = 4
"""Bans of before: with the one of this test there are enough for the figures to show how many."""

SERVICE = "Besluit tot bekendmaking"


@pytest.fixture
def region(served_site: Served) -> Served:
    """A region with a few bans in its past."""
    site = served_site.site
    with site.writing() as session:
        for weeks in range(1, EARLIER + 1):
            builders.an_oral_ban(session, site.rulebook, MOMENT - timedelta(weeks=weeks))
    site.now = MOMENT
    return served_site


def test_a_request_becomes_a_signed_served_and_counted_ban(browser: Browser, region: Served):
    def at(minutes: int) -> datetime:
        region.site.now = MOMENT + timedelta(minutes=minutes)
        return region.site.now

    with a_person(browser, region, Role.EVALUATOR) as evaluator:
        expect(measured(evaluator, SERVICE)).to_have_text("minder dan 5")
        assert len(rows(evaluator, SERVICE)) == EARLIER
    with a_person(browser, region, Role.VEILIG_THUIS) as partner:
        number = ask(partner)
    at(20)
    with a_person(browser, region, Role.MUNICIPAL_OFFICER) as officer:
        to_step(officer, number, "In behandeling nemen")
        take(officer, "In behandeling nemen")
    at(50)
    with a_person(browser, region, Role.POLICE) as police:
        to_case(police, number)
        for key in ("1a", "1", "2"):
            assess(police, key)
    with a_person(browser, region, Role.CASE_MANAGER) as care:
        to_case(care, number)
        assess(care, "3")
    at(70)
    with a_person(browser, region, Role.HOVJ) as hovj:
        to_step(hovj, number, "Risicotaxatie afronden")
        choose(hovj, {"Uw advies": "Huisverbod opleggen"})
        take(hovj, "Risicotaxatie afronden")
    at(100)
    with a_person(browser, region, Role.HOVJ) as hovj:
        to_step(hovj, number, "Betrokkene horen")
        hear(hovj)
    at(130)
    with a_person(browser, region, Role.MUNICIPAL_OFFICER) as officer:
        to_step(officer, number, "Ontwerpbesluit voorleggen")
        propose(officer, at(130))
    at(160)
    with a_person(browser, region, Role.MAYOR, viewport=PHONE, is_mobile=True, has_touch=True) as mayor:
        sign(mayor, number)
    served_at = at(200)
    with a_person(browser, region, Role.POLICE) as police:
        to_step(police, number, "Besluit in persoon uitreiken")
        serve(police)
    at(240)
    with a_person(browser, region, Role.MUNICIPAL_OFFICER) as officer:
        to_case(officer, number)
        clock = officer.locator(".hv-clock")
        expect(clock).to_contain_text("nog 9 dagen en 23 uur")
        expect(clock).to_contain_text(wording.moment(served_at + timedelta(days=10)))
        expect(officer.get_by_role("list", name="Fasen van deze zaak")).to_contain_text("Huisverbod loopt")
        picture(officer, "main-way-running")
    with a_person(browser, region, Role.EVALUATOR) as evaluator:
        expect(measured(evaluator, SERVICE)).to_have_text(str(EARLIER + 1))
        assert [row["uren"] for row in rows(evaluator, SERVICE)].count("0,67") == 1


# What each of them does


def ask(partner: Page) -> str:
    """Veilig Thuis asks for a ban on the short pages; the number of the case comes back."""
    console = Console(partner)
    press(partner, "Nieuw verzoek")
    choose(partner, {"Waarom nu": "Spoed, door Veilig Thuis of het crisisteam", "In welke": "Voorbeelddam"})
    press(partner, "Begin het verzoek")
    fill(
        partner, {"Straat": "Proefstraat", "Huisnummer": "12", "Postcode": "2001qq", "Plaats": "Voorbeelddam"}
    )
    choose(partner, {"Hoe verblijft": "Woont er"})
    press(partner, "Verder")
    name(part(partner, "1 van"), "Ruben", "Testema", "14-3-1988")
    name(part(partner, "2 van"), "Sanne", "Voorbeeldsma", "2 juli 1990")
    press(partner, "Nog een toevoegen: De mensen op dit adres")
    child = part(partner, "3 van")
    choose(child, {"Wie is dit": "Kind"})
    name(child, "Pim", "Testema", "30-10-2018")
    press(partner, "Verder")
    choose(partner, {"Gaat het om geweld": "Ja", "Gaat het alleen": "Nee"})
    fill(part(partner, "Wanneer kwam"), {"Datum": "23-11-2026", "Tijd": "20.30"})
    fill(partner, {"Waarom is er volgens u": "Hij dreigde haar vannacht nog iets aan te doen."})
    press(partner, "Verder")
    sign = part(partner, "1 van")
    fill(
        sign, {"Wanneer": "22-11-2026", "Wat is er": "Buren hoorden glas breken", "Van wie": "melding 000-1"}
    )
    pick(sign, "Soort bron", "Verklaring van een derde")
    pick(sign, "Past bij", re.compile(r"^2c\.1 "))
    press(partner, "Verder")
    fill(partner, {"Wat hebben de kinderen": "Rust, en uitleg op zijn niveau."})
    press(partner, "Verder")
    choose(partner, {"Op welke grond": "Het hoort bij onze wettelijke taak"})
    fill(partner, {"Op welk nummer": "088-0000130"})
    press(partner, "Verder")
    press(partner, "Verzoek naar de burgemeester sturen")
    expect(partner.get_by_role("heading", name="Wat gebeurt er nu?")).to_be_visible()
    assert console.complaints == []
    return str(re.search(r"HV-\d{4}-\d{4}", partner.url)[0])


def name(person: Locator, given: str, family: str, born: str) -> None:
    """Says who somebody is."""
    fill(person, {"Voornamen": given, "Achternaam": family, "Geboortedatum": born})
    choose(person, {"Woont of verblijft": "Ja"})


def to_case(page: Page, number: str) -> None:
    """Opens the case from the worklist."""
    page.get_by_role("link", name="Werkvoorraad").first.click()
    page.get_by_role("table").get_by_role("link", name=number).click()


def to_step(page: Page, number: str, label: str) -> None:
    """Opens the form of a step from the case, also when it is among the less usual ones."""
    to_case(page, number)
    more = page.get_by_text("Andere handelingen")
    if more.count():
        more.click()
    press(page, label)


def take(page: Page, label: str) -> None:
    """Sends the form of a step, and sees that it was taken."""
    press(page, label)
    expect(page.get_by_text(f"Vastgelegd: {label}.")).to_be_visible()


def assess(page: Page, key: str) -> None:
    """Fills in one part of the instrument: one yes with what it rests on, and a colour for every signal."""
    press(page, "Naar de risicotaxatie")
    press(page, f"Vul in: deel {key}")
    codes = instrument.signals_of(key, RIHG)
    item = f"{codes[0]}.1"
    page.get_by_text(f"signaal {codes[0]}").click()
    choose(page, {f"{item} ": "Ja"})
    page.get_by_text(f"Feit, datum en bron bij {item} ").click()
    evidence = page.locator(".hv-item", has=part(page, f"{item} "))
    fill(evidence, {"Wat is er": "Dreigde met een mes", "Wanneer": "22-11-2026", "Van wie": "mutatie 000-1"})
    pick(evidence, "Soort bron", "Politieregistratie")
    if key == "2":
        expect(part(page, "2c.1 ").get_by_label("Ja")).to_be_checked()
    for code in codes:
        choose(page, {f"Uw oordeel over {code}": "Hoog (rood)"})
    press(page, f"Leg vast: deel {key}")
    expect(page.get_by_text(f"Deel {key} is vastgelegd.")).to_be_visible()
    press(page, "Terug naar de zaak")


def hear(hovj: Page) -> None:
    """The hulpofficier heard the man at the station."""
    choose(hovj, {"Hoe?": "In persoon", "Was er een tolk": "Nee", "Heeft u verteld": "Ja", "Is gezegd": "Ja"})
    fill(hovj, {"Waar?": "bureau Damplein", "Hoeveel minuten": "25", "Wat vindt": "Hij wil naar huis."})
    take(hovj, "Betrokkene horen")


def propose(officer: Page, now: datetime) -> None:
    """The officer lays a draft before the mayor: what the file says already stands there."""
    expect(part(officer, "Feiten en omstandigheden")).to_contain_text("Buren hoorden glas breken")
    expect(officer.get_by_label("Waarom is er in deze zaak")).to_have_value(re.compile("vannacht"))
    fill(
        officer,
        {
            "Waarom deze persoon": "Het geweld ging alleen van hem uit.",
            "Waarom is iets lichters": "Een gesprek op vrijdag hielp niet.",
            "Welke belangen": "Hij kan bij zijn broer slapen.",
            "Antwoord op": "Dat hij naar huis wil, neemt het gevaar niet weg.",
        },
    )
    choose(officer, {"Is (een vermoeden van) kindermishandeling": "Nee"})
    planned = now + timedelta(hours=1)
    day, time = f"{planned:%d-%m-%Y}", f"{planned:%H.%M}"
    fill(part(officer, "Wanneer wordt het besluit"), {"Datum": day, "Tijd": time})
    take(officer, "Ontwerpbesluit voorleggen")


def sign(mayor: Page, number: str) -> None:
    """The mayor reads and signs on a phone, with a fresh password."""
    console = Console(mayor)
    expect(mayor.get_by_role("heading", name="Besluiten", exact=True)).to_be_visible()
    mayor.locator("li", has_text=number).get_by_role("link", name="Huisverbod opleggen").tap()
    expect(mayor.get_by_text("Proefstraat 12")).to_be_visible()
    draft = mayor.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    assert mayor.request.get(draft).body().startswith(b"%PDF")
    picture(mayor, "main-way-reading")
    press(mayor, "Naar ondertekenen")
    mayor.get_by_label("Ik heb het besluit gelezen.").check()
    press(mayor, "Ondertekenen: huisverbod opleggen")
    expect(mayor.get_by_role("alert")).to_contain_text("wachtwoord")
    assert mayor.get_by_label("Ik heb het besluit gelezen.").is_checked()
    mayor.get_by_label("Uw wachtwoord").fill(PASSWORD)
    picture(mayor, "main-way-signing")
    press(mayor, "Ondertekenen: huisverbod opleggen")
    expect(mayor.get_by_text("Vastgelegd: Huisverbod opleggen.")).to_be_visible()
    assert too_wide(mayor) == []
    assert console.complaints == []


def serve(police: Page) -> None:
    """The police hand over the decision: from now on the ban runs."""
    fill(police, {"Waar?": "bureau Damplein", "Hoeveel sleutels": "2", "Nummer van": "K-000-1"})
    pick(police, "Hoe is vastgesteld", "Identiteitskaart")
    choose(
        police,
        {"Was er een tolk": "Nee", "Wil de betrokkene een advocaat": "Ja", "Weigerde de betrokkene": "Nee"},
    )
    take(police, "Besluit in persoon uitreiken")


# What the figures say


def measured(evaluator: Page, measure: str) -> Locator:
    """How often a duration was measured, in the table of the figures page."""
    evaluator.get_by_role("link", name="Cijfers").click()
    row = evaluator.get_by_role("row", name=re.compile(f"^{measure}"))
    return row.get_by_role("cell").first


def rows(evaluator: Page, measure: str) -> list[dict[str, str]]:
    """The durations of this kind in the file that the figures page gives."""
    with evaluator.expect_download() as download:
        press(evaluator, "Download de doorlooptijden (CSV)")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    return [row for row in csv.DictReader(lines, delimiter=";") if measure in row.values()]
