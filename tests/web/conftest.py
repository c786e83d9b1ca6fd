"""A site for the tests of the pages: the whole application on a SQLite file, with a clock of its own."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from huisverbod import accounts
from huisverbod.accounts import Account
from huisverbod.database import connect, writing
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web import current
from huisverbod.web.app import create_app
from tests.builders import MOMENT, an_actor

PASSWORD = "een lang wachtwoord"


@dataclass
class Site:
    """The application, its database and rules, and the moment it is there. Set `now` to travel."""

    app: FastAPI
    engine: Engine
    rulebook: Rulebook
    now: datetime = MOMENT
    logins: dict[Actor, Account] = field(default_factory=dict)

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction beside the pages."""
        return writing(self.engine)

    def stranger(self) -> TestClient:
        """Someone who has not signed in."""
        return TestClient(self.app, base_url="https://testserver", follow_redirects=False)

    def account(self, who: Role | Actor) -> Account:
        """The account of this person, made when first asked for; the password is PASSWORD."""
        actor = who if isinstance(who, Actor) else an_actor(who)
        if actor not in self.logins:
            row = Account(
                login=f"{actor.role}.{len(self.logins)}",
                name=actor.name,
                role=actor.role,
                organisation=actor.organisation,
                region=actor.region,
                municipality=actor.municipality,
            )
            with self.writing() as session:
                self.logins[actor] = accounts.add_account(session, row, PASSWORD)
        return self.logins[actor]

    def visitor(self, who: Role | Actor) -> TestClient:
        """Someone signed in, in this capacity or as this person."""
        account = self.account(who)
        with self.writing() as session:
            token = accounts.sign_in(session, account, self.now)
        client = self.stranger()
        client.cookies.set(current.COOKIE, token, domain="testserver.local", path="/")
        return client


def a_site(path: Path, rulebook: Rulebook, settings: Settings) -> Site:
    """The application on this SQLite file; no clock ticks in the background."""
    engine = connect(f"sqlite:///{path}")
    site = Site(create_app(settings, engine=engine, rulebook=rulebook), engine, rulebook)
    site.app.dependency_overrides[current.now] = lambda: site.now
    return site


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path, rulebook: Rulebook) -> Iterator[Site]:
    """The application as a municipality runs it."""
    path = tmp_path / "site.sqlite"
    shutil.copy(sqlite_template, path)
    site = a_site(path, rulebook, Settings(tick_seconds=0))
    yield site
    site.engine.dispose()


@pytest.fixture
def demo_site(tmp_path: Path, sqlite_template: Path, rulebook: Rulebook) -> Iterator[Site]:
    """The application as demonstration."""
    path = tmp_path / "demo.sqlite"
    shutil.copy(sqlite_template, path)
    site = a_site(path, rulebook, Settings(tick_seconds=0, demo=True, secure_cookies=False))
    yield site
    site.engine.dispose()
