"""The red flags beside the closed list: read strictly, and held against the signs of a request."""

import pytest

from huisverbod import instrument
from huisverbod.errors import DefinitionError
from huisverbod.rulebook import FLAGS, Rulebook
from huisverbod.settings import Settings
from tests.builders import RIHG

TEXT = (Settings().workflows / FLAGS).read_text(encoding="utf-8")
ONE = """
key = "x"
title = "x"
version = "1"
licence = "eigen woorden"
provenance = "x"

[[flag]]
key = "wapens"
label = "Wapens"
fits = "goed"
items = ["2g.1"]
"""


def test_the_shipped_flags_are_read_and_say_where_they_come_from(rulebook: Rulebook):
    read = instrument.parse_flags(TEXT, FLAGS, RIHG)
    assert rulebook.current.flags == read.flags
    assert read.licence and "Factsheet" in read.provenance
    assert {flag.fits for flag in read.flags} == {"goed", "deels", "niet"}


def test_coercive_control_fits_without_an_incident():
    """The items of part 3 alone: isolation by a small circle and by roles."""
    control = next(
        flag for flag in instrument.parse_flags(TEXT, FLAGS, RIHG).flags if flag.key == "dwingende_controle"
    )
    assert {code[:2] for code in control.items} == {"3d", "3e"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('licence = "eigen woorden"', 'licence = ""', "'licence' ontbreekt"),
        ('licence = "eigen woorden"\n', "", "'licence' ontbreekt"),
        ('items = ["2g.1"]', 'items = ["9z.1"]', "noemt onderdeel '9z.1'"),
        ('fits = "goed"', 'fits = "deels"', "Schrijf bij 'missing'"),
        ('items = ["2g.1"]', "items = []", "past 'niet' en heeft geen onderdelen"),
        ("[[flag]]", "[[flag", "Geen geldige TOML"),
        ("[[flag]]", f"[[flag]]{ONE.partition('[[flag]]')[2]}[[flag]]", "twee keer"),
    ],
)
def test_a_fault_in_the_file_is_named(old: str, new: str, words: str):
    assert instrument.parse_flags(ONE, "x.toml", RIHG).flags
    with pytest.raises(DefinitionError, match=r"x\.toml") as fault:
        instrument.parse_flags(ONE.replace(old, new, 1), "x.toml", RIHG)
    assert words in str(fault.value)


def test_a_flag_is_substantiated_by_a_sign_under_one_of_its_items():
    flags = instrument.parse_flags(TEXT, FLAGS, RIHG).flags
    seen = ["verwurging", "zorg_onthouden"]
    care, nothing = instrument.matches(seen, ["2c.1", "achtergrond"], flags, RIHG)
    assert (nothing.flag.key, nothing.substantiated) == ("verwurging", False)
    assert (care.items, care.substantiated) == ((), False)
    _, covered = instrument.matches(seen, ["2c.4"], flags, RIHG)
    assert covered.items == (("2c.4", "verwurging", True),)
    assert covered.substantiated
    assert instrument.matches([], ["2c.4"], flags, RIHG) == []
