"""Who works in the pilot regions: an account for each capacity, and who acts in a case."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlmodel import Session

from huisverbod.accounts import Account
from huisverbod.demo.material import material
from huisverbod.known import Actor
from huisverbod.region import Municipality, Region
from huisverbod.roles import Role

LOGINS = {
    Role.HOVJ: "hovj",
    Role.POLICE: "politie",
    Role.VEILIG_THUIS: "veiligthuis",
    Role.CRISIS_TEAM: "crisisteam",
    Role.RAAD: "raad",
    Role.OM: "om",
    Role.RECLASSERING: "reclassering",
    Role.LOCAL_CARE: "wijkteam",
    Role.CASE_MANAGER: "casemanager",
    Role.EVALUATOR: "onderzoeker",
    Role.ADMINISTRATOR: "beheerder",
}
"""The sign-in name of each regional capacity, before the key of the region."""


def accounts(regions: Mapping[str, Region]) -> list[Account]:
    """Every account of the demonstration, still without a password, region by region."""
    found: list[Account] = []
    for place, key in enumerate(material().plan):
        found += _office_holders(regions[key])
        found += _officers(regions, key)
        found += _regional(regions[key], place)
    return found


def _office_holders(region: Region) -> Iterator[Account]:
    for municipality in region.municipalities:
        for office in municipality.offices:
            if office.account:
                yield _local(region, municipality, office.account, office.name, office.role)


def _officers(regions: Mapping[str, Region], key: str) -> Iterator[Account]:
    names = iter(material().staff["municipal_officer"])
    for other in material().plan:
        for municipality, name in zip(regions[other].municipalities, names, strict=False):
            if other == key:
                login = f"ambtenaar.{municipality.key}"
                yield _local(regions[other], municipality, login, name, Role.MUNICIPAL_OFFICER)


def _local(region: Region, municipality: Municipality, login: str, name: str, role: Role) -> Account:
    return Account(
        login=login,
        name=name,
        role=role,
        organisation=f"Gemeente {municipality.name}",
        region=region.key,
        municipality=municipality.key,
        password="",
    )


def _regional(region: Region, place: int) -> Iterator[Account]:
    for role, login in LOGINS.items():
        for number, name in enumerate(_names(region, role, place), start=1):
            yield Account(
                login=f"{login}{number if number > 1 else ''}.{region.key}",
                name=name,
                role=role,
                organisation=_organisation(region, role),
                region=region.key,
                password="",
            )


def _names(region: Region, role: Role, place: int) -> list[str]:
    """Holders of a mandate stand in the region's register; two people work at the police, one elsewhere."""
    staff = material().staff[role]
    if role == Role.HOVJ:
        return list(dict.fromkeys(mandate.holder for mandate in region.mandates)) or staff
    share = 2 if role == Role.POLICE else 1
    return staff[place * share : (place + 1) * share]


def _organisation(region: Region, role: Role) -> str:
    named = {
        Role.HOVJ: f"Politie {region.name}",
        Role.POLICE: f"Politie {region.name}",
        Role.VEILIG_THUIS: region.veilig_thuis.name,
        Role.CASE_MANAGER: region.help_body.name,
        Role.LOCAL_CARE: f"Wijkteams {region.name}",
        Role.EVALUATOR: f"Onderzoek proefregio {region.name}",
        Role.ADMINISTRATOR: f"Beheer {region.name}",
    }
    label = role.label
    return named.get(role, f"{label[0].upper()}{label[1:]} {region.name}")


class Cast:
    """The stored accounts of one region, as those who act in its cases."""

    def __init__(self, region: Region, people: list[Account]) -> None:
        """Keep the accounts of this region."""
        self.region = region
        self.people = [account for account in people if account.region == region.key]

    def one(self, role: Role, municipality: str = "", turn: int = 0) -> Actor:
        """Someone in this capacity; `turn` says whose turn it is where several do the same work."""
        able = [a for a in self.people if a.role == role and a.municipality in ("", municipality)]
        return able[turn % len(able)].actor()

    def mandated(self, municipality: str, route: str, on: date) -> Actor | None:
        """An hOvJ with a mandate for that municipality and route on that day, or nobody."""
        able = [a for a in self.people if a.role == Role.HOVJ]
        refused = self.region.no_mandate
        return next((a.actor() for a in able if not refused(a.name, municipality, route, on)), None)

    def decider(self, municipality: str, on: date, deputy: bool = False) -> Actor:
        """The mayor of that day, or the deputy when asked for or when the mayor of then has no account."""
        place = self.region.municipality(municipality)
        roles = (Role.DEPUTY_MAYOR, Role.MAYOR) if deputy else (Role.MAYOR, Role.DEPUTY_MAYOR)
        return next(
            a.actor()
            for role in roles
            for a in self.people
            if a.role == role and a.municipality == municipality and place.holder(a.name, role, on)
        )


def store(session: Session, people: list[Account], password: str) -> None:
    """Adds the accounts, each with the same hashed password."""
    for account in people:
        account.password = password
        session.add(account)
    session.flush()
