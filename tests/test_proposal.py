"""A changed law by files alone: it loads, plays, draws and counts; and it never meets a real case."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from huisverbod import metrics, proof, scenario, workflow
from huisverbod.advance import Act, advance, catch_up, open_case
from huisverbod.case import Case, ProcedureText, find
from huisverbod.clock import tick
from huisverbod.database import in_memory, reading, writing
from huisverbod.documents import documents_of
from huisverbod.draw import diagram, page
from huisverbod.errors import DefinitionError, NotAllowed, Unknown
from huisverbod.known import CLOCK
from huisverbod.proof.language import Invariants
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.workflow import Procedure
from tests import builders
from tests.builders import MOMENT, an_actor
from tests.test_documents import text_of

NAME = "wetsvoorstel"
MARK = "Wetsvoorstel, alleen voor simulatie"
SETTINGS = Settings()
SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob(f"{NAME}_*.toml"))


@pytest.fixture(scope="module")
def proposed() -> Rulebook:
    """The rules with the proposal in place of the law."""
    return Rulebook.of(SETTINGS).under(NAME)


# What it says


def test_it_states_only_what_differs_and_is_whole(rulebook: Rulebook, proposed: Rulebook) -> None:
    now, then = rulebook.current.procedure, proposed.current.procedure
    assert rulebook.proposals == (NAME,)
    assert (now.about.simulation, now.about.mark) == (False, "")
    assert (then.about.simulation, then.about.mark) == (True, MARK)
    assert then.digest != now.digest
    assert now.digest == workflow.load(SETTINGS.workflows, rulebook.vocabulary).digest
    assert not [file for file in now.files if file.startswith(NAME)]
    assert [step.name for _, step in then.steps()] == [step.name for _, step in now.steps()]
    changed = {name for name, term in then.terms.items() if term != now.terms[name]}
    assert changed == {"first_period", "longest_period"}
    assert (then.terms["first_period"].amount, then.terms["longest_period"].amount) == (14, 56)
    assert then.terms["first_period"].label == now.terms["first_period"].label


def test_who_asks_by_law_and_who_does_not_decide(rulebook: Rulebook, proposed: Rulebook) -> None:
    region, route = rulebook.region("duinstreek"), "geplande_screening"
    now, then = rulebook.current.procedure.powers, proposed.current.procedure.powers
    for role in (Role.RAAD, Role.VEILIG_THUIS):
        assert not region.may_request(role, route, now)
        assert region.may_request(role, route, then)
    assert not region.may_request(Role.LOCAL_CARE, route, then)
    assert then.power["impose"].not_on[Role.HOVJ] == (route, "terugkeer_naar_huis")


def test_it_has_the_same_digest_when_read_again(proposed: Rulebook) -> None:
    files = dict(proposed.current.procedure.files)
    again = workflow.parse(files, proposed.vocabulary, kept=True)
    assert (again.digest, again.about) == (
        proposed.current.procedure.digest,
        proposed.current.procedure.about,
    )


def test_an_unknown_proposal_is_named(rulebook: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(Unknown, match=r"'initiatiefwet' bestaat niet\. Kies uit: wetsvoorstel"):
        rulebook.under("initiatiefwet")
    assert rulebook.under("") is rulebook
    with pytest.raises(DefinitionError, match="'initiatiefwet' bestaat niet"):
        workflow.read_folder(SETTINGS.workflows, "initiatiefwet")
    path = tmp_path / "ander.toml"
    text = SCENARIOS[0].read_text(encoding="utf-8").replace(f'procedure = "{NAME}"', 'procedure = "x"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"^ander\.toml:\d+: Het voorstel 'x' bestaat niet"):
        scenario.read(path, rulebook)


# Faults in a proposal, each with its file and line

EXECUTION, POWERS, ABOUT = f"{NAME}/execution.toml", f"{NAME}/powers.toml", f"{NAME}/procedure.toml"
STEP = '\n[[step]]\nname = "extend"\n'
FAULTS = {
    "an unknown term": (
        EXECUTION,
        "[terms.first_period]",
        "[terms.first]",
        "De termijn 'first' bestaat niet",
    ),
    "an unknown key of a term": (EXECUTION, "amount = 14", "amounts = 14", "precies deze sleutels"),
    "an unknown table": (EXECUTION, "[terms.first_period]", "[days.x]", "Onbekende sleutel 'days'"),
    "an unknown power": (POWERS, "[power.impose]", "[power.imposed]", "'imposed' bestaat niet"),
    "an unknown key of a power": (POWERS, "not_on =", "not_at =", "Onbekende sleutel 'not_at' bij 'impose'"),
    "an unknown route": (
        POWERS,
        '["geplande_screening", "terugkeer_naar_huis"] }\nlaw = "Wetsvoorstel 2(1)',
        '["gepland", "terugkeer_naar_huis"] }\nlaw = "Wetsvoorstel 2(1)',
        "Onbekende route 'gepland'",
    ),
    "an unknown capacity": (POWERS, "not_on = { hovj", "not_on = { sheriff", "bij 'impose'"),
    "based on nothing": (ABOUT, 'based_on = "wth"', 'based_on = "wht"', "based_on moet 'wth' zijn"),
    "another name": (ABOUT, f'name = "{NAME}"', 'name = "voorstel"', "name moet 'wetsvoorstel' zijn"),
    "not for simulation": (ABOUT, "simulation = true", "simulation = false", "altijd alleen voor simulatie"),
    "a mark that is no yes or no": (
        ABOUT,
        "simulation = true",
        'simulation = "ja"',
        "'simulation' klopt niet",
    ),
}
ADDED = {
    "an unknown step": (STEP.replace("extend", "lengthen"), "De stap 'lengthen' bestaat niet", 2),
    "a new step that is there": (STEP + "new = true\n", "De stap 'extend' bestaat al", 2),
    "an unknown key of a step": (STEP + 'laws = "x"\n', "Onbekende sleutel 'laws' bij 'extend'", 3),
    "an unknown guard": (STEP + 'guards = ["no_such"]\n', "Onbekende voorwaarde 'no_such' bij 'extend'", 3),
    "a step to whom has no power": (STEP + 'by = ["hovj"]\n', "kan alleen door burgemeester", 2),
    "the same step twice": (STEP + 'help = "x"\n' + STEP + 'help = "y"\n', "staat er twee keer", 6),
    "a step without a name": ("\n[[step]]\nlabel = 'x'\n", "De sleutel 'name' ontbreekt", 1),
    "an unknown duty": ('\n[[duty]]\nname = "tell_all"\n', "De plicht 'tell_all' bestaat niet", 2),
    "an unknown state": ('\n[states]\nlonger = { label = "x" }\n', "De toestand 'longer' bestaat niet", 2),
    "no toml": ("\n[[step\n", "Geen geldige TOML", 1),
}


def refusal(files: dict[str, str], proposed: Rulebook) -> DefinitionError:
    with pytest.raises(DefinitionError) as fault:
        workflow.parse(files, proposed.vocabulary)
    return fault.value


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_on_its_line(proposed: Rulebook, name: str) -> None:
    file, old, new, sentence = FAULTS[name]
    files = dict(proposed.current.procedure.files)
    assert files[file].count(old) == 1, old
    line = files[file][: files[file].index(old)].count("\n") + 1
    fault = refusal({**files, file: files[file].replace(old, new)}, proposed)
    assert sentence in fault.sentence, str(fault)
    assert fault.file == file
    assert fault.line is not None
    assert abs(fault.line - line) <= 1


@pytest.mark.parametrize("name", ADDED)
def test_a_fault_in_what_is_added_is_refused_on_its_line(proposed: Rulebook, name: str) -> None:
    text, sentence, below = ADDED[name]
    files = dict(proposed.current.procedure.files)
    begins = files[EXECUTION].count("\n") + 1
    fault = refusal({**files, EXECUTION: files[EXECUTION] + text}, proposed)
    assert sentence in fault.sentence, str(fault)
    assert (fault.file, fault.line) == (EXECUTION, begins + below)


def test_a_fault_in_the_procedure_below_is_named_there(proposed: Rulebook) -> None:
    files = dict(proposed.current.procedure.files)
    files["execution.toml"] = files["execution.toml"].replace(
        '"before_end", "not_yet', '"before_ned", "not_yet', 1
    )
    assert refusal(files, proposed).file == "execution.toml"


def test_a_stray_file_of_a_proposal_is_refused(proposed: Rulebook) -> None:
    for file in ("appeal.toml", "instruments/rihg.toml"):
        files = {**proposed.current.procedure.files, f"{NAME}/{file}": "x = 1"}
        assert refusal(files, proposed).file == f"{NAME}/{file}"


def test_a_proposal_may_add_a_step_that_says_so(proposed: Rulebook) -> None:
    added = (
        '\n[[step]]\nname = "inform_school"\nnew = true\nlabel = "School inlichten"\n'
        'from = ["running"]\nto = "same"\n'
        'by = ["municipal_officer"]\nform = "Inform"\nlaw = "Wetsvoorstel 2(8)"\n'
        '\n[[step]]\nname = "tell_household"\nhelp = "Binnen een dag."\n'
    )
    files = dict(proposed.current.procedure.files)
    found = workflow.parse({**files, EXECUTION: files[EXECUTION] + added}, proposed.vocabulary)
    assert found.step("execution.inform_school")[1].law == "Wetsvoorstel 2(8)"
    told = found.step("execution.tell_household")[1]
    assert (told.help, told.law) == ("Binnen een dag.", "Wth 2(8)")


def test_what_is_claimed_of_a_proposal_is_no_part_of_it(proposed: Rulebook, tmp_path: Path) -> None:
    folder = tmp_path / "werkwijze"
    shutil.copytree(SETTINGS.workflows, folder)
    (folder / NAME / "invariants.toml").write_text("x = 1", encoding="utf-8")
    (folder / "invariants.toml").write_text("y = 1", encoding="utf-8")
    assert workflow.load(folder, proposed.vocabulary, NAME).digest == proposed.current.procedure.digest
    assert set(workflow.read_folder(folder)) >= CLAIMS_FREE


CLAIMS_FREE = {"execution.toml", "powers.toml", "procedure.toml", "instruments/rihg.toml"}


# What comes of it


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_tells_that_it_is_a_simulation(rulebook: Rulebook, path: Path) -> None:
    text = scenario.read(path, rulebook)
    assert text.procedure == NAME
    assert len(SCENARIOS) >= 3
    played = scenario.play(rulebook, text)
    assert (played.mark, scenario.unexpected(played, text)) == (MARK, [])
    assert {row["measure"] for row in played.timings} >= {"signal_to_request", "decision_to_service"}
    under_the_law = text.model_copy(update={"procedure": ""})
    differs = scenario.unexpected(scenario.play(rulebook, under_the_law), under_the_law)
    assert differs, "under the law of now it would end otherwise"


def test_every_document_carries_the_mark_and_the_numbers_of_the_proposal(
    memory: Engine, proposed: Rulebook
) -> None:
    with writing(memory) as session:
        cases = [builders.an_extended_ban(session, proposed), builders.a_running_ban(session, proposed)]
        cases.append(builders.a_request(session, proposed))
        builders.a_step(session, proposed, cases[-1], "request.refuse", MOMENT + timedelta(hours=4))
        rows = [row for one in cases for row in documents_of(session, find(session, one))]
        texts = {row.template: text_of(row) for row in rows}
    impose, extend = "imposition/beschikking.html", "execution/verlenging.html"
    assert set(texts) >= {impose, extend, "request/afwijzing.html"}
    for template, text in texts.items():
        assert f"SIMULATIE {MARK}" in text, template
        assert "geldt voor niemand" in text
        for wrong in ("tien dagen", "10 dagen", "vier weken", "4 weken", "28 dagen"):
            assert not re.search(rf"\b{wrong}", text), (template, wrong)
    assert "2 weken" in texts[impose]
    assert "nooit langer dan 8 weken" in texts[extend]


def test_a_drawing_carries_the_mark(rulebook: Rulebook, proposed: Rulebook) -> None:
    then, now = proposed.current.procedure, rulebook.current.procedure
    assert f"%% {MARK}" in diagram(then, then.stages["execution"])
    assert MARK in page(then)
    assert MARK not in page(now) + diagram(now, now.stages["execution"])


def test_figures_follow_from_what_was_played(memory: Engine, proposed: Rulebook, tmp_path: Path) -> None:
    with writing(memory) as session:
        builders.an_expired_ban(session, proposed)
    with reading(memory) as session:
        assert metrics.export(session, proposed, "", None, None, tmp_path) > 3


# It never meets a real case


def no_case(session: Session) -> None:
    assert session.exec(select(func.count()).select_from(Case)).one() == 0
    assert session.exec(select(func.count()).select_from(ProcedureText)).one() == 0


def start(rulebook: Rulebook) -> Act:
    facts = {"route": "acuut_politie", "municipality": "voorbeelddam"}
    return Act("request.start", an_actor(Role.POLICE), MOMENT, MOMENT, facts)


def test_only_a_database_in_memory_plays(memory: Engine, engine: Engine, proposed: Rulebook) -> None:
    with writing(memory) as session:
        assert in_memory(session)
        assert open_case(session, proposed, start(proposed)).case.number
    with writing(engine) as session:
        assert not in_memory(session)


def test_no_real_case_is_opened(session: Session, proposed: Rulebook) -> None:
    with pytest.raises(NotAllowed, match=f"^{MARK}. Voor een echte zaak"):
        open_case(session, proposed, start(proposed))
    with pytest.raises(NotAllowed, match=MARK):
        proposed.keep(session, MOMENT)
    no_case(session)


def test_no_real_case_goes_on_under_it(session: Session, rulebook: Rulebook, proposed: Rulebook) -> None:
    """Not even when somebody wrote it into the database by hand."""
    number = builders.a_running_ban(session, rulebook)
    simulated = proposed.current.procedure
    files = dict(simulated.files)
    session.add(ProcedureText(digest=simulated.digest, files=files, first_used_at=MOMENT))
    session.flush()
    case = find(session, number)
    case.procedure, case.due_at = simulated.digest, MOMENT
    session.flush()
    later = MOMENT + timedelta(days=20)
    for rules in (rulebook, proposed):
        with pytest.raises(NotAllowed, match=MARK):
            rules.edition(session, case)
        with pytest.raises(NotAllowed, match=MARK):
            catch_up(session, rules, case, later)
        with pytest.raises(NotAllowed, match=MARK):
            advance(session, rules, number, Act("execution.expire", CLOCK, later, later))


def test_the_clock_takes_no_step_under_it(engine: Engine, rulebook: Rulebook, proposed: Rulebook) -> None:
    with writing(engine) as session:
        number = builders.a_running_ban(session, rulebook)
        simulated = proposed.current.procedure
        session.add(ProcedureText(digest=simulated.digest, files=dict(simulated.files), first_used_at=MOMENT))
        session.flush()
        find(session, number).procedure = simulated.digest
    assert tick(engine, proposed, MOMENT + timedelta(days=100)).steps == 0


def test_a_proposal_cannot_pass_for_the_procedure(tmp_path: Path) -> None:
    """The folder of a proposal alone, or a proposal put at the top, is refused or stays a simulation."""
    with pytest.raises(DefinitionError, match="ontbreekt"):
        Rulebook(SETTINGS.workflows / NAME, SETTINGS.pilot_regions, SETTINGS.document_templates)
    folder = tmp_path / "werkwijze"
    shutil.copytree(SETTINGS.workflows, folder, ignore=shutil.ignore_patterns(NAME))
    shutil.copy(SETTINGS.workflows / NAME / "procedure.toml", folder / "procedure.toml")
    with pytest.raises(DefinitionError, match="Een voorstel kan niet zonder de werkwijze"):
        Rulebook(folder, SETTINGS.pilot_regions, SETTINGS.document_templates)


def test_a_procedure_that_calls_itself_a_simulation_is_one(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "werkwijze"
    shutil.copytree(SETTINGS.workflows, folder)
    with (folder / "procedure.toml").open("a", encoding="utf-8") as file:
        file.write("simulation = true\n")
    rules = Rulebook(folder, SETTINGS.pilot_regions, SETTINGS.document_templates)
    with pytest.raises(NotAllowed, match="Wet tijdelijk huisverbod, alleen voor simulatie"):
        open_case(session, rules, start(rules))
    no_case(session)


# What is claimed of it


def claims(proposed: Rulebook) -> Invariants:
    return proof.load(SETTINGS.workflows / NAME, proposed.current.procedure)


def broken(procedure: Procedure, invariants: Invariants, rules: Rulebook) -> set[str]:
    about = {"first_period_ten_days", "longest_four_weeks", "power_to_impose", "power_to_extend"}
    few = invariants.model_copy(
        update={"invariant": tuple(rule for rule in invariants.invariant if rule.name in about)}
    )
    return {found.rule.name for found in proof.prove(procedure, few, rules.regions).broken}


def test_it_holds_to_its_own_claims_and_not_to_those_of_the_law(
    rulebook: Rulebook, proposed: Rulebook
) -> None:
    own = claims(proposed)
    law = proof.load(SETTINGS.workflows, rulebook.current.procedure)
    assert len(own.invariant) == len(law.invariant)
    assert broken(proposed.current.procedure, own, proposed) == set()
    assert broken(proposed.current.procedure, law, proposed) == {
        "first_period_ten_days",
        "longest_four_weeks",
    }


def test_a_claim_about_a_route_is_found_out(proposed: Rulebook) -> None:
    files = dict(proposed.current.procedure.files)
    files[POWERS] = files[POWERS].replace(
        '["geplande_screening", "terugkeer_naar_huis"] }\nlaw = "Wetsvoorstel 2(1)',
        '["terugkeer_naar_huis"] }\nlaw = "Wetsvoorstel 2(1)',
    )
    weaker = workflow.parse(files, proposed.vocabulary)
    assert broken(weaker, claims(proposed), proposed) == {"power_to_impose"}


def test_a_claim_that_changes_nothing_known_is_refused(proposed: Rulebook) -> None:
    law = (SETTINGS.workflows / "invariants.toml").read_text(encoding="utf-8")
    with pytest.raises(DefinitionError, match="De regel 'first_period' bestaat niet"):
        proof.parse('[[invariant]]\nname = "first_period"\nat_most = 14\n', proposed.current.procedure, law)
