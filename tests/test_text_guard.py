"""Whatever somebody types: printed as it is, or refused with the character named; never a box on paper."""

import html
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huisverbod.errors import Refused
from huisverbod.known.stated import plain_text
from huisverbod.printing import coverage, press

FILES = {"x.css": "html { font: 10pt 'Source Sans 3', 'Amiri' } b { font-weight: bold }"}
PAGE = "<html lang=nl><title>x</title><link rel=stylesheet href='asset:x.css'><p>{0}</p><p><b>{0}</b></p>"
OURS = sorted(sign for sign in coverage.printable() if unicodedata.category(sign) not in {"Cc", "Cf"})


def printed(text: str) -> bytes:
    """The PDF of a text as a document prints it."""
    page = PAGE.format(html.escape(coverage.apart(text)))
    coverage.check(page)
    return press.printed(page, FILES)


def test_every_character_that_is_let_through_has_a_shape_in_both_weights() -> None:
    assert len(OURS) > 2000
    assert printed(" ".join(OURS)).startswith(b"%PDF-")


TYPED = st.text(st.one_of(st.sampled_from(OURS), st.characters()), max_size=40)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(TYPED | st.text(st.sampled_from(OURS), min_size=1, max_size=60))
def test_what_is_typed_is_printed_or_refused_by_name(typed: str) -> None:
    text = plain_text(typed)
    strange = {sign for sign in text if sign not in coverage.printable()}
    try:
        assert printed(text).startswith(b"%PDF-")
        assert not strange
    except Refused as refusal:
        (reason,) = refusal.reasons
        assert reason.code == "printable"
        assert all(f"'{sign}'" in reason.sentence for sign in strange)
        assert strange


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rene\u0301e", "Ren\u00e9e"),
        ("Pim\u202etxet", "Pimtxet"),
        ("een\u2028twee\u2029drie", "een\ntwee\ndrie"),
        ("a\u0007b\u200bc", "abc"),
        ("\u2067محمد\u2069", "محمد"),
    ],
)
def test_one_spelling_and_nothing_hidden_is_kept(typed: str, kept: str) -> None:
    assert plain_text(typed) == kept


def test_a_name_from_right_to_left_is_set_apart_and_others_are_not() -> None:
    assert coverage.apart("محمد, 12") == "\u2068محمد, 12\u2069"
    assert coverage.apart("Testema, 12") == "Testema, 12"


@pytest.mark.parametrize(
    ("sign", "name"), [("漢", "CJK"), ("ሰ", "ETHIOPIC SYLLABLE"), ("😀", "GRINNING FACE")]
)
def test_a_script_without_letters_of_ours_is_named(sign: str, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        coverage.check(f"Naam: {sign}")
    assert name in refusal.value.reasons[0].sentence
