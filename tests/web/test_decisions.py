"""Deciding: the list, the page to read, the page to sign; and everything on which signing is refused."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from huisverbod import accounts, documents
from huisverbod.accounts import Account
from huisverbod.advance import asked_of
from huisverbod.case import Event, find, stages_of
from huisverbod.documents import Document, Signature
from huisverbod.law import wall_clock_days
from huisverbod.roles import Role
from tests.builders import (
    MOMENT,
    a_ban,
    a_hearing,
    a_proposed_decision,
    a_running_ban,
    a_step,
    an_actor,
    an_oral_ban,
)
from tests.web.conftest import PASSWORD, Site

HOUR = timedelta(hours=1)
NUMBER = "HV-2026-0001"
READ = f"/zaken/{NUMBER}/besluit/imposition.impose"
SIGN = f"/zaken/{NUMBER}/ondertekenen/imposition.impose"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def proposed(site: Site, **propose: object) -> None:
    with site.writing() as session:
        a_proposed_decision(session, site.rulebook, propose=propose)
    site.now = MOMENT + 4 * HOUR


def form(visitor: TestClient, address: str = SIGN) -> dict[str, str | list[str]]:
    """The signing form as shown, with the ticks and the password filled in."""
    answer = visitor.get(address)
    assert answer.status_code == 200
    hidden = HIDDEN.findall(answer.text)
    warned = [value for name, value in hidden if name == "warned"]
    return {**dict(hidden), "warned": warned, "read": "ja", "password": PASSWORD}


def send(visitor: TestClient, address: str = SIGN, **changes: str | list[str]) -> httpx2.Response:
    return visitor.post(address, data={**form(visitor, address), **changes})


def events(site: Site, step: str) -> list[Event]:
    stage, _, name = step.partition(".")
    with site.writing() as session:
        return list(session.exec(select(Event).where(Event.stage == stage, Event.step == name)))


# The list


def test_what_waits_is_listed_with_how_long_it_waits(site: Site):
    proposed(site)
    page = site.visitor(Role.MAYOR).get("/besluiten").text
    assert "1 besluit wacht op u" in page and f'href="{READ}"' in page
    assert "Wacht 1 uur en 10 min" in page and "Testema" not in page


def test_a_draft_waits_for_those_who_may_decide_and_for_nobody_else(site: Site):
    proposed(site)
    waits = {
        role: "wacht op u</span>" in site.visitor(role).get("/besluiten").text
        for role in (Role.MAYOR, Role.DEPUTY_MAYOR, Role.HOVJ, Role.MUNICIPAL_OFFICER, Role.VEILIG_THUIS)
    }
    assert waits == {
        Role.MAYOR: True,
        Role.DEPUTY_MAYOR: True,
        Role.HOVJ: True,
        Role.MUNICIPAL_OFFICER: False,
        Role.VEILIG_THUIS: False,
    }
    elsewhere = an_actor(Role.MAYOR, "duinstreek", "duinrade")
    unmandated = replace(an_actor(Role.HOVJ), name="Zonder Mandaat")
    former = replace(an_actor(Role.MAYOR), name="Geen Burgemeester")
    for other in (elsewhere, unmandated, former):
        assert READ not in site.visitor(other).get("/besluiten").text


def test_a_draft_that_went_back_or_was_declined_waits_no_more(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    with site.writing() as session:
        a_step(session, site.rulebook, NUMBER, "imposition.ask_back", site.now, Role.MAYOR)
    assert READ not in mayor.get("/besluiten").text
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        at = wall_clock_days(a_ban(session, site.rulebook, number).effective_from, 7)
        until = a_ban(session, site.rulebook, number).latest_end.isoformat()
        a_step(session, site.rulebook, number, "execution.propose_extension", at, until=until)
    site.now = at + HOUR
    mayor = site.visitor(Role.MAYOR)
    assert "besluit/execution.extend" in mayor.get("/besluiten").text
    with site.writing() as session:
        a_step(session, site.rulebook, number, "execution.decline_extension", site.now, Role.MAYOR)
    assert "besluit/execution.extend" not in mayor.get("/besluiten").text


# The page to read


def test_the_draft_reads_in_a_minute(site: Site):
    proposed(site)
    page = site.visitor(Role.MAYOR).get(READ).text
    for words in (
        "Ruben Testema",
        "Proefstraat 12, Voorbeelddam",
        "Sanne Voorbeeldsma (partner)",
        "1 kind",
        "Kinderen betrokken",
        "3 in deel 1, 11 in deel 2 en 6 in deel 3",
        "Huisverbod opleggen",
        "Ja, in persoon, op maandag 23 november 2026, 23.30 uur",
        "Niet verplicht: kindermishandeling is geen grond",
        "10 dagen vanaf de uitreiking",
        "Hij dreigde vannacht terug te komen en heeft een sleutel.",
    ):
        assert words in page, words
    assert re.search(rf'href="/zaken/{NUMBER}/documenten/\d+">Besluit huisverbod \(ontwerp\) \(PDF', page)


def test_from_reading_one_goes_on_to_sign_to_decline_or_to_ask_back(site: Site):
    proposed(site)
    page = site.visitor(Role.MAYOR).get(READ).text
    for address in (
        SIGN,
        f"/zaken/{NUMBER}/stap/imposition.decline",
        f"/zaken/{NUMBER}/stap/imposition.ask_back",
    ):
        assert f'href="{address}"' in page
    assert 'type="password"' not in page


def test_a_long_motivation_is_cut_between_words(site: Site):
    proposed(site, danger="gevaar " * 200)
    page = site.visitor(Role.MAYOR).get(READ).text
    assert "gevaar …" in page and "gevaar " * 60 not in page


def test_why_somebody_was_not_heard_is_said(site: Site):
    with site.writing() as session:
        a_hearing(session, site.rulebook)
        at = MOMENT + 2 * HOUR
        a_step(
            session,
            site.rulebook,
            NUMBER,
            "imposition.skip_hearing",
            at,
            ground="spoed",
            reason="Hij vluchtte",
        )
        a_step(session, site.rulebook, NUMBER, "imposition.propose", at + HOUR)
    site.now = MOMENT + 4 * HOUR
    assert "Het is te dringend: Hij vluchtte" in site.visitor(Role.MAYOR).get(READ).text


def test_an_officer_without_a_mandate_reads_why_he_cannot_sign(site: Site):
    proposed(site)
    officer = site.visitor(replace(an_actor(Role.HOVJ), name="Zonder Mandaat"))
    page = officer.get(READ).text
    assert "geen geldig mandaat" in page and SIGN not in page
    assert officer.get(SIGN).headers["location"] == READ


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (Role.MUNICIPAL_OFFICER, "imposition.impose", 403),
        (Role.HOVJ, "execution.extend", 403),
        (Role.MAYOR, "execution.extend", 409),
        (Role.MAYOR, "imposition.put_in_writing", 409),
        (Role.MAYOR, "imposition.decline", 404),
        (Role.MAYOR, "imposition.nothing", 404),
        (Role.OM, "imposition.impose", 404),
    ],
)
def test_what_is_no_decision_of_this_person_now_has_no_such_page(
    site: Site, role: Role, name: str, status: int
):
    proposed(site)
    visitor = site.visitor(role)
    assert visitor.get(f"/zaken/{NUMBER}/besluit/{name}").status_code == status
    assert visitor.get(f"/zaken/{NUMBER}/ondertekenen/{name}").status_code == status


# The page to sign


def test_signing_records_who_when_how_and_which_text_was_shown(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    with site.writing() as session:
        draft = documents.current_draft(session, find(session, NUMBER), "imposition/beschikking.html")
        assert draft
    answer = send(mayor)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/zaken/{NUMBER}?gedaan=imposition.impose",
    )
    with site.writing() as session:
        assert stages_of(session, find(session, NUMBER))["imposition"].state == "imposed"
        signature = session.exec(select(Signature)).one()
        final = session.get_one(Document, signature.document_id)
        assert (signature.shown_sha256, signature.channel) == (draft.sha256, "app")
        assert (signature.account_id, signature.role) == (site.account(Role.MAYOR).id, Role.MAYOR)
        assert signature.decided_at == signature.recorded_at == site.now
        assert not final.draft and "Joram Havenkwartier" in signature.line
    page = mayor.get(answer.headers["location"]).text
    assert "Vastgelegd: Huisverbod opleggen." in page and "Wacht op uitreiking" in page
    assert f"/zaken/{NUMBER}/documenten/{final.id}" in mayor.get("/besluiten").text


def test_an_officer_with_a_mandate_signs_in_the_same_way(site: Site):
    proposed(site)
    assert send(site.visitor(Role.HOVJ)).status_code == 303
    with site.writing() as session:
        signature = session.exec(select(Signature)).one()
        assert "Namens de burgemeester" in signature.line and "Mandaat" in signature.line


def test_a_wrong_password_signs_nothing_and_keeps_the_rest(site: Site):
    proposed(site)
    answer = send(site.visitor(Role.MAYOR), password="dit is het niet")
    assert answer.status_code == 422 and "<title>Fout: " in answer.text
    assert "Dit wachtwoord klopt niet. Er is niets ondertekend." in answer.text
    assert 'name="read" value="ja" checked' in answer.text and "dit is het niet" not in answer.text
    assert events(site, "imposition.impose") == []
    assert send(site.visitor(Role.MAYOR)).status_code == 303


def test_guessing_the_password_makes_one_wait(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    for _ in range(accounts.FAILURES_BEFORE_DELAY):
        send(mayor, password="dit is het niet")
    refused = send(mayor)
    assert refused.status_code == 422 and "Te vaak een verkeerd wachtwoord" in refused.text
    assert "01.41.00 uur" in refused.text
    assert events(site, "imposition.impose") == []
    site.now += accounts.DELAY
    assert send(mayor).status_code == 303


def test_without_the_tick_nothing_is_signed(site: Site):
    proposed(site)
    answer = send(site.visitor(Role.MAYOR), read="")
    assert answer.status_code == 422 and 'href="#read"' in answer.text
    assert 'id="read-fout"' in answer.text and events(site, "imposition.impose") == []


def test_what_is_weak_is_shown_and_accepted_knowingly_or_not_signed(site: Site):
    proposed(site, work_at_home="")
    mayor = site.visitor(Role.MAYOR)
    shown = form(mayor)
    assert {"home_interests_weighed", "children_heard"} <= set(shown["warned"])
    assert "Er staat niets over werk aan huis" in mayor.get(SIGN).text
    assert "Ik heb het besluit gelezen, en de punten waarop het zwak is." in mayor.get(SIGN).text
    unseen = send(mayor, read="")
    assert unseen.status_code == 422 and 'href="#read"' in unseen.text
    hidden = send(mayor, warned=["children_heard"])
    assert hidden.status_code == 422 and "Er staat niets over werk aan huis" in hidden.text
    assert events(site, "imposition.impose") == []
    assert send(mayor, remark="Zijn werk is elders.").status_code == 303
    with site.writing() as session:
        asked = asked_of(session, site.rulebook, find(session, NUMBER), an_actor(Role.MAYOR), site.now)
    kept = asked.known.last("imposition.impose")
    assert kept and kept.facts["accepted"] == shown["warned"]
    assert kept.facts["remark"] == "Zijn werk is elders."
    assert any("werk aan huis" in sentence for sentence in kept.facts["warned"])


def test_twice_pressed_is_once_signed(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    sent = form(mayor)
    first, second = mayor.post(SIGN, data=sent), mayor.post(SIGN, data=sent)
    assert first.headers["location"] == second.headers["location"]
    assert len(events(site, "imposition.impose")) == 1


def test_two_deciders_at_once_take_one_decision(site: Site):
    proposed(site)
    mayor, deputy = site.visitor(Role.MAYOR), site.visitor(Role.DEPUTY_MAYOR)
    mine, theirs = form(mayor), form(deputy)
    assert mayor.post(SIGN, data=mine).status_code == 303
    late = deputy.post(SIGN, data=theirs)
    assert late.status_code == 409
    assert "Er is niets ondertekend." in late.text and "Huisverbod opleggen" in late.text
    assert "burgemeester, Gemeente Voorbeelddam" in late.text
    assert len(events(site, "imposition.impose")) == 1


def test_a_draft_that_changed_must_be_read_again(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    sent = form(mayor)
    with site.writing() as session:
        a_step(session, site.rulebook, NUMBER, "imposition.propose", site.now, danger="Een andere tekst.")
    stale = mayor.post(SIGN, data=sent)
    assert stale.status_code == 409 and "Ontwerpbesluit voorleggen" in stale.text
    with site.writing() as session:
        version = str(find(session, NUMBER).version)
    old_text = mayor.post(SIGN, data={**sent, "version": version, "key": "another"})
    assert old_text.status_code == 422 and "intussen gewijzigd" in old_text.text
    assert sent["shown_sha256"] in old_text.text
    assert events(site, "imposition.impose") == []
    assert send(mayor).status_code == 303


def test_signing_needs_the_capacity_itself_not_only_the_address(site: Site):
    proposed(site)
    sent = form(site.visitor(Role.MAYOR))
    for role, status in ((Role.MUNICIPAL_OFFICER, 403), (Role.POLICE, 403), (Role.OM, 404)):
        assert site.visitor(role).post(SIGN, data=sent).status_code == status
    assert events(site, "imposition.impose") == []


def test_a_session_that_ended_signs_nothing(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    sent = form(mayor)
    site.now += accounts.LONGEST
    assert mayor.post(SIGN, data=sent).headers["location"] == f"/inloggen?verder={SIGN}"
    assert events(site, "imposition.impose") == []


def test_the_password_of_another_account_does_not_sign(site: Site):
    proposed(site)
    mayor = site.visitor(Role.MAYOR)
    with site.writing() as session:
        row = session.get_one(Account, site.account(Role.MAYOR).id)
        row.password = accounts.PASSWORDS.hash("een heel ander wachtwoord")
    assert send(mayor).status_code == 422
    assert send(mayor, password="een heel ander wachtwoord").status_code == 303


# The other decisions


def test_the_mayor_extends_and_reads_until_when(site: Site):
    with site.writing() as session:
        an_oral_ban(session, site.rulebook)
        ban = a_ban(session, site.rulebook, NUMBER)
        at = wall_clock_days(ban.effective_from, 7)
        until = ban.latest_end.isoformat()
        a_step(session, site.rulebook, NUMBER, "execution.propose_extension", at, until=until)
    site.now = at + HOUR
    mayor = site.visitor(Role.MAYOR)
    page = mayor.get(f"/zaken/{NUMBER}/besluit/execution.extend").text
    assert "Verlengen tot" in page and "vrijdag 4 december 2026, 00.00 uur" in page
    assert "stap/execution.decline_extension" in page and "Er is nog geen zorgadvies" in page
    assert send(mayor, f"/zaken/{NUMBER}/ondertekenen/execution.extend").status_code == 303
    assert len(events(site, "execution.extend")) == 1


def test_the_mayor_withdraws(site: Site):
    with site.writing() as session:
        a_running_ban(session, site.rulebook)
        at = MOMENT + 10 * HOUR
        a_step(session, site.rulebook, NUMBER, "execution.propose_withdrawal", at, ground="gevaar_geweken")
        a_step(session, site.rulebook, NUMBER, "execution.tell_of_withdrawal", at)
    site.now = at + HOUR
    mayor = site.visitor(Role.MAYOR)
    assert "Het gevaar is geweken" in mayor.get(f"/zaken/{NUMBER}/besluit/execution.withdraw").text
    assert send(mayor, f"/zaken/{NUMBER}/ondertekenen/execution.withdraw").status_code == 303
    page = mayor.get(f"/zaken/{NUMBER}").text
    assert "Beëindigd" in page and "Ingetrokken" in page


def test_an_oral_decision_is_put_in_writing(site: Site):
    with site.writing() as session:
        an_oral_ban(session, site.rulebook)
        a_step(session, site.rulebook, NUMBER, "imposition.propose_written", MOMENT + 4 * HOUR)
    site.now = MOMENT + 5 * HOUR
    mayor = site.visitor(Role.MAYOR)
    page = mayor.get(f"/zaken/{NUMBER}/besluit/imposition.put_in_writing").text
    assert "Mondeling aangezegd op dinsdag 24 november 2026, 00.00 uur" in page
    assert send(mayor, f"/zaken/{NUMBER}/ondertekenen/imposition.put_in_writing").status_code == 303
    with site.writing() as session:
        assert stages_of(session, find(session, NUMBER))["imposition"].state == "imposed"
