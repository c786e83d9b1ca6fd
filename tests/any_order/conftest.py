"""The documents are drawn in their own tests; here a decision stands on blank paper."""

import pytest

from huisverbod.documents import drawing_up


@pytest.fixture(autouse=True)
def on_blank_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is its content as text."""
    monkeypatch.setattr(drawing_up, "drawn", lambda template, forms, content: f"{template}{content}".encode())
