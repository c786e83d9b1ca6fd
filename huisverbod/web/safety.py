"""Security headers on every answer, and a page with a reference instead of a trace."""

import logging
import secrets
import traceback

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from huisverbod.web.page import STATIC_ADDRESS, page

LOG = logging.getLogger("huisverbod.web")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"
FOR_GOOD = "public, max-age=31536000, immutable"
OK = 200


class Safety:
    """The outermost layer. What goes wrong inside is logged by kind and place, never with its message."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        """Wrap the application; `https` tells browsers to use nothing else from now on."""
        self.app = app
        self.headers = HEADERS | ({"Strict-Transport-Security": TWO_YEARS} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add_headers(scope, message)
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception as fault:
            reference = _log(fault)
            if begun:
                raise ConnectionError(f"Answer broken off, reference {reference}") from None
            answer = page(Request(scope), "broken.html", status=500, reference=reference)
            await answer(scope, receive, with_headers)

    def _add_headers(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        kept = scope["path"].startswith(STATIC_ADDRESS) and message["status"] == OK
        headers["Cache-Control"] = FOR_GOOD if kept else "no-store"


def _log(fault: Exception) -> str:
    reference = secrets.token_hex(4)
    last = traceback.extract_tb(fault.__traceback__)[-1]
    LOG.error("%s %s at %s:%s", reference, type(fault).__name__, last.filename, last.lineno)
    return reference
