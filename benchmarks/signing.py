"""The signature under a decision: times with services on this machine, and what it adds to the file."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from asn1crypto import pem
from pyhanko.sign.signers import Signer
from sqlmodel import col, select

from benchmarks.figures import percentile
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import Document
from huisverbod.printing.fields import SIGNATURE
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.signing import pades
from huisverbod.signing.csc import Version
from huisverbod.signing.keys import FileKey
from huisverbod.signing.remote import RemoteKey
from huisverbod.signing.stamp import Stamp
from huisverbod.signing.trust import Trust
from huisverbod.signing.verifying import look
from tests import builders
from tests.signing import authority as authorities
from tests.signing import cards, remote_services
from tests.signing.authority import Authority

RUNS = 9
NAME = "seal"
STAMP = Stamp("De burgemeester van Voorbeelddam", "Anke Proefsma", builders.MOMENT)
Opened = Callable[[], AbstractContextManager[Signer]]
Result = TypeVar("Result")


def run() -> list[str]:
    """The lines of the report."""
    content = _decision()
    with TemporaryDirectory(prefix="hv-bench-") as name, _keys(Path(name)) as (trust, keys):
        times, signed = _figures(content, trust, keys)
    sizes = [(len(content), 45, "as drawn"), (len(signed), 100, "signed and archived (B-LTA)")]
    return [
        "| What | p50 | p95 | Aim p50 |",
        "|---|---|---|---|",
        *(
            f"| {what} | {percentile(found, 0.5):.2f} s | {percentile(found, 0.95):.2f} s | {aim} s |"
            for what, aim, found in times
        ),
        "",
        "| File | Size | Aim |",
        "|---|---|---|",
        *(f"| {what} | {size / 1000:.0f} kB | {aim} kB |" for size, aim, what in sizes),
    ]


def _figures(
    content: bytes, trust: Trust, keys: Mapping[str, Opened]
) -> tuple[list[tuple[str, float, list[float]]], bytes]:
    def prepared(opened: Opened) -> pades.Prepared:
        with opened() as signer:
            return pades.prepare(content, SIGNATURE.name, signer, trust, STAMP)

    def archived(opened: Opened) -> bytes:
        with opened() as signer:
            made = pades.prepare(content, SIGNATURE.name, signer, trust, STAMP)
            stamped = pades.complete(made, pades.raw_signature(made, signer), signer, trust)
        return pades.archive(stamped, trust)

    times = [
        (f"to the long-term level (B-LTA), {kind}", 1.5, _timed(lambda opened=opened: archived(opened))[0])
        for kind, opened in keys.items()
    ]
    phone, _ = _timed(lambda: prepared(keys["key at a service (CSC 2)"]))
    signed = archived(keys["key in a file"])
    checked, _ = _timed(lambda: look(signed, trust, datetime.now(UTC)))
    times += [("prepared for the phone", 0.6, phone), ("verified", 2.0, checked)]
    return times, signed


def _timed(act: Callable[[], Result]) -> tuple[list[float], Result]:
    """Seconds of each run after a first one to warm up, and what the last made."""
    found, made = [], act()
    for _ in range(RUNS):
        start = time.perf_counter()
        made = act()
        found.append(time.perf_counter() - start)
    return found, made


def _decision() -> bytes:
    engine = connect("sqlite://")
    migrate(engine)
    with writing(engine) as session:
        builders.an_imposed_ban(session, Rulebook.of(Settings()))
        final = select(Document.content).where(col(Document.draft).is_(False))
        return session.exec(final.order_by(col(Document.id))).first() or b""


@contextmanager
def _keys(folder: Path) -> Iterator[tuple[Trust, dict[str, Opened]]]:
    """Whom to trust, and each kind of key with how it is opened; its services answer on this machine."""
    for part in ("authority", "card"):
        (folder / part).mkdir()
    with ExitStack() as stack:
        authority = stack.enter_context(authorities.running(folder / "authority"))
        card = stack.enter_context(cards.inserted(authority, NAME, folder / "card"))
        service = stack.enter_context(remote_services.service(authority, Version.TWO))
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("HV_BENCH", remote_services.SECRET)
        file, remote = _file(authority, folder), _remote(service)
        trust = Trust([authority.certificate("root")], [authority.stamper])
        yield (
            trust,
            {
                "key in a file": lambda: file.opened(folder, None),
                "card (SoftHSM)": lambda: card.opened(folder, None),
                "key at a service (CSC 2)": lambda: remote.opened(folder, None),
            },
        )


def _file(authority: Authority, folder: Path) -> FileKey:
    for name in (NAME, "issuer"):
        (folder / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", authority.certificate(name).dump()))
    (folder / "key.pem").write_bytes(pem.armor("PRIVATE KEY", authority.key(NAME)))
    chain = (Path("issuer.pem"),)
    return FileKey(kind="file", certificate=Path(f"{NAME}.pem"), chain=chain, key=Path("key.pem"))


def _remote(at: remote_services.Remote) -> RemoteKey:
    return RemoteKey.model_validate(
        {
            "kind": "remote",
            "service": at.address,
            "version": at.version,
            "credential": NAME,
            "holder": f"Proef {NAME}",
            "token_address": f"{at.address}/oauth2/token",
            "client": remote_services.CLIENT,
            "secret_from": "HV_BENCH",
        }
    )
