"""Draws the procedure as loaded: a Mermaid state diagram per stage, and a page with a table of its steps."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from huisverbod import notices, wording
from huisverbod.coverage import Coverage
from huisverbod.documents import attached
from huisverbod.settings import Settings
from huisverbod.workflow import DutyRule, Procedure, StageRules, Step
from huisverbod.workflow.definition import STAY

INTRODUCTION = """\
# Werkwijze

Gemaakt uit `workflows/` met `huisverbod draw --docs`; verander de bestanden daar, niet deze bladzijde.
Elke fase heeft een tekening van haar toestanden en een tabel van haar stappen. Een stap die de fase laat waar
zij is, staat alleen in de tabel. Wat als `code` is geschreven, heet zo in het programma: zie de
[woordenlijst](glossary.md).
"""
STEPS = "| Stap | Wie | Van | Naar | Voorwaarden | Gevolgen | Artikel |\n|---|---|---|---|---|---|---|"
DUTIES = (
    "| Plicht | Wie | Streefdatum | Fatale datum | Voldaan door | Vervalt door | Artikel |\n"
    "|---|---|---|---|---|---|---|"
)


def diagram(procedure: Procedure, stage: StageRules) -> str:
    """One stage as a Mermaid state diagram: how it is opened, its states, and the steps between them."""
    mark = [f"%% {procedure.about.mark}"] if procedure.about.mark else []
    lines = [*mark, "direction LR", *_states(stage), *_openings(procedure, stage), *_moves(stage)]
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in lines)]) + "\n"


def _states(stage: StageRules) -> Iterator[str]:
    for name, state in stage.states.items():
        yield f'state "{state.label}" as {name}'


def _openings(procedure: Procedure, stage: StageRules) -> Iterator[str]:
    for other, step in procedure.steps():
        if stage.name in step.opens:
            yield f"[*] --> {step.opens[stage.name]}: {_arrow(step)}"
        if other is stage and not step.origins:
            yield f"[*] --> {step.to}: {_arrow(step)}"


def _moves(stage: StageRules) -> Iterator[str]:
    for step in stage.steps.values():
        for origin in step.origins:
            if step.to not in (STAY, origin):
                yield f"{origin} --> {step.to}: {_arrow(step)}"
    for name, state in stage.states.items():
        if state.final:
            yield f"{name} --> [*]"


def _arrow(step: Step) -> str:
    """The label on an arrow; a colon would end it."""
    label = step.label.replace(": ", ", ")
    return f"{label} (de klok)" if step.by_clock else label


def write_pages(procedure: Procedure, settings: Settings) -> list[str]:
    """Writes the pages of the documentation that follow from the procedure; returns their paths."""
    pages = {
        "docs/workflows.md": page(procedure),
        "docs/notices.md": notices.page(procedure),
        "docs/law-coverage.md": Coverage(procedure, settings).page(),
        **{f"docs/schemas/{name}": text for name, text in attached.schemas().items()},
    }
    for path, text in pages.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    return list(pages)


def page(procedure: Procedure) -> str:
    """The whole procedure as one Markdown page: a diagram, the steps and the duties of each stage."""
    mark = [f"**{procedure.about.mark}.**\n"] if procedure.about.mark else []
    parts = [INTRODUCTION, *mark, _terms(procedure), _powers(procedure)]
    parts += [_section(procedure, stage) for stage in procedure.stages.values()]
    return "\n".join(parts)


def _terms(procedure: Procedure) -> str:
    rows = [
        f"| {term.label} | `{name}` | {term.amount} {wording.UNITS[term.unit]} | {term.law} |"
        for name, term in procedure.terms.items()
    ]
    head = "## Termijnen van de wet\n\n| Termijn | Naam | Hoe lang | Artikel |\n|---|---|---|---|"
    return "\n".join([head, *rows]) + "\n"


def _powers(procedure: Procedure) -> str:
    rows = []
    for name, power in procedure.powers.power.items():
        who = [f"{role.label} (met mandaat)" if role in power.mandate else role.label for role in power.roles]
        rows.append(_line((f"{power.label} (`{name}`)", ", ".join(who), _codes(power.steps), power.law)))
    for part, filling in procedure.powers.fill.items():
        who = [role.label for role in filling.roles]
        rows.append(_line((f"deel {part} invullen: {filling.label}", ", ".join(who), "", filling.law)))
    head = "## Bevoegdheden\n\n| Bevoegdheid | Wie | Stappen | Artikel |\n|---|---|---|---|"
    return "\n".join([head, *rows]) + "\n"


def _section(procedure: Procedure, stage: StageRules) -> str:
    rows = [_row(stage, step) for step in stage.steps.values()]
    parts = [
        f"## {stage.label} (`{stage.name}`)\n",
        f"```mermaid\n{diagram(procedure, stage)}```\n",
        STEPS,
        *rows,
    ]
    if stage.duties:
        parts += ["", DUTIES, *(_duty(procedure, duty) for duty in stage.duties.values())]
    return "\n".join(parts) + "\n"


def _row(stage: StageRules, step: Step) -> str:
    cells = (
        f"{step.label} (`{step.name}`)",
        ", ".join(role.label for role in step.by),
        "<br>".join(stage.states[origin].label for origin in step.origins) or "begin",
        "blijft" if step.to == STAY else stage.states[step.to].label,
        _rules(step),
        "<br>".join(_consequences(step)),
        step.law,
    )
    return _line(cells)


def _rules(step: Step) -> str:
    warned = [f"let op: `{name}`" for name in step.warns]
    return "<br>".join([f"`{name}`" for name in (*step.guards, *step.checks)] + warned)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _consequences(step: Step) -> Iterator[str]:
    if step.document:
        yield f"{'ontwerp' if step.draft else 'document'} `{step.document}`"
    for name, state in step.opens.items():
        yield f"opent `{name}` op `{state}`"
    for name in step.followers:
        yield f"daarna {'zo nodig ' if name in step.then_if else ''}`{name}`"
    for name in step.starts:
        yield f"plicht `{name}`"
    for name in step.notices:
        yield f"bericht `{name}`"


def _duty(procedure: Procedure, duty: DutyRule) -> str:
    cells = (
        f"{duty.label} (`{duty.name}`)",
        duty.owner.label,
        f"regio: `{duty.norm}`" if duty.norm else "",
        f"wet: {procedure.terms[duty.term].label}" if duty.term else "",
        _codes(duty.met_by),
        _codes(duty.lapses_by),
        duty.law,
    )
    return _line(cells)


def _codes(names: tuple[str, ...]) -> str:
    return "<br>".join(f"`{name}`" for name in names)
