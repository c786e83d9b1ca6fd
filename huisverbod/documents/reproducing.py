"""Draws a kept document again, and compares: proof that it says what was recorded, and nothing since."""

import hashlib
from enum import StrEnum

from sqlmodel import Session, col, select

from huisverbod.case import Case
from huisverbod.documents.drawing_up import to_print
from huisverbod.documents.rendering import data_hash, renderer
from huisverbod.documents.table import Document
from huisverbod.documents.templates import Templates
from huisverbod.errors import DefinitionError, Refused, Unknown
from huisverbod.printing import press


class Comparison(StrEnum):
    """What came of it, in Dutch; said of one document."""

    SAME = "opnieuw opgemaakt, en byte voor byte gelijk."
    OTHER_TEMPLATE = (
        "niet te vergelijken: het is met een ander sjabloon opgemaakt dan hier staat. Dat is geen teken van "
        "vervalsing. Vergelijk met de versie van toen."
    )
    OTHER_RENDERER = (
        "niet te vergelijken: het is met een andere versie van dit programma opgemaakt dan hier staat. Dat is"
        " geen teken van vervalsing. Vergelijk met de versie van toen."
    )
    NOT_DRAWN = "niet te vergelijken: het kon hier niet opnieuw worden opgemaakt. Bel de beheerder."
    DATA_CHANGED = "de gegevens waaruit het is opgemaakt, zijn in de database veranderd. Bel de beheerder."
    FILE_CHANGED = "het bewaarde bestand is in de database veranderd. Bel de beheerder."
    DIFFERS = (
        "opnieuw opgemaakt, en NIET gelijk, met hetzelfde sjabloon en hetzelfde programma. Bel de beheerder."
    )


WRONG = frozenset({Comparison.DATA_CHANGED, Comparison.FILE_CHANGED, Comparison.DIFFERS})
"""What may not be, whatever version drew the document."""


def kept(session: Session, number: str) -> list[Document]:
    """The document of that number, or every one of the case of that number, the oldest first.

    Raises:
        Unknown: there is none.

    """
    if number.isdigit():
        which = col(Document.id) == int(number)
    else:
        which = col(Document.case_id).in_(select(Case.id).where(Case.number == number))
    found = list(session.exec(select(Document).where(which).order_by(col(Document.id))))
    if not found:
        raise Unknown(f"Onder nummer {number} is hier geen document bewaard.")
    return found


def compared(document: Document, forms: Templates) -> Comparison:
    """The document drawn again from its kept content, with these templates, beside its kept bytes.

    house: another version of what draws explains other bytes and no other words; equal bytes need no excuse.
    """
    if hashlib.sha256(document.content).hexdigest() != document.sha256:
        return Comparison.FILE_CHANGED
    if document.data_sha256 and data_hash(document.context) != document.data_sha256:
        return Comparison.DATA_CHANGED
    if document.template_version != forms.version:
        return Comparison.OTHER_TEMPLATE
    try:
        again = press.printed(*to_print(document.template, forms, document.context))
    except (Refused, DefinitionError):
        return Comparison.NOT_DRAWN
    if again == document.content:
        return Comparison.SAME
    return Comparison.DIFFERS if document.renderer == renderer() else Comparison.OTHER_RENDERER
