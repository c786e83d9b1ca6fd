"""The guards of the execution: each with what it lets through and what it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huisverbod import stages
from huisverbod.known import Actor, Asked, Known
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT
from tests.stages.asking import (
    HOUR,
    MINUTE,
    SHOWN,
    TERMS,
    Past,
    asked,
    check_complete,
    check_passes,
    check_refused,
    known,
    people,
    then,
)

EXTENSION, WITHDRAWAL = "execution/verlenging.html", "execution/intrekking.html"
AMENDMENT = "execution/wijziging.html"
IMPOSED = then("imposition.impose", MOMENT, Role.MAYOR)
UNDER_MANDATE = then("imposition.impose", MOMENT, Role.HOVJ)
SERVED = then("execution.serve", MOMENT + 5 * HOUR, Role.POLICE)
ORAL = then("imposition.impose_orally", MOMENT, Role.MUNICIPAL_OFFICER)
FIRST_END = datetime(2026, 12, 4, 2, 40, tzinfo=ZONE)
LATEST_END = datetime(2026, 12, 21, 21, 40, tzinfo=ZONE)
LAST_SERVICE = datetime(2026, 12, 21, 21, 40, tzinfo=ZONE)
BAN = known(IMPOSED, SERVED)
DECIDED = then("execution.extend", FIRST_END - HOUR, Role.MAYOR)
LONGER = (
    then("execution.propose_extension", FIRST_END - 3 * HOUR),
    then("execution.extend", FIRST_END - 2 * HOUR, Role.MAYOR),
    then("execution.announce_extension", FIRST_END - HOUR, Role.POLICE),
)
DROPPED = then("court.rule_extension_annulled", FIRST_END - MINUTE)
ACCEPTED = then("care.accept", person="p1")
CONFIRMED = then("care.confirm_acceptance")
HELPED = {"ground": "hulp_aanvaard"}
STRANGER = Actor(Role.MAYOR, "Marijke Tolhuizen", None, "Gemeente", "voorbeeldland", "voorbeelddam")


def serve(case: Known = known(IMPOSED), at: datetime = MOMENT + HOUR, **changes: Any) -> Asked:  # noqa: B008
    return asked("execution.serve", case, at, Role.POLICE, **changes)


def extension(at: datetime = MOMENT + 100 * HOUR, case: Known = BAN, **changes: Any) -> Asked:
    return asked("execution.propose_extension", case, at, **changes)


def fact(*days: str) -> list[dict[str, str]]:
    return [{"on": day, "text": "Stond voor de deur", "source": "mutatie 000-9"} for day in days]


def until(end: datetime) -> Asked:
    return extension(until=end.isoformat())


def announce(at: datetime, *past: Past) -> Asked:
    return asked("execution.announce_extension", known(IMPOSED, SERVED, *past), at, Role.POLICE)


def withdrawal(*past: Past, **changes: Any) -> Asked:
    return asked("execution.propose_withdrawal", known(*past), **changes)


def decide(
    step: str, drafts: dict[str, str] | None = None, by: Role | Actor = Role.MAYOR, **changes: Any
) -> Asked:
    return asked(step, known(IMPOSED, SERVED, drafts=drafts), MOMENT + 9 * HOUR, by, **changes)


CONTACT = then("imposition.propose", MOMENT, contact_ban=["p2", "p3"])
PROPOSED = then("execution.propose_withdrawal")
TOLD = then("execution.tell_of_withdrawal")
AMENDED = (
    then("execution.propose_amendment"),
    then("execution.amend", MOMENT + HOUR, Role.MAYOR),
)
ANNOUNCED = then("execution.announce_amendment", MOMENT + HOUR, Role.POLICE)
PARTLY = then("court.rule_partly_annulled", MOMENT + HOUR, names=["p3"])
DETAINED = then("execution.record_detention", MOMENT)
RELEASED = then("execution.record_release", MOMENT + HOUR)


def amend(*past: Past, drafts: dict[str, str] | None = None, **changes: Any) -> Asked:
    return asked("execution.amend", known(CONTACT, *past, drafts=drafts), by=Role.MAYOR, **changes)


def amendment(*past: Past, **changes: Any) -> Asked:
    return asked("execution.propose_amendment", known(CONTACT, *past), **changes)


def after(step: str, *past: Past, at: datetime = MOMENT, **changes: Any) -> Asked:
    return asked(f"execution.{step}", known(CONTACT, *past), at, **changes)


def sign_withdrawal(*past: Past, state: str = "running") -> Asked:
    case = known(*past, states={"execution": state})
    return asked("execution.withdraw", case, by=Role.MAYOR)


def ruled(*steps: str) -> Known:
    return known(*(then(f"court.{step}") for step in steps))


WITHDRAWN = (
    then("execution.propose_withdrawal", MOMENT + 20 * HOUR, effective_planned=MOMENT.isoformat()),
    then("execution.withdraw", MOMENT + 21 * HOUR, Role.MAYOR),
)
UNDONE = then("court.rule_withdrawal_annulled", MOMENT + 30 * HOUR)
PAUSED = then("court.rule_suspended", MOMENT + 10 * HOUR)


def revive(step: str, *past: Past, at: datetime = MOMENT + 30 * HOUR) -> Asked:
    """A ban that was withdrawn, and what a court made of that."""
    return asked(f"execution.{step}", known(*past, *WITHDRAWN, UNDONE), at)


def suspended(*past: Past, at: datetime = MOMENT + 20 * HOUR) -> Asked:
    return extension(at, known(IMPOSED, SERVED, PAUSED, *past))


COPIED = "Hij dreigde vannacht terug te komen en heeft een sleutel van de achterdeur bij zich"


def weigh(step: str, *past: Past) -> Asked:
    """A decision before which these things happened."""
    return asked(step, known(IMPOSED, SERVED, *past), MOMENT + 9 * HOUR, Role.MAYOR)


STOCK = "In het belang van de kinderen, gelet op het bovenstaande."
CASE_MOVED = known(CONTACT, AMENDED[0])
MOVED = [replace(person, lives_there=person.ref != "p3") for person in people()]
FIRST_DRAFT = then("imposition.propose", danger=COPIED)

PASSES = [
    ("extension_newly_reasoned", weigh("execution.extend", FIRST_DRAFT, then("execution.propose_extension"))),
    ("extension_newly_reasoned", weigh("execution.extend", then("execution.propose_extension"))),
    ("care_advice_received", weigh("execution.extend", then("care.advise"))),
    (
        "agreements_made",
        weigh("execution.withdraw", then("execution.propose_withdrawal", agreements="Hij belt eerst.")),
    ),
    ("agreements_made", weigh("execution.withdraw")),
    ("amendment_about_this_case", amend(AMENDED[0])),
    ("amendment_about_this_case", amend()),
    ("dropped_still_live_there", amend(then("execution.propose_amendment", contact_ban=["p2", "p3"]))),
    ("dropped_still_live_there", asked("execution.amend", replace(CASE_MOVED, people=MOVED), by=Role.MAYOR)),
    ("supervision_arranged", amend(AMENDED[0], then("care.contact"))),
    ("supervision_arranged", amend(then("execution.propose_amendment", contact_exceptions=""))),
    ("adult", serve()),
    ("still_servable", serve(at=LAST_SERVICE - MINUTE)),
    ("served_on_identified_person", serve(identity="paspoort")),
    ("served_on_identified_person", serve(identity="niet_vastgesteld", remarks="Bekend bij de wijkagent")),
    ("keys_receipted", serve(keys_taken=2, key_receipt="K-1")),
    ("keys_receipted", serve(keys_taken=0, key_receipt="")),
    ("attempts_logged", asked("execution.deposit", known(IMPOSED, then("execution.record_attempt")))),
    ("written_decision_exists", asked("execution.hand_over", known(ORAL, then("imposition.put_in_writing")))),
    ("written_decision_exists", asked("execution.hand_over", known(IMPOSED, then("execution.deposit")))),
    ("consequences_explained", asked("execution.tell_household", BAN, people=["p2", "p3"])),
    ("imposed_under_mandate", asked("execution.report_to_mayor", known(UNDER_MANDATE))),
    (
        "imposed_under_mandate",
        asked("execution.report_to_mayor", known(then(*ORAL[:3], decided_by="hovj:Tessel Nachtegaalweg"))),
    ),
    ("child_abuse_ground", asked("execution.inform_veilig_thuis", known(then(*ORAL[:3], child_abuse=True)))),
    ("before_end", extension(FIRST_END - MINUTE)),
    ("before_end", announce(FIRST_END - MINUTE, DECIDED)),
    ("not_yet_extended", extension()),
    ("not_yet_extended", extension(case=known(IMPOSED, SERVED, DECIDED))),
    ("until_within_longest", until(LATEST_END)),
    ("until_within_longest", until(FIRST_END + MINUTE)),
    ("facts_after_imposition", extension(facts=fact("2026-11-24"))),
    ("facts_after_imposition", extension(facts=fact("2026-11-23", "2026-11-27"))),
    ("draft_extension_ready", decide("execution.extend", {EXTENSION: SHOWN})),
    ("draft_withdrawal_ready", decide("execution.withdraw", {WITHDRAWAL: SHOWN})),
    ("shown_extension_is_current", decide("execution.extend", {EXTENSION: SHOWN}, shown_sha256=SHOWN)),
    ("shown_withdrawal_is_current", decide("execution.withdraw", {WITHDRAWAL: SHOWN}, shown_sha256=SHOWN)),
    ("extension_decided_in_time", announce(FIRST_END, DECIDED)),
    ("holds_office", decide("execution.extend")),
    ("holds_office", decide("execution.withdraw", by=Role.DEPUTY_MAYOR)),
    ("withdrawal_grounded", withdrawal(ground="gevaar_geweken")),
    ("withdrawal_grounded", withdrawal(ACCEPTED, CONFIRMED, **HELPED)),
    ("not_yet_extended", extension(case=known(IMPOSED, SERVED, *LONGER, DROPPED))),
    ("not_yet_extended", extension(case=known(IMPOSED, SERVED, *LONGER, DROPPED, *LONGER[:2]))),
    ("extension_decided_in_time", announce(FIRST_END, *LONGER, DROPPED, DECIDED)),
    ("extension_names_current", after("extend", then("execution.propose_extension"))),
    ("extension_names_current", after("extend", PARTLY, then("execution.propose_extension"))),
    ("extension_names_current", after("extend", then("execution.propose_extension"), *AMENDED)),
    ("household_view_recorded", withdrawal(view_household="Zij is het ermee eens")),
    ("household_view_recorded", withdrawal(view_household="", why_not_heard="Zij is in het buitenland")),
    ("told_or_why_not", after("tell_of_withdrawal", people=["p2"])),
    ("told_or_why_not", after("tell_of_withdrawal", people=[], not_reached="Vier keer gebeld")),
    ("household_told_first", sign_withdrawal(PROPOSED, TOLD)),
    ("household_told_first", sign_withdrawal(PROPOSED, state="awaiting_service")),
    ("names_live_there", amendment(contact_ban=["p2"])),
    ("amendment_changes", amendment(contact_ban=["p2"])),
    ("amendment_changes", amendment(contact_ban=["p3", "p2"], contact_exceptions="Bellen met Pim")),
    ("child_weighed_in_amendment", amendment(children_interest="Pim wil bellen")),
    (
        "child_weighed_in_amendment",
        asked("execution.propose_amendment", known(CONTACT, household=people()[:2]), children_interest=""),
    ),
    ("draft_amendment_ready", amend(drafts={AMENDMENT: SHOWN})),
    ("amendment_names_current", amend(AMENDED[0])),
    ("amendment_names_current", amend(PARTLY, AMENDED[0])),
    ("shown_amendment_is_current", amend(drafts={AMENDMENT: SHOWN}, shown_sha256=SHOWN)),
    ("amendment_waits", after("announce_amendment", *AMENDED)),
    ("amendment_waits", after("announce_amendment", *AMENDED, ANNOUNCED, *AMENDED)),
    ("after_amending", after("announce_amendment", *AMENDED, at=MOMENT + HOUR)),
    ("move_recorded", after("leave_in_force", then("execution.record_move"))),
    ("detained", after("record_release", DETAINED)),
    ("detained", after("record_release", DETAINED, RELEASED, DETAINED)),
    ("released", after("tell_release", DETAINED, RELEASED)),
    ("only_household_told", after("tell_release", people=["p2"])),
    ("court_suspends", asked("execution.suspend", ruled("rule_suspended"))),
    *(
        ("court_lifts", asked("execution.resume", ruled("rule_suspended", step)))
        for step in ("lift_suspension", "condition_failed", "rule_dismissed", "rule_partly_annulled", "drop")
    ),
    ("court_annuls", asked("execution.annul", ruled("rule_suspended", "rule_annulled"))),
    ("court_drops_extension", asked("execution.drop_extension", ruled("rule_extension_annulled"))),
    (
        "suspension_has_end",
        after("suspension_ends", then("court.rule_suspended", until=FIRST_END.isoformat())),
    ),
    ("annulled_later", after("annul_at_date", then("court.rule_annulled_from"))),
    ("revived", after("tell_revived", then("execution.resume"))),
    ("revived", after("tell_revived", then("execution.suspension_ends_extended", role=Role.CLOCK))),
    ("both_sides_told", after("tell_revived", subject_told=True, people=["p2"])),
    ("revived", after("tell_revived", then("execution.revive"))),
    ("court_revives", revive("revive", IMPOSED, SERVED)),
    ("court_revives", revive("revive", IMPOSED, SERVED, at=FIRST_END - MINUTE)),
    ("court_revives", revive("revive_run_out", IMPOSED, SERVED, at=FIRST_END)),
    ("court_revives", revive("revive_extended", IMPOSED, SERVED, *LONGER)),
    ("court_revives", revive("revive_suspended", IMPOSED, SERVED, PAUSED)),
    ("court_revives", revive("revive_extended_suspended", IMPOSED, SERVED, *LONGER, PAUSED)),
    ("court_revives", revive("revive_unserved", IMPOSED)),
    ("court_revives", revive("revive_unserved", IMPOSED, at=LAST_SERVICE - MINUTE)),
    ("suspension_lasts", revive("revive_suspended", IMPOSED, SERVED, PAUSED)),
    ("not_suspended", extension()),
    ("not_suspended", suspended(then("court.lift_suspension", MOMENT + 19 * HOUR))),
    ("waits_for_service", revive("revive_unserved", IMPOSED)),
]

REFUSED = [
    (
        "extension_newly_reasoned",
        weigh("execution.extend", FIRST_DRAFT, then("execution.propose_extension", why_continues=COPIED)),
        "ook in het eerste besluit",
    ),
    ("care_advice_received", weigh("execution.extend"), "zorgadvies"),
    ("amendment_about_this_case", amend(then("execution.propose_amendment", reason=STOCK)), "veranderd"),
    ("dropped_still_live_there", amend(AMENDED[0]), "Pim Testema woont of verblijft hier nog"),
    ("supervision_arranged", amend(AMENDED[0]), "begeleid contact"),
    ("supervision_arranged", amend(AMENDED[0], then("care.decline_help")), "hulpinstantie"),
    ("agreements_made", weigh("execution.withdraw", then("execution.propose_withdrawal")), "Maak ze met"),
    ("adult", serve(known(IMPOSED, household=people(born_on="2008-11-24"))), "intrekken"),
    ("adult", serve(known(IMPOSED, household=people(born_on=None))), "verbeter de geboortedatum"),
    (
        "adult",
        extension(case=known(IMPOSED, SERVED, household=people(born_on="2010-01-01"))),
        "huisverbod niet",
    ),
    ("still_servable", serve(at=LAST_SERVICE), "begin dan een nieuw verzoek"),
    (
        "served_on_identified_person",
        serve(identity="niet_vastgesteld", remarks=""),
        "Schrijf bij opmerkingen",
    ),
    ("keys_receipted", serve(keys_taken=1, key_receipt=" "), "ontvangstbewijs"),
    ("attempts_logged", asked("execution.deposit", known(IMPOSED)), "Leg eerst vast waar"),
    ("written_decision_exists", asked("execution.hand_over", known(ORAL)), "Laat de beslisser"),
    ("consequences_explained", asked("execution.tell_household", BAN, consequences_told=False), "Vertel"),
    ("consequences_explained", asked("execution.tell_household", BAN, people=[]), "kies wie u heeft"),
    ("consequences_explained", asked("execution.tell_household", BAN, people=["p1"]), "huisgenoten"),
    ("imposed_under_mandate", asked("execution.report_to_mayor", known(IMPOSED)), "niet nodig"),
    (
        "imposed_under_mandate",
        asked("execution.report_to_mayor", known(then(ORAL[0], MOMENT, Role.HOVJ))),
        "De burgemeester heeft zelf besloten",
    ),
    ("child_abuse_ground", asked("execution.inform_veilig_thuis", known(ORAL)), "Doe dan een melding"),
    ("before_end", extension(FIRST_END), "vrijdag 4 december 2026, 02.40 uur"),
    ("before_end", announce(FIRST_END, DECIDED), "Begin een nieuwe zaak"),
    ("before_end", announce(FIRST_END + MINUTE, DECIDED), "Verlengen kan niet meer"),
    ("before_end", extension(case=known(IMPOSED)), "Verlengen kan niet meer"),
    (
        "not_yet_extended",
        extension(case=known(IMPOSED, SERVED, *LONGER)),
        "al verlengd",
    ),
    ("until_within_longest", until(LATEST_END + MINUTE), "maandag 21 december 2026, 21.40 uur"),
    ("until_within_longest", until(FIRST_END), "na het eerste einde"),
    ("facts_after_imposition", extension(facts=fact("2026-11-22", "2026-11-25")), "Controleer de datums"),
    ("facts_after_imposition", extension(facts=fact("2026-11-23")), "noem een later feit"),
    ("facts_after_imposition", extension(facts=fact("2026-11-29")), "Controleer de datums"),
    ("draft_extension_ready", decide("execution.extend", {WITHDRAWAL: SHOWN}), "Laat het eerst voorleggen"),
    ("draft_withdrawal_ready", decide("execution.withdraw", {EXTENSION: SHOWN}), "Laat het eerst voorleggen"),
    ("shown_extension_is_current", decide("execution.extend", {EXTENSION: SHOWN}), "Lees de nieuwe versie"),
    ("shown_extension_is_current", decide("execution.extend", {EXTENSION: SHOWN}, read=False), "Bevestig"),
    (
        "shown_withdrawal_is_current",
        decide("execution.withdraw", {WITHDRAWAL: SHOWN}, shown_sha256="b" * 64),
        "Lees de nieuwe versie",
    ),
    ("extension_decided_in_time", announce(FIRST_END - HOUR), "op tijd is besloten"),
    (
        "extension_decided_in_time",
        announce(FIRST_END, then("execution.extend", FIRST_END, Role.MAYOR)),
        "op tijd is besloten",
    ),
    ("holds_office", decide("execution.extend", by=STRANGER), "niet in het register"),
    ("holds_office", decide("execution.withdraw", by=Role.HOVJ), "als hulpofficier van justitie"),
    ("withdrawal_grounded", withdrawal(**HELPED), "Vraag de casemanager"),
    ("withdrawal_grounded", withdrawal(then("care.accept", person="p2"), CONFIRMED, **HELPED), "casemanager"),
    (
        "withdrawal_grounded",
        withdrawal(then("care.accept", person="p1", will_not_hinder=False), CONFIRMED, **HELPED),
        "niet hindert",
    ),
    (
        "withdrawal_grounded",
        withdrawal(then("care.accept", person="p1", will_cooperate=False), CONFIRMED, **HELPED),
        "meewerkt",
    ),
    (
        "withdrawal_grounded",
        withdrawal(ACCEPTED, CONFIRMED, then("care.decline_help", person="p1"), **HELPED),
        "Vraag de casemanager",
    ),
    ("withdrawal_grounded", withdrawal(ACCEPTED, **HELPED), "Vraag haar dat te doen"),
    ("withdrawal_grounded", withdrawal(ACCEPTED, CONFIRMED, ACCEPTED, **HELPED), "nog niet bevestigd"),
    (
        "not_yet_extended",
        extension(case=known(IMPOSED, SERVED, *LONGER, DROPPED, *LONGER)),
        "al verlengd",
    ),
    ("extension_decided_in_time", announce(FIRST_END - HOUR, *LONGER, DROPPED), "op tijd is besloten"),
    (
        "extension_names_current",
        after("extend", then("execution.propose_extension"), PARTLY),
        "opnieuw voorleggen",
    ),
    (
        "extension_names_current",
        after("extend", then("execution.propose_extension"), *AMENDED, ANNOUNCED),
        "de namen die nu gelden",
    ),
    ("household_view_recorded", withdrawal(view_household="", why_not_heard=""), "Schrijf op"),
    ("told_or_why_not", after("tell_of_withdrawal", people=[], not_reached=""), "Kies wie"),
    ("told_or_why_not", after("tell_of_withdrawal", people=["p1"]), "achterblijvers"),
    ("household_told_first", sign_withdrawal(PROPOSED), "Laat hun dat eerst vertellen"),
    ("household_told_first", sign_withdrawal(PROPOSED, TOLD, PROPOSED), "weten nog niet"),
    ("names_live_there", amendment(contact_ban=[]), "zonder contactverbod bestaat niet"),
    ("names_live_there", amendment(contact_ban=["p1"]), "ten minste één huisgenoot"),
    ("names_live_there", amendment(contact_ban=["p2", "p9"]), "alleen wie op dit adres woont"),
    (
        "amendment_changes",
        amendment(contact_ban=["p3", "p2"], contact_exceptions=""),
        "precies het contactverbod",
    ),
    ("amendment_changes", amendment(PARTLY, contact_exceptions=""), "Wijzig een naam"),
    ("child_weighed_in_amendment", amendment(children_interest=""), "minderjarigen"),
    ("draft_amendment_ready", amend(drafts={EXTENSION: SHOWN}), "Laat het eerst voorleggen"),
    ("amendment_names_current", amend(AMENDED[0], PARTLY), "opnieuw voorleggen"),
    ("shown_amendment_is_current", amend(drafts={AMENDMENT: "b" * 64}, shown_sha256=SHOWN), "Lees de nieuwe"),
    ("amendment_waits", after("announce_amendment"), "De burgemeester beslist eerst"),
    ("amendment_waits", after("announce_amendment", *AMENDED, ANNOUNCED), "geen wijziging"),
    ("after_amending", after("announce_amendment", *AMENDED, at=MOMENT), "Verbeter de datum"),
    ("move_recorded", after("leave_in_force"), "geen verhuizing"),
    ("detained", after("record_release"), "Leg die eerst vast"),
    ("detained", after("record_release", DETAINED, RELEASED), "geen detentie"),
    ("released", after("tell_release", DETAINED), "geen vrijlating"),
    ("only_household_told", after("tell_release", people=[]), "Kies wie"),
    ("only_household_told", after("tell_release", people=["p1"]), "achterblijvers"),
    ("court_lifts", asked("execution.resume", ruled("rule_suspended", "rule_annulled")), "niet opgeheven"),
    ("court_drops_extension", asked("execution.drop_extension", ruled("rule_annulled")), "Leg eerst"),
    ("suspension_has_end", after("suspension_ends", then("court.rule_suspended")), "geen einde"),
    ("annulled_later", after("annul_at_date", then("court.rule_annulled")), "Leg die eerst vast"),
    ("revived", after("tell_revived"), "heeft steeds gegolden"),
    ("both_sides_told", after("tell_revived", subject_told=False), "zelf én aan de achterblijvers"),
    ("both_sides_told", after("tell_revived", people=[]), "kies wie"),
    ("court_suspends", asked("execution.suspend", known()), "Leg eerst de uitspraak vast"),
    ("court_suspends", asked("execution.suspend", ruled("rule_suspended", "lift_suspension")), "nu schorst"),
    ("court_lifts", asked("execution.resume", ruled("rule_suspended")), "Leg eerst vast"),
    ("court_annuls", asked("execution.annul", ruled("rule_annulled", "rule_annulment_reversed")), "geen uit"),
    ("court_revives", asked("execution.revive", known(IMPOSED, SERVED, *WITHDRAWN)), "Leg eerst de uit"),
    ("court_revives", revive("revive", IMPOSED, SERVED, at=FIRST_END), "brengt het huisverbod hierheen"),
    ("court_revives", revive("revive", IMPOSED, SERVED, PAUSED), "brengt het huisverbod hierheen"),
    ("court_revives", revive("revive", IMPOSED, SERVED, *LONGER), "brengt het huisverbod hierheen"),
    ("court_revives", revive("revive", IMPOSED, SERVED, then("court.rule_annulled")), "hierheen"),
    ("court_revives", revive("revive_unserved", IMPOSED, at=LAST_SERVICE), "hierheen"),
    ("not_suspended", suspended(), "artikel 8:87 Awb"),
    ("suspension_lasts", revive("revive_suspended", IMPOSED, SERVED), "niet geschorst"),
    ("waits_for_service", revive("revive_unserved", IMPOSED, SERVED), "al ingegaan"),
    ("waits_for_service", revive("revive_unserved", ORAL), "niet op schrift"),
    ("court_lifts", asked("execution.resume", ruled("lift_suspension", "rule_suspended")), "niet opgeheven"),
    ("court_annuls", asked("execution.annul", ruled("rule_dismissed")), "Leg eerst de uitspraak vast"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("execution", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("execution", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("execution", PASSES, REFUSED)


def test_the_ban_ends_by_the_clock_at_its_own_instant():
    ends = stages.due("ban_ends")
    assert ends(known(IMPOSED), TERMS) is None
    assert ends(BAN, TERMS) == FIRST_END
    assert ends(BAN, TERMS).astimezone(UTC) == datetime(2026, 12, 4, 1, 40, tzinfo=UTC)


def test_over_the_change_of_the_clock_the_hour_on_the_wall_counts():
    """27 March 2010, 20.00 to 6 April, 20.00: 239 hours pass."""
    at = datetime(2010, 3, 27, 20, 0, tzinfo=ZONE)
    ban = known(then("imposition.impose", at, Role.HOVJ), then("execution.serve", at)).ban(TERMS)
    assert ban is not None
    assert ban.first_end == datetime(2010, 4, 6, 20, 0, tzinfo=ZONE)
    assert ban.first_end.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=239)
