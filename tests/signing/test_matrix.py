"""Every kind of key, to each level: one verdict per level, and OpenSSL agrees about the cryptography."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from pyhanko.sign.signers import Signer

from huisverbod.signing import pades
from huisverbod.signing.csc import Version
from huisverbod.signing.keys import CardKey, FileKey
from huisverbod.signing.looks import Verdict
from huisverbod.signing.refusals import NotSigned
from huisverbod.signing.trust import Trust
from huisverbod.signing.verifying import look
from tests.signing.authority import Authority
from tests.signing.remote_services import service
from tests.signing.test_remote import key, secrets
from tests.signing.test_signing import NOW, a_byte_changed, by_etsi, by_openssl

__all__ = ["secrets"]
Open = Callable[[], AbstractContextManager[Signer]]
TEN_YEARS = timedelta(days=3653)
KEYS = ("file", "card", "remote v1", "remote v2")


@pytest.fixture(scope="module")
def opened(
    authority: Authority, card: CardKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Open]]:
    """How each kind of key is opened for one use; all hold the key of the seal."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("seal", "issuer"):
        (folder / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", authority.certificate(name).dump()))
    (folder / "seal.key").write_bytes(pem.armor("PRIVATE KEY", authority.key("seal")))
    file = FileKey(
        kind="file", certificate=Path("seal.pem"), chain=(Path("issuer.pem"),), key=Path("seal.key")
    )
    with ExitStack() as stack:
        one, two = (stack.enter_context(service(authority, version)) for version in Version)
        yield {
            "file": lambda: file.opened(folder, None),
            "card": lambda: card.opened(folder, None),
            "remote v1": lambda: key(one, "seal").opened(folder, None),
            "remote v2": lambda: key(two, "seal").opened(folder, None),
        }


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_key_reaches_every_level(
    opened: dict[str, Open], decision: bytes, authority: Authority, trust: Trust, tmp_path: Path, kind: str
) -> None:
    with opened[kind]() as signer:
        prepared = pades.prepare(decision, "verzegeling", signer, trust, None)
        stamped = pades.complete(prepared, pades.raw_signature(prepared, signer), signer, trust)
    archived = pades.archive(stamped, trust)
    for content, level in ((stamped, False), (archived, True)):
        (found,) = look(content, trust, NOW)
        assert (found.verdict, found.archived, found.signer) == (Verdict.SOUND, level, "Proef seal")
        assert by_openssl(content, authority, tmp_path)
    assert by_etsi(archived, trust, NOW + TEN_YEARS)
    assert not by_openssl(a_byte_changed(archived), authority, tmp_path)


@pytest.mark.parametrize("kind", KEYS)
def test_no_kind_of_key_signs_without_a_time_stamp(
    opened: dict[str, Open], decision: bytes, authority: Authority, trust: Trust, kind: str
) -> None:
    with opened[kind]() as signer, authority.without("tsa"):
        prepared = pades.prepare(decision, "verzegeling", signer, trust, None)
        with pytest.raises(NotSigned, match="NO_TIME_STAMP"):
            pades.complete(prepared, pades.raw_signature(prepared, signer), signer, trust)
