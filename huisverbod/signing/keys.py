"""The kinds of key that stand with us, in a file or on a card, each opened for one use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, ObjectClass, PKCS11Error, Session
from pydantic import BaseModel, ConfigDict, SecretStr
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner

from huisverbod.signing import certificates
from huisverbod.signing.refusals import NotSigned, Refusal

UNUSABLE = (PKCS11Error, OSError, ValueError)
"""What a key raises that is not there, does not open, or does not answer."""


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Approval:
    """What the holder of a key approved: the SHA-256 of the attributes to be signed, with a code of his own.

    The code is what the key asks of him (`asks`), and stands nowhere but here.
    """

    digest: bytes
    code: SecretStr = field(default=SecretStr(""))


class FileKey(Strict):
    """A key in a file, for the demonstration and tests: whoever has the file can sign."""

    kind: Literal["file"]
    certificate: Path
    chain: tuple[Path, ...] = ()
    key: Path

    @property
    def asks(self) -> str:
        """It asks nothing of its holder."""
        return ""

    def mark(self, digest: bytes) -> str:
        """Its holder approves nowhere but here."""
        return ""

    @contextmanager
    def opened(self, folder: Path, approval: Approval | None) -> Iterator[Signer]:
        """The key, for one use; paths are relative to `folder`.

        Raises:
            OSError, ValueError: a file is not there, or is not what it should be.

        """
        private = serialization.load_pem_private_key((folder / self.key).read_bytes(), None)
        chain = [certificates.read(folder / path) for path in self.chain]
        yield SimpleSigner(
            certificates.read(folder / self.certificate),
            translate_pyca_cryptography_key_to_asn1(private),
            certificates.registry(chain),
        )


class CardKey(Strict):
    """A key that never leaves its card or vault (PKCS#11).

    Its code comes from the environment variable `code_from`; without that its holder types it to approve.
    """

    kind: Literal["card"]
    library: Path
    token: str
    certificate_label: str
    key_label: str
    chain_labels: tuple[str, ...] = ()
    code_from: str = ""

    @property
    def asks(self) -> str:
        """What its holder types, in Dutch; empty when the server has the code."""
        return "" if self.code_from else "De pincode van uw kaart"

    def mark(self, digest: bytes) -> str:
        """Its holder approves nowhere but here."""
        return ""

    @contextmanager
    def opened(self, folder: Path, approval: Approval | None) -> Iterator[Signer]:
        """The key, for one use; before he approves, and types his code, it shows its certificate only.

        Raises:
            OSError, ValueError, PKCS11Error: the card is not there, lacks something, or refuses the code.
            NotSigned: the code should stand in the environment, and does not.

        """
        code = self._code(approval)
        criteria = TokenCriteria(label=self.token)
        with open_pkcs11_session(str(self.library), token_criteria=criteria, user_pin=code) as session:
            if code is None:
                yield self._showing(session)
                return
            yield PKCS11Signer(
                session,
                cert_label=self.certificate_label,
                key_label=self.key_label,
                other_certs_to_pull=self.chain_labels,
                use_raw_mechanism=True,  # what every card can do: the hash is made here
            )

    def _code(self, approval: Approval | None) -> str | None:
        if self.code_from:
            if not os.environ.get(self.code_from):
                raise NotSigned(Refusal.UNSET)
            return os.environ[self.code_from]
        if approval is None:
            return None
        if not approval.code.get_secret_value():
            raise ValueError("he approved without the code of his card")
        return approval.code.get_secret_value()

    def _showing(self, session: Session) -> Signer:
        """Its certificates, which a card shows without a code."""
        labels = (self.certificate_label, *self.chain_labels)
        return certificates.showing(*(_pulled(session, label) for label in labels))


def _pulled(session: Session, label: str) -> Certificate:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}
    for found in session.get_objects(wanted):
        return Certificate.load(found[Attribute.VALUE])
    raise ValueError(f"there is no certificate {label} on the card")
