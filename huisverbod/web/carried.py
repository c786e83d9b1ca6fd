"""What someone told already, carried along to the next who may know: nobody tells his story twice."""

from dataclasses import dataclass
from datetime import date

from huisverbod import access
from huisverbod.case import Case
from huisverbod.known import Asked
from huisverbod.stages.request import Statement
from huisverbod.web.prefill import Quote
from huisverbod.web.shapes import shapes
from huisverbod.wording import plain_day

ASKING = frozenset(
    {
        "imposition.hear_household",
        "imposition.hear_child",
        "care.offer",
        "care.contact",
        "care.plan_child",
        "care.advise",
        "request.supplement",
        "request.tell",
    }
)
"""Steps for which someone may otherwise be asked again."""

CONSENT = dict(shapes(Statement)["consent"].options)


@dataclass(frozen=True)
class Told:
    """One statement: who told it, on which day, to whom, what, and whether who helps may read it."""

    who: str
    on: date
    told_to: str
    words: str
    consent: str
    recorded_by: str

    @property
    def heading(self) -> str:
        """Who told it, when and to whom, in a sentence."""
        return f"{self.who} vertelde op {plain_day(self.on)} aan {self.told_to}"


def statements(asked: Asked, case: Case) -> list[Told]:
    """What was told with the request and what was added, and this person may read, the earliest first."""
    found = [
        Told(
            who=said["who"],
            on=date.fromisoformat(said["on"]),
            told_to=said["told_to"],
            words=said["words"],
            consent=CONSENT[said["consent"]],
            recorded_by=event.organisation,
        )
        for event in asked.known.all("request.submit", "request.supplement", "request.tell")
        for said in event.facts.get("told", [])
        if access.sees_statement(asked.actor, event, said["consent"], case)
    ]
    return sorted(found, key=lambda told: told.on)


def quotes(step: str, asked: Asked, case: Case) -> list[Quote]:
    """What stands beside the form of a step in which someone could be asked again."""
    return [Quote(told.heading, told.words) for told in statements(asked, case)] if step in ASKING else []
