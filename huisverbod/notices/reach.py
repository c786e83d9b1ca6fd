"""Where a receiver can be reached: the contacts of the region, else the accounts in that capacity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import false
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from huisverbod import roster
from huisverbod.accounts import Account
from huisverbod.case import Event
from huisverbod.duties import Rung
from huisverbod.notices.kinds import OUTSIDE
from huisverbod.notices.rows import Notice
from huisverbod.region import Contact, Region
from huisverbod.roles import Role, stands_in_for

MOST_ACCOUNTS = 20
"""house: so many colleagues at most get the same message."""


@dataclass(frozen=True)
class Reach:
    """The regions with their contacts, and the channels this installation can send by (mail, text)."""

    regions: Mapping[str, Region] = field(default_factory=dict)
    channels: frozenset[str] = frozenset()

    def targets(self, session: Session, notice: Notice, channel: str, at: datetime) -> list[str]:
        """Whose addresses a notice goes to by this channel: "contact:<receiver>" or "account:<number>".

        What came to whoever is on call goes to him by the roster of that instant, and to the piket.
        """
        if channel not in self.channels:
            return []
        if notice.occasion.endswith(f":{Rung.ON_CALL}"):
            found = ["contact:on_call", *_on_call(session, notice, at)]
            return [one for one in found if self.address(session, one, notice, channel)]
        contact = f"contact:{notice.role}"
        if self.address(session, contact, notice, channel):
            return [contact]
        rows = session.exec(_accounts(notice)).all()
        return [f"account:{row.id}" for row in rows if _of(row, channel)][:MOST_ACCOUNTS]

    def address(self, session: Session, target: str, notice: Notice, channel: str) -> str:
        """The e-mail address or mobile number behind a target as it is now; empty when there is none."""
        kind, _, key = target.partition(":")
        if kind == "account":
            account = session.get(Account, int(key))
            return _of(account, channel) if account and account.active else ""
        region = self.regions.get(notice.region)
        return _of(_contact(region, notice.municipality, key), channel) if region else ""

    def silent(self) -> Iterator[tuple[str, str]]:
        """The contacts that none of these channels reaches, as key of the region and name."""
        for key, region in self.regions.items():
            for contact in (region.police, region.help_body, region.veilig_thuis, region.court):
                if not any(_of(contact, channel) for channel in self.channels):
                    yield key, contact.name


def _contact(region: Region, municipality: str, receiver: str) -> object:
    contacts: dict[str, object] = {
        Role.POLICE: region.police,
        Role.CASE_MANAGER: region.help_body,
        Role.VEILIG_THUIS: region.veilig_thuis,
        Role.MUNICIPAL_OFFICER: region.municipality(municipality),
        "court": region.court,
        "lawyer_line": region.lawyer_line,
        "on_call": Contact(
            name="piket", phone=region.on_call_phone, email=region.on_call_email, mobile=region.on_call_mobile
        ),
    }
    return contacts.get(receiver)


def _of(who: object, channel: str) -> str:
    return str(getattr(who, {"mail": "email", "text": "mobile"}[channel], None) or "")


def _on_call(session: Session, notice: Notice, at: datetime) -> list[str]:
    """The account of whoever is on call then for this post (house: by capacity and name)."""
    shift = roster.on_call(session, notice.region, notice.municipality, at).get(
        roster.post_for(Role(notice.role))
    )
    if shift is None:
        return []
    found = select(Account.id).where(
        Account.active,
        Account.role == shift.role,
        Account.name == shift.name,
        Account.region == notice.region,
    )
    return [f"account:{number}" for number in session.exec(found)]


def _accounts(notice: Notice) -> SelectOfScalar[Account]:
    """Who would read it in the application: that capacity and place, or whoever sent the request."""
    if not notice.role:
        sent = select(Event.account_id).where(
            Event.case_id == notice.case_id, Event.stage == "request", Event.step == "submit"
        )
        return select(Account).where(Account.active, col(Account.id).in_(sent))
    if notice.role in OUTSIDE:
        return select(Account).where(false())
    place = col(Account.municipality).in_(("", notice.municipality))
    return (
        select(Account)
        .where(
            Account.active,
            col(Account.role).in_(stands_in_for(Role(notice.role))),
            Account.region == notice.region,
            place,
        )
        .order_by(col(Account.id))
    )
