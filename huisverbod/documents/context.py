"""Which function gathers the content of which template."""

from collections.abc import Callable, Mapping
from typing import Any

from huisverbod.documents import amendment, area, execution, imposition, letters, records, request
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
    "execution/bericht_huisgenoten.html": letters.household,
    "execution/folder_achterblijvers.html": letters.household,
    "execution/bericht_kinderen.html": letters.children,
    "execution/bericht_hulpinstantie.html": letters.help_body,
    "execution/bericht_veilig_thuis.html": letters.veilig_thuis,
    "execution/bericht_politie.html": letters.police,
    "execution/bericht_advocaat.html": letters.lawyers,
    "execution/bericht_burgemeester.html": letters.mayor,
    "court/stukken.html": letters.court,
    "imposition/verslag_horen.html": records.verslag_horen,
    "imposition/overleg_veilig_thuis.html": records.overleg_veilig_thuis,
    "imposition/mondelinge_aanzegging.html": records.mondelinge_aanzegging,
    "imposition/niet_opgelegd.html": records.niet_opgelegd,
    "imposition/gebied.html": area.gebied,
    "imposition/beroepsblad.html": records.beroepsblad,
    "execution/sleutelbewijs.html": records.sleutelbewijs,
    "execution/einde.html": records.einde,
    "execution/folder_uithuisgeplaatste.html": records.folder,
    "request/besluit_belanghebbende.html": records.besluit_belanghebbende,
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
