"""The documents of a case: drawn up from an event, byte for byte, and kept with their hash."""

from huisverbod.documents.drawing_up import draw_up
from huisverbod.documents.table import (
    Document,
    Seal,
    Signature,
    current_draft,
    current_drafts,
    documents_before,
    documents_of,
    newest_seal,
    sealed,
)
from huisverbod.printing.press import warm_up

__all__ = [
    "Document",
    "Seal",
    "Signature",
    "current_draft",
    "current_drafts",
    "documents_before",
    "documents_of",
    "draw_up",
    "newest_seal",
    "sealed",
    "warm_up",
]
