"""How much may be sent in one go. What is larger is refused before it is read."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from huisverbod.web.page import page

MOST = 12 * 1024 * 1024
"""house: bytes of one request; the longest form, filled in to the last letter, has some three million."""
IN_OWN_WORDS = ("/controleren",)
"""Pages that refuse a large file themselves, with the sentence that fits there."""


class Bounds:
    """Around the application: a request without end, or of a length that it does not tell, is not read."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in IN_OWN_WORDS or _within(scope):
            await self.app(scope, receive, send)
            return
        answer = page(Request(scope), "too_large.html", status=413)
        answer.headers["Connection"] = "close"
        await answer(scope, receive, send)


def _within(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"0")
    return b"transfer-encoding" not in headers and length.isdigit() and int(length) <= MOST
