"""Who seals and who signs with which key, whom we trust, and who vouches for the time: one TOML file."""

import tomllib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pyhanko.sign.signers import Signer

from huisverbod.errors import DefinitionError
from huisverbod.settings import Settings
from huisverbod.signing import certificates
from huisverbod.signing.keys import Approval, CardKey, FileKey, Strict
from huisverbod.signing.remote import RemoteKey
from huisverbod.signing.trust import Trust

NOT_IN_A_FILE = (
    'Een sleutel in een bestand (kind = "file") is alleen voor de demonstratie. Gebruik een kaart of kluis '
    '(kind = "card") of een ondertekendienst (kind = "remote").'
)
Key = Annotated[FileKey | CardKey | RemoteKey, Field(discriminator="kind")]
"""Every kind of key: what it `asks` its holder, by which `mark` he approves elsewhere, how it is `opened`."""
NO_CODE = "code_from ontbreekt: bij een zegel typt niemand een code"


class Seal(Strict):
    """The key with which a municipality seals."""

    region: str
    municipality: str
    key: Key

    @field_validator("key")
    @classmethod
    def _opens_by_itself(cls, given: Key) -> Key:
        if given.asks:
            raise ValueError(NO_CODE)
        return given


class Personal(Strict):
    """The key of one who decides: his account (sign-in name), his name as there and in the register.

    `named` is his name as it stands in the certificate, where that is written otherwise.
    """

    account: str
    holder: str
    named: str = ""
    key: Key

    @property
    def certified(self) -> str:
        """The name that his certificate must carry."""
        return self.named or self.holder


class Ring(Strict):
    """The file as it stands; paths are relative to it."""

    roots: tuple[Path, ...] = Field(min_length=1)
    time_stamps: tuple[str, ...] = Field(min_length=1)
    seal: tuple[Seal, ...] = ()
    personal: tuple[Personal, ...] = ()


@dataclass(frozen=True)
class Keyring:
    """Everything needed to sign, to seal and to look at either. Keys are opened when they are used."""

    folder: Path
    trust: Trust
    seals: Mapping[tuple[str, str], Seal]
    persons: Mapping[str, Personal]

    def has(self, region: str, municipality: str) -> bool:
        """Whether this municipality seals its decisions."""
        return (region, municipality) in self.seals

    def signer(self, region: str, municipality: str) -> AbstractContextManager[Signer]:
        """The seal of a municipality, for one use.

        Raises:
            KeyError: it has none.
            OSError, ValueError, PKCS11Error: the file or the card cannot be used.

        """
        return self.seals[region, municipality].key.opened(self.folder, None)

    def personal(self, account: str) -> Personal | None:
        """The personal key of the one who signs in by this name, or nothing."""
        return self.persons.get(account)

    def opened(self, person: Personal, approval: Approval | None = None) -> AbstractContextManager[Signer]:
        """A personal key, for one use: without an approval to show its certificate, with one to sign.

        Raises:
            OSError, ValueError, PKCS11Error: it cannot be used.

        """
        return person.key.opened(self.folder, approval)


def of(settings: Settings) -> Keyring | None:
    """The keyring that these settings name, or nothing.

    Raises:
        DefinitionError: as `read`.

    """
    return read(settings.seals, demo=settings.demo) if settings.seals else None


def read(path: Path, *, demo: bool) -> Keyring:
    """The keyring of this file.

    Raises:
        DefinitionError: it is not sound, or signs from a file outside the demonstration.

    """
    ring = _ring(path)
    _check_once(path, [f"{row.region}, {row.municipality}" for row in ring.seal])
    _check_once(path, [row.account for row in ring.personal])
    keys = [*(row.key for row in ring.seal), *(row.key for row in ring.personal)]
    if not demo and any(isinstance(key, FileKey) for key in keys):
        raise DefinitionError(path.name, NOT_IN_A_FILE)
    try:
        roots = [certificates.read(path.parent / root) for root in ring.roots]
    except FileNotFoundError as fault:
        raise _missing(path, fault) from fault
    except ValueError as fault:
        raise DefinitionError(path.name, "Een van de wortels (roots) is geen certificaat in PEM.") from fault
    return Keyring(
        folder=path.parent,
        trust=Trust(roots, ring.time_stamps),
        seals={(row.region, row.municipality): row for row in ring.seal},
        persons={row.account: row for row in ring.personal},
    )


def _ring(path: Path) -> Ring:
    try:
        return Ring.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as fault:
        raise _missing(path, fault) from fault
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(path.name, f"Dit is geen geldige TOML: {fault}.") from fault
    except ValidationError as fault:
        raise DefinitionError(path.name, _sentence(fault)) from fault


def _check_once(path: Path, places: list[str]) -> None:
    for place in places:
        if places.count(place) > 1:
            raise DefinitionError(path.name, f"Er staan twee sleutels voor '{place}'. Laat er één staan.")


def _missing(path: Path, fault: FileNotFoundError) -> DefinitionError:
    return DefinitionError(path.name, f"Het bestand '{Path(str(fault.filename)).name}' is er niet.")


def _sentence(fault: ValidationError) -> str:
    error = fault.errors()[0]
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "value_error":
        return f"'{where}': {error['ctx']['error']}."
    return f"'{where}' ontbreekt, is onbekend of klopt niet ({error['type']})."
