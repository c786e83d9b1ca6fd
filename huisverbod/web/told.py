"""What was stated with a step, in words: label and lines, for the timeline."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from huisverbod.known import Known, Stated
from huisverbod.web.shapes import Shape, shapes
from huisverbod.wording import moment, plain_day

Told = list[tuple[str, Any]]
"""Pairs of a label and what was stated: a text, or a list of such lists for rows and groups."""

REFERRING = frozenset({"people", "household", "children"})
"""Fields that choose from the people of the case hold references, shown as names."""


def told(model: type[Stated], facts: Mapping[str, Any], known: Known) -> Told:
    """The facts of one event as label and text, in the order of the form; what was left empty is left out."""
    return list(_told(model, facts, known))


def _told(model: type[Stated], facts: Mapping[str, Any], known: Known) -> Iterator[tuple[str, Any]]:
    for name, shape in shapes(model).items():
        value = facts.get(name)
        if shape.kind == "hidden" or shape.untold:
            continue
        if value not in (None, "", []) and not _nested_answer(value):
            yield shape.label, _said(shape, value, known)


def _nested_answer(value: Any) -> bool:
    """Whether this is a filled-in part of the risk instrument, which has pages of its own."""
    return isinstance(value, dict) and "signals" in value


def _said(shape: Shape, value: Any, known: Known) -> Any:
    if shape.model:
        rows = value if isinstance(value, list) else [value]
        return [told(shape.model, row, known) for row in rows]
    if isinstance(value, list):
        apart = ", " if shape.options or shape.choices else " "
        return apart.join(_one(shape, str(item), known) for item in value)
    if isinstance(value, bool):
        return "Ja" if value else "Nee"
    return _one(shape, str(value), known)


def _one(shape: Shape, value: str, known: Known) -> str:
    if shape.choices in REFERRING:
        person = known.person(value)
        return person.full_name if person else value
    if shape.kind == "moment":
        return moment(datetime.fromisoformat(value))
    if shape.kind == "date":
        return plain_day(date.fromisoformat(value))
    return dict(shape.options).get(value, value)
