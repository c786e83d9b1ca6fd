"""The public page on which a document is looked at: what it says of ours, and that it says nothing else."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from huisverbod.documents import Document
from huisverbod.law import wall_clock_days
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
    words = shown(site, content[:-1] + bytes([content[-1] ^ 1]))
    assert "Dit document kennen wij niet" in words
    assert number not in words
    assert words == shown(site, b"geen pdf")


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
