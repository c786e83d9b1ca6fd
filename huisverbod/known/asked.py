"""What a guard is given: the step asked for, with what is known and stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huisverbod import law
from huisverbod.instrument import Instrument
from huisverbod.known.past import Actor, Known
from huisverbod.region import Region
from huisverbod.roles import Role


@dataclass(frozen=True)
class Asked:
    """What a guard is given: the step asked for, by whom, at which instant, with what is known and stated.

    `at` is when it happened (aware), `recorded_at` when it is entered. `facts` is empty for a guard that
    is asked beforehand which steps are possible.
    """

    known: Known
    actor: Actor
    at: datetime
    recorded_at: datetime
    region: Region
    instrument: Instrument
    terms: Mapping[str, law.Term]
    facts: Any = None

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

    def no_office(self, name: str, role: Role, on: date) -> str | None:
        """Gemeentewet 77: the sentence if someone was no mayor or deputy of this municipality that day."""
        municipality = self.region.municipality(self.known.municipality)
        if municipality.holder(name, role, on):
            return None
        return (
            f"{name or 'Deze persoon'} staat op deze dag niet in het register als {role.label} van "
            f"{municipality.name}. Laat het register aanvullen, of laat wie er wel in staat beslissen."
        )
