"""A site with a case in every kind of position, for looking at pages."""

from dataclasses import dataclass
from datetime import timedelta

from huisverbod import clock, roster
from huisverbod.roles import Role
from tests import builders
from tests.browser.visiting import Served
from tests.builders import MOMENT

NOW = MOMENT + timedelta(hours=6)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PARTNER = {"by": Role.VEILIG_THUIS, "route": "acuut_veilig_thuis"}
LONG = {
    "given_names": "Ruben Alexander Maximiliaan",
    "family_name": "Testema-van den Proefdijkhuizerweggebuurte",
    "safe_contact": "via voorbeeldzeerlangadreszonderspaties@hulpnageweld-voorbeelddam.example",
}
NAMES = ("Ruben", "Testema", "Sanne", "Voorbeeldsma", "Pim")
"""What no title and no address may hold."""


@dataclass
class Town:
    """The served site, and the numbers of its cases by what they are."""

    served: Served
    cases: dict[str, str]

    def address(self, template: str) -> str:
        """The address with the numbers of the cases, and the version in force, filled in."""
        version = self.served.site.rulebook.current.procedure.digest[:12]
        return self.served.address + template.format(**self.cases, version=version)


def a_town(served: Served) -> Town:
    """Plays the cases; it is twenty to four at night then."""
    site = served.site
    site.now = NOW
    with site.writing() as session:
        rules = site.rulebook

        def step(number: str, name: str, at, **changes: object) -> None:
            builders.a_step(session, rules, number, name, at, **changes)

        people = builders.a_household(**LONG)
        cases = {
            "draft": builders.a_draft(session, rules, **PARTNER),
            "request": builders.a_request(session, rules, NOW - timedelta(minutes=40), **PARTNER),
            "assessment": builders.an_accepted_request(session, rules, **PARTNER),
            "assessed": builders.a_concluded_assessment(session, rules, **PARTNER),
            "heard": builders.a_hearing(session, rules),
            "proposed": builders.a_proposed_decision(session, rules),
            "imposed": builders.an_imposed_ban(session, rules),
            "running": builders.a_running_ban(session, rules, submit={"people": people}),
            "oral": builders.an_oral_ban(session, rules),
            "longer": builders.an_oral_ban(session, rules, NOW - 8 * DAY),
            "extended": builders.an_extended_ban(session, rules, NOW - 9 * DAY),
            "expired": builders.an_expired_ban(session, rules, NOW - 14 * DAY),
            "court": builders.a_running_ban(session, rules, NOW - 3 * DAY),
        }
        until = builders.a_ban(session, rules, cases["longer"]).latest_end.isoformat()
        step(cases["longer"], "execution.propose_extension", NOW - timedelta(hours=1), until=until)
        step(cases["court"], "court.request", NOW - DAY)
        step(cases["court"], "court.hearing", NOW - timedelta(hours=12))
        shifts = [
            roster.Entry(
                "voorbeelddam", Role.MUNICIPAL_OFFICER, "Fenna Balie", NOW - 9 * HOUR, NOW + 5 * HOUR
            ),
            roster.Entry("voorbeelddam", Role.DEPUTY_MAYOR, "Ilse Grachtenaar", NOW - DAY, NOW + DAY),
        ]
        roster.import_all(session, rules.region("voorbeeldland"), shifts, NOW, None)
    clock.tick(site.engine, site.rulebook, NOW)
    return Town(served, cases)
