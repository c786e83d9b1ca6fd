"""Signing services on this machine: one of another maker for CSC version 1, a strict one of our own for 2."""

import base64
import secrets
import socket
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from csc_dummy.csc_dummy_server import CSCWithCertomancer

from huisverbod.signing.csc import Version
from tests.signing.authority import Authority, answering

CLIENT, SECRET, PIN, SAD = "huisverbod", "geheim-van-de-dienst", "482915", "toestemming-die-niemand-ziet"
SHA256, ECDSA = "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"
RSA, PLAIN_RSA = "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"
Answer = web.Response


def refused(error: str, status: int = 400) -> Answer:
    return web.json_response({"error": error, "error_description": f"{SECRET} {PIN} {SAD}"}, status=status)


@dataclass
class Manner:
    """How the service behaves now; what a test changes is forgotten by the next."""

    algorithms: tuple[str, ...] = (ECDSA,)
    shown: dict[str, Any] = field(default_factory=dict)
    means: tuple[dict[str, str], ...] = ()
    polls: int = 0
    approves: bool = True
    expired: bool = False
    answers: Callable[[str], Answer | None] = lambda _: None
    signs_with: str = ""
    signs_other: bool = False
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Doors(ABC):
    """What both services share: who is let in, and what was asked of them."""

    def __init__(self, authority: Authority) -> None:
        self.authority, self.manner, self.passes = authority, Manner(), set[str]()

    @abstractmethod
    def routes(self, app: web.Application) -> None:
        """What this service answers to."""

    async def token(self, request: web.Request) -> Answer:
        form = await request.post()
        wanted = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET}
        if dict(form) != wanted:
            return refused("invalid_client")
        self.passes.add(token := secrets.token_urlsafe())
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": 300})

    def middleware(self) -> Any:
        @web.middleware
        async def kept(request: web.Request, handler: Any) -> web.StreamResponse:
            method = "/".join(request.path.split("/")[3:])
            if instead := self.manner.answers(method or request.path):
                return instead
            if request.path == "/oauth2/token":
                return await self.token(request)
            if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.passes:
                return refused("invalid_token", 401)
            self.manner.asked.append((method, await request.json()))
            return await handler(request)  # type: ignore[no-any-return]

        return kept


class Strict(Doors):
    """CSC version 2: knows no names of version 1; each permission is for one hash and for once."""

    def __init__(self, authority: Authority) -> None:
        super().__init__(authority)
        self.permissions: dict[str, str] = {}
        self.handles: dict[str, tuple[str, int]] = {}

    def routes(self, app: web.Application) -> None:
        for method, act in (
            ("credentials/info", self.info),
            ("credentials/authorize", self.authorize),
            ("credentials/authorizeCheck", self.check),
            ("signatures/signHash", self.sign),
        ):
            app.router.add_post(f"/csc/v2/{method}", act)

    async def info(self, request: web.Request) -> Answer:
        name = (await request.json())["credentialID"]
        chain = [self.authority.certificate(one).dump() for one in (name, "issuer", "root")]
        found = {
            "key": {"status": "enabled", "algo": self.manner.algorithms, "len": 256},
            "cert": {"status": "valid", "certificates": [base64.b64encode(one).decode() for one in chain]},
            "auth": {"mode": "explicit", "objects": self.manner.means},
            "SCAL": "2",
            "multisign": 1,
        }
        return web.json_response({**found, **self.manner.shown})

    async def authorize(self, request: web.Request) -> Answer:
        asked = await request.json()
        known = {"credentialID", "numSignatures", "hashes", "hashAlgorithmOID", "authData", "description"}
        given = {one["id"]: one.get("value") for one in asked.get("authData", [])}
        wanted = {one["id"]: PIN if one["type"] == "Password" else None for one in self.manner.means}
        if not set(asked) <= known or asked.get("hashAlgorithmOID") != SHA256 or asked["numSignatures"] != 1:
            return refused("invalid_request")
        if given != wanted:
            return refused("invalid_authentication_data")
        (pinned,) = asked["hashes"]
        return self.granted(pinned, self.manner.polls)

    async def check(self, request: web.Request) -> Answer:
        handle = (await request.json())["handle"]
        if handle not in self.handles:
            return refused("invalid_request")
        pinned, left = self.handles.pop(handle)
        return self.granted(pinned, left - 1)

    def granted(self, pinned: str, left: int) -> Answer:
        if left > 0:
            self.handles[handle := secrets.token_urlsafe()] = (pinned, left)
            return web.json_response({"handle": handle}, status=202)
        if not self.manner.approves:
            return refused("access_denied")
        self.permissions[sad := SAD + secrets.token_urlsafe()] = pinned
        return web.json_response({"SAD": sad, "expiresIn": 60})

    async def sign(self, request: web.Request) -> Answer:
        asked = await request.json()
        known = {"credentialID", "SAD", "hashes", "signAlgo", "hashAlgorithmOID"}
        if not set(asked) <= known | {"operationMode"} or asked["signAlgo"] not in self.manner.algorithms:
            return refused("invalid_request")
        (digest,) = asked["hashes"]
        if asked["signAlgo"] == PLAIN_RSA and asked.get("hashAlgorithmOID") != SHA256:
            return refused("invalid_request")
        if self.manner.expired or self.permissions.pop(asked["SAD"], None) != digest:
            return refused("invalid_request")
        key = self.manner.signs_with or asked["credentialID"]
        told = b"\0" * 32 if self.manner.signs_other else base64.b64decode(digest)
        made = base64.b64encode(signature(self.authority, key, told)).decode()
        return web.json_response({"signatures": [made]})


class Once(Doors):
    """CSC version 1, behind which stands the service of certomancer; here each permission is used once."""

    def __init__(self, authority: Authority) -> None:
        super().__init__(authority)
        self.used = set[str]()

    def routes(self, app: web.Application) -> None:
        app.middlewares.append(self.once())

    def once(self) -> Any:
        @web.middleware
        async def kept(request: web.Request, handler: Any) -> web.StreamResponse:
            sad = (await request.json()).get("SAD") if request.path.endswith("signHash") else ""
            if sad and sad in self.used:
                return refused("invalid_request")
            self.used.add(sad or "")
            return await handler(request)  # type: ignore[no-any-return]

        return kept


def signature(authority: Authority, name: str, digest: bytes) -> bytes:
    key = serialization.load_der_private_key(authority.key(name), None)
    known = Prehashed(hashes.SHA256())
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, padding.PKCS1v15(), known)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.sign(digest, ec.ECDSA(known))


@dataclass
class Remote:
    """A service that answers: its version, its address, and how it behaves."""

    version: Version
    address: str
    doors: Doors


@contextmanager
def service(authority: Authority, version: Version) -> Iterator[Remote]:
    doors: Doors
    doors, app = _other_maker(authority) if version == Version.ONE else (Strict(authority), web.Application())
    app.middlewares.append(doors.middleware())
    app.router.add_post("/oauth2/token", doors.token)
    doors.routes(app)
    door = socket.create_server(("127.0.0.1", 0))
    with answering(app, door):
        yield Remote(version, f"http://127.0.0.1:{door.getsockname()[1]}", doors)


def _other_maker(authority: Authority) -> tuple[Once, web.Application]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", web.NotAppKeyWarning)
        made = CSCWithCertomancer(authority.configured)
    made.register_routes()
    return Once(authority), made.app
