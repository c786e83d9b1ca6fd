"""Draws one document as PDF in a process of its own; the only module that knows WeasyPrint.

Started as a module by `press`: it warms up, then forks a child for every job it is sent. A child is given its
page and the files for it, fetches nothing else, and has a limit on everything. Whatever happens to it, the
next job finds a fresh one.
"""

import ctypes
import json
import logging
import socket
import sys
import zlib
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from weasyprint import HTML, Attachment
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from huisverbod.printing import finishing, forking

SCHEME = "asset:"
MEDIA = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}
WARM = """<html lang=nl><title>x</title><link rel=stylesheet href=asset:x.css><h1>x</h1>
<p><b>x</b></p><ul><li>x</ul><table><tr><th>x<td>x</table>"""
WARM_FILES = {"x.css": "@page { @bottom-left { content: counter(page) } } p { display: flex; color: red }"}
"""A page that has WeasyPrint load all it will need, before there is anyone to wait for it."""


class Assets:
    """Gives WeasyPrint what was sent along under `asset:`, and nothing else; remembers what it refused."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Hold the files by name."""
        self.files, self.refused = files, list[str]()

    def __call__(self, url: str) -> URLFetcherResponse:
        """The file of that address.

        Raises:
            FatalURLFetchingError: it is not one of ours. (In a picture WeasyPrint goes on; `draw` does not.)

        """
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self.files:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        kind = name.rpartition(".")[2]
        content = b64decode(self.files[name]) if kind == "png" else self.files[name]
        return URLFetcherResponse(url, content, {"Content-Type": MEDIA[kind]})


class Complaints(logging.Handler):
    """Collects what WeasyPrint only logs: a document about which it complains is not a document."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note one."""
        self.heard.append(record.getMessage())


class NotDrawn(Exception):
    """WeasyPrint refused a file or complained."""


def draw(html: str, files: Mapping[str, str], enclosed: Sequence[Mapping[str, str]] = ()) -> bytes:
    """The PDF/A-3a and PDF/UA-1 of this page; the same bytes for the same page and what is enclosed.

    Raises:
        NotDrawn: the page asks for a file that was not sent along, or is not sound.

    """
    assets, complaints = Assets(files), Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [complaints], False
    page = HTML(string=html, base_url=SCHEME, url_fetcher=assets).render(font_config=FontConfiguration())
    finishing.declare(page)
    files_inside = [_enclosed(**one) for one in enclosed]
    content: bytes = page.write_pdf(
        pdf_variant=finishing.VARIANT, finisher=finishing.finish, attachments=files_inside
    )
    faults = [*(f"refused: {url}" for url in assets.refused), *complaints.heard]
    if faults:
        raise NotDrawn("; ".join(faults))
    return content


def _enclosed(name: str, told: str, text: str, at: str) -> Attachment:
    """A file inside the PDF; its instant is in UTC, since WeasyPrint writes it down as such."""
    instant = datetime.fromisoformat(at).astimezone(UTC)
    return Attachment(
        string=text, name=name, description=told, created=instant, modified=instant, relationship="Data"
    )


PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "cssselect2", "tinyhtml5")


@cache
def about() -> str:
    """Every part that decides on the bytes, with its version; the libraries as they are loaded here."""
    shaper = ctypes.CDLL("libharfbuzz.so.0")
    shaper.hb_version_string.restype = ctypes.c_char_p
    libraries = {
        "pango": str(pango.pango_version()),
        "harfbuzz": shaper.hb_version_string().decode(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    told = {name: version(name) for name in PACKAGES} | libraries
    return ", ".join(f"{name} {number}" for name, number in told.items())


def _warm_up() -> None:
    draw(WARM, WARM_FILES)
    about()


def _work(job: bytes) -> bytes:
    if job == forking.ABOUT:
        return about().encode()
    asked: dict[str, Any] = json.loads(job)
    return draw(asked["html"], asked["files"], asked["enclosed"])


if __name__ == "__main__":
    forking.serve(socket.socket(fileno=int(sys.argv[1])), _warm_up, _work)
