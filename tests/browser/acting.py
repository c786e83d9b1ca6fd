"""What each person on the main way does, by clicking and typing; every act begins where his work begins."""

import re

from playwright.sync_api import Locator, Page, expect

from huisverbod import instrument
from tests.browser.looking import picture, too_wide
from tests.browser.visiting import choose, fill, part, pick, press, unfold
from tests.builders import RIHG
from tests.web.conftest import PASSWORD


def ask(partner: Page) -> str:
    """Veilig Thuis asks for a ban on the short pages; the number of the case comes back."""
    press(partner, "Nieuw verzoek")
    choose(partner, {"Waarom nu": "Spoed, door Veilig Thuis of het crisisteam", "In welke": "Voorbeelddam"})
    press(partner, "Begin het verzoek")
    fill(
        partner, {"Straat": "Proefstraat", "Huisnummer": "12", "Postcode": "2001qq", "Plaats": "Voorbeelddam"}
    )
    choose(partner, {"Hoe verblijft": "Woont er"})
    press(partner, "Verder")
    name_household(partner)
    press(partner, "Verder")
    choose(partner, {"Gaat het om geweld": "Ja", "Gaat het alleen": "Nee"})
    fill(part(partner, "Wanneer kwam"), {"Datum": "23-11-2026", "Tijd": "20.30"})
    fill(partner, {"Waarom is er volgens u": "Hij dreigde haar vannacht nog iets aan te doen."})
    press(partner, "Verder")
    press(partner, "Verder")  # no red flags
    name_sign(part(partner, "1 van"))
    press(partner, "Verder")
    press(partner, "Verder")  # nothing was told before
    fill(partner, {"Wat hebben de kinderen": "Rust, en uitleg op zijn niveau."})
    press(partner, "Verder")
    ground = "Noodzakelijk voor onze taak (art. 4.1.1 en 5.3.3 lid 3 Wmo 2015)"
    choose(partner, {"Op welke grond": ground})
    fill(partner, {"Op welk nummer": "088-0000130"})
    press(partner, "Verder")
    press(partner, "Verzoek naar de burgemeester sturen")
    expect(partner.get_by_role("heading", name="Wat gebeurt er nu?")).to_be_visible()
    return str(re.search(r"HV-\d{4}-\d{4}", partner.url)[0])


def name_household(partner: Page) -> None:
    """A man, a woman, and a child for whom a third row is added."""
    name(part(partner, "1 van"), "Ruben", "Testema", "14-3-1988")
    name(part(partner, "2 van"), "Sanne", "Voorbeeldsma", "2 juli 1990")
    press(partner, re.compile("^Nog een toevoegen"))
    child = part(partner, "3 van")
    choose(child, {"Wie is dit": "Kind"})
    name(child, "Pim", "Testema", "30-10-2018")


def name_sign(sign: Locator) -> None:
    """A dated sign that fits an item of the instrument."""
    fill(
        sign, {"Wanneer": "22-11-2026", "Wat is er": "Buren hoorden glas breken", "Van wie": "melding 000-1"}
    )
    pick(sign, "Soort bron", "Verklaring van een ander")
    pick(sign, "Past bij", re.compile(r"^2c\.1 "))


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
    if page.get_by_text("Andere handelingen").count():
        unfold(page, "Andere handelingen")
    press(page, label)


def take(page: Page, label: str) -> None:
    """Sends the form of a step, and sees that it was taken."""
    press(page, label)
    expect(page.get_by_text(f"Vastgelegd: {label}.")).to_be_visible()


def accept(officer: Page, number: str) -> None:
    """The officer takes the request up."""
    to_step(officer, number, "In behandeling nemen")
    choose(
        officer,
        {
            "Ligt de woning": "Ja",
            "Hoe is dat nagekeken": "In de basisregistratie adressen en gebouwen (BAG)",
        },
    )
    take(officer, "In behandeling nemen")


def assess_incident(police: Page, number: str) -> None:
    """The police fill in what they know of the person and of what happened."""
    to_case(police, number)
    for key in ("1a", "1", "2"):
        assess(police, key)


def assess_family(care: Page, number: str) -> None:
    """The case manager fills in the part about the family."""
    to_case(care, number)
    assess(care, "3")


def conclude(hovj: Page, number: str) -> None:
    """The hulpofficier advises to impose."""
    to_step(hovj, number, "Risicotaxatie afronden")
    choose(hovj, {"Uw advies": "Huisverbod opleggen"})
    take(hovj, "Risicotaxatie afronden")


def assess(page: Page, key: str) -> None:
    """Fills in one part of the instrument: one yes with what it rests on, and a colour for every signal."""
    press(page, "Naar de risicotaxatie")
    press(page, f"Vul in: deel {key}")
    codes = instrument.signals_of(key, RIHG)
    item = f"{codes[0]}.1"
    unfold(page, f"signaal {codes[0]}")
    choose(page, {f"{item} ": "Ja"})
    unfold(page, f"bij {item} (")
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


def hear(hovj: Page, number: str) -> None:
    """The hulpofficier heard the man at the station."""
    to_step(hovj, number, "Betrokkene horen")
    choose(hovj, {"Hoe?": "In persoon", "Was er een tolk": "Nee", "Heeft u verteld": "Ja", "Is gezegd": "Ja"})
    fill(hovj, {"Waar?": "bureau Damplein", "Hoeveel minuten": "25", "Wat vindt": "Hij wil naar huis."})
    take(hovj, "Betrokkene horen")


def propose(officer: Page, number: str) -> None:
    """The officer lays a draft before the mayor: what the file says already stands there."""
    to_step(officer, number, "Ontwerpbesluit voorleggen")
    expect(part(officer, "Feiten en omstandigheden")).to_contain_text("Buren hoorden glas breken")
    expect(officer.get_by_label("Waarom is er in deze zaak")).to_have_value(re.compile("vannacht"))
    fill(
        officer,
        {
            "Waarom deze persoon": "Het geweld ging alleen van hem uit.",
            "Waarom is iets lichters": "Een gesprek op vrijdag hielp niet.",
            "Welke belangen": "Hij kan bij zijn broer slapen.",
            "Antwoord op wat de betrokkene": "Dat hij naar huis wil, neemt het gevaar niet weg.",
        },
    )
    choose(officer, {"Is (een vermoeden van) kindermishandeling": "Nee"})
    fill(part(officer, "Wanneer wordt het besluit"), {"Datum": "24-11-2026", "Tijd": "1.00"})
    take(officer, "Ontwerpbesluit voorleggen")


def sign(mayor: Page, number: str) -> None:
    """The mayor reads and signs on a phone, with a fresh password."""
    expect(mayor.get_by_role("heading", name="Besluiten", exact=True)).to_be_visible()
    mayor.locator("li", has_text=number).get_by_role("link", name="Huisverbod opleggen").tap()
    expect(mayor.get_by_text("Proefstraat 12")).to_be_visible()
    draft = mayor.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    assert mayor.request.get(draft).body().startswith(b"%PDF")
    picture(mayor, "main-way-reading")
    press(mayor, "Naar ondertekenen")
    read = mayor.get_by_label("Ik heb het besluit gelezen, en de punten waarop het zwak is.")
    read.check()
    press(mayor, "Ondertekenen: huisverbod opleggen")
    expect(mayor.get_by_role("alert")).to_contain_text("wachtwoord")
    assert read.is_checked()
    mayor.get_by_label("Uw wachtwoord").fill(PASSWORD)
    picture(mayor, "main-way-signing")
    press(mayor, "Ondertekenen: huisverbod opleggen")
    expect(mayor.get_by_text("Vastgelegd: Huisverbod opleggen.")).to_be_visible()
    assert too_wide(mayor) == []


def serve(police: Page, number: str) -> None:
    """The police hand over the decision: from now on the ban runs."""
    to_step(police, number, "Besluit in persoon uitreiken")
    fill(police, {"Waar?": "bureau Damplein", "Hoeveel sleutels": "2", "Nummer van": "K-000-1"})
    pick(police, "Hoe is vastgesteld", "Identiteitskaart")
    choose(
        police,
        {"Was er een tolk": "Nee", "Wil de betrokkene een advocaat": "Ja", "Weigerde de betrokkene": "Nee"},
    )
    take(police, "Besluit in persoon uitreiken")


def see_it_run(officer: Page, number: str) -> None:
    """The officer sees how long it still runs, and until when."""
    to_case(officer, number)
    clock = officer.locator(".hv-clock")
    expect(clock).to_contain_text("nog 9 dagen en 23 uur")
    expect(clock).to_contain_text("vrijdag 4 december 2026, 01.00 uur")
    expect(officer.get_by_role("list", name="Fasen van deze zaak")).to_contain_text("Huisverbod loopt")
    picture(officer, "main-way-running")
