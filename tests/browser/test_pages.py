"""Every kind of page, as each capacity sees it: no barrier, at any width, in light and in dark."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Response

from huisverbod.roles import Role
from tests import builders
from tests.browser import looking
from tests.browser.town import NAMES, NOW, Town, a_town
from tests.browser.visiting import Served, choose, fill, press

OFFICER, MAYOR, POLICE, HOVJ = Role.MUNICIPAL_OFFICER, Role.MAYOR, Role.POLICE, Role.HOVJ
PARTNER, CARE = Role.VEILIG_THUIS, Role.CASE_MANAGER
HEIGHT, WHOLE, NARROWEST = 900, 9000, 320
"""In pixels; axe looks at a window as high as the page, in which nothing hides under a bar at its foot."""
SEEN = [("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390)]


@dataclass(frozen=True)
class Shown:
    """A page: who sees it, where, with which status, and what he does there first."""

    name: str
    who: Role | None
    address: str
    status: int = 200
    first: Callable[[Page, Town], None] | None = None


def send(label: str) -> Callable[[Page, Town], None]:
    """Sends the form as it stands."""
    return lambda page, town: press(page, label)


def add(page: Page, town: Town) -> None:
    """Adds a row."""
    press(page, re.compile("^Toevoegen"))


def mistype(page: Page, town: Town) -> None:
    """Signs in with a wrong password."""
    fill(page, {"Inlognaam": "noor", "Wachtwoord": "niet het goede"})
    press(page, "Inloggen")


def come_second(page: Page, town: Town) -> None:
    """Somebody else takes a step first; then the form is sent."""
    site = town.served.site
    with site.writing() as session:
        builders.a_step(session, site.rulebook, town.cases["oral"], "enforcement.record_check", NOW)
    choose(page, {"Hield de": "Ja"})
    fill(page, {"Waar is": "Proefstraat", "Wat trof": "Niets bijzonders"})
    press(page, "Controle vastleggen")


def unfold(page: Page, town: Town) -> None:
    """Opens whatever is folded."""
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def rate_badly(page: Page, town: Town) -> None:
    """A yes without evidence, and a signal not rated without a reason."""
    unfold(page, town)
    page.locator("[name='1b.1.value'][value=ja]").check()
    page.locator("[name='1c.colour'][value=geen]").check()
    press(page, "Leg vast: deel 1")


def plan_badly(page: Page, town: Town) -> None:
    """A shift that ends before it begins."""
    fill(page, {"Naam": "Fenna Balie", "Begin": "2026-11-24T08:00", "Einde": "2026-11-24T07:00"})
    press(page, "Zet in het rooster")


def come_from_elsewhere(page: Page, town: Town) -> None:
    """A form of another site that sends something here."""
    page.goto("about:blank")
    page.set_content(
        f'<form method="post" action="{town.served.address}/uitloggen"><button>Weg</button></form>'
    )
    page.click("button")


DEFECT = "/stuk"
SUBMIT = "Verzoek naar de burgemeester sturen"
PROPOSE, SERVE = "Ontwerpbesluit voorleggen", "Besluit in persoon uitreiken"
SIGN = "Ondertekenen: huisverbod opleggen"

PAGES = [
    Shown("sign-in", None, "/inloggen"),
    Shown("sign-in-wrong", None, "/inloggen?verder=/zaken", 422, mistype),
    Shown("accessibility", None, "/toegankelijkheid"),
    Shown("verification", None, "/controleren"),
    Shown("help", OFFICER, "/hulp"),
    Shown("guidance", POLICE, "/handreiking?voor=police"),
    Shown("not-found", OFFICER, "/zaken/HV-2026-9999", 404),
    Shown("forbidden", POLICE, "/cijfers", 403),
    Shown("not-now", OFFICER, "/zaken/{expired}/stap/execution.propose_extension", 409),
    Shown("overtaken", POLICE, "/zaken/{oral}/stap/enforcement.record_check", 409, come_second),
    Shown("from-elsewhere", None, "/hulp", 403, come_from_elsewhere),
    Shown("broken", OFFICER, DEFECT, 500),
    Shown("worklist-officer", OFFICER, "/zaken"),
    Shown("worklist-police", POLICE, "/zaken"),
    Shown("worklist-partner", PARTNER, "/zaken"),
    Shown("worklist-care", CARE, "/zaken"),
    Shown("worklist-empty", Role.RAAD, "/zaken"),
    Shown("messages-officer", OFFICER, "/berichten"),
    Shown("messages-care", CARE, "/berichten"),
    Shown("messages-list", OFFICER, "/berichten/lijst"),
    Shown("case-draft", PARTNER, "/zaken/{draft}"),
    Shown("case-request", OFFICER, "/zaken/{request}"),
    Shown("case-assessment", PARTNER, "/zaken/{assessment}"),
    Shown("case-proposed", MAYOR, "/zaken/{proposed}"),
    Shown("case-running", OFFICER, "/zaken/{running}", first=unfold),
    Shown("case-extended", POLICE, "/zaken/{extended}"),
    Shown("case-expired", CARE, "/zaken/{expired}"),
    Shown("case-court", HOVJ, "/zaken/{court}"),
    Shown("request-start", PARTNER, "/verzoeken/nieuw", 422, send("Begin het verzoek")),
    Shown("request-dwelling", PARTNER, "/zaken/{draft}/verzoek/woning"),
    Shown("request-people", PARTNER, "/zaken/{draft}/verzoek/mensen", 422, send("Verder")),
    Shown("request-signs", PARTNER, "/zaken/{draft}/verzoek/signalen", 422, send("Verder")),
    Shown("request-situation", PARTNER, "/zaken/{draft}/verzoek/situatie", 422, send("Verder")),
    Shown("request-details", PARTNER, "/zaken/{draft}/verzoek/gegevens"),
    Shown("request-check", PARTNER, "/zaken/{draft}/verzoek/controleer"),
    Shown("request-check-wrong", PARTNER, "/zaken/{draft}/verzoek/controleer", 422, send(SUBMIT)),
    Shown("request-sent", PARTNER, "/zaken/{request}/verzoek/verstuurd"),
    Shown("request-urgent", POLICE, "/verzoeken/spoed"),
    Shown("request-urgent-wrong", HOVJ, "/verzoeken/spoed", 422, send("Spoedverzoek sturen")),
    Shown("request-told", PARTNER, "/zaken/{draft}/verzoek/verteld", first=add),
    Shown("request-status", PARTNER, "/zaken/{request}/verzoek"),
    Shown("request-status-officer", OFFICER, "/zaken/{request}/verzoek"),
    Shown("instrument", HOVJ, "/zaken/{assessed}/risicotaxatie", first=unfold),
    Shown("instrument-partner", PARTNER, "/zaken/{assessment}/risicotaxatie"),
    Shown("instrument-part", CARE, "/zaken/{assessment}/risicotaxatie/3"),
    Shown("instrument-part-wrong", POLICE, "/zaken/{assessment}/risicotaxatie/1", 422, rate_badly),
    Shown("step-propose", OFFICER, "/zaken/{heard}/stap/imposition.propose"),
    Shown("step-propose-wrong", OFFICER, "/zaken/{heard}/stap/imposition.propose", 422, send(PROPOSE)),
    Shown("step-orally", HOVJ, "/zaken/{heard}/stap/imposition.impose_orally"),
    Shown("step-serve", POLICE, "/zaken/{imposed}/stap/execution.serve", 422, send(SERVE)),
    Shown("step-blocked", OFFICER, "/zaken/{assessment}/stap/risk_assessment.conclude", first=unfold),
    Shown("step-extension", OFFICER, "/zaken/{oral}/stap/execution.propose_extension"),
    Shown("decisions", MAYOR, "/besluiten", first=unfold),
    Shown("decision", MAYOR, "/zaken/{proposed}/besluit/imposition.impose"),
    Shown("decision-extension", MAYOR, "/zaken/{longer}/besluit/execution.extend"),
    Shown("sign", MAYOR, "/zaken/{proposed}/ondertekenen/imposition.impose"),
    Shown("sign-wrong", MAYOR, "/zaken/{proposed}/ondertekenen/imposition.impose", 422, send(SIGN)),
    Shown("register", OFFICER, "/register"),
    Shown("versions", Role.ADMINISTRATOR, "/beheer/werkwijze"),
    Shown("version", Role.ADMINISTRATOR, "/beheer/werkwijze/{version}", first=unfold),
    Shown("house-styles", Role.ADMINISTRATOR, "/beheer/huisstijl"),
    Shown("house-style", Role.ADMINISTRATOR, "/beheer/huisstijl/voorbeeldland/voorbeelddam"),
    Shown("roster", OFFICER, "/rooster", first=unfold),
    Shown("roster-wrong", Role.ADMINISTRATOR, "/rooster", 422, plan_badly),
    Shown("handover", OFFICER, "/overdracht"),
    Shown("figures", Role.EVALUATOR, "/cijfers", first=unfold),
    Shown("figures-duties", Role.EVALUATOR, "/cijfers/plichten"),
    Shown("figures-wrong", OFFICER, "/cijfers?van=2026-11-24&tot=2026-11-01", 422),
]


@pytest.fixture(scope="module")
def town(demonstration: Served) -> Town:
    """The cases, and a page with a defect."""

    def fail() -> None:
        raise RuntimeError("a defect of our own making")

    demonstration.site.app.add_api_route(DEFECT, fail)
    return a_town(demonstration)


@pytest.mark.parametrize("shown", PAGES, ids=[shown.name for shown in PAGES])
def test_a_page_has_no_barriers(browser: Browser, town: Town, shown: Shown):
    with browser.new_context(reduced_motion="reduce") as context:
        if shown.who:
            town.served.welcome(context, shown.who)
        page = context.new_page()
        console, statuses = looking.Console(page), []
        page.on("response", lambda answer: statuses.append(answer.status) if _is_page(answer) else None)
        page.goto(town.address(shown.address))
        if shown.first:
            shown.first(page, town)
        assert statuses[-1] == shown.status
        faults = _faults(page, shown.name) + console.complaints
        assert not faults, "\n".join(faults)


def _is_page(answer: Response) -> bool:
    return answer.request.is_navigation_request() and answer.status != 303


def _faults(page: Page, name: str) -> list[str]:
    """Whatever is wrong with the page, at every width and in both schemes, each with where it was seen."""
    found = [f"{who} in the title or address" for who in NAMES if who in page.title() + page.url]
    for scheme, width in SEEN:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": WHOLE})
        faults = looking.barriers(page)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += looking.too_wide(page)
        if (scheme, width) in (SEEN[0], SEEN[2]):
            faults += looking.lost_stops(page)
        found += [f"{scheme} {width}: {fault}" for fault in faults]
        looking.picture(page, f"{name}-{width}-{scheme}")
    found += [f"390: {fault}" for fault in looking.small_targets(page)]
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    return found + [f"{NARROWEST}: {fault}" for fault in looking.too_wide(page)]
