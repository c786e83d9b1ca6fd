"""What is looked at on every page: axe, width, tab stops, console, title."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"""async () => {{
  const found = await axe.run({{ runOnly: {json.dumps(TAGS)}, resultTypes: ["violations"] }});
  return found.violations.flatMap(
    (fault) => fault.nodes.map((node) => `${{fault.id}}: ${{node.html.slice(0, 200)}}`));
}}"""

WIDTHS = "[document.documentElement.scrollWidth, window.innerWidth]"

FOCUSED = """() => {
  const part = document.activeElement;
  if (!part || part === document.body) return null;
  const style = getComputedStyle(part), box = part.getClientRects()[0];
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const contrast = (one, other) => Math.max(one, other) / Math.min(one, other);
  const haloed = style.boxShadow !== "none" && !style.boxShadow.includes("inset");
  const on = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    what: part.outerHTML.slice(0, 160),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: haloed ? contrast(light(style.outlineColor), light(style.boxShadow)) : 0,
    seen: Boolean(on) && (part.contains(on) || on.contains(part)),
  };
}"""

SMALL = """() => [...document.querySelectorAll("button, .hv-btn, select, summary, input, textarea")]
  .filter((part) => part.checkVisibility() && !part.closest("[aria-hidden]"))
  .map((part) => part.matches("[type=radio], [type=checkbox]") && part.closest("label, .hv-check") || part)
  .filter((part) => { const box = part.getBoundingClientRect(); return box.height && box.height < 44; })
  .map((part) => `${part.outerHTML.slice(0, 160)} is ${part.getBoundingClientRect().height} high`)"""

MOST_STOPS = 400
PICTURES = Path(__file__).parent.parent / "pictures"


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it is now: the rule and the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN)
    return found


def too_wide(page: Page) -> list[str]:
    """A sentence when the page can be scrolled sideways."""
    wide, window = page.evaluate(WIDTHS)
    return [] if wide == window else [f"{wide} pixels wide in a window of {window}"]


def lost_stops(page: Page) -> list[str]:
    """The tab stops where nobody sees that he is: no clear outline with its halo, or under something else."""
    stops = list(_tab_stops(page))
    assert len(stops) > 2
    return [
        "{what}: outline {outline} px, contrast {contrast:.1f}, seen: {seen}".format(**stop)
        for stop in stops
        if stop["outline"] < 2 or stop["contrast"] < 3 or not stop["seen"]
    ]


def _tab_stops(page: Page) -> Iterator[dict[str, Any]]:
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        yield stop
    raise AssertionError(f"no end after {MOST_STOPS} tab stops")


def small_targets(page: Page) -> list[str]:
    """What is lower than a finger needs."""
    found: list[str] = page.evaluate(SMALL)
    return found


class Console:
    """What the browser complains about, but for the status of the page itself."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self._page = page
        page.on("console", self._note)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _note(self, message: ConsoleMessage) -> None:
        own = message.text.startswith("Failed to load resource") and message.location["url"] == self._page.url
        if message.type in ("error", "warning") and not own:
            self.complaints.append(message.text)


def picture(page: Page, name: str) -> None:
    """Keeps a picture for a person to look at, when asked for by HUISVERBOD_PICTURES."""
    if os.environ.get("HUISVERBOD_PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
