"""A key at a signing service: what is asked, what is refused and why, and that no secret leaves."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr, ValidationError

from huisverbod.signing import csc, pades, remote
from huisverbod.signing.csc import Version, mark
from huisverbod.signing.keys import Approval
from huisverbod.signing.looks import Verdict
from huisverbod.signing.refusals import NotSigned, Refusal
from huisverbod.signing.remote import RemoteKey, RemoteSigner
from huisverbod.signing.trust import Trust
from huisverbod.signing.verifying import look
from tests.signing.authority import Authority
from tests.signing.remote_services import CLIENT, PIN, PLAIN_RSA, RSA, SAD, SECRET, Manner, Remote, service
from tests.signing.test_signing import NOW

HERE = Path()
ATTRIBUTES = b"what is signed"
PASSWORD, APP = {"type": "Password", "id": "PIN"}, {"type": "ChallengeResponseOOB", "id": "APP"}
APPROVAL = Approval(hashlib.sha256(ATTRIBUTES).digest(), SecretStr(PIN))


@pytest.fixture(scope="module", params=list(Version))
def either(authority: Authority, request: pytest.FixtureRequest) -> Iterator[Remote]:
    with service(authority, request.param) as found:
        yield found


@pytest.fixture(scope="module")
def two(authority: Authority) -> Iterator[Remote]:
    with service(authority, Version.TWO) as found:
        yield found


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEHEIM", SECRET)
    monkeypatch.setenv("CODE", PIN)
    monkeypatch.setattr(remote, "BETWEEN_QUESTIONS", 0)


def key(at: Remote, name: str = "mayor", **changes: Any) -> RemoteKey:
    """The key, after the service forgot what an earlier test asked of it."""
    at.doors.manner = Manner()
    given = {
        "kind": "remote",
        "service": at.address,
        "version": at.version,
        "credential": f"proef/{name}" if at.version == Version.ONE else name,
        "holder": f"Proef {name}",
        "token_address": f"{at.address}/oauth2/token",
        "client": CLIENT,
        "secret_from": "GEHEIM",
        "code_from": "CODE",
    }
    return RemoteKey.model_validate({**given, **changes})


def signed(of: RemoteKey, approval: Approval | None = APPROVAL) -> bytes:
    with of.opened(HERE, approval) as signer:
        return asyncio.run(signer.async_sign_raw(ATTRIBUTES, "sha256"))


def refusal(of: RemoteKey, approval: Approval | None = APPROVAL) -> Refusal:
    with pytest.raises(NotSigned) as found:
        signed(of, approval)
    return found.value.refusal


def test_a_service_signs_a_decision(
    either: Remote, decision: bytes, authority: Authority, trust: Trust
) -> None:
    with key(either).opened(HERE, None) as signer:
        prepared = pades.prepare(decision, "ondertekening", signer, trust, None)
        content = pades.complete(prepared, pades.raw_signature(prepared, signer), signer, trust)
    (found,) = look(content, trust, NOW)
    assert (found.signer, found.verdict) == ("Proef mayor", Verdict.SOUND)


def test_the_service_is_asked_for_this_one_hash_and_told_no_name(either: Remote) -> None:
    signed(key(either))
    asked = dict(either.doors.manner.asked)["credentials/authorize"]
    (pinned,) = asked["hash" if either.version == Version.ONE else "hashes"]
    assert csc.decoded(pinned) == APPROVAL.digest
    assert asked["numSignatures"] == 1
    assert asked["description"] == f"Besluit met controlecode {mark(APPROVAL.digest)}"


async def used(signer: RemoteSigner, asked: bytes, *signed_hashes: bytes) -> list[Refusal | None]:
    """One permission, used for these hashes one after another: what was refused."""
    found: list[Refusal | None] = []
    async with signer.key.line() as line:
        grant = await remote._asked(line, signer, asked)
        for digest in signed_hashes:
            try:
                await remote._signed(line, signer, digest, grant.SAD)
                found.append(None)
            except NotSigned as fault:
                found.append(fault.refusal)
    return found


def test_a_permission_is_for_once_and_for_one_text(either: Remote) -> None:
    one, other = b"1" * 32, b"2" * 32
    with key(either).opened(HERE, None) as signer:
        assert asyncio.run(used(signer, one, one, one)) == [None, Refusal.NOT_GRANTED]
        assert asyncio.run(used(signer, other, one)) == [Refusal.NOT_GRANTED]


def test_what_was_approved_is_what_is_signed(either: Remote) -> None:
    other = replace(APPROVAL, digest=b"x" * 32)
    assert refusal(key(either), other) == Refusal.DOES_NOT_FIT
    assert [method for method, _ in either.doors.manner.asked] == ["credentials/info"]


@pytest.mark.parametrize("algorithm", [RSA, PLAIN_RSA])
def test_an_rsa_key_signs_too(
    two: Remote, decision: bytes, authority: Authority, trust: Trust, algorithm: str
) -> None:
    own = key(two, "rsa")
    two.doors.manner.algorithms = (algorithm,)
    with own.opened(HERE, None) as signer:
        prepared = pades.prepare(decision, "ondertekening", signer, trust, None)
        assert pades.complete(prepared, pades.raw_signature(prepared, signer), signer, trust)


def test_each_version_is_asked_in_its_own_words() -> None:
    """CSC 1.0.4.0, 11.6 and 11.9; CSC 2.0, 11.6 and 11.10: names, and what is left out."""
    digest, shown = bytes(32), "A" * 43 + "="
    means = {"PIN": SecretStr("1"), "APP": None}
    about = {"credentialID": "c", "numSignatures": 1, "description": "Besluit met controlecode 0000-0000"}
    assert csc.authorising(Version.ONE, "c", digest, means) == {**about, "hash": [shown], "PIN": "1"}
    assert csc.authorising(Version.TWO, "c", digest, means) == {
        **about,
        "hashes": [shown],
        "hashAlgorithmOID": "2.16.840.1.101.3.4.2.1",
        "authData": [{"id": "PIN", "value": "1"}, {"id": "APP"}],
    }
    order = {"credentialID": "c", "SAD": "s", "signAlgo": PLAIN_RSA}
    plain = (PLAIN_RSA, False)
    assert csc.signing(Version.ONE, "c", digest, SecretStr("s"), plain) == {
        **order,
        "hash": [shown],
        "hashAlgo": "2.16.840.1.101.3.4.2.1",
    }
    assert csc.signing(Version.TWO, "c", digest, SecretStr("s"), plain) == {
        **order,
        "hashes": [shown],
        "hashAlgorithmOID": "2.16.840.1.101.3.4.2.1",
        "operationMode": "S",
    }
    named = csc.signing(Version.TWO, "c", digest, SecretStr("s"), (RSA, True))
    assert "hashAlgorithmOID" not in named


# A person who is asked


@pytest.mark.parametrize("polls", [0, 3])
def test_a_person_is_waited_for(two: Remote, polls: int) -> None:
    own = key(two)
    two.doors.manner.means, two.doors.manner.polls = (APP,), polls
    assert signed(own)
    asked = [method for method, _ in two.doors.manner.asked]
    assert asked.count("credentials/authorizeCheck") == polls


def test_who_types_a_code_needs_none_in_the_environment(two: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    own = key(two, code_from="", code_asked="De code van uw sleutel")
    two.doors.manner.means = (PASSWORD, APP)
    assert own.asks == "De code van uw sleutel"
    assert signed(own)
    assert refusal(own, Approval(APPROVAL.digest, SecretStr("000000"))) == Refusal.WRONG_CODE
    assert refusal(own, Approval(APPROVAL.digest)) == Refusal.UNSET


def test_who_says_no_or_says_nothing_signs_nothing(two: Remote) -> None:
    own = key(two, approve_within=1)
    two.doors.manner.polls, two.doors.manner.approves = 2, False
    assert refusal(own) == Refusal.DECLINED
    two.doors.manner.polls = 1_000_000
    assert refusal(own) == Refusal.TOO_LATE


def test_a_seal_waits_for_nobody(two: Remote) -> None:
    own = key(two)
    two.doors.manner.polls = 1
    assert refusal(own, None) == Refusal.NEEDS_A_PERSON


def test_a_permission_that_ran_out_signs_nothing(two: Remote) -> None:
    own = key(two)
    two.doors.manner.expired = True
    assert refusal(own) == Refusal.NOT_GRANTED


# A key that will not do


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ({"key": {"status": "disabled", "algo": ["1.2.840.10045.4.3.2"]}}, Refusal.DISABLED),
        ({"key": {"status": "enabled", "algo": ["1.2.840.113549.1.1.10"]}}, Refusal.NO_ALGORITHM),
        ({"SCAL": "1"}, Refusal.NOT_BOUND),
        ({"auth": {"mode": "oauth2code"}}, Refusal.NO_WAY_TO_ASK),
        ({"auth": {"objects": [{"type": "ChallengeResponse", "id": "OTP"}]}}, Refusal.NO_WAY_TO_ASK),
        ({"auth": {"objects": [PASSWORD, APP], "expression": "PIN XOR APP"}}, Refusal.NO_WAY_TO_ASK),
        ({"authMode": "explicit", "OTP": {"presence": "true"}}, Refusal.NO_WAY_TO_ASK),
        ({"cert": {"certificates": ["AAAA"]}}, Refusal.UNREADABLE),
        ({"cert": {"certificates": []}}, Refusal.UNREADABLE),
    ],
)
def test_a_key_that_will_not_do_is_refused_before_anyone_is_asked(
    two: Remote, shown: dict[str, Any], said: Refusal
) -> None:
    own = key(two)
    two.doors.manner.shown = shown
    assert refusal(own) == said
    assert [method for method, _ in two.doors.manner.asked] == ["credentials/info"]


def test_the_certificate_of_someone_else_is_refused(either: Remote) -> None:
    assert refusal(key(either, holder="Anke Proefsma")) == Refusal.SOMEONE_ELSE


@pytest.mark.parametrize(
    ("name", "said"),
    [("revoked", Refusal.REVOKED), ("expired", Refusal.OUT_OF_TERM), ("unfit", Refusal.UNFIT)],
)
def test_a_certificate_that_does_not_stand_is_refused_before_anyone_is_asked(
    two: Remote, decision: bytes, trust: Trust, name: str, said: Refusal
) -> None:
    with key(two, name).opened(HERE, None) as signer, pytest.raises(NotSigned, match=said.name):
        pades.prepare(decision, "ondertekening", signer, trust, None)
    assert [method for method, _ in two.doors.manner.asked] == ["credentials/info"]


@pytest.mark.parametrize("change", [{"signs_with": "seal"}, {"signs_other": True}])
def test_what_the_service_signed_otherwise_does_not_get_in(
    two: Remote, decision: bytes, trust: Trust, change: dict[str, Any]
) -> None:
    own = key(two)
    two.doors.manner = replace(two.doors.manner, **change)
    with own.opened(HERE, None) as signer:
        prepared = pades.prepare(decision, "ondertekening", signer, trust, None)
        with pytest.raises(NotSigned, match="DOES_NOT_FIT"):
            pades.complete(prepared, pades.raw_signature(prepared, signer), signer, trust)


# A service that fails


def instead(method: str, answer: Callable[[], web.Response]) -> Callable[[str], web.Response | None]:
    return lambda asked: answer() if asked == method else None


@pytest.mark.parametrize(
    ("method", "answer", "said"),
    [
        ("credentials/info", lambda: web.Response(status=503), Refusal.SILENT),
        ("credentials/info", lambda: web.Response(status=429), Refusal.SILENT),
        ("credentials/info", lambda: web.Response(text="<html>"), Refusal.UNREADABLE),
        ("credentials/info", lambda: web.json_response([SECRET]), Refusal.UNREADABLE),
        ("credentials/info", lambda: web.Response(body=b" " * 300_000), Refusal.UNREADABLE),
        (
            "credentials/info",
            lambda: web.Response(status=307, headers={"Location": "/"}),
            Refusal.NOT_GRANTED,
        ),
        ("credentials/authorize", lambda: web.json_response({}), Refusal.UNREADABLE),
        ("credentials/authorize", lambda: web.Response(status=403), Refusal.CLIENT_REFUSED),
        ("signatures/signHash", lambda: web.json_response({"signatures": ["é"]}), Refusal.UNREADABLE),
        ("signatures/signHash", lambda: web.json_response({"signatures": []}), Refusal.UNREADABLE),
    ],
)
def test_a_service_that_fails_gives_a_reason(
    two: Remote, method: str, answer: Callable[[], web.Response], said: Refusal
) -> None:
    own = key(two)
    two.doors.manner.answers = instead(method, answer)
    assert refusal(own) == said


def test_a_service_that_is_not_there_or_hangs_is_silent(
    two: Remote, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(key(two, service="http://127.0.0.1:9")) == Refusal.SILENT
    assert refusal(key(two, token_address="http://127.0.0.1:9/token")) == Refusal.SILENT
    monkeypatch.setattr(csc, "SECONDS_TO_ANSWER", 0.2)
    with authority.without("tsa", hanging=True):
        assert refusal(key(two, token_address=authority.stamper)) == Refusal.SILENT


# Secrets


def test_who_may_not_come_in_is_told_what_to_check(two: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    own = key(two)
    monkeypatch.setenv("GEHEIM", "een ander")
    assert refusal(own) == Refusal.CLIENT_REFUSED
    monkeypatch.delenv("GEHEIM")
    assert refusal(own) == Refusal.UNSET


def test_no_secret_is_logged_or_told(two: Remote, caplog: pytest.LogCaptureFixture) -> None:
    """Also not when the service puts them in its answers, as this one does with each refusal."""
    caplog.set_level(logging.DEBUG)
    own = key(two)
    two.doors.manner.means = (PASSWORD,)
    assert signed(own)
    for change in ({"expired": True}, {"approves": False}, {"means": (APP,), "polls": 1, "approves": False}):
        two.doors.manner = replace(Manner(), **change)  # type: ignore[arg-type]
        with pytest.raises(NotSigned) as found:
            signed(own)
        told = [repr(found.value), str(found.value), found.value.refusal.value]
        assert found.value.__cause__ is None
        assert not [text for text in told if any(word in text for word in (SECRET, PIN, SAD))]
    assert not [word for word in (SECRET, PIN, SAD) if word in caplog.text or word in repr(own)]


@pytest.mark.parametrize("address", ["http://dienst.example", "ftp://dienst.example", "dienst.example"])
def test_secrets_go_over_a_safe_line_only(two: Remote, address: str) -> None:
    for field in ("service", "token_address"):
        with pytest.raises(ValidationError, match="begint niet met https"):
            key(two, **{field: address})
