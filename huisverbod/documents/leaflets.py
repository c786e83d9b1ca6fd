"""The leaflets in every language: one file of texts per language, built like the Dutch one.

What is filled in stands apart from the sentence around it: a name, an address or a telephone number is Dutch
and is read from left to right, also inside Arabic.
"""

import hashlib
import html
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from huisverbod.documents.texts import PLACE, markup
from huisverbod.errors import Unknown
from huisverbod.law import ZONE, Term
from huisverbod.region import Translation
from huisverbod.wording import in_weeks

FOLDER = "leaflets/"
DUTCH = "nl"
Unit = Literal["hours", "days", "weeks", "years"]
MOMENTS = frozenset({"start", "end", "reachable_by", "ended_at", "suspended_until"})
"""Places that are an instant: written in the language, with the Dutch clock of 24 hours."""
WHOLE = {"banned": "banned|names", "home": "dwelling|home"}
"""Places that are more than one name."""
PARTS = ("subject", "household")
DIGITS = 8


class Language(BaseModel):
    """The leaflets in one language; `moment` takes the day as this language writes it, and the clock.

    `units` are the amounts of the law: by plural category of Unicode CLDR, in the case that the texts use.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    locale: str = Field(min_length=2)
    clock: Literal["HH.mm", "HH:mm"]
    moment: str = Field(pattern=r"^.*\{day\}.*\{time\}.*$")
    unreviewed: str
    reviewed: str
    in_dutch: str
    units: dict[Unit, dict[str, str]]
    subject: dict[str, str]
    household: dict[str, str]

    @cached_property
    def babel(self) -> Locale:
        """What Unicode CLDR knows of the language."""
        return Locale.parse(self.locale)

    @property
    def code(self) -> str:
        """The code of the language (ISO 639-1)."""
        return self.babel.language

    @property
    def dutch_name(self) -> str:
        """The language in Dutch: "Arabisch"."""
        return name_of(self.code)

    @property
    def own_name(self) -> str:
        """The language in itself: "العربية"."""
        return str(Locale.parse(self.code).display_name)

    @property
    def direction(self) -> str:
        """In which direction the language is written: "ltr" or "rtl"."""
        return str(self.babel.text_direction)

    def instant(self, at: datetime) -> str:
        """An instant in this language, in Dutch time: "Friday, 4 December 2026, 02:40"."""
        local = at.astimezone(ZONE)
        day = format_date(local, "full", locale=self.babel)
        return self.moment.format(day=day, time=format_time(local, self.clock, locale=self.babel))

    def amount(self, term: Term) -> str:
        """An amount of the law in this language: "24 hours"."""
        number, unit = in_weeks(term.amount, term.unit)
        forms = self.units[cast(Unit, unit)]
        return forms.get(self.babel.plural_form(number), forms["other"]).format(number)

    def amounts(self, terms: Mapping[str, Term]) -> dict[str, str]:
        """The amounts of these terms that can be said as a length of time."""
        return {name: self.amount(term) for name, term in terms.items() if term.unit != "times"}

    def apart(self, text: str) -> Markup:
        """Dutch words inside a text of this language: with a language and a direction of their own."""
        if self.code == DUTCH:
            return Markup("{}").format(text)
        return Markup('<span lang="nl" dir="ltr">{}</span>').format(text)

    def names(self, people: Sequence[Mapping[str, Any]]) -> Markup:
        """The names of these people as one phrase."""
        named = [str(self.apart(person["name"])) for person in people]
        return Markup(format_list(named, locale=self.babel))  # noqa: S704  (escaped one by one)

    def home(self, dwelling: Mapping[str, str]) -> Markup:
        """The address of the dwelling, on one line."""
        return self.apart(f"{dwelling['street']}, {dwelling['postcode']} {dwelling['place']}")

    def texts(self) -> dict[str, str]:
        """Every text by name: "subject/title"."""
        own = {name: getattr(self, name) for name in ("unreviewed", "reviewed", "in_dutch")}
        both = {part: getattr(self, part) for part in PARTS}
        return own | {f"{part}/{name}": text for part, texts in both.items() for name, text in texts.items()}


def name_of(code: str) -> str:
    """A language in Dutch by its code: "Arabisch"; the code itself where nobody knows it."""
    try:
        return str(Locale.parse(code).get_display_name(DUTCH))
    except (UnknownLocaleError, ValueError):
        return code


Languages = Mapping[str, Language]


def named(languages: Languages, words: str) -> Language | None:
    """The language that somebody wrote down in Dutch, such as "Arabisch (Syrië)", or nothing."""
    found = (one for one in languages.values() if one.dutch_name.casefold() in words.casefold())
    return next(found, None)


def digest(language: Language, dutch: Language) -> str:
    """What a sworn translator confirms: the first digits of a hash over this text and the Dutch beside it."""
    both = json.dumps([language.model_dump(), dutch.model_dump()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(both.encode()).hexdigest()[:DIGITS]


def unconfirmed(languages: Languages, said: Translation) -> str:
    """Why what a region confirmed is not the leaflet as it is now; nothing when it is."""
    if said.language not in languages or said.language == DUTCH:
        return f"In deze taal is er geen vertaling: {name_of(said.language)}. Haal dit blok weg."
    now = digest(languages[said.language], languages[DUTCH])
    if said.text == now:
        return ""
    return (
        f"De folder in het {name_of(said.language)} is niet de tekst die is nagekeken ({said.text}). Op de "
        f'folder staat dat zij niet is nagekeken. Laat dat doen, en zet dan text = "{now}".'
    )


def spoken(
    languages: Languages, code: str, translations: Sequence[Translation]
) -> dict[str, str | dict[str, str]]:
    """What a leaflet in that language says of itself, and who nearby confirmed this very text.

    Raises:
        Unknown: there is no leaflet in that language.

    """
    if code not in languages:
        raise Unknown(f"Er is geen folder in deze taal: {name_of(code)}.")
    language = languages[code]
    text = digest(language, languages[DUTCH])
    by = next((one for one in translations if (one.language, one.text) == (code, text)), None)
    return {
        "written_in": code,
        "direction": language.direction,
        "reviewed_by": by.reviewed_by if by else "",
        "reviewed_on": by.reviewed_on.isoformat() if by else "",
        "texts": {f"{FOLDER}{code}": language.version},
    }


def pages(language: Language) -> dict[str, str]:
    """Each text as a page that a template can include: `{% include "leaflets/subject/title" %}`."""
    return {FOLDER + name: _filled_in(text.strip()) for name, text in language.texts().items()}


def _filled_in(text: str) -> str:
    def filled(phrase: str) -> str:
        return PLACE.sub(lambda place: _place(place[1]), html.escape(phrase, quote=False))

    return markup(text, filled) if "\n" in text else filled(text)


def _place(name: str) -> str:
    """A place of a text as a template fills it in."""
    if name in MOMENTS:
        return f'<span class="term">{{{{ {name}|instant }}}}</span>'
    if name.startswith("amounts."):
        return f"<span>{{{{ {name} }}}}</span>"
    return f"{{{{ {WHOLE.get(name, f'{name}|apart')} }}}}"


FILTERS = frozenset({"instant", "apart", "names", "home"})
"""What a template may do with a value in the language in which it is printed."""


def filters(language: Language) -> dict[str, Callable[[Any], object]]:
    """FILTERS for this language."""
    return {
        "instant": lambda text: language.instant(datetime.fromisoformat(text)),
        "apart": language.apart,
        "names": language.names,
        "home": language.home,
    }
