"""What the reply to a refused request says (request/afwijzing.html)."""

from datetime import date

from huisverbod.documents import page
from huisverbod.known import Asked
from huisverbod.roles import Role
from huisverbod.stages.request import REFUSAL_LABELS


class Afwijzing(page.Page):
    """The reply to the organisation that asked."""

    organisation: str
    requested_on: date
    reason: str
    explanation: str
    suggested_route: str
    capacity: str
    name: str
    veilig_thuis: str
    on_call: str


ELSEWHERE = (
    "Maakt u zich zorgen over iemand in dit gezin? Overleg dan met Veilig Thuis over wat nu nodig is: zorg, "
    "hulp of een melding."
)
"""What the organisation can do when nobody wrote down more (Awb 3:2)."""


def afwijzing(asked: Asked, draft: bool) -> Afwijzing:
    """The reason, and what the organisation can do now; names nobody of the household.

    After a decision not to impose the reason is a general one: what the decider wrote is about people.
    """
    start = page.happened(asked, "request.start")
    submitted = page.happened(asked, "request.submit")
    event, actor = asked.known.events[-1], asked.actor
    facts = event.facts
    otherwise = "geen_gevaar" if event.step == "imposition.decline" else "minderjarig"
    town = asked.region.municipality(asked.known.municipality).name
    office = actor.role in {Role.MAYOR, Role.DEPUTY_MAYOR}
    return Afwijzing.model_validate(
        page.head(asked, draft)
        | {
            "organisation": start.organisation or start.role.label,
            "requested_on": page.day_of(submitted),
            "reason": REFUSAL_LABELS[facts.get("reason_code", otherwise)],
            "explanation": facts.get("explanation", ""),
            "suggested_route": facts.get("suggested_route") or ELSEWHERE,
            "capacity": f"De {actor.role.label} van {town},"
            if office
            else f"Namens de burgemeester van {town},",
            "name": actor.name if office else f"{actor.name}, {actor.role.label}",
            "veilig_thuis": f"{asked.region.veilig_thuis.name}, {asked.region.veilig_thuis.phone}",
            "on_call": asked.region.on_call_phone,
        }
    )
