"""How much work the main journeys are: counted here, written in docs/journeys.md, and held to it."""

import os
import re
from datetime import timedelta
from pathlib import Path

from huisverbod.roles import Role
from tests.builders import MOMENT, a_proposed_decision, a_request
from tests.journeys.counting import Person
from tests.web.conftest import PASSWORD, Site

PAGE = Path(__file__).parents[2] / "docs" / "journeys.md"
WRITE = "HUISVERBOD_JOURNEYS"
MOST_URGENT_FIELDS = 12
HEAD = "| Who does what | Pages | Fields typed | Choices | Presses |\n|---|---|---|---|---|\n"
STALE = (
    f"docs/journeys.md is not what was counted. Run this test with {WRITE}=1 to write it. "
    "Did a number grow? Say why below 'What grew, and why'. Counted: "
)


def police_ask_urgently(site: Site) -> Person:
    """From the worklist to the confirmation, with one page to fill in."""
    officer = Person(site.visitor(Role.POLICE)).open("/zaken").follow("Spoedverzoek")
    return officer.press(
        "Spoedverzoek sturen",
        {
            "home": "Proefstraat 12",
            "postcode": "2001qq",
            "place": "Voorbeelddam",
            "given_names": "Ruben",
            "family_name": "Testema",
            "born_on": "14-3-1988",
            "kind_of_stay": "woont er",
            "stays": "Sanne Voorbeeldsma",
            "what": "Hij sloeg haar en dreigt terug te komen.",
            "item": "2c.1",
            "source_kind": "verklaring_slachtoffer",
        },
    )


def veilig_thuis_asks(site: Site) -> Person:
    """A request with two adults, a child, one dated sign, and what the victim told."""
    partner = Person(site.visitor(Role.VEILIG_THUIS)).open("/zaken").follow("Nieuw verzoek")
    partner.press("Begin het verzoek", {"route": "acuut_veilig_thuis", "municipality": "voorbeelddam"})
    home = {"street": "Proefstraat", "number": "12", "postcode": "2001 QQ", "place": "Voorbeelddam"}
    partner.press("Verder", row("dwelling", home | {"kind_of_stay": "woont er"}))
    partner.press("Nog een toevoegen").press("Verder", household())
    when = {"signalled_at.date": "23-11-2026", "signalled_at.time": "20.30"}
    danger = {"domestic_threat": "ja", "danger": "Hij dreigde haar vannacht nog iets aan te doen."}
    partner.press("Verder", when | danger).press("Verder", {"flags": ["recent_geweld"]})
    sign = {"on": "22-11-2026", "what": "Buren hoorden glas", "source": "melding 000-1", "item": "2c.1"}
    partner.press("Verder", row("indications.0", sign | {"source_kind": "verklaring_derde"}))
    told = {"who": "Sanne Voorbeeldsma", "on": "21-11-2026", "told_to": "de huisarts", "consent": "ja"}
    partner.press("Toevoegen").press("Verder", row("told.0", told | {"words": "Hij volgt haar."}))
    child = {"needs": "Rust.", "veilig_thuis": "ja", "raad": "nee"}
    partner.press("Verder", row("children_seen.0", child))
    partner.press("Verder", {"sharing_ground": "wettelijke_taak", "reachable_on": "088-0000130"})
    return partner.press("Verzoek naar de burgemeester sturen")


def row(prefix: str, facts: dict[str, str]) -> dict[str, str]:
    """The fields of one row or group, by their names in the form."""
    return {f"{prefix}.{name}": value for name, value in facts.items()}


def household() -> dict[str, str | list[str]]:
    """Two adults and a child, as typed."""
    people = [("Ruben", "Testema", "14-3-1988"), ("Sanne", "Voorbeeldsma", "2-7-1990")]
    people += [("Pim", "Testema", "30-10-2018")]
    named: dict[str, str | list[str]] = {"people.2.kind": "kind"}
    for row, (given, family, born) in enumerate(people):
        named |= {f"people.{row}.given_names": given, f"people.{row}.family_name": family}
        named |= {f"people.{row}.born_on": born, f"people.{row}.lives_there": "ja"}
    return named


def an_officer_takes_it_up(site: Site) -> Person:
    """From the worklist to a request that is taken up."""
    with site.writing() as session:
        number = a_request(session, site.rulebook, MOMENT)
    site.now = MOMENT + timedelta(minutes=20)
    officer = Person(site.visitor(Role.MUNICIPAL_OFFICER)).open("/zaken").follow(number)
    officer.follow("In behandeling nemen")
    return officer.press("In behandeling nemen", {"dwelling_here": "ja", "checked_in": "bag"})


def the_mayor_decides(site: Site) -> Person:
    """From the link in a message to the signed decision."""
    with site.writing() as session:
        number = a_proposed_decision(session, site.rulebook)
    site.now = MOMENT + timedelta(hours=4)
    mayor = Person(site.visitor(Role.MAYOR)).open(f"/zaken/{number}/besluit/imposition.impose")
    mayor.follow("Naar ondertekenen")
    weak = {"seen_points": "ja"} if "seen_points" in mayor.page else {}
    return mayor.press("Ondertekenen", {"read": "ja", "password": PASSWORD} | weak)


JOURNEYS = {
    "Police ask urgently, from the worklist to the confirmation": police_ask_urgently,
    "Veilig Thuis asks: two adults, a child, a sign, a statement": veilig_thuis_asks,
    "An officer takes a request up, from the worklist": an_officer_takes_it_up,
    "The mayor decides, from the link in a message": the_mayor_decides,
}


def test_the_page_says_how_much_work_each_journey_is(site: Site):
    counted = {name: walk(site).counts for name, walk in JOURNEYS.items()}
    rows = "".join(f"| {name} | {' | '.join(map(str, counts))} |\n" for name, counts in counted.items())
    before = PAGE.read_text(encoding="utf-8")
    table = re.compile(re.escape(HEAD) + r"(\|.*\n)*")
    after = table.sub(lambda _: HEAD + rows, before)
    if os.environ.get(WRITE):
        before = after
        PAGE.write_text(after, encoding="utf-8")
    assert after == before and HEAD in before, STALE + rows


def test_police_type_at_most_twelve_fields_and_the_page_has_no_more(site: Site):
    officer = police_ask_urgently(site)
    assert len(officer.typed) + officer.chosen <= MOST_URGENT_FIELDS
    page = officer.visitor.get("/verzoeken/spoed").text
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)', page)) - {"key"}
    assert len(asked) == MOST_URGENT_FIELDS


def test_a_partner_types_nothing_twice(site: Site):
    said = [text for text in veilig_thuis_asks(site).typed if text != "Testema"]
    assert len(said) == len(set(said)) > 10
