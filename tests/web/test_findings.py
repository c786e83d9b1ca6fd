"""What the page says about figures: findings computed, small counts hidden, norms only where shared."""

from huisverbod import metrics
from huisverbod.metrics import CaseTimings, Pending, Timing
from huisverbod.rulebook import Rulebook
from huisverbod.web.findings import Findings, Line
from tests.builders import MOMENT

FAR = ("requests", "assessments", "decisions", "bans")


def cases(
    measure: str, hours: list[float], reached: tuple[str, ...] = FAR, still_open: int = 0
) -> list[CaseTimings]:
    ended = [
        CaseTimings(
            1, "voorbeeldland", "acuut_politie", "police", [Timing(measure, h, MOMENT)], frozenset(reached)
        )
        for h in hours
    ]
    begun = CaseTimings(
        1, "voorbeeldland", "acuut_politie", "police", [Pending(measure, over=False)], frozenset({"requests"})
    )
    return ended + [begun] * still_open


def findings(rulebook: Rulebook, found: list[CaseTimings], *regions: str) -> Findings:
    return Findings(metrics.summarise(found), [rulebook.region(key) for key in regions or ("voorbeeldland",)])


def line(rulebook: Rulebook, found: list[CaseTimings], label: str, *regions: str) -> Line:
    return next(row for row in findings(rulebook, found, *regions).lines() if row.label == label)


def test_a_row_gives_number_median_and_ninetieth_percentile(rulebook: Rulebook) -> None:
    row = line(
        rulebook, cases("service_to_advice", [30, 10, 40, 20, 50], still_open=6), "Ingang tot zorgadvies"
    )

    assert (row.number, row.open, row.median, row.p90) == ("5", "6", "30 uur", "46 uur")
    assert row.small


def test_fewer_than_five_show_nothing_computed_from_them(rulebook: Rulebook) -> None:
    found = findings(rulebook, cases("service_to_advice", [30, 10, 40, 20], still_open=3))
    row = next(row for row in found.lines() if row.label == "Ingang tot zorgadvies")

    assert (row.number, row.open, row.median, row.p90, row.within) == (
        "minder dan 5",
        "minder dan 5",
        "",
        "",
        "",
    )
    assert "25" not in found.boxes()
    assert found.headline == "Er is nog te weinig gemeten om een doorlooptijd te tonen"


def test_ten_is_no_small_number_any_more(rulebook: Rulebook) -> None:
    assert not line(rulebook, cases("service_to_advice", [1.0] * 10), "Ingang tot zorgadvies").small
    assert "*" not in findings(rulebook, cases("service_to_advice", [1.0] * 10)).boxes()
    assert "1 uur*" in findings(rulebook, cases("service_to_advice", [1.0] * 9)).boxes()


def test_the_headline_is_the_norm_that_is_met_least(rulebook: Rulebook) -> None:
    """Half of the services within the norm, and five of fifteen decisions."""
    region = rulebook.region("voorbeeldland")
    serve, decide = float(region.norms.serve), float(region.norms.decide)
    found = cases("decision_to_service", [serve] * 6 + [serve + 1] * 6)
    found += cases("request_to_decision", [decide - 1] * 5 + [decide + 1] * 10)

    headline = findings(rulebook, found).headline

    assert headline == f"Verzoek tot besluit (samen) haalt de norm het minst: 33% binnen {decide:.0f} uur"
    row = line(rulebook, found, "Verzoek tot besluit (samen)")
    assert row.within == "33% (15%–58%)"


def test_without_a_missed_norm_the_headline_is_the_slowest_stage(rulebook: Rulebook) -> None:
    found = cases("service_to_advice", [100.0] * 10) + cases("signal_to_request", [3.0] * 10)
    found += cases("extension_slack", [200.0] * 10)

    headline = findings(rulebook, found).headline

    assert headline == "Ingang tot zorgadvies duurt het langst: de helft is er na 4,2 dagen"


def test_a_share_is_hidden_when_too_few_missed_the_norm(rulebook: Rulebook) -> None:
    serve = float(rulebook.region("voorbeeldland").norms.serve)
    found = cases("decision_to_service", [serve] * 10 + [serve + 1] * 2)

    assert line(rulebook, found, "Besluit tot bekendmaking").within == ""
    assert "duurt het langst" in findings(rulebook, found).headline


def test_regions_with_different_norms_show_none(rulebook: Rulebook) -> None:
    regions = list(rulebook.regions)
    differing = {rulebook.region(key).norms.serve for key in regions}
    found = cases("decision_to_service", [1.0] * 6)

    assert len(differing) > 1
    assert line(rulebook, found, "Besluit tot bekendmaking", *regions).norm == ""
    assert line(rulebook, found, "Besluit tot bekendmaking").norm.endswith("uur")


def test_an_end_before_its_beginning_is_told_and_not_counted(rulebook: Rulebook) -> None:
    found = findings(rulebook, cases("assessment_to_decision", [-0.5] + [1.0] * 5))

    assert found.wrong
    assert [(row.number, row.wrong) for row in found.lines() if row.wrong] == [("5", True)]
    assert not findings(rulebook, cases("assessment_to_decision", [1.0] * 5)).wrong


def test_how_far_cases_came(rulebook: Rulebook) -> None:
    found = findings(rulebook, cases("service_to_advice", [1.0] * 6, still_open=4))

    assert found.came_to_ban == "6 van de 10 verzoeken leidden tot een huisverbod"
    assert found.requests == "10"
    assert found.steps() == [
        ("Verzoek ingediend", "10 (100%)"),
        ("Risicotaxatie afgerond", "6 (60%)"),
        ("Besluit genomen", "6 (60%)"),
        ("Huisverbod opgelegd", "6 (60%)"),
        ("Huisverbod verlengd", "0 (0%)"),
    ]


def test_small_counts_of_cases_are_hidden(rulebook: Rulebook) -> None:
    found = findings(rulebook, cases("service_to_advice", [1.0] * 3, still_open=4))

    assert found.came_to_ban == "Te weinig zaken om te tonen hoeveel verzoeken tot een huisverbod leidden"
    assert ("Huisverbod opgelegd", "minder dan 5") in found.steps()
    assert "43%" not in found.bars()


def test_no_cases_at_all(rulebook: Rulebook) -> None:
    found = findings(rulebook, [])

    assert found.came_to_ban == "Er zijn geen verzoeken in deze periode"
    assert {row.number for row in found.lines()} == {"0"}
    assert found.steps()[0] == ("Verzoek ingediend", "0")
