"""Session in, session out; in the demonstration with one press. And the pages that everyone may read."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session, col, select

from huisverbod import accounts
from huisverbod.accounts import Account
from huisverbod.errors import Unknown
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import COOKIE, Me, Now, Options, Reading, Rules, Writing
from huisverbod.web.page import page

router = APIRouter()

START = {
    Role.MAYOR: "/besluiten",
    Role.DEPUTY_MAYOR: "/besluiten",
    Role.EVALUATOR: "/cijfers",
    Role.ADMINISTRATOR: "/cijfers",
}
"""Where a capacity begins; the others begin at the worklist."""

INSIDE = re.compile(r"/(?![/\\])[^\s\\]*")
WRONG = (
    "De inlognaam of het wachtwoord klopt niet. Probeer het opnieuw. "
    f"Na {accounts.FAILURES_BEFORE_DELAY} keer fout wacht u een minuut voor u verder kunt."
)


class Typed(BaseModel):
    """What is filled in to sign in, and where to go afterwards."""

    login: str = ""
    password: str = ""
    verder: str = "/"


def inside(address: str) -> str:
    """An address within this application; anything else becomes the beginning."""
    return address if INSIDE.fullmatch(address) else "/"


@router.get("/")
def begin(me: Me) -> Response:
    """To the page where this person's work begins."""
    return RedirectResponse(START.get(Role(me.role), "/zaken"), 303)


@router.get("/inloggen")
def show_sign_in(
    request: Request, session: Reading, rules: Rules, options: Options, verder: str = "/"
) -> Response:
    """The form to sign in."""
    cast = _cast(session, rules) if options.demo else {}
    return page(request, "sign_in.html", login="", onward=inside(verder), cast=cast)


@router.post("/inloggen")
def sign_in(
    request: Request,
    session: Writing,
    rules: Rules,
    options: Options,
    now: Now,
    typed: Annotated[Typed, Form()],
) -> Response:
    """Opens a session when the password is right; a wrong name and a wrong password read the same."""
    account = accounts.by_login(session, typed.login)
    if not accounts.right_password(session, account, typed.password, now) or account is None:
        cast = _cast(session, rules) if options.demo else {}
        errors = [{"href": "#login", "text": WRONG}]
        kept = {"login": typed.login, "onward": inside(typed.verder), "cast": cast}
        return page(request, "sign_in.html", status=422, errors=errors, **kept)
    return _welcome(session, account, options, now, inside(typed.verder))


@router.post("/inloggen/demo")
def sign_in_as(session: Writing, options: Options, now: Now, account: Annotated[int, Form()]) -> Response:
    """Opens a session for a fictional person; there is no such address outside the demonstration."""
    found = session.get(Account, account) if options.demo else None
    if found is None or not found.active:
        raise Unknown
    return _welcome(session, found, options, now, "/")


def _welcome(session: Session, account: Account, options: Options, now: Now, onward: str) -> Response:
    token = accounts.sign_in(session, account, now)
    answer = RedirectResponse(onward, 303)
    answer.set_cookie(COOKIE, token, path="/", secure=options.secure_cookies, httponly=True, samesite="lax")
    return answer


@router.post("/uitloggen")
def sign_out(request: Request, session: Writing) -> Response:
    """Ends the session, here and on the server."""
    accounts.sign_out(session, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/inloggen", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _cast(session: Session, rules: Rulebook) -> Mapping[str, list[tuple[Account, str]]]:
    """The fictional people by region, each with the place where he works."""
    found: dict[str, list[tuple[Account, str]]] = {}
    active = select(Account).where(col(Account.active)).order_by(col(Account.region), col(Account.id))
    for account in session.exec(active):
        region = rules.regions.get(account.region)
        places = {town.key: town.name for town in region.municipalities} if region else {}
        place = places.get(account.municipality, account.organisation)
        found.setdefault(region.name if region else "Alle regio's", []).append((account, place))
    return found


@router.get("/hulp")
def show_help(request: Request) -> Response:
    """What to do when, and what the words mean."""
    return page(request, "help.html")


@router.get("/toegankelijkheid")
def show_accessibility(request: Request) -> Response:
    """What was done so that everyone can use these pages."""
    return page(request, "accessibility.html")
