"""The roster page and the hand-over page: who sees and changes them, and what they say."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from huisverbod import roster
from huisverbod.known import Actor
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.roster import Entry, Handover, Shift
from tests.builders import MOMENT, a_request, a_running_ban, an_actor
from tests.web.conftest import Site

HOUR = timedelta(hours=1)
HERE = "voorbeelddam"
OFFICER = Role.MUNICIPAL_OFFICER
SHIFT = {
    "role": "municipal_officer",
    "name": "Tom Dagdienst",
    "starts_at": "2026-11-23T17:00",
    "ends_at": "2026-11-24T08:00",
}


def words(site: Site, role: Role | Actor, address: str = "/rooster") -> str:
    answer = site.visitor(role).get(address)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def part(page: str, heading: str) -> str:
    return page.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def shifts(site: Site) -> list[Shift]:
    with site.writing() as session:
        return list(session.exec(select(Shift).order_by(Shift.id)))  # type: ignore[arg-type]


def plan(site: Site, *entries: Entry) -> None:
    with site.writing() as session:
        roster.import_all(session, site.rulebook.region("voorbeeldland"), entries, MOMENT, None)


def test_a_shift_is_entered_shown_and_taken_out(site: Site):
    officer = site.visitor(OFFICER)
    answer = officer.post("/rooster", data=SHIFT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/rooster")
    [row] = shifts(site)
    assert (row.municipality, row.entered_by) == (HERE, site.account(OFFICER).id)
    assert row.starts_at == datetime(2026, 11, 23, 17, 0, tzinfo=ZONE)
    page = words(site, OFFICER)
    assert "Tom Dagdienst" in part(page, "Nu dienst: Voorbeelddam")
    assert "Hulpofficier van justitie" in part(page, "Nu dienst: Voorbeelddam") and "Niet bezet" in page
    assert "di 24 nov 08.00</time> tot <time" in part(page, "Nu dienst: Voorbeelddam")
    assert officer.post(f"/rooster/{row.id}/weg").status_code == 303
    assert shifts(site) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_at": "2026-11-23T16:00"}, "het einde ligt niet na het begin"),
        ({"starts_at": "gisteren"}, "Vul bij begin en einde een dag en een tijd in"),
        ({"role": "raad"}, "Kies wie er dienst heeft"),
        ({"role": "mayor"}, "niet in het register als burgemeester"),
        ({"name": " "}, "Vul in wie er dienst heeft"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(site: Site, changes: dict[str, str], said: str):
    answer = site.visitor(OFFICER).post("/rooster", data={**SHIFT, **changes})
    assert answer.status_code == 422
    assert (said in answer.text and 'value="2026-11-24T08:00"' in answer.text) or "ends_at" in changes
    assert shifts(site) == []


def test_two_at_once_are_refused_with_a_sentence(site: Site):
    officer = site.visitor(OFFICER)
    officer.post("/rooster", data=SHIFT)
    answer = officer.post("/rooster", data={**SHIFT, "name": "Fenna Balie"})
    assert answer.status_code == 422 and "valt samen met Tom Dagdienst" in answer.text
    assert len(shifts(site)) == 1


def test_who_plans_and_who_only_looks(site: Site):
    for role in (OFFICER, Role.ADMINISTRATOR):
        assert "Dienst toevoegen" in words(site, role)
    for role in (Role.MAYOR, Role.HOVJ, Role.POLICE):
        assert "Dienst toevoegen" not in words(site, role)
        assert site.visitor(role).post("/rooster", data=SHIFT).status_code == 403
    for role in (Role.VEILIG_THUIS, Role.EVALUATOR, Role.CASE_MANAGER):
        assert site.visitor(role).get("/rooster").status_code == 403
    assert shifts(site) == []


def test_a_municipality_plans_its_own_people_only(site: Site):
    elsewhere = Entry("kerkhaven", OFFICER, "Kees Kerkhaven", MOMENT, MOMENT + HOUR)
    plan(site, elsewhere)
    officer, administrator = site.visitor(OFFICER), site.visitor(Role.ADMINISTRATOR)
    assert "Kees Kerkhaven" not in words(site, OFFICER) and "Kees Kerkhaven" in words(
        site, Role.ADMINISTRATOR
    )
    officer.post("/rooster", data={**SHIFT, "municipality": "kerkhaven"})
    assert [row.municipality for row in shifts(site)] == ["kerkhaven", HERE]
    officer.post(f"/rooster/{shifts(site)[0].id}/weg")
    assert len(shifts(site)) == 2
    calendar = administrator.get("/rooster/rooster.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    answer = officer.post("/rooster/agenda", files={"agenda": ("a.ics", calendar.content)})
    assert answer.status_code == 422 and "diensten van een andere gemeente" in answer.text


def test_a_calendar_is_taken_over_whole_or_not_at_all(site: Site):
    plan(site, Entry(HERE, OFFICER, "Fenna Balie", MOMENT, MOMENT + 8 * HOUR))
    administrator = site.visitor(Role.ADMINISTRATOR)
    content = administrator.get("/rooster/rooster.ics").content
    assert administrator.post("/rooster/agenda", files={"agenda": ("a.ics", content)}).status_code == 303
    changed = content.replace(b"Fenna Balie", b"Tom Dagdienst")
    assert administrator.post("/rooster/agenda", files={"agenda": ("a.ics", changed)}).status_code == 303
    assert [row.name for row in shifts(site)] == ["Tom Dagdienst"]
    for nonsense in (b"onzin", b"x" * 1_000_001):
        answer = administrator.post("/rooster/agenda", files={"agenda": ("a.ics", nonsense)})
        assert answer.status_code == 422 and "Er is niets gewijzigd." in answer.text
    assert [row.name for row in shifts(site)] == ["Tom Dagdienst"]


def test_the_hours_without_anyone_are_shown(site: Site):
    far = MOMENT + timedelta(days=15)
    plan(site, Entry(HERE, OFFICER, "Fenna Balie", MOMENT, far), Entry("", Role.HOVJ, "Bram", MOMENT, far))
    gaps = part(words(site, OFFICER), "Nu dienst: Voorbeelddam").partition("Uren zonder dienst")[2]
    assert "Burgemeester of loco-burgemeester" in gaps and "Gemeenteambtenaar" not in gaps
    plan(site, Entry(HERE, Role.MAYOR, "Joram Havenkwartier", MOMENT, far))
    assert "elke post bezet" in words(site, OFFICER)


# --- handing over ---


def test_the_hand_over_says_what_runs_what_is_due_and_on_whom_it_waits(site: Site):
    with site.writing() as session:
        running = a_running_ban(session, site.rulebook)
        request = a_request(session, site.rulebook, MOMENT + 6 * HOUR)
    site.now = MOMENT + 6.5 * HOUR
    page = words(site, OFFICER, "/overdracht")
    late, soon, runs = (part(page, heading) for heading in ("Te laat", "Binnen twaalf uur", "Wacht op"))
    assert running in late and "Huisgenoten inlichten" in late and "Ligt nu bij" in late
    assert request in soon and "Verzoek in behandeling nemen" in soon and request not in late
    assert "Zorgadvies" not in soon
    assert "Politie" in runs
    table = page.partition("Wat loopt</caption>")[2].partition("</table>")[0]
    assert set(re.findall(r"HV-2026-\d+(?=</a>)", table)) == {running, request}
    assert "vr 4 dec 02.40" in table
    for name in ("Testema", "Voorbeeldsma", "Pim"):
        assert name not in page


def test_a_town_sees_every_post_and_the_police_their_own(site: Site):
    plan(site, Entry("", Role.HOVJ, "Tessel Nachtegaalweg", MOMENT, MOMENT + HOUR))
    town, police = (part(words(site, who, "/overdracht"), "Nu dienst") for who in (OFFICER, Role.HOVJ))
    assert "Tessel Nachtegaalweg" in town and "Tessel Nachtegaalweg" in police
    assert "Burgemeester of loco-burgemeester" in town
    assert "Burgemeester of loco-burgemeester" not in police


def test_it_is_recorded_who_handed_over_and_who_took_over(site: Site):
    first = site.account(OFFICER).actor()
    second = replace(an_actor(OFFICER), name="Tom Dagdienst")
    answer = site.visitor(OFFICER).post("/overdracht", data={"notes": "HV-2026-0001: sleutel ligt klaar"})
    assert answer.status_code == 303
    mine = words(site, OFFICER, "/overdracht")
    assert "Nog niet overgenomen" in mine and "Ik neem over" not in mine
    site.now = MOMENT + HOUR
    assert "sleutel ligt klaar" in words(site, second, "/overdracht")
    assert site.visitor(second).post("/overdracht/overgenomen").status_code == 303
    page = words(site, second, "/overdracht")
    assert (
        f"Overgedragen door {first.name}, <time" in page and "Overgenomen door Tom Dagdienst, <time" in page
    )
    with site.writing() as session:
        [row] = session.exec(select(Handover)).all()
    assert (row.handed_at, row.taken_at, row.municipality) == (MOMENT, MOMENT + HOUR, HERE)
    assert site.visitor(second).post("/overdracht/overgenomen").status_code == 422


def test_a_note_with_a_name_of_somebody_is_refused_and_stays_in_the_form(site: Site):
    with site.writing() as session:
        a_request(session, site.rulebook)
    answer = site.visitor(OFFICER).post("/overdracht", data={"notes": "Testema belt nog"})
    assert answer.status_code == 422 and "Noem het zaaknummer" in answer.text
    assert "Testema belt nog</textarea>" in answer.text


@pytest.mark.parametrize("role", [Role.POLICE, Role.VEILIG_THUIS, Role.ADMINISTRATOR, Role.EVALUATOR])
def test_handing_over_is_for_who_is_on_call(site: Site, role: Role):
    assert site.visitor(role).get("/overdracht").status_code == 403
    assert site.visitor(role).post("/overdracht", data={}).status_code == 403
