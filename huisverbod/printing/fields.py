"""The fields in which a decision is signed, made while it is drawn.

A field that a signing program adds afterwards breaks PDF/UA-1 (7.18): it stands outside the tags.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydyf

from huisverbod.printing.objects import Element, at

if TYPE_CHECKING:  # the program that seals needs the names of the fields, and not what draws them
    from weasyprint.document import Document

ANCHOR = "veld-ondertekening"
POINTS_IN_PIXEL, POINTS_IN_MM = 0.75, 72 / 25.4
WIDTH, HEIGHT = 75 * POINTS_IN_MM, 17 * POINTS_IN_MM
"""As `.signature .field` in print.css, in points."""
PRINTED = 4


@dataclass(frozen=True)
class Field:
    """One field: its name in the file, and what a screen reader says of it."""

    name: str
    told: str


SIGNATURE = Field("ondertekening", "Elektronische handtekening onder het besluit")
SEAL = Field("verzegeling", "Elektronisch zegel van de gemeente")


def add(document: Document, pdf: pydyf.PDF, root: Element) -> None:
    """Adds both fields to a page that has a place for them: one to be seen, and the seal, which is not."""
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        if ANCHOR in page.anchors:
            left, top = (length * POINTS_IN_PIXEL for length in page.anchors[ANCHOR][:2])
            bottom = page.height * POINTS_IN_PIXEL - top - HEIGHT
            seen = _field(pdf, root, reference, SIGNATURE, (left, bottom, left + WIDTH, bottom + HEIGHT))
            sealed = _field(pdf, root, reference, SEAL, (0, 0, 0, 0))
            pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([seen, sealed])})


def _field(pdf: pydyf.PDF, root: Element, page: Any, field: Field, rectangle: tuple[float, ...]) -> Any:
    """ISO 14289-1, 7.18.4: a widget inside a Form element, with a name that can be read aloud."""
    empty = _added(pdf, pydyf.Stream([], _appearance(rectangle)))
    slots = at(pdf, root["ParentTree"])["Nums"]
    number = 1 + max(slots[::2])
    widget = _added(
        pdf,
        pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String(field.name),
                "TU": pydyf.String(field.told),
                "F": PRINTED,
                "Rect": pydyf.Array(rectangle),
                "P": page,
                "AP": pydyf.Dictionary({"N": empty}),
                "StructParent": number,
            }
        ),
    )
    whole = root["K"][0]
    pointer = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget, "Pg": page})
    form = {"Type": "/StructElem", "S": "/Form", "K": pointer, "Pg": page, "P": whole}
    element = _added(pdf, pydyf.Dictionary(form))
    at(pdf, whole)["K"].append(element)
    slots.extend([number, element])
    at(pdf, page).setdefault("Annots", pydyf.Array()).append(widget)
    return widget


def _appearance(rectangle: tuple[float, ...]) -> dict[str, Any]:
    left, bottom, right, top = rectangle
    box = pydyf.Array((0, 0, right - left, top - bottom))
    return {"Type": "/XObject", "Subtype": "/Form", "BBox": box}


def _added(pdf: pydyf.PDF, thing: Any) -> Any:
    pdf.add_object(thing)
    return thing.reference
