"""Who sees which case and which slice of it; what is not granted is denied."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from huisverbod import access
from huisverbod.access import Slice
from huisverbod.advance import Act, advance, asked_of
from huisverbod.case import Case, find
from huisverbod.errors import NotAllowed, Unknown
from huisverbod.known import CLOCK, Actor, Happened
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests.builders import (
    MOMENT,
    a_draft,
    a_request,
    a_step,
    an_account,
    an_actor,
    an_oral_ban,
    an_organisation,
)

A_CASE = Case(
    number="HV-2026-0001",
    region="voorbeeldland",
    municipality="voorbeelddam",
    route="acuut_veilig_thuis",
    requester_role=Role.CRISIS_TEAM,
    requester_organisation=an_organisation(Role.CRISIS_TEAM),
    procedure="",
    opened_at=MOMENT,
)
EVERYTHING_BUT_NOTES = {*Slice} - {Slice.CARE_NOTES}
TABLE = {
    Role.MAYOR: EVERYTHING_BUT_NOTES,
    Role.DEPUTY_MAYOR: EVERYTHING_BUT_NOTES,
    Role.MUNICIPAL_OFFICER: EVERYTHING_BUT_NOTES,
    Role.HOVJ: EVERYTHING_BUT_NOTES - {Slice.CARE, Slice.FOLLOW_UP},
    Role.POLICE: EVERYTHING_BUT_NOTES - {Slice.CARE, Slice.FOLLOW_UP},
    Role.VEILIG_THUIS: {
        Slice.RIHG,
        Slice.DECISION,
        Slice.CARE,
        Slice.CARE_NOTES,
        Slice.ENFORCEMENT,
        Slice.FOLLOW_UP,
    },
    Role.CASE_MANAGER: {
        Slice.RIHG,
        Slice.DECISION,
        Slice.CARE,
        Slice.CARE_NOTES,
        Slice.ENFORCEMENT,
        Slice.FOLLOW_UP,
    },
    Role.CRISIS_TEAM: {Slice.DECISION},
    Role.LOCAL_CARE: {Slice.DECISION},
}
"""Who sees what of somebody else's request; a capacity that is not here sees nothing."""


def another(role: Role) -> Actor:
    """Someone of that capacity whose organisation did not make the request."""
    return Actor(role, "Iemand", 9, "Een andere organisatie", "voorbeeldland")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("part", Slice)
def test_each_capacity_sees_its_slices_and_no_more(role: Role, part: Slice):
    assert access.sees(another(role), part, A_CASE) == (part in TABLE.get(role, set()))


@pytest.mark.parametrize("role", [Role.CRISIS_TEAM, Role.RAAD, Role.OM, Role.RECLASSERING, Role.VEILIG_THUIS])
def test_who_asked_sees_the_own_request(role: Role):
    own = Actor(role, "Iemand", 9, A_CASE.requester_organisation, "voorbeeldland")
    assert access.sees(own, Slice.REQUEST, A_CASE)
    assert not access.sees(own, Slice.POLICE_PART, A_CASE)
    assert not access.sees(own, Slice.ADDRESS, A_CASE)


# Cases: the list in the database and the single case agree


ACTORS = [
    an_actor(role, region, municipality)
    for role in Role
    if role != Role.CLOCK
    for region, municipality in [
        ("voorbeeldland", "voorbeelddam"),
        ("voorbeeldland", "kerkhaven"),
        ("duinstreek", "duinrade"),
    ]
] + [
    Actor(Role.MUNICIPAL_OFFICER, "Regionaal", 3, "Regiobureau", "voorbeeldland"),
    Actor(Role.EVALUATOR, "Ids Telraam", 4, "Onderzoek"),
]


SIGN = {
    "on": "2026-11-22",
    "what": "Buren hoorden geschreeuw",
    "source": "melding 000-1",
    "source_kind": "verklaring_derde",
    "item": "2c.1",
}
PIM = {"name": "Pim", "needs": "Rust", "veilig_thuis": "ja", "raad": "nee"}
PATTERN = [{**SIGN, "trigger": "melding"}, {**SIGN, "on": "2026-11-02", "item": "3e.1"}]


def some_cases(session: Session, rulebook: Rulebook) -> None:
    """Requests and drafts, of police and partners, in three municipalities of two regions."""
    for start in (a_request, a_draft):
        start(session, rulebook)
        start(session, rulebook, by=Role.CRISIS_TEAM, route="acuut_veilig_thuis")
        asked = {"submit": {"indications": PATTERN, "children_seen": [PIM]}} if start is a_request else {}
        start(session, rulebook, by=Role.MUNICIPAL_OFFICER, route="geplande_screening", **asked)
        start(session, rulebook, place=("voorbeeldland", "kerkhaven"))
        start(session, rulebook, place=("duinstreek", "duinrade"))


def test_lists_and_cases_agree_for_everybody(session: Session, rulebook: Rulebook):
    some_cases(session, rulebook)
    cases = session.exec(select(Case)).all()
    seen = 0
    for actor in ACTORS:
        listed = {case.number for case in session.exec(select(Case).where(access.visible(actor)))}
        assert listed == {case.number for case in cases if access.may_open(actor, case)}, actor
        seen += len(listed)
    assert 0 < seen < len(ACTORS) * len(cases)


@pytest.mark.parametrize(
    ("actor", "numbers"),
    [
        (an_actor(Role.MAYOR), {1, 2, 3, 8}),
        (an_actor(Role.MAYOR, municipality="kerkhaven"), {4}),
        (an_actor(Role.MUNICIPAL_OFFICER, "duinstreek", "duinrade"), {5}),
        (an_actor(Role.POLICE), {1, 2, 3, 4, 6, 9}),
        (an_actor(Role.POLICE, "duinstreek", "duinrade"), {5, 10}),
        (an_actor(Role.CASE_MANAGER), {1, 2, 3, 4}),
        (an_actor(Role.CRISIS_TEAM), {2, 7}),
        (another(Role.CRISIS_TEAM), set()),
        (an_actor(Role.LOCAL_CARE), set()),
        (an_actor(Role.OM), set()),
        (an_actor(Role.EVALUATOR), set()),
        (an_actor(Role.ADMINISTRATOR), set()),
    ],
)
def test_who_finds_which_cases(session: Session, rulebook: Rulebook, actor: Actor, numbers: set[int]):
    """Of ten cases, numbered as made, the last five are drafts: they are their makers' alone."""
    some_cases(session, rulebook)
    found = session.exec(select(Case).where(access.visible(actor))).all()
    assert {int(case.number[-4:]) for case in found} == numbers


def test_a_case_of_others_is_refused_in_the_words_of_one_that_is_not_there(
    session: Session, rulebook: Rulebook
):
    number = a_request(session, rulebook)
    with pytest.raises(Unknown) as missing:
        find(session, "HV-2026-9999")
    for stranger in (another(Role.CRISIS_TEAM), an_actor(Role.POLICE, "duinstreek", "duinrade")):
        with pytest.raises(Unknown) as closed:
            access.check_open(stranger, find(session, number))
        assert closed.value.sentence == missing.value.sentence
        with pytest.raises(Unknown):
            advance(
                session, rulebook, number, Act("request.ask", stranger, MOMENT, MOMENT, {"question": "?"})
            )


def test_the_clock_may_open_every_case():
    assert access.may_open(CLOCK, A_CASE)


# Events: who did it, the police part, where he stays, what was said in care


def happened(step: str, organisation: str = "", **facts: object) -> Happened:
    return Happened(1, step, "", Role.POLICE, organisation, None, MOMENT, MOMENT, facts)


@pytest.mark.parametrize("role", Role)
def test_police_data_are_for_those_who_may_have_them(role: Role):
    """Besluit 2(3), Wpg: part 1a is seen by police and municipality alone."""
    event = happened("risk_assessment.fill_part", answer={"part": "1a"})
    other = happened("risk_assessment.fill_part", answer={"part": "2"})
    assert access.sees_facts(another(role), event, A_CASE) == (Slice.POLICE_PART in TABLE.get(role, set()))
    assert access.sees_facts(another(role), other, A_CASE) == (Slice.RIHG in TABLE.get(role, set()))


@pytest.mark.parametrize("step", ["execution.give_address", "execution.serve", "execution.hand_over"])
@pytest.mark.parametrize("role", [Role.VEILIG_THUIS, Role.CASE_MANAGER, Role.CRISIS_TEAM, Role.LOCAL_CARE])
def test_where_he_stays_is_not_told_to_those_who_help(step: str, role: Role):
    event = happened(step, reachable="bij zijn broer")
    assert access.sees_event(another(role), event, A_CASE)
    assert not access.sees_facts(another(role), event, A_CASE)
    assert access.sees_facts(another(Role.POLICE), event, A_CASE)


@pytest.mark.parametrize("step", ["care.contact", "care.offer", "care.decline_help"])
@pytest.mark.parametrize("role", [Role.MAYOR, Role.MUNICIPAL_OFFICER])
def test_the_mayor_sees_that_there_was_help_and_the_advice_but_not_what_was_said(step: str, role: Role):
    assert access.sees_event(another(role), happened(step), A_CASE)
    assert not access.sees_facts(another(role), happened(step), A_CASE)
    assert access.sees_facts(another(role), happened("care.advise"), A_CASE)
    assert access.sees_facts(another(Role.CASE_MANAGER), happened(step), A_CASE)


@pytest.mark.parametrize("role", [Role.POLICE, Role.HOVJ])
def test_police_see_nothing_of_the_care(role: Role):
    assert not access.sees_event(another(role), happened("care.contact"), A_CASE)
    assert not access.sees_event(another(role), happened("care.advise"), A_CASE)


def test_an_organisation_sees_what_it_stated_itself():
    crisis_team = an_actor(Role.CRISIS_TEAM)
    own = happened("care.contact", crisis_team.organisation, summary="Afspraak")
    assert access.sees_event(crisis_team, own, A_CASE) and access.sees_facts(crisis_team, own, A_CASE)
    assert not access.sees_event(crisis_team, happened("care.contact", "Een andere organisatie"), A_CASE)


def test_an_answer_to_a_question_is_not_taken_for_a_part_of_the_instrument():
    assert access.sees_facts(another(Role.POLICE), happened("request.supplement", answer="Ja"), A_CASE)


def test_without_an_organisation_nothing_is_ones_own():
    nobody = Actor(Role.LOCAL_CARE, "Iemand", None, "", "voorbeeldland")
    assert not access.sees_event(nobody, happened("care.contact"), A_CASE)


def test_help_from_elsewhere_has_no_way_in(session: Session, rulebook: Rulebook):
    """A crisis team or local care that did not make the request takes no step, though the step names it."""
    number = an_oral_ban(session, rulebook)
    facts = {"person": "p2", "how": "telefoon", "summary": "Afspraak gemaakt"}
    for role in (Role.CRISIS_TEAM, Role.LOCAL_CARE):
        actor = an_account(session, an_actor(role))
        assert role in rulebook.current.procedure.step("care.contact")[1].by
        with pytest.raises(Unknown):
            advance(session, rulebook, number, Act("care.contact", actor, MOMENT, MOMENT, facts))


def test_a_partner_that_asked_for_the_ban_gives_care_in_its_own_case(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook, by=Role.CRISIS_TEAM, route="acuut_veilig_thuis")
    at = datetime.fromisoformat("2026-11-24T09:00:00+01:00")
    a_step(session, rulebook, number, "care.contact", at, an_actor(Role.CRISIS_TEAM))
    asked = asked_of(session, rulebook, find(session, number), an_actor(Role.CRISIS_TEAM), at)
    event = asked.known.last("care.contact")
    assert event and access.sees_facts(asked.actor, event, find(session, number))


# Figures


@pytest.mark.parametrize("role", Role)
def test_figures_are_for_the_few(role: Role):
    rows = role in {Role.EVALUATOR, Role.ADMINISTRATOR}
    counts = rows or role in {Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER}
    for row_by_row, allowed in ((False, counts), (True, rows)):
        if allowed:
            access.check_figures(another(role), row_by_row)
        else:
            with pytest.raises(NotAllowed, match="Vraag het aan uw gemeente"):
                access.check_figures(another(role), row_by_row)


def test_figures_of_the_own_region_only():
    regions = ("duinstreek", "voorbeeldland")
    assert access.figure_regions(another(Role.MAYOR), regions) == ("voorbeeldland",)
    assert access.figure_regions(Actor(Role.EVALUATOR, "Ids"), regions) == regions
