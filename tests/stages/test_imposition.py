"""The guards of the imposition: each with what it lets through and what it refuses."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from huisverbod import stages
from huisverbod.known import Actor, Asked, Known
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT, an_answer, facts_for
from tests.stages import weighed
from tests.stages.asking import (
    HOUR,
    MINUTE,
    SHOWN,
    Past,
    asked,
    check_complete,
    check_passes,
    check_refused,
    known,
    people,
    then,
)

DRAFT = "imposition/beschikking.html"
MAYOR, DEPUTY, MANDATED = (
    "mayor:Joram Havenkwartier",
    "deputy_mayor:Omar Kadelicht",
    "hovj:Tessel Nachtegaalweg",
)
ONE_ADULT = [*people()[:2]]
COAST = ("duinstreek", "duinrade")
MOVED_OUT = people()[:1] + [
    person.__class__(**{**vars(person), "lives_there": False}) for person in people()[1:]
]


TOO_EARLY = Actor(Role.MAYOR, "Joram Havenkwartier", None, "Gemeente", "voorbeeldland", "voorbeelddam")


def propose(case: Known | None = None, step: str = "imposition.propose", **changes: Any) -> Asked:
    return asked(step, case or known(then("imposition.hear")), **changes)


def after_ban(day: int, hour: int = 12, minute: int = 0, *past: Past) -> Known:
    """A case that follows one with a ban, imposed on this day of November."""
    imposed_at = datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)
    return replace(
        known(then("imposition.hear"), *past),
        number="HV-2026-0002",
        earlier="HV-2026-0001",
        earlier_ban_at=imposed_at,
    )


def written(case: Known | None = None, **changes: Any) -> Asked:
    return propose(case or known(ORAL), "imposition.propose_written", **changes)


def impose(case: Known, by: Role | Actor = Role.MAYOR, at: datetime = MOMENT, **changes: Any) -> Asked:
    return asked("imposition.impose", case, at, by, **changes)


def orally(*past: Past, **changes: Any) -> Asked:
    return asked("imposition.impose_orally", known(*past), **changes)


def corners(*metres: tuple[int, int], kind: str = "hoek") -> list[dict[str, Any]]:
    """Corners of an area, so many metres to the east and north of a point in an invented town."""
    return [
        {"what": f"punt {e},{n}", "kind": kind, "north": 52 + n / 111_320, "east": 5 + e / 68_535}
        for e, n in metres
    ]


def follows_orally(day: int, **changes: Any) -> Asked:
    """An oral ban after one imposed at ten that day, on an assessment with facts of the 22nd."""
    case = after_ban(day, 10, 0, then("risk_assessment.fill_part", answer=an_answer("2")))
    return asked("imposition.impose_orally", case, **changes)


def an_hovj(name: str) -> Actor:
    return Actor(Role.HOVJ, name, None, "Politie", "voorbeeldland")


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T22:00").replace(tzinfo=ZONE)


ORAL = then("imposition.impose_orally", role=Role.MAYOR)
CONSULTED = then("imposition.consult_veilig_thuis", MOMENT)
ABUSED = then("imposition.propose", child_abuse=True)
CONCLUDED = then("risk_assessment.conclude", role=Role.HOVJ)
PLANNED = replace(known(), route="geplande_screening")
DRAFTED = known(drafts={DRAFT: SHOWN})
GROUND = {"text": "Sloeg", "source": "aangifte"}
AT_SIX = {**GROUND, "on": "2026-11-22", "hour": "18.00"}

PASSES = [
    *weighed.PASSES,
    ("assessment_concluded", propose(known(states={"risk_assessment": "concluded"}))),
    ("adult", propose()),
    ("adult", propose(known(household=people(born_on="2008-11-23")))),
    ("heard", propose()),
    ("heard", propose(known(then("imposition.skip_hearing")))),
    ("heard", orally(then("imposition.hear", MOMENT), decided_at=MOMENT.isoformat())),
    ("intention_told", asked("imposition.hear", known())),
    ("veilig_thuis_consulted", propose(known(), child_abuse=False)),
    ("veilig_thuis_consulted", propose(known(CONSULTED), child_abuse=True)),
    ("veilig_thuis_consulted", impose(known(CONSULTED, ABUSED))),
    ("veilig_thuis_consulted", orally(CONSULTED, child_abuse=True, decided_at=MOMENT.isoformat())),
    (
        "veilig_thuis_consulted",
        orally(CONSULTED, then(CONSULTED[0], MOMENT + HOUR), child_abuse=True, decided_at=MOMENT.isoformat()),
    ),
    ("contact_ban_named", propose(contact_ban=["p2", "p3"])),
    ("children_weighed", propose()),
    ("children_weighed", propose(known(household=ONE_ADULT), children_interest="")),
    ("grounds_dated", propose(facts=[{**GROUND, "on": "2026-11-23"}])),
    ("facts_after_earlier_ban", propose()),
    ("facts_after_earlier_ban", propose(earlier_ban_on="2026-11-21")),
    ("facts_after_earlier_ban", propose(after_ban(21, 23, 59))),
    ("facts_after_earlier_ban", propose(after_ban(21), earlier_ban_on="2026-11-20")),
    ("facts_after_earlier_ban", propose(after_ban(22, 10), facts=[AT_SIX])),
    ("facts_after_earlier_ban", propose(after_ban(22, 10), facts=[AT_SIX], earlier_ban_on="2026-11-22")),
    ("facts_after_earlier_ban", impose(after_ban(21, 12, 0, then("imposition.propose")))),
    ("facts_after_earlier_ban", impose(after_ban(22, 10, 0, then("imposition.propose", facts=[AT_SIX])))),
    ("facts_after_earlier_ban", follows_orally(21)),
    ("facts_after_earlier_ban", orally()),
    ("facts_after_earlier_ban", follows_orally(22, new_facts=[AT_SIX])),
    ("area_drawable", propose()),
    ("area_drawable", propose(area_corners=corners((0, 0), (0, 100), (80, 100), (80, 0)))),
    (
        "area_drawable",
        propose(area_corners=[*corners((0, 0), (0, 100), (80, 100)), *corners((30, 60), kind="woning")]),
    ),
    ("danger_within_home", propose(known(then("request.submit")))),
    ("danger_within_home", impose(known(then("request.submit"), then("imposition.propose")))),
    ("danger_within_home", orally()),
    ("grounds_dated", propose(facts=[{**AT_SIX, "on": "2026-11-23"}])),
    ("draft_up_to_date", impose(known(CONCLUDED, then("imposition.propose")))),
    ("draft_up_to_date", impose(known(CONCLUDED, then("imposition.hear"), then("imposition.propose")))),
    ("decider_competent", impose(known())),
    ("decider_competent", impose(known(), Role.DEPUTY_MAYOR)),
    ("decider_competent", impose(known(), an_hovj("Tessel Nachtegaalweg"))),
    ("decider_competent", impose(known(), an_hovj("Hidde Avondrood"), on("2025-12-31"))),
    ("named_decider_competent", orally(decided_by=MAYOR)),
    ("named_decider_competent", orally(decided_by=DEPUTY)),
    ("named_decider_competent", orally(decided_by=MANDATED)),
    ("decided_before_notice", orally(decided_at=MOMENT.isoformat())),
    ("read_and_agreed", impose(known(), read=True)),
    ("shown_text_is_current", impose(DRAFTED, shown_sha256=SHOWN)),
    ("text_repeats_oral", written(contact_ban=["p3", "p2"])),
    ("text_repeats_oral", written(known())),
    (
        "written_draft_ready",
        asked("imposition.put_in_writing", known(ORAL, then("imposition.propose_written"))),
    ),
    ("request_refused", asked("imposition.stop", known(then("request.refuse_minor")))),
]

REFUSED = [
    *weighed.REFUSED,
    ("assessment_concluded", propose(known(states={"risk_assessment": "open"})), "Laat haar eerst afronden"),
    ("assessment_concluded", propose(known()), "nog niet afgerond"),
    ("adult", propose(known(household=people(born_on="2008-11-24"))), "wijs het verzoek af"),
    ("adult", propose(known(household=people(born_on=None))), "Vul de geboortedatum aan"),
    ("heard", propose(known()), "Leg het gesprek vast"),
    (
        "heard",
        orally(then("imposition.hear", MOMENT), decided_at=(MOMENT - MINUTE).isoformat()),
        "nog niet gehoord",
    ),
    ("intention_told", asked("imposition.hear", known(), intention_told=False), "Vertel de betrokkene eerst"),
    ("veilig_thuis_consulted", propose(known(), child_abuse=True), "Overleg met Veilig Thuis"),
    ("veilig_thuis_consulted", impose(known(ABUSED)), "vóór het besluit"),
    (
        "veilig_thuis_consulted",
        impose(known(ABUSED, then(CONSULTED[0], MOMENT + MINUTE))),
        "vóór het besluit",
    ),
    (
        "veilig_thuis_consulted",
        orally(CONSULTED, child_abuse=True, decided_at=(MOMENT - MINUTE).isoformat()),
        "vóór het besluit",
    ),
    ("veilig_thuis_consulted", written(known(ORAL, CONSULTED), child_abuse=True), "vóór het besluit"),
    ("contact_ban_named", propose(contact_ban=[]), "Noem ten minste één huisgenoot"),
    ("contact_ban_named", propose(contact_ban=["p2", "p9"]), "Haal die naam weg"),
    ("contact_ban_named", propose(contact_ban=["p1"]), "Haal die naam weg"),
    ("contact_ban_named", propose(known(household=MOVED_OUT)), "niet op dit adres"),
    ("children_weighed", propose(children_interest=" "), "Beschrijf het belang van de kinderen"),
    ("grounds_dated", propose(facts=[{**GROUND, "on": "2026-11-24"}]), "Verbeter de datum"),
    ("facts_after_earlier_ban", propose(earlier_ban_on="2026-11-22"), "ten minste één feit van daarna"),
    ("facts_after_earlier_ban", propose(after_ban(22, 0, 30)), "ten minste één feit van daarna"),
    ("grounds_dated", propose(facts=[{**AT_SIX, "on": "2026-11-23", "hour": "21.41"}]), "of het uur"),
    ("facts_after_earlier_ban", propose(after_ban(22, 18), facts=[AT_SIX]), "Vul dan het uur in"),
    ("facts_after_earlier_ban", propose(facts=[AT_SIX], earlier_ban_on="2026-11-22"), "noem de eerdere zaak"),
    ("facts_after_earlier_ban", impose(after_ban(22, 18, 0, then("imposition.propose"))), "feit van daarna"),
    (
        "facts_after_earlier_ban",
        impose(known(then("imposition.propose", earlier_ban_on="2026-11-22"))),
        "feit van daarna",
    ),
    ("facts_after_earlier_ban", follows_orally(22), "feit van daarna"),
    (
        "facts_after_earlier_ban",
        follows_orally(22, new_facts=[{**AT_SIX, "hour": "9.59"}]),
        "feit van daarna",
    ),
    ("area_drawable", propose(area_corners=corners((0, 0), (0, 100))), "ten minste drie hoeken"),
    ("area_drawable", propose(area_corners=corners((0, 0), (0, 9), (9, 9), kind="woning")), "drie hoeken"),
    ("area_drawable", propose(area_corners=corners((0, 0), (0, 1001), (80, 100))), "meer dan een kilometer"),
    ("area_drawable", propose(area_corners=corners((0, 0), (80, 100), (0, 100), (80, 0))), "kruisen elkaar"),
    (
        "area_drawable",
        propose(area_corners=[*corners((0, 0), (0, 100), (80, 100)), *corners((60, 20), kind="woning")]),
        "De woning ligt buiten",
    ),
    ("danger_within_home", propose(neighbours_only=True), "Dan kan een huisverbod niet"),
    ("danger_within_home", impose(known(then("imposition.propose", neighbours_only=True))), "buren"),
    ("danger_within_home", impose(known(then("request.submit", neighbours_only=True))), "buren"),
    ("danger_within_home", impose(known(then("request.submit", domestic_threat=False))), "buren"),
    ("danger_within_home", orally(neighbours_only=True), "buren"),
    (
        "facts_after_earlier_ban",
        propose(after_ban(22), earlier_ban_on="2026-11-01"),
        "ten minste één feit van daarna",
    ),
    (
        "facts_after_earlier_ban",
        propose(after_ban(1), earlier_ban_on="2026-11-22"),
        "ten minste één feit van daarna",
    ),
    (
        "draft_up_to_date",
        impose(known(CONCLUDED, then("imposition.propose"), CONCLUDED)),
        "Laat het ontwerp opnieuw voorleggen",
    ),
    (
        "draft_up_to_date",
        impose(known(then("imposition.propose"), then("imposition.hear"))),
        "nog vastgelegd: het horen",
    ),
    (
        "draft_up_to_date",
        impose(known(then("imposition.propose"), then("imposition.consult_veilig_thuis"))),
        "overleg met Veilig Thuis",
    ),
    (
        "decider_competent",
        impose(known(), an_hovj("Hidde Avondrood"), on("2026-01-01")),
        "geen geldig mandaat",
    ),
    (
        "decider_competent",
        impose(known(), an_hovj("Bram Lantaarnpaal"), on("2025-06-30")),
        "geen geldig mandaat",
    ),
    (
        "decider_competent",
        impose(known(place=("voorbeeldland", "wilgendrecht")), an_hovj("Tessel Nachtegaalweg")),
        "De burgemeester moet zelf besluiten",
    ),
    ("decider_competent", impose(known(place=COAST), an_hovj("Tessel Nachtegaalweg")), "geen geldig mandaat"),
    (
        "decider_competent",
        impose(PLANNED, an_hovj("Bram Lantaarnpaal")),
        "geldt niet voor een verzoek langs de weg",
    ),
    (
        "named_decider_competent",
        asked("imposition.impose_orally", PLANNED, decided_by="hovj:Bram Lantaarnpaal"),
        "geen geldig mandaat",
    ),
    ("decider_competent", impose(known(), TOO_EARLY, on("2025-06-30")), "register"),
    ("named_decider_competent", orally(decided_by="police:Daan Surveillant"), "Alleen de burgemeester"),
    ("named_decider_competent", orally(decided_by="mayor:Omar Kadelicht"), "niet in het register"),
    ("named_decider_competent", orally(decided_by="mayor"), "laat wie er wel in staat beslissen"),
    ("named_decider_competent", orally(decided_by="hovj:Hidde Avondrood"), "geen geldig mandaat"),
    ("decided_before_notice", orally(decided_at=(MOMENT + MINUTE).isoformat()), "Controleer de tijdstippen"),
    ("read_and_agreed", impose(known(), read=False), "Bevestig dat u"),
    ("shown_text_is_current", impose(known()), "Laat het eerst opmaken"),
    ("shown_text_is_current", impose(DRAFTED, shown_sha256="b" * 64), "Lees de nieuwe versie"),
    ("text_repeats_oral", written(contact_ban=["p2"]), "andere mensen"),
    ("text_repeats_oral", written(area="de hele stad"), "een andere plek"),
    (
        "written_draft_ready",
        asked("imposition.put_in_writing", known(then("imposition.propose"), ORAL)),
        "Het herhaalt wat mondeling",
    ),
    ("request_refused", asked("imposition.stop", known()), "wijs eerst het verzoek af"),
]


@pytest.mark.parametrize(("guard", "given"), PASSES)
def test_what_is_let_through(guard: str, given: Asked):
    check_passes("imposition", guard, given)


@pytest.mark.parametrize(("guard", "given", "words"), REFUSED)
def test_what_is_refused_and_what_to_do(guard: str, given: Asked, words: str):
    check_refused("imposition", guard, given, words)


def test_no_guard_is_left_out():
    check_complete("imposition", PASSES, REFUSED)


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ("imposition.propose", "danger"),
        ("imposition.propose", "why_this_person"),
        ("imposition.propose", "why_not_lighter"),
        ("imposition.propose", "interests"),
        ("imposition.propose", "facts"),
        ("imposition.propose_written", "why_this_person"),
        ("imposition.hear", "view"),
        ("imposition.hear", "minutes"),
        ("imposition.skip_hearing", "reason"),
        ("imposition.impose_orally", "urgency"),
        ("imposition.decline", "reason"),
    ],
)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_what_a_decision_needs_is_not_left_empty(step: str, field: str, empty: str | None):
    """Awb 3:46, 4:8, 4:11; Wth 2(4), 2(7)."""
    stage, _, name = step.partition(".")
    form = stages.forms(stage)["".join(word.capitalize() for word in name.split("_"))]
    form.model_validate(facts_for(step))
    with pytest.raises(ValidationError, match=field):
        form.model_validate(facts_for(step, **{field: empty}))


def test_a_child_needs_no_birth_date_to_be_weighed():
    """Awb 3:4: someone called a child counts as one until his age is known."""
    household = [*people()[:2], replace(people()[2], born_on=None)]
    given = propose(known(household=household), children_interest="")
    check_refused("imposition", "children_weighed", given, "kinderen")


def test_an_adult_son_is_not_a_minor():
    grown = people()[2].__class__(
        **{**vars(people()[2]), "kind": "huisgenoot", "born_on": people()[1].born_on}
    )
    given = propose(known(household=[*people()[:2], grown]), children_interest="")
    check_passes("imposition", "children_weighed", given)


def test_a_mandate_counts_on_the_dutch_day():
    """At 23.30 UTC of 31 December it is 1 January in the Netherlands: the mandate is over."""
    at, hidde = datetime.fromisoformat("2025-12-31T23:30:00+00:00"), an_hovj("Hidde Avondrood")
    check_refused("imposition", "decider_competent", impose(known(), hidde, at), "mandaat")
    check_passes(
        "imposition",
        "decider_competent",
        impose(known(), hidde, at - HOUR),
    )


@pytest.mark.parametrize(
    ("typed", "kept"), [("18.30", "18.30"), ("8:05", "08.05"), ("", ""), (" 9.00", "09.00")]
)
def test_an_hour_is_kept_in_one_spelling(typed: str, kept: str):
    facts = facts_for("imposition.propose", facts=[{**AT_SIX, "hour": typed}])
    assert (
        stages.forms("imposition")["Propose"].model_validate(facts).model_dump()["facts"][0]["hour"] == kept
    )


def test_degrees_are_taken_with_a_comma_and_only_within_the_country():
    form = stages.forms("imposition")["Propose"]
    typed = {"what": "hoek", "north": "52,09083", "east": " 5.12222 "}
    facts = facts_for("imposition.propose", area_corners=[typed])
    assert form.model_validate(facts).model_dump()["area_corners"][0]["north"] == 52.09083
    for wrong in ({"north": "5,12"}, {"east": "52,09"}, {"north": "boven"}):
        with pytest.raises(ValidationError, match=next(iter(wrong))):
            form.model_validate({**facts, "area_corners": [{**typed, **wrong}]})


@pytest.mark.parametrize("typed", ["25.00", "6", "avond", "18.7"])
def test_what_is_no_hour_is_refused(typed: str):
    facts = facts_for("imposition.propose", facts=[{**AT_SIX, "hour": typed}])
    with pytest.raises(ValidationError, match="zoals"):
        stages.forms("imposition")["Propose"].model_validate(facts)


def test_a_draft_of_before_facts_had_an_item_breaks_nothing():
    old = known(then("imposition.propose"))
    for ground in old.events[0].facts["facts"]:
        del ground["item"]
    for name in ("grounds_traceable", "danger_recent", "facts_after_earlier_ban", "danger_within_home"):
        check_passes("imposition", name, impose(old))
