"""Reads workflows/invariants.toml strictly: every name in it exists, and a fault is named with its line."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.proof.language import (
    UNOPENED,
    Chosen,
    Ends,
    Invariant,
    Invariants,
    Needs,
    Never,
    PowerOf,
    TermIs,
    choices,
)
from huisverbod.workflow import Procedure
from huisverbod.workflow.lines import Source, line_of, rows_of
from huisverbod.workflow.proposing import changed
from huisverbod.workflow.reading import CLAIMS


def load(folder: Path, procedure: Procedure) -> Invariants:
    """The invariants that stand beside a procedure; those of a proposal state only what differs.

    Raises:
        DefinitionError: the file is missing, or the first fault in it with its line.

    """
    path = folder / CLAIMS
    if not path.is_file():
        raise DefinitionError(CLAIMS, "Dit bestand ontbreekt: schrijf op wat in elke zaak moet gelden.")
    below = folder.parent / CLAIMS if procedure.about.based_on else None
    return parse(
        path.read_text(encoding="utf-8"), procedure, below.read_text(encoding="utf-8") if below else ""
    )


def parse(text: str, procedure: Procedure, based_on: str = "") -> Invariants:
    """The invariants in this text; of a proposal what it changes in those of the procedure it is based on."""
    try:
        raw = tomllib.loads(text)
        if based_on:
            raw = changed(tomllib.loads(based_on), raw, Source(CLAIMS, text, rows_of(raw)))
        invariants = Invariants.model_validate(raw)
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(CLAIMS, f"Geen geldige TOML: {fault}") from fault
    except ValidationError as fault:
        raise _shape(fault, text) from fault
    for word, sentence in faults(invariants, procedure):
        raise DefinitionError(CLAIMS, sentence, line_of(text, word))
    return invariants


def _shape(fault: ValidationError, text: str) -> DefinitionError:
    """What is wrong with the shape of the file, on the line of the invariant or key."""
    error = fault.errors()[0]
    loc = error["loc"]
    where = ".".join(str(part) for part in loc)
    index = loc[1] if loc[0] == "invariant" and len(loc) > 1 and isinstance(loc[1], int) else 0
    words = (str(loc[-1]), "name", "kind", "says")
    lines = (line_of(text, word, str(loc[0]), index) for word in words)
    line = next((found for found in lines if found), None)
    return DefinitionError(CLAIMS, f"'{where}' klopt niet: {error['msg']}.", line)


def faults(invariants: Invariants, procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Every name in the invariants that nothing answers to, and what else is not sound; with a sentence."""
    known = _known(procedure, invariants)
    for kind, name in (*_used(invariants), *(used for rule in invariants.invariant for used in _by(rule))):
        if name not in known[kind]:
            yield name.rpartition(":")[2], f"Onbekende {kind} '{name}'."
    names = [rule.name for rule in invariants.invariant]
    yield from ((name, f"De naam '{name}' staat er twee keer.") for name in names if names.count(name) > 1)
    for rule in invariants.invariant:
        if isinstance(rule, Chosen) and not rule.signing and not any(_chosen(rule)):
            yield rule.name, f"'{rule.name}' zegt niet over welke stappen het gaat."
        if isinstance(rule, Needs) and not rule.asks:
            yield rule.name, f"'{rule.name}' vraagt niets."


def _known(procedure: Procedure, invariants: Invariants) -> dict[str, set[str]]:
    """The names that exist, by what they are called in a sentence; a state is written "stage:state"."""
    steps = list(procedure.steps())
    guards = {f"{stage.name}.{guard}" for stage, step in steps for guard in (*step.guards, *step.checks)}
    return {
        "stap": {f"{stage.name}.{step.name}" for stage, step in steps},
        "voorwaarde": guards | {guard.partition(".")[2] for guard in guards},
        "toestand": {
            f"{stage.name}:{state}"
            for stage in procedure.stages.values()
            for state in (*stage.states, UNOPENED)
        },
        "fase": set(procedure.stages),
        "document": {step.document for _, step in steps if step.document},
        "termijn": set(procedure.terms),
        "bevoegdheid": set(procedure.powers.power),
        "verzameling": set(invariants.sets),
    }


def _used(invariants: Invariants) -> Iterator[tuple[str, str]]:
    """The names used outside the invariants themselves, each with its kind."""
    moments = (*invariants.moments.decided, *invariants.moments.begins)
    for name in (*moments, *(name for due in invariants.due.values() for name in due.later_after)):
        yield "stap", name
    for guard in (*invariants.means, *invariants.content_only):
        yield "voorwaarde", guard
    for meaning in invariants.means.values():
        yield from (("stap", name) for name in meaning.after)
        yield from _states(meaning.states)
    for named in invariants.sets.values():
        yield from _states(named.states)


def _by(rule: Invariant) -> Iterator[tuple[str, str]]:
    """The names used by one invariant, each with its kind."""
    if isinstance(rule, Chosen):
        yield from _chosen(rule)
    if isinstance(rule, Never | Ends):
        yield "verzameling", rule.set
    if isinstance(rule, TermIs):
        yield "termijn", rule.term
    if isinstance(rule, PowerOf):
        yield "bevoegdheid", rule.power
    if isinstance(rule, Needs):
        yield from (("stap", name) for names in choices(rule.earlier) for name in names)
        yield from (("voorwaarde", name) for names in choices((*rule.guards, *rule.passed)) for name in names)
        yield from _states(rule.states)


def _chosen(rule: Chosen) -> Iterator[tuple[str, str]]:
    yield from (("stap", name) for name in rule.steps)
    named = {"verzameling": rule.entering, "document": rule.drafting, "fase": rule.opening}
    yield from ((kind, name) for kind, name in named.items() if name)


def _states(states: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    yield from (("toestand", f"{stage}:{name}") for stage, names in states.items() for name in names)
