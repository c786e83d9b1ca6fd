"""The guards of the request: each with what it lets through and what it refuses."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from huisverbod.known import Actor, Asked
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT, REGIONS, a_household, facts_for
from tests.stages.asking import (
    HOUR,
    MINUTE,
    Past,
    asked,
    check_complete,
    check_passes,
    check_refused,
    known,
    people,
    then,
)

SIGN = {
    "on": "2026-11-22",
    "what": "Buren hoorden geschreeuw",
    "source": "melding 000-1",
    "source_kind": "verklaring_derde",
    "item": "2c.1",
}
EARLIER = {**SIGN, "on": "2026-11-02", "item": "3e.1"}
PIM = {"name": "Pim", "needs": "Rust", "veilig_thuis": "ja", "raad": "nee"}
ONE_SIDE = [{"organisation": name, "name": "Noor Meldpunt"} for name in ("Veilig Thuis", "VEILIG THUIS")]
STRANGER = Actor(Role.MAYOR, "Zomaar Iemand", None, "Gemeente Voorbeelddam", "voorbeeldland", "voorbeelddam")
FORMER = Actor(Role.MAYOR, "Marijke Tolhuizen", None, "Gemeente", "voorbeeldland", "voorbeelddam")
LAST_DAY = datetime(2025, 6, 30, 23, 59, tzinfo=ZONE)


def submit(by: Role = Role.POLICE, case: Any = None, **changes: Any) -> Asked:
    return asked("request.submit", case or known(then("request.start", role=by)), by=by, **changes)


def planned(route: str = "geplande_screening", by: Role = Role.VEILIG_THUIS, **changes: Any) -> Asked:
    return submit(by, replace(known(then("request.start", role=by)), route=route), **changes)


def accept(place: str = "Voorbeelddam", **changes: Any) -> Asked:
    dwelling = {**facts_for("request.submit")["dwelling"], "place": place}
    return asked("request.accept", known(then("request.submit", dwelling=dwelling)), **changes)


def weigh(region: str = "meerland", *past: Past, **changes: Any) -> Asked:
    place = (region, REGIONS[region].municipalities[0].key)
    return asked("request.take_weegteam_advice", known(*past, place=place), **changes)


def two_subjects() -> list[dict[str, Any]]:
    return [{**person, "kind": "uithuisgeplaatste"} for person in a_household()]


def corrected(**subject: Any) -> Asked:
    return asked("request.add_people", known(), people=a_household(refs=True, **subject))


def new_subject() -> list[dict[str, Any]]:
    """A fourth person who would be put out as well, without a reference of his own yet."""
    return [{**a_household()[0], "given_names": "Teun"}]


PASSES = [
    ("earlier_case_found", asked("request.start", known())),
    (
        "earlier_case_found",
        asked("request.start", replace(known(), earlier="HV-2026-0007"), earlier_case="hv-2026-0007"),
    ),
    (
        "route_open_to_requester",
        asked("request.start", known(), by=Role.VEILIG_THUIS, route="acuut_veilig_thuis"),
    ),
    ("own_request", submit()),
    ("domestic", submit()),
    ("one_subject", submit()),
    ("lives_there", submit()),
    ("not_known_minor", submit()),
    ("not_known_minor", submit(people=a_household(born_on=None))),
    ("not_known_minor", submit(people=a_household(born_on="2008-11-23"))),
    ("dated_trigger", submit(indications=[{**SIGN, "item": "achtergrond"}, SIGN])),
    ("no_police_items", submit(by=Role.VEILIG_THUIS, indications=[SIGN])),
    ("no_police_items", submit(by=Role.POLICE, indications=[{**SIGN, "item": "1a.1"}])),
    ("not_in_future", submit(indications=[{**SIGN, "on": "2026-11-23"}], signalled_at=MOMENT.isoformat())),
    ("not_in_future", asked("request.supplement", known(), indications=[SIGN])),
    ("adult", asked("request.accept", known())),
    ("adult", asked("request.accept", known(household=people(born_on="2008-11-23")))),
    ("minor", asked("request.refuse_minor", known(household=people(born_on="2008-11-24")))),
    ("undecided", asked("request.refuse_minor", known(then("imposition.hear")))),
    ("one_subject_left", corrected(born_on="1987-01-01")),
    ("item_or_context", submit(indications=[SIGN, {**SIGN, "item": "achtergrond"}])),
    ("item_or_context", asked("request.supplement", known())),
    ("trigger_named", submit()),
    ("trigger_named", planned(indications=[{**SIGN, "trigger": "melding"}])),
    ("trigger_named", planned("terugkeer_naar_huis", indications=[SIGN, {**SIGN, "trigger": "vlucht"}])),
    ("pattern_shown", submit()),
    ("pattern_shown", planned(indications=[SIGN, EARLIER])),
    ("pattern_shown", planned("terugkeer_naar_huis")),
    ("children_described", submit()),
    ("children_described", planned(children_seen=[PIM])),
    ("children_described", planned(people=a_household()[:2])),
    ("ground_fits_organisation", submit()),
    ("ground_fits_organisation", submit(Role.CRISIS_TEAM, sharing_ground="conflict_van_plichten")),
    ("ground_fits_organisation", submit(Role.OM, sharing_article="artikel 39f Wjsg")),
    ("region_has_weegteam", weigh()),
    ("before_decision", weigh()),
    ("several_organisations", weigh()),
    ("dwelling_in_municipality", accept()),
    ("dwelling_in_municipality", accept("VOORBEELDDAM")),
    ("dwelling_in_municipality", accept("Elders", place_explained="Buurtschap van Voorbeelddam")),
    ("holds_office", asked("request.refuse", known(), by=Role.MAYOR)),
    ("holds_office", asked("request.refuse", known(), by=Role.DEPUTY_MAYOR)),
    ("holds_office", asked("request.refuse", known(), LAST_DAY, by=FORMER)),
]

REFUSED = [
    ("earlier_case_found", asked("request.start", known(), earlier_case="HV-2026-0007"), "geen zaak met dit"),
    (
        "route_open_to_requester",
        asked("request.start", known(), by=Role.RAAD, route="acuut_politie"),
        "Kies een andere route",
    ),
    (
        "own_request",
        submit(by=Role.CRISIS_TEAM, case=known(then("request.start", role=Role.POLICE))),
        "Alleen zij",
    ),
    ("domestic", submit(domestic_threat=False), "binnen het huishouden"),
    ("domestic", submit(neighbours_only=True), "Gaat het om buren?"),
    ("one_subject", submit(people=two_subjects()), "precies één persoon"),
    ("one_subject", submit(people=a_household()[1:]), "precies één persoon"),
    ("lives_there", submit(people=a_household(lives_there=False)), "niet op dit adres"),
    ("not_known_minor", submit(people=a_household(born_on="2008-11-24")), "Overleg met Veilig Thuis"),
    ("dated_trigger", submit(indications=[{**SIGN, "item": "achtergrond"}]), "Koppel ten minste één"),
    ("dated_trigger", submit(indications=[{**SIGN, "item": "9z.1"}]), "Koppel ten minste één"),
    (
        "no_police_items",
        submit(by=Role.VEILIG_THUIS, indications=[{**SIGN, "item": "1a.2"}]),
        "Laat dit aan de politie",
    ),
    ("not_in_future", submit(indications=[{**SIGN, "on": "2026-11-24"}]), "Verbeter de datum"),
    ("not_in_future", submit(signalled_at=(MOMENT + MINUTE).isoformat()), "Verbeter dat tijdstip"),
    ("adult", asked("request.accept", known(household=people(born_on=None))), "Vul deze eerst aan"),
    ("adult", asked("request.accept", known(household=people(born_on="2008-11-24"))), "wijs het verzoek af"),
    ("adult", asked("request.accept", known(household=[])), "Vul deze eerst aan"),
    ("minor", asked("request.refuse_minor", known()), "meerderjarig"),
    ("minor", asked("request.refuse_minor", known(household=people(born_on=None))), "Verbeter die datum"),
    (
        "undecided",
        asked("request.refuse_minor", known(then("imposition.impose", role=Role.MAYOR))),
        "Laat de burgemeester het huisverbod intrekken",
    ),
    ("one_subject_left", corrected(kind="huisgenoot"), "precies één persoon"),
    ("one_subject_left", asked("request.add_people", known(), people=new_subject()), "precies één persoon"),
    ("item_or_context", submit(indications=[SIGN, {**SIGN, "item": "9z.1"}]), "Achtergrond: geen grond"),
    ("trigger_named", planned(indications=[SIGN, EARLIER]), "waarom u nu vraagt"),
    ("trigger_named", planned("terugkeer_naar_huis", indications=[SIGN]), "waarom u nu vraagt"),
    ("pattern_shown", planned(indications=[SIGN, SIGN]), "vraagt een patroon"),
    ("pattern_shown", planned(indications=[SIGN, {**EARLIER, "item": "achtergrond"}]), "vraagt een patroon"),
    ("children_described", planned(), "voor elk kind"),
    ("ground_fits_organisation", submit(Role.LOCAL_CARE), "Kies een grond"),
    ("ground_fits_organisation", submit(sharing_ground="toestemming"), "Kies een grond"),
    ("ground_fits_organisation", submit(Role.RAAD), "Noem het wetsartikel"),
    ("region_has_weegteam", weigh("duinstreek"), "heeft geen weegteam"),
    ("before_decision", weigh("meerland", then("imposition.decline", role=Role.MAYOR)), "hoort daarvóór"),
    ("several_organisations", weigh(members=ONE_SIDE), "twee organisaties"),
    ("dwelling_in_municipality", accept(dwelling_here=False), "ligt niet in Voorbeelddam"),
    ("dwelling_in_municipality", accept("Elders"), "Leg uit waarom"),
    ("holds_office", asked("request.refuse", known(), by=STRANGER), "niet in het register als burgemeester"),
    ("holds_office", asked("request.refuse", known(), LAST_DAY + HOUR, by=FORMER), "niet in het register"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("request", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("request", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("request", PASSES, REFUSED)
