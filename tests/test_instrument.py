"""The risk instrument: the statute's words, the loader's faults, and what answers amount to."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from huisverbod import instrument
from huisverbod.errors import DefinitionError, Reason, Unknown
from huisverbod.instrument import ItemAnswer, PartAnswer, SignalAnswer

PATH = Path(__file__).parent.parent / "workflows" / "instruments" / "rihg.toml"
TEXT = PATH.read_text(encoding="utf-8")
RIHG = instrument.load(PATH)
TODAY = date(2027, 3, 9)
LABELS_SHA256 = "6c08734ac1d47ca10135e9e836c14560b15b432f522bd50b3f6175fe9531e42b"
ITEMS = {
    "1a": 4, "1b": 5, "1c": 6,
    "2a": 4, "2b": 4, "2c": 4, "2d": 3, "2e": 4, "2f": 2, "2g": 4, "2h": 4, "2i": 5, "2j": 1, "2k": 3,
    "3a": 4, "3b": 3, "3c": 7, "3d": 3, "3e": 3, "3f": 6,
}  # fmt: skip


def yes(kind: str | None = "eigen_waarneming", **changes: object) -> ItemAnswer:
    evidence = {"fact": "Blauwe plek op de arm", "on": TODAY, "source": "Mutatie 000-1", "source_kind": kind}
    return ItemAnswer.model_validate({"value": "ja", **evidence, **changes})


def one(code: str, **items: ItemAnswer) -> PartAnswer:
    """One signal of part 2 with these items; `i4` stands for item 4."""
    named = {f"{code}.{name[1:]}": item for name, item in items.items()}
    return PartAnswer(part="2", signals={code: SignalAnswer(items=named)})


def rated(colours: dict[str, str | None]) -> dict[str, PartAnswer]:
    """All four parts as filled in, with these colours by signal code."""
    return {
        key: PartAnswer.model_validate(
            {
                "part": key,
                "signals": {
                    code: {"colour": colours[code]}
                    for code in instrument.signals_of(key, RIHG)
                    if code in colours
                },
            }
        )
        for key in instrument.part_keys(RIHG)
    }


def reds(*codes: str) -> dict[str, PartAnswer]:
    return rated({code: "rood" if code in codes else "geel" for code in ITEMS})


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


# The file


def test_the_closed_list_is_whole():
    assert {signal.code: len(signal.items) for signal in RIHG.signals} == ITEMS
    assert len(RIHG.signals) == 20
    assert [sum(len(signal.items) for signal in part.signals) for part in RIHG.parts] == [15, 38, 26]
    assert [part.title for part in RIHG.parts] == [
        "persoon",
        "verloop van het incident",
        "leefomstandigheden",
    ]


@pytest.mark.parametrize("signal", RIHG.signals, ids=lambda signal: signal.code)
def test_items_are_numbered_from_one(signal):
    numbers = range(1, ITEMS[signal.code] + 1)
    assert [item.code for item in signal.items] == [f"{signal.code}.{number}" for number in numbers]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("1a.3", "registraties (HKS) en mutaties wapengerelateerd"),
        ("1b.5", "dreigementen om zichzelf wat aan te doen of zichzelf daadwerkelijk te verwonden"),
        ("2b.3", "slachtoffer onder druk zetten door vernielen (dierbare) eigendommen van het slachtoffer"),
        ("2c.4", "verwurging"),
        ("2d.3", "(vermoeden van) kindermisbruik"),
        ("2g.4", "gebruik van «toevallige» wapens (servies, asbak, keukenmes e.d.)"),
        ("2j.1", "slachtoffer vreest toekomstig geweld"),
        ("3e.1", "betrokkene controleert financiën, paspoort e.d."),
    ],
)
def test_an_item_has_the_words_of_the_statute(code, label):
    assert RIHG.item(code).label == label


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("1a", "Antecedenten en incidenten (op basis van politieregistratie)"),
        ("1c", "Riskante gewoonten (alcohol- of drugsgebruik)"),
        ("2h", "Gevaarsniveau wapengebruik"),
        ("3d", "Sociaal isolement door beperkte vrienden- of kennissenkring"),
    ],
)
def test_a_signal_has_the_words_of_the_statute(code, label):
    assert RIHG.signal(code).label == label


def test_no_word_of_the_statute_changes_unnoticed():
    rows = [(row.code, row.label) for signal in RIHG.signals for row in (signal, *signal.items)]
    assert hashlib.sha256(repr(rows).encode()).hexdigest() == LABELS_SHA256


def test_the_file_says_where_it_comes_from():
    assert RIHG.licence == "wettekst: artikel 11 Auteurswet"
    assert "BWBR0024658" in RIHG.provenance
    assert RIHG.red_signals == 2
    assert RIHG.rule.source
    assert dict(RIHG.colours) == {"rood": "hoog", "blauw": "middelmatig", "geel": "laag"}
    assert RIHG.values == ("ja", "nee", "onbekend")


def test_look_ups_refuse_what_is_not_there():
    assert RIHG.part("2").signals[0] == RIHG.signal("2a")
    for look_up, code in ((RIHG.part, "4"), (RIHG.signal, "3g"), (RIHG.item, "2j.2")):
        with pytest.raises(Unknown, match=re.escape(code)):
            look_up(code)


def test_an_instrument_never_changes():
    with pytest.raises(ValidationError):
        RIHG.signal("1a").label = "anders"


def test_only_police_data_stand_apart():
    assert [signal.code for signal in RIHG.signals if signal.police_only] == ["1a"]
    assert instrument.part_keys(RIHG) == ("1a", "1", "2", "3")
    assert instrument.signals_of("1a", RIHG) == ("1a",)
    assert instrument.signals_of("1", RIHG) == ("1b", "1c")
    assert instrument.signals_of("2", RIHG) == tuple(f"2{letter}" for letter in "abcdefghijk")
    assert instrument.signals_of("3", RIHG) == tuple(f"3{letter}" for letter in "abcdef")
    with pytest.raises(Unknown):
        instrument.signals_of("1b", RIHG)


# The loader

SMALL = """\
key = "klein"
title = "Klein"
version = "1"
authority = "hulpofficier van justitie"
licence = "eigen werk"
provenance = "verzonnen"
values = ["ja", "nee", "onbekend"]
colour_derivation = "none"
[colours]
rood = "hoog"
blauw = "middelmatig"
geel = "laag"
[rule]
red_signals = 2
sentence = "Twee rode."
source = "verzonnen"
[[part]]
id = "1"
title = "een"
law = "house"
[[part.signal]]
code = "1a"
label = "A"
items = [
  { code = "1a.1", label = "x" },
  { code = "1a.2", label = "y" },
]
[[part]]
id = "2"
title = "twee"
law = "house"
[[part.signal]]
code = "2a"
label = "B"
items = [
  { code = "2a.1", label = "z" },
]
"""


def fault(old: str, new: str) -> DefinitionError:
    assert SMALL.count(old) == 1
    with pytest.raises(DefinitionError) as caught:
        instrument.parse(SMALL.replace(old, new), "klein.toml")
    assert caught.value.file == "klein.toml"
    return caught.value


def test_a_sound_file_is_read():
    assert [signal.code for signal in instrument.parse(SMALL, "klein.toml").signals] == ["1a", "2a"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('key = "klein"', 'key = "klein"\nweging = 3', 2, "Onbekende sleutel 'weging'"),
        ("red_signals = 2", "red_signals = 2\nfewest = 1", 15, "Onbekende sleutel 'fewest'"),
        ('title = "twee"', 'title = "twee"\nweight = 2', 31, "Onbekende sleutel 'weight'"),
        ('label = "B"', 'label = "B"\nscore = 1', 35, "Onbekende sleutel 'score'"),
        ('label = "y" }', 'label = "y", points = 3 }', 26, "Onbekende sleutel 'points'"),
        ('licence = "eigen werk"\n', "", 1, "De sleutel 'licence' ontbreekt"),
        ('licence = "eigen werk"', 'licence = " "', 5, "De sleutel 'licence' is leeg"),
        ('title = "Klein"\n', "", 1, "De sleutel 'title' ontbreekt"),
        ('source = "verzonnen"\n', "", 13, "De sleutel 'source' ontbreekt"),
        ('label = "B"\n', "", 32, "De sleutel 'label' ontbreekt"),
        ('"1a.2", label = "y"', '"1a.2"', 26, "De sleutel 'label' ontbreekt"),
        ('id = "2"', 'id = "1"', 29, "De code '1' staat er twee keer"),
        ('"1a.2"', '"1a.1"', 26, "De code '1a.1' staat er twee keer"),
        ('label = "B"', 'label = "B"\nitems = 3\n[[part.signal]]\ncode = "2a"\nlabel = "C"', 35, "'items'"),
        ('code = "2a"', 'code = "1b"', 33, "De code '1b' hoort met '2' te beginnen"),
        ('"1a.2"', '"1b.1"', 26, "De code '1b.1' hoort met '1a.' te beginnen"),
        ('"1a.2"', '"1a2"', 26, "'1a2' is geen code"),
        ('code = "2a"', 'code = "twee"', 33, "'twee' is geen code"),
        ('{ code = "2a.1", label = "z" },', "", 35, "Bij 'items' staat niets"),
        ('colour_derivation = "none"', 'colour_derivation = "sum"', 8, "een kleur wordt nooit berekend"),
        ('"nee", "onbekend"', '"nee"', 7, "Bij 'values' horen precies"),
        ('geel = "laag"', 'groen = "laag"', 9, "Bij 'colours' horen precies"),
        ("red_signals = 2", "red_signals = 0", 14, "groter zijn dan nul"),
        ("red_signals = 2", 'red_signals = "2"', 14, "De waarde bij 'red_signals'"),
        ('title = "een"', "title = ", 19, "Geen geldige TOML"),
        ('label = "z" },\n]', 'label = "z" },', 36, "Geen geldige TOML"),
    ],
)
def test_a_fault_names_its_line(old, new, line, said):
    found = fault(old, new)
    assert said in found.sentence
    assert found.line == line


def test_a_signal_that_stands_twice_is_refused():
    again = '[[part.signal]]\ncode = "2a"\nlabel = "C"\nitems = [{ code = "2b.1", label = "w" }]\n'
    with pytest.raises(DefinitionError, match=r"klein.toml:39: De code '2a' staat er twee keer"):
        instrument.parse(SMALL + again, "klein.toml")


def test_load_names_the_file(tmp_path):
    (tmp_path / "leeg.toml").write_text("", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"leeg.toml:1: "):
        instrument.load(tmp_path / "leeg.toml")


# Answers


def test_a_yes_with_its_evidence_has_no_fault():
    assert instrument.faults(one("2c", i1=yes(), i4=yes(on=date(2024, 2, 29))), RIHG, TODAY) == []


@pytest.mark.parametrize("value", ["nee", "onbekend"])
def test_no_and_unknown_need_no_evidence(value):
    assert instrument.faults(one("2c", i4=ItemAnswer(value=value)), RIHG, TODAY) == []


@pytest.mark.parametrize(
    ("field", "empty", "asked"),
    [("fact", "  ", "Beschrijf het feit"), ("on", None, "Vul de datum in"), ("source", "", "Noem de bron")],
)
def test_a_yes_without_evidence_is_a_fault(field, empty, asked):
    (found,) = instrument.faults(one("2c", i4=yes(**{field: empty})), RIHG, TODAY)
    assert found.code == f"2c.4.{field}"
    assert found.sentence == f"Onderdeel 2c.4 (verwurging) staat op ja. {asked}."
    assert found.law == "Besluit 2(1)"


def test_a_bare_yes_has_three_faults():
    found = instrument.faults(one("2c", i4=ItemAnswer(value="ja")), RIHG, TODAY)
    assert codes(found) == ["2c.4.fact", "2c.4.on", "2c.4.source"]


def test_a_date_lies_not_in_the_future():
    tomorrow = one("2c", i4=yes(on=date(2027, 3, 10)))
    (found,) = instrument.faults(tomorrow, RIHG, TODAY)
    assert found.code == "2c.4.on"
    assert "toekomst" in found.sentence
    assert instrument.faults(tomorrow, RIHG, date(2027, 3, 10)) == []


@pytest.mark.parametrize(
    ("part", "signal", "item", "code"),
    [
        ("4", "2c", "2c.1", "part"),
        ("1b", "1b", "1b.1", "part"),
        ("2", "2z", "2z.1", "2z"),
        ("2", "3a", "3a.1", "3a"),
        ("1", "1a", "1a.1", "1a"),
        ("1a", "1b", "1b.1", "1b"),
        ("2", "2c", "2c.5", "2c.5"),
        ("2", "2c", "2d.1", "2d.1"),
    ],
)
def test_what_is_not_on_the_list_is_a_fault(part, signal, item, code):
    answer = PartAnswer(part=part, signals={signal: SignalAnswer(items={item: yes()})})
    (found,) = instrument.faults(answer, RIHG, TODAY)
    assert (found.code, found.law) == (code, "Besluit 2(1)")


@pytest.mark.parametrize(
    "change",
    [
        {"value": "misschien"},
        {"fact": "x" * 2001},
        {"source": "x" * 301},
        {"source_kind": "roddel"},
        {"weight": 2},
    ],
)
def test_the_form_of_an_answer_is_strict(change):
    with pytest.raises(ValidationError):
        yes(**change)


def test_a_colour_is_one_of_three():
    with pytest.raises(ValidationError):
        SignalAnswer.model_validate({"colour": "oranje"})


def test_every_kind_of_source_has_a_dutch_name():
    assert all(ItemAnswer(value="nee", source_kind=kind) for kind in instrument.SOURCE_KINDS)
    assert len(instrument.SOURCE_KINDS) == 7


def test_nothing_is_missing_when_each_signal_is_rated_or_explained():
    answers = reds()
    assert instrument.missing(answers, RIHG) == []
    answers["1a"] = PartAnswer(part="1a", signals={"1a": SignalAnswer(not_rated_reason="Nog niet geleverd")})
    assert instrument.missing(answers, RIHG) == []


def test_a_signal_without_colour_or_reason_is_missing():
    answers = rated({code: "geel" for code in ITEMS if code not in ("1a", "2c")})
    answers["1a"] = PartAnswer(part="1a", signals={"1a": SignalAnswer(not_rated_reason=" ")})
    found = instrument.missing(answers, RIHG)
    assert codes(found) == ["1a", "2c"]
    assert "2c (Lichamelijk geweld)" in found[1].sentence


def test_before_anything_is_filled_in_all_signals_are_missing():
    assert codes(instrument.missing({}, RIHG)) == list(ITEMS)


def test_answering_every_item_with_yes_gives_no_colour():
    items = {item.code: yes() for item in RIHG.signal("2c").items}
    answers = {"2": PartAnswer(part="2", signals={"2c": SignalAnswer(items=items)})}
    assert "2c" in codes(instrument.missing(answers, RIHG))
    assert not instrument.rule_met(answers, RIHG)


# The rule


def test_two_red_signals_in_one_part_meet_the_rule():
    person, incident, living = instrument.rule(reds("2a", "2c"), RIHG)
    assert (incident.part, incident.title) == ("2", "verloop van het incident")
    assert (incident.reds, incident.met) == (("2a", "2c"), True)
    assert incident.sentence == (
        "Deel 2 (verloop van het incident), 2 rode signalen: 2a (Bedreiging), 2c (Lichamelijk geweld). "
        "In principe volgt een huisverbod."
    )
    assert not person.met
    assert not living.met
    assert instrument.rule_met(reds("2a", "2c"), RIHG)


def test_two_red_signals_over_two_parts_do_not_meet_the_rule():
    outcome = instrument.rule(reds("1b", "2a"), RIHG)
    assert [part.met for part in outcome] == [False, False, False]
    assert outcome[0].sentence == (
        "Deel 1 (persoon), 1 rood signaal: 1b (Mate van aanspreekbaarheid). "
        "Voor de regel zijn er 2 nodig in één deel."
    )
    assert outcome[2].sentence == (
        "Deel 3 (leefomstandigheden), geen rode signalen. Voor de regel zijn er 2 nodig in één deel."
    )
    assert not instrument.rule_met(reds("1b", "2a"), RIHG)


def test_police_data_and_the_rest_of_part_one_add_up():
    answers = reds("1a", "1c")
    assert instrument.rule(answers, RIHG)[0].reds == ("1a", "1c")
    assert instrument.rule_met(answers, RIHG)
    assert not instrument.rule_met({"1": answers["1"]}, RIHG)


def test_a_signal_counts_only_in_the_part_under_which_it_is_filled_in():
    astray = PartAnswer(part="1", signals={code: SignalAnswer(colour="rood") for code in ("1a", "2a", "1b")})
    assert instrument.rule({"1": astray}, RIHG)[0].reds == ("1b",)


def test_isolation_alone_can_meet_the_rule():
    assert [part.met for part in instrument.rule(reds("3d", "3e"), RIHG)] == [False, False, True]


def test_the_number_of_red_signals_stands_in_the_file():
    three = instrument.parse(TEXT.replace("red_signals = 2", "red_signals = 3"), "rihg.toml")
    assert not instrument.rule_met(reds("2a", "2c"), three)
    assert instrument.rule_met(reds("2a", "2c", "2k"), three)


COLOURS = st.fixed_dictionaries({code: st.sampled_from([None, "rood", "blauw", "geel"]) for code in ITEMS})


@given(COLOURS)
def test_the_rule_is_met_exactly_by_two_reds_within_one_part(colours):
    outcome = instrument.rule(rated(colours), RIHG)
    for part in outcome:
        red = [code for code in ITEMS if colours[code] == "rood" and code[0] == part.part]
        assert list(part.reds) == red
        assert part.met == (len(red) >= 2)
        assert all(f"{code} ({RIHG.signal(code).label})" in part.sentence for code in red)
    assert instrument.rule_met(rated(colours), RIHG) == any(part.met for part in outcome)
    assert codes(instrument.missing(rated(colours), RIHG)) == [code for code in ITEMS if not colours[code]]


@given(COLOURS, st.sampled_from(list(ITEMS)))
def test_one_more_red_signal_never_undoes_the_rule(colours, code):
    if instrument.rule_met(rated(colours), RIHG):
        assert instrument.rule_met(rated({**colours, code: "rood"}), RIHG)


# Quality


def test_counts_keep_no_unknown_and_unasked_apart():
    part = one("2c", i1=yes(), i2=ItemAnswer(value="nee"), i4=ItemAnswer(value="onbekend"))
    assert instrument.counts(part) == {"2c": instrument.Count(yes=1, no=1, unknown=1)}
    assert instrument.counts(PartAnswer(part="2")) == {}


def test_the_share_of_yes_with_evidence():
    part = one("2c", i1=yes(), i2=yes(), i3=yes(), i4=yes(source=""))
    assert instrument.yes_with_source_share({"2": part}) == 0.75
    assert instrument.yes_with_source_share({"2": one("2c", i1=ItemAnswer(value="nee"))}) is None


@pytest.mark.parametrize(
    ("kinds", "only"),
    [
        (("verklaring_slachtoffer", "verklaring_derde"), True),
        (("verklaring_slachtoffer", None), True),
        (("verklaring_slachtoffer", "eigen_waarneming"), False),
        (("verklaring_betrokkene", "verklaring_derde"), False),
        (("politieregistratie", "rapport"), False),
        ((None, None), False),
    ],
)
def test_only_statements_against_the_person(kinds, only):
    first, second = kinds
    answers = {"2": one("2c", i1=yes(first)), "3": PartAnswer(part="3")}
    answers["2"].signals["2c"].items["2c.2"] = yes(second)
    assert instrument.opposing_only(answers) is only


def test_an_answer_other_than_yes_is_no_evidence():
    no = ItemAnswer(value="nee", source_kind="verklaring_slachtoffer")
    assert not instrument.opposing_only({"2": one("2c", i1=no)})
    assert not instrument.opposing_only({})
