"""Speaks the protocol of the Cloud Signature Consortium (CSC), version 1 or 2, with a signing service.

Messages only: what is asked of a service and what it answered. Whether that will do is decided elsewhere.
"""

import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar
from pydantic import BaseModel, Field, SecretStr, ValidationError

from huisverbod.signing.refusals import NotSigned, Refusal

SECONDS_TO_ANSWER = 10
LONGEST_ANSWER = 262_144
SHA256 = "2.16.840.1.101.3.4.2.1"
GRANTED, UNDERWAY, UNKNOWN_CLIENT, BUSY, BROKEN = 200, 202, (401, 403), 429, 500
SAID: Mapping[str, Refusal] = {
    "access_denied": Refusal.DECLINED,
    "authorization_denied": Refusal.DECLINED,
    "invalid_authentication_data": Refusal.WRONG_CODE,
    "invalid_pin": Refusal.WRONG_CODE,
    "invalid_otp": Refusal.WRONG_CODE,
    "invalid_token": Refusal.CLIENT_REFUSED,
    "expired_token": Refusal.CLIENT_REFUSED,
    "invalid_client": Refusal.CLIENT_REFUSED,
    "unauthorized_client": Refusal.CLIENT_REFUSED,
}
"""Errors by name. What a service says in words is never passed on: it may hold more than may be shown."""
Shape = TypeVar("Shape", bound=BaseModel)


class Version(StrEnum):
    """CSC API 1.0.4.0 or 2.0: they differ in the names of fields and in how a person is asked."""

    ONE = "v1"
    TWO = "v2"


class KeyPart(BaseModel):
    """The key: `enabled` or not, and the signature algorithms (OIDs) that it can do."""

    status: str
    algo: tuple[str, ...]


class CertificatePart(BaseModel):
    """The certificate and its chain, base64 of DER, the own one first; `status` as the service sees it."""

    status: str = "valid"
    certificates: tuple[str, ...] = Field(min_length=1)


class Presence(BaseModel):
    """Whether version 1 wants a code: "true", "false" or "optional"."""

    presence: str | bool = "false"

    @property
    def needed(self) -> bool:
        """Whether it cannot go without."""
        return str(self.presence).lower() == "true"


class Means(BaseModel):
    """One means by which version 2 wants to be sure; a type that ends in OOB asks the person itself."""

    type: str
    id: str


class AuthorisationPart(BaseModel):
    """How version 2 wants permission: the mode, the means, and how they go together."""

    mode: str = "explicit"
    expression: str = ""
    objects: tuple[Means, ...] = ()


class Credential(BaseModel):
    """A key at a service, as the service describes it."""

    key: KeyPart
    cert: CertificatePart
    SCAL: str | int = "1"
    mode_named_v1: str = Field("", alias="authMode")
    PIN: Presence = Presence()
    OTP: Presence = Presence()
    auth: AuthorisationPart = AuthorisationPart()

    @property
    def mode(self) -> str:
        """`implicit`, `explicit` or `oauth2code`."""
        return self.mode_named_v1 or self.auth.mode

    @property
    def means(self) -> tuple[Means, ...]:
        """What the service wants to see before it signs, in the words of version 2."""
        asked = [("Password", "PIN", self.PIN.needed), ("ChallengeResponse", "OTP", self.OTP.needed)]
        return (*(Means(type=kind, id=name) for kind, name, needed in asked if needed), *self.auth.objects)


class Token(BaseModel):
    """A pass to the service, for some minutes."""

    access_token: SecretStr


class Grant(BaseModel):
    """Permission to sign one hash (SAD), or the handle under which it is waited for."""

    SAD: SecretStr = SecretStr("")
    handle: str = ""

    @property
    def given(self) -> bool:
        """Whether it may be used now.

        Raises:
            NotSigned: the service gave neither.

        """
        if not self.SAD.get_secret_value() and not self.handle:
            raise NotSigned(Refusal.UNREADABLE)
        return bool(self.SAD.get_secret_value())


class Signatures(BaseModel):
    """What the key made, base64."""

    signatures: tuple[str, ...] = Field(min_length=1, max_length=1)


@dataclass(frozen=True)
class Line:
    """An open conversation with a service."""

    session: ClientSession
    root: str
    token: SecretStr

    async def ask(
        self, method: str, body: Mapping[str, object], shape: type[Shape], seconds: int = 0
    ) -> Shape:
        """The answer to one question; with `seconds` a person may take that long before it comes.

        Raises:
            NotSigned: there is no answer in time, it is a refusal, or it is not of this shape.

        """
        headers = {"Authorization": f"Bearer {self.token.get_secret_value()}"}
        address, patience = f"{self.root}/{method}", seconds or SECONDS_TO_ANSWER
        try:
            status, content = await _posted(self.session, address, patience, json=dict(body), headers=headers)
        except TimeoutError:
            raise NotSigned(Refusal.TOO_LATE if seconds else Refusal.SILENT) from None
        return _read(status, content, shape)


@asynccontextmanager
async def line(root: str, token_address: str, client: str, secret: SecretStr) -> AsyncIterator[Line]:
    """A conversation, let in as this program (OAuth 2.0, client credentials). `root` ends in /csc/v1 or v2.

    Raises:
        NotSigned: we are not let in, or nobody answers.

    """
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        form = {"grant_type": "client_credentials", "client_id": client}
        form["client_secret"] = secret.get_secret_value()
        try:
            status, content = await _posted(session, token_address, SECONDS_TO_ANSWER, data=form)
        except TimeoutError:
            raise NotSigned(Refusal.SILENT) from None
        if GRANTED < status < BUSY:
            raise NotSigned(Refusal.CLIENT_REFUSED)
        yield Line(session, root, _read(status, content, Token).access_token)


async def _posted(session: ClientSession, address: str, seconds: float, **sent: Any) -> tuple[int, bytes]:
    """Never follows to another address: what is sent is for this one only.

    The cause of a fault is left out, because it may hold what was sent.
    """
    timeout = ClientTimeout(total=seconds)
    try:
        async with session.post(address, timeout=timeout, allow_redirects=False, **sent) as answer:
            content = b""
            async for part in answer.content.iter_chunked(LONGEST_ANSWER):
                content += part
                if len(content) > LONGEST_ANSWER:
                    raise NotSigned(Refusal.UNREADABLE)
            return answer.status, content
    except TimeoutError:
        raise TimeoutError from None
    except (ClientError, OSError):
        raise NotSigned(Refusal.SILENT) from None


def _read(status: int, content: bytes, shape: type[Shape]) -> Shape:
    if status in UNKNOWN_CLIENT:
        raise NotSigned(Refusal.CLIENT_REFUSED)
    if status == BUSY or status >= BROKEN:
        raise NotSigned(Refusal.SILENT)
    try:
        if status in (GRANTED, UNDERWAY):
            return shape.model_validate_json(content)
        error = json.loads(content)["error"]
    except (ValidationError, ValueError, KeyError, TypeError):
        raise NotSigned(
            Refusal.UNREADABLE if status in (GRANTED, UNDERWAY) else Refusal.NOT_GRANTED
        ) from None
    raise NotSigned(SAID.get(str(error), Refusal.NOT_GRANTED))


# What is asked


def describing(credential: str) -> dict[str, object]:
    """The question what this key is, with its certificates."""
    return {"credentialID": credential, "certificates": "chain", "certInfo": False, "authInfo": True}


def authorising(
    version: Version, credential: str, digest: bytes, means: Mapping[str, SecretStr | None]
) -> dict[str, object]:
    """The question whether this key may sign this one hash (SCAL 2); codes by the name of their means.

    A means without a code is asked outside. What the holder sees on his own device names nobody.
    """
    asked = {
        "credentialID": credential,
        "numSignatures": 1,
        _hashes(version): [encoded(digest)],
        "description": f"Besluit met controlecode {mark(digest)}",
    }
    codes = {name: code.get_secret_value() for name, code in means.items() if code}
    if version == Version.ONE:
        return {**asked, **codes}
    data = [{"id": name, **({"value": codes[name]} if name in codes else {})} for name in means]
    return {**asked, "hashAlgorithmOID": SHA256, **({"authData": data} if data else {})}


def signing(
    version: Version, credential: str, digest: bytes, sad: SecretStr, algorithm: tuple[str, bool]
) -> dict[str, object]:
    """The order to sign this hash; `algorithm`: an OID, and whether it names SHA-256 too."""
    oid, names_hash = algorithm
    asked: dict[str, object] = {
        "credentialID": credential,
        "SAD": sad.get_secret_value(),
        _hashes(version): [encoded(digest)],
        "signAlgo": oid,
    }
    if not names_hash:
        asked["hashAlgo" if version == Version.ONE else "hashAlgorithmOID"] = SHA256
    return asked if version == Version.ONE else {**asked, "operationMode": "S"}


def mark(digest: bytes) -> str:
    """By what the holder sees that his own device asks for the same document as the page that he read."""
    said = digest.hex().upper()
    return f"{said[:4]}-{said[4:8]}"


def encoded(content: bytes) -> str:
    """Base64, as both versions write bytes."""
    return base64.b64encode(content).decode("ascii")


def decoded(text: str) -> bytes:
    """What that base64 says.

    Raises:
        NotSigned: it is none.

    """
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise NotSigned(Refusal.UNREADABLE) from None


def _hashes(version: Version) -> str:
    return "hash" if version == Version.ONE else "hashes"
