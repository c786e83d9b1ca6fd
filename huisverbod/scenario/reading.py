"""Reads a scenario file strictly: a fault is named with its file and line, before anything is played."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from huisverbod.errors import DefinitionError, Unknown
from huisverbod.region.lines import Fault, Loc, lines_by_path
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook

SENTENCES = {
    "missing": "De sleutel '{key}' ontbreekt. Vul hem in.",
    "string_type": "'{key}' is tekst. Zet de waarde tussen aanhalingstekens.",
    "string_too_short": "'{key}' is leeg. Vul iets in.",
    "too_short": "Er staat niets bij '{key}'. Vul er minstens één in.",
    "list_type": "'{key}' is een lijst: begin elk blok met [[{key}]], of zet de waarden tussen [ en ].",
    "dict_type": "'{key}' is een blok met eigen sleutels, dat begint met [{key}].",
    "model_type": "'{key}' is een blok met eigen sleutels.",
    "enum": "Onbekende rol '{value}'. Kies uit: {roles}.",
    "literal_error": "'{key}' kan niet '{value}' zijn. Kies uit: {expected}.",
    "datetime_type": "'{key}' is een datum met tijd, zoals 2026-03-28T22:15:00.",
    "datetime_parsing": "'{key}' is een datum met tijd, zoals 2026-03-28T22:15:00.",
    "datetime_from_date_parsing": "'{key}' is een datum met tijd, zoals 2026-03-28T22:15:00.",
}
OTHER = "'{key}' klopt niet. Kijk in docs/how-to/write-a-scenario.md hoe het hoort."
ROLES = ", ".join(role for role in Role if role != Role.CLOCK)


class Shape(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ActorText(Shape):
    """Someone who acts; a name that is left out is looked up in the registers of the region."""

    role: Role
    name: str = ""
    organisation: str = ""


class StepText(Shape):
    """One step: what, when it happened and was entered, by whom, with which facts, and what comes of it.

    `rest` gives every signal of the part that is not named this colour. `codes` are the rules, or the fields,
    on which a refusal must rest; none says nothing about them.
    """

    step: str
    at: datetime
    recorded_at: datetime | None = None
    actor: str
    facts: dict[str, Any] = Field(default_factory=dict)
    rest: Literal["rood", "blauw", "geel"] | None = None
    expect: Literal["accepted", "refused"] = "accepted"
    codes: list[str] = Field(default_factory=list)


class Scenario(Shape):
    """A scenario file. Moments are Dutch wall-clock moments unless they carry an offset.

    `procedure` is the proposal under which it plays; without one the law of now. `person` is who is stated
    with the request, in this order p1, p2 and so on. `states`, `terms` and
    `timings` are what must hold at `until`, or else at the last step.
    """

    title: str = Field(min_length=1)
    procedure: str = ""
    region: str
    municipality: str
    route: str
    until: datetime | None = None
    actors: dict[str, ActorText] = Field(default_factory=dict)
    person: list[dict[str, Any]] = Field(default_factory=list)
    step: list[StepText] = Field(min_length=1)
    states: dict[str, str] = Field(default_factory=dict)
    terms: dict[str, datetime | date | float | bool] = Field(default_factory=dict)
    timings: dict[str, list[float]] = Field(default_factory=dict)


SHAPES: tuple[type[Shape], ...] = (Scenario, StepText, ActorText)


def read(path: Path, rulebook: Rulebook) -> Scenario:
    """The scenario in a file, every name in it known to these rules.

    Raises:
        DefinitionError: the first fault, with file and line.

    """
    text = _text(path)
    try:
        scenario = Scenario.model_validate(_toml(path, text))
    except ValidationError as refused:
        error: Mapping[str, Any] = {**refused.errors()[0]}
        raise _at(path, text, tuple(error["loc"]), _sentence(error)) from refused
    if scenario.procedure not in ("", *rulebook.proposals):
        known = ", ".join(rulebook.proposals) or "er is geen voorstel"
        unknown = f"Het voorstel '{scenario.procedure}' bestaat niet. Kies uit: {known}."
        raise _at(path, text, ("procedure",), unknown)
    for loc, sentence in _strangers(scenario, rulebook.under(scenario.procedure)):
        raise _at(path, text, loc, sentence)
    return scenario


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DefinitionError(
            path.name, "Dit bestand is geen UTF-8. Sla het opnieuw op als UTF-8."
        ) from fault
    except OSError as fault:
        raise DefinitionError(path.name, "Dit bestand is niet te lezen. Bestaat het?") from fault


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        raise DefinitionError(
            path.name, f"Dit is geen geldige TOML: {fault}.", int(found[1]) if found else None
        ) from fault


def _at(path: Path, text: str, loc: Loc, sentence: str) -> DefinitionError:
    lines = lines_by_path(text)
    around = (loc[:length] for length in range(len(loc), 0, -1))
    return DefinitionError(path.name, sentence, next((lines[a] for a in around if a in lines), None))


def _sentence(error: Mapping[str, Any]) -> str:
    key = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
    if error["type"] == "extra_forbidden":
        known = sorted({name for shape in SHAPES for name in shape.model_fields})
        return f"Onbekende sleutel '{key}'. {_meant(key, known) or 'Haal hem weg.'}"
    expected = error.get("ctx", {}).get("expected", "").replace(" or ", ", ")
    words = {"key": key, "value": error["input"], "roles": ROLES, "expected": expected}
    return SENTENCES.get(error["type"], OTHER).format(**words)


def _meant(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Bedoelt u '{near[0]}'?" if near else ""


def _strangers(scenario: Scenario, rulebook: Rulebook) -> Iterator[Fault]:
    """Names that neither the region nor the procedure knows."""
    if scenario.region not in rulebook.regions:
        yield ("region",), f"Onbekende regio '{scenario.region}'. Kies uit: {', '.join(rulebook.regions)}."
        return
    try:
        rulebook.region(scenario.region).municipality(scenario.municipality)
    except Unknown as unknown:
        yield ("municipality",), unknown.sentence
    steps = sorted(f"{stage.name}.{step.name}" for stage, step in rulebook.current.procedure.steps())
    for number, text in enumerate(scenario.step):
        yield from ((("step", number, key), sentence) for key, sentence in _unknown_in(text, scenario, steps))
    for key, stated in enumerate(scenario.person):
        if stated.get("ref", f"p{key + 1}") != f"p{key + 1}":
            yield ("person", key, "ref"), f"Deze persoon is de {key + 1}e en heet dus p{key + 1}."
    yield from _strange_states(scenario, rulebook)


def _unknown_in(text: StepText, scenario: Scenario, steps: list[str]) -> Iterator[tuple[str, str]]:
    if text.step not in steps:
        more = _meant(text.step, steps) or "Alle stappen staan in docs/workflows.md."
        yield "step", f"Onbekende stap '{text.step}'. {more}"
    if text.actor == Role.CLOCK:
        yield "actor", "De klok speelt vanzelf mee: zet een later tijdstip bij 'until' of een volgende stap."
    elif text.actor not in scenario.actors and text.actor not in set(Role):
        yield "actor", f"Onbekende rol of naam '{text.actor}'. Kies uit {ROLES}, of zet de naam bij [actors]."
    answer = text.facts.get("answer")
    if text.rest and not (isinstance(answer, dict) and "part" in answer):
        yield "rest", "'rest' kan alleen bij een stap met een deel: [step.facts.answer] met part = ..."


def _strange_states(scenario: Scenario, rulebook: Rulebook) -> Iterator[Fault]:
    stages = rulebook.current.procedure.stages
    for stage, state in scenario.states.items():
        if stage not in stages:
            yield ("states", stage), f"Onbekende fase '{stage}'. Kies uit: {', '.join(stages)}."
        elif state not in stages[stage].states:
            known = ", ".join(stages[stage].states)
            yield ("states", stage), f"Onbekende toestand '{state}' van '{stage}'. Kies uit: {known}."
