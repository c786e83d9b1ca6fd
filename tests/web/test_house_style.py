"""The house style for the administrator: every template, an invented case, and nothing kept."""

import io

import pdfplumber
import pytest
from sqlmodel import func, select

from huisverbod.case import Case, Event
from huisverbod.documents import Document, example
from huisverbod.roles import Role
from tests.web.conftest import Site

PAGE = "/beheer/huisstijl"
TOWN = f"{PAGE}/voorbeeldland/voorbeelddam"


def test_every_template_is_offered_and_the_leaflets_in_every_language(site: Site):
    keeper = site.visitor(Role.ADMINISTRATOR)
    assert f'href="{TOWN}"' in keeper.get(PAGE).text
    text = keeper.get(TOWN).text
    for template in example.contents(site.rulebook.templates):
        assert f'{TOWN}/{template.removesuffix(".html")}.pdf"' in text
    assert "folder_achterblijvers.pdf?taal=ar" in text
    assert "Postbus 2001, 2001 QQ Voorbeelddam" in text


def test_an_example_is_drawn_in_the_style_of_the_town_and_nothing_is_kept(site: Site):
    keeper = site.visitor(Role.ADMINISTRATOR)
    answer = keeper.get(f"{TOWN}/imposition/beschikking.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = pdf.pages[0].extract_text()
    assert "Gemeente Voorbeelddam" in text
    assert "Retouradres: Postbus 2001" in text
    assert "HV-0000-0000" in text
    assert "SIMULATIE Voorbeeld van de huisstijl" in " ".join(text.split())
    with site.writing() as session:
        for table in (Case, Event, Document):
            assert session.exec(select(func.count()).select_from(table)).one() == 0


def test_a_leaflet_is_shown_in_the_language_asked_for(site: Site):
    keeper = site.visitor(Role.ADMINISTRATOR)
    address = f"{TOWN}/execution/folder_achterblijvers.pdf"
    english = keeper.get(f"{address}?taal=en")
    with pdfplumber.open(io.BytesIO(english.content)) as pdf:
        assert "barring order" in pdf.pages[0].extract_text()
    assert keeper.get(f"{address}?taal=xx").status_code == 404


@pytest.mark.parametrize(
    "address",
    [f"{PAGE}/elders/voorbeelddam", f"{PAGE}/voorbeeldland/elders", f"{TOWN}/execution/niets.pdf",
     f"{TOWN}/execution/einde.pdf?taal=en"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(site: Site, address: str):
    assert site.visitor(Role.ADMINISTRATOR).get(address).status_code == 404


@pytest.mark.parametrize("address", [PAGE, TOWN, f"{TOWN}/execution/einde.pdf"])
@pytest.mark.parametrize("role", [Role.MUNICIPAL_OFFICER, Role.MAYOR, Role.EVALUATOR])
def test_only_the_administrator_looks(site: Site, role: Role, address: str):
    assert site.visitor(role).get(address).status_code == 403
