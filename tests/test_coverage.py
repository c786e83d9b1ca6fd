"""The law held against the program: nothing is left out unnoticed, and nothing is named that is not there."""

import re
from copy import copy
from pathlib import Path

import pytest

from huisverbod.coverage import Coverage, Row, articles, read
from huisverbod.errors import DefinitionError
from huisverbod.settings import Settings
from tests.stages.asking import PROCEDURE

SETTINGS = Settings()
PAGE = Path(__file__).parent.parent / "docs" / "law-coverage.md"
COVERAGE = Coverage(PROCEDURE, SETTINGS)
CATALOGUE = COVERAGE.catalogue


def test_every_row_is_carried_or_says_why_not():
    assert COVERAGE.faults() == []


def test_the_page_is_drawn_from_what_is_there():
    assert PAGE.read_text(encoding="utf-8") == COVERAGE.page(), "Draw it again: huisverbod draw --docs"


def test_every_path_duty_and_check_has_its_row():
    assert [row.id for row in CATALOGUE.transition] == [f"T{n}" for n in range(1, 36)]
    assert [row.id for row in CATALOGUE.duty] == [f"D{n}" for n in range(1, 22)]
    assert [row.id for row in CATALOGUE.check] == [f"P{n}" for n in range(1, 33)]
    assert all(row.severity for row in CATALOGUE.check)


@pytest.mark.parametrize(
    ("text", "words"), [(None, "ontbreekt"), ("x", "klopt niet"), ("x = 1", "klopt niet")]
)
def test_a_catalogue_that_cannot_be_read_is_named(tmp_path: Path, text: str | None, words: str):
    if text:
        (tmp_path / "law.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=words) as fault:
        read(tmp_path)
    assert fault.value.file == "law.toml"


def test_every_article_of_the_act_has_its_row():
    numbers = {int(found[1]) for row in CATALOGUE.article if (found := re.match(r"Wth (\d+)", row.id))}
    assert numbers == set(range(1, 18))
    ids = [row.id for row in CATALOGUE.rows]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("law", "found"),
    [
        ("Wth 2(1)", ["Wth 2(1)"]),
        ("Wth 2(1), 9(1)", ["Wth 2(1)", "Wth 9(1)"]),
        ("Wth 2(1)-(4)", ["Wth 2(1)", "Wth 2(2)", "Wth 2(3)", "Wth 2(4)"]),
        ("Wth 2(4)(a), 1(b); Awb 3:47(2)", ["Wth 2(4)(a)", "Wth 1(b)", "Awb 3:47(2)"]),
        ("Wth 6(1)(a); Algemene termijnenwet 1, 2", ["Wth 6(1)(a)", "Atw 1", "Atw 2"]),
        ("Wth 3(1), Gemeentewet 77", ["Wth 3(1)", "Gemeentewet 77"]),
        ("Sv 509hh", ["Sv 509hh"]),
        ("Awb 4:3a", ["Awb 4:3a"]),
        ("house: ook niets doen is een besluit van 2026", []),
        ("norm: regio", []),
    ],
)
def test_a_reference_is_read_to_its_articles(law: str, found: list[str]):
    assert list(articles(law)) == found


def row(**said: object) -> list[str]:
    """The faults of one row instead of those that are there."""
    coverage = copy(COVERAGE)
    coverage.catalogue = CATALOGUE.model_copy(
        update={"article": (), "transition": (), "duty": (), "check": (Row(id="P1", title="x", **said),)}  # type: ignore[arg-type]
    )
    return coverage.faults()


def test_what_cites_an_article_goes_before_the_reason_that_nothing_would():
    cited, explained = Row(id="Wth 2(2)", title="x", out_of_scope="buiten bereik"), COVERAGE.page()
    assert "guard imposition.adult" in COVERAGE.carriers(cited)
    assert "buiten bereik: een taak van de griffier" in explained


@pytest.mark.parametrize(
    "name",
    [
        "step imposition.impose",
        "guard execution.before_end",
        "warning imposition.sources_varied",
        "duty lawyer",
        "term first_period",
        "power extend",
        "document imposition/beschikking.html",
        "block imposition/beschikking.facts",
        "notice police",
        "invariant every_ban_ends",
        "code huisverbod.access:sees",
    ],
)
def test_what_is_named_must_be_there(name: str):
    assert row(carried_by=(name,)) == []
    assert row(carried_by=(f"{name}x",)) == [f"P1: '{name}x' bestaat niet."]


def test_a_warning_is_not_named_as_if_it_stopped_something():
    assert row(carried_by=("guard imposition.sources_varied",))
    assert row(carried_by=("code huisverbod.nowhere:sees",))


def test_a_row_is_carried_or_explained_and_not_both():
    assert row() and row(carried_by=("duty lawyer",), out_of_scope="niet gebouwd")
    assert row(out_of_scope="niet gebouwd") == []


@pytest.mark.parametrize(
    "name", [name for each in CATALOGUE.rows for name in each.carried_by if name[:4] == "step"]
)
def test_taking_away_a_step_is_noticed(name: str):
    coverage = copy(COVERAGE)
    coverage.labels = {key: label for key, label in COVERAGE.labels.items() if key != name}
    assert any(name in fault for fault in coverage.faults())
