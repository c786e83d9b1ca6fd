"""Every step has a form page; it keeps what was typed, writes nothing that is wrong, and nothing twice."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from huisverbod import stages
from huisverbod.case import Event, Facts, find
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web.page import ground
from huisverbod.web.steps import own_page
from huisverbod.web.typed import typed_moment, typed_of
from tests import builders
from tests.builders import MOMENT, a_step, an_actor, facts_for
from tests.web.conftest import Site

RULES = Rulebook.of(Settings())
STEPS = [
    (f"{stage.name}.{step.name}", role)
    for stage, step in RULES.current.procedure.steps()
    for role in [step.by[0]]
    if role != Role.CLOCK and not own_page(f"{stage.name}.{step.name}", step, "x")
]
NONSENSE = "x\u202e<script>" * 3
HIDDEN = re.compile(r'<input type="hidden" name="(key|version|seen|basis)" value="([^"]*)">')

Case = Callable[[Session, Rulebook], str]


def _with(case: Case, *steps: str, **first: object) -> Case:
    """A case with more steps taken, each half an hour after the one before."""

    def build(session: Session, rulebook: Rulebook) -> str:
        number = case(session, rulebook)
        last = session.exec(select(func.max(Event.occurred_at))).one()
        at = last + timedelta(minutes=30)
        for place, step in enumerate(steps):
            a_step(session, rulebook, number, step, at, **(first if place == 0 else {}))
            at += timedelta(minutes=30)
        return number

    return build


def _minor(session: Session, rulebook: Rulebook) -> str:
    number = builders.a_request(session, rulebook)
    people = builders.a_household(refs=True, born_on="2010-05-05")
    a_step(session, rulebook, number, "request.add_people", MOMENT + timedelta(hours=1), people=people)
    return number


def _extension_decided(session: Session, rulebook: Rulebook) -> str:
    return builders.an_extension_decided(session, rulebook, MOMENT - timedelta(days=8))


def _weighed(session: Session, rulebook: Rulebook) -> str:
    place = ("meerland", "meerveld")
    return builders.a_request(
        session, rulebook, by=Role.VEILIG_THUIS, route="acuut_veilig_thuis", place=place
    )


def _suspended(session: Session, rulebook: Rulebook) -> str:
    return _with(builders.an_oral_ban, "court.request", "court.rule_suspended")(session, rulebook)


def _suspended_on_condition(session: Session, rulebook: Rulebook) -> str:
    number = _with(builders.an_oral_ban, "court.request")(session, rulebook)
    at = MOMENT + timedelta(hours=4)
    a_step(session, rulebook, number, "court.rule_suspended", at, condition="Geen contact met Pim")
    return number


def _extension_waits(session: Session, rulebook: Rulebook) -> str:
    """Decided before the court suspended the ban, and not announced yet."""
    return _with(_extension_decided, "court.request", "court.rule_suspended")(session, rulebook)


def _extension_waits_in_court(session: Session, rulebook: Rulebook) -> str:
    """A draft extension before the mayor, while an appeal pends."""
    return _with(builders.an_oral_ban, "court.request", "execution.propose_extension")(session, rulebook)


def _annulled(session: Session, rulebook: Rulebook) -> str:
    return _with(builders.an_oral_ban, "court.request", "court.rule_annulled")(session, rulebook)


def _child_abuse(session: Session, rulebook: Rulebook) -> str:
    number = builders.a_hearing(session, rulebook)
    at = MOMENT + timedelta(minutes=120)
    a_step(session, rulebook, number, "imposition.consult_veilig_thuis", at)
    a_step(
        session, rulebook, number, "imposition.impose_orally", at + timedelta(minutes=30), child_abuse=True
    )
    return number


def _assessed(session: Session, rulebook: Rulebook) -> str:
    number = builders.an_accepted_request(session, rulebook)
    at = MOMENT + timedelta(hours=1)
    for part in ("1a", "1", "2", "3"):
        answer = builders.an_answer(part, at)
        a_step(session, rulebook, number, "risk_assessment.fill_part", at, answer=answer)
    return number


def _under_mandate(session: Session, rulebook: Rulebook) -> str:
    return builders.an_imposed_ban(session, rulebook, decider=Role.HOVJ)


def _care_closed(session: Session, rulebook: Rulebook) -> str:
    written = ("imposition.propose_written", "imposition.put_in_writing")
    return _with(_annulled, *written, "follow_up.assign", "care.close")(session, rulebook)


def _closed(session: Session, rulebook: Rulebook) -> str:
    return _with(_care_closed, "follow_up.close")(session, rulebook)


def _withdrawn_in_court(session: Session, rulebook: Rulebook) -> str:
    steps = ("propose_withdrawal", "tell_of_withdrawal", "withdraw")
    return _with(builders.an_oral_ban, "court.request", *(f"execution.{step}" for step in steps))(
        session, rulebook
    )


OPEN_IN: dict[str, Case] = {
    "request.withdraw": builders.a_request,
    "request.ask": builders.a_request,
    "request.supplement": _with(builders.a_request, "request.ask"),
    "request.inquire": builders.an_accepted_request,
    "request.tell": builders.a_request,
    "request.add_people": builders.a_request,
    "request.accept": builders.a_request,
    "request.take_weegteam_advice": _weighed,
    "request.refuse": builders.a_request,
    "request.refuse_minor": _minor,
    "risk_assessment.conclude": _assessed,
    "risk_assessment.reopen": builders.a_concluded_assessment,
    "imposition.consult_veilig_thuis": builders.a_concluded_assessment,
    "imposition.hear": builders.a_concluded_assessment,
    "imposition.skip_hearing": builders.a_concluded_assessment,
    "imposition.hear_household": builders.a_concluded_assessment,
    "imposition.propose": builders.a_hearing,
    "imposition.ask_back": builders.a_proposed_decision,
    "imposition.impose_orally": builders.a_hearing,
    "imposition.propose_written": builders.an_oral_ban,
    "imposition.decline": builders.a_hearing,
    "execution.record_attempt": builders.an_imposed_ban,
    "execution.serve": builders.an_imposed_ban,
    "execution.deposit": _with(builders.an_imposed_ban, "execution.record_attempt"),
    "execution.hand_over": _with(
        builders.an_oral_ban, "imposition.propose_written", "imposition.put_in_writing"
    ),
    "execution.announce_extension": _extension_decided,
    "execution.announce_extension_suspended": _extension_waits,
    "execution.announce_amendment": _with(
        builders.an_oral_ban, "execution.propose_amendment", "execution.amend"
    ),
    "execution.tell_of_withdrawal": _with(builders.an_oral_ban, "execution.propose_withdrawal"),
    "execution.tell_revived": _with(_suspended, "court.lift_suspension"),
    "execution.leave_in_force": _with(builders.an_oral_ban, "execution.record_move"),
    "execution.record_release": _with(builders.an_oral_ban, "execution.record_detention"),
    "execution.tell_release": _with(
        builders.an_oral_ban, "execution.record_detention", "execution.record_release"
    ),
    "execution.drop_extension": builders.an_extended_ban,
    "execution.inform_veilig_thuis": _child_abuse,
    "execution.report_to_mayor": _under_mandate,
    "execution.suspend_extended": builders.an_extended_ban,
    "execution.resume": _suspended,
    "execution.resume_extended": _with(builders.an_extended_ban, "court.request", "court.rule_suspended"),
    "execution.annul_afterwards": builders.an_expired_ban,
    "imposition.stop": builders.a_hearing,
    "enforcement.arrest": _with(builders.an_oral_ban, "enforcement.report_violation"),
    "enforcement.to_om": _with(builders.an_oral_ban, "enforcement.report_violation"),
    "enforcement.no_action": _with(builders.an_oral_ban, "enforcement.report_violation"),
    "enforcement.bring_before_judge": _with(
        builders.an_oral_ban, "enforcement.report_violation", "enforcement.arrest"
    ),
    "enforcement.record_outcome": _with(
        builders.an_oral_ban, "enforcement.report_violation", "enforcement.to_om"
    ),
    "enforcement.extend_conduct_order": _with(builders.an_oral_ban, "enforcement.record_conduct_order"),
    "enforcement.lift_conduct_order": _with(builders.an_oral_ban, "enforcement.record_conduct_order"),
    "care.confirm_acceptance": _with(builders.an_oral_ban, "care.accept"),
    "court.hearing": _with(builders.an_oral_ban, "court.request"),
    "court.rule_dismissed": _with(builders.an_oral_ban, "court.request"),
    "court.rule_suspended": _with(builders.an_oral_ban, "court.request"),
    "court.rule_annulled": _with(builders.an_oral_ban, "court.request"),
    "court.rule_relief_refused": _with(builders.an_oral_ban, "court.request"),
    "court.rule_annulled_from": _with(builders.an_oral_ban, "court.request"),
    "court.rule_partly_annulled": _with(builders.an_oral_ban, "court.request"),
    "court.rule_extension_annulled": _with(builders.an_extended_ban, "court.request"),
    "court.rule_withdrawal_annulled": _withdrawn_in_court,
    "court.rule_annulment_reversed": _with(_annulled, "court.appeal_further"),
    "court.rule_confirmed": _with(_annulled, "court.appeal_further"),
    "court.drop": _suspended,
    "court.condition_failed": _suspended_on_condition,
    "court.draw_in": _suspended,
    "court.go_on": _annulled,
    "execution.drop_extension_suspended": _with(
        builders.an_extended_ban, "court.request", "court.rule_suspended"
    ),
    "court.tell_court": _with(_extension_waits_in_court, "execution.extend"),
    "court.appeal_further": _annulled,
    "court.accept_ruling": _annulled,
    "court.lift_suspension": _suspended,
    "court.tell_ruling": _suspended,
    "follow_up.choose_route": _annulled,
    "follow_up.take_up": _with(_annulled, "follow_up.choose_route"),
    "follow_up.end_route": _with(_annulled, "follow_up.choose_route"),
    "follow_up.assign": _annulled,
    "care.close": builders.an_expired_ban,
    **{
        f"execution.{step}": _annulled
        for step in (
            "revive",
            "revive_extended",
            "revive_suspended",
            "revive_extended_suspended",
            "revive_unserved",
            "revive_run_out",
        )
    },
    "care.reopen": _care_closed,
    "follow_up.reopen": _closed,
    "follow_up.close": _care_closed,
    "follow_up.hold": _closed,
    "follow_up.release_hold": _with(_closed, "follow_up.hold"),
}
"""A case in which the step starts; an oral ban for the steps that are not here."""

NEVER_BY_HAND = {name for _, step in RULES.current.procedure.steps() for name in step.followers}
"""Steps that follow at once on another one; their page says what must come first."""


def _case(site: Site, make: Case) -> str:
    with site.writing() as session:
        number = make(session, site.rulebook)
        last = session.exec(select(func.max(Event.recorded_at))).one()
    site.now = last + timedelta(minutes=10)
    return number


def _actor(site: Site, number: str, role: Role) -> Actor:
    with site.writing() as session:
        case = find(session, number)
        return an_actor(role, case.region, case.municipality, on=site.now.date())


def _events(site: Site) -> int:
    with site.writing() as session:
        return session.exec(select(func.count()).select_from(Event)).one()


def _hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def _typed(step: str, site: Site, **changes: object) -> dict[str, list[str]]:
    """Valid facts of a step as a browser sends them."""
    stage, rules = RULES.current.procedure.step(step)
    form = stages.form(stage.name, rules)
    return typed_of(form, facts_for(step, site.now, **changes)) | typed_moment("occurred_at", site.now)


@pytest.mark.parametrize(("step", "role"), STEPS)
def test_every_step_has_a_form_that_keeps_nonsense_and_takes_the_step(site: Site, step: str, role: Role):
    number = _case(site, OPEN_IN.get(step, builders.an_oral_ban))
    visitor = site.visitor(_actor(site, number, role))
    address = f"/zaken/{number}/stap/{step}"
    shown = visitor.get(address)
    assert shown.status_code == 200, shown.text
    rules = RULES.current.procedure.step(step)[1]
    assert html.escape(rules.label) in shown.text
    assert html.escape(ground(rules.law)) in shown.text
    assert "Testema" not in re.search(r"<title>(.*?)</title>", shown.text)[1]  # type: ignore[index]
    before = _events(site)
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', shown.text)) - set(
        _hidden(shown.text)
    )
    nonsense = dict.fromkeys(names, NONSENSE) | {"occurred_at.date": NONSENSE, "occurred_at.time": "x"}
    answer = visitor.post(address, data=nonsense | _hidden(shown.text) | {"actie": "verstuur"})
    assert answer.status_code == 422, answer.text
    assert "<title>Fout: " in answer.text
    assert 'href="#occurred_at"' in answer.text
    assert html.escape(NONSENSE) in answer.text
    assert "<script>x" not in answer.text
    assert _events(site) == before
    if step in NEVER_BY_HAND:
        assert "Dit kan nu nog niet" in shown.text
        return
    taken = visitor.post(address, data=_typed(step, site) | _hidden(answer.text) | {"actie": "verstuur"})
    assert (taken.status_code, taken.headers.get("location")) == (303, f"/zaken/{number}?gedaan={step}")
    assert _events(site) > before


def a_visitor(site: Site, number: str, role: Role) -> TestClient:
    return site.visitor(_actor(site, number, role))


def test_the_same_form_sent_twice_makes_one_event(site: Site):
    number = _case(site, builders.a_concluded_assessment)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.consult_veilig_thuis"
    data = _typed("imposition.consult_veilig_thuis", site) | _hidden(visitor.get(address).text)
    before = _events(site)
    answers = [visitor.post(address, data=data | {"actie": "verstuur"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert _events(site) == before + 1


def test_somebody_else_was_first_and_nothing_typed_is_lost(site: Site):
    number = _case(site, builders.a_concluded_assessment)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.consult_veilig_thuis"
    data = _typed("imposition.consult_veilig_thuis", site, outcome="Deelt onze zorg om Pim") | {
        "actie": "verstuur"
    }
    carried = _hidden(visitor.get(address).text)
    with site.writing() as session:
        a_step(session, site.rulebook, number, "imposition.hear", site.now)
    before = _events(site)
    late = visitor.post(address, data=data | carried)
    assert late.status_code == 409
    assert "Betrokkene horen" in late.text
    assert "Deelt onze zorg om Pim" in late.text
    assert _events(site) == before
    again = visitor.post(address, data=data | _hidden(late.text))
    assert again.status_code == 303
    assert _events(site) == before + 1


def test_a_wrong_field_does_not_hide_that_the_case_has_moved(site: Site):
    number = _case(site, builders.a_concluded_assessment)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.consult_veilig_thuis"
    carried = _hidden(visitor.get(address).text)
    with site.writing() as session:
        a_step(session, site.rulebook, number, "imposition.hear", site.now)
    data = _typed("imposition.consult_veilig_thuis", site) | {"actie": "verstuur"}
    wrong = visitor.post(address, data=data | carried | {"outcome": ""})
    assert wrong.status_code == 422
    assert visitor.post(address, data=data | _hidden(wrong.text)).status_code == 409


def test_a_step_that_is_over_keeps_what_was_typed(site: Site):
    number = _case(site, builders.a_request)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/request.ask"
    carried = _hidden(visitor.get(address).text)
    with site.writing() as session:
        a_step(session, site.rulebook, number, "request.accept", site.now)
    data = _typed("request.ask", site, question="Slaapt hij er nog?") | carried | {"actie": "verstuur"}
    late = visitor.post(address, data=data)
    assert late.status_code == 409
    assert "Slaapt hij er nog?" in late.text
    assert "In behandeling nemen" in late.text
    assert visitor.get(address).status_code == 409


def test_a_wrong_capacity_is_refused(site: Site):
    number = _case(site, builders.a_hearing)
    visitor = a_visitor(site, number, Role.POLICE)
    address = f"/zaken/{number}/stap/imposition.propose"
    assert visitor.get(address).status_code == 403
    assert visitor.post(address, data=_typed("imposition.propose", site)).status_code == 403
    assert visitor.post(address, data={"actie": "concept", "danger": "x"}).status_code == 403


def test_a_case_of_another_place_does_not_exist(site: Site):
    number = _case(site, builders.a_hearing)
    elsewhere = site.visitor(an_actor(Role.MUNICIPAL_OFFICER, "duinstreek", "duinrade"))
    address = f"/zaken/{number}/stap/imposition.propose"
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.post(address, data={"actie": "concept"}).status_code == 404


def test_a_draft_is_kept_for_its_writer_alone(site: Site):
    number = _case(site, builders.a_hearing)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.propose"
    typed = {
        "danger": "Half af",
        "occurred_at.date": "morgen",
        "facts.0.text": "Sloeg haar",
        "facts.0.on": "",
    }
    before = _events(site)
    answer = visitor.post(address, data=typed | {"actie": "concept"})
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert _events(site) == before
    page = visitor.get(address).text
    assert "Concept bewaard om " in page
    assert all(value in page for value in ("Half af", "morgen", "Sloeg haar"))
    other = a_visitor(site, number, Role.HOVJ).get(address).text
    assert "Half af" not in other
    assert "Concept bewaard" not in other


def test_a_draft_goes_when_its_step_is_taken(site: Site):
    number = _case(site, builders.a_hearing)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.propose"
    typed = _typed("imposition.propose", site)
    visitor.post(address, data=typed | {"actie": "concept"})
    carried = _hidden(visitor.get(address).text)
    assert visitor.post(address, data=typed | carried | {"actie": "verstuur"}).status_code == 303
    with site.writing() as session:
        assert session.exec(select(Facts).where(col(Facts.draft_of).is_not(None))).all() == []


def test_rows_are_added_and_taken_away_without_a_script(site: Site):
    number = _case(site, builders.a_hearing)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.propose"
    typed = {"facts.0.text": "Sloeg haar", "facts.0.on": "gisteren"}
    more = visitor.post(address, data=typed | {"actie": "toevoegen:facts"})
    assert more.status_code == 200
    assert 'name="facts.1.text"' in more.text
    assert 'value="gisteren"' in more.text
    fewer = visitor.post(
        address, data=typed | {"facts.1.text": "Dreigde", "facts.1.on": "", "actie": "verwijderen:facts.0"}
    )
    assert "Dreigde" in fewer.text
    assert (
        "Sloeg haar" not in re.search(r"<form method=\"post\" action=\"/zaken.*?</form>", fewer.text, re.S)[0]
    )  # type: ignore[index]
    assert 'name="facts.1.text"' not in fewer.text


def test_the_proposal_is_filled_in_from_the_case(site: Site):
    number = _case(site, builders.a_hearing)
    page = (
        a_visitor(site, number, Role.MUNICIPAL_OFFICER).get(f"/zaken/{number}/stap/imposition.propose").text
    )
    assert "Buren hoorden geschreeuw en glas" in page
    assert "Dreigde met een mes en sloeg een deur kapot" in page
    assert "Hij heeft spijt en wil naar huis." in page
    for ref in ("p2", "p3"):
        assert re.search(rf'name="contact_ban" value="{ref}" checked', page)


def test_the_extension_is_proposed_until_the_latest_end(site: Site):
    number = _case(site, builders.an_oral_ban)
    with site.writing() as session:
        latest = builders.a_ban(session, site.rulebook, number).latest_end
    page = (
        a_visitor(site, number, Role.MUNICIPAL_OFFICER)
        .get(f"/zaken/{number}/stap/execution.propose_extension")
        .text
    )
    assert (
        f'name="until.date" type="text" autocomplete="off" class="hv-short" value="{latest:%d-%m-%Y}"' in page
    )
    assert f'value="{latest:%H.%M}"' in page


def test_what_does_not_hold_is_shown_in_place_of_the_form(site: Site):
    number = _case(site, builders.an_accepted_request)
    page = a_visitor(site, number, Role.MUNICIPAL_OFFICER).get(
        f"/zaken/{number}/stap/risk_assessment.conclude"
    )
    assert page.status_code == 200
    assert "Deel 1a (politiegegevens) is nog niet ingevuld." in page.text
    assert "Besluit 2(3)" in page.text
    assert 'name="advice"' not in page.text


def test_it_may_have_been_possible_when_it_happened(site: Site):
    number = _case(site, builders.an_oral_ban)
    with site.writing() as session:
        end = builders.a_ban(session, site.rulebook, number).first_end
    address = f"/zaken/{number}/stap/execution.propose_extension"
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    assert 'name="until.date"' in visitor.get(address).text
    late = visitor.get(address, params={"datum": f"{end:%d-%m-%Y}", "tijd": f"{end:%H.%M}"})
    assert "Verlengen kan niet meer" in late.text
    assert 'name="until.date"' not in late.text


def test_a_moment_to_come_is_refused_at_its_field(site: Site):
    number = _case(site, builders.a_concluded_assessment)
    visitor = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    address = f"/zaken/{number}/stap/imposition.consult_veilig_thuis"
    data = _typed("imposition.consult_veilig_thuis", site) | typed_moment(
        "occurred_at", site.now + timedelta(hours=1)
    )
    answer = visitor.post(address, data=data | _hidden(visitor.get(address).text) | {"actie": "verstuur"})
    assert answer.status_code == 422
    assert 'href="#occurred_at"' in answer.text
    assert "Dit tijdstip ligt in de toekomst." in answer.text


def test_what_happens_within_the_minute_is_not_too_early(site: Site):
    number = _case(site, builders.a_request)
    site.now = site.now.replace(second=30)
    officer = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    with site.writing() as session:
        a_step(session, site.rulebook, number, "request.ask", site.now)
    site.now += timedelta(seconds=5)
    police = a_visitor(site, number, Role.POLICE)
    address = f"/zaken/{number}/stap/request.supplement"
    data = _typed("request.supplement", site) | _hidden(police.get(address).text) | {"actie": "verstuur"}
    assert police.post(address, data=data).status_code == 303
    assert officer.get(f"/zaken/{number}").status_code == 200


@pytest.mark.parametrize(
    ("step", "role", "address"),
    [
        ("imposition.impose", Role.MAYOR, "/zaken/{}/besluit/imposition.impose"),
        ("risk_assessment.fill_part", Role.POLICE, "/zaken/{}/risicotaxatie"),
        ("request.submit", Role.POLICE, "/zaken/{}/verzoek/woning"),
        ("request.start", Role.POLICE, "/verzoeken/nieuw"),
    ],
)
def test_some_steps_have_pages_of_their_own(site: Site, step: str, role: Role, address: str):
    number = _case(site, builders.a_proposed_decision)
    answer = a_visitor(site, number, role).get(f"/zaken/{number}/stap/{step}")
    assert (answer.status_code, answer.headers["location"]) == (303, address.format(number))


def test_an_unknown_step_is_not_found(site: Site):
    number = _case(site, builders.a_request)
    visitor = a_visitor(site, number, Role.POLICE)
    for step in ("request.levitate", "request", "x.y.z"):
        assert visitor.get(f"/zaken/{number}/stap/{step}").status_code == 404


def test_a_key_of_the_form_cannot_stand_in_for_the_clock(site: Site):
    number = _case(site, builders.an_oral_ban)
    with site.writing() as session:
        end = builders.a_ban(session, site.rulebook, number).end
    visitor = a_visitor(site, number, Role.POLICE)
    address = f"/zaken/{number}/stap/execution.give_address"
    forged = {"key": f"clock:{number}:expire:{find_due(site, number)}", "actie": "verstuur"}
    data = _typed("execution.give_address", site) | _hidden(visitor.get(address).text) | forged
    assert visitor.post(address, data=data).status_code == 303
    site.now = end + timedelta(minutes=1)
    officer = a_visitor(site, number, Role.MUNICIPAL_OFFICER)
    assert officer.get(f"/zaken/{number}/stap/execution.propose_extension").status_code == 409


def find_due(site: Site, number: str) -> str:
    with site.writing() as session:
        due = find(session, number).due_at
    assert due is not None
    return due.isoformat()
