"""Reads the workflow files strictly: a fault is named with its file and line, and nothing is guessed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from huisverbod.errors import DefinitionError
from huisverbod.law import Term, read_terms
from huisverbod.powers import Powers
from huisverbod.workflow.checking import check
from huisverbod.workflow.definition import ABOUT, POWERS, DutyRule, Procedure, StageFile, StageRules, Step
from huisverbod.workflow.guiding import GUIDANCE
from huisverbod.workflow.lines import Source, line_of
from huisverbod.workflow.texts import Texts
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
CLAIMS, LAW = "invariants.toml", "law.toml"
"""What is claimed of a procedure, and what carries which article, stands beside it and is no part of it."""


def read_folder(folder: Path, proposal: str = "") -> dict[str, str]:
    """The text of every file of the procedure in a folder, by its path; with a proposal also its files.

    Raises:
        DefinitionError: the folder holds none, or no such proposal.

    """
    known = proposals(folder)
    if proposal and proposal not in known:
        there = f"Kies uit: {', '.join(known)}." if known else "Er is geen voorstel."
        raise DefinitionError(folder.name, f"Het voorstel '{proposal}' bestaat niet. {there}")
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*.toml")))
    others = set(known) - {proposal}
    files = {
        path.as_posix(): (folder / path).read_text(encoding="utf-8")
        for path in paths
        if path.name not in (CLAIMS, LAW, GUIDANCE) and path.parts[0] not in others
    }
    if not files:
        raise DefinitionError(folder.name, "Deze map bevat geen werkwijze. Zet er de TOML-bestanden in.")
    return files


def proposals(folder: Path) -> list[str]:
    """The proposals in a folder: the folders below it that say of themselves what they are."""
    return sorted(path.parent.name for path in folder.glob(f"*/{ABOUT}"))


def load(folder: Path, vocabulary: Vocabulary, proposal: str = "") -> Procedure:
    """The procedure in a folder, or a proposal on top of it; see `parse`."""
    return parse(read_folder(folder, proposal), vocabulary)


def parse(files: Mapping[str, str], vocabulary: Vocabulary, *, kept: bool = False) -> Procedure:
    """The procedure of these files (path to text), checked whole.

    One that is `kept` for older cases was checked when it was kept; what the code has forgotten since is
    found by `forgotten`.

    Raises:
        DefinitionError: the first fault, with file and line.

    """
    procedure = _read(files)
    for fault in () if kept else check(procedure, vocabulary):
        raise fault
    return procedure


def faults(files: Mapping[str, str], vocabulary: Vocabulary) -> list[DefinitionError]:
    """Every fault of these files; where one cannot be read at all, the first of each such file."""
    unread = list(_unread(files))
    try:
        return unread or list(check(_read(files), vocabulary))
    except DefinitionError as fault:
        return [fault]


def read_powers(files: Mapping[str, str]) -> Powers:
    """The powers of the procedure of these files, whatever else is wrong with them.

    Raises:
        DefinitionError: the first fault of the powers, with file and line.

    """
    return Texts(files).powers()[0]


def digest_of(files: Mapping[str, str]) -> str:
    """The hash of a procedure's content."""
    return hashlib.sha256(json.dumps(dict(sorted(files.items()))).encode()).hexdigest()


def _unread(files: Mapping[str, str]) -> Iterator[DefinitionError]:
    for name in ORDER:
        try:
            content, source = _content(name, Texts(files))
            _rules(content, source), _terms(content, source)
        except DefinitionError as fault:
            yield fault
    try:
        read_powers(files)
    except DefinitionError as fault:
        yield fault


def _read(files: Mapping[str, str]) -> Procedure:
    texts = Texts(files)
    stages: dict[str, StageRules] = {}
    terms: dict[str, Term] = {}
    phrases: list[str] = []
    for name in ORDER:
        content, source = _content(name, texts)
        stages[name] = _rules(content, source)
        terms |= _terms(content, source)
        phrases += content.stock_phrases
    powers, source = texts.powers()
    texts.check_strays(
        {f"{name}.toml" for name in ORDER} | {POWERS, ABOUT}, f"Bekend zijn: {', '.join(ORDER)}."
    )
    sources = {POWERS: source} | {stage.source.file: stage.source for stage in stages.values()}
    return Procedure(
        texts.about(), stages, terms, tuple(phrases), powers, sources, dict(files), digest_of(files)
    )


def _content(name: str, texts: Texts) -> tuple[StageFile, Source]:
    content, source = texts.shaped(f"{name}.toml", StageFile)
    if content.stage != name:
        sentence = f"stage moet '{name}' zijn, gelijk aan de bestandsnaam."
        raise source.fault(sentence, "stage")
    return content, source


def _rules(content: StageFile, source: Source) -> StageRules:
    return StageRules(
        name=content.stage,
        label=content.label,
        initial=content.initial,
        states=content.states,
        steps=_named("step", content.step, source),
        duties=_named("duty", content.duty, source),
        renamed=content.renamed,
        source=source,
    )


def _named(table: str, rows: Sequence[Named], source: Source) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for index, row in enumerate(rows):
        if row.name in found:
            line = line_of(source.text, row.name, table, index)
            raise DefinitionError(source.file, f"De naam '{row.name}' staat er twee keer.", line)
        found[row.name] = row
    return found


def _terms(content: StageFile, source: Source) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for name, row in content.terms.items():
        try:
            found |= read_terms({name: row}, source.file)
        except DefinitionError as fault:
            raise source.fault(fault.sentence, name, "terms", name) from fault
    return found
