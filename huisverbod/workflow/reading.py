"""Reads the workflow files strictly: a fault is named with its file and line, and nothing is guessed."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.law import Term, read_terms
from huisverbod.workflow.checking import check, check_names
from huisverbod.workflow.definition import DutyRule, Procedure, StageFile, StageRules, Step
from huisverbod.workflow.lines import line_of
from huisverbod.workflow.vocabulary import Vocabulary

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


def parse(files: Mapping[str, str], vocabulary: Vocabulary, *, kept: bool = False) -> Procedure:
    """The procedure of these files (path to text), checked whole.

    One that is `kept` for older cases need not use every guard that the code has learnt since.

    Raises:
        DefinitionError: the first fault, with file and line.

    """
    procedure = _read(files)
    for fault in (check_names if kept else check)(procedure, vocabulary):
        raise fault
    return procedure


def faults(files: Mapping[str, str], vocabulary: Vocabulary) -> list[DefinitionError]:
    """Every fault of these files; where one cannot be read at all, the first of each such file."""
    unread = [fault for name in ORDER if (fault := _unread(f"{name}.toml", files))]
    try:
        return unread or list(check(_read(files), vocabulary))
    except DefinitionError as fault:
        return [fault]


def _unread(file: str, files: Mapping[str, str]) -> DefinitionError | None:
    try:
        _read({name: text for name, text in files.items() if name == file}, (file.removesuffix(".toml"),))
    except DefinitionError as fault:
        return fault
    return None


def _read(files: Mapping[str, str], names: Sequence[str] = ORDER) -> Procedure:
    stages: dict[str, StageRules] = {}
    terms: dict[str, Term] = {}
    for name in names:
        file = f"{name}.toml"
        if file not in files:
            raise DefinitionError(file, "Dit bestand ontbreekt: elke fase heeft een eigen bestand.")
        content = _content(name, file, files[file])
        stages[name] = _rules(content, file, files[file])
        terms |= _terms(content, file, files[file])
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


def _content(name: str, file: str, text: str) -> StageFile:
    raw = _toml(file, text)
    try:
        content = StageFile.model_validate(raw)
    except ValidationError as fault:
        first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
        raise _fault({**first}, raw, file, text) from fault
    if content.stage != name:
        sentence = f"stage moet '{name}' zijn, gelijk aan de bestandsnaam."
        raise DefinitionError(file, sentence, line_of(text, "stage"))
    return content


def _fault(error: dict[str, Any], raw: dict[str, Any], file: str, text: str) -> DefinitionError:
    """What is wrong with the shape of a file, in Dutch, on its line."""
    table, index, name, key = _place(error["loc"], raw)
    at = f" bij '{name}'" if name else ""
    sentence = {
        "extra_forbidden": f"Onbekende sleutel '{key}'{at}.",
        "missing": f"De sleutel '{key}' ontbreekt{at}.",
        "too_short": f"De sleutel '{key}' is leeg{at}.",
        "string_too_short": f"De sleutel '{key}' is leeg{at}.",
        "enum": f"Onbekende rol '{error['input']}'{at}.",
    }.get(error["type"], f"De sleutel '{key}' klopt niet{at}: {error['msg']}.")
    word = str(error["input"]) if error["type"] == "enum" else key.partition(".")[0]
    line = line_of(text, word, table, index) or line_of(text, name or table, table, index)
    return DefinitionError(file, sentence, line)


def _place(loc: tuple[str | int, ...], raw: dict[str, Any]) -> tuple[str, int, str, str]:
    """Of the path of a fault: the table, the number of the row in it, the row's name and the key."""
    table, inside = str(loc[0]), loc[1:]
    if not inside:
        return "", 0, "", table
    if isinstance(inside[0], int):
        row = raw[table][inside[0]]
        name = str(row.get("name", "")) if isinstance(row, dict) else ""
        return table, inside[0], name, ".".join(map(str, inside[1:])) or table
    return table, 0, str(inside[0]), ".".join(map(str, inside[1:])) or str(inside[0])


def _rules(content: StageFile, file: str, text: str) -> StageRules:
    return StageRules(
        name=content.stage,
        label=content.label,
        initial=content.initial,
        states=content.states,
        steps=_named("step", content.step, file, text),
        duties=_named("duty", content.duty, file, text),
        file=file,
    )


def _named(table: str, rows: Sequence[Named], file: str, text: str) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for index, row in enumerate(rows):
        if row.name in found:
            line = line_of(text, row.name, table, index)
            raise DefinitionError(file, f"De naam '{row.name}' staat er twee keer.", line)
        found[row.name] = row
    return found


def _terms(content: StageFile, file: str, text: str) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for name, row in content.terms.items():
        try:
            found |= read_terms({name: row}, file)
        except DefinitionError as fault:
            raise DefinitionError(file, fault.sentence, line_of(text, name, f"terms.{name}")) from fault
    return found
