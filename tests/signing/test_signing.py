"""A signature from prepared to archived, and what the look afterwards says of it and of every tampering."""

import asyncio
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys, pem
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleCertificateStore, SimpleTrustManager

from huisverbod.law import ZONE
from huisverbod.signing import pades
from huisverbod.signing import trust as trusting
from huisverbod.signing.looks import Unreadable, Verdict
from huisverbod.signing.pades import NotSigned, Refusal
from huisverbod.signing.stamp import Stamp
from huisverbod.signing.trust import Trust
from huisverbod.signing.verifying import look
from tests.conformance import PROFILES, failed, unheard
from tests.signing.authority import UNTIL, Authority
from tests.test_documents_papers import enclosures

AT = datetime(2026, 11, 25, 2, 40, tzinfo=ZONE)
STAMP = Stamp("De burgemeester van Voorbeelddam", "Anke Proefsma", AT)
NOW = datetime.now(UTC) + timedelta(hours=6)
"""Later than whatever these tests sign."""
OPENSSL = shutil.which("openssl") or "openssl"
DEAD = "http://127.0.0.1:9/stempel"


def a_signer(authority: Authority, name: str) -> SimpleSigner:
    chain = [authority.certificate("issuer"), authority.certificate("root")]
    key = keys.PrivateKeyInfo.load(authority.key(name))
    return SimpleSigner(authority.certificate(name), key, SimpleCertificateStore.from_certs(chain))


def signed(content: bytes, authority: Authority, trust: Trust, name: str = "mayor") -> bytes:
    signer = a_signer(authority, name)
    field, stamp = ("verzegeling", None) if name == "seal" else ("ondertekening", STAMP)
    prepared = pades.prepare(content, field, signer, trust, stamp)
    return pades.complete(prepared, pades.raw_signature(prepared, signer), signer, trust)


@pytest.fixture(scope="module")
def stamped(decision: bytes, authority: Authority, trust: Trust) -> bytes:
    return signed(decision, authority, trust)


@pytest.fixture(scope="module")
def archived(stamped: bytes, trust: Trust) -> bytes:
    return pades.archive(stamped, trust)


@pytest.fixture(scope="module")
def sealed(archived: bytes, authority: Authority, trust: Trust) -> bytes:
    return pades.archive(signed(archived, authority, trust, "seal"), trust)


STATES = ("stamped", "archived", "sealed", "renewed")


@pytest.fixture(scope="module")
def states(stamped: bytes, archived: bytes, sealed: bytes, trust: Trust) -> dict[str, bytes]:
    return {
        "stamped": stamped,
        "archived": archived,
        "sealed": sealed,
        "renewed": pades.renew(archived, trust),
    }


@pytest.mark.parametrize("state", STATES)
def test_a_signed_decision_stays_archivable_and_accessible(states: dict[str, bytes], state: str) -> None:
    assert [failed(states[state], standard) for standard in PROFILES] == [set(), set()]
    assert unheard(states[state]) == []


@pytest.mark.parametrize("state", STATES)
def test_the_data_inside_survive_each_signature(
    states: dict[str, bytes], decision: bytes, state: str
) -> None:
    assert enclosures(states[state]) == enclosures(decision)
    assert len(enclosures(decision)) == 1


@pytest.mark.parametrize("state", STATES)
def test_each_signature_is_sound_in_each_state(states: dict[str, bytes], trust: Trust, state: str) -> None:
    found = look(states[state], trust, NOW)
    assert [one.field for one in found] == ["ondertekening", "verzegeling"][: 1 + (state == "sealed")]
    assert {one.verdict for one in found} == {Verdict.SOUND}
    assert {one.archived for one in found} == {state != "stamped"}
    assert found[0].signer == "Proef mayor"
    assert found[0].signed_at
    assert timedelta() < NOW - found[0].signed_at < timedelta(hours=7)


def test_an_unsigned_decision_has_no_signatures(decision: bytes, trust: Trust) -> None:
    assert look(decision, trust, NOW) == []


def test_the_archived_proof_outlives_the_certificate(stamped: bytes, archived: bytes, trust: Trust) -> None:
    later = UNTIL + timedelta(days=3650)
    assert look(archived, trust, later)[0].verdict == Verdict.SOUND
    assert look(stamped, trust, later)[0].verdict == Verdict.EXPIRED


def by_etsi(content: bytes, trust: Trust, at: datetime) -> bool:
    """Whether the rules of ETSI EN 319 102-1 for the long term pass at that instant, from the file alone."""
    certificates = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(list(trust.roots)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    policy = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=certificates))
    signature = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[0]
    found = asyncio.run(simulate_future_ades_lta_validation(signature, policy, at))
    return found.ades_subindic == AdESPassed.OK


@pytest.mark.parametrize("years", [0, 10])
def test_the_rules_of_etsi_agree_that_it_can_be_kept(archived: bytes, trust: Trust, years: int) -> None:
    assert by_etsi(archived, trust, NOW + timedelta(days=365 * years))


def test_the_rules_of_etsi_see_that_it_cannot_be_kept(stamped: bytes, archived: bytes, trust: Trust) -> None:
    """Without the proof that travels along, or once the roots themselves have run out."""
    assert not by_etsi(stamped, trust, NOW)
    assert not by_etsi(archived, trust, datetime(2061, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("revoked", Refusal.REVOKED),
        ("expired", Refusal.OUT_OF_TERM),
        ("unfit", Refusal.UNFIT),
        ("stranger", Refusal.UNFIT),
    ],
    ids=["revoked", "expired", "unfit", "stranger"],
)
def test_a_certificate_that_does_not_stand_signs_nothing(
    decision: bytes, authority: Authority, trust: Trust, name: str, refusal: Refusal
) -> None:
    with pytest.raises(NotSigned, match=refusal.name):
        pades.prepare(decision, "ondertekening", a_signer(authority, name), trust, STAMP)


def test_who_is_not_under_our_roots_signs_nothing(decision: bytes, authority: Authority) -> None:
    elsewhere = Trust([authority.certificate("stranger")], [authority.stamper])
    with pytest.raises(NotSigned, match="FOREIGN"):
        pades.prepare(decision, "ondertekening", a_signer(authority, "mayor"), elsewhere, STAMP)


def test_a_field_is_signed_once(stamped: bytes, authority: Authority, trust: Trust) -> None:
    with pytest.raises(NotSigned, match="CLOSED"):
        signed(stamped, authority, trust)


def test_what_another_key_made_or_for_another_text_is_not_put_in(
    decision: bytes, authority: Authority, trust: Trust
) -> None:
    mayor, other = a_signer(authority, "mayor"), a_signer(authority, "seal")
    prepared = pades.prepare(decision, "ondertekening", mayor, trust, None)
    elsewhere = replace(prepared, attributes=prepared.attributes + b" ")
    foreign, misplaced = pades.raw_signature(prepared, other), pades.raw_signature(elsewhere, mayor)
    for signature, signer in ((foreign, mayor), (foreign, other), (misplaced, mayor), (b"", mayor)):
        with pytest.raises(NotSigned, match="DOES_NOT_FIT"):
            pades.complete(prepared, signature, signer, trust)


def test_without_word_of_the_certificate_there_is_no_signature(
    decision: bytes, authority: Authority, trust: Trust
) -> None:
    with authority.without("ocsp"):
        assert look(signed(decision, authority, trust), trust, NOW)[0].verdict == Verdict.SOUND
    with authority.without("ocsp", "crls"), pytest.raises(NotSigned, match="UNKNOWN_STATE"):
        signed(decision, authority, trust)


def test_a_time_stamp_service_that_hangs_is_left_for_the_next(
    decision: bytes, authority: Authority, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trusting, "SECONDS_TO_ANSWER", 0.2)
    with authority.without("tsa", hanging=True), pytest.raises(NotSigned, match="NO_TIME_STAMP"):
        signed(decision, authority, replace(trust, stampers=[authority.stamper, DEAD]))


def test_the_second_time_stamp_service_is_asked_when_the_first_is_silent(
    decision: bytes, authority: Authority, trust: Trust
) -> None:
    found = signed(decision, authority, replace(trust, stampers=[DEAD, authority.stamper]))
    assert look(found, trust, NOW)[0].verdict == Verdict.SOUND


def test_without_a_time_stamp_there_is_no_signature(
    decision: bytes, stamped: bytes, authority: Authority, trust: Trust
) -> None:
    silent = replace(trust, stampers=[DEAD])
    with pytest.raises(NotSigned):
        signed(decision, authority, silent)
    with pytest.raises(NotSigned):
        pades.archive(stamped, silent)
    with pytest.raises(NotSigned, match="NO_TIME_STAMP"):
        signed(decision, authority, replace(trust, stampers=[]))


def test_another_root_makes_it_a_stranger(archived: bytes, authority: Authority) -> None:
    found = look(archived, Trust([authority.certificate("stranger")]), NOW)
    assert found[0].verdict == Verdict.FOREIGN


# Tampering


def a_byte_changed(content: bytes) -> bytes:
    place = content.index(b"stream") + 40
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def updated(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def drawn_over(content: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[NameObject("/Contents")] = writer.add_object(StreamObject(stream_data=b"0 0 999 999 re f"))
        writer.update_container(page)

    return updated(content, change)


def another_language(content: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[NameObject("/Lang")] = TextStringObject("en")
        writer.update_root()

    return updated(content, change)


def a_note_added(content: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        note = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Text")}
        page = writer.root["/Pages"]["/Kids"][0]
        page[NameObject("/Annots")] = ArrayObject([writer.add_object(DictionaryObject(note))])
        writer.update_container(page)

    return updated(content, change)


def other_data(content: bytes) -> bytes:
    """What a machine reads says something else than what a person reads."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]
        files[NameObject("/F")] = writer.add_object(StreamObject(stream_data=b"{}"))
        writer.update_container(files)

    return updated(content, change)


def rewritten(content: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.docinfo["/Subject"] = "anders"
        pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    "tamper", [a_byte_changed, drawn_over, another_language, a_note_added, other_data, rewritten]
)
@pytest.mark.parametrize("state", ["stamped", "sealed"])
def test_every_tampering_is_seen(
    states: dict[str, bytes], trust: Trust, state: str, tamper: Callable[[bytes], bytes]
) -> None:
    found = look(tamper(states[state]), trust, NOW)
    assert {one.verdict for one in found} == {Verdict.CHANGED}


@pytest.mark.parametrize("content", [b"", b"geen PDF", b"%PDF-1.7\n%%EOF", b"%PDF-1.7" + b"x" * 10_000])
def test_what_is_no_pdf_is_said_to_be_none(content: bytes, trust: Trust) -> None:
    with pytest.raises(Unreadable):
        look(content, trust, NOW)


# A second opinion


def by_openssl(content: bytes, authority: Authority, folder: Path) -> bool:
    """Whether OpenSSL finds the first signature to be of these bytes, and under our root."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        value = next(field.V for field in pdf.Root.AcroForm.Fields if "/V" in field)
        start, first, second, length = (int(number) for number in value.ByteRange)
        (folder / "signature").write_bytes(bytes(value.Contents).rstrip(b"\0"))
    (folder / "content").write_bytes(content[start : start + first] + content[second : second + length])
    (folder / "root.pem").write_bytes(pem.armor("CERTIFICATE", authority.certificate("root").dump()))
    asked = [OPENSSL, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any"]
    files = ["-in", folder / "signature", "-content", folder / "content"]
    ends = ["-CAfile", folder / "root.pem", "-out", "/dev/null"]
    return subprocess.run([*asked, *files, *ends], capture_output=True, check=False).returncode == 0


def test_openssl_agrees_about_the_cryptography(stamped: bytes, authority: Authority, tmp_path: Path) -> None:
    assert by_openssl(stamped, authority, tmp_path)
    assert not by_openssl(a_byte_changed(stamped), authority, tmp_path)
