"""The area annex: streets as a table, and a drawing only where the corners of the outline are known."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import Engine

from huisverbod import outline
from huisverbod.advance import asked_of
from huisverbod.case import find
from huisverbod.database import writing
from huisverbod.documents import Document, papers
from huisverbod.documents.area import gebied
from huisverbod.known import CLOCK
from huisverbod.rulebook import Rulebook
from tests.builders import MOMENT, a_proposed_decision, a_step, an_imposed_ban
from tests.conformance import PROFILES, failed, unheard

LATER = MOMENT + timedelta(hours=9)
STREETS = [
    {"street": "Proefstraat", "numbers": "2 tot 30, alleen even"},
    {"street": "Steegpad", "bounds": "van de Proefstraat tot de brug"},
]
SQUARE = [
    {"what": "hoek Proefstraat en Steegpad", "north": 52.0, "east": 5.0},
    {"what": "de brug", "north": 52.0009, "east": 5.0},
    {"what": "de lantaarnpaal", "north": 52.0009, "east": 5.0015},
    {"what": "hoek Proefstraat en het plein", "north": 52.0, "east": 5.0015},
    {"what": "de voordeur", "north": 52.0004, "east": 5.0007, "kind": "woning"},
]


def paper(memory: Engine, rulebook: Rulebook, template: str, **propose: Any) -> Document:
    """A paper drawn after a ban with this area was imposed."""
    with writing(memory) as session:
        number = an_imposed_ban(session, rulebook, propose=propose)
        asked = asked_of(session, rulebook, find(session, number), CLOCK, LATER)
        event = asked.known.last("imposition.impose")
        assert event is not None
        found = papers.draw_paper(session, rulebook, asked, papers.Paper(event, template), "nl", LATER)
        session.expunge(found)
        return found


def text(document: Document) -> str:
    pages = pypdfium2.PdfDocument(document.content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_the_annex_names_streets_and_draws_the_corners(memory: Engine, rulebook: Rulebook):
    annex = paper(memory, rulebook, "imposition/gebied.html", area_streets=STREETS, area_corners=SQUARE)
    said = text(annex)
    assert "Proefstraat 2 tot 30, alleen even helemaal" in said
    assert "Steegpad alle van de Proefstraat tot de brug" in said
    assert "1 hoek Proefstraat en Steegpad ongeveer 100 meter" in said and "de woning" in said
    assert "geen tekening" not in said
    assert [failed(annex.content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(annex.content) == []


def test_without_corners_it_says_that_there_is_no_drawing(memory: Engine, rulebook: Rulebook):
    annex = paper(memory, rulebook, "imposition/gebied.html")
    assert "Bij dit besluit is geen tekening gemaakt. De beschrijving hierboven geldt." in text(annex)
    assert "Straten en huisnummers" not in text(annex)


def test_the_police_read_the_streets_too(memory: Engine, rulebook: Rulebook):
    letter = paper(memory, rulebook, "execution/bericht_politie.html", area_streets=STREETS)
    assert "Proefstraat 2 tot 30, alleen even helemaal" in text(letter)


def test_an_area_that_a_court_narrowed_has_no_streets_and_no_drawing(memory: Engine, rulebook: Rulebook):
    with writing(memory) as session:
        propose = {"area_streets": STREETS, "area_corners": SQUARE}
        number = a_proposed_decision(session, rulebook, propose=propose)
        for hours, step in enumerate(("imposition.impose", "execution.serve", "court.request"), start=5):
            a_step(session, rulebook, number, step, MOMENT + timedelta(hours=hours))
        case = find(session, number)
        before = gebied(asked_of(session, rulebook, case, CLOCK, LATER), draft=False)
        a_step(session, rulebook, number, "court.rule_partly_annulled", LATER, names=["p3"])
        named = gebied(asked_of(session, rulebook, case, CLOCK, LATER), draft=False)
        a_step(session, rulebook, number, "court.request", LATER + timedelta(hours=1))
        ruling = {"names": [], "area": "alleen de woning"}
        a_step(session, rulebook, number, "court.rule_partly_annulled", LATER + timedelta(hours=2), **ruling)
        later = asked_of(session, rulebook, case, CLOCK, LATER + timedelta(hours=2))
        after = gebied(later, draft=False)
    assert before.drawing and named.drawing == before.drawing
    assert len(before.streets) == len(named.streets) == len(STREETS)
    assert (after.area, after.streets, after.drawing) == ("alleen de woning", [], None)


def test_the_drawing_keeps_the_shape_and_stays_on_the_paper(memory: Engine, rulebook: Rulebook):
    with writing(memory) as session:
        number = a_proposed_decision(session, rulebook, propose={"area_corners": SQUARE})
        drawing = gebied(asked_of(session, rulebook, find(session, number), CLOCK, LATER), draft=True).drawing
    assert drawing and drawing.home
    assert [corner.number for corner in drawing.corners] == [1, 2, 3, 4] and drawing.home.number == 0
    assert [corner.to_next for corner in drawing.corners] == [100, 103, 100, 103]
    west, north, east, south = drawing.corners[0], drawing.corners[1], drawing.corners[3], drawing.corners[0]
    assert north.y < south.y and west.x < east.x, "north is up, east is right"
    wide, high = east.x - west.x, south.y - north.y
    assert wide / high == pytest.approx(102.8 / 100.2, rel=0.03)
    assert all(0 < spot.x < drawing.width and 0 < spot.y < drawing.height for spot in drawing.corners)
    assert drawing.bar / drawing.bar_metres == pytest.approx(high / 100.2, rel=0.03)


@pytest.mark.parametrize(
    ("corners", "crossing"),
    [
        ([(0, 0), (0, 10), (10, 10), (10, 0)], False),
        ([(0, 0), (10, 10), (0, 10), (10, 0)], True),
        ([(0, 0), (5, 5), (0, 10), (10, 5)], False),
        ([(0, 0), (0, 10), (10, 0)], False),
    ],
)
def test_lines_cross_only_where_the_corners_are_out_of_order(corners: list[outline.Point], crossing: bool):
    assert outline.crosses(corners) is crossing


def test_what_lies_in_a_notch_is_outside():
    notched: list[outline.Point] = [(0, 0), (5, 5), (0, 10), (10, 5)]
    assert outline.inside((6, 5), notched) and not outline.inside((2, 5), notched)
    assert outline.widest(notched) == pytest.approx(11.18, abs=0.01)
