"""Which function gathers the content of which template."""

from collections.abc import Callable, Mapping
from typing import Any

from huisverbod.documents import amendment, execution, imposition, request
from huisverbod.documents.audience import Audience, narrowed
from huisverbod.documents.page import Page
from huisverbod.errors import DefinitionError
from huisverbod.known import Asked

CONTENT: Mapping[str, Callable[[Asked, bool], Page | None]] = {
    "imposition/beschikking.html": imposition.beschikking,
    "execution/verlenging.html": execution.verlenging,
    "execution/wijziging.html": amendment.wijziging,
    "execution/intrekking.html": execution.intrekking,
    "execution/akte_van_uitreiking.html": execution.akte_van_uitreiking,
    "execution/bericht_huisgenoten.html": execution.bericht_huisgenoten,
    "request/afwijzing.html": request.afwijzing,
}


def gathered(template: str, asked: Asked, draft: bool, audience: Audience) -> dict[str, Any] | None:
    """The content of a document as it is kept: plain JSON, from what its audience may know of the case.

    Nothing when this step gives no reason for the document.

    Raises:
        DefinitionError: no function gathers content for this template.

    """
    if template not in CONTENT:
        raise DefinitionError(
            template, "Geen functie verzamelt de inhoud. Voeg haar toe in documents/context.py."
        )
    page = CONTENT[template](narrowed(asked, audience), draft)
    return page.model_dump(mode="json") if page else None
