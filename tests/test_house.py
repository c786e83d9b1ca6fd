"""The rules of the house that a reviewer should not have to say."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huisverbod import errors, stages, workflow
from huisverbod.known import Decision
from huisverbod.region import NORMS
from huisverbod.settings import Settings
from huisverbod.workflow import StageRules, Step
from huisverbod.workflow.reading import ORDER

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "huisverbod"
SETTINGS = Settings()
PROCEDURE = workflow.load(SETTINGS.workflows, stages.vocabulary(SETTINGS.document_templates))
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
NAMES = {path: path.relative_to(PACKAGE).with_suffix("").as_posix() for path in MODULES}
TEXTS = [
    path
    for folder, pattern in [(ROOT, "*.md"), (ROOT / "docs", "**/*.md"), (PACKAGE, "**/*.py")]
    for path in sorted(folder.glob(pattern))
] + sorted(SETTINGS.workflows.rglob("*.toml"))

MOST_LINES = 300
FITS_ANYTHING = re.compile(
    r"(service|manager|handler|processor|helper|util|utils|common|base|core|misc|engine)s?", re.IGNORECASE
)
ASKS_THE_TIME = (
    "web/",
    "demo/",
    "__main__",
    "running",
    "enrolment",
    "examination",
    "rostering",
    "relocation",
    "ticking",
    "verify",
)
ARTICLE = r"(Wth|Awb|Atw|Besluit|Sv|BW|Gemeentewet|Wpg|AVG) [\dA]"
SOURCE = re.compile(rf"({ARTICLE}|norm: |house: )")


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Modules


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_is_short_and_says_what_it_is(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    said = ast.get_docstring(TREES[path])
    assert said and said.split("\n")[0][-1] in ".:"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_no_name_fits_anything(path: Path):
    classes = [node.name for node in ast.walk(TREES[path]) if isinstance(node, ast.ClassDef)]
    words = [word for name in classes for word in re.findall(r"[A-Z][a-z]+", name)] + NAMES[path].split("/")
    assert not [word for word in words if FITS_ANYTHING.fullmatch(word.removeprefix("_"))]


def calls(tree: ast.AST) -> Iterator[str]:
    """Every call in some code, as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node)


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_only_the_edges_ask_what_time_it_is(path: Path):
    asked = [
        call
        for call in calls(TREES[path])
        if re.match(r"(datetime|date|time)\.(now|utcnow|today|time)\(", call)
    ]
    assert not asked or NAMES[path].startswith(ASKS_THE_TIME)


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_no_term_of_the_law_is_counted_in_code(path: Path):
    statutory = re.compile(r"timedelta\(.*(days=(10|28)|weeks=[46]|hours=(240|672))\b")
    assert not [call for call in calls(TREES[path]) if statutory.match(call)]


COUNTING = [
    path
    for path in MODULES
    if NAMES[path].split("/")[0]
    in {"law", "known", "stages", "duties", "advance", "access", "workflow", "term"}
]


@pytest.mark.parametrize("path", COUNTING, ids=ids)
def test_no_number_of_the_law_stands_where_the_law_is_applied(path: Path):
    """Ten and twenty-eight days, twenty-four hours, eighteen years: they stand under [terms]."""
    numbers = {
        part.value
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Compare | ast.BinOp | ast.Assign | ast.Call)
        and not ast.unparse(node).startswith(("Field(", "HOURS_IN_DAY", "MINUTES_IN_HOUR"))
        for part in ast.iter_child_nodes(node)
        if isinstance(part, ast.Constant) and type(part.value) is int
    }
    assert not {10, 18, 24, 28, 240, 672} & numbers


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_nothing_sets_a_state_but_the_writing_of_a_step(path: Path):
    if NAMES[path] == "recording":
        return
    assigned = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.Assign)]
    targets = [ast.unparse(target) for node in assigned for target in node.targets]
    assert not [target for target in targets if re.search(r"\.state\b(?!\.)", target)]


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_no_code_asks_for_a_region_by_name(path: Path):
    regions = {file.stem for file in SETTINGS.pilot_regions.glob("[!_]*.toml")}
    compared = {
        part.value
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
    }
    assert len(regions) == 4
    assert not regions & compared


@pytest.mark.parametrize("path", TEXTS, ids=ids)
def test_a_text_speaks_of_this_program_alone(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(?:work|tmp|root)/|\bTODO\b|\bFIXME\b|\bXXX\b", text)


# Steps, guards, duties


@pytest.mark.parametrize(("stage", "step"), list(PROCEDURE.steps()), ids=lambda value: value.name)
def test_a_step_has_a_label_and_an_article(stage: StageRules, step: Step):
    assert step.label[0].isupper() and step.label[-1] != "."
    assert SOURCE.match(step.law), step.law
    assert not step.help or step.help[-1] == "."
    assert workflow.step_form(step) in stages.forms(stage.name)


@pytest.mark.parametrize("stage", ORDER)
def test_a_guard_says_what_it_rests_on_and_asks_one_thing(stage: str):
    found = stages.guards(stage)
    assert found
    for name, guard in found.items():
        said = guard.__doc__ or ""
        assert SOURCE.match(said), name
        assert said.split("\n")[0].endswith("."), name
        assert stages.article(guard), name


@pytest.mark.parametrize("stage", ORDER)
def test_what_is_asked_has_a_question(stage: str):
    """Every field that a person fills in has a title; what the page itself carries is hidden."""
    used = {workflow.step_form(step) for step in PROCEDURE.stages[stage].steps.values()}
    for name in used:
        form = stages.forms(stage)[name]
        assert form.__doc__, name
        for field, info in form.model_fields.items():
            extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
            assert info.title or extra.get("hidden"), f"{name}.{field}"


def test_whoever_signs_can_accept_what_falls_short():
    signing = [(stage, step) for stage, step in PROCEDURE.steps() if step.signs]
    assert signing
    assert all(issubclass(stages.form(stage.name, step), Decision) for stage, step in signing)


def test_a_stage_has_one_name_in_every_place():
    beside = {"powers", "procedure", "invariants", "law", "guidance"}
    files = {path.stem for path in SETTINGS.workflows.glob("*.toml")} - beside
    modules = {path.stem for path in (PACKAGE / "stages").iterdir() if path.stem[0] != "_"}
    tests = {path.stem for path in (ROOT / "tests" / "stages").glob("test_*.py")}
    templates = {path.name for path in SETTINGS.document_templates.iterdir() if path.is_dir()}
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert files == modules == set(ORDER)
    assert tests == {f"test_{stage}" for stage in ORDER}
    assert {step.document.split("/")[0] for _, step in PROCEDURE.steps() if step.document} <= templates
    assert all(f"`{stage}`" in glossary for stage in ORDER)


def test_the_terms_of_the_law_stand_in_the_files_with_their_article():
    amounts = {name: (term.amount, term.unit) for name, term in PROCEDURE.terms.items()}
    assert amounts == {
        "adult_age": (18, "years"),
        "first_period": (10, "wall_clock_days"),
        "longest_period": (28, "wall_clock_days"),
        "reachable": (24, "hours"),
        "lawyer": (24, "hours"),
        "appeal": (6, "weeks"),
        "hearing": (3, "days"),
        "motivation": (1, "weeks"),
        "prison": (2, "years"),
        "keep_decision": (5, "years"),
        "ruling": (24, "hours"),
        "higher_appeal": (6, "weeks"),
        "conduct_order": (90, "wall_clock_days"),
        "conduct_order_extensions": (3, "times"),
    }
    assert all(re.match(ARTICLE, term.law) for term in PROCEDURE.terms.values())


def test_a_consequence_is_taken_by_whoever_took_the_step_before_it():
    """What follows at once is done in the same capacity, so that capacity may do it."""
    for stage, step in PROCEDURE.steps():
        for name in step.followers:
            assert set(step.by) <= set(PROCEDURE.step(name)[1].by), f"{stage.name}.{step.name}"


def test_what_is_mandated_is_imposing_and_no_more():
    """Wth 3(1): an hOvJ decides to impose, or not to; every other decision is the mayor's or his deputy's."""
    signed = {f"{stage.name}.{step.name}": set(step.by) for stage, step in PROCEDURE.steps() if step.signs}
    assert set(signed) == {
        "imposition.impose",
        "imposition.put_in_writing",
        "execution.extend",
        "execution.amend",
        "execution.withdraw",
    }
    assert all(("hovj" in by) == name.startswith("imposition.") for name, by in signed.items())


# Errors, decisions


def test_every_refusal_is_a_dutch_sentence():
    for name, member in vars(errors).items():
        if isinstance(member, type) and issubclass(member, errors.HuisverbodError):
            assert re.match(r"[A-Z].+\.$", (member.__doc__ or "").split("\n")[0]), name


RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("path", RECORDS, ids=ids)
def test_a_decision_record_is_about_ten_lines(path: Path):
    text = path.read_text(encoding="utf-8")
    told, *_ = re.split(r"^\|", text, maxsplit=1, flags=re.MULTILINE)
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert all(f"**{word}.**" in text for word in ("Context", "Decision", "Consequence"))
    assert len(told.splitlines()) <= 16


def test_decision_records_are_numbered_through():
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_every_norm_of_a_region_is_a_duty_of_somebody():
    rules = [duty for stage in PROCEDURE.stages.values() for duty in stage.duties.values()]
    assert {duty.norm for duty in rules if duty.norm} == NORMS


def test_the_benchmarks_still_find_what_they_measure():
    parts = importlib.import_module("benchmarks.__main__").PARTS
    assert parts and all(callable(run) for _, _, run in parts.values())
