"""Who decided and who signed, in words: derived from the act, the register and the mandate, never typed.

A mayor decides; a deputy replaces him (Gemeentewet 77); an hOvJ decides on his behalf under mandate
(Awb 10:10), or only signs what the mayor decided himself (Awb 10:11).
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from huisverbod.known import Asked, Happened
from huisverbod.law import ZONE
from huisverbod.region import Mandate, Municipality
from huisverbod.roles import Role
from huisverbod.wording import moment, plain_day

CHANNELS = {"telefoon": "per telefoon", "persoonlijk": "in persoon", "beeldbellen": "in een videogesprek"}


class Signed(BaseModel):
    """The end of a decision: how and when it was taken, in whose name it is signed and by whom.

    `policy` says what stands under it electronically, in the words of the region.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    statement: str
    capacity: str
    name: str
    ground: str
    policy: str = ""
    decided_at: datetime

    @property
    def line(self) -> str:
        """In whose name, by whom and on what ground, in one line."""
        return " ".join(filter(None, (self.capacity, self.name, self.ground)))


@dataclass(frozen=True)
class _Decider:
    """Someone who decides or signs, at an instant, with what the register says of him then."""

    role: Role
    name: str
    at: datetime
    town: Municipality
    mandate: Mandate | None

    @property
    def capacity(self) -> str:
        if self.role == Role.HOVJ:
            return f"Namens de burgemeester van {self.town.name},"
        return f"De {self.role.label} van {self.town.name},"

    @property
    def full_name(self) -> str:
        if self.role != Role.HOVJ:
            return self.name
        rank = f", {self.mandate.rank}" if self.mandate else ""
        return f"{self.name}{rank}, {self.role.label}"

    @property
    def ground(self) -> str:
        if self.role == Role.DEPUTY_MAYOR:
            return f"De loco-burgemeester vervangt de burgemeester{self._why} (artikel 77 Gemeentewet)."
        if self.mandate is None:
            return ""
        written = f"Mandaat {self.mandate.number} van {plain_day(self.mandate.decided_on)}"
        return f"{written}, gegeven door {self.giver} (artikel 3, eerste lid, Wth)."

    @property
    def _why(self) -> str:
        """Gemeentewet 77: the absence or vacancy, where the register knows of one on that day."""
        on = self.at.astimezone(ZONE).date()
        mayor = self.town.mayor(on)
        if mayor is None:
            return ", want dat ambt is niet vervuld"
        return ", die afwezig is" if self.town.away(mayor.name, on) else ""

    @property
    def giver(self) -> str:
        """Awb 10:3: who gave the mandate, in the office held on the day of the written decision."""
        if self.mandate is None:
            return ""
        mayor = self.town.mayor(self.mandate.decided_on)
        role = Role.MAYOR if mayor and mayor.name == self.mandate.signed_by else Role.DEPUTY_MAYOR
        return f"{role.label} {self.mandate.signed_by}"


def signed_as(asked: Asked) -> Signed:
    """The end of a decision of which no text was read first: who decided, in which capacity, and when."""
    decider = _decider(asked, asked.actor.role, asked.actor.name, asked.at)
    return Signed(
        statement=f"De {decider.role.label} besloot op {moment(asked.at)}.",
        capacity=decider.capacity,
        name=decider.full_name,
        ground=decider.ground,
        decided_at=asked.at,
    )


def signed(asked: Asked) -> Signed:
    """The end of the decision that is taken with the last event."""
    writer = _decider(asked, asked.actor.role, asked.actor.name, asked.at)
    oral = asked.known.last("imposition.impose_orally")
    if oral and asked.known.events[-1].step == "imposition.put_in_writing":
        return _written_after(oral, writer, asked)
    how = CHANNELS.get(asked.facts.channel)
    return Signed(
        statement=f"De {writer.role.label} besloot op {moment(asked.at)}{f', {how}' if how else ''}.",
        capacity=writer.capacity,
        name=writer.full_name,
        ground=writer.ground,
        policy=asked.region.signing.sentence,
        decided_at=asked.at,
    )


def _written_after(oral: Happened, writer: _Decider, asked: Asked) -> Signed:
    """Wth 2(7): the decision was taken and announced orally; this signs its written version."""
    role, _, name = str(oral.facts["decided_by"]).partition(":")
    decider = _decider(asked, Role(role), name, datetime.fromisoformat(oral.facts["decided_at"]))
    how = CHANNELS[oral.facts["channel"]]
    statement = (
        f"De {decider.role.label} ({name}) besloot op {moment(decider.at)}, {how}. "
        f"Het besluit is mondeling aangezegd op {moment(oral.occurred_at)}, "
        f"en op schrift gesteld op {moment(asked.at)}."
    )
    ground = decider.ground
    if writer.role == Role.HOVJ and decider.role != Role.HOVJ:
        ground = f"Ondertekend voor de {decider.role.label}, die het besluit zelf nam (artikel 10:11 Awb)."
    return Signed(
        statement=statement,
        capacity=writer.capacity,
        name=writer.full_name,
        ground=ground,
        policy=asked.region.signing.sentence,
        decided_at=decider.at,
    )


def _decider(asked: Asked, role: Role, name: str, at: datetime) -> _Decider:
    key = asked.known.municipality
    mandate = asked.region.mandate(name, key, at.astimezone(ZONE).date()) if role == Role.HOVJ else None
    return _Decider(role, name, at, asked.region.municipality(key), mandate)
