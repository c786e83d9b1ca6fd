"""What a guard is given, built without a database: events, people and facts of an invented case."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from huisverbod import stages, stating, workflow
from huisverbod.known import Actor, Asked, Happened, Known, Person
from huisverbod.roles import Role
from huisverbod.settings import Settings
from tests.builders import MOMENT, REGIONS, RIHG, a_household, an_actor, facts_for

SETTINGS = Settings()
PROCEDURE = workflow.load(SETTINGS.workflows, stages.vocabulary(SETTINGS.document_templates))
TERMS = PROCEDURE.terms
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SHOWN = "a" * 64

Past = tuple[str, datetime, Role, dict[str, Any]]


def then(step: str, at: datetime = MOMENT, role: Role = Role.MUNICIPAL_OFFICER, **changes: Any) -> Past:
    """One thing that happened, with valid facts of which these are changed."""
    return step, at, role, changes


def people(**subject: Any) -> list[Person]:
    """The household of the builders; changes are to the person to be put out."""
    rows = a_household(refs=True, **subject)
    return [
        Person(**{**row, "born_on": date.fromisoformat(row["born_on"]) if row["born_on"] else None})
        for row in rows
    ]


def known(
    *past: Past,
    states: dict[str, str] | None = None,
    drafts: dict[str, str] | None = None,
    household: Sequence[Person] | None = None,
    place: tuple[str, str] = ("voorbeeldland", "voorbeelddam"),
) -> Known:
    """A case in which these things happened, in this order."""
    return Known(
        number="HV-2026-0001",
        region=place[0],
        municipality=place[1],
        route="acuut_politie",
        events=[_event(seq, *one) for seq, one in enumerate(past, start=1)],
        people=people() if household is None else household,
        states=states or {},
        drafts=drafts or {},
    )


def _event(seq: int, step: str, at: datetime, role: Role, changes: dict[str, Any]) -> Happened:
    stage, rules = PROCEDURE.step(step)
    form = stages.form(stage.name, rules)
    facts = stating.build(form, facts_for(step, at, **changes)).model_dump(mode="json")
    return Happened(
        seq=seq,
        step=step,
        state="" if rules.to == "same" else rules.to,
        role=role,
        organisation=an_actor(role).organisation,
        account_id=None,
        occurred_at=at,
        recorded_at=at,
        facts=facts,
    )


def asked(
    step: str,
    case: Known,
    /,
    at: datetime = MOMENT,
    by: Role | Actor = Role.MUNICIPAL_OFFICER,
    **changes: Any,
) -> Asked:
    """What a guard of this step is given, with valid facts of which these are changed."""
    stage, rules = PROCEDURE.step(step)
    return Asked(
        known=case,
        actor=by if isinstance(by, Actor) else an_actor(by, case.region, case.municipality, at.date()),
        at=at,
        recorded_at=at,
        region=REGIONS[case.region],
        instrument=RIHG,
        terms=TERMS,
        stock_phrases=PROCEDURE.stock_phrases,
        powers=PROCEDURE.powers,
        step=step,
        facts=stating.build(stages.form(stage.name, rules), facts_for(step, at, **changes)),
    )


def check_passes(stage: str, guard: str, given: Asked) -> None:
    """This guard holds."""
    assert stages.guards(stage)[guard](given) is None


def check_refused(stage: str, guard: str, given: Asked, words: str) -> None:
    """This guard refuses, and says so in whole sentences, with these words among them."""
    sentence = stages.guards(stage)[guard](given)
    assert sentence is not None
    assert words in sentence
    assert sentence[0].isupper() and sentence[-1] in ".?"


def check_complete(
    stage: str, passing: Sequence[tuple[Any, ...]], refused: Sequence[tuple[Any, ...]]
) -> None:
    """Every guard of the stage has a case that passes and a case that fails."""
    assert {row[0] for row in passing} == {row[0] for row in refused} == set(stages.guards(stage))
