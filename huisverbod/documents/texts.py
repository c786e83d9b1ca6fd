"""Recurring texts with a version and an article: written as plain paragraphs, filled in by name.

In `document_templates/texts.toml` a blank line begins a paragraph, a line that begins with "- " is a row of a
list, and `{amounts.appeal}` is filled in from the content of the document. Nothing else has a meaning there.
"""

import html
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from huisverbod.errors import DefinitionError

FILE = "texts.toml"
FOLDER = "texts/"
"""A template prints a text with `{% include "texts/appeal" %}`."""

INCLUDED = re.compile(r"""\{%-?\s*include\s+["']texts/([a-z_]+)["']""")
PLACE = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)*)\}")
FORBIDDEN = re.compile(r"\bbezwaar(?! is niet mogelijk)|t/m|tot en met", re.IGNORECASE)
"""P23 and P2: no objection against a decision under the Wth, and an end is never inclusive."""


class Text(BaseModel):
    """One recurring text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    law: str = Field(min_length=1)
    text: str = Field(min_length=1)


@dataclass(frozen=True)
class Texts:
    """The recurring texts by name."""

    texts: Mapping[str, Text]

    def pages(self) -> dict[str, str]:
        """Each text as a page that a template can include."""
        return {FOLDER + name: markup(text.text, _filled) for name, text in self.texts.items()}

    def used_by(self, *sources: str) -> dict[str, str]:
        """The texts that these sources of templates print: name to version."""
        names = {name for source in sources for name in INCLUDED.findall(source)}
        return {name: self.texts[name].version for name in sorted(names)}


def read(files: Mapping[str, str]) -> Texts:
    """The texts of a folder; none when it has no such file.

    Raises:
        DefinitionError: a text is not what it should be, or a template prints one that is not there.

    """
    try:
        rows = tomllib.loads(files.get(FILE, ""))
        found = {name: Text.model_validate(row) for name, row in rows.items()}
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise DefinitionError(FILE, f"Dit bestand klopt niet: {' '.join(str(fault).split())}") from fault
    for name, text in found.items():
        _check(name, text)
    for source, body in files.items():
        for name in INCLUDED.findall(body):
            if name not in found:
                raise DefinitionError(source, f"De vaste tekst '{name}' staat niet in {FILE}.")
    return Texts(found)


def _check(name: str, text: Text) -> None:
    wrong = FORBIDDEN.search(text.text)
    if wrong:
        raise DefinitionError(FILE, f"In de tekst '{name}' staat '{wrong[0]}'. Dat mag niet in een besluit.")
    if re.search(r"[{}]", PLACE.sub("", text.text)):
        raise DefinitionError(FILE, f"In de tekst '{name}' staat een accolade die geen plaats is.")


def markup(text: str, filled: Callable[[str], str]) -> str:
    """Paragraphs and lists as a page; `filled` turns the words between the tags into those of the page."""
    return "\n".join(_paragraph(part, filled) for part in re.split(r"\n\s*\n", text.strip()))


def _paragraph(part: str, filled: Callable[[str], str]) -> str:
    if not part.startswith("- "):
        return f"<p>{filled(' '.join(part.split()))}</p>"
    rows = [" ".join(row.split()) for row in re.split(r"^- ", part, flags=re.MULTILINE) if row.strip()]
    return "<ul>\n" + "\n".join(f"<li>{filled(row)}</li>" for row in rows) + "\n</ul>"


def _filled(text: str) -> str:
    return PLACE.sub(r"{{ \1 }}", html.escape(text, quote=False))
