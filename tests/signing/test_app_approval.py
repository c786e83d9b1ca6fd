"""He signs with a key at a signing service: its app asks him by the mark on the page, and he may say no."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from huisverbod.roles import Role
from huisverbod.signing.csc import Version
from tests.signing.authority import Authority
from tests.signing.remote_services import CLIENT, Manner, Remote, service
from tests.signing.test_approval import approve, decided
from tests.signing.test_keyring import FILE, PERSONAL
from tests.signing.test_remote import APP, secrets
from tests.signing.test_sealing import folder, ring, text
from tests.web.conftest import Site, site

__all__ = ["decided", "folder", "secrets", "site"]


@pytest.fixture(scope="module")
def dienst(authority: Authority) -> Iterator[Remote]:
    with service(authority, Version.TWO) as found:
        yield found


@pytest.fixture
def signing(
    decided: tuple[Site, TestClient, str], folder: Path, authority: Authority, dienst: Remote
) -> tuple[TestClient, str, Manner]:
    """The mayor at the page of his signature; his key is at the service, which asks him in its app."""
    where, mayor, address = decided
    key = (
        f'{{ kind = "remote", service = "{dienst.address}", version = "v2", credential = "joram", '
        f'holder = "Joram Havenkwartier", token_address = "{dienst.address}/oauth2/token", '
        f'client = "{CLIENT}", secret_from = "GEHEIM", approve_within = 1 }}'
    )
    own = PERSONAL.replace("burgemeester.voorbeelddam", where.account(Role.MAYOR).login).replace(FILE, key)
    where.app.state.keyring = ring(folder, text(authority) + own)
    dienst.doors.manner = Manner(means=(APP,), polls=2)
    return mayor, address, dienst.doors.manner


def test_he_approves_in_the_app_what_the_page_shows(signing: tuple[TestClient, str, Manner]) -> None:
    mayor, address, manner = signing
    (mark,) = re.findall(r"<code>([0-9A-F]{4}-[0-9A-F]{4})</code>", mayor.get(address).text)
    assert approve(mayor, address).status_code == 303
    assert "Uw handtekening staat onder het besluit" in mayor.get(address).text
    assert dict(manner.asked)["credentials/authorize"]["description"] == f"Besluit met controlecode {mark}"


@pytest.mark.parametrize(
    ("change", "said", "logged"),
    [
        ({"approves": False}, "U keurde het niet goed in de app van uw ondertekendienst.", "DECLINED"),
        ({"polls": 1_000_000}, "De tijd om goed te keuren is voorbij.", "TOO_LATE"),
    ],
)
def test_what_he_does_not_approve_there_is_not_signed(
    signing: tuple[TestClient, str, Manner],
    caplog: pytest.LogCaptureFixture,
    change: dict[str, object],
    said: str,
    logged: str,
) -> None:
    mayor, address, manner = signing
    for name, value in change.items():
        setattr(manner, name, value)
    answer = approve(mayor, address)
    assert answer.status_code == 422
    assert said in answer.text and "Er is niets ondertekend." in answer.text
    assert f"did not sign: {logged}" in caplog.text
    manner.approves, manner.polls = True, 0
    assert approve(mayor, address).status_code == 303
