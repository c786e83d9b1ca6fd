"""The leaflets in every language: the same texts and places, the right voice, and words that come back."""

import io
import re
from datetime import timedelta
from functools import cache
from itertools import chain

import pdfplumber
import pypdfium2
import pytest
from babel import Locale
from sqlalchemy import Engine

from huisverbod.advance import asked_of
from huisverbod.case import find
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import Document, leaflets, papers, templates, translations
from huisverbod.documents.leaflets import DUTCH
from huisverbod.documents.manifest import blocks
from huisverbod.documents.papers import Paper
from huisverbod.errors import DefinitionError, Unknown
from huisverbod.known import CLOCK
from huisverbod.law import Term
from huisverbod.region import Translation
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.builders import MOMENT, a_step, moment_of
from tests.conformance import PROFILES, failed, languages, unheard

FOLDER = Settings().document_templates
FILES = templates.files_of(FOLDER)
FORMS = templates.read(FOLDER)
FOREIGN = sorted(FORMS.languages.keys() - {DUTCH})
SUBJECT = "execution/folder_uithuisgeplaatste.html"
HOUSEHOLD = "execution/folder_achterblijvers.html"
AFTER = {SUBJECT: "execution.serve", HOUSEHOLD: "execution.tell_household"}
LATER = moment_of("execution.serve") + timedelta(hours=1)
EXCEPTION = "Op zaterdag mag u Pim zien, met iemand van de hulp erbij."
ARABIC = re.compile(r"[\u0621-\u064a]+")
"""Arabic letters without signs above or below."""


@cache
def drawn() -> dict[tuple[str, str], Document]:
    """Both leaflets of one served ban, in every language."""
    rulebook, engine = Rulebook.of(Settings()), connect("sqlite://")
    migrate(engine)
    with writing(engine) as session:
        number = builders.an_imposed_ban(session, rulebook, propose={"contact_exceptions": EXCEPTION})
        a_step(session, rulebook, number, "execution.serve", moment_of("execution.serve"))
        a_step(session, rulebook, number, "execution.tell_household", LATER)
        asked = asked_of(session, rulebook, find(session, number), CLOCK, LATER)
        found = {}
        for template, step in AFTER.items():
            event = asked.known.last(step)
            assert event
            for code in FORMS.languages:
                paper = papers.draw_paper(session, rulebook, asked, Paper(event, template), code, LATER)
                session.expunge(paper)
                found[template, code] = paper
    engine.dispose()
    return found


def words_of(document: Document) -> tuple[list[str], list[str]]:
    """The words as two programs find them; the second is told which way Arabic is read."""
    pdf = pypdfium2.PdfDocument(document.content)
    one = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    rtl = {"char_dir_render": "rtl"} if document.language == "ar" else {}
    with pdfplumber.open(io.BytesIO(document.content)) as plumbed:
        other = " ".join(page.extract_text(**rtl) for page in plumbed.pages)
    return one.split(), other.split()


# As documents


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("template", AFTER)
def test_each_conforms_and_speaks_in_its_own_voice(template: str, code: str) -> None:
    content = drawn()[template, code].content
    assert [failed(content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(content) == []
    whole, first, *others = languages(content)
    assert (whole, first) == ("nl", code)
    assert set(others) <= {"nl", code}
    assert "nl" in others


@pytest.mark.parametrize("template", AFTER)
def test_the_arabic_words_come_back_and_none_of_them_is_wrong(template: str) -> None:
    document = drawn()[template, "ar"]
    page = FORMS.page(template, document.context)
    printed = set(ARABIC.findall(" ".join([*blocks(page).values(), re.sub(r"<[^>]+>", " ", page)])))
    assert len(printed) > 100
    for found in words_of(document):
        came = set(chain.from_iterable(ARABIC.findall(word) for word in found))
        assert len(printed & came) >= 0.84 * len(printed)
        assert came <= printed


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("template", AFTER)
def test_numbers_addresses_and_names_stand_in_every_language_as_they_are(template: str, code: str) -> None:
    """Inside Arabic too: a telephone number that is turned around helps nobody."""
    told = ["088-0000100", "088-0000120", "088-0000150", "Pim", "Testema", "112", "2026"]
    if template == SUBJECT:
        told += ["088-0000140", "088-0000190", "Proefstraat", "2001", "Postbus", "02:40"]
    pdf = pypdfium2.PdfDocument(drawn()[template, code].content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert [word for word in told if word not in text] == []


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("template", AFTER)
def test_it_says_that_no_sworn_translator_has_looked_at_it_in_both_languages(
    template: str, code: str
) -> None:
    text = FORMS.page(template, drawn()[template, code].context)
    assert "Vertaling, nog niet door een beëdigd vertaler nagekeken." in text
    assert FORMS.languages[code].unreviewed in text
    assert drawn()[template, code].title.endswith(f", {FORMS.languages[code].dutch_name}")


# Confirmed by a region


def test_the_mark_goes_once_the_region_confirms_this_very_text() -> None:
    language = FORMS.languages["en"]
    text = leaflets.digest(language, FORMS.languages[DUTCH])
    said = {"language": "en", "reviewed_by": "Ada Tolk", "reviewed_on": MOMENT.date(), "text": text}
    confirmed = Translation.model_validate(said)
    content = drawn()[SUBJECT, "en"].context | leaflets.spoken(FORMS.languages, "en", [confirmed])
    page = FORMS.page(SUBJECT, content)
    assert "Ada Tolk, 23 november 2026" in page
    assert "nog niet door een beëdigd vertaler" not in page
    assert leaflets.unconfirmed(FORMS.languages, confirmed) == ""
    other = confirmed.model_copy(update={"text": "00000000"})
    assert leaflets.spoken(FORMS.languages, "en", [other])["reviewed_by"] == ""
    assert f'text = "{text}"' in leaflets.unconfirmed(FORMS.languages, other)
    assert "geen vertaling" in leaflets.unconfirmed(
        FORMS.languages, other.model_copy(update={"language": "fr"})
    )


def test_another_text_or_another_original_is_not_the_text_that_was_confirmed() -> None:
    dutch, language = FORMS.languages[DUTCH], FORMS.languages["en"]
    changed = language.model_copy(update={"subject": {**language.subject, "title": "Anything"}})
    original = dutch.model_copy(update={"subject": {**dutch.subject, "title": "Iets anders"}})
    one = leaflets.digest(language, dutch)
    assert len({one, leaflets.digest(changed, dutch), leaflets.digest(language, original)}) == 3


def test_a_language_that_is_not_there_is_unknown(memory: Engine, rulebook: Rulebook) -> None:
    with writing(memory) as session:
        number = builders.an_oral_ban(session, rulebook)
        asked = asked_of(session, rulebook, find(session, number), CLOCK, LATER)
        event = asked.known.last("imposition.impose_orally")
        assert event
        with pytest.raises(Unknown):
            papers.draw_paper(session, rulebook, asked, Paper(event, SUBJECT), "xx", LATER)
        with pytest.raises(Unknown):
            plain = Paper(event, "imposition/mondelinge_aanzegging.html")
            papers.draw_paper(session, rulebook, asked, plain, "en", LATER)


# The files


def faults_with(code: str, *changes: tuple[str, str]) -> list[str]:
    """What is wrong once the file of that language is changed."""
    text = FILES[f"leaflets/{code}.toml"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return [fault.sentence for fault in translations.faults({**FILES, f"leaflets/{code}.toml": text})]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("{amounts.lawyer}", "24 hours"), "{amounts.lawyer}"),
        (('police_says = "In danger: 112."\n', ""), "'subject/police_says' ontbreekt"),
        (('police_says = "In danger: 112."', 'police_says = " "'), "staat niets"),
        (('police_says = "', 'polite_says = "'), "'subject/polite_says' staat niet in nl.toml"),
        (('version = "2026-11"', 'version = "2026-10"'), "Werk de vertaling bij"),
        (("- Do not ask anyone", "Do not ask anyone"), "andere alinea's"),
        (("In danger: 112.", "In danger: 112. {"), "accolade"),
        (("In danger", "漢 In danger"), "'漢'"),
        (('weeks = { one = "{0} week", ', "weeks = { "), "'weeks' de vorm 'one'"),
        (('locale = "en_GB"', 'locale = "fr"'), "andere taal"),
        (('locale = "en_GB"', 'locale = "zz_ZZ"'), "klopt niet"),
    ],
)
def test_a_translation_that_does_not_follow_the_dutch_is_named(change: tuple[str, str], words: str) -> None:
    assert [sentence for sentence in faults_with("en", change) if words in sentence]


def test_the_files_as_they_are_have_no_fault_and_without_dutch_there_are_no_leaflets() -> None:
    assert list(translations.faults(FILES)) == []
    alone = {name: text for name, text in FILES.items() if name != "leaflets/nl.toml"}
    with pytest.raises(DefinitionError, match="Nederlandse tekst"):
        translations.read(alone)


def test_no_number_of_the_law_is_typed_in_any_language() -> None:
    """Every digit in a text is the emergency number; amounts are filled in."""
    for code, language in FORMS.languages.items():
        for name, text in language.texts().items():
            assert set(re.findall(r"\d+", text)) <= {"112"}, (code, name)


@pytest.mark.parametrize(
    ("code", "day", "hours"),
    [
        ("nl", "dinsdag 24 november 2026, 02.40 uur", "24 uur"),
        ("en", "Tuesday, 24 November 2026, 02:40", "24 hours"),
        ("tr", "24 Kasım 2026 Salı, saat 02:40", "24 saat"),
        ("pl", "wtorek, 24 listopada 2026, godz. 02:40", "24 godzin"),
        ("uk", "вівторок, 24 листопада 2026\u202fр., 02:40", "24 годин"),
        ("ar", "الثلاثاء، 24 نوفمبر 2026، الساعة 02:40", "24 ساعة"),
    ],
)
def test_a_moment_and_an_amount_are_said_as_the_language_says_them(code: str, day: str, hours: str) -> None:
    language = FORMS.languages[code]
    assert language.instant(moment_of("execution.serve")) == day
    assert language.amount(Term(24, "hours", "x", "x")) == hours


def test_every_language_knows_itself() -> None:
    assert next(iter(FORMS.languages)) == DUTCH
    for code, language in FORMS.languages.items():
        assert language.direction == Locale.parse(code).text_direction
        assert leaflets.named(FORMS.languages, f"{language.dutch_name} (een beetje)") is language
    assert leaflets.named(FORMS.languages, "Tigrinya") is None
