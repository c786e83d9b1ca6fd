"""Real servers on this machine for the messages that leave: SMTP with STARTTLS, and a gateway for texts."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

AUTHORITY = trustme.CA()
HOST = "127.0.0.1"


@dataclass
class PostOffice:
    """What arrived by e-mail. The server says `to` to an address and `answer` to a letter."""

    port: int = 0
    answer: str = "250 taken"
    to: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's own name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content or b"", policy=default))
        return self.answer


@contextmanager
def a_post_office(*, tls: bool = True, password: str = "") -> Iterator[PostOffice]:
    """An SMTP server; with `tls` it takes nothing before STARTTLS, with a password only from user "hv"."""
    office = PostOffice()
    options: dict[str, Any] = {}
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        AUTHORITY.issue_cert("localhost", HOST).configure_cert(context)
        options |= {"tls_context": context, "require_starttls": True}
    if password:
        options |= {"auth_required": True, "auth_require_tls": tls, "authenticator": _checking(password)}
    with socket.create_server((HOST, 0)) as door:
        office.port = door.getsockname()[1]  # aiosmtpd cannot choose one itself
    controller = Controller(office, hostname=HOST, port=office.port, ready_timeout=20, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def _checking(password: str) -> Any:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == password.encode()
        return AuthResult(success=right and given.login == b"hv", handled=False)

    return check


def an_authority(folder: Path) -> Path:
    """The file with the certificate that the servers here are to be trusted by."""
    path = folder / "ca.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    return path


@dataclass
class TextOffice:
    """What arrived at the gateway: headers and content. `answer` is the status it gives."""

    address: str = ""
    answer: int = 202
    texts: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)


@contextmanager
def a_text_office() -> Iterator[TextOffice]:
    """A gateway over plain HTTP on this machine."""
    office = TextOffice()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            office.texts.append(({name.lower(): value for name, value in self.headers.items()}, content))
            self.send_response(office.answer)
            self.send_header("Location", office.address)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer((HOST, 0), Door)
    office.address = f"http://{HOST}:{server.server_port}/berichten"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
