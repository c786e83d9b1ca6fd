"""What holds now, on the case page: what each sees of it, and what nobody who stays or helps sees."""

from datetime import datetime, timedelta

import pytest

from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT, a_step, an_actor, an_extended_ban, an_oral_ban
from tests.web.conftest import Site

HOUR = timedelta(hours=1)
NUMBER = "HV-2026-0001"
SUSPENDED = {
    "condition": "Geen contact met Pim",
    "until": datetime(2026, 11, 28, 12, 0, tzinfo=ZONE).isoformat(),
}


def seen(site: Site, role: Role) -> str:
    """The section of the case page that says what holds now; empty without it."""
    text = site.visitor(an_actor(role)).get(f"/zaken/{NUMBER}").text
    _, _, after = text.partition('<h2 id="geldt">')
    return after.partition("</section>")[0]


def play(site: Site, *steps: tuple[str, dict[str, object]], hours: int = 10) -> None:
    with site.writing() as session:
        number = an_oral_ban(session, site.rulebook)
        at = MOMENT + hours * HOUR
        for step, changes in steps:
            a_step(session, site.rulebook, number, step, at, **changes)
            at += HOUR
    site.now = at


def test_a_running_ban_says_until_when_and_with_whom(site: Site):
    play(site)
    text = seen(site, Role.POLICE)
    assert "Ja, tot vrijdag 4 december 2026, 00.00 uur." in text
    assert "Sanne Voorbeeldsma en Pim Testema" in text


def test_a_suspension_shows_its_end_and_to_police_and_town_hall_its_condition(site: Site):
    play(site, ("court.request", {}), ("court.rule_suspended", SUSPENDED))
    text = seen(site, Role.MUNICIPAL_OFFICER)
    assert (
        "Nee, de rechter schorste het op dinsdag 24 november 2026, 08.40 uur tot zaterdag 28 november" in text
    )
    assert "De termijn loopt door tot vrijdag 4 december 2026, 00.00 uur." in text
    assert "Voorwaarde: Geen contact met Pim" in text
    assert "Er loopt nog een zaak." in text
    helped = seen(site, Role.CASE_MANAGER)
    assert "de rechter schorste het" in helped
    assert "Voorwaarde" not in helped and "Bij de rechter" not in helped


@pytest.mark.parametrize(
    ("role", "there"), [(Role.POLICE, True), (Role.MAYOR, True), (Role.CASE_MANAGER, False)]
)
def test_where_he_is_detained_is_for_those_who_may_know_where_he_is(site: Site, role: Role, there: bool):
    play(site, ("execution.record_detention", {"where": "cellencomplex Elders"}))
    whole = site.visitor(an_actor(role)).get(f"/zaken/{NUMBER}").text
    assert ("cellencomplex Elders" in whole) == there
    assert ("ook vanuit de cel" in seen(site, role)) == there


def test_a_new_address_is_never_shown_to_who_helps_those_who_stay(site: Site):
    play(site, ("execution.give_address", {"reachable": "Schuilstraat 9 in Elders"}))
    assert "Schuilstraat 9" in site.visitor(an_actor(Role.POLICE)).get(f"/zaken/{NUMBER}").text
    for role in (Role.CASE_MANAGER, Role.VEILIG_THUIS):
        assert "Schuilstraat 9" not in site.visitor(an_actor(role)).get(f"/zaken/{NUMBER}").text


def test_a_conduct_order_runs_beside_the_ban_with_its_own_end(site: Site):
    end = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE).isoformat()
    play(site, ("enforcement.record_conduct_order", {"end": end}))
    text = seen(site, Role.CASE_MANAGER)
    assert "Gedragsaanwijzing (509hh Sv), met een eigen termijn" in text
    assert "tot zondag 20 december 2026, 09.00 uur." in text
    assert "Ja, tot vrijdag 4 december 2026, 00.00 uur." in text


def test_names_and_exceptions_are_those_in_force(site: Site):
    play(
        site,
        ("execution.propose_amendment", {}),
        ("execution.amend", {}),
        ("execution.announce_amendment", {}),
    )
    text = seen(site, Role.POLICE)
    assert "Sanne Voorbeeldsma" in text and "Pim Testema" not in text
    assert "begeleid door de hulpinstantie" in text


def test_a_move_says_that_another_address_is_not_covered(site: Site):
    play(site, ("execution.record_move", {}))
    assert "begin dan een nieuwe zaak" in seen(site, Role.MAYOR)


def test_an_extension_that_was_annulled_late_is_over_at_once(site: Site):
    with site.writing() as session:
        number = an_extended_ban(session, site.rulebook)
        at = datetime(2026, 12, 8, 15, 0, tzinfo=ZONE)
        a_step(session, site.rulebook, number, "court.request", at)
        a_step(session, site.rulebook, number, "court.rule_extension_annulled", at)
    site.now = at + HOUR
    assert "Nee, het is voorbij sinds dinsdag 8 december 2026, 15.00 uur." in seen(site, Role.POLICE)
