"""What a text takes over from another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisverbod.likeness import IN_A_ROW, likeness, without, words

OLD = "Hij dreigde haar die avond met een mes en zei dat hij terug zou komen."


def test_words_forget_capitals_and_commas():
    assert words("Hij, zij; ÉN het: 2c.1!") == ["hij", "zij", "én", "het", "2c", "1"]


def test_a_copied_passage_is_shown_as_it_stands_in_the_new_text():
    found = likeness("Nog steeds geldt: HIJ dreigde haar, die avond, met een mes. Verder niets.", OLD)
    assert found.passages == ("HIJ dreigde haar, die avond, met een mes",)
    assert found.share == pytest.approx(8 / 13)


def test_the_whole_text_again_is_one_passage():
    found = likeness(OLD, f"Eerst dit. {OLD} En dat.")
    assert (found.share, found.passages) == (1.0, (OLD.rstrip("."),))


@pytest.mark.parametrize("new", ["", "Hij dreigde haar.", "Zij wil rust en hij krijgt hulp bij het drinken."])
def test_a_few_words_return_by_chance(new: str):
    assert likeness(new, OLD).passages == ()
    assert likeness(new, OLD).share == 0


def test_one_word_less_than_a_row_is_no_passage():
    row = [f"w{n}" for n in range(IN_A_ROW)]
    assert likeness(" ".join(row), " ".join(row)).share == 1
    assert likeness(" ".join(row[1:]), " ".join(row)).share == 0


def test_phrases_are_taken_out_wherever_they_stand():
    assert without("Kortom: er is GEVAAR, en hij drinkt.", ["er is gevaar", "kortom"]) == [
        "en",
        "hij",
        "drinkt",
    ]
    assert without("er is geen gevaar", ["er is gevaar", ""]) == ["er", "is", "geen", "gevaar"]


@given(st.text(), st.text())
def test_the_share_is_a_share_and_passages_stand_in_the_text(new: str, old: str):
    found = likeness(new, old)
    assert 0 <= found.share <= 1
    assert all(passage in new for passage in found.passages)
    assert bool(found.passages) == (found.share > 0)
