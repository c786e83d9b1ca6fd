"""What stands beside a template: for whom it is, its compulsory blocks, and what it may never hold."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from huisverbod.documents import attached
from huisverbod.documents.audience import NEVER, Audience, Data
from huisverbod.documents.leaflets import FOLDER
from huisverbod.errors import DefinitionError

MARK = "data-block"
"""The attribute by which a template says that a part of it is a block: `<section data-block="remedies">`."""

USED = re.compile(r"""\{%-?\s*(?:extends|import|include|from)\s+["']([^"']+)["']""")
NEEDED = re.compile(r"[a-z_]+(\.[a-z_]+)*")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Block(_Strict):
    """One block that must stand in the document, and the article that asks for it.

    `only_if` is a path in the content ("content.child_abuse"): without a value there the block is not needed.
    """

    name: str = Field(pattern=r"^[a-z_]+$")
    label: str = Field(min_length=1)
    law: str = Field(min_length=1)
    only_if: str = ""

    def needed(self, content: Mapping[str, Any]) -> bool:
        """Whether a document with this content must have the block."""
        value: Any = content
        for key in filter(None, self.only_if.split(".")):
            value = value.get(key) if isinstance(value, Mapping) else None
        return not self.only_if or bool(value)


class Manifest(_Strict):
    """The rules of one template, written beside it in a file of the same name."""

    audience: Audience = Field(alias="for")
    law: str = Field(min_length=1)
    after: tuple[str, ...] = ()
    """The steps after which it may be drawn up on request; empty for a document that a step draws itself."""
    translated: bool = False
    """Whether it is drawn up in every language of the leaflets."""
    holds: frozenset[Data]
    attached: dict[str, str] = {}
    """What travels along as data: field of `attached.FORMS` to path in the content. Only what is printed."""
    block: tuple[Block, ...] = Field(min_length=1)

    @property
    def never(self) -> frozenset[Data]:
        """The classes of data that are forbidden in it: all that it does not say it holds."""
        return frozenset(Data) - self.holds


def read(files: Mapping[str, str]) -> dict[str, Manifest]:
    """The manifests of these files, by template.

    Raises:
        DefinitionError: the first fault, with the name of the file.

    """
    for fault in faults(files):
        raise fault
    return {name: parse(_beside(name), files) for name in pages(files)}


def pages(files: Mapping[str, str]) -> list[str]:
    """The templates among these files: the pages in a folder of a stage."""
    return sorted(name for name in files if name.endswith(".html") and "/" in name)


def faults(files: Mapping[str, str]) -> Iterator[DefinitionError]:
    """Every fault of the manifests of these files: name to text."""
    for name in pages(files):
        try:
            manifest = parse(_beside(name), files)
        except DefinitionError as fault:
            yield fault
        else:
            yield from _clashes(name, manifest)
            yield from _unmarked(name, manifest, files)
            yield from _not_in_the_form(name, manifest)
    for name in files:
        template = name.removesuffix(".toml") + ".html"
        if name.endswith(".toml") and "/" in name and not name.startswith(FOLDER) and template not in files:
            yield DefinitionError(name, f"Bij dit bestand hoort een sjabloon {template}. Dat is er niet.")


def _beside(template: str) -> str:
    return template.removesuffix(".html") + ".toml"


def parse(name: str, files: Mapping[str, str]) -> Manifest:
    """The manifest of that name.

    Raises:
        DefinitionError: it is not there, or not what a manifest is.

    """
    if name not in files:
        sentence = f"Naast het sjabloon ontbreekt {name}: zet daarin voor wie het is en welke blokken moeten."
        raise DefinitionError(name.removesuffix(".toml") + ".html", sentence)
    try:
        return Manifest.model_validate(tomllib.loads(files[name]))
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        first = fault.errors()[0] if isinstance(fault, ValidationError) else None
        where = ".".join(map(str, first["loc"])) if first else ""
        sentence = f"Dit bestand klopt niet: {where} {first['msg'] if first else fault}."
        raise DefinitionError(name, " ".join(sentence.split())) from fault


def _clashes(name: str, manifest: Manifest) -> Iterator[DefinitionError]:
    for data in sorted(manifest.holds & NEVER[manifest.audience]):
        sentence = f"Een stuk voor '{manifest.audience}' mag nooit '{data}' bevatten. Haal het uit 'holds'."
        yield DefinitionError(_beside(name), sentence)


def _unmarked(name: str, manifest: Manifest, files: Mapping[str, str]) -> Iterator[DefinitionError]:
    marked = _marked(name, files)
    for block in manifest.block:
        if block.name not in marked:
            sentence = f"Het verplichte blok '{block.name}' ({block.label}, {block.law}) ontbreekt."
            yield DefinitionError(name, sentence)


def _not_in_the_form(name: str, manifest: Manifest) -> Iterator[DefinitionError]:
    for field in attached.unknown(name, manifest.attached):
        sentence = f"Het gegeven '{field}' mag niet meegaan met dit stuk. Haal het uit [attached]."
        yield DefinitionError(_beside(name), sentence)


def _marked(name: str, files: Mapping[str, str], seen: frozenset[str] = frozenset()) -> set[str]:
    """The blocks marked in a template and in whatever it extends, imports or includes."""
    if name in seen or name not in files:
        return set()
    text = files[name]
    found = set(re.findall(rf'{MARK}="([a-z_]+)"', text))
    for other in USED.findall(text):
        found |= _marked(other, files, seen | {name})
    return found


def missing(manifest: Manifest, page: str, content: Mapping[str, Any]) -> list[Block]:
    """The blocks that a filled-in page must have and has not, or has without a word in them."""
    texts = blocks(page)
    return [block for block in manifest.block if block.needed(content) and not texts.get(block.name)]


def blocks(page: str) -> dict[str, str]:
    """The words of each marked block of a filled-in page, in one line."""
    return {name: words for name, words in _read(page).items() if name}


def words(page: str) -> str:
    """All words of a filled-in page, in one line."""
    return _read(page).get("", "")


def _read(page: str) -> dict[str, str]:
    reader = _Blocks()
    reader.feed(page)
    return {name: " ".join(" ".join(words).split()) for name, words in reader.found.items()}


class _Blocks(HTMLParser):
    """Collects the words inside every marked element, and those of the whole under no name."""

    VOID = frozenset({"br", "hr", "img", "link", "meta", "input", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.open: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember whether this element is a block."""
        if tag not in self.VOID:
            self.open.append(dict(attrs).get(MARK))

    def handle_endtag(self, tag: str) -> None:
        """Close the element."""
        if tag not in self.VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Add the words to every block they stand in."""
        for name in ("", *filter(None, self.open)):
            self.found.setdefault(name, []).append(data)
