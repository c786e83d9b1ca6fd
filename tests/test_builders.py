"""The builders themselves: valid facts for every step, and none for a step that is gone."""

import pytest
from sqlmodel import Session

from huisverbod import stages, stating, workflow
from huisverbod.case import find
from huisverbod.database import writing
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests.builders import MOMENT, REGIONS, a_request, a_step, an_actor, every_fact, facts_for, moment_of

PROCEDURE = workflow.load(Settings().workflows, stages.vocabulary(Settings().document_templates))
STEPS = {f"{stage.name}.{step.name}": stages.form(stage.name, step) for stage, step in PROCEDURE.steps()}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_facts_that_may_be_stated(step: str):
    stated = stating.build(STEPS[step], facts_for(step))
    assert set(facts_for(step)) <= set(type(stated).model_fields)


def test_no_facts_for_a_step_that_is_not_there():
    assert set(every_fact(MOMENT)) <= set(STEPS)


@pytest.mark.parametrize("region", REGIONS)
def test_deciders_stand_in_the_register(region: str):
    for municipality in REGIONS[region].municipalities:
        for role in (Role.MAYOR, Role.DEPUTY_MAYOR):
            name = an_actor(role, region, municipality.key).name
            assert municipality.holder(name, role, MOMENT.date()), (region, municipality.key, role)


def test_a_partner_asks_in_each_region(memory, rulebook: Rulebook):
    with writing(memory) as session:
        for key, region in REGIONS.items():
            route = next(name for name in sorted(region.routes))
            by = min(region.routes[route].requesters)
            place = (key, region.municipalities[0].key)
            assert accepted(session, rulebook, route, by, place) == key


def accepted(session: Session, rulebook: Rulebook, route: str, by: Role, place: tuple[str, str]) -> str:
    number = a_request(session, rulebook, route=route, by=by, place=place)
    a_step(session, rulebook, number, "request.accept", moment_of("request.accept"))
    return find(session, number).region
