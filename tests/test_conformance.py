"""Every document is PDF/A-3a and PDF/UA-1 at once, and the gate that says so bites."""

import pytest

from huisverbod.errors import Refused
from huisverbod.printing import drawing, finishing, press
from tests.conformance import PROFILES, failed, languages, unheard, words
from tests.test_documents import drawn
from tests.test_documents_papers import FORMS, finals

FILES = {"print.css": "@page { @bottom-left { content: 'Zaak HV-2026-0001' } }"}
SOUND = """<html lang=nl><head><title>Proef</title><link rel=stylesheet href='asset:print.css'></head>
<body><h1>Proef</h1>{}<p>Tekst</p></body></html>"""
LEFT_OPEN = pytest.mark.filterwarnings(
    "ignore:Exception ignored.*sRGB2014:pytest.PytestUnraisableExceptionWarning"
)
"""WeasyPrint leaves its colour profile open; in the process that draws it is gone at once."""
TABLE = "<table><thead><tr><th>Wanneer<th>Wat</thead><tbody><tr><th>Vandaag<td>Niets</tbody></table>"

PAPERS = sorted(template for template, rules in FORMS.manifests.items() if rules.after)


@pytest.mark.parametrize("standard", PROFILES)
@pytest.mark.parametrize("template", sorted(drawn()))
def test_every_document_conforms(template: str, standard: str) -> None:
    _, document = drawn()[template]
    assert failed(document.content, standard) == set()


@pytest.mark.parametrize("template", PAPERS)
def test_every_paper_on_request_conforms_and_can_be_listened_to(template: str) -> None:
    content = finals(template)[0].content
    assert [failed(content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(content) == []
    assert languages(content) == ["nl"]


@pytest.mark.parametrize("template", sorted(drawn()))
def test_every_document_can_be_listened_to(template: str) -> None:
    _, document = drawn()[template]
    assert unheard(document.content) == []
    assert languages(document.content) == ["nl"]


@pytest.mark.parametrize("template", sorted(drawn()))
def test_two_programs_find_the_same_words(template: str) -> None:
    _, document = drawn()[template]
    one, other = words(document.content)
    assert one == other
    assert len(one) > 100


def test_a_sound_page_passes_all() -> None:
    content = press.printed(SOUND.format(TABLE + "<ul><li>een<ol><li>twee</ol></ul>"), FILES)
    assert [failed(content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(content) == []


# Defects that veraPDF sees

SEEN = {
    "no title": (SOUND.replace("<title>Proef</title>", ""), "7.1-9"),
    "a heading level skipped": (SOUND.replace("<p>Tekst</p>", "<h3>Te diep</h3>"), "7.4.2-1"),
}


@pytest.mark.parametrize("defect", SEEN)
def test_verapdf_catches(defect: str) -> None:
    page, rule = SEEN[defect]
    assert rule in failed(press.printed(page.format(""), FILES), "PDF/UA-1")


@LEFT_OPEN
def test_verapdf_catches_a_standard_that_is_not_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finishing, "declare", lambda _: None)
    content = drawing.draw(SOUND.format(""), FILES)
    assert failed(content, "PDF/A-3a") == set()
    assert "5-1" in failed(content, "PDF/UA-1")


# Defects that are refused before there is a document

REFUSED = {
    "a picture without words": SOUND.format("<img src='asset:logo.svg'>"),
    "no language": SOUND.format("").replace("<html lang=nl>", "<html>"),
}


@pytest.mark.parametrize("defect", REFUSED)
def test_the_press_refuses(defect: str) -> None:
    picture = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    )
    with pytest.raises(Refused):
        press.printed(REFUSED[defect], {**FILES, "logo.svg": picture})


# Defects that veraPDF does not see

UNSEEN = {
    "a table without header cells": "<table><tbody><tr><td>Vandaag<td>Niets</tbody></table>",
    "an empty paragraph": "<p></p>",
}


@pytest.mark.parametrize("defect", UNSEEN)
def test_our_own_look_catches(defect: str) -> None:
    content = press.printed(SOUND.format(UNSEEN[defect]), FILES)
    assert unheard(content) == [defect]


@LEFT_OPEN
def test_our_own_look_catches_what_the_finisher_mends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finishing, "finish", lambda *_: None)
    content = drawing.draw(SOUND.format(TABLE + "<ul><li>een</ul>"), FILES)
    assert set(unheard(content)) == {
        "a header cell that does not say for what",
        "a list that does not say of what kind",
        "running content that is read aloud",
    }
