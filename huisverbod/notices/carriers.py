"""Carries a message outside: e-mail over SMTP, text messages through a gateway that speaks HTTP."""

import json
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

from huisverbod.notices.message import Message
from huisverbod.settings import Settings

FINAL = range(500, 600)
"""What an SMTP server will not change its mind about."""
TAKEN, WRONG = range(200, 300), range(400, 500)
AGAIN, NOT_US = frozenset({408, 425, 429}), frozenset({401, 403})
"""Answers of a gateway after which the same request may succeed; and those about our token."""
KNOWN_ALREADY = 409
NO_COUNTRY = "0"
COUNTRY = "+31"


class NotCarried(Exception):
    """The message did not leave: `fault` is one of FAULTS; `final` when another attempt is of no use."""

    def __init__(self, fault: str, *, final: bool = False) -> None:
        """Hold why."""
        super().__init__(fault)
        self.fault, self.final = fault, final


class Carrier(Protocol):
    """A way out. `key` is the same for every attempt to send the same message."""

    def carry(self, message: Message, to: str, key: str) -> None:
        """Hands the message over. Raises NotCarried."""


@dataclass(frozen=True)
class Mail:
    """E-mail over SMTP. With `starttls` nothing is sent over a line that is not encrypted."""

    server: str
    port: int
    sender: str
    user: str
    password: str = field(repr=False)
    starttls: bool
    tls: ssl.SSLContext
    seconds: int

    def carry(self, message: Message, to: str, key: str) -> None:
        """Hands over one e-mail; its Message-ID is made of the key, so a repeat can be recognised."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.sender, to, message.subject
        letter["Message-ID"] = f"<{key}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.body)
        try:
            self._hand_over(letter)
        except OSError as fault:  # smtplib's own errors are among them
            raise _why(fault) from None

    def _hand_over(self, letter: EmailMessage) -> None:
        line = smtplib.SMTP(self.server, self.port, timeout=self.seconds)
        try:
            if self.starttls:
                line.starttls(context=self.tls)
            if self.user:
                line.login(self.user, self.password)
            line.send_message(letter)
            with suppress(OSError):  # it has been taken: how the line ends does not matter
                line.quit()
        finally:
            line.close()


def _why(fault: OSError) -> NotCarried:
    """What went wrong; only a refused address or letter is final, the rest may be mended."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return _answered(max(code for code, _ in fault.recipients.values()))
    if isinstance(fault, smtplib.SMTPDataError):
        return _answered(fault.smtp_code)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return NotCarried("no_tls")
    if isinstance(fault, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        return NotCarried("sign_in")
    return NotCarried("unreachable")


def _answered(code: int) -> NotCarried:
    return NotCarried("refused", final=True) if code in FINAL else NotCarried("busy")


@dataclass(frozen=True)
class Gateway:
    """Text messages: one POST of JSON a message, as docs/how-to/send-notices.md says. Follows no redirect."""

    address: str
    token: str = field(repr=False)
    tls: ssl.SSLContext
    seconds: int

    def carry(self, message: Message, to: str, key: str) -> None:
        """Hands over one text message; the gateway knows a repeat by `id`."""
        try:
            status = self._post({"id": key, "to": _with_country(to), "text": message.text}, key)
        except (OSError, HTTPException):
            raise NotCarried("unreachable") from None
        if status in TAKEN or status == KNOWN_ALREADY:
            return
        if status in NOT_US:
            raise NotCarried("sign_in")
        final = status in WRONG and status not in AGAIN
        raise NotCarried("refused" if final else "busy", final=final)

    def _post(self, content: dict[str, str], key: str) -> int:
        parts = urlsplit(self.address)
        line = (
            HTTPSConnection(parts.netloc, timeout=self.seconds, context=self.tls)
            if parts.scheme == "https"
            else HTTPConnection(parts.netloc, timeout=self.seconds)
        )
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            line.request("POST", parts.path or "/", json.dumps(content), headers)
            return line.getresponse().status
        finally:
            line.close()


def _with_country(mobile: str) -> str:
    """A number such as 06-12345678 as the world writes it: +31612345678."""
    digits = mobile.replace("-", "")
    return COUNTRY + digits.removeprefix(NO_COUNTRY) if digits.startswith(NO_COUNTRY) else digits


def carriers(settings: Settings) -> dict[str, Carrier]:
    """The ways out that were set up, by channel; none when nothing was."""
    tls = ssl.create_default_context(cafile=str(settings.send_ca) if settings.send_ca else None)
    found: dict[str, Carrier] = {}
    if settings.mail_server:
        found["mail"] = Mail(
            settings.mail_server,
            settings.mail_port,
            settings.mail_from,
            settings.mail_user,
            settings.mail_password.get_secret_value(),
            settings.mail_starttls,
            tls,
            settings.send_seconds,
        )
    if settings.text_gateway:
        token = settings.text_token.get_secret_value()
        found["text"] = Gateway(settings.text_gateway, token, tls, settings.send_seconds)
    return found
