"""The square code on a decision, read as a telephone reads it: the address of the page, and no more."""

from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pytest
import zxingcpp

from huisverbod.database import connect, migrate, writing
from huisverbod.documents import attached, templates
from huisverbod.documents.table import Document
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.conformance import PROFILES, failed, unheard, words
from tests.test_documents import IMPOSE, drawn, newest
from tests.test_documents_papers import enclosures

ADDRESS = "https://huisverbod.voorbeeld.nl/controleren"
FORMS = templates.read(Settings().document_templates)


@pytest.fixture(scope="module")
def decision() -> Iterator[Document]:
    """A decision of an installation that knows where it is."""
    engine = connect("sqlite://")
    migrate(engine)
    rulebook = Rulebook.of(Settings(address="https://huisverbod.voorbeeld.nl/"))
    with writing(engine) as session:
        number = builders.an_imposed_ban(session, rulebook)
        yield newest(session, number, IMPOSE)
    engine.dispose()


def codes(content: bytes) -> list[str]:
    """What a camera reads on each page."""
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        return [
            code.text
            for number in range(len(pdf))
            for code in zxingcpp.read_barcodes(pdf[number].render(scale=2).to_pil())
        ]


def test_the_code_leads_to_the_page_and_says_nothing_else(decision: Document) -> None:
    assert codes(decision.content) == [ADDRESS]
    one, other = words(decision.content)
    assert one == other
    assert f"{ADDRESS}." in one
    assert len(enclosures(decision.content)) == 1


def test_a_decision_with_a_code_is_archivable_and_can_be_listened_to(decision: Document) -> None:
    assert [failed(decision.content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(decision.content) == []


def test_without_an_address_there_is_no_code() -> None:
    row = drawn()[IMPOSE][1]
    assert row.context["check_at"] == ""
    assert codes(row.content) == []


@pytest.mark.parametrize("template", attached.FORMS)
def test_every_decision_has_a_place_for_the_code_with_words_for_who_cannot_see(template: str) -> None:
    source = FORMS.sources[template]
    assert "{{ parts.check(check_at) }}" in source
    if template in drawn():
        context = drawn()[template][1].context
        page = FORMS.page(template, context | {"check_at": ADDRESS})
        assert f'alt="QR-code met het adres {ADDRESS}"' in page
        assert "asset:controleren.svg" not in FORMS.page(template, context)
