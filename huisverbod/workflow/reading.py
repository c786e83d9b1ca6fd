"""Reads the workflow files strictly: a fault is named with its file and line, and nothing is guessed."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.law import Term, read_terms
from huisverbod.workflow.checking import check
from huisverbod.workflow.definition import DutyRule, Procedure, StageRules, State, Step, Strict
from huisverbod.workflow.lines import line_of
from huisverbod.workflow.vocabulary import Vocabulary

Row = TypeVar("Row", bound=Strict)
Named = TypeVar("Named", Step, DutyRule)

ORDER = (
    "request",
    "risk_assessment",
    "imposition",
    "execution",
    "enforcement",
    "care",
    "court",
    "follow_up",
)
"""The stages in legal order; each has one file of its own name."""

KEYS = {"stage", "label", "initial", "states", "step", "duty", "terms"}


def read_folder(folder: Path) -> dict[str, str]:
    """The text of every TOML file below the folder, by its path from the folder.

    Raises:
        DefinitionError: the folder holds none.

    """
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.toml"))
    }
    if not files:
        raise DefinitionError(folder.name, "Deze map bevat geen werkwijze. Zet er de TOML-bestanden in.")
    return files


def load(folder: Path, vocabulary: Vocabulary) -> Procedure:
    """The procedure in a folder; see `parse`."""
    return parse(read_folder(folder), vocabulary)


def parse(files: Mapping[str, str], vocabulary: Vocabulary) -> Procedure:
    """The procedure of these files (path to text), checked whole.

    Raises:
        DefinitionError: the first fault, with file and line.

    """
    procedure = _read(files)
    for fault in check(procedure, vocabulary):
        raise fault
    return procedure


def _read(files: Mapping[str, str]) -> Procedure:
    stages: dict[str, StageRules] = {}
    terms: dict[str, Term] = {}
    for name in ORDER:
        file = f"{name}.toml"
        if file not in files:
            raise DefinitionError(file, "Dit bestand ontbreekt: elke fase heeft een eigen bestand.")
        content = _toml(file, files[file])
        stages[name] = _stage(name, file, files[file], content)
        terms |= read_terms(content.get("terms", {}), file)
    strays = {file for file in files if "/" not in file} - {f"{name}.toml" for name in ORDER}
    for file in sorted(strays):
        raise DefinitionError(file, f"Deze fase is onbekend. Bekend zijn: {', '.join(ORDER)}.")
    digest = hashlib.sha256(json.dumps(dict(sorted(files.items()))).encode()).hexdigest()
    return Procedure(stages, terms, dict(files), digest)


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        raise DefinitionError(
            file, f"Geen geldige TOML: {fault}", int(found[1]) if found else None
        ) from fault


def _stage(name: str, file: str, text: str, content: dict[str, Any]) -> StageRules:
    for key in sorted(set(content) - KEYS):
        raise DefinitionError(file, f"Onbekende sleutel '{key}'.", line_of(text, key))
    for key in ("stage", "label", "initial", "states", "step"):
        if key not in content:
            raise DefinitionError(file, f"De sleutel '{key}' ontbreekt.")
    if content["stage"] != name:
        raise DefinitionError(
            file, f"stage moet '{name}' zijn, gelijk aan de bestandsnaam.", line_of(text, "stage")
        )
    states = {key: _shape(State, value, file, text, key) for key, value in content["states"].items()}
    steps = _named(Step, content["step"], file, text)
    duties = _named(DutyRule, content.get("duty", []), file, text)
    return StageRules(name, content["label"], content["initial"], states, steps, duties, file)


def _named(shape: type[Named], rows: list[Any], file: str, text: str) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for row in rows:
        name = str(row.get("name", ""))
        item = _shape(shape, row, file, text, name)
        if item.name in found:
            raise DefinitionError(file, f"De naam '{item.name}' staat er twee keer.", line_of(text, name))
        found[item.name] = item
    return found


def _shape(shape: type[Row], row: Any, file: str, text: str, name: str) -> Row:
    try:
        return shape.model_validate(row)
    except ValidationError as fault:
        raise DefinitionError(file, *next(_faults(fault, text, name))) from fault


def _faults(fault: ValidationError, text: str, name: str) -> Iterator[tuple[str, int | None]]:
    for error in fault.errors():
        key = ".".join(str(part) for part in error["loc"])
        value = error.get("input")
        sentence = {
            "extra_forbidden": f"Onbekende sleutel '{key}' bij '{name}'.",
            "missing": f"Bij '{name}' ontbreekt de sleutel '{key}'.",
            "enum": f"Onbekende rol '{value}' bij '{name}'.",
        }.get(error["type"], f"Bij '{name}' klopt '{key}' niet: {error['msg']}.")
        where = str(value) if error["type"] == "enum" else key if error["type"] == "extra_forbidden" else name
        yield sentence, line_of(text, where) or line_of(text, name)
