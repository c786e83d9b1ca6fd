"""The one door: one event or nothing, everything of a step together, and nobody overwritten."""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from huisverbod import recording
from huisverbod.advance import Act, Taken, advance, asked_of, open_case
from huisverbod.case import Case, Event, Facts, Party, ProcedureText, Stage, find, stages_of
from huisverbod.database import reading, writing
from huisverbod.errors import (
    BadFacts,
    DefinitionError,
    HuisverbodError,
    NotAllowed,
    Refused,
    Stale,
    StepNotOpen,
    Unknown,
)
from huisverbod.known import CLOCK, Actor
from huisverbod.notices import Notice
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests.builders import (
    MOMENT,
    a_draft,
    a_hearing,
    a_household,
    a_proposed_decision,
    a_request,
    a_running_ban,
    a_step,
    an_accepted_request,
    an_account,
    an_actor,
    an_expired_ban,
    an_extension_decided,
    an_oral_ban,
    facts_for,
    moment_of,
)
from tests.rows import all_rows, at_once, counts

OFFICER = an_actor(Role.MUNICIPAL_OFFICER)
MAYOR = an_actor(Role.MAYOR)
POLICE = an_actor(Role.POLICE)
LATER = MOMENT + timedelta(hours=1)


def act(step: str, actor: Actor = OFFICER, at: datetime = LATER, **how: Any) -> Act:
    facts = {**facts_for(step, at), **how.pop("facts", {})}
    return Act(step, actor, at, how.pop("recorded_at", at), facts, **how)


def starting(actor: Actor = POLICE, at: datetime = MOMENT, **how: Any) -> Act:
    return act("request.start", actor, at, **how)


def taken(engine: Engine, rulebook: Rulebook, number: str, wanted: Act) -> Taken:
    """One step in a transaction of its own."""
    with writing(engine) as session:
        return advance(session, rulebook, number, wanted)


def opened(engine: Engine, rulebook: Rulebook, wanted: Act) -> Taken:
    with writing(engine) as session:
        return open_case(session, rulebook, wanted)


@pytest.fixture
def submitted(engine: Engine, rulebook: Rulebook) -> str:
    """The number of a request that lies before the mayor."""
    with writing(engine) as session:
        return a_request(session, rulebook)


# One event, with all that belongs to it


def test_opening_a_case(engine: Engine, rulebook: Rulebook):
    done = opened(engine, rulebook, starting(recorded_at=MOMENT + timedelta(minutes=3)))
    assert done.case.number == "HV-2026-0001"
    assert not done.repeated
    assert counts(engine) == {
        "case_number": 1, "procedure_text": 1, "cases": 1, "events": 1, "facts": 1, "stages": 1,
    }  # fmt: skip
    with reading(engine) as session:
        case = find(session, "HV-2026-0001")
        assert (case.region, case.municipality, case.route) == (
            "voorbeeldland",
            "voorbeelddam",
            "acuut_politie",
        )
        assert (case.requester_role, case.requester_organisation) == ("police", "Politie Voorbeeldland")
        assert (case.opened_at, case.procedure) == (MOMENT, rulebook.current.procedure.digest)
        assert case.closed_at is None
        event = session.exec(select(Event)).one()
        assert (event.seq, event.name, event.origin, event.state) == (1, "request.start", "", "draft")
        stage = session.exec(select(Stage)).one()
        assert (stage.name, stage.state, stage.since) == ("request", "draft", MOMENT)


def test_cases_are_numbered_within_the_dutch_year(session: Session, rulebook: Rulebook):
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    starts = [MOMENT, MOMENT, new_year - timedelta(hours=1), new_year, new_year]
    numbers = [a_draft(session, rulebook, start) for start in starts]
    assert numbers == ["HV-2026-0001", "HV-2026-0002", "HV-2026-0003", "HV-2027-0001", "HV-2027-0002"]


def test_a_step_is_one_event_with_its_facts(engine: Engine, rulebook: Rulebook, submitted: str):
    before = counts(engine)
    done = taken(engine, rulebook, submitted, act("request.accept"))
    after = counts(engine)
    assert {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name)} == {
        "events": 1, "facts": 1, "stages": 1,
    }  # fmt: skip
    assert (done.event.seq, done.event.origin, done.event.state) == (3, "submitted", "accepted")
    assert (done.event.role, done.event.organisation) == ("municipal_officer", "Gemeente Voorbeelddam")
    with reading(engine) as session:
        case = find(session, submitted)
        assert (case.events_count, case.head) == (3, done.event.hash)


def test_facts_lie_beside_the_event(engine: Engine, rulebook: Rulebook, submitted: str):
    recorded = LATER + timedelta(minutes=20)
    done = taken(engine, rulebook, submitted, act("request.ask", recorded_at=recorded))
    with reading(engine) as session:
        facts = session.exec(select(Facts).where(Facts.event_id == done.event.id)).one()
        assert facts.data == facts_for("request.ask")
        assert facts.saved_at == recorded
        assert facts.salt and facts.draft_of is None
    assert "question" not in done.event.model_dump()


def test_when_it_happened_and_when_it_was_entered_are_apart(engine: Engine, rulebook: Rulebook):
    entered = MOMENT + timedelta(hours=5)
    with writing(engine) as session:
        number = a_hearing(session, rulebook)
        oral = act(
            "imposition.impose_orally", an_actor(Role.MAYOR), MOMENT + timedelta(hours=3), recorded_at=entered
        )
        done = advance(session, rulebook, number, oral)
    with reading(engine) as session:
        event = session.get_one(Event, done.event.id)
        assert (event.occurred_at, event.recorded_at) == (MOMENT + timedelta(hours=3), entered)
        assert stages_of(session, find(session, number))["execution"].since == event.occurred_at
        ends = find(session, number).due_at
        assert ends == MOMENT + timedelta(days=10, hours=3), "a term runs from what happened"
        assert {notice.queued_at for notice in session.exec(select(Notice))} >= {entered}


def test_a_step_opens_other_stages_once(session: Session, rulebook: Rulebook):
    number = an_oral_ban(session, rulebook)
    at = moment_of("imposition.impose_orally")
    rows = stages_of(session, find(session, number))
    assert {name: (row.state, row.since) for name, row in rows.items() if row.since == at} == {
        "imposition": ("imposed_orally", at),
        "execution": ("running", at),
        "enforcement": ("watching", at),
        "care": ("open", at),
        "court": ("none", at),
    }
    assert "follow_up" not in rows


def test_what_must_be_told_is_queued_with_the_step(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_oral_ban(session, rulebook)
    with reading(engine) as session:
        event = session.exec(select(Event).where(Event.step == "impose_orally")).one()
        queued = session.exec(select(Notice).where(Notice.event_id == event.id)).all()
        case = find(session, number)
        assert {(row.kind, row.role) for row in queued} >= {
            ("police", "police"),
            ("help_body", "case_manager"),
        }
        assert {(row.region, row.municipality) for row in queued} == {("voorbeeldland", "voorbeelddam")}
        assert all(row.sent_at is None and row.case_id == case.id for row in queued)
        receipt = session.exec(select(Notice).where(Notice.kind == "receipt")).one()
        assert (receipt.role, receipt.organisation) == ("", "Politie Voorbeeldland")


def test_a_ruling_is_carried_out_in_the_same_transaction(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = an_oral_ban(session, rulebook)
        at = MOMENT + timedelta(days=3)
        a_step(session, rulebook, number, "court.request", at)
        a_step(session, rulebook, number, "court.rule_suspended", at + timedelta(days=1))
    with reading(engine) as session:
        events = session.exec(select(Event).order_by(col(Event.seq).desc()).limit(2)).all()
        assert [event.name for event in events] == ["execution.suspend", "court.rule_suspended"]
        assert len({event.occurred_at for event in events}) == 1
        assert stages_of(session, find(session, number))["execution"].state == "suspended"


# People and what is said about them


def test_people_are_named_in_their_own_rows(session: Session, rulebook: Rulebook):
    number = an_accepted_request(session, rulebook)
    household = [
        *a_household(refs=True, given_names="Ruben Jan"),
        {
            "ref": "p9",
            "kind": "huisgenoot",
            "given_names": "Oma",
            "family_name": "Proef",
            "lives_there": True,
        },
    ]
    a_step(session, rulebook, number, "request.add_people", LATER, people=household)
    rows = session.exec(select(Party).order_by(Party.ref)).all()
    assert [(row.ref, row.kind, row.given_names) for row in rows] == [
        ("p1", "uithuisgeplaatste", "Ruben Jan"),
        ("p2", "achterblijver", "Sanne"),
        ("p3", "kind", "Pim"),
        ("p4", "huisgenoot", "Oma"),
    ]
    stated = session.exec(select(Facts).order_by(col(Facts.id).desc())).first()
    assert stated and [person["ref"] for person in stated.data["people"]] == ["p1", "p2", "p3", "p4"]


PERSONAL = [
    "Testema",
    "Voorbeeldsma",
    "Ruben",
    "Sanne",
    "Pim",
    "Proefstraat",
    "2001 QQ",
    "1988",
    "vuist",
    "broer",
]


def test_nothing_personal_stands_outside_party_facts_and_document(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = a_running_ban(session, rulebook)
        at = moment_of("execution.serve") + timedelta(minutes=10)
        a_step(session, rulebook, number, "execution.give_address", at)
        a_step(session, rulebook, number, "enforcement.report_violation", at)
    rows = all_rows(engine)
    kept = {"parties", "facts", "documents"}
    assert {"events", "notices", "signatures", "cases", "stages"} <= set(counts(engine)) - kept
    for table in set(rows) - kept - {"procedure_text"}:
        assert not [word for word in PERSONAL if stands(word, rows[table])], table
    for word in PERSONAL:
        assert stands(word, [rows[table] for table in kept]), f"{word} proves nothing"


def stands(word: str, rows: object) -> bool:
    """Whether it is there as a word; four figures can also be a part of a digest."""
    return re.search(rf"\b{word}\b", repr(rows)) is not None


def test_a_draft_is_forgotten_once_it_is_stated(session: Session, rulebook: Rulebook):
    number = a_request(session, rulebook)
    case = find(session, number)
    me, other = an_account(session, OFFICER), an_account(session, an_actor(Role.MAYOR))
    for actor in (me, other):
        recording.save_draft(session, case, "request.ask", actor, {"question": "Hoe oud"}, LATER)
    a_step(session, rulebook, number, "request.ask", LATER, me)
    assert recording.read_draft(session, case, "request.ask", me) is None
    assert recording.read_draft(session, case, "request.ask", other) is not None


# Nothing on a refusal

TODAY = MOMENT.date().isoformat()
REFUSALS: dict[str, tuple[Act, type[HuisverbodError]]] = {
    "no such step": (act("request.accepted"), Unknown),
    "another region": (
        act("request.accept", an_actor(Role.MUNICIPAL_OFFICER, "meerland", "meerveld")),
        Unknown,
    ),
    "another municipality": (
        act("request.accept", an_actor(Role.MUNICIPAL_OFFICER, municipality="kerkhaven")),
        Unknown,
    ),
    "a partner that did not ask": (act("request.add_people", an_actor(Role.CRISIS_TEAM)), Unknown),
    "a researcher": (act("request.accept", an_actor(Role.EVALUATOR)), Unknown),
    "another capacity": (act("request.accept", POLICE), NotAllowed),
    "a person as the clock": (act("execution.expire", POLICE), NotAllowed),
    "another state": (act("request.supplement", POLICE), StepNotOpen),
    "a stage not begun": (act("imposition.propose"), StepNotOpen),
    "the opening step again": (act("request.start", POLICE), StepNotOpen),
    "a field missing": (act("request.ask", facts={"question": " "}), BadFacts),
    "a field unknown": (act("request.ask", facts={"answer": "ja"}), BadFacts),
    "in the future": (act("request.accept", at=LATER, recorded_at=LATER - timedelta(seconds=1)), BadFacts),
    "before the state": (
        act("request.accept", at=moment_of("request.submit") - timedelta(seconds=1), recorded_at=LATER),
        BadFacts,
    ),
    "a guard": (act("request.refuse_minor"), Refused),
    "a stale version": (act("request.accept", expected_version=1), Stale),
    "a version to come": (act("request.accept", expected_version=99), Stale),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_writes_nothing(engine: Engine, rulebook: Rulebook, submitted: str, name: str):
    wanted, error = REFUSALS[name]
    before = all_rows(engine)
    with pytest.raises(error) as refusal:
        taken(engine, rulebook, submitted, wanted)
    assert type(refusal.value) is error
    assert refusal.value.sentence
    assert all_rows(engine) == before


def test_a_case_that_is_not_there(engine: Engine, rulebook: Rulebook):
    with pytest.raises(Unknown) as missing:
        taken(engine, rulebook, "HV-2026-9999", act("request.accept"))
    with writing(engine) as session:
        number = a_request(session, rulebook)
    with pytest.raises(Unknown) as hidden:
        taken(engine, rulebook, number, act("request.accept", an_actor(Role.EVALUATOR)))
    assert missing.value.sentence == hidden.value.sentence, "who may not see it learns nothing"


OPENINGS: dict[str, tuple[Act, type[HuisverbodError]]] = {
    "another step": (act("request.submit", POLICE), BadFacts),
    "a municipality of another region": (starting(facts={"municipality": "meerveld"}), Unknown),
    "no region": (starting(Actor(Role.POLICE, "Daan")), Unknown),
    "a route that is none": (starting(facts={"route": "via_via"}), BadFacts),
    "a route that is closed to him": (starting(facts={"route": "acuut_veilig_thuis"}), Refused),
    "a mayor": (starting(an_actor(Role.MAYOR)), NotAllowed),
    "the clock": (starting(CLOCK), Unknown),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_a_refused_opening_writes_nothing(engine: Engine, rulebook: Rulebook, name: str):
    wanted, error = OPENINGS[name]
    with pytest.raises(error) as refusal:
        opened(engine, rulebook, wanted)
    assert type(refusal.value) is error
    assert counts(engine) == {}
    assert opened(engine, rulebook, starting()).case.number == "HV-2026-0001", "no number is lost"


def test_a_case_begins_with_its_opening_step_only(engine: Engine, rulebook: Rulebook):
    facts = {**facts_for("request.start"), **facts_for("request.ask")}
    with pytest.raises(HuisverbodError):
        opened(engine, rulebook, Act("request.ask", OFFICER, MOMENT, MOMENT, facts))
    assert counts(engine) == {}


def test_every_rule_that_is_not_met_is_told(engine: Engine, rulebook: Rulebook):
    with writing(engine) as session:
        number = a_hearing(session, rulebook)
    proposal = {
        "child_abuse": True,
        "contact_ban": ["p1"],
        "children_interest": " ",
        "facts": [{"on": "2027-01-01", "text": "Dreigde", "source": "mutatie", "item": "2a.1"}],
    }
    with pytest.raises(Refused) as refusal:
        taken(
            engine,
            rulebook,
            number,
            act("imposition.propose", at=MOMENT + timedelta(hours=3), facts=proposal),
        )
    found = {reason.code: reason for reason in refusal.value.reasons}
    assert set(found) == {"veilig_thuis_consulted", "contact_ban_named", "children_weighed", "grounds_dated"}
    for reason in found.values():
        assert reason.sentence.endswith(".")
        assert reason.law.startswith(("Wth", "Awb", "Besluit", "house", "norm"))


def test_all_wrong_fields_are_told(engine: Engine, rulebook: Rulebook, submitted: str):
    with pytest.raises(BadFacts) as refusal:
        wrong = {"reason_code": "zomaar", "explanation": "", "extra": 1}
        taken(engine, rulebook, submitted, act("request.refuse", an_actor(Role.MAYOR), facts=wrong))
    assert {reason.code for reason in refusal.value.reasons} == {"reason_code", "explanation", "extra"}


@pytest.mark.parametrize("field", ["occurred_at", "recorded_at"])
def test_a_moment_without_a_zone_is_refused(engine: Engine, rulebook: Rulebook, submitted: str, field: str):
    before = all_rows(engine)
    naive = {"occurred_at": LATER, "recorded_at": LATER, field: LATER.replace(tzinfo=None)}
    with pytest.raises((ValueError, TypeError)):
        facts = facts_for("request.accept")
        taken(engine, rulebook, submitted, Act("request.accept", OFFICER, facts=facts, **naive))
    assert all_rows(engine) == before


# A fault on the way


@pytest.fixture
def broken(tmp_path: Path) -> Rulebook:
    """The rules with a template that asks for what is not there."""
    settings = Settings()
    shutil.copytree(settings.document_templates, tmp_path / "templates")
    reply = tmp_path / "templates" / "request" / "afwijzing.html"
    text = reply.read_text(encoding="utf-8")
    reply.write_text(text.replace("{{ ", "{{ nothing_of_the_kind }}{{ ", 1), encoding="utf-8")
    return Rulebook(settings.workflows, settings.pilot_regions, tmp_path / "templates")


def test_a_fault_in_a_document_takes_the_whole_step_back(engine: Engine, broken: Rulebook):
    with writing(engine) as session:
        number = a_request(session, broken)
    before = all_rows(engine)
    with pytest.raises(DefinitionError, match="nothing_of_the_kind"):
        taken(engine, broken, number, act("request.refuse", an_actor(Role.MAYOR)))
    assert all_rows(engine) == before


def test_a_document_that_cannot_be_drawn_refuses_the_step(engine: Engine, rulebook: Rulebook, submitted: str):
    before = all_rows(engine)
    with pytest.raises(HuisverbodError) as refusal:
        facts = {"explanation": "Dit teken kent geen letter: \u4e16"}
        taken(engine, rulebook, submitted, act("request.refuse", an_actor(Role.MAYOR), facts=facts))
    assert "\u4e16" in " ".join(reason.sentence for reason in refusal.value.reasons)
    assert all_rows(engine) == before


def test_nothing_is_half_written_when_the_caller_goes_on(engine: Engine, rulebook: Rulebook, submitted: str):
    before = all_rows(engine)
    wanted = act("request.refuse", MAYOR, facts={"explanation": "Dit teken kent geen letter: \u4e16"})
    with writing(engine) as session, suppress(Refused):
        advance(session, rulebook, submitted, wanted)
    assert all_rows(engine) == before


def test_a_document_stands_with_its_step(engine: Engine, rulebook: Rulebook, submitted: str):
    done = taken(engine, rulebook, submitted, act("request.refuse", an_actor(Role.MAYOR)))
    rows = all_rows(engine)
    assert len(rows["documents"]) == 1
    assert done.event.id in rows["documents"][0]
    assert {"request_refused", "receipt"} <= {row for notice in rows["notices"] for row in notice if row}


# Twice, stale, at once


def test_the_same_act_again_changes_nothing(engine: Engine, rulebook: Rulebook, submitted: str):
    wanted = act("request.accept", key="a1")
    first = taken(engine, rulebook, submitted, wanted)
    before = all_rows(engine)
    again = taken(engine, rulebook, submitted, wanted)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.event.id == first.event.id
    assert all_rows(engine) == before


def test_a_key_is_for_one_act(engine: Engine, rulebook: Rulebook, submitted: str):
    with writing(engine) as session:
        other = a_request(session, rulebook)
        mine, yours = an_account(session, OFFICER), an_account(session, an_actor(Role.DEPUTY_MAYOR))
    taken(engine, rulebook, submitted, act("request.accept", mine, key="a1"))
    before = all_rows(engine)
    for number, wanted in (
        (submitted, act("request.add_people", mine, key="a1")),
        (submitted, act("request.accept", yours, key="a1")),
        (other, act("request.accept", mine, key="a1")),
    ):
        with pytest.raises(Stale, match="al voor iets anders gebruikt"):
            taken(engine, rulebook, number, wanted)
    assert all_rows(engine) == before


def test_a_case_is_opened_once(engine: Engine, rulebook: Rulebook):
    first = opened(engine, rulebook, starting(key="begin"))
    before = all_rows(engine)
    again = opened(engine, rulebook, starting(key="begin"))
    assert (again.case.number, again.repeated) == (first.case.number, True)
    assert all_rows(engine) == before
    assert opened(engine, rulebook, starting(key="next")).case.number == "HV-2026-0002"


def test_who_looked_at_an_older_case_is_told(engine: Engine, rulebook: Rulebook, submitted: str):
    with reading(engine) as session:
        seen = find(session, submitted).version
    taken(engine, rulebook, submitted, act("request.add_people", expected_version=seen))
    with pytest.raises(Stale) as refusal:
        taken(engine, rulebook, submitted, act("request.accept", expected_version=seen))
    assert refusal.value.sentence.startswith("Iemand anders heeft deze zaak intussen gewijzigd")
    with reading(engine) as session:
        now = find(session, submitted).version
    assert now > seen
    taken(engine, rulebook, submitted, act("request.accept", expected_version=now))


def outcomes(results: list[Taken | Exception]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def seqs(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return list(session.exec(select(Event.seq).order_by(col(Event.seq))))


def test_two_at_once_with_the_same_page(engine: Engine, rulebook: Rulebook, submitted: str):
    with reading(engine) as session:
        seen = find(session, submitted).version
    wanted = [
        act("request.accept", expected_version=seen),
        act("request.ask", an_actor(Role.MAYOR), expected_version=seen),
        act("request.add_people", expected_version=seen),
        act("request.accept", an_actor(Role.HOVJ), expected_version=seen),
    ]
    results = at_once(*(partial(taken, engine, rulebook, submitted, each) for each in wanted))
    assert outcomes(results) == ["Stale", "Stale", "Stale", "Taken"]
    winner = next(each for each, result in zip(wanted, results, strict=True) if isinstance(result, Taken))
    with reading(engine) as session:
        assert session.exec(select(Event).order_by(col(Event.seq).desc())).first().name == winner.step
    assert seqs(engine) == [1, 2, 3]


def test_two_at_once_without_a_page(engine: Engine, rulebook: Rulebook, submitted: str):
    wanted = [act("request.accept"), act("request.accept", an_actor(Role.MAYOR))]
    results = at_once(*(partial(taken, engine, rulebook, submitted, each) for each in wanted))
    assert outcomes(results) == ["StepNotOpen", "Taken"]


def test_many_at_once_all_stand(engine: Engine, rulebook: Rulebook, submitted: str):
    wanted = [act("request.add_people", facts={"reason": f"Nagekeken {n}"}) for n in range(6)]
    results = at_once(*(partial(taken, engine, rulebook, submitted, each) for each in wanted))
    assert outcomes(results) == ["Taken"] * 6
    assert seqs(engine) == list(range(1, 9))
    with reading(engine) as session:
        said = {row.data.get("reason") for row in session.exec(select(Facts))}
        assert {f"Nagekeken {n}" for n in range(6)} <= said
        assert find(session, submitted).events_count == 8


def test_the_same_act_at_once_is_one_event(engine: Engine, rulebook: Rulebook, submitted: str):
    wanted = act("request.accept", key="dubbelklik")
    results = at_once(*[partial(taken, engine, rulebook, submitted, wanted)] * 4)
    assert outcomes(results) == ["Taken"] * 4
    assert sorted(result.repeated for result in results if isinstance(result, Taken)) == [
        False,
        True,
        True,
        True,
    ]
    assert seqs(engine) == [1, 2, 3]


def test_the_first_cases_of_a_year_at_once(engine: Engine, rulebook: Rulebook):
    results = at_once(*[partial(opened, engine, rulebook, starting())] * 4)
    assert outcomes(results) == ["Taken"] * 4
    with reading(engine) as session:
        numbers = sorted(session.exec(select(Case.number)))
        assert numbers == [f"HV-2026-000{n}" for n in (1, 2, 3, 4)]
        assert len(session.exec(select(ProcedureText)).all()) == 1


def test_the_same_opening_at_once_is_one_case(engine: Engine, rulebook: Rulebook):
    results = at_once(*[partial(opened, engine, rulebook, starting(key="dubbelklik"))] * 4)
    assert outcomes(results) == ["Taken"] * 4
    assert counts(engine)["cases"] == 1


# Old cases on their own rules, late entries after the clock


def test_a_case_finishes_on_the_rules_it_began_with(engine: Engine, rulebook: Rulebook, tmp_path: Path):
    with writing(engine) as session:
        old = a_draft(session, rulebook)
    settings = Settings()
    shutil.copytree(settings.workflows, tmp_path / "workflows")
    request = tmp_path / "workflows" / "request.toml"
    text = request.read_text(encoding="utf-8")
    request.write_text(text.replace('"mayor", "deputy_mayor", "hovj"]', '"mayor"]'), encoding="utf-8")
    newer = Rulebook(tmp_path / "workflows", settings.pilot_regions, settings.document_templates)
    assert newer.current.procedure.digest != rulebook.current.procedure.digest
    hovj = an_actor(Role.HOVJ)
    with writing(engine) as session:
        new = a_request(session, newer)
        a_step(session, newer, old, "request.submit", LATER)
        assert advance(session, newer, old, act("request.accept", hovj, LATER)).event.state == "accepted"
    with pytest.raises(NotAllowed):
        taken(engine, newer, new, act("request.accept", hovj))
    with reading(engine) as session:
        assert len(session.exec(select(ProcedureText)).all()) == 2


def test_what_happened_before_the_clock_is_entered_after_it(session: Session, rulebook: Rulebook):
    number = an_expired_ban(session, rulebook)
    end = MOMENT + timedelta(days=10, minutes=140)
    before, after = end - timedelta(days=1), end + timedelta(hours=2)
    for step in ("execution.tell_household", "execution.tell_household"):
        late = Act(step, POLICE, before, after, facts_for(step))
        assert advance(session, rulebook, number, late).event.state == "expired"


def extension(session: Session, rulebook: Rulebook) -> Iterator[tuple[str, datetime]]:
    number = an_extension_decided(session, rulebook)
    yield number, session.exec(select(Event).where(Event.step == "extend")).one().occurred_at


def test_an_announcement_entered_late_counts_from_when_it_happened(session: Session, rulebook: Rulebook):
    ((number, decided),) = extension(session, rulebook)
    end = MOMENT + timedelta(days=10, minutes=140)
    entered = end + timedelta(minutes=30)
    announce = "execution.announce_extension"
    for moment in (decided - timedelta(minutes=1), end, end + timedelta(minutes=1)):
        with pytest.raises((BadFacts, Refused)):
            late = Act(announce, POLICE, moment, entered, facts_for(announce))
            advance(session, rulebook, number, late)
    states = {name: row.state for name, row in stages_of(session, find(session, number)).items()}
    assert states["execution"] == "expired", "the clock came first"
    in_time = Act(announce, POLICE, end - timedelta(minutes=1), entered, facts_for(announce))
    assert advance(session, rulebook, number, in_time).event.state == "extended"


def test_a_decision_is_refused_while_what_falls_short_is_not_accepted(session: Session, rulebook: Rulebook):
    number = a_proposed_decision(session, rulebook)
    at = MOMENT + timedelta(hours=4)
    with pytest.raises(Refused) as refusal:
        a_step(session, rulebook, number, "imposition.impose", at, accepted=["grounds_traceable"])
    standing = {reason.code for reason in refusal.value.reasons}
    assert "children_heard" in standing and "grounds_traceable" not in standing


def test_only_what_stood_is_kept_as_accepted_with_the_words_that_were_shown(
    session: Session, rulebook: Rulebook
):
    number = a_proposed_decision(session, rulebook)
    at = MOMENT + timedelta(hours=4)
    everything = [*rulebook.current.procedure.step("imposition.impose")[1].warns, "onzin"]
    taken = a_step(
        session, rulebook, number, "imposition.impose", at, accepted=everything, warned=["verzonnen"]
    )
    asked = asked_of(session, rulebook, taken.case, an_actor(Role.MAYOR), at)
    kept = asked.known.last("imposition.impose")
    assert kept
    assert "children_heard" in kept.facts["accepted"] and "onzin" not in kept.facts["accepted"]
    assert "hearing_substantial" not in kept.facts["accepted"]
    assert len(kept.facts["warned"]) == len(kept.facts["accepted"])
    assert "verzonnen" not in kept.facts["warned"]
