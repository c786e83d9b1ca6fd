"""What tries to harm: templates that reach out or grow, pages and pictures that explode."""

import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest
from annotated_types import MaxLen
from pydantic.fields import FieldInfo
from sqlalchemy import Engine
from sqlmodel import col, func, select

from huisverbod import examination, stages
from huisverbod.case import Event
from huisverbod.database import writing
from huisverbod.documents import Document, templates
from huisverbod.errors import DefinitionError, Refused
from huisverbod.known import plain_text
from huisverbod.printing import coverage, press
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.test_documents import a_folder
from tests.test_documents_drawing import FILES, PAGE, the_other_process

# Templates

BEYOND = {
    "{{ ''.__class__.__mro__ }}": "'__mro__'",
    "{{ mensen['__class__'] }}": "een berekende of verborgen naam",
    "{{ ('%s' % mensen) }}": "'Mod'",
    "{{ mensen['keys']() }}": "'()'",
    "{{ mensen.update(a=1) }}": "'update()'",
    "{{ mensen|attr('__class__') }}": "het filter 'attr'",
    "{{ ['x']|map('center', 1000000000)|list }}": "het filter 'map'",
    "{{ self._TemplateReference__context }}": "'_TemplateReference__context'",
    "{{ cycler.__init__.__globals__ }}": "'__globals__'",
    "{% for x in range(1000000000) %}x{% endfor %}": "'range()'",
    "{{ 'a' * 1000000000 }}": "'Mul'",
    "{{ 9 ** 9 ** 9 ** 9 }}": "'Pow'",
    "{{ '%1000000000d' % 1 }}": "'Mod'",
    "{{ '{:1000000000}'.format(1) }}": "'format()'",
    "{{ 'x'.ljust(1000000000) }}": "'ljust()'",
    "{{ 'x'|center(1000000000) }}": "het filter 'center'",
    "{{ 'x'|indent(1000000000) }}": "het filter 'indent'",
    "{{ mensen|safe }}": "het filter 'safe'",
    "{% set a = 'xx' %}{% set b = a ~ a ~ a %}{{ b ~ b ~ b }}": "'Concat'",
    "{% set b = [mensen, mensen]|join %}{{ b }}": "een lijst van waarden",
    "{% set a %}{{ mensen }}{{ mensen }}{% endset %}": "'AssignBlock'",
    "{{ lipsum(100000) }}": "'lipsum()'",
    "{% include mensen %}": "een berekende naam van een sjabloon",
    "{{ mensen[mensen] }}": "een berekende of verborgen naam",
    "{% autoescape false %}{{ mensen }}{% endautoescape %}": "'Scope'",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}": "roept zichzelf aan",
    "{% block b %}{{ self.b() }}{% endblock %}": "roept zichzelf aan",
    "{% include 'request/afwijzing.html' %}": "roept zichzelf aan",
    "{% for a in mensen %}{% for b in mensen %}{% for c in mensen %}{% for d in mensen %}x"
    + "{% endfor %}" * 4: "meer dan 3 lussen in elkaar",
    "{% for a in %}": "geen geldige Jinja2",
}


@pytest.mark.parametrize("body", BEYOND)
def test_a_template_that_reaches_out_or_grows_is_refused_before_it_is_filled_in(
    tmp_path: Path, body: str
) -> None:
    folder = a_folder(tmp_path, "\n" + body)
    with pytest.raises(DefinitionError) as fault:
        templates.read(folder)
    assert BEYOND[body] in fault.value.sentence
    assert fault.value.file == "request/afwijzing.html"
    assert str(fault.value) in [str(found) for found in templates.faults(folder)]


def test_the_check_names_such_a_template_with_its_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "<p>goed</p>\n{{ 'a' * 1000000000 }}")
    found = list(examination.faults_in_files(Settings(document_templates=folder)))
    assert "request/afwijzing.html:2: Dit sjabloon gebruikt 'Mul'. Dat mag niet: laat het weg." in map(
        str, found
    )


def test_a_page_that_becomes_too_long_is_refused_while_it_grows(tmp_path: Path) -> None:
    loops = "{% for a in x %}{% for b in x %}{% for c in x %}{{ c }}{% endfor %}{% endfor %}{% endfor %}"
    read = templates.read(a_folder(tmp_path, loops))
    started = time.process_time()
    with pytest.raises(Refused) as refusal:
        read.page("request/afwijzing.html", {"x": ["tekst" * 100] * 1000})
    assert "Kort hem in" in refusal.value.reasons[0].sentence
    assert time.process_time() - started < 5


# Pictures and pages

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}</svg>"
PICTURE = PAGE.format("<img alt='x' src='asset:logo.svg'>")
LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
USES = "".join(f"<g id='u{n}'>{f'''<use href='#u{n - 1}'/>''' * 10}</g>" for n in range(1, 9))
PICTURES = {
    "a file": SVG.format("<image href='file:///etc/hostname'/>"),
    "an address": SVG.format("<image href='http://127.0.0.1/x.png'/>"),
    "a picture inside": SVG.format("<image href='data:image/png;base64,iVBORw0KGgo='/>"),
    "a style": SVG.format("<style>@import 'file:///etc/hostname';</style>"),
    "an external entity": "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    + SVG.format("<text>&x;</text>"),
    "a billion laughs": f"<!DOCTYPE svg [<!ENTITY a0 'ha'>{LAUGHS}]>" + SVG.format("<text>&a9;</text>"),
    "not a picture": "<p>",
}


@pytest.mark.parametrize("asks", PICTURES)
def test_a_picture_that_asks_for_more_fails_the_document(asks: str) -> None:
    with pytest.raises(Refused) as refusal:
        press.printed(PICTURE, {**FILES, "logo.svg": PICTURES[asks]})
    assert "NotDrawn" in str(refusal.value.__cause__)


def test_a_bomb_under_the_scheme_of_data_is_not_opened() -> None:
    bomb = "<img alt='x' src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAdTAAAHUwCAIAAAA='>"
    with pytest.raises(Refused) as refusal:
        press.printed(PAGE.format(bomb), FILES)
    assert "FatalURLFetchingError: data:" in str(refusal.value.__cause__)


def test_a_page_nested_too_deep_fails_the_document() -> None:
    with pytest.raises(Refused) as refusal:
        press.printed(PAGE.format("<div>" * 400 + "x"), FILES)
    assert "RecursionError" in str(refusal.value.__cause__)


EXPLODING = {
    "a picture of a hundred million pieces": (
        PICTURE,
        {"logo.svg": SVG.format(f"<defs><g id='u0'/>{USES}</defs><use href='#u8'/>")},
    ),
    "a cell over a million columns": (PAGE.format("<table><tr><td colspan=1000000>x</table>"), {}),
    "pages of one pixel": (
        PAGE.format("<style>@page { size: 1px 1px; margin: 0 }</style>" + "<p>woord " * 2000),
        {},
    ),
    "two million letters": (PAGE.format("woord " * 340_000), {}),
    "three thousand rows": (PAGE.format(f"<table>{'<tr><td>a<td>b<td>c' * 3000}</table>"), {}),
}
UNDER_A_LIMIT = """
import json, os, sys
from huisverbod.printing.drawing import WARM, WARM_FILES, draw
from huisverbod.printing.limits import Limits, impose
draw(WARM, WARM_FILES)
children = []
for html, files in json.load(sys.stdin):
    child = os.fork()
    if child == 0:
        impose(Limits(cpu_seconds=1))
        draw(html, files)
        os._exit(0)
    children.append(child)
print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""


def test_what_explodes_is_stopped_by_its_limit() -> None:
    """Each under a second of processor instead of ten, side by side."""
    jobs = json.dumps([(html, {**FILES, **files}) for html, files in EXPLODING.values()])
    done = subprocess.run(
        [sys.executable, "-c", UNDER_A_LIMIT],
        input=jobs,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == [-signal.SIGKILL] * len(EXPLODING)


# What people type

NAMES = {
    "Αλέξανδρος Παπαδόπουλος": "",
    "Олександр Шевченко": "",
    "Nguyễn Thị Đặng": "",
    "e\u0301 en \u00e9": "",
    "محمد": "",
    "דוד": "'ד' (HEBREW LETTER DALET)",
    "አበበ": "'አ' (ETHIOPIC SYLLABLE GLOTTAL A)",
    "李小龍": "'李' (CJK UNIFIED IDEOGRAPH-674E)",
    "Ruben \U0001f600": "'\U0001f600' (GRINNING FACE)",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_can_be_printed_or_the_letter_that_cannot_is_named(name: str) -> None:
    if not NAMES[name]:
        coverage.check(plain_text(name))
        return
    with pytest.raises(Refused) as refusal:
        coverage.check(plain_text(name))
    assert NAMES[name] in refusal.value.reasons[0].sentence


HIDDEN = "\x00\x07\x1b\u200b\u200f\u202a\u202e\u2066\u2069\ufeff\ue000\U000e0041"
"""Control, direction, private and invisible characters."""


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_cannot_be_seen_is_taken_out_and_the_rest_is_printed(hidden: str) -> None:
    assert plain_text(f"Ruben{hidden} Testema") == "Ruben Testema"


def test_a_decision_filled_in_to_the_last_letter_is_drawn(memory: Engine, rulebook: Rulebook) -> None:
    """What the forms let through, the limits of drawing let through as well."""
    form = stages.forms("imposition")["Propose"]
    longest = {name: _longest(field) for name, field in form.model_fields.items() if field.annotation is str}
    facts = builders.facts_for("imposition.propose")["facts"]
    (row,) = get_args(form.model_fields["facts"].annotation)
    (most,) = (rule.max_length for rule in form.model_fields["facts"].metadata if isinstance(rule, MaxLen))
    longest["facts"] = [facts[0] | {"text": _longest(row.model_fields["text"])}] * most
    with writing(memory) as session:
        number = builders.a_hearing(session, rulebook)
        at = builders.moment_of("imposition.propose")
        builders.a_step(session, rulebook, number, "imposition.propose", at, **longest)
        assert session.exec(select(func.count()).select_from(Document)).one() == 1


def _longest(field: FieldInfo) -> str:
    (most,) = (rule.max_length for rule in field.metadata if isinstance(rule, MaxLen))
    return ("Dit is gezien en wordt nu verteld. " * most)[: most - 1] + "."


# A step of which the document cannot be drawn


def test_a_killed_child_leaves_the_step_refused_nothing_written_and_the_next_one_drawn(
    memory: Engine, rulebook: Rulebook
) -> None:
    with writing(memory) as session:
        number = builders.a_hearing(session, rulebook)
    other = the_other_process()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(_proposed, memory, rulebook, number, "Het gevaar van een kind dat wordt gedood.")
        while not (children := other.children()):
            assert not job.done()
        for child in children:
            child.kill()
        with pytest.raises(Refused) as refusal:
            job.result()
    assert "Er is niets vastgelegd" in refusal.value.reasons[0].sentence
    with writing(memory) as session:
        assert session.exec(select(func.count()).select_from(Document)).one() == 0
        assert session.exec(select(Event).where(Event.step == "propose")).first() is None
        assert session.exec(select(Event).order_by(col(Event.seq).desc())).first().name == "imposition.hear"
    _proposed(memory, rulebook, number, "Het gevaar, opnieuw verteld.")
    with writing(memory) as session:
        assert session.exec(select(func.count()).select_from(Document)).one() == 1


def _proposed(memory: Engine, rulebook: Rulebook, number: str, danger: str) -> None:
    with writing(memory) as session:
        at = builders.moment_of("imposition.propose")
        builders.a_step(session, rulebook, number, "imposition.propose", at, danger=danger)
