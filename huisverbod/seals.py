"""Whether this installation seals: the one place from which what signs is loaded, where keys are set.

What signs takes forty megabytes and half a second of a processor; a server without keys never needs it. So
the imports stand inside the functions here, and nowhere else.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from huisverbod.settings import Settings

if TYPE_CHECKING:
    from huisverbod.signing.keyring import Keyring


def keyring(settings: Settings) -> Keyring | None:
    """The keyring that these settings name, or nothing.

    Raises:
        DefinitionError: the file of keys is not sound.

    """
    if settings.seals is None:
        return None
    from huisverbod.signing import keyring as keys

    return keys.of(settings)


def work(engine: Engine, keys: Keyring, now: datetime) -> int:
    """Makes the seals that are owed; returns how many were made."""
    from huisverbod import sealing

    return sealing.work(engine, keys, now)
