"""Facts and guards of the follow-up: someone owns the plan, and the case is closed."""

from typing import Literal

from pydantic import Field

from huisverbod.known import Asked, Stated


class Assign(Stated):
    """The plan after the ban has an owner, and a ground on which it is handed over."""

    owner: str = Field(title="Welke organisatie voert het plan uit?", max_length=200)
    ground: Literal["toestemming", "wettelijke_taak"] = Field(
        title="Op welke grond draagt u over?",
        json_schema_extra={
            "labels": {
                "toestemming": "De betrokkenen stemmen ermee in",
                "wettelijke_taak": "Het hoort bij een wettelijke taak",
            }
        },
    )
    plan: str = Field(title="Wat is afgesproken?", max_length=4000)


class Close(Stated):
    """The case is closed."""

    result: str = Field(title="Hoe is de zaak afgerond?", max_length=4000)


def nothing_before_court(asked: Asked) -> str | None:
    """Awb 6:19: a case before the court stays open."""
    if asked.known.states.get("court") in (None, "none", "ruled"):
        return None
    return "Er loopt nog een zaak bij de rechter. Leg eerst de uitspraak vast."


def no_open_violation(asked: Asked) -> str | None:
    """Wth 11: a reported violation is dealt with first."""
    if asked.known.states.get("enforcement") in (None, "watching", "with_om"):
        return None
    return "Er is een overtreding gemeld die nog niet is afgehandeld. Vraag de politie dat te doen."


def care_closed(asked: Asked) -> str | None:
    """house: care within the ban is closed or handed over first."""
    if asked.known.states.get("care") in (None, "closed"):
        return None
    return "De hulp binnen het huisverbod is nog niet afgesloten. Vraag de casemanager dat te doen."


def ban_ended(asked: Asked) -> str | None:
    """Wth 9(1): the case stays open while the ban runs, also when its extension was entered late."""
    if asked.known.states.get("execution") in (None, "expired", "withdrawn", "annulled"):
        return None
    return "Het huisverbod loopt nog. Sluit de zaak na het einde."


def decision_written(asked: Asked) -> str | None:
    """Wth 2(7): an oral ban is put in writing, also when it has ended by now."""
    if asked.known.states.get("imposition") != "imposed_orally":
        return None
    return "Het mondelinge besluit staat nog niet op schrift. Laat het eerst vaststellen."
