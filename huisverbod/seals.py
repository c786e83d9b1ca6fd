"""Whether this installation signs and seals: the one place from which that is loaded, where keys are set.

What signs takes forty megabytes and half a second of a processor; a server without keys never needs it. So
the imports stand inside the functions here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from huisverbod.accounts import Account
from huisverbod.region import Region
from huisverbod.settings import Settings
from huisverbod.undersigning import Given, Presented

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


def work(engine: Engine, keys: Keyring, regions: Mapping[str, Region], now: datetime) -> int:
    """Completes the signatures and makes the seals that are owed; returns how many were done."""
    from huisverbod import sealing
    from huisverbod.undersigning import approving

    return approving.work(engine, keys, now) + sealing.work(engine, keys, regions, now)


def present(
    engine: Engine, keys: Keyring, region: Region, account: Account, document_id: int, now: datetime
) -> Presented | None:
    """What this person approves to sign his decision; nothing when it is done.

    Raises:
        Unknown, Refused: as `undersigning.presenting.present`.

    """
    from huisverbod.undersigning import presenting

    return presenting.present(engine, keys, region, account, document_id, now)


def approve(engine: Engine, keys: Keyring, account: Account, given: Given, now: datetime) -> None:
    """His approval, once.

    Raises:
        Unknown, Refused: as `undersigning.approving.approve`.

    """
    from huisverbod.undersigning import approving

    approving.approve(engine, keys, account, given, now)


def roots(keys: Keyring | None) -> list[bytes]:
    """The certificates under which a signature counts, as DER; none without keys."""
    return [root.dump() for root in keys.trust.roots] if keys else []
