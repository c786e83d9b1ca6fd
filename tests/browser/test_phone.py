"""Deciding on a phone at night: a slow network, few taps."""

from playwright.sync_api import Browser, Page, expect

from huisverbod.roles import Role
from tests.browser.looking import picture, too_wide
from tests.browser.town import HOUR
from tests.browser.visiting import PHONE, Served, press
from tests.builders import MOMENT, a_proposed_decision
from tests.web.conftest import PASSWORD

BITS, LATENCY = 400_000, 100
"""A second, in either direction; milliseconds for an answer."""
ROUNDS = 4
"""Answers that the first paint waits for: the line, the page, what shapes it, one to spare."""
FETCHED = """() => ['navigation', 'resource'].flatMap(
  kind => performance.getEntriesByType(kind)).map(one => one.transferSize)"""
"""The bytes of the page and of everything it asks for: the most that the first paint can wait for."""


def slow(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"latency": LATENCY, "downloadThroughput": BITS / 8, "uploadThroughput": BITS / 8}
    line.send("Network.emulateNetworkConditions", {"offline": False, **speed})


def test_the_draft_is_there_within_two_seconds_and_decided_in_three_taps(
    browser: Browser, served_site: Served
) -> None:
    site = served_site.site
    with site.writing() as session:
        number = a_proposed_decision(session, site.rulebook)
    site.now = MOMENT + 4 * HOUR
    with browser.new_context(base_url=served_site.address, viewport=PHONE, color_scheme="dark") as context:
        served_site.welcome(context, Role.MAYOR)
        page = context.new_page()
        slow(page)
        page.goto(f"/zaken/{number}/besluit/imposition.impose")
        page.wait_for_load_state("networkidle")
        sizes = page.evaluate(FETCHED)
        assert len(sizes) > 1 and min(sizes) > 0
        assert ROUNDS * LATENCY + sum(sizes) / (BITS / 8) * 1000 <= 2000
        assert too_wide(page) == []
        press(page, "Naar ondertekenen")
        page.get_by_label("Uw wachtwoord").fill(PASSWORD)  # the phone fills it in
        page.get_by_role("checkbox").check()
        picture(page, "phone-signing")
        press(page, "Ondertekenen: huisverbod opleggen")
        expect(page.get_by_text("Vastgelegd: Huisverbod opleggen.")).to_be_visible()
        assert too_wide(page) == []
