"""The guards of the court: each with what it lets through and what it refuses."""

from datetime import timedelta
from typing import Any

import pytest

from huisverbod.known import Asked
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.stages.asking import (
    HOUR,
    MINUTE,
    Past,
    asked,
    check_complete,
    check_passes,
    check_refused,
    known,
    then,
)

IMPOSED = then("imposition.propose", MOMENT, contact_ban=["p2", "p3"])
ASKED = then("court.request", MOMENT)
APPEALED = then("court.request", MOMENT, kind="beroep")
EXTENDED = (
    then("execution.propose_extension"),
    then("execution.extend", role=Role.MAYOR),
    then("execution.announce_extension", role=Role.POLICE),
)


def request(*steps: str) -> Asked:
    return asked("court.request", known(*(then(f"imposition.{step}", role=Role.MAYOR) for step in steps)))


def suspend(*past: Past, **changes: Any) -> Asked:
    return asked("court.rule_suspended", known(*past), **changes)


def until(step: str, after: timedelta) -> Asked:
    return asked(f"court.{step}", known(ASKED), until=(MOMENT + after).isoformat())


def annul(**changes: Any) -> Asked:
    return asked("court.rule_annulled", known(ASKED), **changes)


def partly(names: list[str], *past: Past, **changes: Any) -> Asked:
    return asked("court.rule_partly_annulled", known(IMPOSED, *past), names=names, **changes)


def drop_extension(*past: Past) -> Asked:
    return asked("court.rule_extension_annulled", known(*past))


def lift(state: str) -> Asked:
    return asked("court.lift_suspension", known(states={"execution": state}))


def failed(**ruling: Any) -> Asked:
    return asked("court.condition_failed", known(ASKED, then("court.rule_suspended", **ruling)))


def tell(*rulings: str, **changes: Any) -> Asked:
    return asked("court.tell_ruling", known(*(then(f"court.{ruling}") for ruling in rulings)), **changes)


def after(step: str, *past: str) -> Asked:
    return asked(f"court.{step}", known(*(then(name, role=Role.MAYOR) for name in past)))


def about(step: str, *past: Past, **changes: Any) -> Asked:
    """A step about one of the cases before the courts."""
    return asked(f"court.{step}", known(*past), **changes)


TWO = (APPEALED, then("court.request", MOMENT, kind="beroep", reference="VBL 26/0001"))
FURTHER = (APPEALED, then("court.rule_annulled"), then("court.appeal_further"))
DRAFTED, UNDONE = "execution.propose_withdrawal", "court.rule_withdrawal_annulled"
PASSES = [
    ("ban_imposed", request("impose")),
    ("ban_imposed", request("impose_orally")),
    ("ban_imposed", request("decline")),
    ("relief_asked", suspend(ASKED)),
    ("relief_asked", suspend(ASKED, APPEALED)),
    ("relief_asked", suspend(ASKED, then("court.rule_relief_refused"), ASKED)),
    ("lapses_after_ruling", suspend(ASKED)),
    ("lapses_after_ruling", until("rule_suspended", MINUTE)),
    ("lapses_after_ruling", until("rule_annulled_from", MINUTE)),
    ("annulled_not_later", annul()),
    ("annulled_not_later", annul(since=MOMENT.isoformat())),
    ("annulled_not_later", annul(since=(MOMENT - HOUR).isoformat())),
    ("something_annulled", partly(["p3"])),
    ("something_annulled", partly([], area="de woning")),
    ("something_annulled", partly([], contact_exceptions="Bellen met Pim")),
    ("a_name_remains", partly(["p3"])),
    ("a_name_remains", partly([], area="de woning")),
    ("extension_announced", drop_extension(*EXTENDED)),
    ("suspension_running", lift("suspended")),
    ("suspension_running", lift("suspended_extended")),
    ("suspension_conditional", failed(condition="Geen contact met de kinderen")),
    ("ruling_given", tell("rule_dismissed")),
    ("ruling_given", tell("rule_relief_refused")),
    ("ruling_given", tell("rule_suspended", "request")),
    ("police_informed", tell(police_told=True)),
    ("household_told", tell(people=["p2", "p3"])),
    ("household_told", tell(people=[])),
    ("decision_just_taken", after("draw_in", "execution.extend")),
    ("decision_just_taken", after("draw_in", DRAFTED, "execution.withdraw")),
    ("decision_just_taken", after("draw_in", "execution.amend")),
    ("decision_drawn_in", after("tell_court", "court.draw_in")),
    ("decision_drawn_in", after("tell_court", "court.draw_in", "court.tell_court", "court.draw_in")),
    ("appeal_ruled", after("appeal_further", "court.rule_annulled")),
    ("appeal_ruled", after("accept_ruling", "court.rule_partly_annulled")),
    ("appealed_further", after("rule_confirmed", "court.rule_annulled", "court.appeal_further")),
    ("case_named", about("rule_dismissed", ASKED)),
    ("case_named", about("rule_dismissed", ASKED, APPEALED)),
    ("case_named", about("rule_dismissed", *TWO, case="z1")),
    ("case_named", about("rule_suspended", *TWO, then("court.request", beside="z2"))),
    ("case_named", about("hearing", ASKED)),
    ("case_named", about("hearing", ASKED, APPEALED, kind="beroep")),
    ("case_named", about("drop", ASKED, case="z2")),
    ("case_named", about("rule_confirmed", *FURTHER)),
    ("case_named", about("appeal_further", APPEALED, then("court.rule_annulled"))),
    ("beside_named", about("request")),
    ("beside_named", about("request", APPEALED)),
    ("beside_named", about("request", *TWO, beside="z2")),
    ("beside_named", about("request", *TWO, kind="beroep")),
    ("another_pending", about("go_on", *TWO, then("court.rule_dismissed", case="z1"))),
    ("another_pending", about("go_on", ASKED, APPEALED, then("court.rule_suspended"))),
    ("upheld_fits", about("rule_dismissed", APPEALED)),
    ("upheld_fits", about("rule_dismissed", *FURTHER, APPEALED, case="z3")),
    (
        "upheld_fits",
        about("rule_dismissed", APPEALED, then("court.rule_dismissed"), then("court.appeal_further")),
    ),
    ("annulment_appealed", after("rule_annulment_reversed", "court.rule_annulled", "court.appeal_further")),
    ("withdrawal_stands", after("rule_withdrawal_annulled", DRAFTED, "execution.withdraw")),
    (
        "withdrawal_stands",
        after("rule_withdrawal_annulled", DRAFTED, "execution.withdraw", UNDONE, "execution.withdraw"),
    ),
]
REFUSED = [
    ("ban_imposed", request(), "nog geen besluit"),
    ("ban_imposed", request("hear"), "Wacht tot"),
    ("relief_asked", suspend(), "Leg eerst het verzoek vast"),
    ("relief_asked", suspend(APPEALED), "geen verzoek om een voorlopige voorziening"),
    ("relief_asked", suspend(ASKED, then("court.rule_relief_refused")), "Leg eerst het verzoek vast"),
    ("lapses_after_ruling", until("rule_suspended", timedelta()), "ligt niet na de uitspraak"),
    ("lapses_after_ruling", until("rule_annulled_from", -MINUTE), "Kijk in de uitspraak"),
    ("annulled_not_later", annul(since=(MOMENT + MINUTE).isoformat()), "gevolgen blijven tot een datum"),
    ("something_annulled", partly([]), "Noem voor wie"),
    ("a_name_remains", partly(["p2", "p3"]), "het hele huisverbod is vernietigd"),
    ("a_name_remains", partly(["p1"]), "namen die nu in het contactverbod staan"),
    (
        "a_name_remains",
        partly(["p2"], then("court.rule_partly_annulled", names=["p3"])),
        "zonder contactverbod bestaat niet",
    ),
    (
        "a_name_remains",
        partly(["p3"], then("court.rule_partly_annulled", names=["p3"])),
        "nu in het contactverbod",
    ),
    ("extension_announced", drop_extension(), "niet verlengd"),
    ("extension_announced", drop_extension(*EXTENDED[:2]), "Leg de uitspraak over het huisverbod zelf vast"),
    ("suspension_running", lift("running"), "niet geschorst"),
    ("suspension_running", lift("expired"), "niet geschorst"),
    ("suspension_conditional", failed(), "Vraag de rechter om opheffing"),
    ("ruling_given", tell("request"), "Leg eerst vast"),
    ("police_informed", tell(police_told=False), "Licht ook de politie in"),
    ("household_told", tell(people=["p1"]), "Kies alleen huisgenoten"),
    ("decision_just_taken", after("draw_in"), "vanzelf"),
    (
        "decision_just_taken",
        after("draw_in", "execution.extend", "execution.tell_household"),
        "niets te doen",
    ),
    ("decision_drawn_in", after("tell_court"), "Sla dit over"),
    ("decision_drawn_in", after("tell_court", "court.draw_in", "court.tell_court"), "geen nieuw besluit"),
    ("appeal_ruled", after("appeal_further", "court.rule_suspended"), "Hoger beroep kan pas daarna"),
    ("appeal_ruled", after("accept_ruling", "court.rule_relief_refused"), "nog geen uitspraak"),
    ("appealed_further", after("rule_confirmed", "court.rule_annulled"), "Er loopt geen hoger beroep"),
    (
        "appealed_further",
        after("rule_confirmed", "court.rule_annulled", "court.appeal_further", "court.rule_confirmed"),
        "Er loopt geen hoger beroep",
    ),
    ("annulment_appealed", after("rule_annulment_reversed", "court.rule_annulled"), "geen vernietiging"),
    (
        "annulment_appealed",
        after("rule_annulment_reversed", "court.rule_dismissed", "court.appeal_further"),
        "andere uitspraak",
    ),
    (
        "annulment_appealed",
        after(
            "rule_annulment_reversed",
            "court.rule_annulled",
            "court.appeal_further",
            "court.rule_annulment_reversed",
        ),
        "geen vernietiging",
    ),
    ("case_named", about("rule_dismissed", *TWO), "VBL 26/0001, sinds maandag"),
    ("case_named", about("rule_dismissed", *TWO, case="z9"), "Kies over welke zaak"),
    ("case_named", about("rule_dismissed"), "Leg eerst het verzoek"),
    ("case_named", about("rule_dismissed", APPEALED, then("court.drop")), "geen zaak"),
    ("case_named", about("rule_suspended", *TWO), "geen zaak"),
    ("case_named", about("rule_suspended", ASKED, ASKED), "Kies over welke zaak"),
    ("case_named", about("rule_confirmed", APPEALED), "geen zaak"),
    ("beside_named", about("request", *TWO), "Kies bij welk beroep"),
    ("beside_named", about("request", APPEALED, beside="z2"), "Kies bij welk beroep"),
    ("another_pending", about("go_on", APPEALED, then("court.rule_dismissed")), "geen andere zaak"),
    ("another_pending", about("go_on", ASKED, APPEALED, then("court.rule_annulled")), "geen andere zaak"),
    ("upheld_fits", about("rule_dismissed", *FURTHER), "De rechtbank vernietigde"),
    ("withdrawal_stands", after("rule_withdrawal_annulled"), "niet ingetrokken"),
    (
        "withdrawal_stands",
        after("rule_withdrawal_annulled", DRAFTED, "execution.withdraw", UNDONE),
        "niet ingetrokken",
    ),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("court", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("court", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("court", PASSES, REFUSED)
