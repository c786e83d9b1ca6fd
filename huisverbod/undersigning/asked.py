"""What whoever decided is shown, and what he sends back to approve."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

MINUTES = timedelta(minutes=5)
"""house: so long an approval may take. The signature claims the moment at which it was prepared."""


@dataclass(frozen=True)
class Presented:
    """What he approves: the final document by its SHA-256, and the attributes that his key signs by theirs.

    `asks` is what his key wants him to type, or empty; `mark` is what the app shows in which he approves, or
    empty; until `until` (aware) he can approve.
    """

    session_id: int
    document_sha256: str
    digest: str
    asks: str
    mark: str
    until: datetime


@dataclass(frozen=True)
class Given:
    """What he sends to approve: the attempt, the two hashes that were before him, the code for his key."""

    session_id: int
    document_sha256: str
    digest: str
    code: SecretStr
