"""The guards of the risk assessment: each with what it lets through and what it refuses."""

from typing import Any

import pytest

from huisverbod.instrument import part_keys
from huisverbod.known import Asked
from huisverbod.roles import Role
from tests.builders import an_answer
from tests.stages.asking import Past, asked, check_complete, check_passes, check_refused, known, then

PARTS = ("1a", "1", "2", "3")


def filled(colour: str = "rood", parts: tuple[str, ...] = PARTS) -> list[Past]:
    return [then("risk_assessment.fill_part", answer=an_answer(part, colour=colour)) for part in parts]


def fill(
    part: str = "2", by: Role = Role.POLICE, place: tuple[str, str] | None = None, **changes: Any
) -> Asked:
    case = known(*filled(parts=("2",)), place=place or ("voorbeeldland", "voorbeelddam"))
    return asked("risk_assessment.fill_part", case, by=by, **{"answer": an_answer(part), **changes})


def conclude(past: list[Past], **changes: Any) -> Asked:
    return asked("risk_assessment.conclude", known(*past), by=Role.HOVJ, **changes)


def with_item(**answer: Any) -> dict[str, Any]:
    whole = {"value": "ja", "fact": "Sloeg", "on": "2026-11-22", "source": "mutatie 000-1"}
    return {"part": "2", "signals": {"2c": {"colour": "rood", "items": {"2c.1": {**whole, **answer}}}}}


def unrated() -> list[Past]:
    answer = an_answer("2")
    answer["signals"]["2k"]["colour"] = None
    return [*filled(), then("risk_assessment.fill_part", answer=answer)]


def explained() -> list[Past]:
    answer = an_answer("2")
    answer["signals"]["2k"] = {"colour": None, "not_rated_reason": "Niet gesproken"}
    return [*filled(), then("risk_assessment.fill_part", answer=answer)]


DECIDED = [then("imposition.impose", role=Role.MAYOR)]
ORALLY = [then("imposition.impose_orally", role=Role.MAYOR)]

PASSES = [
    ("part_assigned", fill("2", Role.POLICE)),
    ("part_assigned", fill("1a", Role.HOVJ)),
    ("part_assigned", fill("3", Role.CASE_MANAGER)),
    ("evidence_given", fill(answer=with_item())),
    ("evidence_given", fill(answer=with_item(value="onbekend", fact="", on=None, source=""))),
    ("part_unchanged", fill(basis=1)),
    ("part_unchanged", fill("3")),
    ("police_part_filled", conclude(filled(parts=("1a",)))),
    ("all_signals_rated", conclude(filled())),
    ("all_signals_rated", conclude(explained())),
    ("override_reasoned", conclude(filled("rood"), advice="opleggen")),
    ("override_reasoned", conclude(filled("blauw"), advice="niet_opleggen")),
    ("override_reasoned", conclude(filled("blauw"), advice="opleggen", override_reason="Zie het dossier")),
    ("override_reasoned", conclude(filled("rood"), advice="niet_opleggen", override_reason="Hij is weg")),
    ("undecided", asked("risk_assessment.reopen", known(then("imposition.hear")))),
    ("decided", asked("risk_assessment.correct", known(*DECIDED))),
    ("decided", asked("risk_assessment.correct", known(then("imposition.decline", role=Role.MAYOR)))),
    ("request_refused", asked("risk_assessment.stop", known(then("request.refuse_minor")))),
]

REFUSED = [
    ("part_assigned", fill("1a", Role.VEILIG_THUIS), "Laat dit deel aan wie het wel invult"),
    ("part_assigned", fill("3", Role.POLICE), "niet door politie ingevuld"),
    ("part_assigned", fill("3", Role.CASE_MANAGER, ("duinstreek", "duinrade")), "niet door casemanager"),
    ("evidence_given", fill(answer=with_item(fact="")), "Beschrijf het feit"),
    ("evidence_given", fill(answer=with_item(on=None)), "Vul de datum in"),
    ("evidence_given", fill(answer=with_item(source="")), "Noem de bron"),
    ("evidence_given", fill(answer=with_item(on="2026-11-24")), "in de toekomst"),
    ("part_unchanged", fill(basis=0), "Bekijk die antwoorden"),
    ("police_part_filled", conclude(filled(parts=("1", "2", "3"))), "Bel de politie"),
    ("all_signals_rated", conclude(unrated()), "2k"),
    ("all_signals_rated", conclude([]), "Geef elk signaal een kleur"),
    ("override_reasoned", conclude(filled("blauw"), advice="opleggen"), "Leg uit waarom"),
    ("override_reasoned", conclude(filled("rood"), advice="niet_opleggen"), "Leg uit waarom"),
    ("undecided", asked("risk_assessment.reopen", known(*DECIDED)), "Leg een correctie vast"),
    ("undecided", asked("risk_assessment.reopen", known(*ORALLY)), "Leg een correctie vast"),
    ("decided", asked("risk_assessment.correct", known()), "Open de risicotaxatie opnieuw"),
    ("request_refused", asked("risk_assessment.stop", known()), "wijs eerst het verzoek af"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("risk_assessment", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("risk_assessment", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("risk_assessment", PASSES, REFUSED)


def test_part_1a_is_never_a_partners_whatever_the_region_says():
    given = fill("1a", Role.VEILIG_THUIS)
    everybody = given.region.model_copy(update={"fillers": {"1a": frozenset(Role)}})
    assert not everybody.may_fill(Role.VEILIG_THUIS, "1a", given.powers)


def test_the_assessment_is_frozen_with_the_decision_and_corrected_beside_it():
    correction = then("risk_assessment.correct", answer=an_answer("2", colour="geel"))
    case = known(*filled(), *DECIDED, correction)
    decided = case.last("imposition.impose")
    assert decided is not None
    colours = [answers["2"].signals["2c"].colour for answers in (case.answers(decided.seq), case.answers())]
    assert colours == ["rood", "geel"]
    assert set(case.answers()) == set(part_keys(fill().instrument))
