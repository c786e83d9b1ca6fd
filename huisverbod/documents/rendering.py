"""What draws a document, as one line: the same line and the same data give the same bytes."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import huisverbod
from huisverbod.chain import canonical
from huisverbod.printing import press

PACKAGES = ("babel", "jinja2", "pydantic", "segno")
"""What makes the page; what makes the PDF of it is told by the process that draws."""
SOURCES = ("printing/*.py", "documents/*.py", "wording.py", "law.py")
SHORT = 12


def renderer() -> str:
    """The versions of what draws here, of the fonts, and of our own code that shapes a document.

    Raises:
        Refused: the process that draws does not start.

    """
    return f"{press.renderer()}, {_own()}"


def data_hash(content: dict[str, Any]) -> str:
    """SHA-256 over what a document is drawn from, in one spelling."""
    return hashlib.sha256(canonical(content)).hexdigest()


@cache
def _own() -> str:
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    fonts = hashlib.sha256((press.FONTS / "SHA256SUMS").read_bytes()).hexdigest()
    return ", ".join([*packages, f"fonts {fonts[:SHORT]}", f"code {_code()[:SHORT]}"])


def _code() -> str:
    folder, digest = Path(huisverbod.__file__).parent, hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in folder.glob(pattern)):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
