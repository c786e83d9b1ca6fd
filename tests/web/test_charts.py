"""Pictures: where things stand, what they say to whoever does not see them."""

import re

import pytest

from huisverbod.web.charts import BAR_WIDTH, TICKS, Bar, Box, axis, bars, boxes

SPREAD = (1.0, 2.0, 4.0, 8.0, 16.0)


def a_box(**changes: object) -> Box:
    row = {
        "label": "Verzoek",
        "at": SPREAD,
        "norm": 6.0,
        "value": "4 uur",
        "words": "mediaan 4 uur",
        **changes,
    }
    return Box(**row)  # type: ignore[arg-type]


def places(svg: str, name: str, attribute: str = "x1") -> list[float]:
    return [float(place) for place in re.findall(f'class="{name}"[^>]* {attribute}="([0-9.]+)%"', svg)]


def test_a_picture_tells_what_it_shows() -> None:
    svg = boxes("p", "Doorlooptijd", [a_box(), a_box(label="Besluit", words="12 gemeten")])

    assert 'role="img" aria-labelledby="p-t p-d"' in svg
    assert '<title id="p-t">Doorlooptijd</title>' in svg
    assert '<desc id="p-d">Verzoek: mediaan 4 uur. Besluit: 12 gemeten</desc>' in svg


def test_the_marks_of_a_box_stand_in_order_on_a_logarithmic_axis() -> None:
    """The axis runs from half an hour to 24 hours; each doubling is the same step."""
    svg = boxes("p", "t", [a_box()])
    step = 99 * 0.6931472 / 3.8712010

    assert places(svg, "hv-ch__whisker") == [pytest.approx(0.5 + step, abs=0.02)]
    assert places(svg, "hv-ch__whisker", "x2") == [pytest.approx(0.5 + 5 * step, abs=0.02)]
    assert places(svg, "hv-ch__box", "x") == [pytest.approx(0.5 + 2 * step, abs=0.02)]
    assert places(svg, "hv-ch__box", "width") == [pytest.approx(2 * step, abs=0.02)]
    assert places(svg, "hv-ch__median") == [pytest.approx(0.5 + 3 * step, abs=0.02)]
    assert 0.5 + 3 * step < places(svg, "hv-ch__norm")[0] < 0.5 + 4 * step


def test_without_a_norm_or_without_figures_nothing_is_drawn_for_it() -> None:
    assert "hv-ch__norm" not in boxes("p", "t", [a_box(norm=None)])
    svg = boxes("p", "t", [a_box(at=None, value="Minder dan 5: niet getoond")])
    assert "Minder dan 5: niet getoond" in svg
    assert not re.search("hv-ch__(box|median|norm|grid|axis)", svg)


def test_no_time_at_all_stands_on_the_edge() -> None:
    svg = boxes("p", "t", [a_box(at=(0.0, 0.0, 0.0, 0.0, 4.0), norm=None)])

    assert places(svg, "hv-ch__median") == [0.5]


@pytest.mark.parametrize(
    ("hours", "first", "last"),
    [((3, 5), 2, 8), ((2, 2), 0.5, 2), ((0.001, 0.002), TICKS[0], TICKS[1]), ((9000,), TICKS[-2], TICKS[-1])],
)
def test_the_axis_holds_every_hour(hours: tuple[float, ...], first: float, last: float) -> None:
    found = axis(hours)

    assert (found[0], found[-1]) == (first, last)


def test_bars_are_as_long_as_their_share() -> None:
    svg = bars(
        "b", "t", [Bar("Verzoek", 1, "64"), Bar("Besluit", 0.5, "32"), Bar("Verlengd", None, "minder dan 5")]
    )

    assert places(svg, "hv-ch__bar", "width") == [BAR_WIDTH, BAR_WIDTH / 2, 0]


def test_text_is_escaped() -> None:
    svg = boxes("p", "<b>", [a_box(label="<i>", words="a & b", value='"')])

    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "a &amp; b" in svg
