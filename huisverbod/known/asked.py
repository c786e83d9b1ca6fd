"""What a guard is given: the step asked for, with what is known and stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huisverbod import law
from huisverbod.instrument import Flag, Instrument
from huisverbod.known.past import Actor, Known
from huisverbod.powers import Powers
from huisverbod.region import Region
from huisverbod.roles import Role


@dataclass(frozen=True)
class Asked:
    """What a guard is given: the step asked for, by whom, at which instant, with what is known and stated.

    `at` is when it happened (aware), `recorded_at` when it is entered. `facts` is empty for a guard that
    is asked beforehand which steps are possible. `step` ("stage.step") is empty for a duty. `mark` stands on
    everything that comes from a simulation.
    """

    known: Known
    actor: Actor
    at: datetime
    recorded_at: datetime
    region: Region
    instrument: Instrument
    terms: Mapping[str, law.Term]
    powers: Powers
    facts: Any = None
    stock_phrases: tuple[str, ...] = ()
    step: str = ""
    mark: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def adult_age(self) -> int:
        """The age of majority, in years."""
        return self.terms["adult_age"].amount

    @property
    def day(self) -> date:
        """The Dutch calendar day on which it happened."""
        return self.at.astimezone(law.ZONE).date()

    @property
    def subject_adult(self) -> bool:
        """Wth 2(2): whether the person to be put out of the home is known to be of age on that day."""
        born_on = self.known.subject.born_on if self.known.subject else None
        return born_on is not None and law.adult(born_on, self.day, self.adult_age)

    def incompetent(self, role: Role, name: str, on: date, power: str = "") -> str | None:
        """Wth 3(1), Awb 10:5: the sentence if someone lacked the power for this step on that day.

        `power` names it where the step is not taken under one of its own.
        """
        needed = self.powers.power[power] if power else self.powers.of(self.step)
        if needed is None:
            return self.no_office(name, role, on)
        if role not in needed.roles:
            return f"Dit kan alleen door: {needed.holders} ({needed.law}), niet als {role.label}."
        if self.known.route in needed.not_on.get(role, ()):
            return (
                f"Bij een verzoek langs deze route kan dit niet door {role.label} ({needed.law}). "
                "Leg het voor aan de burgemeester."
            )
        if role not in needed.mandate:
            return self.no_office(name, role, on)
        return self.region.no_mandate(name, self.known.municipality, self.known.route, on)

    def no_office(self, name: str, role: Role, on: date) -> str | None:
        """Gemeentewet 77: the sentence if someone was no mayor or deputy of this municipality that day."""
        municipality = self.region.municipality(self.known.municipality)
        if municipality.holder(name, role, on):
            return None
        return (
            f"{name or 'Deze persoon'} staat op deze dag niet in het register als {role.label} van "
            f"{municipality.name}. Laat het register aanvullen, of laat wie er wel in staat beslissen."
        )
