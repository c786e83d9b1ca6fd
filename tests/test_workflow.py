"""The workflow files: the shipped ones load, and each fault in one is refused with its file and line."""

import re
import shutil
from pathlib import Path

import pytest

from huisverbod import stages, workflow
from huisverbod.errors import DefinitionError, Unknown
from huisverbod.roles import Role
from huisverbod.settings import Settings
from huisverbod.workflow import Procedure
from huisverbod.workflow.reading import ORDER

FOLDER = Settings().workflows
FILES = workflow.read_folder(FOLDER)
WORDS = stages.vocabulary(Settings().document_templates)


def refusal(files: dict[str, str]) -> DefinitionError:
    with pytest.raises(DefinitionError) as fault:
        workflow.parse(files, WORDS)
    return fault.value


def changed(file: str, old: str, new: str) -> tuple[dict[str, str], int]:
    """The shipped files with one change in one of them, and the line (from 1) where it begins to differ."""
    assert old in FILES[file], old
    text = FILES[file].replace(old, new, 1)
    pairs = zip(FILES[file].splitlines(), text.splitlines(), strict=False)
    line = next(number for number, (one, other) in enumerate(pairs, 1) if one != other)
    return {**FILES, file: text}, line


def step(name: str, file: str) -> str:
    """The text of one step in a file, from its name to the next table."""
    found = re.search(rf'name = "{name}"\n.*?(?=\n\[\[|\Z)', FILES[file], re.DOTALL)
    assert found, name
    return found[0]


# The shipped files


@pytest.fixture(scope="module")
def procedure() -> Procedure:
    return workflow.load(FOLDER, WORDS)


def test_the_shipped_files_load(procedure: Procedure):
    assert tuple(procedure.stages) == ORDER
    assert procedure.files == FILES
    for stage, each in procedure.steps():
        assert each.law and each.label, (stage.name, each.name)


def test_one_step_opens_a_case(procedure: Procedure):
    assert [f"{stage.name}.{each.name}" for stage, each in procedure.steps() if not each.origins] == [
        "request.start"
    ]


def test_only_the_mayor_or_his_deputy_extends_or_withdraws(procedure: Procedure):
    office = {Role.MAYOR, Role.DEPUTY_MAYOR}
    for name in ("execution.extend", "execution.withdraw", "execution.decline_extension", "request.refuse"):
        assert set(procedure.step(name)[1].by) <= office, name
    for name in ("imposition.impose", "imposition.put_in_writing", "imposition.decline"):
        assert set(procedure.step(name)[1].by) <= office | {Role.HOVJ}, name


def test_the_clock_has_its_own_steps(procedure: Procedure):
    by_clock = {f"{stage.name}.{each.name}" for stage, each in procedure.steps() if Role.CLOCK in each.by}
    assert "execution.expire" in by_clock
    for name in by_clock:
        assert procedure.step(name)[1].by_clock and procedure.step(name)[1].due


def test_the_hash_follows_the_content():
    first = workflow.parse(FILES, WORDS)
    again = workflow.parse(dict(reversed(FILES.items())), WORDS)
    other, _ = changed("care.toml", "Zorgadvies geven", "Zorgadvies uitbrengen")
    instrument, _ = changed("instruments/rihg.toml", "authority", "# \nauthority")
    digests = {first.digest, workflow.parse(other, WORDS).digest, workflow.parse(instrument, WORDS).digest}
    assert again.digest == first.digest
    assert len(digests) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)


def test_steps_and_duties_are_found_by_name(procedure: Procedure):
    stage, extend = procedure.step("execution.extend")
    assert (stage.name, extend.name) == ("execution", "extend")
    assert procedure.duty("reachable").owner == Role.POLICE
    for name in ("execution.extent", "uitvoering.extend", "execution", "", "extend", "execution.extend.now"):
        with pytest.raises(Unknown):
            procedure.step(name)


def test_a_folder_is_read_from_disk(tmp_path: Path):
    shutil.copytree(FOLDER, tmp_path / "eigen")
    assert workflow.load(tmp_path / "eigen", WORDS).digest == workflow.load(FOLDER, WORDS).digest
    (tmp_path / "leeg").mkdir()
    with pytest.raises(DefinitionError, match=r"^leeg: Deze map bevat geen werkwijze"):
        workflow.load(tmp_path / "leeg", WORDS)


# Faults, each on the line where it was made

EXECUTION, COURT, CARE, REQUEST = "execution.toml", "court.toml", "care.toml", "request.toml"
POWERS = "powers.toml"
FAULTS = {
    "unknown key of a file": (COURT, 'label = "Rechter"', 'label = "Rechter"\nlabels = "x"', "'labels'"),
    "unknown key of a step": (
        COURT,
        'law = "Awb 8:87"',
        'law = "Awb 8:87"\nlaws = "x"',
        "'laws' bij 'lift_susp",
    ),
    "unknown key of a state": (
        COURT,
        'label = "Zitting geweest"',
        'label = "Zitting", last = true',
        "'last'",
    ),
    "unknown key of a duty": (
        COURT,
        'term = "hearing"',
        'term = "hearing"\nwithin = 3',
        "'within' bij 'hearing'",
    ),
    "unknown state in from": (
        COURT,
        'from = ["requested", "heard", "appeal_pending", "higher_appeal"]',
        'from = ["asked"]',
        "toestand 'asked' bij 'hearing'",
    ),
    "unknown state in to": (COURT, 'to = "heard"', 'to = "hearded"', "toestand 'hearded' bij 'hearing'"),
    "unknown initial state": (COURT, 'initial = "none"', 'initial = "nothing"', "toestand 'nothing'"),
    "unknown guard": (COURT, '"ban_imposed"', '"ban_imposd"', "voorwaarde 'ban_imposd' bij 'request'"),
    "guard of another stage": (COURT, '"ban_imposed"', '"nothing_before_court"', "'nothing_before_court'"),
    "unknown check": (
        CARE,
        'checks = ["person_known"]',
        'checks = ["known"]',
        "voorwaarde 'known' bij 'offer'",
    ),
    "unknown role": (COURT, 'by = ["municipal_officer"]', 'by = ["clerk"]', "rol 'clerk' bij 'request'"),
    "unknown owner": (COURT, 'owner = "mayor"', 'owner = "chief"', "rol 'chief' bij 'tell_ruling'"),
    "unknown form": (
        COURT,
        'form = "Ruling"',
        'form = "Rulings"',
        "formulier 'Rulings' bij 'rule_relief_refused'",
    ),
    "unknown document": (
        EXECUTION,
        'document = "execution/verlenging.html"',
        'document = "execution/verlengen.html"',
        "document 'execution/verlengen.html' bij 'propose_extension'",
    ),
    "unknown notice": (
        EXECUTION,
        'notices = ["ban_ended"]',
        'notices = ["ended"]',
        "bericht 'ended' bij 'expire'",
    ),
    "unknown duty": (COURT, 'starts = ["hearing"]', 'starts = ["hear"]', "plicht 'hear' bij 'request'"),
    "unknown stage opened": (
        REQUEST,
        "opens = { risk_assessment",
        "opens = { assessment",
        "fase 'assessment' bij 'accept'",
    ),
    "unknown state opened": (
        REQUEST,
        '{ risk_assessment = "open" }',
        '{ risk_assessment = "begun" }',
        "toestand 'begun' bij 'accept'",
    ),
    "unknown step that follows": (
        COURT,
        'then = ["execution.annul", ',
        'then = ["execution.end", ',
        "stap 'execution.end' bij 'rule_annulled'",
    ),
    "unknown step that settles": (
        COURT,
        'met_by = ["court.tell_ruling"]',
        'met_by = ["court.tell"]',
        "stap 'court.tell' bij 'tell_ruling'",
    ),
    "unknown term": (COURT, 'term = "hearing"', 'term = "three_days"', "termijn 'three_days' bij 'hearing'"),
    "unknown norm": (COURT, 'norm = "tell_ruling"', 'norm = "soon"', "norm 'soon' bij 'tell_ruling'"),
    "unknown due instant": (
        EXECUTION,
        'due = "ban_ends"',
        'due = "ban_stops"',
        "tijdstip 'ban_stops' bij 'expire'",
    ),
    "unknown condition of a duty": (
        EXECUTION,
        'only_if = "child_abuse_ground"',
        'only_if = "abuse"',
        "voorwaarde 'abuse' bij 'inform_veilig_thuis'",
    ),
    "a duty that counts back in another term": (
        EXECUTION,
        'norm = "decide_extension_before_end"\nterm = "first_period"',
        'norm = "decide_extension_before_end"\nterm = "lawyer"',
        "Neem als 'term' dan 'first_period'",
    ),
    "unknown step that lets a duty lapse": (
        EXECUTION,
        'lapses_by = ["execution.withdraw", "execution.annul", "execution.annul_at_date", '
        '"execution.drop_extension", "execution.expire"]',
        'lapses_by = ["execution.forget"]',
        "stap 'execution.forget' bij 'announce_extension'",
    ),
    "unreachable state": (
        COURT,
        'ruled = { label = "Uitspraak gedaan", final = true }',
        'ruled = { label = "Uitspraak gedaan", final = true }\nlost = { label = "Weg", final = true }',
        "'lost' is onbereikbaar",
    ),
    "dead end": (
        "follow_up.toml",
        'destroyed = { label = "Gegevens vernietigd", final = true }',
        'destroyed = { label = "Gegevens vernietigd" }',
        "'destroyed' loopt dood",
    ),
    "destroyed by hand": (
        "follow_up.toml",
        'label = "Nazorg overdragen"',
        'destroys = true\nlabel = "Nazorg overdragen"',
        "'assign' vernietigt gegevens",
    ),
    "a state called as staying is": (
        COURT,
        'heard = { label = "Zitting geweest" }',
        'heard = { label = "Zitting geweest" }\nsame = { label = "Blijft" }',
        "'same' is het woord voor blijven staan",
    ),
    "nobody may take it": (
        "enforcement.toml",
        'by = ["police", "hovj"]\nchecks = ["violation_named"]\nlaw = "Wth 11, Sv 67(1)(c)"',
        'by = []\nchecks = ["violation_named"]\nlaw = "Wth 11, Sv 67(1)(c)"',
        "'by' is leeg bij 'arrest'",
    ),
    "an empty article": (COURT, 'law = "Wth 6(1)"\n', 'law = ""\n', "'law' is leeg bij 'hearing'"),
    "bad toml": (COURT, "[states]", "[states", "Geen geldige TOML"),
    "the same key twice": (
        COURT,
        'initial = "none"',
        'initial = "none"\ninitial = "none"',
        "Geen geldige TOML",
    ),
    "a name that is none": (
        COURT,
        'name = "rule_annulled"',
        'name = "Rule annulled"',
        "'name' klopt niet bij 'Rule annulled'",
    ),
    "another stage's name": (COURT, 'stage = "court"', 'stage = "care"', "stage moet 'court' zijn"),
    "a power of nobody": (
        POWERS,
        'roles = ["mayor", "deputy_mayor"]\nsteps = ["execution.withdraw"]',
        'roles = []\nsteps = ["execution.withdraw"]',
        "'roles' is leeg bij 'withdraw'",
    ),
    "an unknown capacity in a power": (
        POWERS,
        'mandate = ["hovj"]',
        'mandate = ["sheriff"]',
        "Onbekende rol 'sheriff' bij 'impose'",
    ),
    "a mandate for whom has no power": (
        POWERS,
        'mandate = ["hovj"]',
        'mandate = ["police"]',
        "'police' heeft de bevoegdheid 'impose' niet",
    ),
    "a power over an unknown step": (
        POWERS,
        '"request.refuse"',
        '"request.reject"',
        "Onbekende stap 'request.reject' bij 'refuse_request'",
    ),
    "a step under two powers": (
        POWERS,
        'steps = ["execution.withdraw"]',
        'steps = ["execution.withdraw", "execution.extend"]',
        "'execution.extend' staat bij twee bevoegdheden",
    ),
    "a power without its article": (
        POWERS,
        'law = "Wth 2(9), 3(1)"',
        'law = ""',
        "'law' is leeg bij 'withdraw'",
    ),
    "an unknown key of a power": (
        POWERS,
        'mandate = ["hovj"]',
        'mandated = ["hovj"]',
        "Onbekende sleutel 'mandated' bij 'impose'",
    ),
    "states that are no table": (COURT, "[states]", "states = 1\n[terms.other]", "'states'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_on_its_line(name: str):
    file, old, new, sentence = FAULTS[name]
    files, line = changed(file, old, new)
    fault = refusal(files)
    assert (fault.file, fault.line) == (file, line), str(fault)
    assert sentence in fault.sentence
    assert str(fault).startswith(f"{file}:{line}: ")


OF_A_STEP = {
    "no article": ("court.toml", "hearing", 'law = "Wth 6(1)"\n', "\n", "'law'"),
    "no label": ("court.toml", "hearing", 'label = "Zitting vastleggen"\n', "", "'label'"),
    "the clock with people": (
        "execution.toml",
        "expire",
        '["clock"]',
        '["clock", "police"]',
        "de klok deelt",
    ),
    "the clock without an hour": (
        "execution.toml",
        "expire",
        'due = "ban_ends"\n',
        "",
        "alleen een stap van de klok",
    ),
    "people with an hour": (
        "court.toml",
        "hearing",
        'to = "heard"',
        'to = "heard"\ndue = "ban_ends"',
        "alleen een stap van de klok",
    ),
    "hovj extends": (
        "execution.toml",
        "extend",
        'by = ["mayor", "deputy_mayor"]',
        'by = ["mayor", "hovj"]',
        "3(1))",
    ),
    "hovj extends without a signature": ("execution.toml", "extend", "signs = true\n", "", "3(1))"),
    "hovj withdraws": (
        "execution.toml",
        "withdraw",
        'by = ["mayor", "deputy_mayor"]',
        'by = ["hovj"]',
        "3(1))",
    ),
    "an officer withdraws": (
        "execution.toml",
        "withdraw",
        '"deputy_mayor"]',
        '"deputy_mayor", "municipal_officer"]',
        "3(1))",
    ),
    "an officer imposes": (
        "imposition.toml",
        "impose",
        '"hovj"]',
        '"hovj", "municipal_officer"]',
        "3(1))",
    ),
    "the police put it in writing": (
        "imposition.toml",
        "put_in_writing",
        '"hovj"]',
        '"hovj", "police"]',
        "3(1))",
    ),
}


@pytest.mark.parametrize("name", OF_A_STEP)
def test_a_fault_of_a_step_is_refused_where_the_step_begins(name: str):
    file, which, old, new, sentence = OF_A_STEP[name]
    text = step(which, file)
    assert old in text
    changed_step = text.replace(old, new, 1)
    if "without a signature" in name:
        changed_step = changed_step.replace('"deputy_mayor"]', '"hovj"]', 1)
    fault = refusal({**FILES, file: FILES[file].replace(text, changed_step, 1)})
    begins = FILES[file][: FILES[file].index(text)].count("\n") + 1
    assert (fault.file, fault.line) == (file, begins), str(fault)
    assert sentence in fault.sentence


def test_a_name_stands_once_in_a_file():
    again = 'name = "hearing"\nlabel = "x"\nfrom = ["requested"]\nto = "heard"\nby = ["mayor"]\nlaw = "x"\n'
    fault = refusal({**FILES, "court.toml": FILES["court.toml"] + f"\n[[step]]\n{again}"})
    assert (fault.file, fault.sentence) == ("court.toml", "De naam 'hearing' staat er twee keer.")
    assert fault.line == len(FILES["court.toml"].splitlines()) + 3


def test_a_wrong_term_is_refused_where_it_begins():
    files, line = changed("court.toml", 'unit = "days"', 'unit = "workdays"')
    fault = refusal(files)
    begins = FILES["court.toml"].splitlines().index("[terms.hearing]") + 1
    assert (fault.file, fault.line, begins < line) == ("court.toml", begins, True)
    assert "onbekende eenheid" in fault.sentence


def test_a_duty_has_one_name_in_all_files():
    duty = step("first_contact", "care.toml")
    fault = refusal({**FILES, "court.toml": FILES["court.toml"] + f"\n[[duty]]\n{duty}\n"})
    assert fault.file in {"court.toml", "care.toml"}
    assert "'first_contact' staat" in fault.sentence


def test_a_duty_has_a_date():
    files, _ = changed("court.toml", 'term = "hearing"\nnorm = "hearing"\n', "")
    assert "'hearing' heeft geen datum" in refusal(files).sentence


def test_a_step_meets_a_duty_or_lets_it_lapse():
    files, _ = changed("care.toml", '"execution.annul_at_date"]\nlaw', '"care.advise"]\nlaw')
    fault = refusal(files)
    assert (
        fault.sentence == "De plicht 'advice': 'care.advise' voldoet haar of laat haar vervallen. Kies één."
    )


def test_a_guard_that_no_step_uses_is_refused():
    files, _ = changed("court.toml", '"police_informed", ', "")
    fault = refusal(files)
    assert (fault.file, fault.line) == ("court.toml", None)
    assert "'police_informed' bestaat, maar geen stap gebruikt haar" in fault.sentence


def test_only_a_decision_has_warnings():
    files, line = changed(
        "court.toml",
        'checks = ["police_informed"',
        'warns = ["police_informed"]\nchecks = ["police_informed"',
    )
    fault = refusal(files)
    assert (fault.file, fault.line) == ("court.toml", line)
    assert "alleen bij een besluit" in fault.sentence


def test_a_second_way_in_is_refused():
    files, _ = changed(
        "court.toml",
        'from = ["none", "requested", "heard", "appeal_pending", "higher_appeal", "ruled"]',
        "from = []",
    )
    assert "opent een zaak" in refusal(files).sentence
    again = (
        step("start", "request.toml")
        .replace('"start"', '"begin"')
        .replace("label", 'form = "Start"\nlabel', 1)
    )
    files = {**FILES, "request.toml": FILES["request.toml"] + f"\n[[step]]\n{again}\n"}
    assert "Precies één stap" in refusal(files).sentence


def test_no_way_in_is_refused():
    files, _ = changed("request.toml", "from = []", 'from = ["draft"]')
    assert "Precies één stap" in refusal(files).sentence


def test_a_stage_that_nothing_opens_is_refused():
    text = FILES["request.toml"].replace('opens = { risk_assessment = "open" }\n', "")
    fault = refusal({**FILES, "request.toml": text})
    assert str(fault) == "risk_assessment.toml: Geen stap opent de fase 'risk_assessment'."


def test_a_stray_file_is_refused():
    fault = refusal({**FILES, "appeal.toml": FILES["court.toml"]})
    assert fault.file == "appeal.toml"
    assert "Deze fase is onbekend" in fault.sentence


@pytest.mark.parametrize("name", ORDER)
def test_a_missing_file_is_refused(name: str):
    fault = refusal({file: text for file, text in FILES.items() if file != f"{name}.toml"})
    assert (fault.file, "ontbreekt" in fault.sentence) == (f"{name}.toml", True)


@pytest.mark.parametrize("key", ["stage", "label", "initial"])
def test_a_missing_key_is_refused(key: str):
    text = re.sub(rf"^{key} = .*\n", "", FILES["court.toml"], count=1, flags=re.MULTILINE)
    fault = refusal({**FILES, "court.toml": text})
    assert (fault.file, fault.sentence) == ("court.toml", f"De sleutel '{key}' ontbreekt.")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("label", "1"), ("label", '""'), ("initial", '["none"]'), ("initial", "{}"), ("stage", "1"),
        ("states", '["none"]'), ("states", "{ none = 1 }"), ("states", "{}"), ("step", '"hearing"'),
        ("step", "[]"), ("step", "[1]"), ("step", "{}"), ("duty", "1"), ("duty", "[[]]"), ("terms", "3"),
        ("terms", "{ hearing = 3 }"),
    ],
)  # fmt: skip
def test_a_key_of_another_shape_is_refused_and_not_stumbled_over(key: str, value: str):
    kept = {
        "stage": '"court"', "label": '"Rechter"', "initial": '"none"', "states": "{ none = { label = 'x' } }",
        "step": "[]", "duty": "[]", "terms": "{}", key: value,
    }  # fmt: skip
    text = "\n".join(f"{name} = {given}" for name, given in kept.items())
    assert refusal({**FILES, "court.toml": text}).file == "court.toml"


@pytest.mark.parametrize("field", ["from", "by", "to", "guards", "opens", "then", "draft", "name", "law"])
@pytest.mark.parametrize("value", ["1", "[1]", "{ x = 1 }", "[[]]", "2026-01-01"])
def test_a_step_of_another_shape_is_refused_and_not_stumbled_over(field: str, value: str):
    text = step("hearing", "court.toml")
    plain = re.sub(rf"(?m)^{field} = .*\n", "", text)
    files = {**FILES, "court.toml": FILES["court.toml"].replace(text, f"{plain}\n{field} = {value}")}
    assert refusal(files).file == "court.toml"


# Powers


def test_a_decision_belongs_to_a_power(procedure: Procedure):
    for stage, each in procedure.steps():
        if each.signs:
            assert procedure.powers.of(f"{stage.name}.{each.name}"), each.name
    files, _ = changed(POWERS, 'steps = ["execution.withdraw"]', "steps = []")
    fault = refusal(files)
    assert (fault.file, fault.line) == ("execution.toml", line_of_step("withdraw"))
    assert "'withdraw' is een besluit, maar hoort bij geen bevoegdheid" in fault.sentence


def test_a_power_may_be_widened_by_the_file_alone():
    """No line of code says who has a power."""
    files, _ = changed(
        POWERS, 'roles = ["mayor", "deputy_mayor", "hovj"]\nmandate = ["hovj"]', 'roles = ["mayor"]'
    )
    assert "'impose' (een huisverbod opleggen of daarvan afzien) kan alleen door burgemeester" in str(
        refusal(files)
    )
    files, _ = changed(
        POWERS,
        'roles = ["mayor", "deputy_mayor"]\nsteps = ["execution.withdraw"]',
        'roles = ["mayor", "deputy_mayor", "om"]\nsteps = ["execution.withdraw"]',
    )
    text = step("withdraw", EXECUTION)
    wider = text.replace('by = ["mayor", "deputy_mayor"]', 'by = ["mayor", "deputy_mayor", "om"]')
    files[EXECUTION] = files[EXECUTION].replace(text, wider)
    assert Role.OM in workflow.parse(files, WORDS).step("execution.withdraw")[1].by


@pytest.mark.parametrize("name", ["request", "refuse_request", "impose", "extend", "withdraw", "amend"])
def test_every_power_of_the_law_is_named(name: str):
    files, _ = changed(POWERS, f"[power.{name}]", f"[power.{name}_gone]")
    fault = refusal(files)
    assert (fault.file, fault.sentence) == (
        POWERS,
        f"De bevoegdheid '{name}' ontbreekt. Noem wie haar heeft.",
    )


@pytest.mark.parametrize("name", ["powers.toml", "procedure.toml"])
def test_the_files_beside_the_stages_are_needed(name: str):
    fault = refusal({file: text for file, text in FILES.items() if file != name})
    assert (fault.file, "ontbreekt" in fault.sentence) == (name, True)


def test_who_has_a_power_by_mandate_and_by_law(procedure: Procedure):
    impose = procedure.powers.power["impose"]
    assert impose.mandate == (Role.HOVJ,)
    assert procedure.powers.deciders() == {Role.MAYOR, Role.DEPUTY_MAYOR, Role.HOVJ}
    assert not procedure.powers.requests_by_law(Role.RAAD, "geplande_screening")


def line_of_step(name: str) -> int:
    return FILES[EXECUTION][: FILES[EXECUTION].index(f'name = "{name}"')].count("\n") + 1
