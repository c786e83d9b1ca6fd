"""The own signature of whoever decided: prepared, approved on the phone, completed; also after a restart."""

import hashlib
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from huisverbod import sealing, seals
from huisverbod.accounts import Account
from huisverbod.case import find
from huisverbod.database import connect, reading, writing
from huisverbod.documents import Document, SignedForm, forms, issued, newest_form, sessions
from huisverbod.documents.forms import ARCHIVED, STAMPED
from huisverbod.documents.sessions import NEXT, SigningSession, State
from huisverbod.errors import Refused, Unknown
from huisverbod.region import Policy, Region
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.signing.keyring import Keyring
from huisverbod.signing.keys import CardKey
from huisverbod.signing.trust import Asking, Trust
from huisverbod.signing.verifying import Verdict, look
from huisverbod.undersigning import MINUTES, Given, Presented, approving, presenting
from tests import builders
from tests.conformance import PROFILES, failed
from tests.signing.authority import Authority
from tests.signing.cards import CODE
from tests.signing.test_keyring import PERSONAL
from tests.signing.test_sealing import SILENT, folder, ring, text
from tests.signing.test_signing import NOW, by_openssl

__all__ = ["folder"]
LOGIN = "mayor.joram.havenkwartier"
OWN = PERSONAL.replace("burgemeester.voorbeelddam", LOGIN)


def key_of(name: str) -> str:
    """His block with the key of another certificate, under the name that stands there."""
    own = OWN.replace('"joram.pem"', f'"{name}.pem"').replace('"joram.key"', f'"{name}.key"')
    return own.replace("key =", f'named = "Proef {name}"\nkey =', 1)


SECOND = timedelta(seconds=1)


@dataclass
class Desk:
    """A decision of the mayor in a database, the keys, and the rules."""

    engine: Engine
    address: str
    account: Account
    document_id: int
    folder: Path
    authority: Authority
    regions: dict[str, Region]

    def keys(self, **changes: str) -> Keyring:
        """The mayor's key and the seal of his town; `own` instead of his, `stamps` as other services."""
        own = changes.pop("own", OWN)
        return ring(self.folder, text(self.authority, **changes) + own)

    def present(self, keys: Keyring | None = None, after: timedelta = timedelta()) -> Presented | None:
        region = self.regions["voorbeeldland"]
        return seals.present(
            self.engine, keys or self.keys(), region, self.account, self.document_id, NOW + after
        )

    def presented(self, keys: Keyring | None = None, after: timedelta = timedelta()) -> Presented:
        found = self.present(keys, after)
        assert found
        return found

    def approve(
        self, shown: Presented, keys: Keyring | None = None, after: timedelta = SECOND, **changes: Any
    ) -> None:
        given = Given(shown.session_id, shown.document_sha256, shown.digest, SecretStr(""))
        seals.approve(self.engine, keys or self.keys(), self.account, replace(given, **changes), NOW + after)

    def seal(self, keys: Keyring | None = None, after: timedelta = timedelta(minutes=1)) -> int:
        return sealing.work(self.engine, keys or self.keys(), self.regions, NOW + after)

    def attempts(self) -> list[SigningSession]:
        with reading(self.engine) as session:
            return list(session.exec(select(SigningSession).order_by(SigningSession.id)))  # type: ignore[arg-type]

    def states(self) -> list[str]:
        return [row.state for row in self.attempts()]

    def form(self) -> SignedForm | None:
        with reading(self.engine) as session:
            return newest_form(session, self.document_id)

    def stands(self) -> tuple[int, str, bool, bool]:
        """Of the newest form: its number, its level, whether it is signed, and whether it is sealed."""
        form = self.form()
        assert form
        return form.number, form.level, form.signed, form.sealed

    def restarted(self) -> "Desk":
        """The same database, opened by another process."""
        self.engine.dispose()
        return replace(self, engine=connect(self.address))


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, rulebook: Rulebook) -> Path:
    """A database with one decision by the mayor."""
    path = tmp_path_factory.mktemp("decided") / "decided.sqlite"
    shutil.copy(sqlite_template, path)
    engine = connect(f"sqlite:///{path}")
    with writing(engine) as session:
        mayor = builders.an_account(session, builders.an_actor(Role.MAYOR))
        builders.an_imposed_ban(session, rulebook, NOW - timedelta(hours=12), decider=mayor)
    engine.dispose()
    return path


@pytest.fixture
def desk(
    decided: Path, tmp_path: Path, folder: Path, authority: Authority, rulebook: Rulebook
) -> Iterator[Desk]:
    path = tmp_path / "desk.sqlite"
    shutil.copy(decided, path)
    engine = connect(f"sqlite:///{path}")
    with reading(engine) as session:
        account = session.exec(select(Account)).one()
        final = session.exec(select(Document.id).where(Document.draft == False)).one() or 0  # noqa: E712
    assert account.login == LOGIN
    found = Desk(engine, f"sqlite:///{path}", account, final, folder, authority, dict(rulebook.regions))
    yield found
    found.engine.dispose()


# The way of a signature


def test_the_states_lead_nowhere_else() -> None:
    ends = {State.ARCHIVED, State.EXPIRED, State.REFUSED}
    assert {state for state, after in NEXT.items() if not after} == ends
    assert NEXT[State.SIGNED] == {State.ARCHIVED}
    for state in sessions.LIVE:
        assert {State.EXPIRED, State.REFUSED} < NEXT[state]
    assert set(NEXT) == set(State)


def test_a_step_is_taken_once_and_no_other_way(desk: Desk) -> None:
    desk.presented()
    (row,) = desk.attempts()
    with writing(desk.engine) as session, pytest.raises(ValueError, match="from presented to archived"):
        sessions.move(session, row, State.ARCHIVED, NOW)
    with writing(desk.engine) as session:
        assert sessions.move(session, row, State.APPROVED, NOW)
    with writing(desk.engine) as session:
        assert not sessions.move(session, row, State.APPROVED, NOW)


def test_approved_signed_sealed_and_archived_across_restarts(desk: Desk) -> None:
    """From the tap to the archive, each step by another process; veraPDF and the look agree at the end."""
    shown = desk.restarted().presented()
    assert desk.states() == [State.PRESENTED]
    desk.restarted().approve(shown)
    assert desk.stands() == (1, STAMPED, True, False)
    assert desk.present() is None
    assert [desk.restarted().seal(), desk.restarted().seal(), desk.restarted().seal()] == [1, 1, 0]
    form = desk.form()
    assert form
    assert (form.number, form.level, form.signed, form.sealed) == (3, ARCHIVED, True, True)
    (row,) = desk.attempts()
    assert (row.state, row.content) == (State.ARCHIVED, b"")
    assert row.prepared_at <= row.presented_at < row.approved_at == row.signed_at < row.archived_at  # type: ignore[operator]
    found = look(form.content, desk.keys().trust, NOW)
    assert [(one.field, one.signer, one.verdict, one.archived) for one in found] == [
        ("ondertekening", "Joram Havenkwartier", Verdict.SOUND, True),
        ("verzegeling", "Proef seal", Verdict.SOUND, True),
    ]
    assert desk.seal(after=sealing.RENEWED_AFTER + timedelta(minutes=1)) == 1
    renewed = desk.form()
    assert renewed
    assert (renewed.number, renewed.signed, renewed.sealed) == (4, True, True)
    assert [failed(renewed.content, standard) for standard in PROFILES] == [set(), set()]
    assert [one.verdict for one in look(renewed.content, desk.keys().trust, NOW)] == 2 * [Verdict.SOUND]
    with reading(desk.engine) as session:
        assert all(
            issued.find(session, [hashlib.sha256(content).hexdigest()])
            for content in session.exec(select(SignedForm.content))
        )


def test_what_he_approves_is_the_final_document(desk: Desk) -> None:
    with reading(desk.engine) as session:
        final = session.get_one(Document, desk.document_id)
        standing = forms.standing(session, desk.document_id)
    shown = desk.presented()
    assert shown.document_sha256 == final.sha256
    assert shown.until == NOW + MINUTES
    (row,) = desk.attempts()
    assert standing
    assert row.content.startswith(final.content) and standing.content == final.content


# Twice, late, another


def test_two_devices_give_one_signature(desk: Desk) -> None:
    first, second = desk.presented(), desk.presented(after=SECOND)
    assert first == second
    desk.approve(first)
    desk.approve(second, after=2 * SECOND)
    assert desk.states() == [State.SIGNED]
    with reading(desk.engine) as session:
        assert len(session.exec(select(SignedForm)).all()) == 1


def test_two_devices_that_prepare_at_the_same_moment_share_one_attempt(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = presenting._prepared

    def overtaken(*given: object) -> SigningSession:
        monkeypatch.setattr(presenting, "_prepared", once)
        desk.presented()
        return once(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(presenting, "_prepared", overtaken)
    assert desk.presented().session_id == desk.attempts()[0].id
    assert desk.states() == [State.PRESENTED]


def test_an_approval_after_expiry_is_refused_and_can_be_repeated(desk: Desk) -> None:
    late = desk.presented()
    with pytest.raises(Refused) as refusal:
        desk.approve(late, after=MINUTES)
    assert "De tijd om goed te keuren is voorbij" in refusal.value.reasons[0].sentence
    assert desk.form() is None
    again = desk.presented(after=MINUTES)
    assert again.session_id != late.session_id
    desk.approve(again, after=MINUTES + SECOND)
    assert desk.states() == [State.EXPIRED, State.SIGNED]
    with pytest.raises(Refused):
        desk.approve(late, after=MINUTES + SECOND)


def test_opened_with_little_time_left_it_is_prepared_anew(desk: Desk) -> None:
    first = desk.presented()
    assert desk.presented(after=MINUTES - timedelta(seconds=61)) == first
    assert desk.presented(after=MINUTES - timedelta(seconds=60)).session_id != first.session_id
    assert desk.states() == [State.EXPIRED, State.PRESENTED]


@pytest.mark.parametrize("changed", ["document_sha256", "digest"])
def test_another_text_than_was_before_him_is_not_signed(desk: Desk, changed: str) -> None:
    shown = desk.presented()
    with pytest.raises(Refused):
        desk.approve(shown, **{changed: "0" * 64})
    assert (desk.states(), desk.form()) == ([State.EXPIRED], None)


def test_nobody_approves_for_him(desk: Desk) -> None:
    shown = desk.presented()
    with writing(desk.engine) as session:
        deputy = builders.an_account(session, builders.an_actor(Role.DEPUTY_MAYOR))
        other = session.get_one(Account, deputy.account_id)
    with pytest.raises(Unknown):
        replace(desk, account=other).approve(shown)
    with pytest.raises(Unknown):
        replace(desk, account=other).presented()


# Keys


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("", "geen sleutel ingesteld"),
        (OWN.replace('holder = "Joram Havenkwartier"', 'holder = "Ilse Grachtenaar"'), "van iemand anders"),
        (key_of("mayor").replace("Proef mayor", "Joram Havenkwartier"), "van iemand anders"),
        (key_of("mayor"), "niet gekwalificeerd"),
        (OWN.replace("joram.key", "weg.key"), "Uw sleutel antwoordt niet"),
    ],
)
def test_a_key_that_is_not_his_or_too_weak_signs_nothing(desk: Desk, own: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.presented(desk.keys(own=own))
    assert said in refusal.value.reasons[0].sentence
    assert (desk.states(), desk.form()) == ([], None)


def advanced(desk: Desk, policy: Policy = Policy.ADVANCED) -> Desk:
    region = desk.regions["voorbeeldland"]
    signing = region.signing.model_copy(update={"policy": policy})
    return replace(desk, regions={"voorbeeldland": region.model_copy(update={"signing": signing})})


def test_an_advanced_certificate_is_enough_where_the_region_says_so(desk: Desk) -> None:
    assert advanced(desk).presented(desk.keys(own=key_of("mayor")))


def test_a_revoked_certificate_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        advanced(desk).presented(desk.keys(own=key_of("revoked")))
    assert "ingetrokken" in refusal.value.reasons[0].sentence


def test_a_key_that_changed_or_broke_meanwhile_signs_nothing_and_is_repeated_cleanly(desk: Desk) -> None:
    shown = desk.presented()
    with pytest.raises(Refused) as refusal:
        desk.approve(shown, desk.keys(own=key_of("mayor")))
    assert "Uw sleutel antwoordt niet" in refusal.value.reasons[0].sentence
    assert (desk.states(), desk.form()) == ([State.REFUSED], None)
    desk.approve(desk.presented())
    assert desk.states() == [State.REFUSED, State.SIGNED]


def test_a_card_signs_when_its_holder_types_its_code(desk: Desk, card: CardKey) -> None:
    typed = json.dumps(card.model_dump(mode="json") | {"code_from": ""}).replace('": ', '" = ')
    own = key_of("seal").partition("key =")[0] + f"key = {typed}\n"
    keys, there = desk.keys(own=own), advanced(desk)
    shown = there.presented(keys)
    assert shown.asks == "De pincode van uw kaart"
    with pytest.raises(Refused) as refusal:
        there.approve(shown, keys, code=SecretStr("999999"))
    assert "de code klopt niet" in refusal.value.reasons[0].sentence
    there.approve(there.presented(keys), keys, code=SecretStr(CODE))
    assert desk.states() == [State.REFUSED, State.SIGNED]


def test_where_decisions_are_established_nobody_signs_and_the_seal_does_not_wait(desk: Desk) -> None:
    there = advanced(desk, Policy.ESTABLISHED)
    with pytest.raises(Refused):
        there.presented()
    assert there.seal() == 1
    form = desk.form()
    assert form
    assert (form.signed, form.sealed) == (False, True)


# Services that are silent


def test_a_silent_time_stamp_leaves_the_signature_owed_until_it_answers(desk: Desk) -> None:
    silent = desk.keys(stamps=SILENT)
    desk.approve(desk.presented(silent), silent)
    (row,) = desk.attempts()
    assert (row.state, row.fault, desk.form()) == (State.APPROVED, "stamp_silent", None)
    assert desk.present() is None
    day = timedelta(days=2)
    assert approving.work(desk.engine, silent, NOW + day) == 0
    assert desk.seal(after=day) == 0, "nothing is built under a signature on its way"
    assert approving.work(desk.restarted().engine, desk.keys(own=""), NOW + day) == 1
    assert desk.states() == [State.SIGNED]
    form = desk.form()
    assert form
    assert look(form.content, desk.keys().trust, NOW)[0].verdict == Verdict.SOUND
    assert by_openssl(form.content, desk.authority, desk.folder)


@asynccontextmanager
async def nobody_answers(trust: Trust) -> AsyncIterator[Asking]:
    """The issuer of the certificates is silent."""
    yield Asking(ValidationContext(list(trust.roots), crls=[], ocsps=[], revocation_mode="hard-fail"), [])


def test_a_silent_issuer_prepares_nothing_and_later_it_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as silence:
        silence.setattr(Trust, "asking", nobody_answers)
        with pytest.raises(Refused) as refusal:
            desk.presented()
    assert "certificaat nakijkt, antwoordt niet" in refusal.value.reasons[0].sentence
    assert desk.states() == []
    shown = desk.presented()
    with monkeypatch.context() as silence:
        silence.setattr(Trust, "asking", nobody_answers)
        desk.approve(shown)
        assert [(row.state, row.fault) for row in desk.attempts()] == [(State.APPROVED, "issuer_silent")]
    assert approving.work(desk.engine, desk.keys(), NOW + timedelta(hours=1)) == 1


def test_what_was_left_lying_expires_at_the_tick(desk: Desk) -> None:
    desk.presented()
    assert approving.work(desk.engine, desk.keys(), NOW + MINUTES) == 0
    assert desk.states() == [State.PRESENTED]
    assert approving.work(desk.engine, desk.keys(), NOW + 2 * MINUTES) == 0
    (row,) = desk.attempts()
    assert (row.state, row.content) == (State.EXPIRED, b"")


# The seal and the signature


def test_the_seal_waits_a_day_for_him_and_then_goes_first(desk: Desk) -> None:
    assert desk.seal(after=timedelta(hours=1)) == 0
    assert desk.seal(after=sealing.PATIENCE) == 1
    assert desk.seal(after=sealing.PATIENCE) == 1
    desk.approve(desk.presented(after=sealing.PATIENCE), after=sealing.PATIENCE + SECOND)
    form = desk.form()
    assert form
    assert (form.number, form.level, form.signed, form.sealed) == (3, STAMPED, True, True)
    assert desk.seal(after=sealing.PATIENCE + timedelta(minutes=1)) == 1
    form = desk.form()
    assert form
    assert desk.states() == [State.ARCHIVED]
    found = look(form.content, desk.keys().trust, NOW)
    assert {one.field: (one.verdict, one.archived) for one in found} == {
        "verzegeling": (Verdict.SOUND, True),
        "ondertekening": (Verdict.SOUND, True),
    }
    assert failed(form.content, "PDF/UA-1") == set()


# The database


def test_either_database_keeps_one_live_attempt_and_takes_each_step_once(
    engine: Engine, rulebook: Rulebook
) -> None:
    with writing(engine) as session:
        number = builders.a_request(session, rulebook)
        account = builders.an_account(session, builders.an_actor(Role.MAYOR)).account_id or 0
        case_id = find(session, number).id or 0

    def attempt() -> SigningSession:
        empty = dict.fromkeys(("content", "digest", "attributes", "certificates"), b"")
        return SigningSession(
            case_id=case_id,
            document_id=1,
            account_id=account,
            state=State.PRESENTED,
            shown_sha256="0" * 64,
            number=0,
            begins=0,
            ends=0,
            prepared_at=NOW,
            **empty,
        )

    first = attempt()
    with writing(engine) as session:
        session.add(first)
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(attempt())
    for once in (True, False):
        with writing(engine) as session:
            assert sessions.move(session, first, State.EXPIRED, NOW) is once
        first.state = State.PRESENTED
    with writing(engine) as session:
        session.add(attempt())
