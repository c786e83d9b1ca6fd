"""What holds for every document: its manifest, its recurring texts, and what its audience may never read."""

from pathlib import Path

import pytest

from huisverbod.documents import manifest, templates, texts
from huisverbod.documents.audience import NEVER, Audience, Data
from huisverbod.documents.context import CONTENT
from huisverbod.errors import DefinitionError
from huisverbod.settings import Settings
from huisverbod.wording import amount

FOLDER = Settings().document_templates
FILES = templates.files_of(FOLDER)
FORMS = templates.read(FOLDER)


def read_with(**changes: str) -> None:
    """Reads the templates with some files changed; a double underscore in a name stands for a slash."""
    changed = {name.replace("__", "/").replace("_html", ".html").replace("_toml", ".toml"): text
               for name, text in changes.items()}  # fmt: skip
    files = {**FILES, **changed}
    manifest.read(files)
    texts.read(files)


# Manifests


def test_every_template_has_a_manifest_and_a_function() -> None:
    assert set(FORMS.manifests) == set(CONTENT)
    read_with()


def test_a_template_without_a_compulsory_block_is_refused_by_name() -> None:
    body = FILES["imposition/beschikking.html"].replace('data-block="rights"', "")
    with pytest.raises(DefinitionError, match="'rights'") as fault:
        read_with(imposition__beschikking_html=body)
    assert fault.value.file == "imposition/beschikking.html"


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("execution/bericht_huisgenoten", ('"ban"]', '"ban", "hideout"]'), "hideout"),
        ("execution/bericht_huisgenoten", ('"ban"]', '"ban", "risk"]'), "risk"),
        ("imposition/beschikking", ('"view_subject"]', '"view_subject", "safe_contact"]'), "safe_contact"),
        ("imposition/beschikking", ("law = ", "artikel = "), "law"),
        ("imposition/beschikking", ('for = "uithuisgeplaatste"', 'for = "buren"'), "for"),
    ],
)
def test_a_manifest_that_allows_what_is_never_allowed_is_refused(
    name: str, change: tuple[str, str], words: str
) -> None:
    files = {**FILES, f"{name}.toml": FILES[f"{name}.toml"].replace(*change)}
    with pytest.raises(DefinitionError, match=words) as fault:
        manifest.read(files)
    assert fault.value.file == f"{name}.toml"


def test_a_template_without_a_manifest_and_a_manifest_without_a_template_are_refused() -> None:
    alone = {name: text for name, text in FILES.items() if name != "request/afwijzing.toml"}
    assert [fault.file for fault in manifest.faults(alone)] == ["request/afwijzing.html"]
    strange = {**FILES, "request/brief.toml": ""}
    assert [fault.file for fault in manifest.faults(strange)] == ["request/brief.toml"]


def test_a_block_without_a_word_is_not_there() -> None:
    rules = FORMS.manifests["request/afwijzing.html"]
    page = "".join(f'<p data-block="{block.name}">x<br>y</p>' for block in rules.block)
    assert manifest.missing(rules, page, {}) == []
    empty = page.replace('<p data-block="reason">x<br>y</p>', '<p data-block="reason"> <br> </p>')
    assert [block.name for block in manifest.missing(rules, empty, {})] == ["reason"]


def test_a_block_that_this_case_does_not_need_may_be_left_out() -> None:
    rules = FORMS.manifests["imposition/beschikking.html"]
    needed = {block.name for block in manifest.missing(rules, "", {"content": {"child_abuse": False}})}
    abuse = {block.name for block in manifest.missing(rules, "", {"content": {"child_abuse": True}})}
    assert abuse - needed == {"child_abuse"}


# Recurring texts


def test_a_text_has_a_version_an_article_and_an_amount_that_is_not_typed() -> None:
    for name, text in FORMS.texts.texts.items():
        assert text.law, name
        for typed in (
            "twee jaar",
            "vijf jaar",
            "zes weken",
            "vier weken",
            "tien dagen",
            "24 uur",
            "drie dagen",
        ):
            assert typed not in text.text, name


def test_every_text_is_printed_somewhere() -> None:
    used = {name for template in CONTENT for name in FORMS.texts_of(template)}
    assert used == set(FORMS.texts.texts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U kunt bezwaar maken.", "bezwaar"),
        ("Het duurt t/m dinsdag.", "t/m"),
        ("Het duurt tot en met dinsdag.", "tot en met"),
        ("{% if x %}", "accolade"),
        ("{X}", "accolade"),
    ],
)
def test_a_text_that_may_not_be_said_is_refused(text: str, words: str) -> None:
    row = f'[proef]\nversion = "2026-11"\nlaw = "Awb 3:45"\ntext = "{text}"\n'
    with pytest.raises(DefinitionError, match=words):
        texts.read({texts.FILE: row})


def test_a_text_that_is_not_there_is_refused_by_the_name_of_the_template() -> None:
    with pytest.raises(DefinitionError, match="'weg'") as fault:
        texts.read({"request/x.html": '{% include "texts/weg" %}'})
    assert fault.value.file == "request/x.html"


def test_a_text_becomes_paragraphs_and_lists_and_is_never_markup() -> None:
    text = "Een <b>\nzin.\n\n- een {a.b}\n- twee\nen drie"
    row = f'[proef]\nversion = "2026-11"\nlaw = "Awb 3:45"\ntext = """\n{text}\n"""\n'
    page = texts.read({texts.FILE: row}).pages()["texts/proef"]
    assert page == ("<p>Een &lt;b&gt; zin.</p>\n<ul>\n<li>een {{ a.b }}</li>\n<li>twee en drie</li>\n</ul>")


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_types_a_number_of_the_law_or_an_inclusive_end(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    for typed in ("twee jaar", "vijf jaar", "zes weken", "vier weken", "tien dagen", "t/m", "tot en met"):
        assert typed not in text


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (10, "wall_clock_days", "10 dagen"),
        (28, "wall_clock_days", "4 weken"),
        (14, "days", "2 weken"),
        (7, "days", "7 dagen"),
        (1, "days", "1 dag"),
        (6, "weeks", "6 weken"),
        (1, "weeks", "1 week"),
        (24, "hours", "24 uur"),
        (5, "years", "5 jaar"),
    ],
)
def test_an_amount_of_the_law_in_words(number: int, unit: str, words: str) -> None:
    assert amount(number, unit) == words


# Audiences


def test_those_who_stay_and_the_evicted_person_never_read_what_protects_the_other() -> None:
    assert {Data.HIDEOUT, Data.RISK, Data.GROUNDS, Data.BIRTHS} <= NEVER[Audience.ACHTERBLIJVERS]
    assert Data.SAFE_CONTACT in NEVER[Audience.UITHUISGEPLAATSTE]
    assert set(NEVER) == set(Audience)
