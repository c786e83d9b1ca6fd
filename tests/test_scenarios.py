"""Every scenario file is played, and each must go as it says; and a file that says otherwise is found out."""

from pathlib import Path

import pytest

from huisverbod import scenario
from huisverbod.errors import DefinitionError
from huisverbod.rulebook import Rulebook

FOLDER = Path(__file__).parent / "scenarios"
FILES = sorted(FOLDER.glob("*.toml"))
SHORT = FOLDER / "request_returned_and_withdrawn.toml"
"""A scenario without documents: quick to play."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_scenario_goes_as_it_says(rulebook: Rulebook, path: Path) -> None:
    text = scenario.read(path, rulebook)
    played = scenario.play(rulebook, text)
    assert scenario.unexpected(played, text) == []
    assert len(played.steps) == len(text.step)


def test_every_refusal_in_a_scenario_says_on_which_rule_it_rests(rulebook: Rulebook) -> None:
    for path in FILES:
        for step in scenario.read(path, rulebook).step:
            assert step.expect == "accepted" or step.codes, f"{path.name}: {step.step}"


def test_the_scenarios_play_in_every_region_and_along_every_route(rulebook: Rulebook) -> None:
    texts = [scenario.read(path, rulebook) for path in FILES]
    assert {text.region for text in texts} == set(rulebook.regions)
    assert {text.route for text in texts} == {
        route for region in rulebook.regions.values() for route in region.routes
    }


def test_two_runs_are_equal(rulebook: Rulebook) -> None:
    text = scenario.read(FOLDER / "minor_refused.toml", rulebook)
    first = scenario.play(rulebook, text)
    assert first.documents
    assert first == scenario.play(rulebook, text)


def _changed(tmp_path: Path, old: str, new: str, path: Path = SHORT) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    other = tmp_path / "anders.toml"
    other.write_text(text.replace(old, new, 1), encoding="utf-8")
    return other


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('codes = ["own_request"]', 'codes = ["adult"]', "geweigerd om own_request, verwacht was adult"),
        ('expect = "refused"\n', "", "is geweigerd, verwacht was aanvaard: Dit verzoek is van een andere"),
        (
            'request = "withdrawn"',
            'request = "draft"',
            "'request' staat op 'withdrawn', verwacht was 'draft'",
        ),
        ("signal_to_request = [1.5]", "signal_to_request = [2.0]", "'signal_to_request' is [1.5] uur"),
        ("[timings]", "[terms]\nend = 2026-01-01T00:00:00\n[timings]", "'end' is er niet"),
    ],
)
def test_what_goes_otherwise_is_said(
    rulebook: Rulebook, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = scenario.read(_changed(tmp_path, old, new), rulebook)
    (sentence,) = scenario.unexpected(scenario.play(rulebook, text), text)
    assert said in sentence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('region = "duinstreek"', 'region = "nergens"', "Onbekende regio 'nergens'"),
        ('municipality = "duinrade"', 'municipality = "meerveld"', "hoort niet bij Duinstreek"),
        ('actor = "police"', 'actor = "politie"', "Onbekende rol of naam 'politie'"),
        ('actor = "police"', 'actor = "clock"', "De klok speelt vanzelf mee"),
        ('step = "request.ask"', 'step = "request.aks"', "Bedoelt u 'request.ask'?"),
        ('expect = "refused"', 'exptect = "refused"', "Onbekende sleutel 'exptect'. Bedoelt u 'expect'?"),
        ('expect = "refused"', 'expect = "nee"', "kan niet 'nee' zijn"),
        ('title = "', "title = ", "geen geldige TOML"),
        ("at = 2026-01-12T13:00:00", 'at = "overmorgen"', "'at' is een datum met tijd"),
        ('ref = "p2"', 'ref = "p9"', "heet dus p2"),
        ('request = "withdrawn"', 'request = "weg"', "Onbekende toestand 'weg'"),
        ('request = "withdrawn"', 'verzoek = "withdrawn"', "Onbekende fase 'verzoek'"),
        ("[states]", '[states]\n[actors.iemand]\nrole = "bakker"', "Onbekende rol 'bakker'"),
        (
            'actor = "police"',
            'actor = "police"\nrest = "geel"',
            "'rest' kan alleen bij een stap met een deel",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(
    rulebook: Rulebook, tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = _changed(tmp_path, old, new)
    with pytest.raises(DefinitionError) as found:
        scenario.read(path, rulebook)
    assert said in found.value.sentence
    assert found.value.file == "anders.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert new.splitlines()[-1] in lines[(found.value.line or 0) - 1]


def test_a_file_that_cannot_be_read_is_named(rulebook: Rulebook, tmp_path: Path) -> None:
    latin = tmp_path / "oud.toml"
    latin.write_bytes('title = "één"'.encode("latin-1"))
    for path, said in ((latin, "geen UTF-8"), (tmp_path / "weg.toml", "niet te lezen")):
        with pytest.raises(DefinitionError, match=said):
            scenario.read(path, rulebook)


def test_a_case_that_was_never_begun_refuses_its_next_step(rulebook: Rulebook, tmp_path: Path) -> None:
    text = scenario.read(_changed(tmp_path, 'actor = "veilig_thuis"', 'actor = "raad"'), rulebook)
    played = scenario.play(rulebook, text)
    assert played.number == ""
    assert {step["outcome"] for step in played.steps} == {"refused"}
    assert played.steps[0]["codes"] == ["route_open_to_requester"]
    assert "er is nog geen zaak" in played.steps[1]["sentences"][0]


def test_an_actor_with_a_name_of_his_own(rulebook: Rulebook, tmp_path: Path) -> None:
    named = '[actors.anders]\nrole = "police"\nname = "Daan Surveillant"\n'
    named += 'organisation = "Veilig Thuis Duinstreek"\n'
    path = _changed(tmp_path, "[[person]]", f"{named}\n[[person]]")
    path.write_text(
        path.read_text(encoding="utf-8").replace('actor = "police"', 'actor = "anders"'), encoding="utf-8"
    )
    played = scenario.play(rulebook, scenario.read(path, rulebook))
    answered = next(step for step in played.steps if step["actor"] == "anders")
    assert (answered["name"], answered["outcome"]) == ("Daan Surveillant", "accepted")


def test_the_clock_takes_the_last_step_by_itself(rulebook: Rulebook) -> None:
    path = FOLDER / "across_the_spring_clock_change.toml"
    text = scenario.read(path, rulebook)
    assert "execution.expire" not in [step.step for step in text.step]
    played = scenario.play(rulebook, text)
    assert played.states["execution"] == "expired"
    assert played.terms["first_hours"] == 239
    late = [duty["name"] for duty in played.duties if duty["late"]]
    assert "tell_household" in late
    assert [duty["state"] for duty in played.duties if duty["name"] == "advice"] == ["lapsed"]
