"""What every answer has: headers, a frame, no names in titles; and what happens when something goes wrong."""

import hashlib
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from huisverbod.notices import Notice
from huisverbod.roles import Role
from huisverbod.settings import Settings
from huisverbod.web.app import create_app
from huisverbod.web.page import HERE, STATIC, STATIC_ADDRESS
from huisverbod.web.safety import HEADERS
from tests.builders import MOMENT, a_proposed_decision, a_request, an_oral_ban
from tests.mailing import a_post_office, an_authority
from tests.web.conftest import Site

PUBLIC = ["/inloggen", "/hulp", "/toegankelijkheid"]
PAGES = [
    "/zaken",
    "/berichten",
    "/berichten/lijst",
    "/besluiten",
    "/zaken/HV-2026-0001",
    "/zaken/HV-2026-0001/besluit/imposition.impose",
    "/zaken/HV-2026-0001/ondertekenen/imposition.impose",
    "/zaken/HV-2026-0001/besluit/execution.extend",
    "/zaken/HV-2026-9999",
]
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def with_a_case(site: Site) -> TestClient:
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook)
    site.now = MOMENT + timedelta(hours=4)
    return site.visitor(Role.MAYOR)


def test_every_page_has_the_security_headers_and_nothing_inline(site: Site):
    mayor = with_a_case(site)
    for path in PUBLIC + PAGES:
        answer = mayor.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
        assert answer.headers["cache-control"] == "no-store", path
        assert "max-age" in answer.headers["strict-transport-security"], path
        assert not INLINE.search(answer.text), path


def test_the_policy_allows_nothing_from_elsewhere():
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert {policy[name] for name in ("style-src", "script-src", "img-src", "font-src", "form-action")} == {
        "'self'"
    }


def test_without_https_a_browser_is_not_told_to_insist_on_it(demo_site: Site):
    assert "strict-transport-security" not in demo_site.stranger().get("/hulp").headers


def test_titles_and_addresses_name_the_case_and_nobody(site: Site):
    mayor = with_a_case(site)
    for path in PAGES:
        page = mayor.get(path).text
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title and "Testema" not in title[1] and "Voorbeeldsma" not in title[1], path
        assert not re.findall(r'(?:href|action)="[^"]*(?:Testema|Voorbeeldsma)', page), path


def test_static_files_are_kept_for_good_and_change_their_address_with_their_content(site: Site):
    stranger = site.stranger()
    answer = stranger.get(f"{STATIC_ADDRESS}/hv.css")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f'href="{STATIC_ADDRESS}/hv.css"' in stranger.get("/inloggen").text
    assert stranger.get("/static/000000000000/hv.css").status_code == 404
    assert stranger.get(f"{STATIC_ADDRESS}/nergens.css").headers["cache-control"] == "no-store"


def test_what_comes_from_others_is_listed_with_its_hash():
    listed = dict(re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", (HERE / "VENDOR.md").read_text()))
    fonts = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in STATIC.glob("*.woff2")}
    assert fonts == listed


@pytest.mark.parametrize("path", ["/zaken", "/besluiten", "/zaken/HV-2026-0001", "/"])
def test_a_stranger_is_sent_to_sign_in_and_comes_back(site: Site, path: str):
    answer = site.stranger().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/inloggen?verder={path}"


def test_unknown_and_forbidden_are_told_in_the_same_words(site: Site):
    with_a_case(site)
    elsewhere = site.visitor(Role.OM)
    forbidden = elsewhere.get("/zaken/HV-2026-0001")
    unknown = elsewhere.get("/zaken/HV-2026-9999")
    assert forbidden.status_code == unknown.status_code == 404
    assert forbidden.text.replace("0001", "9999") == unknown.text
    assert "niet voor u bestemd" in unknown.text


@pytest.mark.parametrize(
    "path",
    ["/nergens", "/zaken/HV-2026-0001/documenten/abc", "/zaken/HV-2026-0001/documenten/99", "/static/x"],
)
def test_what_is_not_there_gets_a_page_of_our_own(site: Site, path: str):
    answer = with_a_case(site).get(path)
    assert answer.status_code == 404
    assert "Niet gevonden" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_the_wrong_kind_of_request_changes_nothing(site: Site):
    assert with_a_case(site).post("/zaken/HV-2026-0001").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://elders.example"}],
)
def test_a_form_of_another_site_is_refused(site: Site, headers: dict[str, str]):
    answer = with_a_case(site).post("/uitloggen", headers=headers)
    assert answer.status_code == 403
    assert "van een andere website" in answer.text


def test_a_fault_of_ours_shows_a_reference_and_tells_nothing(site: Site, caplog: pytest.LogCaptureFixture):
    def break_down() -> None:
        raise RuntimeError("Ruben Testema, Proefstraat 12")

    site.app.add_api_route("/stuk", break_down)
    with caplog.at_level(logging.INFO):
        answer = site.stranger().get("/stuk")
    assert answer.status_code == 500
    reference = re.search(r"<strong>([0-9a-f]{8})</strong>", answer.text)
    assert reference and reference[1] in caplog.text and "RuntimeError" in caplog.text
    assert "Testema" not in answer.text + caplog.text
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("role", "start", "menu"),
    [
        (
            Role.MAYOR,
            "/besluiten",
            {"/besluiten", "/zaken", "/berichten", "/rooster", "/register", "/cijfers"},
        ),
        (
            Role.HOVJ,
            "/zaken",
            {
                "/besluiten",
                "/zaken",
                "/berichten",
                "/verzoeken/nieuw",
                "/verzoeken/spoed",
                "/rooster",
                "/register",
            },
        ),
        (Role.VEILIG_THUIS, "/zaken", {"/zaken", "/berichten", "/verzoeken/nieuw"}),
        (Role.CASE_MANAGER, "/zaken", {"/zaken", "/berichten"}),
        (Role.EVALUATOR, "/cijfers", {"/cijfers"}),
        (
            Role.ADMINISTRATOR,
            "/cijfers",
            {"/beheer/werkwijze", "/beheer/huisstijl", "/rooster", "/register", "/cijfers"},
        ),
    ],
)
def test_each_capacity_begins_at_its_own_page_with_its_own_menu(
    site: Site, role: Role, start: str, menu: set[str]
):
    visitor = site.visitor(role)
    assert visitor.get("/").headers["location"] == start
    navigation = visitor.get("/zaken").text.partition("<nav")[2].partition("</nav>")[0]
    assert set(re.findall(r'href="([^"]+)"', navigation)) == menu | {"/handreiking"}


def test_the_clock_ticks_while_the_application_runs(site: Site):
    with site.writing() as session:
        a_request(session, site.rulebook)
    app = create_app(Settings(tick_seconds=3600), engine=site.engine, rulebook=site.rulebook)
    with TestClient(app) as client:
        for _ in range(2000):
            client.get("/hulp")
            with site.writing() as session:
                sent = [notice.sent_at for notice in session.exec(select(Notice))]
            if all(sent):
                break
    assert sent and all(sent)


def test_e_mail_leaves_while_the_application_runs(site: Site, tmp_path: Path):
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
    with a_post_office() as office:
        settings = Settings(
            tick_seconds=1, mail_server="localhost", mail_port=office.port, mail_from="hv@hv.example",
            address="https://hv.example", send_ca=an_authority(tmp_path),
        )  # fmt: skip
        app = create_app(settings, engine=site.engine, rulebook=site.rulebook)
        with TestClient(app) as client:
            for _ in range(2000):
                assert client.get("/hulp").status_code == 200
                if office.letters:
                    break
    assert number in office.letters[0]["Subject"]


def test_only_the_demonstration_says_that_it_is_one(site: Site, demo_site: Site):
    assert "Demonstratie." in demo_site.stranger().get("/hulp").text
    assert "Demonstratie." not in site.stranger().get("/hulp").text
