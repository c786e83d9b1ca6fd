"""People at a browser: they sign in, go somewhere, and fill in what is asked."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from huisverbod import accounts
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.web import current
from tests.web.conftest import PASSWORD, Site

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

Place = Page | Locator


@dataclass
class Served:
    """A site and the address where it is served."""

    site: Site
    address: str

    def welcome(self, context: BrowserContext, who: Role | Actor) -> None:
        """Signs this person in without the sign-in page."""
        account = self.site.account(who)
        with self.site.writing() as session:
            token = accounts.sign_in(session, account, self.site.now)
        context.add_cookies([{"name": current.COOKIE, "value": token, "url": self.address}])


@contextmanager
def a_person(browser: Browser, served: Served, who: Role | Actor, **device: Any) -> Iterator[Page]:
    """Someone who signs in with his password, and lands where his work begins."""
    account = served.site.account(who)
    with browser.new_context(base_url=served.address, **{"viewport": DESK, **device}) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Inlognaam").fill(account.login)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        press(page, "Inloggen")
        yield page


def press(page: Page, label: str | re.Pattern[str]) -> None:
    """Presses the first button of this name, or follows the first link."""
    main = page.locator("main")
    button, link = (main.get_by_role(role, name=label, exact=True) for role in ("button", "link"))
    button.or_(link).first.click()


def unfold(page: Page, text: str) -> None:
    """Opens what is folded behind this text."""
    page.locator("summary", has_text=text).click()


def part(place: Place, legend: str) -> Locator:
    """The group of fields under a legend that begins like this."""
    return place.get_by_role("group", name=re.compile(rf"^\s*{re.escape(legend)}"))


def choose(place: Place, answers: Mapping[str, str]) -> None:
    """Answers questions that have a few answers to choose from."""
    for question, answer in answers.items():
        part(place, question).get_by_label(answer, exact=True).check()


def fill(place: Place, texts: Mapping[str, str]) -> None:
    """Fills in fields by their labels."""
    for label, text in texts.items():
        place.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).fill(text)


def pick(place: Place, label: str, option: str | re.Pattern[str]) -> None:
    """Picks from a list."""
    field = place.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
    field.select_option(label=field.locator("option", has_text=option).inner_text())
