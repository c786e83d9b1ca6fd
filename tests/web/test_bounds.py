"""Too much at once: refused with a sentence, without losing what was typed, and nothing is written."""

import html

import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from huisverbod import stages
from huisverbod.case import Event
from huisverbod.documents import Document
from huisverbod.known import Stated
from huisverbod.roles import Role
from huisverbod.web.bounds import MOST
from huisverbod.web.typed import typed_moment, typed_of
from tests.builders import a_hearing, facts_for, moment_of
from tests.test_stating import FORMS
from tests.web.conftest import Site
from tests.web.test_steps import HIDDEN

FORM = "application/x-www-form-urlencoded"
STEP = "imposition.propose"


def an_officer_at_the_proposal(site: Site) -> tuple[TestClient, str]:
    with site.writing() as session:
        number = a_hearing(session, site.rulebook)
    site.now = moment_of(STEP)
    return site.visitor(Role.MUNICIPAL_OFFICER), f"/zaken/{number}/stap/{STEP}"


@pytest.mark.parametrize("length", [8_001, 200_000, 2_000_000])
def test_a_text_that_is_too_long_is_refused_at_its_field_and_kept(site: Site, length: int):
    officer, address = an_officer_at_the_proposal(site)
    text = ("woord " * (length // 6 + 1))[: length - 1] + "."
    typed = typed_of(stages.forms("imposition")["Propose"], facts_for(STEP, site.now, danger=text))
    typed |= typed_moment("occurred_at", site.now)
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(officer.get(address).text)}
    answer = officer.post(address, data=typed | hidden | {"actie": "verstuur"})
    assert answer.status_code == 422
    assert "Dit is te lang. Gebruik hoogstens 8000 tekens." in answer.text
    assert text in answer.text
    with site.writing() as session:
        assert session.exec(select(Event).where(Event.step == "propose")).first() is None
        assert session.exec(select(func.count()).select_from(Document)).one() == 0


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_no_form_takes_a_text_or_a_list_without_end(form: type[Stated]):
    for name in form.model_fields:
        for value in ("x" * 8001, ["x" * 8001], ["x"] * 61):
            with pytest.raises(ValueError, match="validation error") as fault:
                form.model_validate({name: value})
            assert name in {error["loc"][0] for error in fault.value.errors()}, (name, value[:3])  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/inloggen", "/verzoeken/nieuw", "/zaken/HV-2026-0001/stap/care.offer"])
@pytest.mark.parametrize(
    "headers",
    [{"Content-Length": str(MOST + 1)}, {"Content-Length": "veel"}, {"Transfer-Encoding": "chunked"}],
)
def test_a_request_without_end_is_not_read(site: Site, path: str, headers: dict[str, str]):
    def sent():
        raise AssertionError("read")
        yield b""

    answer = site.stranger().post(path, content=sent(), headers={"Content-Type": FORM, **headers})
    assert answer.status_code == 413
    assert "Daarom is er niets vastgelegd" in answer.text


def test_more_fields_than_any_form_has_are_refused_with_a_sentence(site: Site):
    officer, address = an_officer_at_the_proposal(site)
    for most, status in ((2990, 422), (3001, 413)):
        answer = officer.post(address, data={f"x{place}": "1" for place in range(most)})
        assert answer.status_code == status
    assert "Daarom is er niets vastgelegd" in answer.text
