"""What changed between two drafts or decisions: every topic, word by word."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from huisverbod.case import find
from huisverbod.database import writing
from huisverbod.documents import Document, documents_before
from huisverbod.documents.comparing import DANGER, MOST_WORDS, TOPICS, compared, copied, topics
from huisverbod.documents.context import CONTENT
from huisverbod.rulebook import Rulebook
from tests import builders


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    found = compared({"x": old}, {"x": new})
    return [(piece.kind, piece.words.strip()) for topic in found for piece in topic.pieces]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Hij blijft weg.", "Hij blijft weg.", [("same", "Hij blijft weg.")]),
        ("Hij blijft weg.", "Hij blijft  weg.", [("same", "Hij blijft  weg.")]),
        ("Hij blijft tien dagen weg.", "Hij blijft weg.",
         [("same", "Hij blijft"), ("gone", "tien dagen"), ("same", "weg.")]),
        ("Hij blijft weg.", "Hij blijft nu weg.", [("same", "Hij blijft"), ("new", "nu"), ("same", "weg.")]),
        ("Hij blijft weg.", "Zij blijft weg.", [("gone", "Hij"), ("new", "Zij"), ("same", "blijft weg.")]),
        ("", "Nieuw.", [("new", "Nieuw.")]),
        ("Oud.", "", [("gone", "Oud.")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_words_stay_go_or_come(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert pieces(old, new) == found


def test_nothing_is_lost_of_either_text() -> None:
    old, new = "Hij sloeg haar en liep weg.\nDe buren belden.", "Hij duwde haar.\nDe buren belden de politie."
    [topic] = compared({"x": old}, {"x": new})
    before = "".join(piece.words for piece in topic.pieces if piece.kind != "new")
    after = "".join(piece.words for piece in topic.pieces if piece.kind != "gone")
    assert (before.split(), after.split()) == (old.split(), new.split())


def test_a_very_long_text_is_compared_line_by_line() -> None:
    old = "\n".join(f"regel {number} van het verhaal" for number in range(MOST_WORDS))
    found = pieces(old, old.replace("regel 7 van", "regel zeven van"))
    assert [kind for kind, _ in found] == ["same", "gone", "new", "same"]


def test_a_topic_that_came_or_went_stands_in_the_order_of_the_new_document() -> None:
    found = compared({"a": "1", "b": "2"}, {"c": "3", "a": "1"})
    assert [(topic.label, topic.changed) for topic in found] == [("c", True), ("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("old", "new", "copy"),
    [
        ("Hij dreigt terug te komen en heeft een sleutel van de woning.",
         "Hij dreigt terug te komen, en heeft een sleutel van de woning.", True),
        ("Hij dreigt terug te komen.", "Hij belde deze week elke nacht en stond voor de school.", False),
        ("", "", False),
    ],
)  # fmt: skip
def test_the_danger_in_the_words_of_the_first_decision_is_a_copy(old: str, new: str, copy: bool) -> None:
    assert copied({DANGER: old}, {DANGER: new}) is copy


@pytest.mark.parametrize("template", sorted(TOPICS))
def test_content_of_another_version_of_the_program_is_read_as_far_as_it_goes(template: str) -> None:
    assert template in CONTENT
    content: dict[str, Any] = {"area": "de straat"}
    assert topics(template, content) == {"Gebied": "de straat"}


def test_drafts_and_decisions_are_compared_with_what_came_before(memory: Engine, rulebook: Rulebook) -> None:
    with writing(memory) as session:
        number = builders.a_proposed_decision(session, rulebook)
        at = builders.moment_of("imposition.propose")
        builders.a_step(session, rulebook, number, "imposition.propose", at, danger="Hij belde haar weer op.")
        case = find(session, number)
        first, second = session.exec(select(Document).order_by(Document.id)).all()  # type: ignore[arg-type]
        assert documents_before(session, case, first) == []
        assert documents_before(session, case, second) == [first]
        said = [topics(row.template, row.context) for row in (first, second)]
        changed = [topic.label for topic in compared(*said) if topic.changed]
        assert DANGER in changed
        assert "Woning" not in changed


def test_an_extension_is_compared_with_the_first_decision(memory: Engine, rulebook: Rulebook) -> None:
    with writing(memory) as session:
        number = builders.a_running_ban(session, rulebook)
        ban = builders.a_ban(session, rulebook, number)
        until = ban.latest_end.isoformat()
        at = ban.effective_from + (ban.first_end - ban.effective_from) / 2
        builders.a_step(session, rulebook, number, "execution.propose_extension", at, until=until)
        rows = list(session.exec(select(Document).order_by(Document.id)).all())  # type: ignore[arg-type]
        [before] = documents_before(session, find(session, number), rows[-1])
        assert (before.template, before.draft) == ("imposition/beschikking.html", False)
        found = compared(*(topics(row.template, row.context) for row in (before, rows[-1])))
        changed = {topic.label for topic in found if topic.changed}
        assert {"Tot", "Feiten", DANGER} <= changed
        assert {"Woning", "Gebied", "Geen contact met"} & changed == set()
