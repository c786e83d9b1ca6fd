"""A municipality's logo: looked at before it is opened, and made anew, so that nothing else travels on.

PNG and JPEG become a small PNG of pixels alone. SVG is read as a list of plain shapes and written again;
whatever could fetch, run, repeat or style is refused.
"""

import base64
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 500_000
MOST_PIXELS = 4_000
"""house: in width and in height. A picture of 30,000 by 30,000 is a small file and gigabytes of memory."""
SHOWN = (720, 240)
"""Pixels of the logo on paper at most: 60 by 20 mm at 300 dots per inch."""
COLOURS = 64
HEAVIEST = 60_000
MOST_SHAPES = 300
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc"}
)
SAID = frozenset({"title", "desc"})
MEASURES = frozenset(
    {"width", "height", "viewBox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d",
     "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
     "stroke-linejoin", "stroke-opacity", "opacity"}
)  # fmt: skip
PLAIN = re.compile(r"[-+#.,%()\s0-9a-zA-Z]*")
TOKEN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[A-Za-z]|[\s,]+")
"""Numbers, letters, and what stands between them. On a number after closing WeasyPrint never ends."""
CLOSING, DRAWING = "Zz", "MmLlHhVvCcSsQqTtAaZz"
NO_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
BOX = re.compile(r"\s*0[ ,]+0[ ,]+(\d+(?:\.\d+)?)[ ,]+(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Picture:
    """A logo as it goes to the press: the name by which a page asks for it, and its content.

    `text` is SVG, or a PNG in base64.
    """

    name: Literal["logo.svg", "logo.png"]
    text: str


class Unfit(ValueError):
    """The file cannot be a logo; the sentence says what to do."""


def made_anew(file: str, content: bytes) -> Picture:
    """The logo in this file, checked and written again.

    Raises:
        Unfit: it is too big, no picture, or an SVG with more than shapes.

    """
    if len(content) > MOST_BYTES:
        raise Unfit(f"Het logo is groter dan {MOST_BYTES // 1000} kB. Maak het kleiner.")
    if file.endswith(".svg"):
        return Picture("logo.svg", _shapes(content))
    return Picture("logo.png", base64.b64encode(_pixels(content)).decode())


def _pixels(content: bytes) -> bytes:
    """The pixels as a small PNG on white; how many there are is read before any of them is opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", Image.DecompressionBombWarning
            )  # we look ourselves, more strictly
            picture = Image.open(io.BytesIO(content), formats=["PNG", "JPEG"])
        with picture:
            _check_size(*picture.size)
            seen = picture.convert("RGBA")
    except Image.DecompressionBombError as bomb:
        raise Unfit(
            f"Het logo heeft te veel beeldpunten. Neem er hoogstens {MOST_PIXELS} op een rij."
        ) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError) as fault:
        raise Unfit("Dit bestand is geen PNG, JPEG of SVG die te openen is. Sla het opnieuw op.") from fault
    seen.thumbnail(SHOWN)
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.quantize(COLOURS).save(out, "PNG", optimize=True)
    if out.tell() > HEAVIEST:
        raise Unfit("Het logo heeft te veel kleuren of details voor een brief. Neem een eenvoudiger vorm.")
    return out.getvalue()


def _check_size(width: int, height: int) -> None:
    if max(width, height) > MOST_PIXELS:
        raise Unfit(
            f"Het logo is {width} bij {height} beeldpunten. Neem er hoogstens {MOST_PIXELS} op een rij."
        )


def _shapes(content: bytes) -> str:
    """The shapes of an SVG, written again without anything else."""
    if NO_DOCTYPE.search(content):
        raise Unfit("In deze SVG staat een DOCTYPE of ENTITY. Sla haar op zonder (gewone SVG).")
    try:
        root = ElementTree.fromstring(content.decode("utf-8"))  # noqa: S314  (no DOCTYPE, so no entities)
    except (ElementTree.ParseError, UnicodeDecodeError) as fault:
        raise Unfit("Deze SVG is niet te lezen. Sla haar opnieuw op als gewone SVG in UTF-8.") from fault
    if root.tag != f"{SVG}svg" or not BOX.fullmatch(root.get("viewBox", "")):
        raise Unfit("Een SVG begint met <svg> en heeft een viewBox die bij 0 0 begint.")
    elements = list(root.iter())
    if len(elements) > MOST_SHAPES:
        raise Unfit(f"Deze SVG heeft meer dan {MOST_SHAPES} vormen. Neem een eenvoudiger logo.")
    if found := next((found for element in elements for found in _more_than_shapes(element)), ""):
        raise Unfit(f"In deze SVG staat {found}. Dat mag niet in een logo: zet alles om in gewone paden.")
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _more_than_shapes(element: ElementTree.Element) -> Iterator[str]:
    name = element.tag.removeprefix(SVG)
    if name not in SHAPES:
        yield f"<{name.rpartition('}')[2]}>"
    if (element.text or "").strip() and name not in SAID:
        yield f"tekst in <{name}>"
    for attribute, value in element.attrib.items():
        plain = PLAIN.fullmatch(value) and "url" not in value.lower()
        if attribute not in MEASURES or not plain or (attribute == "d" and not _sound(value)):
            yield f'{attribute.rpartition("}")[2]}="{value[:30]}"'


def _sound(path: str) -> bool:
    """Whether this is the data of a path: it begins by moving, and a letter follows on closing."""
    tokens = TOKEN.findall(path)
    words = [token for token in tokens if token.strip(" ,\t\r\n")]
    letters = [word for word in words if word.isalpha()]
    closed = all(other.isalpha() for word, other in pairwise(words) if word in CLOSING)
    begins = "".join(tokens) == path and bool(words) and words[0] in "Mm"
    return begins and closed and set(letters) <= set(DRAWING)
