"""Who hears what: the kinds of notices as written in kinds.toml, read strictly."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from huisverbod.region import NORMS, Region
from huisverbod.roles import LABELS, Role

TABLE = Path(__file__).parent / "kinds.toml"

OUTSIDE = {
    "requester": "wie het verzoek deed",
    "household": "de huisgenoten",
    "court": "de rechtbank",
    "lawyer_line": "de piketdienst van de advocatuur",
    "rung": "bij wie de plicht nu ligt",
}
"""Receivers that are no capacity: an organisation, or people who do not sign in."""

TOLD_BY_PEOPLE = frozenset({"household", "court", "lawyer_line", Role.OM})
"""Receivers who open no case here: someone tells them, and records it."""

CHANNELS = {"mail": "e-mail", "text": "sms", "talk": "mondeling", "paper": "op papier"}
BY_HAND = frozenset({"talk", "paper"})
"""Channels along which a person tells it, not the program."""


MANNERS = {
    "app": "gezien in de toepassing",
    "telefoon": "verteld per telefoon",
    "persoonlijk": "in persoon verteld",
    "brief": "per brief",
    "stap": "bleek uit een stap in de zaak",
}
"""How a receiver came to know it."""


FAULTS = {
    "unreachable": "de server is niet bereikbaar",
    "no_tls": "de server biedt geen versleutelde verbinding",
    "sign_in": "de server weigert het inloggen",
    "busy": "de server neemt het nu niet aan",
    "refused": "de server weigert dit adres",
    "no_address": "er is geen adres meer",
}
"""Why an attempt failed, in words."""


def _receiver(name: str) -> str:
    if name not in OUTSIDE and name not in set(Role) - {Role.CLOCK}:
        raise ValueError(f"Onbekende ontvanger '{name}'.")
    return name


def _norm(name: str) -> str:
    if name not in NORMS:
        raise ValueError(f"Onbekende norm '{name}'.")
    return name


class Kind(BaseModel):
    """One kind of notice: to whom, on which article, what it may say and may not, and how it gets there.

    `norm` (hours in the region file) or `hours` say within how long somebody must have seen it; with
    neither nobody has to say so. `only_if` names a guard as "stage.guard", `if_stated` a fact of the step,
    `if_state` states as "stage.state"; all that are given must hold. `told_with` is the step by which telling
    it is recorded, `answered_by` are other steps from which it appears that the receiver knows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=1)
    text: str = Field(pattern=r"^[A-Z].*\.$")
    receivers: tuple[Annotated[str, AfterValidator(_receiver)], ...] = Field(min_length=1)
    law: str = Field(min_length=1)
    content: str = Field(pattern=r"\.$")
    never: str = Field(pattern=r"\.$")
    channels: tuple[Literal["mail", "text", "talk", "paper"], ...] = Field(min_length=1)
    norm: Annotated[str, AfterValidator(_norm)] | None = None
    hours: int | None = Field(default=None, gt=0)
    only_if: str | None = None
    if_stated: str | None = None
    if_state: tuple[str, ...] = ()
    told_with: str | None = None
    answered_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if self.norm and self.hours:
            raise ValueError("Noem een norm of een aantal uren, niet allebei.")
        return self

    def answers(self, step: str) -> bool:
        """Whether the receiver knows it once this step ("stage.step") was taken."""
        return step == self.told_with or step in self.answered_by

    def within(self, region: Region) -> timedelta | None:
        """Within how long it must have been seen in this region; nothing when nobody has to say so."""
        hours = region.norms.hours(self.norm) if self.norm else self.hours
        return timedelta(hours=hours) if hours else None


def read(path: Path) -> Mapping[str, Kind]:
    """The kinds of a table by name. Raises ValueError where it is not as it should be."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Kind.model_validate(row) for name, row in rows.items()}


KINDS: Mapping[str, Kind] = read(TABLE)


def receiver_label(receiver: str) -> str:
    """The Dutch name of a receiver: a capacity, or one of OUTSIDE."""
    return OUTSIDE[receiver] if receiver in OUTSIDE else LABELS[Role(receiver)]
