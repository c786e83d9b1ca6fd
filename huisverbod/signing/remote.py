"""A key at a signing service, used over CSC: a seal, or that of a mayor who approves on his own device.

Authorising and signing are two acts of the service. A person who must approve is waited for within a bound,
outside any transaction; what signs (SAD) is used in the same breath, once, and kept nowhere.
"""

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated, Literal

from asn1crypto.x509 import Certificate
from pydantic import AfterValidator, Field, SecretStr
from pyhanko.sign.signers import Signer

from huisverbod.signing import certificates, csc
from huisverbod.signing.csc import Credential, Grant, Version
from huisverbod.signing.keys import Approval, Strict
from huisverbod.signing.refusals import NotSigned, Refusal

BOUND = "2"
OUTSIDE, TYPED = "OOB", "Password"
MODES = ("implicit", "explicit")
LONGEST_SIGNATURE = 512
BETWEEN_QUESTIONS = 2.0
"""Seconds between two questions whether the holder has approved."""


def _safe(given: str) -> str:
    if not re.match(r"https://[^/\s]+|http://(127\.0\.0\.1|localhost)\b", given):
        raise ValueError("begint niet met https://; http mag alleen naar deze machine zelf")
    return given.rstrip("/")


Address = Annotated[str, AfterValidator(_safe)]


class RemoteKey(Strict):
    """A key at a signing service. `service` is the address before /csc; secrets stand in the environment.

    `holder` is the name in the certificate (common name). `code_from` names the variable with the code of the
    key; `code_asked` is what a person types instead, in Dutch; a service that asks him itself needs neither.
    `approve_within`: seconds that a person has to approve.
    """

    kind: Literal["remote"]
    service: Address
    version: Version
    credential: str
    holder: str
    token_address: Address
    client: str
    secret_from: str
    code_from: str = ""
    code_asked: str = ""
    approve_within: int = Field(default=120, gt=0, le=240)

    @property
    def asks(self) -> str:
        """What its holder types to approve, in Dutch; empty when the service asks him itself."""
        return self.code_asked

    def mark(self, digest: bytes) -> str:
        """By what its holder knows this document in the app of the service: the SHA-256 of its attributes."""
        return csc.mark(digest)

    @contextmanager
    def opened(self, folder: Path, approval: Approval | None) -> Iterator["RemoteSigner"]:
        """The key, for one use: its certificate as the service shows it now. The key itself stays there.

        Raises:
            NotSigned: the service is silent, or shows a key that will not do.

        """
        yield asyncio.run(_shown(self, approval))

    @asynccontextmanager
    async def line(self) -> AsyncIterator[csc.Line]:
        """A conversation with the service.

        Raises:
            NotSigned: as `csc.line`.

        """
        root = f"{self.service}/csc/{self.version}"
        async with csc.line(root, self.token_address, self.client, _secret(self.secret_from)) as found:
            yield found


class RemoteSigner(Signer):
    """The key as pyHanko sees it: the certificate is here, the key elsewhere."""

    def __init__(self, key: RemoteKey, credential: Credential, approval: Approval | None) -> None:
        """For one use of this key; without an approval no person is waited for."""
        own, *chain = _certificates(credential)
        super().__init__(signing_cert=own, cert_registry=certificates.registry(chain))
        self.key, self.credential, self.approval = key, credential, approval

    def algorithm(self) -> tuple[str, bool]:
        """What is asked of the key: an OID, and whether it names the hash too.

        Raises:
            NotSigned: the key cannot do what its certificate is for, with SHA-256.

        """
        named = self.get_signature_mechanism_for_digest("sha256")["algorithm"].dotted
        plain = self.signing_cert and self.signing_cert.public_key["algorithm"]["algorithm"].dotted
        for oid in (named, plain):
            if oid in self.credential.key.algo:
                return str(oid), oid == named
        raise NotSigned(Refusal.NO_ALGORITHM)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature, when the service gives permission in time.

        Raises:
            NotSigned: with the reason.

        """
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        digest = hashlib.sha256(data).digest()
        if self.approval and self.approval.digest != digest:
            raise NotSigned(Refusal.DOES_NOT_FIT)
        async with self.key.line() as line:
            grant = await _asked(line, self, digest)
            if grant.handle and not self.approval:
                raise NotSigned(Refusal.NEEDS_A_PERSON)
            return await _signed(line, self, digest, await _approved(line, self.key, grant))


async def _asked(line: csc.Line, signer: RemoteSigner, digest: bytes) -> Grant:
    body = csc.authorising(signer.key.version, signer.key.credential, digest, _codes(signer))
    patience = signer.key.approve_within if signer.approval and signer.key.version == Version.ONE else 0
    return await line.ask("credentials/authorize", body, Grant, patience)


async def _again(line: csc.Line, handle: str) -> Grant:
    return await line.ask("credentials/authorizeCheck", {"handle": handle}, Grant)


async def _approved(line: csc.Line, key: RemoteKey, grant: Grant) -> SecretStr:
    """Waits for the holder, within the bound of the key."""
    try:
        async with asyncio.timeout(key.approve_within):
            while not grant.given:
                await asyncio.sleep(BETWEEN_QUESTIONS)
                grant = await _again(line, grant.handle)
    except TimeoutError:
        raise NotSigned(Refusal.TOO_LATE) from None
    return grant.SAD


async def _signed(line: csc.Line, signer: RemoteSigner, digest: bytes, sad: SecretStr) -> bytes:
    key = signer.key
    body = csc.signing(key.version, key.credential, digest, sad, signer.algorithm())
    answer = await line.ask("signatures/signHash", body, csc.Signatures)
    return csc.decoded(answer.signatures[0])


async def _shown(key: RemoteKey, approval: Approval | None) -> RemoteSigner:
    async with key.line() as line:
        credential = await line.ask("credentials/info", csc.describing(key.credential), Credential)
    signer = RemoteSigner(key, credential, approval)
    _check(signer)
    return signer


def _check(signer: RemoteSigner) -> None:
    """Looks before anyone is asked. Term, usage and revocation are looked at when preparing."""
    key, found, own = signer.key, signer.credential, signer.signing_cert
    faults = {
        Refusal.DISABLED: (found.key.status, found.cert.status) != ("enabled", "valid"),
        Refusal.SOMEONE_ELSE: own is None or certificates.name(own) != key.holder,
        Refusal.NOT_BOUND: str(found.SCAL) != BOUND,
        Refusal.NO_WAY_TO_ASK: found.mode not in MODES or not _known_ways(found),
    }
    for refusal, applies in faults.items():
        if applies:
            raise NotSigned(refusal)
    signer.algorithm()


def _known_ways(credential: Credential) -> bool:
    """One code at most, and for the rest what the service asks the person itself; and all of it together."""
    typed = [means.type for means in credential.means if not means.type.endswith(OUTSIDE)]
    return typed in ([], [TYPED]) and "OR" not in credential.auth.expression


def _codes(signer: RemoteSigner) -> Mapping[str, SecretStr | None]:
    """What is sent for each means: the code, or nothing where the service asks the person itself."""
    return {
        means.id: None if means.type.endswith(OUTSIDE) else _code(signer) for means in signer.credential.means
    }


def _code(signer: RemoteSigner) -> SecretStr:
    typed = signer.approval.code if signer.approval else SecretStr("")
    return typed if typed.get_secret_value() else _secret(signer.key.code_from)


def _secret(name: str) -> SecretStr:
    """What that variable of the environment holds."""
    found = os.environ.get(name, "")
    if not found:
        raise NotSigned(Refusal.UNSET)
    return SecretStr(found)


def _certificates(credential: Credential) -> list[Certificate]:
    try:
        return [Certificate.load(csc.decoded(one), strict=True) for one in credential.cert.certificates]
    except ValueError:
        raise NotSigned(Refusal.UNREADABLE) from None
