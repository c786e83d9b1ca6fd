"""Signing in: passwords, the delay after failures, how long a session lasts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from huisverbod import accounts
from huisverbod.accounts import Account, SignIn
from huisverbod.errors import NotSignedIn
from huisverbod.known import Actor
from huisverbod.roles import Role
from tests.builders import MOMENT

PASSWORD = "drie-gele-fietsen"
WRONG = "vier-gele-fietsen"
SECOND = timedelta(seconds=1)


def an_account(session: Session, **changes: object) -> Account:
    row = Account(
        **{
            "login": "officier.voorbeelddam",
            "name": "Fenna Balie",
            "role": Role.MUNICIPAL_OFFICER,
            "organisation": "Gemeente Voorbeelddam",
            "region": "voorbeeldland",
            "municipality": "voorbeelddam",
            "password": "",
            **changes,
        }
    )
    return accounts.add_account(session, row, PASSWORD)


def right(session: Session, account: Account | None, password: str, now: datetime = MOMENT) -> bool:
    return accounts.right_password(session, account, password, now)


def test_only_the_hash_of_a_password_is_kept(session: Session):
    account = an_account(session)
    assert account.password.startswith("$argon2id$")
    assert PASSWORD not in account.password
    assert right(session, account, PASSWORD)
    assert not right(session, account, WRONG)
    assert not right(session, account, "")


def test_two_people_with_one_password_have_two_hashes(session: Session):
    assert an_account(session).password != an_account(session, login="een.ander").password


@pytest.mark.parametrize("password", ["", "kort", "a" * (accounts.SHORTEST_PASSWORD - 1)])
def test_a_short_password_is_refused(session: Session, password: str):
    account = Account(login="x", name="x", role=Role.POLICE, organisation="Politie", password="")
    with pytest.raises(ValueError, match="minstens 12 tekens"):
        accounts.add_account(session, account, password)
    assert session.exec(select(Account)).all() == []


def test_a_name_to_sign_in_with_is_found_however_it_is_typed(session: Session):
    account = an_account(session, login=" Officier.Voorbeelddam ")
    for typed in ("officier.voorbeelddam", "OFFICIER.voorbeelddam ", " Officier.Voorbeelddam"):
        assert accounts.by_login(session, typed) == account
    assert accounts.by_login(session, "iemand.anders") is None


def test_a_name_to_sign_in_with_is_given_once(session: Session):
    an_account(session)
    with pytest.raises(IntegrityError):
        an_account(session, login="Officier.voorbeelddam")


def test_an_account_acts_in_one_capacity_for_one_place(session: Session):
    account = an_account(session)
    assert account.actor() == Actor(
        Role.MUNICIPAL_OFFICER,
        "Fenna Balie",
        account.id,
        "Gemeente Voorbeelddam",
        "voorbeeldland",
        "voorbeelddam",
    )


def test_nobody_and_who_has_left_are_refused_alike(session: Session):
    gone = an_account(session, active=False)
    assert not right(session, None, PASSWORD)
    assert not right(session, gone, PASSWORD)


def test_failures_make_the_next_try_wait_and_nobody_is_locked_out(session: Session):
    account = an_account(session)
    for _ in range(accounts.FAILURES_BEFORE_DELAY - 1):
        assert not right(session, account, WRONG)
        assert account.wait_until is None
    assert not right(session, account, WRONG)
    assert account.wait_until == MOMENT + accounts.DELAY
    assert not right(session, account, PASSWORD, MOMENT + accounts.DELAY - SECOND)
    assert right(session, account, PASSWORD, MOMENT + accounts.DELAY)
    assert (account.failures, account.wait_until) == (0, None)


def test_after_the_delay_one_more_failure_waits_again(session: Session):
    account = an_account(session)
    for _ in range(accounts.FAILURES_BEFORE_DELAY):
        right(session, account, WRONG)
    later = MOMENT + accounts.DELAY
    assert not right(session, account, WRONG, later)
    assert account.wait_until == later + accounts.DELAY


def test_a_session_is_known_by_a_token_of_which_only_the_hash_is_kept(session: Session):
    account = an_account(session)
    token = accounts.sign_in(session, account, MOMENT)
    [row] = session.exec(select(SignIn)).all()
    assert len(token) >= 43
    assert token not in row.token_hash
    assert accounts.signed_in(session, token, MOMENT) == account
    assert accounts.sign_in(session, account, MOMENT) != token


@pytest.mark.parametrize("token", ["", "onzin", "a" * 43])
def test_another_token_is_nobodys(session: Session, token: str):
    accounts.sign_in(session, an_account(session), MOMENT)
    with pytest.raises(NotSignedIn):
        accounts.signed_in(session, token, MOMENT)


def test_a_session_ends_when_it_was_idle_too_long(session: Session):
    account = an_account(session)
    token = accounts.sign_in(session, account, MOMENT)
    last = MOMENT + accounts.IDLE
    assert accounts.signed_in(session, token, last) == account
    with pytest.raises(NotSignedIn):
        accounts.signed_in(session, token, last + SECOND)
    accounts.seen(session, token, last)
    assert accounts.signed_in(session, token, last + accounts.IDLE) == account


def test_a_session_ends_at_the_longest_however_busy(session: Session):
    account = an_account(session)
    token = accounts.sign_in(session, account, MOMENT)
    now = MOMENT
    while now < MOMENT + accounts.LONGEST:
        now += accounts.IDLE
        assert accounts.signed_in(session, token, now) == account
        accounts.seen(session, token, now)
    with pytest.raises(NotSignedIn):
        accounts.signed_in(session, token, now + SECOND)


def test_a_page_within_the_minute_writes_nothing(session: Session):
    token = accounts.sign_in(session, an_account(session), MOMENT)
    [row] = session.exec(select(SignIn)).all()
    accounts.seen(session, token, MOMENT + timedelta(minutes=1))
    assert row.seen_at == MOMENT
    accounts.seen(session, token, MOMENT + timedelta(minutes=1, seconds=1))
    assert row.seen_at == MOMENT + timedelta(minutes=1, seconds=1)
    accounts.seen(session, "onzin", MOMENT)


def test_signing_out_ends_this_session_and_no_other(session: Session):
    account = an_account(session)
    one, other = (accounts.sign_in(session, account, MOMENT) for _ in range(2))
    accounts.sign_out(session, one)
    accounts.sign_out(session, "onzin")
    assert accounts.signed_in(session, other, MOMENT) == account
    with pytest.raises(NotSignedIn):
        accounts.signed_in(session, one, MOMENT)


def test_who_leaves_is_out_at_once(session: Session):
    account = an_account(session)
    token = accounts.sign_in(session, account, MOMENT)
    account.active = False
    session.add(account)
    session.flush()
    with pytest.raises(NotSignedIn):
        accounts.signed_in(session, token, MOMENT)
