"""Signing in and out: what is said, what is set, and how long it lasts."""

from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from huisverbod import accounts
from huisverbod.accounts import SignIn
from huisverbod.roles import Role
from huisverbod.web.current import COOKIE
from tests.web.conftest import PASSWORD, Site

WRONG = "De inlognaam of het wachtwoord klopt niet."


def try_to(client: TestClient, login: str, password: str, onward: str = "/") -> httpx2.Response:
    return client.post("/inloggen", data={"login": login, "password": password, "verder": onward})


def test_the_right_password_opens_a_session(site: Site):
    login = site.account(Role.MAYOR).login
    stranger = site.stranger()
    answer = try_to(stranger, f"  {login.upper()} ", PASSWORD, "/zaken?fase=care")
    assert (answer.status_code, answer.headers["location"]) == (303, "/zaken?fase=care")
    assert stranger.get("/besluiten").status_code == 200


def test_the_cookie_is_closed_off(site: Site, demo_site: Site):
    login = site.account(Role.MAYOR).login
    flags = try_to(site.stranger(), login, PASSWORD).headers["set-cookie"].lower()
    for flag in ("httponly", "secure", "samesite=lax", "path=/"):
        assert flag in flags
    assert "max-age" not in flags and "domain" not in flags
    login = demo_site.account(Role.MAYOR).login
    assert "secure" not in try_to(demo_site.stranger(), login, PASSWORD).headers["set-cookie"].lower()


def test_the_database_holds_no_token_that_can_be_used(site: Site):
    login = site.account(Role.MAYOR).login
    stranger = site.stranger()
    try_to(stranger, login, PASSWORD)
    with site.writing() as session:
        assert session.exec(select(SignIn)).one().token_hash != stranger.cookies[COOKIE]


def test_a_wrong_name_and_a_wrong_password_read_the_same(site: Site):
    login = site.account(Role.MAYOR).login
    one = try_to(site.stranger(), login, "dit is het niet")
    other = try_to(site.stranger(), "niemand", "dit is het niet")
    assert one.status_code == other.status_code == 422
    assert one.text.replace(login, "niemand") == other.text
    assert WRONG in one.text and "<title>Fout: " in one.text and f'value="{login}"' in one.text
    assert "set-cookie" not in one.headers


def test_after_five_failures_even_the_right_password_waits_a_minute(site: Site):
    login = site.account(Role.MAYOR).login
    for _ in range(accounts.FAILURES_BEFORE_DELAY):
        assert try_to(site.stranger(), login, "dit is het niet").status_code == 422
    assert try_to(site.stranger(), login, PASSWORD).status_code == 422
    site.now += accounts.DELAY
    assert try_to(site.stranger(), login, PASSWORD).status_code == 303


def test_an_account_that_is_closed_cannot_sign_in_nor_go_on(site: Site):
    mayor = site.visitor(Role.MAYOR)
    assert mayor.get("/zaken").status_code == 200
    with site.writing() as session:
        row = session.merge(site.account(Role.MAYOR))
        row.active = False
    assert mayor.get("/zaken").status_code == 303
    assert try_to(site.stranger(), site.account(Role.MAYOR).login, PASSWORD).status_code == 422


def test_a_session_that_is_not_used_ends(site: Site):
    mayor = site.visitor(Role.MAYOR)
    site.now += accounts.IDLE
    assert mayor.get("/zaken").status_code == 200
    site.now += accounts.IDLE + timedelta(seconds=1)
    assert mayor.get("/zaken").headers["location"] == "/inloggen?verder=/zaken"


def test_a_session_that_is_used_all_the_time_ends_after_twelve_hours(site: Site):
    mayor = site.visitor(Role.MAYOR)
    start = site.now
    while site.now + accounts.IDLE / 2 <= start + accounts.LONGEST:
        site.now += accounts.IDLE / 2
        assert mayor.get("/zaken").status_code == 200
    site.now += timedelta(seconds=1)
    assert mayor.get("/zaken").status_code == 303


def test_signing_out_ends_the_session_on_the_server(site: Site):
    mayor = site.visitor(Role.MAYOR)
    token = mayor.cookies[COOKIE]
    assert mayor.post("/uitloggen").headers["location"] == "/inloggen"
    again = site.stranger()
    again.cookies.set(COOKIE, token, domain="testserver.local", path="/")
    assert again.get("/zaken").status_code == 303


@pytest.mark.parametrize(
    "onward", ["https://elders.example/", "//elders.example", "/\\elders.example", "zaken", "/a b", ""]
)
def test_nobody_is_sent_to_another_site_after_signing_in(site: Site, onward: str):
    login = site.account(Role.MAYOR).login
    assert try_to(site.stranger(), login, PASSWORD, onward).headers["location"] == "/"
    assert "elders" not in site.stranger().get("/inloggen", params={"verder": onward}).text


def test_the_demonstration_lists_its_people_by_region_and_signs_in_with_one_press(demo_site: Site):
    account = demo_site.account(Role.MAYOR)
    stranger = demo_site.stranger()
    page = stranger.get("/inloggen").text
    assert "Voorbeeldland</h3>" in page and account.name in page
    answer = stranger.post("/inloggen/demo", data={"account": str(account.id)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "secure" not in answer.headers["set-cookie"].lower()


def test_outside_the_demonstration_there_is_no_such_press(site: Site):
    account = site.account(Role.MAYOR)
    assert account.name not in site.stranger().get("/inloggen").text
    answer = site.stranger().post("/inloggen/demo", data={"account": str(account.id)})
    assert answer.status_code == 404 and "set-cookie" not in answer.headers
