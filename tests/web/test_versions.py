"""The administrator's page of versions: counts, numbers, differences and pictures; for nobody else."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from huisverbod.advance import MOVE, Act, move
from huisverbod.case import find
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web import diagram
from tests import builders
from tests.builders import MOMENT
from tests.web.conftest import Site

PAGE = "/beheer/werkwijze"
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, "Bo Beheer", None, "Gemeente Voorbeelddam")


def an_older_version(tmp_path: Path) -> Rulebook:
    settings, folder = Settings(), tmp_path / "ouder"
    shutil.copytree(settings.workflows, folder)
    path = folder / "execution.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("amount = 10\n", "amount = 9\n"), encoding="utf-8"
    )
    return Rulebook(folder, settings.pilot_regions, settings.document_templates)


def test_only_the_administrator_sees_it(site: Site) -> None:
    for role in (Role.MAYOR, Role.MUNICIPAL_OFFICER, Role.EVALUATOR, Role.POLICE):
        assert site.visitor(role).get(PAGE).status_code == 403
    assert site.stranger().get(PAGE).status_code == 303
    page = site.visitor(ADMINISTRATOR).get(PAGE)
    assert page.status_code == 200
    assert f'href="{PAGE}"' in page.text


def test_it_says_which_cases_run_on_which_version_and_what_differs(site: Site, tmp_path: Path) -> None:
    older = an_older_version(tmp_path)
    with site.writing() as session:
        old = builders.a_request(session, older)
        new = [builders.a_request(session, site.rulebook) for _ in range(2)]
        was = find(session, old).procedure[:12]
    now = site.rulebook.current.procedure.digest[:12]
    visitor = site.visitor(ADMINISTRATOR)
    page = " ".join(visitor.get(PAGE).text.split())
    assert "1 zaak" in page
    assert "2 zaken" in page
    assert "Wetsvoorstel, alleen voor simulatie" in page
    assert old in visitor.get(f"{PAGE}/{was}").text
    assert all(number in visitor.get(f"{PAGE}/{now}").text for number in new)
    compared = " ".join(visitor.get(f"{PAGE}?van={was}&naar={now}").text.split())
    assert "Termijn &#39;eerste periode&#39;" in compared
    assert "lengte: 10 dagen, op hetzelfde uur; was 9 dagen, op hetzelfde uur" in compared
    assert "geen verschil" in visitor.get(f"{PAGE}?van={now}&naar={now}").text
    assert visitor.get(f"{PAGE}/{'0' * 12}").status_code == 404
    assert visitor.get(f"{PAGE}?van=x&naar={now}").status_code == 404


def test_a_simulation_carries_its_mark(site: Site) -> None:
    proposed = site.rulebook.under("wetsvoorstel").current.procedure.digest[:12]
    visitor = site.visitor(ADMINISTRATOR)
    assert (
        "<strong>Simulatie.</strong> Wetsvoorstel, alleen voor simulatie"
        in visitor.get(f"{PAGE}/{proposed}").text
    )
    now = site.rulebook.current.procedure.digest[:12]
    assert (
        "<strong>Wetsvoorstel, alleen voor simulatie.</strong>"
        in visitor.get(f"{PAGE}?van={now}&naar={proposed}").text
    )
    assert "Simulatie." not in visitor.get(f"{PAGE}/{now}").text


def test_a_moved_case_is_told(site: Site, tmp_path: Path) -> None:
    with site.writing() as session:
        number = builders.a_request(session, an_older_version(tmp_path))
        at = MOMENT + timedelta(hours=1)
        move(
            session, site.rulebook, number, Act(MOVE, ADMINISTRATOR, at, at, {"reason": "Nieuwe instructie"})
        )
    page = " ".join(site.visitor(ADMINISTRATOR).get(PAGE).text.split())
    assert f"{number}: overgezet" in page
    assert "Nieuwe instructie" not in page


def test_an_administrator_of_a_region_sees_the_cases_of_it(site: Site) -> None:
    with site.writing() as session:
        number = builders.a_request(session, site.rulebook)
    now = site.rulebook.current.procedure.digest[:12]
    elsewhere = Actor(Role.ADMINISTRATOR, "Ans Anders", None, "Gemeente", "meerland")
    assert number not in site.visitor(elsewhere).get(f"{PAGE}/{now}").text


@pytest.mark.parametrize("stage", ["request", "execution", "court"])
def test_a_picture_has_a_box_per_state_and_a_line_per_step_that_moves(site: Site, stage: str) -> None:
    rules = site.rulebook.current.procedure.stages[stage]
    drawn, lines = diagram.picture(rules), diagram.lines_of(rules)
    assert drawn.count("<rect") == len(rules.states)
    assert drawn.count("<circle") == len(lines) == sum(step.to != "same" for step in rules.steps.values())
    assert all(state.label in drawn for state in rules.states.values())
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
