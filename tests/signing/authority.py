"""An invented certificate authority on this machine: certificates, their state, and time stamps."""

import asyncio
import logging
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from asn1crypto.x509 import Certificate
from certomancer.integrations.aiohttp_animator import build_animator_app
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, KeyLabel
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KEYS = (
    *("root", "issuer", "mayor", "joram", "rsa", "revoked", "expired", "unfit"),
    *("seal", "stamp", "ocsp", "stranger"),
)
LONG = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2060-01-01T00:00:00+0000"}
UNTIL = datetime.now(UTC) + timedelta(days=400)
SHORT = {"valid-from": LONG["valid-from"], "valid-to": UNTIL.isoformat()}
PAST = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2022-01-01T00:00:00+0000"}


def _usage(*names: str) -> dict[str, Any]:
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(names)},
    }


def _repository(name: str) -> dict[str, Any]:
    return {
        "id": "crl_distribution_points",
        "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": [name]}},
    }


AUTHORITY = [
    {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
    _usage("digital_signature", "key_cert_sign", "crl_sign"),
]
ASKED = {
    "id": "authority_information_access",
    "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["issuer"]}},
}
SIGNER = {
    "issuer": "issuer",
    "validity": LONG,
    "extensions": [_usage("digital_signature", "non_repudiation"), _repository("issuer"), ASKED],
}


NAMES = {"joram": "Joram Havenkwartier"}
QUALIFIED = {
    "id": "qc_statements",
    # QcCompliance and QcSSCD (ETSI EN 319 412-5)
    "smart-value": {
        "schema": "der-bytes",
        "params": "3014300806060400 8e4601013008060604008e460104".replace(" ", ""),
    },
}
"""What a qualified certificate says of itself."""


def _itself(name: str) -> dict[str, Any]:
    return {"subject": name, "subject-key": name, "issuer": name, "authority-key": name, "validity": LONG}


def _configuration(folder: Path, address: str) -> dict[str, Any]:
    certificates = {
        "root": {**_itself("root"), "extensions": AUTHORITY},
        "stranger": {**_itself("stranger"), "extensions": [_usage("digital_signature", "non_repudiation")]},
        "issuer": {"issuer": "root", "validity": LONG, "extensions": [*AUTHORITY, _repository("root")]},
        "mayor": {**SIGNER, "validity": SHORT},
        "joram": {**SIGNER, "extensions": [*SIGNER["extensions"], QUALIFIED]},
        "seal": SIGNER,
        "rsa": SIGNER,
        "unfit": {
            **SIGNER,
            "extensions": [_usage("digital_signature", "key_agreement"), _repository("issuer"), ASKED],
        },
        "expired": {**SIGNER, "validity": PAST},
        "revoked": {**SIGNER, "revocation": {"revoked-since": "2021-01-01T00:00:00+0000"}},
        "ocsp": {
            "issuer": "issuer",
            "validity": LONG,
            "extensions": [
                _usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["ocsp_signing"]},
                {"id": "ocsp_no_check"},
            ],
        },
        "stamp": {
            "issuer": "root",
            "validity": LONG,
            "extensions": [
                _usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
                _repository("root"),
            ],
        },
    }
    schedule = {"simulated-update-schedule": "P30D"}
    return {
        "external-url-prefix": address,
        "keysets": {
            "proef": {"path-prefix": str(folder), "keys": {name: {"path": f"{name}.pem"} for name in KEYS}}
        },
        "pki-architectures": {
            "proef": {
                "keyset": "proef",
                "entity-defaults": {"country-name": "NL", "organization-name": "Proefdienst"},
                "entities": {name: {"common-name": NAMES.get(name, f"Proef {name}")} for name in KEYS},
                "certs": certificates,
                "services": {
                    "ocsp": {
                        "issuer": {"for-issuer": "issuer", "responder-cert": "ocsp", "signing-key": "ocsp"}
                    },
                    "crl-repo": {
                        "root": {"for-issuer": "root", "signing-key": "root", **schedule},
                        "issuer": {"for-issuer": "issuer", "signing-key": "issuer", **schedule},
                    },
                    "time-stamping": {"stamp": {"signing-key": "stamp", "signing-cert": "stamp"}},
                },
            }
        },
    }


class Silence:
    """Which services say nothing now: an error at once, or an answer that never comes."""

    def __init__(self) -> None:
        self.parts: tuple[str, ...] = ()
        self.hanging = False

    def middleware(self) -> Any:
        @web.middleware
        async def kept(request: web.Request, handler: Any) -> web.StreamResponse:
            if not any(f"/{part}/" in request.path for part in self.parts):
                return await handler(request)  # type: ignore[no-any-return]
            while self.hanging:
                await asyncio.sleep(0.02)
            raise web.HTTPServiceUnavailable

        return kept


class Authority:
    """The authority as set up: its certificates and keys, and the address of its time-stamp service."""

    def __init__(self, configured: CertomancerConfig, address: str, silent: "Silence") -> None:
        self.configured, self.address, self.silent = configured, address, silent
        self.architecture = configured.get_pki_arch(ArchLabel("proef"))
        self.stamper = f"{address}/proef/tsa/stamp"

    @contextmanager
    def without(self, *parts: str, hanging: bool = False) -> Iterator[None]:
        """For a while the services with these in their path are out of order, or take all connections."""
        self.silent.parts, self.silent.hanging = parts, hanging
        try:
            yield
        finally:
            self.silent.parts, self.silent.hanging = (), False

    def certificate(self, name: str) -> Certificate:
        return self.architecture.get_cert(CertLabel(name))

    def key(self, name: str) -> bytes:
        """The private key, as PKCS#8."""
        return bytes(self.architecture.key_set.get_private_key(KeyLabel(name)).dump())


@contextmanager
def running(folder: Path) -> Iterator[Authority]:
    """The authority, answering on a port of this machine."""
    for name in KEYS:
        key = (
            rsa.generate_private_key(65537, 2048)
            if name == "rsa"
            else ec.generate_private_key(ec.SECP256R1())
        )
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(pem)
    logging.getLogger("certomancer").setLevel(logging.ERROR)
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    configured = CertomancerConfig(_configuration(folder, address), key_search_dir=str(folder))
    architecture = configured.get_pki_arch(ArchLabel("proef"))
    app, silence = build_animator_app({ArchLabel("proef"): architecture}, with_web_ui=False), Silence()
    app.middlewares.append(silence.middleware())
    with answering(app, door):
        yield Authority(configured, address, silence)


@contextmanager
def answering(app: web.Application, door: socket.socket) -> Iterator[None]:
    """The application behind this door, in a thread of its own."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    _in(loop, runner.setup())
    _in(loop, web.SockSite(runner, door).start())
    yield
    _in(loop, runner.cleanup())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(30)
    loop.close()


def _in(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None]) -> None:
    asyncio.run_coroutine_threadsafe(work, loop).result(30)
