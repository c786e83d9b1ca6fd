"""The municipality's seal under each decision: made when it can be, owed when it cannot, never in the way."""

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from sqlalchemy import Engine
from sqlmodel import Session, select

from huisverbod import sealing
from huisverbod.database import reading, writing
from huisverbod.documents import Document, SignedForm, issued, newest_form
from huisverbod.documents.forms import ARCHIVED, STAMPED
from huisverbod.errors import DefinitionError
from huisverbod.rulebook import Rulebook
from huisverbod.signing import keyring
from huisverbod.signing.keyring import Keyring
from huisverbod.signing.keys import CardKey
from huisverbod.signing.looks import Verdict
from huisverbod.signing.verifying import look
from tests import builders
from tests.conformance import PROFILES, failed
from tests.signing.authority import Authority
from tests.signing.test_signing import DEAD, NOW

SILENT = f'time_stamps = ["{DEAD}"]'


def the_issued(session: Session, content: bytes) -> issued.Issued:
    """What is said of exactly these bytes."""
    found = issued.find(session, [hashlib.sha256(content).hexdigest()])
    assert found
    return found[1]


def armoured(path: Path, kind: str, content: bytes) -> None:
    path.write_bytes(pem.armor(kind, content))


@pytest.fixture(scope="session")
def folder(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("zegels")
    for name in ("root", "issuer", "seal", "revoked", "mayor", "joram"):
        armoured(found / f"{name}.pem", "CERTIFICATE", authority.certificate(name).dump())
        armoured(found / f"{name}.key", "PRIVATE KEY", authority.key(name))
    return found


def text(authority: Authority, *, stamps: str = "", seal: str = "seal", town: str = "voorbeelddam") -> str:
    return f"""
roots = ["root.pem"]
{stamps or f'time_stamps = ["{authority.stamper}"]'}

[[seal]]
region = "voorbeeldland"
municipality = "{town}"
key = {{ kind = "file", certificate = "{seal}.pem", chain = ["issuer.pem"], key = "{seal}.key" }}
"""


def ring(folder: Path, content: str, *, demo: bool = True) -> Keyring:
    (folder / "zegels.toml").write_text(content, encoding="utf-8")
    return keyring.read(folder / "zegels.toml", demo=demo)


@pytest.fixture
def decided(engine: Engine, rulebook: Rulebook) -> int:
    """The number of the one decision in the database."""
    with writing(engine) as session:
        builders.an_imposed_ban(session, rulebook)
        return session.exec(select(Document.id).where(Document.draft == False)).one() or 0  # noqa: E712


def work(engine: Engine, own: Keyring, now: datetime) -> int:
    return sealing.work(engine, own, builders.REGIONS, now)


def the_seal(engine: Engine, document_id: int) -> SignedForm:
    with reading(engine) as session:
        seal = newest_form(session, document_id)
    assert seal
    return seal


def test_a_decision_is_sealed_and_then_archived(
    engine: Engine, decided: int, folder: Path, authority: Authority
) -> None:
    own = ring(folder, text(authority))
    assert work(engine, own, NOW) == 1
    assert the_seal(engine, decided).level == STAMPED
    assert work(engine, own, NOW) == 1
    seal = the_seal(engine, decided)
    assert seal.level == ARCHIVED
    assert work(engine, own, NOW) == 0
    (found,) = look(seal.content, own.trust, NOW)
    assert (found.field, found.verdict, found.archived) == ("verzegeling", Verdict.SOUND, True)
    assert [failed(seal.content, standard) for standard in PROFILES] == [set(), set()]


def test_every_form_of_a_decision_is_known_as_ours(
    engine: Engine, decided: int, folder: Path, authority: Authority
) -> None:
    own = ring(folder, text(authority))
    work(engine, own, NOW)
    work(engine, own, NOW)
    with reading(engine) as session:
        plain = session.get_one(Document, decided).content
        forms = [plain, *session.exec(select(SignedForm.content))]
        found = [the_issued(session, form) for form in forms]
    assert len(forms) == 3
    assert len(set(found)) == 1
    assert found[0] is not None


def test_an_archived_seal_is_renewed_after_a_year(
    engine: Engine, decided: int, folder: Path, authority: Authority
) -> None:
    own = ring(folder, text(authority))
    made = [work(engine, own, NOW) for _ in range(3)]
    assert made == [1, 1, 0]
    later = NOW + sealing.RENEWED_AFTER
    assert work(engine, own, later - timedelta(seconds=1)) == 0
    assert work(engine, own, later) == 1
    seal = the_seal(engine, decided)
    assert (seal.number, seal.level, seal.made_at) == (3, ARCHIVED, later)
    assert look(seal.content, own.trust, NOW)[0].verdict == Verdict.SOUND


def test_a_silent_service_leaves_the_seal_owed_and_the_decision_standing(
    engine: Engine, decided: int, folder: Path, authority: Authority
) -> None:
    assert work(engine, ring(folder, text(authority, stamps=SILENT)), NOW) == 0
    with reading(engine) as session:
        assert session.exec(select(SignedForm)).all() == []
        assert the_issued(session, session.get_one(Document, decided).content)
    assert work(engine, ring(folder, text(authority)), NOW) == 1


@pytest.mark.parametrize("change", [{"seal": "revoked"}, {"town": "elders"}])
def test_a_municipality_without_a_sound_seal_seals_nothing(
    engine: Engine, decided: int, folder: Path, authority: Authority, change: dict[str, str]
) -> None:
    assert work(engine, ring(folder, text(authority, **change)), NOW) == 0


def test_of_two_that_seal_at_once_one_is_kept(
    engine: Engine, decided: int, folder: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, once = ring(folder, text(authority)), sealing._sealed

    def overtaken(*given: object) -> bytes:
        monkeypatch.setattr(sealing, "_sealed", once)
        assert work(engine, own, NOW) == 1
        return once(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing, "_sealed", overtaken)
    assert work(engine, own, NOW) == 0
    with reading(engine) as session:
        assert len(session.exec(select(SignedForm)).all()) == 1


# The file of seals


def test_a_seal_in_a_file_is_refused_outside_the_demonstration(folder: Path, authority: Authority) -> None:
    with pytest.raises(DefinitionError, match="alleen voor de demonstratie"):
        ring(folder, text(authority), demo=False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"root.pem"', '"weg.pem"', "'weg.pem' is er niet"),
        ('"root.pem"', '"root.key"', "geen certificaat"),
        ('"root.pem"', '"zegels.toml"', "geen certificaat"),
        ('kind = "file"', 'kind = "papier"', "klopt niet"),
        ("municipality", "gemeente", "klopt niet"),
        ("roots = [", "roots = ", "geen geldige TOML"),
        ('roots = ["root.pem"]', "roots = []", "'roots'"),
    ],
)
def test_a_fault_in_the_file_is_named(
    folder: Path, authority: Authority, old: str, new: str, said: str
) -> None:
    with pytest.raises(DefinitionError, match=said):
        ring(folder, text(authority).replace(old, new))


# A card


def the_card(authority: Authority, card: CardKey) -> str:
    return f"""
roots = ["root.pem"]
time_stamps = ["{authority.stamper}"]

[[seal]]
region = "voorbeeldland"
municipality = "voorbeelddam"
key = {json.dumps(card.model_dump(mode="json")).replace('": ', '" = ')}
"""


def test_a_card_seals_and_its_key_stays_on_it(
    engine: Engine,
    decided: int,
    folder: Path,
    authority: Authority,
    card: CardKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = ring(folder, the_card(authority, card), demo=False)
    with monkeypatch.context() as wrong:
        wrong.setenv(card.code_from, "999999")
        assert work(engine, own, NOW) == 0
    assert work(engine, own, NOW) == 1
    assert look(the_seal(engine, decided).content, own.trust, NOW)[0].verdict == Verdict.SOUND
