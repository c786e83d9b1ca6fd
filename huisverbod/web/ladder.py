"""With whom a duty lies at one moment: in the words of a page, and whether that is the person who looks."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from huisverbod import roster
from huisverbod.duties import Rung
from huisverbod.known import Actor
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.roles import Role, stands_in_for
from huisverbod.roster import Post, Shift


class Ladders:
    """The roster and register of one region at one aware instant; each municipality is read once."""

    def __init__(self, session: Session, region: Region, at: datetime) -> None:
        """Keep what is needed to look things up."""
        self.session, self.region, self.at = session, region, at
        self._on_call: dict[str, Mapping[Post, Shift]] = {}

    def on_call(self, owner: Role, municipality: str) -> Shift | None:
        """Who is on call now for what this capacity owes, or nobody."""
        if municipality not in self._on_call:
            here = roster.on_call(self.session, self.region.key, municipality, self.at)
            self._on_call[municipality] = here
        return self._on_call[municipality].get(roster.post_for(owner))

    def lies_with(self, owner: Role, rung: Rung, municipality: str) -> str:
        """The words after "Ligt nu bij"."""
        if rung == Rung.OWNER:
            return owner.label
        if rung == Rung.TEAM:
            return f"de collega's ({owner.label})"
        if rung == Rung.ON_CALL:
            shift = self.on_call(owner, municipality)
            return f"het piket: {shift.name}" if shift else "het piket (niemand ingeroosterd)"
        return f"de loco-burgemeester: {self._deputy(municipality) or 'niemand in het register'}"

    def lies_with_me(self, me: Actor, owner: Role, rung: Rung, municipality: str) -> bool:
        """Whether a duty that was passed on has come to this person."""
        if rung in (Rung.OWNER, Rung.TEAM):
            return rung == Rung.TEAM and owner in stands_in_for(me.role)
        if rung == Rung.DEPUTY:
            return me.role == Role.DEPUTY_MAYOR and me.municipality in ("", municipality)
        shift = self.on_call(owner, municipality)
        return shift is not None and (shift.role, shift.name) == (me.role, me.name)

    def _deputy(self, municipality: str) -> str:
        """Gemeentewet 77: the deputy who is there; the first in order."""
        place, on = self.region.municipality(municipality), self.at.astimezone(ZONE).date()
        return next((one.name for one in place.deputies(on) if not place.away(one.name, on)), "")
