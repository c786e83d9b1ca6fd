"""The public page on which a document is looked at: what it says of ours, and that it says nothing else."""

import re
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from huisverbod.documents import Document
from huisverbod.law import wall_clock_days
from huisverbod.printing import press
from huisverbod.signing import looking
from tests.builders import a_running_ban, a_step, moment_of
from tests.web.conftest import Site

IMPOSE, EXTEND = "imposition/beschikking.html", "execution/verlenging.html"


def decision(site: Site, template: str, *, draft: bool = False) -> bytes:
    with site.writing() as session:
        query = select(Document).where(Document.template == template, Document.draft == draft)
        return session.exec(query).one().content


def shown(site: Site, content: bytes) -> str:
    answer = site.stranger().post("/controleren", files={"file": ("x.pdf", content, "application/pdf")})
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_a_decision_is_known_by_whoever_holds_it(site: Site):
    with site.writing() as session:
        number = a_running_ban(session, site.rulebook)
    words = shown(site, decision(site, IMPOSE))
    for part in ("Ja, dit document is echt", number, "Voorbeelddam", "Er is in deze zaak geen later besluit"):
        assert part in words
    assert "Dit is een ontwerp" not in words


def test_a_draft_is_said_to_be_one(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
    assert "Dit is een ontwerp" in shown(site, decision(site, IMPOSE, draft=True))


def test_a_decision_that_was_overtaken_is_said_to_be(site: Site):
    with site.writing() as session:
        number = a_running_ban(session, site.rulebook)
        at = wall_clock_days(moment_of("execution.serve"), 7)
        a_step(session, site.rulebook, number, "execution.propose_extension", at)
        a_step(session, site.rulebook, number, "execution.extend", at + timedelta(hours=1))
    assert "later nog een besluit" in shown(site, decision(site, IMPOSE))
    assert "geen later besluit" in shown(site, decision(site, EXTEND))


def test_one_byte_makes_it_a_stranger_and_nothing_is_told(site: Site):
    with site.writing() as session:
        number = a_running_ban(session, site.rulebook)
    content = decision(site, IMPOSE)
    place = content.index(b"stream") + 40
    words = shown(site, content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    assert "Dit document kennen wij niet" in words
    assert "Zoek het telefoonnummer zelf op" in words
    assert number not in words
    assert "later besluit" not in words


def test_something_added_to_ours_is_seen_and_says_what_to_do(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
    words = shown(site, decision(site, IMPOSE) + b"\n% erbij\n%%EOF\n")
    assert "aan dit document is iets toegevoegd" in words
    assert "Vraag de gemeente om het document zoals zij het gaf" in words


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"geen pdf", "Dit is geen pdf-bestand"), (b"%PDF-1.7 en dan niets", "Dit pdf-bestand is stuk")],
)
def test_what_is_no_document_has_its_own_sentence(site: Site, content: bytes, words: str):
    assert words in shown(site, content)


def test_when_it_is_busy_it_says_so_and_does_not_wait(site: Site, monkeypatch: pytest.MonkeyPatch):
    apart = press.apart(looking.MODULE)
    monkeypatch.setattr(looking, "PATIENCE", 0.01)
    monkeypatch.setattr(apart, "turns", threading.BoundedSemaphore(1))
    with apart.turns:
        files = {"file": ("x.pdf", b"%PDF-1.7", "application/pdf")}
        answer = site.stranger().post("/controleren", files=files)
    assert answer.status_code == 503
    assert "Het is nu druk" in answer.text


@pytest.mark.parametrize("files", [{}, {"file": ("x.pdf", b"", "application/pdf")}, {"other": ("x", b"x")}])
def test_without_a_file_it_asks_for_one(site: Site, files: dict[str, tuple[str, bytes]]):
    answer = site.stranger().post("/controleren", files=files)
    assert answer.status_code == 422
    assert "Kies een pdf-bestand" in answer.text


def test_what_is_too_large_is_not_read(site: Site):
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(100 * 1024 * 1024)}
    answer = site.stranger().post("/controleren", content=b"x", headers=headers)
    assert answer.status_code == 413
    assert "groter dan 10 MB" in answer.text


def test_the_page_is_open_to_everyone(site: Site):
    answer = site.stranger().get("/controleren")
    assert answer.status_code == 200
    assert "Wij bewaren uw bestand niet" in answer.text
