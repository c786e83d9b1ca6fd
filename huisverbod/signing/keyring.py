"""The keys with which municipalities seal, whom we trust, and who vouches for the time: one TOML file."""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import serialization
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from huisverbod.errors import DefinitionError
from huisverbod.settings import Settings
from huisverbod.signing.trust import Trust

NOT_IN_A_FILE = (
    'Een zegel in een bestand (kind = "file") is alleen voor de demonstratie. Gebruik een kaart of kluis '
    '(kind = "card").'
)


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileKey(Strict):
    """A key in a file, for the demonstration and tests: whoever has the file can seal."""

    kind: Literal["file"]
    region: str
    municipality: str
    certificate: Path
    chain: tuple[Path, ...] = ()
    key: Path


class CardKey(Strict):
    """A key that never leaves its card or vault (PKCS#11); the code comes from an environment variable."""

    kind: Literal["card"]
    region: str
    municipality: str
    library: Path
    token: str
    certificate_label: str
    key_label: str
    chain_labels: tuple[str, ...] = ()
    code_from: str


Key = Annotated[FileKey | CardKey, Field(discriminator="kind")]


class Ring(Strict):
    """The file as it stands; paths are relative to it."""

    roots: tuple[Path, ...] = Field(min_length=1)
    time_stamps: tuple[str, ...] = Field(min_length=1)
    seal: tuple[Key, ...] = ()


class Keyring:
    """Everything needed to seal and to look at a seal."""

    def __init__(self, ring: Ring, folder: Path) -> None:
        """Read the roots; keys are opened when they are used."""
        self.folder = folder
        self.trust = Trust([_certificate(folder / path) for path in ring.roots], ring.time_stamps)
        self.keys = {(key.region, key.municipality): key for key in ring.seal}

    def has(self, region: str, municipality: str) -> bool:
        """Whether this municipality seals its decisions."""
        return (region, municipality) in self.keys

    @contextmanager
    def signer(self, region: str, municipality: str) -> Iterator[Signer]:
        """The seal of a municipality, for one use.

        Raises:
            KeyError: it has none.
            OSError, PKCS11Error: the file or the card cannot be used.

        """
        key = self.keys[region, municipality]
        if isinstance(key, FileKey):
            yield self._from_file(key)
            return
        criteria = TokenCriteria(label=key.token)
        with open_pkcs11_session(
            str(key.library), token_criteria=criteria, user_pin=os.environ.get(key.code_from)
        ) as session:
            yield PKCS11Signer(
                session,
                cert_label=key.certificate_label,
                key_label=key.key_label,
                other_certs_to_pull=key.chain_labels,
                use_raw_mechanism=True,  # what every card can do: the hash is made here
            )

    def _from_file(self, key: FileKey) -> Signer:
        private = serialization.load_pem_private_key((self.folder / key.key).read_bytes(), None)
        chain = [_certificate(self.folder / path) for path in key.chain]
        return SimpleSigner(
            _certificate(self.folder / key.certificate),
            translate_pyca_cryptography_key_to_asn1(private),
            SimpleCertificateStore.from_certs(chain),  # type: ignore[no-untyped-call]
        )


def of(settings: Settings) -> Keyring | None:
    """The keyring that these settings name, or nothing.

    Raises:
        DefinitionError: as `read`.

    """
    return read(settings.seals, demo=settings.demo) if settings.seals else None


def read(path: Path, *, demo: bool) -> Keyring:
    """The keyring of this file.

    Raises:
        DefinitionError: it is not sound, or seals from a file outside the demonstration.

    """
    try:
        ring = Ring.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        keyring = Keyring(ring, path.parent)
    except FileNotFoundError as fault:
        raise DefinitionError(
            path.name, f"Het bestand '{Path(str(fault.filename)).name}' is er niet."
        ) from fault
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(path.name, f"Dit is geen geldige TOML: {fault}.") from fault
    except ValidationError as fault:
        raise DefinitionError(path.name, _sentence(fault)) from fault
    except ValueError as fault:
        raise DefinitionError(path.name, "Een van de wortels (roots) is geen certificaat in PEM.") from fault
    if not demo and any(isinstance(key, FileKey) for key in keyring.keys.values()):
        raise DefinitionError(path.name, NOT_IN_A_FILE)
    return keyring


def _sentence(fault: ValidationError) -> str:
    error = fault.errors()[0]
    where = ".".join(str(part) for part in error["loc"])
    return f"'{where}' ontbreekt, is onbekend of klopt niet ({error['type']})."


def _certificate(path: Path) -> Certificate:
    kind, _, content = pem.unarmor(path.read_bytes())
    if kind != "CERTIFICATE":
        raise ValueError(f"{path.name} holds no certificate")
    return Certificate.load(content)
