"""The shipped procedure is proved; a broken one is told of by its shortest way; a faulty file is refused."""

from dataclasses import replace

import pytest

from huisverbod import proof
from huisverbod.errors import DefinitionError
from huisverbod.law import From
from huisverbod.proof.acting import acting, everyone
from huisverbod.proof.judging import Broken, Judge
from huisverbod.proof.language import Silent
from huisverbod.proof.proving import with_step, without_step
from huisverbod.roles import Role
from huisverbod.workflow import Procedure
from tests.proof.shipped import INVARIANTS, PAPERS, PROCEDURE, REGIONS, TEXT


def broken(procedure: Procedure, name: str) -> Broken:
    """How this invariant breaks; fails when it holds."""
    found = Judge(procedure, INVARIANTS, everyone(procedure), PAPERS).judge(INVARIANTS.named(name)).broken
    assert found is not None
    return found


def told(procedure: Procedure, name: str) -> str:
    return "\n".join(proof.sentences(broken(procedure, name), procedure))


def changed(name: str, **update: object) -> Procedure:
    """The shipped procedure with one step changed."""
    stage, step = PROCEDURE.step(name)
    return with_step(PROCEDURE, stage.name, step.model_copy(update=update))


def test_every_invariant_holds_for_every_region():
    heard: list[str] = []
    outcome = proof.prove(PROCEDURE, INVARIANTS, REGIONS, heard.append, PAPERS)
    found = [line for each in outcome.broken for line in proof.sentences(each, PROCEDURE)]
    assert not found, "\n".join(found)
    assert outcome.held == len(INVARIANTS.invariant) == len(heard)
    assert outcome.places > 5000
    closing = [keys for judged, keys in outcome.judged if judged.rule.kind == "closes"]
    assert {key for keys in closing for key in keys} == set(REGIONS)


def test_every_invariant_says_what_it_rests_on():
    for rule in INVARIANTS.invariant:
        assert rule.says.endswith(".") and rule.says[0].isupper(), rule.name
        assert any(sign.isdigit() for sign in rule.law) or rule.law.startswith(("house: ", "norm: ")), (
            rule.name
        )


# A broken procedure


def test_a_broken_invariant_tells_the_shortest_way_and_where_to_look():
    _, serve = PROCEDURE.step("execution.serve")
    procedure = changed("execution.serve", guards=tuple(name for name in serve.guards if name != "adult"))
    lines = told(procedure, "adult_at_effect").splitlines()
    assert lines[0].startswith("Geschonden: Geen huisverbod gaat in voor een minderjarige. (Wth 2(2)")
    assert [line.split("(")[1].split(")")[0] for line in lines[1:-2]] == [
        "request.start", "request.submit", "request.accept", "risk_assessment.conclude",
        "imposition.hear", "imposition.propose", "imposition.impose", "execution.serve",
    ]  # fmt: skip
    assert lines[-2] == "  Hier gaat het mis: de stap toetst niet: adult of court_revives."
    file, line = lines[-1].removeprefix("  Kijk in ").rstrip(".").split(":")
    assert PROCEDURE.files[file].splitlines()[int(line) - 1] == 'name = "serve"'


def test_a_new_step_into_a_running_ban_falls_under_what_is_said_of_all():
    _, serve = PROCEDURE.step("execution.serve")
    shortcut = serve.model_copy(update={"name": "by_letter", "guards": (), "checks": ()})
    procedure = with_step(PROCEDURE, "execution", shortcut)
    for name in ("adult_at_effect", "served_before_effect"):
        assert "execution.by_letter" in told(procedure, name)


@pytest.mark.parametrize("state", PROCEDURE.step("execution.expire")[1].origins)
def test_a_ban_that_the_clock_forgets_is_found(state: str):
    _, expire = PROCEDURE.step("execution.expire")
    procedure = changed("execution.expire", origins=tuple(name for name in expire.origins if name != state))
    assert "geen stap van de klok maakt hier een einde aan" in told(procedure, "every_ban_ends")
    assert "na de langste duur" in told(procedure, "none_beyond_longest")


def test_a_clock_step_that_people_can_hold_up_ends_nothing():
    procedure = changed("execution.expire", guards=("adult",))
    assert broken(procedure, "every_ban_ends").mend == "execution:running"


def test_an_extension_entered_late_still_happened_before_the_end():
    _, announce = PROCEDURE.step("execution.announce_extension")
    assert "expired" in announce.origins
    procedure = changed("execution.announce_extension", checks=())
    lines = told(procedure, "extended_before_end")
    assert "pas ingevoerd na" in lines or "De tijd gaat voorbij" in lines
    assert "dit kan nog na het eerste einde" in lines


def test_a_case_that_cannot_be_closed_is_found():
    procedure = without_step(PROCEDURE, "care", "close")
    assert "naar een afgesloten zaak" in told(procedure, "every_case_closes")
    assert broken(procedure, "every_state_owned").mend in {"care:open", "care:in_contact"}


def test_a_follow_up_that_asks_for_the_impossible_is_found():
    procedure = changed("follow_up.close", guards=("ban_ended", "decision_written", "routes_settled"))
    assert "staat op" in told(procedure, "closed_at_rest")


@pytest.mark.parametrize(
    ("term", "counts_from", "rule"),
    [
        ("first_period", "imposition", "first_period_ten_days"),
        ("first_period", "service", "first_period_ten_days"),
        ("longest_period", "effect", "longest_four_weeks"),
    ],
)
def test_a_period_that_counts_from_elsewhere_is_named(term: str, counts_from: From, rule: str) -> None:
    changed = replace(PROCEDURE.terms[term], counts_from=counts_from)
    text = told(replace(PROCEDURE, terms={**PROCEDURE.terms, term: changed}), rule)
    assert f"de termijn telt vanaf '{counts_from}'" in text


def test_a_longer_ban_is_found():
    term = replace(PROCEDURE.terms["longest_period"], amount=29)
    procedure = replace(PROCEDURE, terms={**PROCEDURE.terms, "longest_period": term})
    text = told(procedure, "longest_four_weeks")
    assert "hoogstens 28 dagen" in text and "execution.toml:" in text


def test_a_step_that_follows_at_once_belongs_to_the_way():
    found = broken(changed("execution.suspend", guards=()), "only_the_court_suspends")
    assert [taken.name for taken in found.way[-1]] == ["execution.suspend"]
    ruled = changed("court.rule_annulled", then=("execution.suspend",))
    ruled = with_step(
        ruled, "execution", ruled.step("execution.suspend")[1].model_copy(update={"guards": ()})
    )
    last = broken(ruled, "only_the_court_suspends").way[-1]
    assert last[-1].name == "execution.suspend"


# Documents


@pytest.mark.parametrize("rule", [rule for rule in INVARIANTS.invariant if isinstance(rule, Silent)])
def test_a_document_that_tells_too_much_is_found(rule: Silent):
    for name, paper in PAPERS.items():
        for data in rule.never if paper.reader in rule.readers else ():
            more = {**PAPERS, name: replace(paper, holds=paper.holds | {data})}
            found = Judge(PROCEDURE, INVARIANTS, everyone(PROCEDURE), more).judge(rule).broken
            assert found and data in found.wrong
            assert list(proof.sentences(found, PROCEDURE))[-1] == f"  Kijk in {name[:-5]}.toml."


def test_a_document_for_nobody_knows_whom_is_found():
    fewer = {name: paper for name, paper in PAPERS.items() if name != "execution/verlenging.html"}
    rule = INVARIANTS.named("safe_address_never_to_him")
    found = Judge(PROCEDURE, INVARIANTS, everyone(PROCEDURE), fewer).judge(rule).broken
    assert found and found.mend.startswith("execution.")


# Regions


def test_a_capacity_that_cannot_act_in_a_region_drops_out():
    roles = acting(PROCEDURE, REGIONS["duinstreek"])
    assert roles["request.start"] == {Role.POLICE, Role.HOVJ, Role.VEILIG_THUIS}
    assert Role.HOVJ not in roles["imposition.impose"] and Role.MAYOR in roles["imposition.impose"]
    assert Role.RAAD not in roles["request.withdraw"]
    with_mandate = acting(PROCEDURE, REGIONS["voorbeeldland"])
    assert Role.HOVJ in with_mandate["imposition.impose"] and Role.RAAD in with_mandate["request.start"]


def test_a_region_in_which_nobody_can_take_the_case_on_is_found():
    procedure = changed("care.close", by=(Role.RECLASSERING,))
    outcome = proof.prove(procedure, INVARIANTS, REGIONS, papers=PAPERS)
    stuck = {key for judged, keys in outcome.judged if judged.broken for key in keys}
    assert "duinstreek" in stuck and "woudrand" not in stuck


# The file itself


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "ends"', 'kind = "eindigt"', "klopt niet"),
        ('after = ["court.rule_annulled"]', 'after = ["court.rule_undone"]', "Onbekende stap"),
        ('opening = "risk_assessment"', 'opening = "risico"', "Onbekende fase 'risico'"),
        ('set = "ban_effective"', 'set = "ban_loopt"', "Onbekende verzameling 'ban_loopt'"),
        ('term = "first_period"', 'term = "eerste"', "Onbekende termijn 'eerste'"),
        ('execution = ["withdrawn"]', 'execution = ["terug"]', "Onbekende toestand 'execution:terug'"),
        ('guards = ["intention_told"]', 'guards = ["told"]', "Onbekende voorwaarde 'told'"),
        ('guards = ["intention_told"]', "guards = []", "vraagt niets"),
        ('steps = ["imposition.hear"]', "steps = []", "niet over welke stappen"),
        ('name = "heard_or_exception"', 'name = "every_ban_ends"', "staat er twee keer"),
        ('name = "heard_or_exception"', 'naam = "heard_or_exception"', "klopt niet"),
        ("[moments]", "[moments", "Geen geldige TOML"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(old: str, new: str, words: str):
    assert old in TEXT
    with pytest.raises(DefinitionError) as fault:
        proof.parse(TEXT.replace(old, new, 1), PROCEDURE)
    assert words in str(fault.value)
    assert str(fault.value).startswith("invariants.toml")
    if "TOML" not in words and "niets" not in words:
        assert fault.value.line


def test_without_a_file_nothing_is_proved(tmp_path):
    with pytest.raises(DefinitionError, match="ontbreekt"):
        proof.load(tmp_path, PROCEDURE)
