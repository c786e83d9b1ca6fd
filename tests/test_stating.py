"""What was filled in wrong, told in Dutch per field."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from huisverbod import stages, stating
from huisverbod.errors import BadFacts, Reason
from huisverbod.known import Moment, Note, Stated
from huisverbod.stages.request import Kind, Submit
from huisverbod.workflow.reading import ORDER
from tests.builders import facts_for


class Child(Stated):
    name: str
    born_on: date | None = None


class Sample(Stated):
    """One field of each sort that the forms use."""

    text: str = Field("x", max_length=5)
    yes: bool = True
    number: int = Field(1, ge=1, le=3)
    day: date = date(2026, 11, 24)
    moment: Moment = datetime(2026, 11, 24, tzinfo=UTC)
    choice: Literal["a", "b"] = "a"
    kind: Kind = Kind.KIND
    children: list[Child] = Field([], min_length=1, max_length=2)


def faults(form: type[BaseModel], facts: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(BadFacts) as refusal:
        stating.build(form, facts)
    assert all(isinstance(reason, Reason) for reason in refusal.value.reasons)
    return [(reason.code, reason.sentence) for reason in refusal.value.reasons]


DAY = "Vul een datum in, zoals 24-11-2026."
TIME = "Vul een datum en tijd in, zoals 24-11-2026 en 02.40."
CHOOSE = "Kies een van de mogelijkheden."
WHOLE = "Vul een heel getal in."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "langer dan vijf", "Dit is te lang. Gebruik hoogstens 5 tekens."),
        ("text", 5, "Vul hier tekst in."),
        ("text", None, "Vul hier tekst in."),
        ("yes", "misschien", "Kies ja of nee."),
        ("yes", None, "Kies ja of nee."),
        ("yes", "", "Kies ja of nee."),
        ("number", "drie", WHOLE),
        ("number", "", WHOLE),
        ("number", None, WHOLE),
        ("number", 1.5, WHOLE),
        ("number", "1.5", WHOLE),
        ("number", 0, "Dit moet 1 of meer zijn."),
        ("number", 4, "Dit mag hoogstens 3 zijn."),
        ("day", "24-13-2026", DAY),
        ("day", "", DAY),
        ("day", None, DAY),
        ("day", [], DAY),
        ("day", "2026-11-24T12:00", "Vul een datum in, zonder tijd, zoals 24-11-2026."),
        ("moment", "gisteren", TIME),
        ("moment", "", TIME),
        ("moment", None, TIME),
        ("moment", [], TIME),
        ("choice", "c", CHOOSE),
        ("choice", "", CHOOSE),
        ("kind", "buurman", CHOOSE),
        ("kind", None, CHOOSE),
        ("children", [], "Noem er minstens 1."),
        ("children", [{"name": "Pim"}] * 3, "Noem er hoogstens 2."),
        ("children", "Pim", "Noem er minstens één."),
        ("unknown", 1, "Dit veld is onbekend. Open de pagina opnieuw."),
    ],
)
def test_each_fault_has_its_sentence(field: str, value: object, sentence: str):
    assert faults(Sample, {"children": [{"name": "Pim"}], field: value}) == [(field, sentence)]


def test_a_field_within_a_row_has_a_path():
    found = faults(
        Sample, {"children": [{"name": "Pim"}, {"name": " ", "born_on": "gisteren", "age": 8}], "number": 9}
    )
    assert found == [
        ("number", "Dit mag hoogstens 3 zijn."),
        ("children.1.name", "Vul dit in."),
        ("children.1.born_on", DAY),
        ("children.1.age", "Dit veld is onbekend. Open de pagina opnieuw."),
    ]


def test_our_own_sentences_are_kept():
    facts = facts_for("request.submit")
    facts["dwelling"] = {**facts["dwelling"], "postcode": "12 AB"}
    assert faults(Submit, facts) == [("dwelling.postcode", "Vul een postcode in zoals 1234 AB.")]


def test_all_faults_are_told_at_once():
    needed = [name for name, field in Submit.model_fields.items() if field.is_required()]
    assert [code for code, _ in faults(Submit, {})] == needed
    assert len(needed) > 5


# Over every form that a step uses


def shapes(form: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield form
    for field in form.model_fields.values():
        for part in parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from shapes(part)


def parts(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (list, dict, UnionType):
        for inner in get_args(annotation):
            yield from parts(inner)
    else:
        yield annotation


FORMS = sorted(
    {form for stage in ORDER for form in stages.forms(stage).values()} - {Stated, Note}, key=str
)  # those without fields of their own included
SHAPES = dict.fromkeys(shape for form in FORMS for shape in shapes(form))
ODD = [
    None,
    "",
    " ",
    "x" * 9000,
    10**9,
    -1,
    1.5,
    [],
    {},
    [{}],
    [None],
    {"x": 1},
    "2026-11-24T12:00",
    "\ud800",
    "9" * 5000,
    1e400,
    True,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.__module__}.{shape.__name__}")
def test_no_field_of_any_form_answers_with_the_last_resort(shape: type[BaseModel]):
    for name in shape.model_fields:
        for value in ODD:
            said = sentences(shape, name, value)
            assert all(sentence and "{" not in sentence for sentence in said)
            assert stating.OTHER not in said, (name, value)


def sentences(shape: type[BaseModel], name: str, value: Any) -> list[str]:
    try:
        stating.build(shape, {name: value})
    except BadFacts as refusal:
        return [reason.sentence for reason in refusal.reasons if reason.code.split(".")[0] == name]
    return []


# What is kept of a text


def test_text_is_kept_plain():
    said = stating.build(Note, {"note": "  Cafe\u0301 \u202eomgekeerd\u200b\r\nregel\x00 twee\r  "})
    assert said.note == "Café omgekeerd\nregel twee"


@given(st.text(max_size=200))
def test_plain_text_hides_nothing_and_stays_as_it_is(text: str):
    note = stating.build(Note, {"note": text}).note
    assert stating.build(Note, {"note": note}).note == note
    assert "\u202e" not in note and "\x00" not in note and "\r" not in note


@pytest.mark.parametrize("blank", ["", "   ", "\u200b\u200b", "\x00", "\u202e"])
def test_a_required_text_says_something(blank: str):
    assert faults(Child, {"name": blank}) == [("name", "Vul dit in.")]


def test_a_moment_without_a_zone_is_dutch():
    assert stating.build(Sample, {"children": [{"name": "Pim"}], "moment": "2026-03-29T02:30"}).moment == (
        datetime(2026, 3, 29, 1, tzinfo=UTC)
    )
