"""The drawings and the page made of them, and the glossary in which every name must stand."""

import re
from pathlib import Path

import pytest

from huisverbod import draw
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.workflow.definition import STAY

DOCS = Path(__file__).parent.parent / "docs"


def test_the_page_in_the_documentation_is_current(rulebook: Rulebook) -> None:
    written = (DOCS / "workflows.md").read_text(encoding="utf-8")
    assert written == draw.page(rulebook.current.procedure), "Draw it again: huisverbod draw --docs"


def test_every_state_and_every_move_is_drawn(rulebook: Rulebook) -> None:
    procedure = rulebook.current.procedure
    for stage in procedure.stages.values():
        lines = draw.diagram(procedure, stage).splitlines()
        assert lines[0] == "stateDiagram-v2"
        for name, state in stage.states.items():
            assert f'    state "{state.label}" as {name}' in lines
            assert (f"    {name} --> [*]" in lines) == state.final
        moves = {
            (origin, step.to)
            for step in stage.steps.values()
            for origin in step.origins
            if step.to not in (STAY, origin)
        }
        drawn = {tuple(line.strip().split(":")[0].split(" --> ")) for line in lines if " --> " in line}
        assert {move for move in drawn if "[*]" not in move} == moves


def test_a_stage_shows_by_which_step_it_is_opened(rulebook: Rulebook) -> None:
    procedure = rulebook.current.procedure
    lines = draw.diagram(procedure, procedure.stages["execution"])
    assert "[*] --> awaiting_service: Huisverbod opleggen" in lines
    assert "[*] --> running: Mondeling opleggen vastleggen" in lines
    assert "[*] --> draft: Verzoek beginnen" in draw.diagram(procedure, procedure.stages["request"])


def test_the_clock_is_named_on_its_arrow(rulebook: Rulebook) -> None:
    procedure = rulebook.current.procedure
    assert "running --> expired: Huisverbod loopt af (de klok)" in draw.diagram(
        procedure, procedure.stages["execution"]
    )


def test_no_label_holds_the_sign_that_would_end_it(rulebook: Rulebook) -> None:
    procedure = rulebook.current.procedure
    for stage in procedure.stages.values():
        for line in draw.diagram(procedure, stage).splitlines():
            if " --> " in line:
                assert line.count(":") <= 1
                assert ";" not in line


def test_every_step_has_a_row_with_who_and_why(rulebook: Rulebook) -> None:
    rows = draw.page(rulebook.current.procedure).splitlines()
    for stage, step in rulebook.current.procedure.steps():
        row = next(row for row in rows if row.startswith(f"| {step.label} (`{step.name}`)"))
        assert all(role.label in row for role in step.by)
        assert row.endswith(f"| {step.law} |")
        assert len(re.findall(r"(?<!\\)\|", row)) == 8, stage.name


def _glossary() -> list[list[str]]:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]


@pytest.mark.parametrize("role", Role)
def test_every_role_stands_in_the_glossary(role: Role) -> None:
    assert [f"`{role.value}`", role.label] in [row[:2] for row in _glossary()]


def test_every_stage_state_and_step_stands_in_the_glossary(rulebook: Rulebook) -> None:
    rows = _glossary()
    two, three = [row[:2] for row in rows], [row[:3] for row in rows]
    missing = []
    for stage in rulebook.current.procedure.stages.values():
        missing += [] if [f"`{stage.name}`", stage.label] in two else [stage.name]
        for name, state in stage.states.items():
            missing += [] if [f"`{stage.name}` `{name}`", state.label] in two else [f"{stage.name} {name}"]
        for step in stage.steps.values():
            wanted = [f"`{stage.name}.{step.name}`", step.label, step.law]
            missing += [] if wanted in three else [f"{stage.name}.{step.name}"]
    assert missing == []


def test_the_glossary_knows_no_step_or_state_that_is_gone(rulebook: Rulebook) -> None:
    procedure = rulebook.current.procedure
    steps = {f"`{stage.name}.{step.name}`" for stage, step in procedure.steps()}
    states = {f"`{stage.name}` `{name}`" for stage in procedure.stages.values() for name in stage.states}
    named = {row[0] for row in _glossary()}
    stages = "|".join(procedure.stages)
    assert {name for name in named if re.fullmatch(rf"`({stages})\.\w+`", name)} == steps
    assert {name for name in named if re.fullmatch(rf"`({stages})` `\w+`", name)} == states
