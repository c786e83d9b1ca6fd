"""Reads the languages of the leaflets, and names where a translation is not built like the Dutch."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import get_args

from babel import UnknownLocaleError
from pydantic import ValidationError

from huisverbod.documents.leaflets import DUTCH, FOLDER, Language, Unit
from huisverbod.documents.texts import FORBIDDEN, PLACE
from huisverbod.errors import DefinitionError
from huisverbod.printing.coverage import printable


def read(files: Mapping[str, str]) -> dict[str, Language]:
    """The languages of a folder by code, Dutch first; none when it has no leaflets.

    Raises:
        DefinitionError: the first fault, with the name of the file.

    """
    for fault in faults(files):
        raise fault
    found = {name: _parse(name, files) for name in _files(files)}
    return {language.code: language for language in found.values()}


def faults(files: Mapping[str, str]) -> Iterator[DefinitionError]:
    """Every fault of the language files, and where a translation is not built like the Dutch."""
    languages: dict[str, Language] = {}
    for name in _files(files):
        try:
            languages[name] = _parse(name, files)
        except DefinitionError as fault:
            yield fault
    dutch = languages.get(f"{FOLDER}{DUTCH}.toml")
    if languages and dutch is None:
        yield DefinitionError(f"{FOLDER}{DUTCH}.toml", "De Nederlandse tekst van de folders ontbreekt.")
    for name, language in languages.items():
        yield from (DefinitionError(name, sentence) for sentence in _wrong(language))
        if dutch and language is not dutch:
            yield from (DefinitionError(name, sentence) for sentence in _differs(language, dutch))


def _files(files: Mapping[str, str]) -> list[str]:
    found = (name for name in files if name.startswith(FOLDER) and name.endswith(".toml"))
    return sorted(found, key=lambda name: (PurePosixPath(name).stem != DUTCH, name))


def _parse(name: str, files: Mapping[str, str]) -> Language:
    try:
        language = Language.model_validate(tomllib.loads(files[name]))
        known = language.code == PurePosixPath(name).stem
    except (tomllib.TOMLDecodeError, ValidationError, UnknownLocaleError, ValueError) as fault:
        raise DefinitionError(name, f"Dit bestand klopt niet: {' '.join(str(fault).split())}") from fault
    if not known:
        raise DefinitionError(name, "'locale' is een andere taal dan de naam van het bestand.")
    return language


def _wrong(language: Language) -> Iterator[str]:
    """What cannot be in any language."""
    for key, text in language.texts().items():
        if re.search(r"[{}]", PLACE.sub("", text)):
            yield f"In '{key}' staat een accolade die geen plaats is."
        if strange := sorted(set(text) - printable()):
            yield f"In '{key}' staat wat onze letters niet hebben: {', '.join(map(repr, strange))}."
        if language.code == DUTCH and (found := FORBIDDEN.search(text)):
            yield f"In '{key}' staat '{found[0]}'. Dat mag niet in een stuk."
    yield from _amounts_missing(language)


def _amounts_missing(language: Language) -> Iterator[str]:
    for unit in get_args(Unit):
        forms = language.units.get(unit, {})
        for category in sorted({*language.babel.plural_form.tags, "other"} - forms.keys()):
            yield f"Onder [units] ontbreekt bij '{unit}' de vorm '{category}'."


def _differs(language: Language, dutch: Language) -> Iterator[str]:
    """Where a translation does not follow the Dutch."""
    ours, theirs = dutch.texts(), language.texts()
    if language.version != dutch.version:
        sentence = f"Deze vertaling hoort bij versie {language.version} en nl.toml is {dutch.version}"
        yield f"{sentence}. Werk de vertaling bij."
    for key in sorted(ours.keys() - theirs.keys()):
        yield f"De tekst '{key}' ontbreekt. Vertaal haar uit nl.toml."
    for key in sorted(theirs.keys() - ours.keys()):
        yield f"De tekst '{key}' staat niet in nl.toml. Haal haar weg."
    for key in sorted(ours.keys() & theirs.keys()):
        yield from (f"In '{key}' {fault}." for fault in _unlike(ours[key], theirs[key]))


def _unlike(ours: str, theirs: str) -> Iterator[str]:
    """What one text has otherwise than the Dutch."""
    if not theirs.strip():
        yield "staat niets. Vertaal die tekst"
    if odd := set(PLACE.findall(ours)) ^ set(PLACE.findall(theirs)):
        places = ", ".join(f"{{{place}}}" for place in sorted(odd))
        yield f"is niet hetzelfde in te vullen als in nl.toml: {places}"
    if ours and _rows(ours) != _rows(theirs):
        yield "staan andere alinea's of regels dan in nl.toml. Maak ze gelijk"


def _rows(text: str) -> list[int]:
    """How a text is built: the rows of each list, none for a paragraph; nothing at all for a phrase."""
    if "\n" not in text.strip():
        return []
    return [len(re.findall(r"^- ", part, re.MULTILINE)) for part in re.split(r"\n\s*\n", text.strip())]
