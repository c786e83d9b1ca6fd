"""What WeasyPrint leaves undone for PDF/A-3a and PDF/UA-1 at once, done on its objects before writing.

Rests on the shape of those objects in the pinned versions; the conformance tests decide on every upgrade.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import pydyf
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox

from huisverbod.printing import fields
from huisverbod.printing.objects import Element, at

VARIANT = "pdf/a-3a"
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
for prefix, uri in NAMESPACES.items():
    ElementTree.register_namespace(prefix, uri)  # the standard asks for these very prefixes
DECLARED = f"""
<rdf:RDF {" ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())}>
<rdf:Description rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACES["pdfuaid"]}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>
"""
"""ISO 14289-1, 5 and ISO 19005-3, 6.6.2.3: PDF/UA is declared inside the one RDF block and described."""

LISTS = {"ul": "/Disc", "ol": "/Decimal"}
SPOKEN = {"main": "/Part", "span": "/Span"}
"""What in a page may have a language of its own, and as what WeasyPrint tags it."""


def declare(document: Document) -> None:
    """Has the metadata of a rendered document name PDF/UA-1 beside PDF/A-3a."""
    metadata = document.metadata
    plain = metadata.generate_rdf_metadata

    def both(variant: str, version: int, conformance: str) -> bytes:
        described = ElementTree.fromstring(plain(variant, version, conformance))  # noqa: S314  (its own output)
        described.extend(ElementTree.fromstring(DECLARED))  # noqa: S314  (the text above)
        content: bytes = ElementTree.tostring(described, encoding="utf-8")
        return content

    metadata.generate_rdf_metadata = both


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Completes the tags (headers, header cells, lists, languages), each file inside once, and the fields."""
    root = at(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(_below(pdf, root, inside_head=False))
    for element, inside_head in elements:
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Column" if inside_head else "/Row"
    _number_lists(document, [element for element, _ in elements if element["S"] == "/L"])
    _name_languages(document, pdf, [element for element, _ in elements])
    _set_aside(pdf, root, [element for element, _ in elements])
    fields.add(document, pdf, root)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint names each file twice


def _below(pdf: pydyf.PDF, parent: Element, *, inside_head: bool) -> Iterator[tuple[Element, bool]]:
    """Every structure element below this one in reading order, and whether a table head holds it."""
    for kid in parent["K"]:
        child = None if isinstance(kid, int) else at(pdf, kid)
        if child is not None and child.get("Type") == "/StructElem":
            yield child, inside_head
            yield from _below(pdf, child, inside_head=inside_head or child["S"] == "/THead")


def _number_lists(document: Document, lists: list[Element]) -> None:
    """ISO 32000-1, 14.8.5.5: says of each list whether its items are numbered; the tag itself does not."""
    for element, box in zip(lists, _boxes(document, LISTS), strict=True):
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": LISTS[box.element_tag]})


def _name_languages(document: Document, pdf: pydyf.PDF, elements: list[Element]) -> None:
    """ISO 14289-1, 7.2: what is in a language of its own says so, and is read with that voice."""
    tagged = [
        e for e in elements if e["S"] in SPOKEN.values() and not any(isinstance(k, int) for k in e["K"])
    ]
    for element, box in zip(tagged, _boxes(document, SPOKEN), strict=True):
        if element["S"] != SPOKEN[box.element_tag]:
            raise ValueError("the tags do not follow the page")
        if own := box.element.get("lang"):
            element["Lang"] = pydyf.String(own)


def _boxes(document: Document, tags: Mapping[str, str]) -> Iterator[Any]:
    """The boxes of elements with these tags, in the order in which they are tagged."""
    for page in document.pages:
        yield from _boxes_in(page._page_box, tags)


def _boxes_in(box: Any, tags: Mapping[str, str]) -> Iterator[Any]:
    """Without the texts: a text has the tag of the element in which it stands."""
    if isinstance(box, TextBox):
        return
    if box.element is not None and box.element_tag in tags:
        yield box
    for child in getattr(box, "children", ()):
        yield from _boxes_in(getattr(child, "_box", child), tags)


def _set_aside(pdf: pydyf.PDF, root: Element, elements: list[Element]) -> None:
    """ISO 14289-1, 7.8: what runs along at the edge of each page is no content, and is not read aloud."""
    read: defaultdict[Any, set[int]] = defaultdict(set)
    for element in elements:
        read[element.get("Pg")].update(k for k in element["K"] if isinstance(k, int))
    slots = at(pdf, root["ParentTree"])["Nums"]
    for number, reference in enumerate(pdf.page_references):
        page = at(pdf, reference)
        aside = {mcid for mcid in range(len(slots[2 * number + 1])) if mcid not in read[reference]}
        for mcid in aside:
            slots[2 * number + 1][mcid] = "null"
        _mark(at(pdf, page["Contents"]).stream, aside)


def _mark(stream: list[Any], aside: set[int]) -> None:
    """Opens these pieces of marked content as artifacts."""
    for place, operator in enumerate(stream):
        if operator == b"BDC" and stream[place - 1].get("MCID") in aside:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})
