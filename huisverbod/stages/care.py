"""Facts and guards of the care: offer, first contact, acceptance and advice, per person."""

from typing import Literal

from pydantic import Field

from huisverbod import law
from huisverbod.known import Asked, Note, Stated
from huisverbod.wording import moment


class Offer(Stated):
    """Help was offered to someone."""

    person: str = Field(title="Aan wie?", json_schema_extra={"choices": "people"})
    what: str = Field(title="Welke hulp?", max_length=1000)


class Contact(Stated):
    """There was contact with someone about help."""

    person: str = Field(title="Met wie?", json_schema_extra={"choices": "people"})
    how: Literal["persoonlijk", "telefoon", "beeldbellen"] = Field(
        title="Hoe?", json_schema_extra={"labels": {"persoonlijk": "In persoon", "telefoon": "Telefonisch"}}
    )
    summary: str = Field(title="Wat is besproken?", max_length=4000)
    together: bool = Field(False, title="Was dit een gesprek met alle betrokkenen samen?")


class Accept(Stated):
    """Someone accepted the help; for the person put out of the home with what that includes (Wth 2(9))."""

    person: str = Field(title="Wie?", json_schema_extra={"choices": "people"})
    will_not_hinder: bool = Field(title="Belooft deze persoon de hulp aan de anderen niet te hinderen?")
    will_cooperate: bool = Field(title="Belooft deze persoon mee te werken als dat gevraagd wordt?")


class DeclineHelp(Stated):
    """Someone does not want the help."""

    person: str = Field(title="Wie?", json_schema_extra={"choices": "people"})
    reason: str = Field("", title="Waarom niet?", max_length=2000)


class PlanChild(Stated):
    """What one child needs within the ban, who is in contact with it, and who has it in view."""

    person: str = Field(title="Welk kind?", json_schema_extra={"choices": "household"})
    contact: str = Field(title="Wie heeft contact met het kind, en hoe?", max_length=500)
    need: str = Field(title="Wat heeft het kind nodig?", max_length=2000)
    plan: str = Field(title="Wat is afgesproken, en wie doet het?", max_length=2000)
    veilig_thuis: Literal["ja", "nee"] = Field(
        title="Is Veilig Thuis in beeld?", json_schema_extra={"labels": {"ja": "Ja", "nee": "Nee"}}
    )
    raad: Literal["ja", "nee"] = Field(
        title="Is de Raad voor de Kinderbescherming in beeld?",
        json_schema_extra={"labels": {"ja": "Ja", "nee": "Nee"}},
    )


class ConfirmAcceptance(Stated):
    """The designated body confirms that the help was accepted (Wth 2(9))."""

    confirmed_by: str = Field(title="Wie bevestigt namens de hulpinstantie?", max_length=200)


class Advise(Stated):
    """The care advice on extension or withdrawal (zorgadvies)."""

    advice: Literal["verlengen", "niet_verlengen", "intrekken"] = Field(
        title="Uw advies",
        json_schema_extra={
            "labels": {"verlengen": "Verlengen", "niet_verlengen": "Niet verlengen", "intrekken": "Intrekken"}
        },
    )
    reasons: str = Field(title="Waarom?", max_length=4000)
    days: int | None = Field(None, title="Hoeveel dagen langer?", ge=1, le=1000)


class Close(Stated):
    """The care within the ban is done; what goes on belongs to the follow-up."""

    result: str = Field(title="Hoe staat het ervoor, per persoon?", max_length=4000)


class Reopen(Note):
    """The ban binds again, so the care within it goes on."""


def person_known(asked: Asked) -> str | None:
    """house: care is recorded per person of this case."""
    return None if asked.known.person(asked.facts.person) else "Kies iemand uit deze zaak."


def days_within_longest(asked: Asked) -> str | None:
    """Wth 9(1): an extension runs from the first end; its last day begins within the longest period."""
    ban, days = asked.known.ban(asked.terms), asked.facts.days
    if ban is None or days is None or law.wall_clock_days(ban.first_end, days - 1) < ban.latest_end:
        return None
    return f"Zo lang kan het huisverbod niet duren: het eindigt uiterlijk op {moment(ban.latest_end)}."


def minor_of_case(asked: Asked) -> str | None:
    """house: this plan is for a child of this household."""
    minors = asked.known.minors(asked.day, asked.adult_age)
    if any(person.ref == asked.facts.person for person in minors):
        return None
    return "Kies een kind uit deze zaak. Leg hulp aan een volwassene vast bij 'Contact vastleggen'."


def subject_accepted(asked: Asked) -> str | None:
    """Wth 2(9): what is confirmed is the acceptance by the person put out of the home."""
    if asked.known.help_accepted:
        return None
    return "De uithuisgeplaatste heeft de hulp niet aanvaard. Leg eerst vast dat hij dat doet."


def ban_goes_on(asked: Asked) -> str | None:
    """house: care within the ban is opened again when a court revived the ban."""
    ban = asked.known.ban(asked.terms)
    if ban and asked.at < ban.over_at:
        return None
    return "Het huisverbod is voorbij. Leg hulp die nu nodig is vast bij de nazorg."


def ban_over(asked: Asked) -> str | None:
    """house: care goes on while the ban runs, also while a court has suspended it."""
    ban = asked.known.ban(asked.terms)
    if ban and asked.at < ban.over_at:
        return "Het huisverbod loopt nog. Sluit de hulp af na het einde."
    return None
