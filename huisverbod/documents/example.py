"""Every template filled in with an invented case, in the style of a municipality: to look at, never to keep.

The content stands in `document_templates/examples.json`, as the tests gather it from cases that they play.
Nothing here reads a case or writes one.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from huisverbod.documents import leaflets, page, templates
from huisverbod.documents.drawing_up import drawn
from huisverbod.errors import Unknown
from huisverbod.region import Municipality, Region
from huisverbod.rulebook import Rulebook

FILE = "examples.json"
MARK = "Voorbeeld van de huisstijl, met een verzonnen zaak"
CASE = "HV-0000-0000"


@cache
def contents(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The invented content of each template in this folder: template to content; none without the file."""
    path = folder / FILE
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def printed(rulebook: Rulebook, region: Region, town: Municipality, template: str, language: str) -> bytes:
    """The PDF of a template in the style of this municipality, in that language (a code).

    Raises:
        Unknown: there is no example of that template, or it is not written in that language.
        Refused: it cannot be printed, or not within the limits of a document.
        DefinitionError: a fault in the template.

    """
    forms, examples = templates.read(rulebook.templates), contents(rulebook.templates)
    if template not in examples or template not in forms.manifests:
        raise Unknown
    content = dict(examples[template]) | {
        "case": CASE,
        "mark": MARK,
        "municipality": page.letterhead(town).model_dump(mode="json"),
    }
    if "numbers" in content:
        content["numbers"] = page.numbers_of(region).model_dump(mode="json")
    if "remedies" in content:
        content["remedies"] = page.Remedies(court=region.court).model_dump(mode="json")
    if forms.manifest(template).translated:
        content |= leaflets.spoken(forms.languages, language, region.translations)
        content["amounts"] = forms.languages[language].amounts(rulebook.current.procedure.terms)
    elif language != leaflets.DUTCH:
        raise Unknown
    return drawn(template, forms, content)
