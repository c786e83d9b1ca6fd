"""Does it hold in court? What falls short, for whom to see, with what to do and where."""

import re
from datetime import timedelta
from typing import Any

import pytest

from huisverbod import stages
from huisverbod.law import wall_clock_days
from huisverbod.roles import Role
from huisverbod.web import scrutiny
from tests.builders import MOMENT, a_ban, a_proposed_decision, a_step, an_oral_ban
from tests.stages.asking import PROCEDURE
from tests.web.conftest import Site

CASE = "/zaken/HV-2026-0001"
IMPOSE = f"{CASE}/toets/imposition.impose"
EXTEND = f"{CASE}/toets/execution.extend"
COPIED = "Hij dreigde vannacht terug te komen en heeft een sleutel van de achterdeur bij zich."


def proposed(site: Site, **propose: Any) -> None:
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook, propose=propose)
    site.now = MOMENT + timedelta(hours=4)


def extending(site: Site, **draft: Any) -> None:
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        at = MOMENT + timedelta(hours=5)
        a_step(session, site.rulebook, number, "imposition.propose_written", at, danger=COPIED)
        site.now = wall_clock_days(a_ban(session, site.rulebook, number).effective_from, 7)
        a_step(session, site.rulebook, number, "execution.propose_extension", site.now, **draft)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_is_weak_says_what_to_do_and_leads_there(site: Site):
    proposed(site, work_at_home="")
    page = site.visitor(Role.MUNICIPAL_OFFICER).get(IMPOSE)
    assert page.status_code == 200 and "Houdt dit stand bij de rechter?" in page.text
    assert "Er staat niets over werk aan huis. Vraag het na" in page.text
    assert f'href="{CASE}/stap/imposition.propose"' in page.text
    assert f'href="{CASE}/stap/imposition.hear_child"' in page.text
    assert "zorg voor iemand in huis. Vraag" not in page.text


def test_what_only_another_can_mend_names_him(site: Site):
    proposed(site, work_at_home="")
    page = text_of(site.visitor(Role.MAYOR).get(IMPOSE).text)
    assert "Kan verholpen worden door: gemeenteambtenaar" in page


def test_what_stops_the_decision_comes_first(site: Site):
    with site.writing() as session:
        an_oral_ban(session, site.rulebook)
    site.now = MOMENT + timedelta(hours=30)
    page = text_of(site.visitor(Role.MUNICIPAL_OFFICER).get(f"{CASE}/toets/imposition.put_in_writing").text)
    assert "Laat eerst het besluit op schrift voorleggen" in page and "Huisgenoten inlichten" in page
    assert (
        page.index("Dit moet eerst") < page.index("Hier is het besluit zwak") < page.index("Dit is te laat")
    )
    assert "register" not in page, "whether the officer himself may decide is no matter here"


def test_the_reading_page_counts_and_links(site: Site):
    proposed(site)
    page = site.visitor(Role.MAYOR).get(f"{CASE}/besluit/imposition.impose").text
    assert f'href="{IMPOSE}"' in page and "zwak" in page


def test_the_draft_page_of_the_officer_links(site: Site):
    proposed(site)
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    assert f'href="{IMPOSE}"' in officer.get(f"{CASE}/stap/imposition.propose").text
    assert "/toets/" not in officer.get(f"{CASE}/stap/imposition.hear").text


def open_points(page: str) -> list[str]:
    return re.findall(r"Houdt dit stand bij de rechter\? ([^<]+)<", page)


def test_the_case_page_says_how_many_points_are_open(site: Site):
    proposed(site, work_at_home="")
    count = {}
    for role in (Role.MUNICIPAL_OFFICER, Role.MAYOR):
        page = site.visitor(role).get(CASE).text
        assert f'href="{IMPOSE}"' in page
        (count[role],) = open_points(page)
        shown = len(re.findall(r"hv-law", site.visitor(role).get(IMPOSE).text.split("Wat is nagekeken")[0]))
        assert shown >= int(re.findall(r"\d+", count[role])[0]) > 1
    assert count[Role.MUNICIPAL_OFFICER] == count[Role.MAYOR] and count[Role.MAYOR].startswith(
        "Huisverbod opleggen: "
    )
    with site.writing() as session:
        at = MOMENT + timedelta(hours=4)
        draft = [{"child": "p3", "how": "niet", "why_not": "Het slaapt.", "in_view_of": ["niemand"]}]
        a_step(session, site.rulebook, "HV-2026-0001", "imposition.hear_child", at, **draft[0])
        a_step(session, site.rulebook, "HV-2026-0001", "imposition.propose", at)
    (fewer,) = open_points(site.visitor(Role.MAYOR).get(CASE).text)
    assert fewer != count[Role.MAYOR]


def test_nobody_else_and_no_case_without_a_draft_has_that_link(site: Site):
    proposed(site)
    assert not open_points(site.visitor(Role.POLICE).get(CASE).text)
    with site.writing() as session:
        a_step(session, site.rulebook, "HV-2026-0001", "imposition.ask_back", MOMENT + timedelta(hours=4))
    assert open_points(site.visitor(Role.MUNICIPAL_OFFICER).get(CASE).text), "it was sent back to be mended"
    with site.writing() as session:
        at = MOMENT + timedelta(hours=4)
        a_step(session, site.rulebook, "HV-2026-0001", "imposition.propose", at)
        a_step(session, site.rulebook, "HV-2026-0001", "imposition.impose", at)
    for role in (Role.MUNICIPAL_OFFICER, Role.MAYOR):
        assert not open_points(site.visitor(role).get(CASE).text), "it is decided; nothing is being prepared"


def test_a_copied_extension_shows_what_is_copied_and_how_much(site: Site):
    extending(site, why_continues=COPIED)
    page = text_of(site.visitor(Role.MAYOR).get(EXTEND).text)
    assert re.search(r"Gelijk aan het eerste besluit: [4-9]\d%", page)
    assert COPIED.rstrip(".") in page and "ook in het eerste besluit" in page
    draft = site.visitor(Role.MUNICIPAL_OFFICER).get(f"{CASE}/stap/execution.propose_extension").text
    assert f'href="{EXTEND}"' in draft


def test_an_extension_in_its_own_words_shows_none(site: Site):
    extending(site)
    page = text_of(site.visitor(Role.MAYOR).get(EXTEND).text)
    assert "Gelijk aan het eerste besluit: 0%" in page and "Geen passage" in page
    assert "zorgadvies" in page


def test_on_paper_after_an_oral_ban_the_written_draft_is_mended(site: Site):
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        at = MOMENT + timedelta(hours=5)
        a_step(session, site.rulebook, number, "imposition.propose_written", at, work_at_home="")
    site.now = MOMENT + timedelta(hours=6)
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    page = officer.get(f"{CASE}/toets/imposition.put_in_writing").text
    assert f'href="{CASE}/stap/imposition.propose_written"' in page
    assert f'href="{CASE}/toets/imposition.put_in_writing"' in (
        officer.get(f"{CASE}/stap/imposition.propose_written").text
    )


def test_once_signed_it_shows_what_was_accepted(site: Site):
    proposed(site, work_at_home="")
    with site.writing() as session:
        at = MOMENT + timedelta(hours=4)
        a_step(session, site.rulebook, "HV-2026-0001", "imposition.impose", at, remark="Zijn zaak is elders.")
    page = text_of(site.visitor(Role.MAYOR).get(IMPOSE).text)
    assert "Dit besluit is genomen" in page and "Zijn zaak is elders." in page
    assert "Er staat niets over werk aan huis" in page


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        (Role.CASE_MANAGER, "imposition.impose", 403),
        (Role.POLICE, "imposition.impose", 403),
        (Role.HOVJ, "execution.extend", 403),
        (Role.MAYOR, "imposition.hear", 404),
        (Role.MAYOR, "imposition.nothing", 404),
        (Role.EVALUATOR, "imposition.impose", 404),
    ],
)
def test_it_is_for_who_prepares_or_takes_the_decision(site: Site, who: Role, name: str, status: int):
    proposed(site)
    assert site.visitor(who).get(f"{CASE}/toets/{name}").status_code == status


def test_every_warning_has_its_question_and_a_step_that_mends_it():
    warned = {name for _, step in PROCEDURE.steps() for name in step.warns}
    assert warned == set(scrutiny.CHECKED) and warned <= set(scrutiny.MENDED_BY)
    guards = {name for stage in PROCEDURE.stages for name in stages.guards(stage)}
    assert set(scrutiny.MENDED_BY) <= guards
    for step in {*scrutiny.MENDED_BY.values(), *scrutiny.AFTER_ORAL.values()}:
        PROCEDURE.step(step)
