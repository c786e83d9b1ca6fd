"""The templates of a folder, read once: page by page, with the hash of everything that shapes a document."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from huisverbod import wording
from huisverbod.documents import grammar, leaflets, manifest, signature, texts, translations
from huisverbod.documents.leaflets import DUTCH, Languages
from huisverbod.documents.manifest import Manifest
from huisverbod.documents.texts import Texts
from huisverbod.errors import DefinitionError, Reason, Refused
from huisverbod.printing import coverage, press

PAGES, ASSETS, RULES = {".html"}, {".css", ".svg"}, {".toml"}
LONGEST = 1_000_000
"""house: characters of a page with its markup; a decision has some fifty thousand."""
NOT_HEARD = {
    "spoed": "er was te veel haast",
    "al_gehoord": "u was al eerder gehoord en er was niets nieuws",
    "doel_gemist": "door u eerst te horen kon het doel van het huisverbod niet meer worden bereikt",
}
"""Awb 4:11: the exceptions, as said to the one who was not heard."""

FILTERS: Mapping[str, Callable[[str], str]] = {
    "moment": lambda text: wording.moment(datetime.fromisoformat(text)),
    "short_moment": lambda text: wording.short_moment(datetime.fromisoformat(text)),
    "plain_day": lambda text: wording.plain_day(date.fromisoformat(text)),
    "utc": lambda text: datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "listing": wording.listing,
    "lower_first": lambda text: text[:1].lower() + text[1:],
    "channel": lambda key: signature.CHANNELS[key],
    "not_heard": lambda key: NOT_HEARD[key],
}
"""What a template can do with a value, beside what Jinja has."""


@dataclass(frozen=True)
class Templates:
    """The pages, the files they may use, and their version: a hash over both.

    `environments` has the pages once for each language, by its code: a leaflet takes its texts from there.
    """

    environments: Mapping[str, ImmutableSandboxedEnvironment]
    sources: Mapping[str, str]
    assets: Mapping[str, str]
    manifests: Mapping[str, Manifest]
    texts: Texts
    languages: Languages
    version: str

    def page(self, name: str, context: Mapping[str, Any]) -> str:
        """The page of that name, filled in, with every block that its manifest asks for.

        Raises:
            DefinitionError: the template uses something that the context does not have, is not sound, or
                leaves a compulsory block out.
            Refused: with this content it becomes longer than a document may be.

        """
        try:
            environment = self.environments[context.get("written_in", DUTCH)]
            page = "".join(_bounded(environment.get_template(name).generate(context)))
        except (TemplateError, RecursionError) as fault:
            raise DefinitionError(name, f"Het sjabloon kan niet worden ingevuld: {fault}") from fault
        for block in manifest.missing(self.manifest(name), page, context):
            sentence = f"Het verplichte blok '{block.name}' ({block.label}, {block.law}) is leeg."
            raise DefinitionError(name, sentence)
        return page

    def manifest(self, name: str) -> Manifest:
        """The rules of the template of that name.

        Raises:
            DefinitionError: there is no such template.

        """
        if name not in self.manifests:
            raise DefinitionError(name, "Dit sjabloon bestaat niet.")
        return self.manifests[name]

    def texts_of(self, name: str) -> dict[str, str]:
        """The recurring texts that the page of that name prints: name to version."""
        return self.texts.used_by(self.sources[name], self.sources.get("base.html", ""))


def _bounded(parts: Iterable[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > LONGEST:
            raise Refused([Reason("document_drawn", press.SENTENCE)])
        yield part


@cache
def read(folder: Path) -> Templates:
    """The templates of this folder; later changes in the folder are not seen.

    Raises:
        DefinitionError: a template uses what no template may, lacks its manifest or a compulsory block, or a
            text is not there.

    """
    files = files_of(folder)
    for fault in _beyond_grammar(files):
        raise fault
    pages = {name: text for name, text in files.items() if Path(name).suffix in PAGES}
    assets = {name: text for name, text in files.items() if Path(name).suffix in ASSETS}
    manifests, recurring, languages = manifest.read(files), texts.read(files), translations.read(files)
    plain = pages | recurring.pages()
    environments = {DUTCH: _environment(plain)}
    for code, language in languages.items():
        environments[code] = _environment(plain | leaflets.pages(language))
        environments[code].filters |= leaflets.filters(language)
    return Templates(environments, pages, assets, manifests, recurring, languages, _version(files))


def faults(folder: Path) -> Iterator[DefinitionError]:
    """Every fault of the templates, manifests and leaflets in this folder, and the first of the texts."""
    files = files_of(folder)
    yield from _beyond_grammar(files)
    yield from manifest.faults(files)
    yield from translations.faults(files)
    try:
        texts.read(files)
    except DefinitionError as fault:
        yield fault


def _beyond_grammar(files: Mapping[str, str]) -> Iterator[DefinitionError]:
    pages = {name: text for name, text in files.items() if Path(name).suffix in PAGES}
    return grammar.faults(_environment({}), pages, frozenset(FILTERS) | leaflets.FILTERS)


def files_of(folder: Path) -> dict[str, str]:
    """Everything in the folder that shapes a document: name to text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in PAGES | ASSETS | RULES
    }


def _version(files: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in files.items():
        digest.update(f"{name} {hashlib.sha256(text.encode()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _environment(pages: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(pages),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_words,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    return environment


def _words(value: object) -> object:
    """What a template may print: text and whole numbers. Anything else in a decision is a mistake of ours."""
    if isinstance(value, StrictUndefined):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TemplateRuntimeError(f"een waarde van de soort {type(value).__name__} is geen tekst")
    return coverage.apart(value) if type(value) is str else value
