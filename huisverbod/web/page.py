"""Renders a page: one frame, one way to write instants, nothing undefined."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from huisverbod import access, wording
from huisverbod.accounts import Account
from huisverbod.powers import Powers
from huisverbod.roles import POLICE, Role

HERE = Path(__file__).parent
STATIC = HERE / "static"
ABSTAINERS = frozenset({Role.EVALUATOR, Role.ADMINISTRATOR})
"""Capacities that open no cases."""

REGISTER_READERS = frozenset(
    {Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER, Role.HOVJ, Role.ADMINISTRATOR}
)
"""Capacities that see who holds office and mandate."""

ROSTER_EDITORS = frozenset({Role.MUNICIPAL_OFFICER, Role.ADMINISTRATOR})
"""Capacities that plan who is on call."""
HANDING_OVER = frozenset({Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER, Role.HOVJ})
"""Capacities that are on call, and hand over to each other."""
ROSTER_READERS = ROSTER_EDITORS | HANDING_OVER | {Role.POLICE}
"""Capacities that see who is on call."""

MENU: tuple[tuple[str, str, Callable[[Role, Powers], bool]], ...] = (
    ("/besluiten", "Besluiten", lambda role, powers: role in powers.deciders()),
    ("/zaken", "Werkvoorraad", lambda role, _: role not in ABSTAINERS),
    ("/berichten", "Berichten", lambda role, _: role not in ABSTAINERS),
    ("/verzoeken/nieuw", "Nieuw verzoek", lambda role, powers: powers.requester(role)),
    ("/verzoeken/spoed", "Spoedverzoek", lambda role, _: role in POLICE),
    ("/overdracht", "Overdracht", lambda role, _: role == Role.MUNICIPAL_OFFICER),
    ("/rooster", "Rooster", lambda role, _: role in ROSTER_READERS),
    ("/register", "Mandaten", lambda role, _: role in REGISTER_READERS),
    ("/beheer/werkwijze", "Werkwijze", lambda role, _: role == Role.ADMINISTRATOR),
    ("/beheer/huisstijl", "Huisstijl", lambda role, _: role == Role.ADMINISTRATOR),
    ("/handreiking", "Handreiking", lambda *_: True),
    ("/cijfers", "Cijfers", lambda role, _: role in access.FIGURE_READERS),
)
"""The main menu: address, words, and who sees it."""


def _version() -> str:
    content = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()[:12]


STATIC_ADDRESS = f"/static/{_version()}"
"""Where the static files stand; it changes with their content, so a browser may keep them for good."""


def role_label(role: str) -> str:
    """The Dutch name of a capacity."""
    return Role(role).label


def ground(law: str) -> str:
    """The article or rule a reason rests on, as shown; a rule of our own needs no name."""
    if law.startswith("house"):
        return ""
    return "norm van de regio" if law == "norm" else law.replace("norm: regio", "norm van de regio")


def first_up(words: str) -> str:
    """The words with a capital in front; the rest stays as it is, unlike `capitalize`."""
    return words[:1].upper() + words[1:]


PAGES = Environment(
    loader=FileSystemLoader(HERE / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAGES.filters |= {
    "moment": wording.moment,
    "short_moment": wording.short_moment,
    "day": wording.day,
    "plain_day": wording.plain_day,
    "duration": wording.duration,
    "until": wording.until,
    "hours": wording.hours,
    "listing": wording.listing,
    "role_label": role_label,
    "ground": ground,
    "first_up": first_up,
}


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page from this template, in its frame: who looks (or nobody), the moment, the menu, the rules."""
    me: Account | None = getattr(request.state, "me", None)
    rulebook = request.app.state.rulebook
    procedure = rulebook.current.procedure
    frame = {
        "me": me,
        "now": getattr(request.state, "now", None),
        "demo": request.app.state.settings.demo,
        "path": request.url.path,
        "menu": [
            (address, words) for address, words, seen in MENU if me and seen(Role(me.role), procedure.powers)
        ],
        "static": STATIC_ADDRESS,
        "terms": procedure.terms,
        "guidance": rulebook.guidance,
        "mark": procedure.about.mark,
        "errors": [],
    }
    html = PAGES.get_template(template).render(frame | context)
    return HTMLResponse(html, status)
