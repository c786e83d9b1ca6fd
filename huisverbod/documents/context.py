"""Which function gathers the content of which template."""

from collections.abc import Callable, Mapping
from typing import Any

from huisverbod.documents import execution, imposition, request
from huisverbod.documents.page import Page
from huisverbod.errors import DefinitionError
from huisverbod.known import Asked

CONTENT: Mapping[str, Callable[[Asked, bool], Page]] = {
    "imposition/beschikking.html": imposition.beschikking,
    "execution/verlenging.html": execution.verlenging,
    "execution/intrekking.html": execution.intrekking,
    "execution/akte_van_uitreiking.html": execution.akte_van_uitreiking,
    "execution/bericht_huisgenoten.html": execution.bericht_huisgenoten,
    "request/afwijzing.html": request.afwijzing,
}


def gathered(template: str, asked: Asked, draft: bool) -> dict[str, Any]:
    """The content of a document as it is kept: plain JSON, from what is known of the case at this step.

    Raises:
        DefinitionError: no function gathers content for this template.

    """
    if template not in CONTENT:
        raise DefinitionError(
            template, "Geen functie verzamelt de inhoud. Voeg haar toe in documents/context.py."
        )
    return CONTENT[template](asked, draft).model_dump(mode="json")
