"""Whom we trust, and the services that vouch for a moment."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientSession
from asn1crypto.x509 import Certificate
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

SECONDS_TO_ANSWER = 5


@dataclass(frozen=True)
class Trust:
    """The roots under which signatures count, and the time-stamp services in the order to try them."""

    roots: Sequence[Certificate]
    stampers: Sequence[str] = ()

    @asynccontextmanager
    async def asking(self) -> AsyncIterator["Asking"]:
        """The services at hand; no answer about a certificate means no."""
        async with ClientSession() as session:
            context = ValidationContext(
                trust_roots=list(self.roots),
                allow_fetching=True,
                revocation_mode="hard-fail",
                fetcher_backend=AIOHttpFetcherBackend(session, SECONDS_TO_ANSWER),
            )
            yield Asking(
                context,
                [HTTPTimeStamper(url, timeout=SECONDS_TO_ANSWER, session=session) for url in self.stampers],
            )

    def offline(self, at: datetime) -> ValidationContext:
        """Rests at that instant on what the document carries with it, and asks nobody."""
        return ValidationContext(trust_roots=list(self.roots), allow_fetching=False, moment=at)


@dataclass(frozen=True)
class Asking:
    """The issuers, asked whether a certificate still stands, and the time-stamp services, for one act."""

    context: ValidationContext
    stampers: Sequence[TimeStamper]
