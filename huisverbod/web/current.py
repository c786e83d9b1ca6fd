"""What a request carries: the moment, the session, the person who asks, the rules, the case."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from huisverbod import access, accounts, clock, database
from huisverbod.accounts import Account
from huisverbod.advance import Act, Taken, advance
from huisverbod.case import Case, find
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

COOKIE = "sessie"


def now() -> datetime:
    """The moment of this request, aware; asked once. Tests put their own in its place."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(now)]


def note_moment(request: Request, at: Now) -> None:
    """Keeps the moment at hand for the page that follows."""
    request.state.now = at


def options(request: Request) -> Settings:
    """The settings this application was made with."""
    found: Settings = request.app.state.settings
    return found


def rules(request: Request) -> Rulebook:
    """The rules in force."""
    found: Rulebook = request.app.state.rulebook
    return found


Options = Annotated[Settings, Depends(options)]
Rules = Annotated[Rulebook, Depends(rules)]


def me(request: Request, at: Now) -> Account:
    """The signed-in account.

    Raises:
        NotSignedIn: nobody is signed in, or the session is over.

    """
    engine, token = request.app.state.engine, request.cookies.get(COOKIE, "")
    with database.reading(engine) as session:
        account = accounts.signed_in(session, token, at)
        fresh = accounts.seen_lately(session, token, at)
    if not fresh:
        with database.writing(engine) as session:
            accounts.seen(session, token, at)
    request.state.me = account
    return account


Me = Annotated[Account, Depends(me)]


def reading(request: Request, at: Now) -> Iterator[Session]:
    """A session that only reads. What the clock owed is done first: no page shows a ban that is over."""
    engine = request.app.state.engine
    clock.settle(engine, request.app.state.rulebook, at, request.path_params.get("number"))
    with database.reading(engine) as session:
        yield session


def writing(request: Request) -> Iterator[Session]:
    """A session that writes: committed before the answer goes out, rolled back on an exception."""
    with database.writing(request.app.state.engine) as session:
        yield session


Reading = Annotated[Session, Depends(reading, scope="function")]
Writing = Annotated[Session, Depends(writing, scope="function")]


def open_case(session: Session, who: Account, number: str) -> Case:
    """The case of this page.

    Raises:
        Unknown: there is none, or it is not for this person; in the same words.

    """
    case = find(session, number)
    access.check_open(who.actor(), case)
    return case


def take(session: Session, rulebook: Rulebook, number: str, act: Act) -> Taken:
    """Takes a step within the transaction of the request; after a refusal the session can still be used.

    Raises:
        HuisverbodError: as `advance`; nothing of the step was written.

    """
    with session.begin_nested():
        return advance(session, rulebook, number, act)
