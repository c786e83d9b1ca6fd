"""The main way in a browser, by clicking: from a partner's request to a running ban in the figures."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from huisverbod.roles import Role
from tests import builders
from tests.browser import acting
from tests.browser.looking import Console
from tests.browser.visiting import PHONE, Served, a_person, press
from tests.builders import MOMENT

EARLIER = 4
"""Bans of before: with the one of this test there are enough for the figures to show how many."""

WAY: list[tuple[int, Role, Callable[[Page, str], None], dict[str, Any]]] = [
    (20, Role.MUNICIPAL_OFFICER, acting.accept, {}),
    (40, Role.POLICE, acting.assess_incident, {}),
    (60, Role.CASE_MANAGER, acting.assess_family, {}),
    (70, Role.HOVJ, acting.conclude, {}),
    (100, Role.HOVJ, acting.hear, {}),
    (130, Role.MUNICIPAL_OFFICER, acting.propose, {}),
    (160, Role.MAYOR, acting.sign, {"viewport": PHONE, "is_mobile": True, "has_touch": True}),
    (200, Role.POLICE, acting.serve, {}),
    (240, Role.MUNICIPAL_OFFICER, acting.see_it_run, {}),
]
"""Who does what, so many minutes after the request was begun, on which device."""


@pytest.fixture
def region(served_site: Served) -> Served:
    """A region with a few bans in its past."""
    site = served_site.site
    with site.writing() as session:
        for weeks in range(1, EARLIER + 1):
            builders.an_oral_ban(session, site.rulebook, MOMENT - timedelta(weeks=weeks))
    site.now = MOMENT
    return served_site


def test_a_request_becomes_a_signed_served_and_counted_ban(browser: Browser, region: Served):
    with a_person(browser, region, Role.EVALUATOR) as evaluator:
        assert figures(evaluator) == ("minder dan 5", EARLIER)
    with a_person(browser, region, Role.VEILIG_THUIS) as partner:
        number = acting.ask(partner)
    for minutes, role, act, device in WAY:
        region.site.now = MOMENT + timedelta(minutes=minutes)
        with a_person(browser, region, role, **device) as page:
            console = Console(page)
            act(page, number)
            assert console.complaints == []
    with a_person(browser, region, Role.EVALUATOR) as evaluator:
        assert figures(evaluator) == (str(EARLIER + 1), EARLIER + 1)


def figures(evaluator: Page) -> tuple[str, int]:
    """How often a ban was served: in the table of the figures page, and in the file that it gives."""
    evaluator.get_by_role("link", name="Cijfers").click()
    row = evaluator.get_by_role("row", name=re.compile("^Besluit tot bekendmaking"))
    with evaluator.expect_download() as download:
        press(evaluator, "Download de doorlooptijden (CSV)")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    rows = [line for line in csv.DictReader(lines, delimiter=";") if line["maat"] == "decision_to_service"]
    return row.get_by_role("cell").first.inner_text(), len(rows)
