"""The pages of the own signature: from deciding one goes on to it, and every stand of it is said in Dutch."""

import re
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from huisverbod.documents import Document, newest_form
from huisverbod.roles import Role
from tests.builders import a_proposed_decision
from tests.signing.authority import Authority
from tests.signing.test_keyring import PERSONAL
from tests.signing.test_sealing import SILENT, folder, ring, text
from tests.signing.test_signing import NOW
from tests.web.conftest import PASSWORD, Site, site
from tests.web.test_decisions import NUMBER, READ, SIGN, send

__all__ = ["folder", "site"]
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
HOURS = timedelta(hours=1)
GIVEN = "Handtekening zetten"


@pytest.fixture
def decided(site: Site, folder: Path, authority: Authority) -> tuple[Site, TestClient, str]:
    """The mayor has just decided on his phone; where that led him."""
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook, NOW - 4 * HOURS)
    site.now = NOW
    mayor = site.visitor(Role.MAYOR)
    equip(site, folder, authority)
    answer = send(mayor)
    assert answer.status_code == 303
    return site, mayor, answer.headers["location"].partition("?")[0]


def equip(site: Site, folder: Path, authority: Authority, **changes: str) -> None:
    own = PERSONAL.replace("burgemeester.voorbeelddam", site.account(Role.MAYOR).login)
    site.app.state.keyring = ring(folder, text(authority, **changes) + own)


def approve(visitor: TestClient, address: str, **changes: str) -> httpx2.Response:
    shown = dict(HIDDEN.findall(visitor.get(address).text))
    return visitor.post(address, data={**shown, **changes})


def test_one_more_tap_after_the_act_puts_his_signature_under_it(
    decided: tuple[Site, TestClient, str],
) -> None:
    site, mayor, address = decided
    with site.writing() as session:
        final = session.exec(select(Document).where(col(Document.draft).is_(False))).one()
    assert address == f"/zaken/{NUMBER}/handtekening/{final.id}"
    shown = mayor.get(address).text
    assert "Uw besluit geldt." in shown and GIVEN in shown
    assert 'type="password"' not in shown, "he gave it a moment ago"
    assert all(final.sha256[start : start + 8] in shown for start in range(0, 64, 8))
    assert "Zet nog uw handtekening" in mayor.get("/besluiten").text
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    assert "moet zijn handtekening er nog onder zetten" in officer.get(f"/zaken/{NUMBER}").text
    assert approve(mayor, address).headers["location"] == address
    assert "Uw handtekening staat onder het besluit" in mayor.get(address).text
    page = officer.get(f"/zaken/{NUMBER}").text
    assert ">Ondertekend<" in page and "er nog onder zetten" not in page
    assert "Zet nog uw handtekening" not in mayor.get("/besluiten").text
    with site.writing() as session:
        form = newest_form(session, final.id or 0)
    served = officer.get(f"/zaken/{NUMBER}/documenten/{final.id}").content
    assert form
    assert served == form.content != final.content


def test_later_he_proves_again_who_he_is(decided: tuple[Site, TestClient, str]) -> None:
    site, mayor, address = decided
    site.now += timedelta(minutes=5)
    assert 'type="password"' in mayor.get(address).text
    wrong = approve(mayor, address, password="dit is het niet")
    assert wrong.status_code == 422 and "Dit wachtwoord klopt niet" in wrong.text
    assert approve(mayor, address, password=PASSWORD).status_code == 303
    assert "Uw handtekening staat onder het besluit" in mayor.get(address).text


def test_an_approval_after_expiry_says_so_and_can_be_given_again(
    decided: tuple[Site, TestClient, str],
) -> None:
    site, mayor, address = decided
    late = dict(HIDDEN.findall(mayor.get(address).text))
    site.now += timedelta(minutes=5)
    answer = mayor.post(address, data={**late, "password": PASSWORD})
    assert answer.status_code == 422
    assert "De tijd om goed te keuren is voorbij. Er is niets ondertekend." in answer.text
    assert GIVEN in answer.text and late["digest"] not in answer.text


def test_a_silent_time_stamp_is_told_to_him_and_to_staff(
    decided: tuple[Site, TestClient, str], folder: Path, authority: Authority
) -> None:
    site, mayor, address = decided
    equip(site, folder, authority, stamps=SILENT)
    assert approve(mayor, address).status_code == 303
    owed = "Het besluit geldt. De handtekening volgt nog: de tijdstempeldienst antwoordt niet."
    for visitor, at in (
        (mayor, address),
        (mayor, "/besluiten"),
        (site.visitor(Role.MUNICIPAL_OFFICER), f"/zaken/{NUMBER}"),
    ):
        assert owed in visitor.get(at).text
    assert GIVEN not in mayor.get(address).text


def test_the_page_is_for_whoever_decided_alone(decided: tuple[Site, TestClient, str]) -> None:
    site, mayor, address = decided
    shown = dict(HIDDEN.findall(mayor.get(address).text))
    for role in (Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER, Role.OM):
        other = site.visitor(role)
        assert other.get(address).status_code == 404
        assert other.post(address, data={**shown, "password": PASSWORD}).status_code == 404
    assert mayor.get(address.rpartition("/")[0] + "/99").status_code == 404


def test_without_a_key_deciding_leads_to_the_case_which_says_what_is_missing(site: Site) -> None:
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook, NOW - 4 * HOURS)
    site.now = NOW
    mayor = site.visitor(Role.MAYOR)
    answer = send(mayor)
    assert answer.headers["location"] == f"/zaken/{NUMBER}?gedaan=imposition.impose"
    assert "heeft nog geen sleutel om mee te ondertekenen" in mayor.get(answer.headers["location"]).text


def test_nothing_of_a_case_is_kept_on_the_phone(decided: tuple[Site, TestClient, str]) -> None:
    _, mayor, address = decided
    final = address.rpartition("/")[2]
    pages = [
        f"/zaken/{NUMBER}",
        f"/zaken/{NUMBER}/documenten/{final}",
        f"/zaken/{NUMBER}/stukken",
        address,
        "/besluiten",
        READ,
        SIGN,
    ]
    for at in pages:
        assert mayor.get(at).headers["cache-control"] == "no-store", at
    assert approve(mayor, address).headers["cache-control"] == "no-store"
