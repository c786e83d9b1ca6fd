"""The page with offices and mandates: what is valid, what lapses, who acts, and who may see it."""

from datetime import datetime

import pytest

from huisverbod.known import Actor
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.web.conftest import Site


def shown(site: Site, role: Role | Actor, at: datetime | None = None) -> str:
    site.now = at or site.now
    answer = site.visitor(role).get("/register")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def row(page: str, number: str) -> str:
    return page.partition(f"<strong>{number}</strong>")[2].partition("</tr>")[0]


def test_a_mandate_stands_there_with_its_written_decision_scope_and_period(site: Site):
    line = row(shown(site, Role.MUNICIPAL_OFFICER), "VBD-2025-002")
    for words in (
        "Besluit van 1 juli 2025, getekend door Joram Havenkwartier",
        "Bram Lantaarnpaal",
        "hoofdinspecteur",
        "1 juli 2025 tot en met 30 juni 2028",
        "Geldig",
    ):
        assert words in line
    assert "Acuut" in line or "Spoed" in line
    assert "creening" not in line


@pytest.mark.parametrize(
    ("day", "standing"),
    [("2028-04-30", "Geldig"), ("2028-05-01", "Vervalt binnenkort"), ("2028-06-30", "Vervalt binnenkort"),
     ("2028-07-01", "Verlopen"), ("2025-06-30", "Geldt nog niet")],
)  # fmt: skip
def test_what_lapses_within_sixty_days_is_said(site: Site, day: str, standing: str):
    page = shown(site, Role.ADMINISTRATOR, datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZONE))
    assert standing in row(page, "VBD-2025-001")
    assert ("Regel op tijd een nieuw mandaat" in page) == (standing == "Vervalt binnenkort")


@pytest.mark.parametrize(
    ("day", "acting"),
    [
        ("2026-12-20", "de burgemeester: <strong>Joram Havenkwartier"),
        ("2026-12-21", "vervangt: <strong>Ilse Grachtenaar"),
        ("2026-12-30", "vervangt: <strong>Omar Kadelicht"),
        ("2027-01-02", "vervangt: <strong>Ilse Grachtenaar"),
        ("2027-01-04", "de burgemeester: <strong>Joram Havenkwartier"),
    ],
)
def test_it_says_who_acts_when_the_mayor_is_away(site: Site, day: str, acting: str):
    page = shown(site, Role.MUNICIPAL_OFFICER, datetime.fromisoformat(f"{day}T00:30").replace(tzinfo=ZONE))
    assert acting in page


def test_an_officer_of_a_town_sees_that_town_and_the_police_the_region(site: Site):
    assert "Kerkhaven" not in shown(site, Role.MUNICIPAL_OFFICER)
    assert "Kerkhaven" in shown(site, Role.HOVJ)


@pytest.mark.parametrize("role", [Role.POLICE, Role.VEILIG_THUIS, Role.EVALUATOR])
def test_it_is_not_for_others(site: Site, role: Role):
    visitor = site.visitor(role)
    assert visitor.get("/register").status_code == 403
    assert "/register" not in visitor.get("/hulp").text
