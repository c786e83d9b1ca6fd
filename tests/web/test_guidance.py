"""The handreiking: what each step asks of a professional, on a page, beside the step, and as a PDF."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from huisverbod import workflow
from huisverbod.errors import DefinitionError
from huisverbod.roles import Role
from huisverbod.settings import Settings
from huisverbod.web.guidance import drawn
from tests.builders import MOMENT, a_request
from tests.web.conftest import Site

WORKFLOWS = Settings().workflows


def test_everyone_reads_the_steps_of_every_role(site: Site):
    page = site.visitor(Role.POLICE).get("/handreiking").text
    assert "Besluit in persoon uitreiken" in page and "Huisverbod verlengen" in page
    assert "Wie niet te vinden is, mag het huisverbod niet kunnen ontlopen." in page


def test_one_role_reads_what_it_does_itself(site: Site):
    page = site.visitor(Role.POLICE).get("/handreiking?voor=police").text
    assert "Besluit in persoon uitreiken" in page and "Huisverbod verlengen" not in page
    assert "/handreiking.pdf?voor=police" in page


def test_a_role_that_does_not_exist_reads_them_all(site: Site):
    page = site.visitor(Role.POLICE).get("/handreiking?voor=%22%3E%3Cb%3E")
    assert page.status_code == 200 and "Huisverbod verlengen" in page.text and "<b>" not in page.text


def test_a_stranger_signs_in_first(site: Site):
    for address in ("/handreiking", "/handreiking.pdf"):
        assert site.stranger().get(address).headers["location"].startswith("/inloggen")


def test_a_step_says_why_it_is_there_and_what_to_watch_for(site: Site):
    with site.writing() as session:
        number = a_request(session, site.rulebook)
    advice = site.rulebook.guidance["request.ask"]
    page = site.visitor(Role.MUNICIPAL_OFFICER).get(f"/zaken/{number}/stap/request.ask").text
    assert "Waarom deze stap, en waar let u op?" in page and advice.why in page
    assert all(point in page for point in advice.watch)


def test_the_pdf_of_one_day_is_the_same_file(site: Site):
    answer = site.visitor(Role.HOVJ).get("/handreiking.pdf?voor=hovj")
    assert answer.headers["content-disposition"] == 'inline; filename="handreiking-huisverbod-hovj.pdf"'
    assert answer.content == drawn(site.rulebook, Role.HOVJ, MOMENT + timedelta(hours=1))


def test_every_step_of_people_has_its_guidance(site: Site):
    assert list(workflow.guidance_faults(WORKFLOWS, site.rulebook.current.procedure)) == []


def faults_with(folder: Path, text: str, site: Site) -> list[str]:
    (folder / "guidance.toml").write_text(text, encoding="utf-8")
    return [str(fault) for fault in workflow.guidance_faults(folder, site.rulebook.current.procedure)]


def test_guidance_that_lacks_or_names_no_step_is_a_fault_with_its_line(site: Site, tmp_path: Path):
    text = (WORKFLOWS / "guidance.toml").read_text(encoding="utf-8")
    assert faults_with(tmp_path, text, site) == []
    first, second = faults_with(tmp_path, text.replace("[request.start]", "[request.begin]"), site)
    line = text[: text.index("[request.start]")].count("\n") + 1
    assert "request.begin" in first and f":{line}" in first
    assert "request.start" in second and "geen uitleg" in second


@pytest.mark.parametrize(
    "text", ["[request.start]\nwhy = ''", "[request.start]\nwat = 'x'", "[request.start"]
)
def test_guidance_of_another_shape_is_refused(site: Site, tmp_path: Path, text: str):
    with pytest.raises(DefinitionError):
        faults_with(tmp_path, text, site)


def test_better_words_do_not_change_the_version_of_the_procedure(site: Site, tmp_path: Path):
    folder = tmp_path / "workflows"
    shutil.copytree(WORKFLOWS, folder)
    (folder / "guidance.toml").unlink()
    assert workflow.read_guidance(folder) == {}
    assert workflow.digest_of(workflow.read_folder(folder)) == workflow.digest_of(
        workflow.read_folder(WORKFLOWS)
    )
