"""A kept document is drawn again and compared: the same, or why that cannot be said."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from huisverbod.database import writing
from huisverbod.documents import Document, drawing_up, reproducing, templates
from huisverbod.documents.rendering import renderer
from huisverbod.documents.reproducing import Comparison
from huisverbod.errors import Stale
from huisverbod.printing import press
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.test_documents import IMPOSE, drawn, newest

FORMS = templates.read(Settings().document_templates)
OTHER = b"%PDF-1.7 iets anders"


def as_kept(**changes: Any) -> Document:
    """The decision, as if it had been kept otherwise."""
    row = drawn()[IMPOSE][1]
    values = {name: getattr(row, name) for name in Document.model_fields}
    return Document(**(values | changes))


def hashed(content: bytes) -> dict[str, Any]:
    return {"content": content, "sha256": hashlib.sha256(content).hexdigest()}


def test_a_kept_document_says_what_drew_it() -> None:
    row = drawn()[IMPOSE][1]
    assert row.renderer == renderer()
    for part in ("weasyprint ", "pydyf ", "pango ", "harfbuzz ", "zlib ", "fonts ", "code "):
        assert part in row.renderer
    assert row.data_sha256 == reproducing.data_hash(row.context)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Comparison.SAME),
        ({"renderer": "weasyprint 71.0"}, Comparison.SAME),
        ({"renderer": "weasyprint 71.0", **hashed(OTHER)}, Comparison.OTHER_RENDERER),
        ({"renderer": "", "data_sha256": "", **hashed(OTHER)}, Comparison.OTHER_RENDERER),
        (hashed(OTHER), Comparison.DIFFERS),
        ({"content": OTHER}, Comparison.FILE_CHANGED),
        ({"data_sha256": "0" * 64}, Comparison.DATA_CHANGED),
        ({"template_version": "0" * 64, **hashed(OTHER)}, Comparison.OTHER_TEMPLATE),
    ],
)
def test_other_bytes_are_explained_before_they_are_blamed(
    changes: dict[str, Any], outcome: Comparison
) -> None:
    assert reproducing.compared(as_kept(**changes), FORMS) == outcome


def test_what_cannot_be_drawn_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MODULE", "huisverbod.printing.nergens")
    assert reproducing.compared(as_kept(), FORMS) == Comparison.NOT_DRAWN


def test_a_decision_is_not_drawn_by_another_program_than_drew_what_was_read(
    memory: Engine, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = builders.moment_of("imposition.impose")
    with writing(memory) as session:
        number = builders.a_proposed_decision(session, rulebook)
        with monkeypatch.context() as patch, pytest.raises(Stale, match="dit programma"):
            patch.setattr(drawing_up, "renderer", lambda: "weasyprint 71.0")
            builders.a_step(session, rulebook, number, "imposition.impose", at)
        builders.a_step(session, rulebook, number, "imposition.impose", at + timedelta(minutes=1))
        assert newest(session, number, IMPOSE).renderer == renderer()
