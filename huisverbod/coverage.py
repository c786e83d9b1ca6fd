"""Which article, path, duty and check of the law is carried by what in the program, and the page of it."""

import ast
import importlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from huisverbod import notices, stages
from huisverbod.documents import manifest, templates
from huisverbod.errors import DefinitionError
from huisverbod.proof import reading as proof
from huisverbod.settings import Settings
from huisverbod.workflow import Procedure
from huisverbod.workflow.reading import LAW

PACKAGE = Path(__file__).parent
LAWS = (
    "Wth|Besluit|Awb|Atw|Algemene termijnenwet|Gemeentewet|Awbi|Sv|Wpg|Bpg|Wmo 2015|Wmo|AVG|Wrb|BW|Jeugdwet"
)
"""Names of laws as they stand before an article; a longer name goes before a shorter one."""

NAMED = re.compile(
    rf"(?:(?P<law>{LAWS}) )?(?P<article>\d+[a-z]*(?::\d+[a-z]?)?(?:\(\w+\))*)(?:-\((?P<to>\d+)\))?"
)
LAST_MEMBER = re.compile(r"\((\d+)\)$")
SEVERITIES = {"block": "blokkeert", "alarm": "alarm", "warn": "waarschuwing"}
CODE = "code "
"""Before a function that carries something: "code huisverbod.access:sees"."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Strict):
    """One article, path, duty or check, in our own words; what carries it, or why nothing does."""

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    severity: Literal["", "block", "alarm", "warn"] = ""
    carried_by: tuple[str, ...] = ()
    out_of_scope: str = ""


class Catalogue(_Strict):
    """The whole of the law as far as it concerns a huisverbod."""

    article: tuple[Row, ...]
    transition: tuple[Row, ...]
    duty: tuple[Row, ...]
    check: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row."""
        return (*self.article, *self.transition, *self.duty, *self.check)


def read(folder: Path) -> Catalogue:
    """The catalogue beside the workflow files.

    Raises:
        DefinitionError: it is not there, or not as it should be.

    """
    path = folder / LAW
    if not path.is_file():
        raise DefinitionError(LAW, "Dit bestand ontbreekt: zet daarin wat de wet vraagt en wat het draagt.")
    try:
        return Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise DefinitionError(LAW, f"Dit bestand klopt niet: {fault}") from fault


class Coverage:
    """The catalogue held against what there is."""

    def __init__(self, procedure: Procedure, settings: Settings) -> None:
        """Read the catalogue and everything that can carry a row of it."""
        self.catalogue = read(settings.workflows)
        self.labels: dict[str, str] = {}
        self.cited: dict[str, list[str]] = defaultdict(list)
        for name, label, law in _carriers(procedure, settings):
            self.labels[name] = label
            for article in articles(law):
                self.cited[article].append(name)

    def carriers(self, row: Row) -> list[str]:
        """What carries a row: what it names, and for an article also whatever cites it."""
        cited = [
            name
            for article, names in self.cited.items()
            for name in names
            if article == row.id or article.startswith(f"{row.id}(")
        ]
        return list(dict.fromkeys([*row.carried_by, *cited]))

    def faults(self) -> list[str]:
        """Every row that nothing carries and nobody explains, and every carrier that is not there."""
        found = []
        for row in self.catalogue.rows:
            if (bool(row.carried_by) and bool(row.out_of_scope)) or not (
                row.out_of_scope or self.carriers(row)
            ):
                found.append(f"{row.id}: noem wat dit draagt (carried_by), of waarom niet (out_of_scope).")
            found += [f"{row.id}: '{name}' bestaat niet." for name in row.carried_by if not self._there(name)]
        return found

    def _there(self, name: str) -> bool:
        if not name.startswith(CODE):
            return name in self.labels
        module, _, member = name.removeprefix(CODE).partition(":")
        try:
            return hasattr(importlib.import_module(module), member)
        except ModuleNotFoundError:
            return False

    def page(self) -> str:
        """The page for the documentation."""
        rows = self.catalogue
        missing = [row for row in rows.rows if not self.carriers(row)]
        parts = [
            INTRODUCTION.format(
                total=len(rows.rows), carried=len(rows.rows) - len(missing), missing=len(missing)
            ),
            self._table("Artikelen", "Artikel", rows.article),
            self._table("Wegen (T)", "Weg", rows.transition),
            self._table("Termijnen en plichten (D)", "Termijn", rows.duty),
            self._table("Controles (P)", "Controle", rows.check),
        ]
        return "\n".join(parts)

    def _table(self, heading: str, first: str, rows: Sequence[Row]) -> str:
        severity = any(row.severity for row in rows)
        heads = [first, "In het kort", *(["Hoe zwaar"] if severity else []), "Gedragen door"]
        lines = [f"## {heading}\n", _line(heads), _line(["---"] * len(heads)).replace(" ", "")]
        for row in rows:
            grade = [SEVERITIES.get(row.severity, "")] if severity else []
            lines.append(_line([row.id, row.title, *grade, self._cell(row)]))
        return "\n".join(lines) + "\n"

    def _cell(self, row: Row) -> str:
        return "<br>".join(map(self._shown, self.carriers(row))) or f"*{row.out_of_scope}*"

    def _shown(self, name: str) -> str:
        kind, _, what = name.partition(" ")
        label = self.labels.get(name, "")
        return f"{KINDS[kind]} `{what}`" + (f" ({label})" if label else "")


KINDS = {
    "step": "stap",
    "guard": "voorwaarde",
    "warning": "waarschuwing",
    "duty": "plicht",
    "term": "termijn",
    "power": "bevoegdheid",
    "document": "document",
    "block": "blok",
    "notice": "bericht",
    "invariant": "bewijs",
    "code": "programma",
}
INTRODUCTION = """\
# Wat de wet vraagt, en wat het draagt

Gemaakt uit `workflows/` met `huisverbod draw --docs`; verander de bestanden daar, niet deze bladzijde.
De rijen staan in `workflows/law.toml`, in eigen woorden. Bij een artikel staat alles wat het noemt. Een test
faalt als een rij niets heeft dat haar draagt en ook geen reden, of als iets wordt genoemd dat niet bestaat.

Er zijn {total} rijen: {carried} worden gedragen, bij {missing} staat cursief waarom niet. Een jurist heeft
dit nog niet nagekeken.
"""


def articles(law: str) -> Iterator[str]:
    """The articles in a reference such as "Wth 2(1)-(3), 3(1); Awb 4:8": "Wth 2(1)", "Wth 2(2)", ..."""
    current = ""
    for found in NAMED.finditer(law):
        current = found["law"] or current
        if not current:
            continue
        name = "Atw" if current == "Algemene termijnenwet" else current
        article = found["article"]
        yield f"{name} {article}"
        first = LAST_MEMBER.search(article)
        if first and found["to"]:
            for member in range(int(first[1]) + 1, int(found["to"]) + 1):
                yield f"{name} {LAST_MEMBER.sub(f'({member})', article)}"


Found = Iterable[tuple[str, str, str]]
"""What can carry a row: its name with its kind before it, its Dutch label, and the law it rests on."""


def _carriers(procedure: Procedure, settings: Settings) -> Found:
    yield from _stages(procedure)
    yield from _rules(procedure)
    yield from _paper(settings)
    yield from _proof(procedure, settings)
    yield from _code()


def _stages(procedure: Procedure) -> Found:
    for stage, step in procedure.steps():
        yield f"step {stage.name}.{step.name}", step.label, step.law
    for stage in procedure.stages.values():
        warned = {name for step in stage.steps.values() for name in step.warns}
        for duty in stage.duties.values():
            yield f"duty {duty.name}", duty.label, duty.law
        for name, guard in stages.guards(stage.name).items():
            kind = "warning" if name in warned else "guard"
            yield f"{kind} {stage.name}.{name}", "", stages.article(guard)


def _rules(procedure: Procedure) -> Found:
    for name, term in procedure.terms.items():
        yield f"term {name}", term.label, term.law
    for name, power in procedure.powers.power.items():
        yield f"power {name}", power.label, power.law
    for name in sorted({name for _, step in procedure.steps() for name in step.notices}):
        kind = notices.KINDS[name]
        yield f"notice {name}", kind.label, kind.law


def _paper(settings: Settings) -> Found:
    for template, rules in manifest.read(templates.files_of(settings.document_templates)).items():
        yield f"document {template}", "", rules.law
        name = template.removesuffix(".html")
        for block in rules.block:
            yield f"block {name}.{block.name}", block.label, block.law


def _proof(procedure: Procedure, settings: Settings) -> Found:
    for invariant in proof.load(settings.workflows, procedure).invariant:
        yield f"invariant {invariant.name}", "", invariant.law


def _code() -> Found:
    """Functions and classes whose docstring begins with an article; guards are named as such already."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        if module.startswith("huisverbod.stages"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                law, colon, _ = (ast.get_docstring(node) or "").partition(": ")
                if colon and re.match(LAWS, law):
                    yield f"{CODE}{module}:{node.name}", "", law


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
