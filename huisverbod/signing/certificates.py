"""Certificates: read from a file or from a row, and what they say of their holder."""

from collections.abc import Iterable
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.sign.ades import qualified_asn1
from pyhanko.sign.signers import ExternalSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

KIND = "CERTIFICATE"
NATURAL_PERSON = "qct_esign"


def read(path: Path) -> Certificate:
    """The certificate in a PEM file.

    Raises:
        OSError: there is no such file.
        ValueError: it holds no certificate.

    """
    kind, _, content = pem.unarmor(path.read_bytes())
    if kind != KIND:
        raise ValueError(f"{path.name} holds no certificate")
    return Certificate.load(content)


def name(certificate: Certificate) -> str:
    """The name of its holder as it stands there (common name), or nothing."""
    return str(certificate.subject.native.get("common_name", ""))


def qualified(certificate: Certificate) -> bool:
    """ETSI EN 319 412-5, eIDAS 3(12): issued as qualified, for a person, with its key in a safe device.

    Whether the issuer may say so follows from the roots that are trusted.
    """
    said = {
        statement["statement_id"].native: statement["statement_info"]
        for statement in qualified_asn1.get_qc_statements(certificate)
    }
    kinds = [kind.native for kind in said["qc_type"]] if "qc_type" in said else [NATURAL_PERSON]
    return {"qc_compliance", "qc_sscd"} <= set(said) and kinds == [NATURAL_PERSON]


def kept(signer: Signer) -> bytes:
    """The certificate of a key and its chain as PEM, the own one first: to go on without the key."""
    own = signer.signing_cert
    if own is None:
        raise ValueError("a key without a certificate signs nothing")
    chain = (one for one in signer.cert_registry if one.dump() != own.dump())
    return b"".join(pem.armor(KIND, one.dump()) for one in (own, *chain))


def loaded(content: bytes) -> list[Certificate]:
    """The certificates that were kept, the own one first."""
    rows: Iterable[tuple[str, object, bytes]] = pem.unarmor(content, multiple=True)
    return [Certificate.load(row) for _, _, row in rows]


def shown(content: bytes) -> Signer:
    """Whoever those certificates are of: enough to complete what his key has signed, without the key."""
    return showing(*loaded(content))


def showing(own: Certificate, *chain: Certificate) -> Signer:
    """Whoever a certificate is of, without the key."""
    return ExternalSigner(own, registry(chain))


def registry(chain: Iterable[Certificate]) -> SimpleCertificateStore:
    """The certificates above one, as what signs wants them."""
    store: SimpleCertificateStore = SimpleCertificateStore.from_certs(chain)  # type: ignore[no-untyped-call]
    return store
