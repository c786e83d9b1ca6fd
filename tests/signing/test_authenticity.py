"""What anyone is told who has a file looked at: of ours, of one that was ours, and of a stranger's."""

import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pikepdf
import pytest
from asn1crypto import tsp
from certomancer.registry import CertLabel, ServiceLabel
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from sqlmodel import col, select

from huisverbod import authenticity
from huisverbod.authenticity import Outcome, Report
from huisverbod.database import connect, migrate, reading, writing
from huisverbod.documents import Document
from huisverbod.documents.forms import ARCHIVED, STAMPED, SignedForm
from huisverbod.printing import press
from huisverbod.rulebook import Rulebook
from huisverbod.signing import looking, pades
from huisverbod.signing.looks import Verdict
from huisverbod.signing.trust import Trust
from tests import builders
from tests.signing.authority import Authority
from tests.signing.test_signing import (
    NOW,
    a_byte_changed,
    a_note_added,
    a_signer,
    another_language,
    by_openssl,
    drawn_over,
    other_data,
    rewritten,
    signed,
)

TOLD_OF_A_CASE = ("HV-2026", "Voorbeelddam", "later besluit", "Testema")


@dataclass(frozen=True)
class Kept:
    """A decision in the database, in each form, with the draft before it, and how it is looked at."""

    draft: bytes
    plain: bytes
    stamped: bytes
    archived: bytes
    both: bytes
    look: Callable[[bytes], Report]


def a_form(final: Document, number: int, level: str, content: bytes) -> SignedForm:
    return SignedForm(
        case_id=final.case_id,
        document_id=final.id,
        number=number,
        level=level,
        signed=False,
        sealed=True,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        made_at=NOW,
    )


@pytest.fixture(scope="module")
def kept(authority: Authority, trust: Trust, rulebook: Rulebook) -> Iterator[Kept]:
    engine = connect("sqlite://")
    migrate(engine)
    with writing(engine) as session:
        builders.an_imposed_ban(session, rulebook)
        draft, final = session.exec(select(Document).order_by(col(Document.id))).all()
        stamped = signed(final.content, authority, trust, "seal")
        forms = [(STAMPED, stamped), (ARCHIVED, archived := pades.archive(stamped, trust))]
        both = signed(signed(final.content, authority, trust, "mayor"), authority, trust, "seal")
        for number, (level, content) in enumerate([*forms, (STAMPED, both)], start=1):
            session.add(a_form(final, number, level, content))

    def look(content: bytes) -> Report:
        with reading(engine) as session:
            return authenticity.report(session, content, [root.dump() for root in trust.roots], NOW)

    yield Kept(draft.content, final.content, stamped, archived, both, look)
    engine.dispose()


def words(report: Report) -> str:
    return " ".join(authenticity.told(report, "Voorbeelddam"))


# Ours


def test_a_sealed_decision_is_genuine_with_who_sealed_it_when_and_how(kept: Kept) -> None:
    for content, level in ((kept.stamped, "B-T"), (kept.archived, "B-LTA")):
        found = kept.look(content)
        assert (found.outcome, found.sound, found.unsealed) == (Outcome.GENUINE, True, False)
        assert "Elektronisch zegel van Proef seal, gezet op " in words(found)
        assert f"(niveau {level}). Deze klopt." in words(found)
        assert "Er is in deze zaak geen later besluit." in words(found)


def test_of_a_decision_with_a_signature_and_a_seal_both_are_told(kept: Kept) -> None:
    found = kept.look(kept.both)
    assert (found.outcome, found.sound) == (Outcome.GENUINE, True)
    assert [told.partition(",")[0] for told in found.signatures] == [
        "Elektronische handtekening van Proef mayor",
        "Elektronisch zegel van Proef seal",
    ]


def test_a_decision_without_a_seal_and_a_draft_are_said_to_be(kept: Kept) -> None:
    plain, draft = kept.look(kept.plain), kept.look(kept.draft)
    assert (plain.outcome, plain.sound, plain.unsealed) == (Outcome.GENUINE, True, True)
    assert "geen elektronisch zegel" in words(plain)
    assert (draft.outcome, draft.sound) == (Outcome.GENUINE, False)
    assert "Dit is een ontwerp en geen besluit." in words(draft)
    assert "zegel" not in words(draft)


def test_proof_for_the_archive_that_was_added_elsewhere_changes_nothing(kept: Kept, trust: Trust) -> None:
    for content in (pades.renew(kept.archived, trust), pades.archive(kept.stamped, trust)):
        found = kept.look(content)
        assert (found.outcome, found.sound) == (Outcome.RENEWED, True)
        assert found.found and "HV-2026" in words(found)


# Ours once


def a_letter_behind(content: bytes) -> bytes:
    return content + b"x"


def an_end_behind(content: bytes) -> bytes:
    return content + b"\n%%EOF"


TAMPERINGS = [
    drawn_over,
    a_note_added,
    another_language,
    other_data,
    a_letter_behind,
    an_end_behind,
]


@pytest.mark.parametrize("tamper", TAMPERINGS)
@pytest.mark.parametrize("form", ["plain", "archived"])
def test_whatever_was_added_to_ours_is_seen(kept: Kept, form: str, tamper: Callable[[bytes], bytes]) -> None:
    found = kept.look(tamper(getattr(kept, form)))
    assert (found.outcome, found.genuine) == (Outcome.EXTENDED, False)
    assert "Vertrouw niet op wat u ziet" in words(found)
    assert "later besluit" not in words(found)


def test_openssl_agrees_on_the_cryptography_and_sees_nothing_of_what_was_added(
    kept: Kept, authority: Authority, tmp_path: Path
) -> None:
    for content in (kept.stamped, kept.archived, kept.both, *(one(kept.stamped) for one in TAMPERINGS[:4])):
        assert by_openssl(content, authority, tmp_path)
    assert not by_openssl(a_byte_changed(kept.archived), authority, tmp_path)


@pytest.mark.parametrize("form", ["plain", "stamped"])
def test_a_signature_that_is_not_ours_never_makes_ours_genuine(
    kept: Kept, authority: Authority, trust: Trust, form: str
) -> None:
    """Whoever has a trusted certificate could draw over a decision and sign that, or sign with a picture."""
    base = getattr(kept, form)
    changed = drawn_over(base) if form == "plain" else base
    found = kept.look(signed(changed, authority, trust, "mayor"))
    assert found.outcome == Outcome.EXTENDED
    assert found.looks
    assert Verdict.SOUND in {look.verdict for look in found.looks}


@pytest.mark.parametrize("form", ["plain", "archived"])
def test_one_byte_makes_it_a_stranger_of_whom_nothing_is_told(kept: Kept, form: str) -> None:
    found = kept.look(a_byte_changed(getattr(kept, form)))
    assert found.outcome == (Outcome.UNKNOWN if form == "plain" else Outcome.CHANGED)
    assert found.found is None
    assert not [told for told in TOLD_OF_A_CASE if told in words(found)]
    assert not kept.look(rewritten(getattr(kept, form))).genuine


# A stranger's


class Stamper(TimeStamper):
    """Asks the authority for a time stamp, plainly."""

    def __init__(self, authority: Authority) -> None:
        super().__init__()
        self.address = authority.stamper

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query"}
        asked = Request(self.address, req.dump(), headers)  # noqa: S310  (on this machine)
        with urlopen(asked) as answer:  # noqa: S310
            return tsp.TimeStampResp.load(answer.read())


def signed_elsewhere(content: bytes, authority: Authority, name: str, *, with_crl: bool = False) -> bytes:
    """A signature as another program makes it, which asks nobody whether the certificate stands."""
    stamper = Stamper(authority)
    metadata = PdfSignatureMetadata(
        field_name="ondertekening",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    output = io.BytesIO()
    PdfSigner(metadata, a_signer(authority, name), timestamper=stamper).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), existing_fields_only=True, output=output
    )
    if with_crl:
        writer = IncrementalPdfFileWriter(output)
        registry = authority.architecture.service_registry
        lists = [registry.get_crl(ServiceLabel(issuer)) for issuer in ("root", "issuer")]
        certificates = [authority.architecture.get_cert(CertLabel(one)) for one in ("root", "issuer", name)]
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates, crls=lists)
        writer.write_in_place()
        PdfTimeStamper(stamper).timestamp_pdf(IncrementalPdfFileWriter(output), "sha256", in_place=True)
    return output.getvalue()


A_PAGE = """<html lang=nl><head><title>Brief</title><link rel=stylesheet href='asset:print.css'></head>
<body><h1>Brief</h1><p>Niet van ons</p><div id=veld-ondertekening></div></body></html>"""


@pytest.fixture(scope="module")
def strange() -> bytes:
    """A document with a field to sign in that was never issued here."""
    return press.printed(A_PAGE, {"print.css": "p { color: #161616 }"})


@pytest.mark.parametrize(
    ("name", "outcome", "sentence"),
    [
        ("mayor", Outcome.SIGNED, "Deze klopt."),
        ("revoked", Outcome.UNKNOWN, "Het certificaat is ingetrokken."),
        ("expired", Outcome.UNKNOWN, "Het certificaat was verlopen"),
        ("stranger", Outcome.UNKNOWN, "niet van een uitgever die wij vertrouwen"),
    ],
)
def test_of_a_strangers_file_is_told_what_stands_in_it(
    kept: Kept,
    strange: bytes,
    authority: Authority,
    name: str,
    outcome: Outcome,
    sentence: str,
) -> None:
    content = signed_elsewhere(strange, authority, name, with_crl=name == "revoked")
    found = kept.look(content)
    assert (found.outcome, found.genuine) == (outcome, False)
    assert f"van Proef {name}" in words(found)
    assert sentence in words(found)
    assert not [told for told in TOLD_OF_A_CASE if told in words(found)]
    assert kept.look(drawn_over(content)).outcome == Outcome.CHANGED


def locked(content: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"Geachte heer", Outcome.NO_PDF),
        (b"x" * 2000 + b"%PDF-1.7", Outcome.NO_PDF),
        (b"%PDF-1.7\n%%EOF", Outcome.BROKEN),
        (b"%PDF-1.7\n" + b"%%EOF\n" * 200_000, Outcome.BROKEN),
        (b"%PDF-1.7" + b"x" * authenticity.MOST, Outcome.TOO_LARGE),
    ],
    ids=["text", "late", "empty", "ends", "large"],
)
def test_what_cannot_be_read_has_its_own_sentence(kept: Kept, content: bytes, outcome: Outcome) -> None:
    found = kept.look(content)
    assert found == Report(outcome)
    assert words(found)


def test_a_file_with_a_password_or_cut_short_has_its_own_sentence(kept: Kept, strange: bytes) -> None:
    assert kept.look(locked(strange)) == Report(Outcome.LOCKED)
    assert kept.look(strange[: len(strange) // 2]) == Report(Outcome.BROKEN)
    assert kept.look(strange) == Report(Outcome.UNKNOWN, None, ())


# Within limits


def test_a_file_that_takes_all_the_memory_is_stopped_and_the_next_is_looked_at(kept: Kept) -> None:
    """An object stream of a few kilobytes that unpacks to more than the process may have."""
    bomb = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(bomb, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    found = kept.look(deep(bomb.getvalue()))
    assert found.outcome in (Outcome.TOO_HARD, Outcome.BROKEN)
    assert kept.look(kept.stamped).sound


def deep(content: bytes) -> bytes:
    """A document whose catalog holds arrays inside arrays without end."""
    place = content.index(b"%PDF")
    nested = b"1 0 obj\n<< /Type /Catalog /Pages " + b"[" * 3_000_000 + b">>\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    head = content[place : place + 9]
    start = str(len(head) + len(nested)).encode()
    return head + nested + table + b"trailer\n<< /Root 1 0 R /Size 2 >>\nstartxref\n" + start + b"\n%%EOF\n"


def test_of_too_many_at_once_the_last_is_asked_to_come_back(
    kept: Kept, strange: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 0.01)
    monkeypatch.setattr(press.apart(looking.MODULE), "turns", threading.BoundedSemaphore(1))
    press.apart(looking.MODULE).turns.acquire()
    assert kept.look(strange) == Report(Outcome.BUSY)
    genuine = kept.look(kept.stamped)
    assert (genuine.outcome, genuine.unsealed) == (Outcome.GENUINE, False)
