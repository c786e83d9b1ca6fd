"""Whole cases through the pages: from a partner's request to the closed case, and a night with the police."""

from datetime import datetime, timedelta
from io import BytesIO

import pdfplumber
from sqlmodel import select

from huisverbod.case import find
from huisverbod.documents import Document, Signature
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.journeys.walking import Walk
from tests.web.conftest import Site

HOUR = timedelta(hours=1)
OFFICER, MAYOR, DEPUTY = Role.MUNICIPAL_OFFICER, Role.MAYOR, Role.DEPUTY_MAYOR
POLICE, HOVJ, HELP, VEILIG_THUIS = Role.POLICE, Role.HOVJ, Role.CASE_MANAGER, Role.VEILIG_THUIS


def on(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


LATEST = on(21, 21, 50, month=12)


def test_veilig_thuis_request_to_closed_case(site: Site):
    walk = Walk(site)
    a_request_is_made_and_taken_up(walk)
    the_assessment_is_made(walk)
    the_mayor_decides(walk)
    it_is_served_and_everyone_is_told(walk)
    help_begins(walk)
    he_comes_back_and_the_court_upholds_the_ban(walk)
    the_deputy_extends_it(walk)
    it_ends_and_the_case_is_closed(walk)
    with site.writing() as session:
        signed = session.exec(select(Signature)).all()
        templates = {row.template for row in session.exec(select(Document).where(Document.draft.is_(False)))}  # type: ignore[attr-defined]
    assert [row.role for row in signed] == [MAYOR, DEPUTY]
    assert templates == {
        "imposition/beschikking.html",
        "execution/akte_van_uitreiking.html",
        "execution/bericht_huisgenoten.html",
        "execution/verlenging.html",
    }


def a_request_is_made_and_taken_up(walk: Walk) -> None:
    walk.at(on(23, 19)).begin(VEILIG_THUIS, "acuut_veilig_thuis", children="Pim slaapt slecht.")
    assert walk.states() == {"request": "submitted"}
    assert walk.number in walk.get(OFFICER, "/zaken").text
    walk.at(on(23, 19, 30)).step(OFFICER, "request.ask")
    walk.at(on(23, 19, 40)).step(VEILIG_THUIS, "request.supplement", indications=[])
    walk.at(on(23, 19, 50)).step(OFFICER, "request.accept")
    assert "Pim slaapt slecht." in walk.page(VEILIG_THUIS)


def the_assessment_is_made(walk: Walk) -> None:
    """Police records by the police, the living conditions by the help."""
    walk.at(on(23, 20)).assess(POLICE, "1a", "1", "2")
    walk.at(on(23, 20, 30)).assess(HELP, "3")
    walk.at(on(23, 20, 40)).step(OFFICER, "risk_assessment.conclude")


def the_mayor_decides(walk: Walk) -> None:
    """Heard, consulted, proposed, sent back once, and signed."""
    walk.at(on(23, 21)).step(HOVJ, "imposition.hear")
    walk.step(HOVJ, "imposition.hear_household")
    walk.refused(OFFICER, "imposition.propose", "Overleg met Veilig Thuis vóór het besluit", child_abuse=True)
    walk.at(on(23, 21, 10)).step(OFFICER, "imposition.consult_veilig_thuis")
    walk.at(on(23, 21, 20)).step(OFFICER, "imposition.propose", child_abuse=True)
    walk.at(on(23, 21, 30)).step(MAYOR, "imposition.ask_back")
    walk.at(on(23, 21, 40)).step(OFFICER, "imposition.propose", child_abuse=True)
    walk.at(on(23, 21, 50)).sign(MAYOR, "imposition.impose")
    assert walk.states()["execution"] == "awaiting_service"


def it_is_served_and_everyone_is_told(walk: Walk) -> None:
    walk.at(on(24, 2, 40)).step(POLICE, "execution.serve", reachable="", wants_lawyer=True)
    assert walk.ban_end() == on(4, 2, 40, month=12)
    assert "Eindigt vrijdag 4 december 2026, 02.40 uur" in walk.page(POLICE)
    walk.at(on(24, 3)).step(POLICE, "execution.tell_household")
    walk.at(on(24, 3, 30)).step(OFFICER, "execution.inform_help_body")
    walk.step(OFFICER, "execution.inform_veilig_thuis")
    walk.at(on(24, 9)).step(OFFICER, "execution.assign_lawyer")
    walk.step(POLICE, "execution.give_address")
    assert "via zijn broer" in walk.page(POLICE)
    assert "via zijn broer" not in walk.page(HELP) + walk.page(VEILIG_THUIS)


def help_begins(walk: Walk) -> None:
    for person in ("p1", "p2", "p3"):
        walk.at(on(24, 11)).step(HELP, "care.contact", person=person)
    walk.at(on(25, 10)).step(HELP, "care.accept")
    walk.step(HELP, "care.confirm_acceptance")
    walk.at(on(27, 10)).step(HELP, "care.advise")


def he_comes_back_and_the_court_upholds_the_ban(walk: Walk) -> None:
    walk.at(on(28, 22)).step(POLICE, "enforcement.report_violation", when=on(28, 21))
    walk.step(POLICE, "enforcement.to_om")
    walk.at(on(28, 23)).step(OFFICER, "court.request")
    walk.at(on(30, 10)).step(OFFICER, "court.hearing")
    walk.at(on(30, 12)).step(OFFICER, "court.rule_dismissed")
    walk.at(on(30, 13)).step(OFFICER, "court.tell_ruling")


def the_deputy_extends_it(walk: Walk) -> None:
    until = LATEST.isoformat()
    walk.at(on(1, 10, month=12)).step(OFFICER, "execution.propose_extension", until=until)
    walk.at(on(1, 14, month=12)).sign(DEPUTY, "execution.extend")
    walk.at(on(1, 16, month=12)).step(POLICE, "execution.announce_extension")
    assert walk.ban_end() == LATEST
    walk.at(on(1, 17, month=12)).step(POLICE, "execution.tell_household")


def it_ends_and_the_case_is_closed(walk: Walk) -> None:
    walk.at(LATEST)
    assert "Afgelopen" in walk.page(OFFICER)
    assert walk.states()["execution"] == "expired"
    walk.at(LATEST + HOUR).step(HELP, "care.close")
    walk.refused(OFFICER, "follow_up.close", "kan nu niet", 409)
    walk.step(OFFICER, "follow_up.assign")
    walk.at(LATEST + 200 * HOUR).step(OFFICER, "follow_up.close")
    with walk.site.writing() as session:
        assert find(session, walk.number).closed_at == LATEST + 200 * HOUR
    assert walk.number in walk.get(OFFICER, "/zaken?lijst=afgesloten").text
    assert walk.number not in walk.get(OFFICER, "/zaken").text


def test_police_at_night_with_an_oral_ban_put_in_writing(site: Site):
    walk = Walk(site)
    walk.to_a_hearing(MOMENT)
    it_is_said_and_entered_half_an_hour_later(walk)
    it_is_put_in_writing_in_the_morning(walk)
    assert walk.ban_end() == on(4, 0, 5, month=12)
    text = the_decision(walk)
    assert "24 november 2026, 00.05 uur" in text
    assert "4 december 2026, 00.05 uur" in text
    assert "Joram Havenkwartier" in text


def it_is_said_and_entered_half_an_hour_later(walk: Walk) -> None:
    """The ban runs from the oral notice."""
    decided, told = on(23, 23, 50), on(24, 0, 5)
    walk.at(on(24, 0, 35))
    walk.step(HOVJ, "imposition.impose_orally", when=told, decided_at=decided.isoformat())
    assert walk.states()["execution"] == "running"
    assert walk.ban_end() == on(4, 0, 5, month=12)
    assert "Eindigt vrijdag 4 december 2026, 00.05 uur" in walk.page(POLICE)


def it_is_put_in_writing_in_the_morning(walk: Walk) -> None:
    """The text repeats what was said."""
    words = "noemt andere mensen dan mondeling is aangezegd"
    walk.at(on(24, 1)).refused(OFFICER, "imposition.propose_written", words, contact_ban=["p2"])
    walk.step(OFFICER, "imposition.propose_written")
    walk.at(on(24, 8)).sign(MAYOR, "imposition.put_in_writing")
    walk.at(on(24, 9)).step(POLICE, "execution.hand_over")


def the_decision(walk: Walk) -> str:
    """The text of the signed decision, as its reader gets it."""
    with walk.site.writing() as session:
        rows = session.exec(select(Document).where(Document.template == "imposition/beschikking.html")).all()
        final = [row.id for row in rows if not row.draft]
    assert len(final) == 1
    answer = walk.get(MAYOR, f"/zaken/{walk.number}/documenten/{final[0]}")
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(BytesIO(answer.content)) as read:
        return " ".join(" ".join(sheet.extract_text() for sheet in read.pages).split())
