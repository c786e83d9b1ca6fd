"""The documents of a case: drawn up from an event, byte for byte, and kept with their hash."""

from huisverbod.documents.drawing_up import draw_up
from huisverbod.documents.forms import SignedForm, newest_form, under
from huisverbod.documents.table import (
    Document,
    Signature,
    current_draft,
    current_drafts,
    documents_before,
    documents_of,
)
from huisverbod.printing.press import warm_up

__all__ = [
    "Document",
    "Signature",
    "SignedForm",
    "current_draft",
    "current_drafts",
    "documents_before",
    "documents_of",
    "draw_up",
    "newest_form",
    "under",
    "warm_up",
]
