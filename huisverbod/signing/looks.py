"""What a look at a signed document says: of each signature, or that the document cannot be read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What there is to say of a signature; the first that applies, the worst first."""

    CHANGED = "gewijzigd"
    REVOKED = "ingetrokken"
    EXPIRED = "verlopen"
    FOREIGN = "onbekend"
    UNSTAMPED = "zonder_tijdstempel"
    SOUND = "geldig"


@dataclass(frozen=True)
class Look:
    """One signature: in which field, by whom (the name in the certificate), when (aware), and the verdict.

    `signed_at` comes from a trusted time stamp, or is nothing. `archived`: the proof travels along. `until`:
    how many bytes of the file it covers. `untouched`: nothing but such proof was added after it.
    """

    field: str
    signer: str
    signed_at: datetime | None
    verdict: Verdict
    archived: bool
    until: int
    untouched: bool


class Unreadable(Exception):
    """What was given is no PDF, or one that cannot be read."""


class Locked(Unreadable):
    """It is a PDF that opens with a password only."""
