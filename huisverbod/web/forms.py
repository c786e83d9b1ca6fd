"""The fields of a form: made from a facts class, with what was typed and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field as Asked

from huisverbod.errors import BadFacts, Reason
from huisverbod.known import Moment, Stated
from huisverbod.stating import SENTENCES, build
from huisverbod.web.shapes import Kind, Shape, shapes
from huisverbod.web.typed import Typed, facts_of, first, rows_of

MOST_RADIOS = 5
"""Above this number of options a list to choose from takes less room than radio buttons."""

EMPTY = {
    "yesno": "Kies ja of nee.",
    "choice": "Maak een keuze.",
    "many": "Kies er ten minste één.",
    "date": SENTENCES["date_type"],
    "moment": SENTENCES["datetime_type"],
    "number": SENTENCES["int_type"],
    "confirm": "Zet een vinkje als dit klopt.",
}
"""What to do about an empty field, where "fill this in" would be too little."""


@dataclass(frozen=True)
class Group:
    """Options that belong together, as pairs of value and label; without a label they stand on their own."""

    label: str
    options: tuple[tuple[str, str], ...]


Choices = Mapping[str, Sequence[Group]]
"""The options that a case gives, by the name under which a field asks for them."""


@dataclass(frozen=True)
class Row:
    """One row of a repeated group."""

    name: str
    number: int
    fields: tuple["Field", ...]


@dataclass(frozen=True)
class Field:
    """One field as shown. `kind` adds "select" and "radios" to the kinds of a shape."""

    name: str
    kind: str
    label: str
    hint: str
    optional: bool
    values: tuple[str, ...]
    error: str = ""
    groups: tuple[Group, ...] = ()
    most: int | None = None
    fields: tuple["Field", ...] = ()
    rows: tuple[Row, ...] = ()
    fewest: int = 0

    @property
    def id(self) -> str:
        """The id of the control in the page, to which an error links."""
        return field_id(self.name)

    @property
    def value(self) -> str:
        """The value as typed, of a field that has one."""
        return self.values[0] if self.values else ""

    @property
    def shown(self) -> str:
        """The value in words, for reading; empty when nothing was filled in."""
        words = {value: label for group in self.groups for value, label in group.options}
        words |= {"ja": "Ja", "nee": "Nee"} if self.kind == "yesno" else {}
        return ", ".join(words.get(value, value) for value in self.values if value)

    @property
    def full(self) -> bool:
        """Whether a list has as many rows as it may have."""
        return self.most is not None and len(self.rows) >= self.most


def field_id(name: str) -> str:
    """The id of the control of a field."""
    return name.replace(".", "-")


@dataclass(frozen=True)
class Wrong:
    """One line of the error summary: the words, the place in the page (or "") and the article."""

    text: str
    href: str = ""
    law: str = ""


class When(Stated):
    """When it happened, asked with every step."""

    occurred_at: Moment = Asked(
        title="Wanneer gebeurde dit?",
        description="Het echte moment telt, ook als u het later invult. Het is Nederlandse tijd.",
    )


def fields(
    model: type[Stated], typed: Typed, choices: Choices, faults: Sequence[Reason] = (), prefix: str = ""
) -> tuple[Field, ...]:
    """The fields of a facts class in order, as typed, each with its fault."""
    wrong = {fault.code: fault.sentence for fault in reversed(faults)}
    return tuple(_field(shape, prefix + name, typed, choices, wrong) for name, shape in shapes(model).items())


def _field(shape: Shape, name: str, typed: Typed, choices: Choices, wrong: Mapping[str, str]) -> Field:
    groups = _groups(shape, choices)
    return Field(
        name=name,
        kind=_control(shape.kind, groups),
        label=shape.label,
        hint=shape.hint,
        optional=not shape.required and shape.kind != "yesno",
        values=tuple(_values(shape, typed, name)),
        error=wrong.get(name, ""),
        groups=groups,
        most=shape.most,
        fields=_inner(shape, f"{name}.", typed, choices, wrong) if shape.kind == "group" else (),
        rows=tuple(_rows(shape, name, typed, choices, wrong)) if shape.kind == "rows" else (),
        fewest=shape.fewest,
    )


def _inner(
    shape: Shape, prefix: str, typed: Typed, choices: Choices, wrong: Mapping[str, str]
) -> tuple[Field, ...]:
    inside = shapes(shape.model) if shape.model else {}
    return tuple(_field(inner, prefix + name, typed, choices, wrong) for name, inner in inside.items())


def _rows(shape: Shape, name: str, typed: Typed, choices: Choices, wrong: Mapping[str, str]) -> Iterator[Row]:
    for number, row in enumerate(rows_of(typed, name), start=1):
        path = f"{name}.{row}"
        yield Row(path, number, _inner(shape, f"{path}.", typed, choices, wrong))


def _groups(shape: Shape, choices: Choices) -> tuple[Group, ...]:
    if shape.choices:
        return tuple(choices[shape.choices])
    return (Group("", shape.options),) if shape.options else ()


def _control(kind: Kind, groups: Sequence[Group]) -> str:
    if kind != "choice":
        return kind
    grouped = any(group.label for group in groups)
    return "select" if grouped or sum(len(group.options) for group in groups) > MOST_RADIOS else "radios"


def _values(shape: Shape, typed: Typed, name: str) -> list[str]:
    if shape.kind == "moment":
        return [first(typed, f"{name}.date"), first(typed, f"{name}.time")]
    return typed.get(name, [])


def every(found: Sequence[Field]) -> Iterator[Field]:
    """Every field with those inside it, in the order of the page."""
    for field in found:
        yield field
        yield from every(field.fields)
        for row in field.rows:
            yield from every(row.fields)


def faults_of(model: type[Stated], typed: Typed, choices: Choices, today: date) -> list[Reason]:
    """One reason per field that is empty or wrong; none when the facts class takes what was typed."""
    asked = {field.name: field for field in every(fields(model, typed, choices))}
    try:
        build(model, facts_of(model, typed, today))
        found: list[Reason] = []
    except BadFacts as fault:
        found = [_plainer(reason, asked) for reason in fault.reasons]
    refused = {reason.code for reason in found}
    strange = [name for name, field in asked.items() if _strange(field) and name not in refused]
    return found + [Reason(name, EMPTY["choice"]) for name in strange]


def _plainer(reason: Reason, asked: Mapping[str, Field]) -> Reason:
    field = asked.get(reason.code)
    if field is None or reason.sentence != SENTENCES["missing"]:
        return reason
    kind = "choice" if field.kind in ("radios", "select") else field.kind
    return Reason(reason.code, EMPTY.get(kind, reason.sentence))


def _strange(field: Field) -> bool:
    """Whether something was sent that the page did not offer."""
    if field.kind not in ("many", "radios", "select"):
        return False
    offered = {value for group in field.groups for value, _ in group.options}
    return any(value and value not in offered for value in field.values)


def summary(found: Sequence[Field], faults: Sequence[Reason]) -> list[Wrong]:
    """The error summary: the faults in the order of the page, then those that belong to no field."""
    asked = {field.name: field for field in every(found)}
    place = {name: number for number, name in enumerate(asked)}
    ordered = sorted(faults, key=lambda fault: place.get(fault.code, len(place)))
    return [_line(fault, asked.get(fault.code)) for fault in ordered]


def _line(fault: Reason, field: Field | None) -> Wrong:
    if field is None:
        return Wrong(fault.sentence, law=fault.law)
    row = next((int(part) + 1 for part in field.name.split(".") if part.isdigit()), None)
    label = f"{field.label} (nummer {row})" if row else field.label
    stop = " " if label.endswith(("?", ".", "!")) else ": "
    return Wrong(f"{label}{stop}{fault.sentence}", f"#{field.id}", fault.law)
