"""What someone types becomes facts, or stays as typed with a sentence beside it."""

from datetime import date, time

import pytest

from huisverbod import stages
from huisverbod.instrument import PartAnswer
from huisverbod.known import Stated
from huisverbod.stages import care, execution, imposition, request
from huisverbod.stating import build
from huisverbod.web.choices import PAPERS
from huisverbod.web.forms import Group, When, every, faults_of, fields, summary
from huisverbod.web.shapes import shapes, words
from huisverbod.web.typed import (
    Typed,
    add_row,
    date_of,
    facts_of,
    posted,
    remove_row,
    rows_of,
    tidy,
    time_of,
    typed_of,
)
from huisverbod.workflow.reading import ORDER

TODAY = date(2026, 11, 25)
MOTHER = Group("", (("p2", "Anna Voorbeeld"),))
CHOSEN = (
    "people household children municipalities items annex deciders flags grounds measures court_cases"
    " violations tellers"
)
CHOICES = {name: [MOTHER] for name in CHOSEN.split()} | {
    "papers": [Group("", tuple((paper, paper) for paper in PAPERS))]
}
FORMS = {
    f"{stage}.{name}": form
    for stage in ORDER
    for name, form in stages.forms(stage).items()
    if not any(info.annotation is PartAnswer for info in form.model_fields.values())
}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-11-2026", date(2026, 11, 24)),
        ("24/11/2026", date(2026, 11, 24)),
        ("24.11.2026", date(2026, 11, 24)),
        ("24 11 2026", date(2026, 11, 24)),
        (" 4-1-2026 ", date(2026, 1, 4)),
        ("24 nov 2026", date(2026, 11, 24)),
        ("24 nov. 2026", date(2026, 11, 24)),
        ("24 November 2026", date(2026, 11, 24)),
        ("1 maart 2026", date(2026, 3, 1)),
        ("1 mrt 2026", date(2026, 3, 1)),
        ("24/11/26", date(2026, 11, 24)),
        ("24-11-85", date(1985, 11, 24)),
        ("1-1-27", date(2027, 1, 1)),
        ("1-1-28", date(1928, 1, 1)),
        ("2026-11-24", date(2026, 11, 24)),
        ("24112026", date(2026, 11, 24)),
        ("29-02-2028", date(2028, 2, 29)),
        ("29-02-2026", None),
        ("31-11-2026", None),
        ("24-13-2026", None),
        ("24 foo 2026", None),
        ("24-11", None),
        ("86400", None),
        ("gisteren", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None):
    assert date_of(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2.40", time(2, 40)),
        ("02:40", time(2, 40)),
        ("0240", time(2, 40)),
        ("240", time(2, 40)),
        ("02.40 uur", time(2, 40)),
        ("2u40", time(2, 40)),
        ("23h15", time(23, 15)),
        ("2 uur", time(2, 0)),
        ("14", time(14, 0)),
        ("00:00", time(0, 0)),
        ("24.00", None),
        ("12.60", None),
        ("kwart voor drie", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, at: time | None):
    assert time_of(text) == at


@pytest.mark.parametrize("name", FORMS)
def test_every_facts_class_can_be_asked(name: str):
    form = FORMS[name]
    found = list(every(fields(form, typed_of(form, {}), CHOICES)))
    assert {field.name for field in found} >= set(form.model_fields)
    for field in found:
        assert field.kind == "hidden" or field.label[:1].isupper(), field.name
        assert field.kind not in ("radios", "select") or field.groups[0].options


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_names_every_required_field(name: str):
    form = FORMS[name]
    typed = tidy(form, typed_of(form, {}))
    faults = faults_of(form, typed, CHOICES, TODAY)
    required = {
        field.name
        for field in every(fields(form, typed, CHOICES))
        if not field.optional and not field.fields and not field.rows and not field.value
    }
    assert {fault.code for fault in faults} == required
    assert all(fault.sentence != "Dit klopt niet. Verbeter het." for fault in faults)


def _propose() -> dict[str, object]:
    return {
        "facts": [{"on": date(2026, 11, 24), "text": "Hij sloeg haar.", "source": "Mutatie 1"}],
        "danger": "Het gevaar is er nog.",
        "why_this_person": "Hij sloeg.",
        "why_not_lighter": "Een afspraak is al geschonden.",
        "interests": "Hij kan bij zijn broer slapen.",
        "child_abuse": False,
        "contact_ban": ["p2"],
        "start_planned": "2026-11-25T04:00:00+01:00",
    }


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        (imposition.Propose, _propose()),
        (care.Offer, {"person": "p2", "what": "Gesprekken"}),
        (execution.RecordAttempt, {"place": "Kerkweg 3", "found": "Niemand thuis"}),
    ],
)
def test_facts_come_back_as_they_were(form: type[Stated], facts: dict[str, object]):
    stated = build(form, facts)
    typed = typed_of(form, stated.model_dump(mode="json"))
    assert build(form, facts_of(form, typed, TODAY)) == stated
    assert faults_of(form, typed, CHOICES, TODAY) == []


def test_what_cannot_be_read_stays_in_the_field_with_a_sentence():
    typed = typed_of(imposition.Propose, _propose())
    typed |= {
        "facts.0.on": ["vorige week"],
        "start_planned.date": ["25-11-2026"],
        "start_planned.time": ["half drie"],
    }
    faults = faults_of(imposition.Propose, typed, CHOICES, TODAY)
    assert {fault.code: fault.sentence for fault in faults} == {
        "facts.0.on": "Vul een datum in, zoals 24-11-2026.",
        "start_planned": "Vul een datum en tijd in, zoals 24-11-2026 en 02.40.",
    }
    shown = {field.name: field for field in every(fields(imposition.Propose, typed, CHOICES, faults))}
    assert shown["facts.0.on"].value == "vorige week"
    assert shown["start_planned"].values == ("25-11-2026", "half drie")
    assert shown["facts.0.on"].error == "Vul een datum in, zoals 24-11-2026."


def test_a_number_is_not_taken_for_a_day():
    typed = typed_of(imposition.Propose, _propose()) | {"facts.0.on": ["86400"]}
    assert [fault.code for fault in faults_of(imposition.Propose, typed, CHOICES, TODAY)] == ["facts.0.on"]


def test_a_postcode_is_read_without_its_space():
    facts = {
        "street": "Kerkweg",
        "number": "3",
        "postcode": "1234ab",
        "place": "Duinrade",
        "kind_of_stay": "woont er",
    }
    typed = typed_of(request.Dwelling, facts)
    assert build(request.Dwelling, facts_of(request.Dwelling, typed, TODAY)).postcode == "1234 AB"


def test_the_moment_is_dutch_time():
    typed: Typed = {"occurred_at.date": ["24-7-2026"], "occurred_at.time": ["2.40"]}
    at = facts_of(When, typed, TODAY)["occurred_at"]
    assert at.isoformat() == "2026-07-24T02:40:00+02:00"


def test_what_was_not_offered_is_refused():
    typed = typed_of(care.Offer, {"person": "p9", "what": "Gesprekken"})
    assert [(fault.code, fault.sentence) for fault in faults_of(care.Offer, typed, CHOICES, TODAY)] == [
        ("person", "Maak een keuze.")
    ]


def test_no_paper_ticked_is_no_paper_and_not_the_usual_ones():
    typed = typed_of(execution.Serve, {}) | {"papers": []}
    assert facts_of(execution.Serve, typed, TODAY)["papers"] == []


def test_rows_are_added_and_taken_away():
    typed = typed_of(request.Submit, {"people": [{"given_names": "Anna"}, {"given_names": "Bram"}]})
    more = add_row(request.Submit, typed, "people")
    assert rows_of(more, "people") == [0, 1, 2]
    more["people.2.given_names"] = ["Carla"]
    fewer = remove_row(more, "people.0")
    assert [fewer[f"people.{row}.given_names"] for row in rows_of(fewer, "people")] == [["Bram"], ["Carla"]]
    assert add_row(request.Submit, typed, "danger") == typed
    assert remove_row(typed, "danger") == typed


def test_a_full_list_takes_no_more_rows():
    typed = typed_of(request.Submit, {"people": [{}] * 15})
    assert add_row(request.Submit, typed, "people") == typed


def test_empty_rows_are_passed_over_down_to_the_fewest():
    typed = typed_of(request.Submit, {"people": [{"given_names": "Anna"}, {}, {"given_names": "Carla"}, {}]})
    tidied = tidy(request.Submit, typed)
    assert [tidied[f"people.{row}.given_names"] for row in rows_of(tidied, "people")] == [["Anna"], ["Carla"]]
    assert rows_of(tidy(request.Submit, typed_of(request.Submit, {})), "people") == [0, 1]


def test_rows_are_counted_from_nought_whatever_was_sent():
    typed: Typed = {"people.7.given_names": ["Anna"], "people.9.given_names": ["Bram"]}
    assert rows_of(tidy(request.Submit, typed), "people") == [0, 1]


def test_the_summary_follows_the_page_and_names_the_row():
    typed = tidy(request.AddPeople, typed_of(request.AddPeople, {"people": [{"kind": "kind"}]}))
    faults = faults_of(request.AddPeople, typed, CHOICES, TODAY)
    lines = summary(fields(request.AddPeople, typed, CHOICES, faults), faults)
    assert [(line.text, line.href) for line in lines] == [
        ("Voornamen (nummer 1): Vul dit in.", "#people-0-given_names"),
        ("Achternaam (nummer 1): Vul dit in.", "#people-0-family_name"),
        (
            "Woont of verblijft deze persoon op het adres? (nummer 1): Kies ja of nee.",
            "#people-0-lives_there",
        ),
        ("Waarom wijzigt u dit? Vul dit in.", "#reason"),
    ]


def test_names_from_the_code_become_words():
    assert words("niet_vastgesteld") == "Niet vastgesteld"
    kinds = dict(shapes(request.Indication)["source_kind"].options)
    assert kinds["verklaring_slachtoffer"] == "Verklaring van het slachtoffer"


def test_files_are_passed_over():
    assert posted([("a", "1"), ("a", "2"), ("b", object())]) == {"a": ["1", "2"]}
