"""The pages of messages: what is red, what people tell, and who may record it."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from huisverbod import clock
from huisverbod.case import Facts
from huisverbod.clock import Ways
from huisverbod.known import Actor
from huisverbod.notices import Dispatch, Message, NotCarried, Notice, Standing, of_case
from huisverbod.roles import Role
from tests.builders import MOMENT, a_proposed_decision, a_step, an_actor, an_oral_ban
from tests.web.conftest import Site

HOUR = timedelta(hours=1)
NOW = MOMENT + 3 * HOUR
FORM = {"manner": "telefoon", "spoken_with": "centralist Zwaaiman, meldkamer", "actie": "verstuur"}


class Refusing:
    """A way out that takes nothing."""

    def carry(self, message: Message, to: str, key: str) -> None:
        raise NotCarried("refused", final=True)


def a_ban(site: Site) -> str:
    """A ban that runs, of someone who wants a lawyer."""
    site.now = NOW
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        a_step(session, site.rulebook, number, "execution.wish_lawyer", site.now)
    clock.tick(site.engine, site.rulebook, site.now)
    return number


def notice_of(site: Site, kind: str) -> Notice:
    with site.writing() as session:
        return session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.id).desc())).first()


def card(page: str, name: str) -> str:
    """The part of a page under this heading, as text."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def tell(client: TestClient, number: str, notice: Notice, at: str = "00.30", **changes: str) -> int:
    address = f"/zaken/{number}/berichten/{notice.id}"
    when = {"occurred_at.date": "24-11-2026", "occurred_at.time": at}
    return client.post(address, data={**FORM, **when, **changes}).status_code


def test_the_case_says_who_was_told_and_who_was_not(site: Site):
    number = a_ban(site)
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    said = card(officer.get(f"/zaken/{number}").text, "ingelicht")
    assert "De huisgenoten Inhoud en gevolgen van het huisverbod · Wth 2(8)" in said
    assert "Nog te vertellen" in said and "Casemanager Inhoud van het huisverbod, voor de hulp" in said
    assert "Veilig Thuis" not in said, "child abuse is no ground here"
    with site.writing() as session:
        a_step(session, site.rulebook, number, "execution.tell_household", site.now)
    said = card(officer.get(f"/zaken/{number}").text, "ingelicht")
    assert "In persoon verteld, dinsdag 24 november 2026, 00.40 uur" in said
    assert said.count("Nog te vertellen") == 1, "the lawyer line is left"


def test_what_nobody_has_seen_turns_red_everywhere(site: Site):
    number = a_ban(site)
    police, officer = site.visitor(Role.POLICE), site.visitor(Role.MUNICIPAL_OFFICER)
    assert "niet gezien</span>" not in card(police.get("/berichten").text, "berichten")
    assert "Niet op tijd gezien" not in officer.get(f"/zaken/{number}").text
    site.now = NOW + HOUR
    assert "Al 1 uur" in card(police.get("/berichten").text, "berichten")
    assert "Al 1 uur" in card(police.get("/zaken").text, "berichten")
    assert "Niet op tijd gezien" in card(officer.get(f"/zaken/{number}").text, "ingelicht")
    assert "Politie: Wat er te handhaven is" in card(officer.get("/berichten").text, "niet-aangekomen")


def test_seeing_it_makes_it_known(site: Site):
    number = a_ban(site)
    site.now = NOW + HOUR
    police = site.visitor(Role.POLICE)
    notice = notice_of(site, "police")
    with site.writing() as session:
        of_police = session.exec(
            select(Notice).where(Notice.kind == "police", Notice.role == Role.POLICE)
        ).one()
    police.post(f"/berichten/{of_police.id}/gezien", data={"terug": "/berichten"})
    said = card(site.visitor(Role.MUNICIPAL_OFFICER).get(f"/zaken/{number}").text, "ingelicht")
    assert "Gezien in de toepassing, dinsdag 24 november 2026, 01.40 uur" in said
    assert notice is not None


def test_it_is_recorded_who_told_whom_when_and_how(site: Site):
    number = a_ban(site)
    notice = notice_of(site, "lawyer_line")
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    page = officer.get(f"/zaken/{number}/berichten/{notice.id}").text
    assert notice.rule.content in page and notice.rule.never in page
    assert tell(officer, number, notice) == 303
    told = notice_of(site, "lawyer_line")
    assert (told.manner, told.acknowledged_by) == ("telefoon", site.account(Role.MUNICIPAL_OFFICER).id)
    assert told.acknowledged_at == MOMENT + timedelta(hours=2, minutes=50)
    assert "Zwaaiman" not in repr(told)
    with site.writing() as session:
        kept = session.exec(select(Facts).where(Facts.draft_of == f"notice:{notice.id}")).one()
    assert kept.data == {"spoken_with": FORM["spoken_with"]}
    page = officer.get(f"/zaken/{number}/berichten/{notice.id}").text
    assert "Verteld per telefoon" in page and "Zwaaiman" in page
    assert tell(officer, number, notice, "00.35", spoken_with="Een ander") == 303
    assert notice_of(site, "lawyer_line").acknowledged_at == told.acknowledged_at, "told once is told"


FORM_IN_PAGE = "Met wie sprak u"


def test_where_the_law_has_a_step_the_step_is_taken(site: Site):
    number = a_ban(site)
    address = f"/zaken/{number}/berichten/{notice_of(site, 'household').id}"
    page = site.visitor(Role.MUNICIPAL_OFFICER).get(address).text
    assert f'href="/zaken/{number}/stap/execution.tell_household"' in page and FORM_IN_PAGE not in page
    address = f"/zaken/{number}/berichten/{notice_of(site, 'lawyer_line').id}"
    assert FORM_IN_PAGE in site.visitor(Role.MUNICIPAL_OFFICER).get(address).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"at": "23.59"}, "ligt in de toekomst"),
        ({"spoken_with": ""}, "Vul dit in"),
        ({"manner": "duif"}, "Kies"),
    ],
)
def test_half_a_telling_is_sent_back(site: Site, changes: dict[str, str], said: str):
    number = a_ban(site)
    notice = notice_of(site, "lawyer_line")
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    when = {"occurred_at.date": "24-11-2026", "occurred_at.time": changes.get("at", "00.30")}
    answer = officer.post(f"/zaken/{number}/berichten/{notice.id}", data={**FORM, **when, **changes})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert notice_of(site, "lawyer_line").acknowledged_at is None


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (an_actor(Role.MUNICIPAL_OFFICER), 200),
        (an_actor(Role.HOVJ), 200),
        (an_actor(Role.CASE_MANAGER), 403),
        (an_actor(Role.VEILIG_THUIS), 403),
        (an_actor(Role.MUNICIPAL_OFFICER, "duinstreek", "duinrade"), 404),
        (an_actor(Role.MUNICIPAL_OFFICER, municipality="kerkhaven"), 404),
        (an_actor(Role.EVALUATOR), 404),
    ],
)
def test_who_tells_others(site: Site, who: Actor, status: int):
    number = a_ban(site)
    notice = notice_of(site, "lawyer_line")
    assert site.visitor(who).get(f"/zaken/{number}/berichten/{notice.id}").status_code == status
    allowed = 303 if status == 200 else status
    assert tell(site.visitor(who), number, notice) == allowed


def test_a_notice_belongs_to_its_case_and_to_who_sees_the_event(site: Site):
    number = a_ban(site)
    with site.writing() as session:
        other = an_oral_ban(session, site.rulebook)
        a_step(session, site.rulebook, other, "execution.wish_lawyer", site.now)
        [case_id] = [
            row.case_id for row in session.exec(select(Notice).where(Notice.kind == "lawyer_line")).all()
        ][:1]
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    notice = notice_of(site, "lawyer_line")
    assert notice.case_id != case_id
    assert officer.get(f"/zaken/{number}/berichten/{notice.id}").status_code == 404
    assert officer.get(f"/zaken/{other}/berichten/{notice.id}").status_code == 200
    assert officer.get(f"/zaken/{number}/berichten/999999").status_code == 404


def test_the_list_to_print_has_no_names_and_only_what_is_ours(site: Site):
    number = a_ban(site)
    page = site.visitor(Role.MUNICIPAL_OFFICER).get("/berichten/lijst").text
    said = card(page, "lijst")
    assert number in said and "De huisgenoten" in said
    assert "Piketcentrale advocaten Voorbeeldland 088-0000140" in said
    assert not [name for name in ("Ruben", "Testema", "Sanne", "Proefstraat") if name in page]
    elsewhere = site.visitor(an_actor(Role.MUNICIPAL_OFFICER, "duinstreek", "duinrade"))
    assert number not in elsewhere.get("/berichten/lijst").text
    assert site.visitor(Role.CASE_MANAGER).get("/berichten/lijst").status_code == 403


def test_what_did_not_arrive_is_in_sight_and_can_be_sent_again(site: Site):
    site.now = NOW
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
    ways = Ways({"mail": Refusing()}, "https://hv.example")
    for _ in range(2):
        clock.tick(site.engine, site.rulebook, site.now, ways)
        clock.deliver(site.engine, site.rulebook, ways, lambda: site.now)
    with site.writing() as session:
        police = session.exec(select(Notice).where(Notice.kind == "police", Notice.role == Role.POLICE)).one()
        assert police.channel == "talk"
        court = session.exec(select(Dispatch).where(Dispatch.notice_id == police.id)).one()
        assert court.given_up_at == site.now
    officer = site.visitor(Role.MUNICIPAL_OFFICER)
    said = card(officer.get(f"/zaken/{number}").text, "ingelicht")
    assert "E-mail: opgegeven" in said and "de server weigert dit adres" in said
    site.now = NOW + HOUR
    page = officer.get("/berichten").text
    address = f"/zaken/{number}/berichten/{police.id}/opnieuw"
    assert "Politie: Wat er te handhaven is" in card(page, "niet-aangekomen") and address in page
    assert site.visitor(Role.CASE_MANAGER).post(address).status_code == 403
    assert officer.post(address).headers["location"] == "/berichten"
    clock.tick(site.engine, site.rulebook, site.now, ways)
    with site.writing() as session:
        rows = session.exec(select(Dispatch).where(Dispatch.notice_id == police.id)).all()
    assert len(rows) == 2


def test_who_tells_nobody_sees_the_own_messages_alone(site: Site):
    a_ban(site)
    site.now = NOW + 24 * HOUR
    page = site.visitor(Role.CASE_MANAGER).get("/berichten").text
    assert "huisverbod waarbij u hulp geeft" in page
    assert not card(page, "niet-aangekomen") and not card(page, "vertellen")


def test_how_a_notice_stands_from_beginning_to_end(site: Site):
    site.now = NOW
    with site.writing() as session:
        number = a_proposed_decision(session, site.rulebook)
        case = a_step(session, site.rulebook, number, "imposition.hear_household", NOW).case

    def stands(hours: int = 0) -> set[Standing]:
        with site.writing() as session:
            found = of_case(session, case, site.now + hours * HOUR)
            return {one.standing for one in found if one.notice.kind == "decision_waits"}

    assert stands() == {Standing.QUEUED}
    clock.tick(site.engine, site.rulebook, site.now)
    assert stands() == {Standing.SENT}
    assert stands(1) == {Standing.LATE}
    with site.writing() as session:
        a_step(session, site.rulebook, number, "imposition.ask_back", NOW)
    assert stands(1) == {Standing.KNOWN}
