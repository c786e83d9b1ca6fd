"""The templates of a folder, read once: page by page, with the hash of everything that shapes a document."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from huisverbod import wording
from huisverbod.documents import signature
from huisverbod.errors import DefinitionError
from huisverbod.printing.press import FONTS

PAGES, ASSETS = {".html"}, {".css", ".svg"}
NOT_HEARD = {
    "spoed": "er was te veel haast",
    "al_gehoord": "u was al eerder gehoord en er was niets nieuws",
    "doel_gemist": "door u eerst te horen kon het doel van het huisverbod niet meer worden bereikt",
}
"""Awb 4:11: the exceptions, as said to the one who was not heard."""


@dataclass(frozen=True)
class Templates:
    """The pages, the files they may use, and their version: a hash over both, the fonts and the renderer."""

    environment: ImmutableSandboxedEnvironment
    assets: Mapping[str, str]
    version: str

    def page(self, name: str, context: Mapping[str, Any]) -> str:
        """The page of that name, filled in.

        Raises:
            DefinitionError: the template uses something that the context does not have, or is not sound.

        """
        try:
            return self.environment.get_template(name).render(context)
        except TemplateError as fault:
            raise DefinitionError(name, f"Het sjabloon kan niet worden ingevuld: {fault}") from fault


@cache
def read(folder: Path) -> Templates:
    """The templates of this folder; later changes in the folder are not seen."""
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in PAGES | ASSETS
    }
    pages = {name: text for name, text in files.items() if Path(name).suffix in PAGES}
    assets = {name: text for name, text in files.items() if Path(name).suffix in ASSETS}
    return Templates(_environment(pages), assets, _version(files))


def _version(files: Mapping[str, str]) -> str:
    digest = hashlib.sha256(f"weasyprint {version('weasyprint')}\n".encode())
    digest.update((FONTS / "SHA256SUMS").read_bytes())
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
    environment.filters |= {
        "moment": lambda text: wording.moment(datetime.fromisoformat(text)),
        "short_moment": lambda text: wording.short_moment(datetime.fromisoformat(text)),
        "plain_day": lambda text: wording.plain_day(date.fromisoformat(text)),
        "utc": lambda text: datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "listing": wording.listing,
        "lower_first": lambda text: text[:1].lower() + text[1:],
        "channel": lambda key: signature.CHANNELS[key],
        "not_heard": lambda key: NOT_HEARD[key],
    }
    return environment


def _words(value: object) -> object:
    """What a template may print: text and whole numbers. Anything else in a decision is a mistake of ours."""
    if isinstance(value, StrictUndefined):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TemplateRuntimeError(f"een waarde van de soort {type(value).__name__} is geen tekst")
    return value
