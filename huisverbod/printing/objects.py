"""The objects of a PDF before it is written, as pydyf holds them."""

from typing import Any

import pydyf

Element = dict[str, Any]


def at(pdf: pydyf.PDF, reference: Any) -> Any:
    """The object that a reference such as "12 0 R" points at."""
    return pdf.objects[int(reference.split()[0])]
