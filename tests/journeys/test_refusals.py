"""What the pages refuse: too late, the wrong person, order or clock, two at once, an old page."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from huisverbod.law import ZONE, wall_clock_days
from huisverbod.roles import Role
from tests.builders import MOMENT, an_actor
from tests.journeys.walking import Walk, elsewhere, words_of
from tests.rows import at_once
from tests.web.conftest import PASSWORD, Site

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OFFICER, MAYOR, POLICE, HOVJ = Role.MUNICIPAL_OFFICER, Role.MAYOR, Role.POLICE, Role.HOVJ
END = datetime(2026, 12, 3, 21, 40, tzinfo=ZONE)


@pytest.fixture
def walk(site: Site) -> Walk:
    """A case that has not begun."""
    return Walk(site)


def an_extension_to_announce(walk: Walk) -> None:
    walk.to_a_running_ban(MOMENT)
    walk.at(MOMENT + 150 * HOUR).step(OFFICER, "execution.propose_extension")
    walk.sign(MAYOR, "execution.extend")


@pytest.mark.parametrize("late", [timedelta(), MINUTE])
def test_an_extension_is_refused_at_the_end_and_one_minute_late(walk: Walk, late: timedelta):
    an_extension_to_announce(walk)
    words = "Verlengen kan niet meer: het huisverbod eindigde op donderdag 3 december 2026, 21.40 uur."
    walk.at(END + 2 * HOUR).refused(POLICE, "execution.announce_extension", words, when=END + late)
    assert walk.states()["execution"] == "expired"
    assert walk.ban_end() == END
    walk.step(POLICE, "execution.announce_extension", when=END - MINUTE)
    assert walk.states()["execution"] == "extended"


def test_an_extension_is_not_proposed_or_signed_after_the_end(walk: Walk):
    walk.to_a_running_ban(MOMENT)
    walk.at(END - HOUR).step(OFFICER, "execution.propose_extension")
    form = walk.signing(MAYOR, "execution.extend")
    walk.at(END)
    address = f"/zaken/{walk.number}/ondertekenen/execution.extend"
    assert site_post(walk, MAYOR, address, form) == 409
    assert "Afgelopen" in walk.page(MAYOR)
    assert walk.states()["execution"] == "expired"
    walk.refused(OFFICER, "execution.propose_extension", "kan nu niet", 409)


def site_post(walk: Walk, who: Role, address: str, form: dict[str, str]) -> int:
    return walk.site.visitor(who).post(address, data=form).status_code


def test_the_wrong_role_is_refused(walk: Walk):
    walk.to_a_hearing(MOMENT)
    before = walk.events()
    for who, step in (
        (POLICE, "imposition.propose"),
        (OFFICER, "imposition.decline"),
        (Role.VEILIG_THUIS, "imposition.hear"),
        (Role.CASE_MANAGER, "imposition.impose_orally"),
        (MAYOR, "imposition.propose"),
    ):
        answer = walk.send(who, step, walk.form(OFFICER, "imposition.propose"))
        assert answer.status_code == 403, (who, step)
        assert "kan alleen door" in words_of(answer)
    assert walk.events() == before


def test_who_has_nothing_to_do_with_a_case_does_not_learn_that_it_is_there(walk: Walk):
    walk.to_a_hearing(MOMENT)
    form = walk.form(OFFICER, "imposition.propose")
    strangers = [
        elsewhere(OFFICER),
        elsewhere(POLICE),
        an_actor(MAYOR, municipality="kerkhaven"),
        an_actor(Role.RAAD),
        an_actor(Role.LOCAL_CARE),
        an_actor(Role.EVALUATOR),
    ]
    for stranger in strangers:
        missing = walk.get(stranger, "/zaken/HV-2026-9999")
        closed = walk.get(stranger, f"/zaken/{walk.number}")
        assert (closed.status_code, missing.status_code) == (404, 404)
        assert closed.text.replace(walk.number, "") == missing.text.replace("HV-2026-9999", "")
        assert walk.send(stranger, "imposition.propose", form).status_code == 404


def test_an_hovj_does_not_extend_and_without_mandate_does_not_impose(walk: Walk):
    walk.to_a_hearing(MOMENT)
    walk.step(OFFICER, "imposition.propose")
    unmandated = replace(an_actor(HOVJ), name="Hidde Avondrood")
    answer = walk.get(unmandated, f"/zaken/{walk.number}/ondertekenen/imposition.impose")
    assert answer.status_code == 303
    reading = walk.get(unmandated, answer.headers["location"])
    assert "geen geldig mandaat" in words_of(reading)
    walk.sign(HOVJ, "imposition.impose")
    walk.step(POLICE, "execution.serve")
    walk.at(MOMENT + 150 * HOUR).step(OFFICER, "execution.propose_extension")
    address = f"/zaken/{walk.number}/ondertekenen/execution.extend"
    form = walk.signing(MAYOR, "execution.extend")
    assert walk.site.visitor(HOVJ).get(address).status_code in {303, 403}
    assert site_post(walk, HOVJ, address, form) in {403, 422}
    assert walk.states()["execution"] == "running"


def test_the_wrong_order_is_refused(walk: Walk):
    walk.at(MOMENT).begin(POLICE, "acuut_politie")
    for who, step in (
        (OFFICER, "imposition.propose"),
        (OFFICER, "execution.propose_extension"),
        (POLICE, "execution.serve"),
        (OFFICER, "follow_up.close"),
        (Role.CASE_MANAGER, "care.contact"),
    ):
        answer = walk.send(who, step, walk.form(who, step))
        assert answer.status_code == 409, step
        assert "kan nu niet" in words_of(answer)
    assert walk.states() == {"request": "submitted"}


def test_the_wrong_clock_is_refused(walk: Walk):
    walk.to_a_hearing(MOMENT)
    walk.step(OFFICER, "imposition.propose")
    walk.sign(MAYOR, "imposition.impose")
    serve = (POLICE, "execution.serve")
    walk.refused(*serve, "Dit tijdstip ligt in de toekomst", when=MOMENT + HOUR)
    walk.at(MOMENT + 2 * HOUR).refused(*serve, "begon. Verbeter de datum of de tijd", when=MOMENT - HOUR)
    walk.step(*serve, when=MOMENT + HOUR)
    report = (POLICE, "enforcement.report_violation")
    walk.at(MOMENT + 3 * HOUR).refused(*report, "Dit tijdstip ligt vóór", when=MOMENT + HOUR - MINUTE)
    walk.step(*report, when=MOMENT + HOUR)
    walk.at(END + 2 * HOUR).refused(*report, "Op dat moment gold het huisverbod niet", when=END + HOUR)
    walk.step(*report, when=END - MINUTE)


def test_two_who_sign_at_once_make_one_decision(walk: Walk):
    walk.to_a_hearing(MOMENT)
    walk.step(OFFICER, "imposition.propose")
    address = f"/zaken/{walk.number}/ondertekenen/imposition.impose"
    signers = [an_actor(MAYOR), an_actor(Role.DEPUTY_MAYOR)]
    visitors = [walk.site.visitor(signer) for signer in signers]
    forms = [walk.signing(signer, "imposition.impose") for signer in signers]
    before = walk.events()
    answers = at_once(
        *(lambda v=v, f=f: v.post(address, data=f).status_code for v, f in zip(visitors, forms, strict=True))
    )
    assert sorted(answers) == [303, 409]  # type: ignore[type-var]
    assert walk.events() == before + 1
    assert walk.states()["imposition"] == "imposed"


def test_the_same_form_at_once_is_one_step(walk: Walk):
    walk.to_a_running_ban(MOMENT)
    form = walk.form(POLICE, "execution.tell_household")
    visitors = [walk.site.visitor(POLICE) for _ in range(2)]
    before = walk.events()
    address = f"/zaken/{walk.number}/stap/execution.tell_household"
    assert at_once(*(lambda v=v: v.post(address, data=form).status_code for v in visitors)) == [303, 303]
    assert walk.events() == before + 1


def test_a_page_that_has_grown_old_says_what_happened_since_and_keeps_what_was_typed(walk: Walk):
    walk.to_a_running_ban(MOMENT)
    form = walk.form(OFFICER, "execution.propose_extension", course="Er waren drie gesprekken met ieder.")
    walk.step(POLICE, "execution.tell_household")
    answer = walk.send(OFFICER, "execution.propose_extension", form)
    shown = words_of(answer)
    assert answer.status_code in {409, 422}
    assert "Iemand anders heeft deze zaak intussen gewijzigd" in shown
    assert "Huisgenoten inlichten" in shown
    assert "Er waren drie gesprekken met ieder." in shown


def test_a_text_that_changed_under_the_hand_is_not_signed(walk: Walk):
    walk.to_a_hearing(MOMENT)
    walk.step(OFFICER, "imposition.propose")
    form = walk.signing(MAYOR, "imposition.impose")
    walk.step(OFFICER, "imposition.propose", danger="Een andere tekst dan de burgemeester las.")
    before = walk.events()
    address = f"/zaken/{walk.number}/ondertekenen/imposition.impose"
    assert site_post(walk, MAYOR, address, form) == 409
    assert walk.events() == before
    walk.sign(MAYOR, "imposition.impose")


def test_without_the_own_password_nothing_is_signed(walk: Walk):
    walk.to_a_hearing(MOMENT)
    walk.step(OFFICER, "imposition.propose")
    address = f"/zaken/{walk.number}/ondertekenen/imposition.impose"
    for changed in ({"password": "een ander wachtwoord"}, {"password": ""}, {"read": ""}):
        form = walk.signing(MAYOR, "imposition.impose") | changed
        assert site_post(walk, MAYOR, address, form) == 422
    assert walk.states()["imposition"] == "proposed"
    assert walk.signing(MAYOR, "imposition.impose")["password"] == PASSWORD


def test_ten_days_later_means_the_same_hour(walk: Walk):
    walk.to_a_running_ban(MOMENT)
    assert walk.ban_end() == END == wall_clock_days(MOMENT, 10)
