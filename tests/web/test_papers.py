"""Papers on request: who is offered which, drawing one, and who is refused."""

from datetime import timedelta

import pytest
from sqlmodel import select

from huisverbod.documents import Document
from huisverbod.roles import Role
from tests.builders import MOMENT, a_concluded_assessment, a_step, an_oral_ban, moment_of
from tests.web.conftest import Site

PAGE = "/zaken/HV-2026-0001/stukken"
NOTE = "imposition/mondelinge_aanzegging.html"


def an_oral_case(site: Site) -> int:
    """An oral ban; the number of the event of its notice."""
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        taken = a_step(session, site.rulebook, number, "execution.wish_lawyer", MOMENT + timedelta(hours=3))
        seq = taken.event.seq
    site.now = MOMENT + timedelta(hours=4)
    return seq - 1


def test_the_page_offers_what_the_case_gives_reason_for(site: Site):
    an_oral_case(site)
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    assert f'href="{PAGE}"' in officer.get("/zaken/HV-2026-0001").text
    text = officer.get(PAGE).text
    titles = [
        "Nota van de mondelinge aanzegging",
        "Folder voor de uithuisgeplaatste",
        "Verslag van het horen",
    ]
    for title in [*titles, "Bericht aan de politie", "Bericht aan de piketdienst voor advocaten"]:
        assert title in text
    assert "Ontvangstbewijs van de sleutels" not in text


def test_a_paper_is_drawn_once_and_then_stands_with_the_documents(site: Site):
    seq = an_oral_case(site)
    police = site.visitor(Role.POLICE)
    answers = [police.post(PAGE, data={"template": NOTE, "event": seq}) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    paper = police.get(answers[0].headers["location"])
    assert paper.headers["content-type"] == "application/pdf"
    assert "mondelinge_aanzegging.pdf" in paper.headers["content-disposition"]
    assert "Nota van de mondelinge aanzegging" not in police.get(PAGE).text
    assert "Nota van de mondelinge aanzegging" in police.get("/zaken/HV-2026-0001").text


LEAFLET = "execution/folder_uithuisgeplaatste.html"


def a_case_heard_in(site: Site, language: str) -> int:
    """A ban imposed in writing on someone who was heard in that language; the number of that event."""
    with site.writing() as session:
        number = a_concluded_assessment(session, site.rulebook)
        at = moment_of("imposition.hear")
        a_step(session, site.rulebook, number, "imposition.hear", at, language=language, interpreter=True)
        a_step(session, site.rulebook, number, "imposition.consult_veilig_thuis", at)
        a_step(session, site.rulebook, number, "imposition.propose", moment_of("imposition.propose"))
        imposed = moment_of("imposition.impose")
        seq = a_step(session, site.rulebook, number, "imposition.impose", imposed, Role.HOVJ).event.seq
    site.now = MOMENT + timedelta(hours=4)
    return seq


def test_the_language_in_which_someone_was_heard_is_ticked(site: Site):
    a_case_heard_in(site, "Arabisch (Syrië)")
    text = site.visitor(Role.POLICE).get(PAGE).text
    assert 'value="nl" checked' in text
    assert 'value="ar" checked' in text
    assert 'value="en">' in text
    assert 'lang="ar" dir="rtl"' in text
    assert "nog geen folder" not in text


def test_a_language_without_a_leaflet_is_said(site: Site):
    a_case_heard_in(site, "Tigrinya")
    text = site.visitor(Role.POLICE).get(PAGE).text
    assert "Er is gesproken in: Tigrinya." in text


def test_a_leaflet_is_drawn_in_every_language_that_was_chosen(site: Site):
    seq = a_case_heard_in(site, "Engels")
    police = site.visitor(Role.POLICE)
    chosen = {"template": LEAFLET, "event": seq, "languages": ["nl", "en"]}
    answer = police.post(PAGE, data=chosen)
    assert (answer.status_code, answer.headers["location"]) == (303, "/zaken/HV-2026-0001#stukken")
    with site.writing() as session:
        found = session.exec(select(Document).where(Document.template == LEAFLET)).all()
        assert sorted(document.language for document in found) == ["en", "nl"]
    assert "Folder voor de uithuisgeplaatste, Engels" in police.get("/zaken/HV-2026-0001").text
    left = police.get(PAGE).text
    assert 'value="en"' not in left
    assert 'value="ar"' in left


@pytest.mark.parametrize(("languages", "status"), [([], 422), (["xx"], 404)])
def test_a_leaflet_without_a_language_of_ours_is_not_drawn(site: Site, languages: list[str], status: int):
    seq = a_case_heard_in(site, "Engels")
    asked = {"template": LEAFLET, "event": seq, "languages": languages}
    assert site.visitor(Role.POLICE).post(PAGE, data=asked).status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CASE_MANAGER, 403), (Role.VEILIG_THUIS, 403), (Role.EVALUATOR, 404)]
)
def test_who_does_not_serve_or_tell_draws_nothing(site: Site, role: Role, status: int):
    seq = an_oral_case(site)
    visitor = site.visitor(role)
    assert visitor.post(PAGE, data={"template": NOTE, "event": seq}).status_code == status
    assert f'href="{PAGE}"' not in visitor.get("/zaken/HV-2026-0001").text
    with site.writing() as session:
        assert session.exec(select(Document)).all() == []


@pytest.mark.parametrize(("template", "event"), [(NOTE, 1), (NOTE, 999), ("weg.html", 1)])
def test_a_paper_without_reason_is_not_found(site: Site, template: str, event: int):
    an_oral_case(site)
    answer = site.visitor(Role.POLICE).post(PAGE, data={"template": template, "event": event})
    assert answer.status_code == 404
