"""What is stated with the steps of the follow-up."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod.known import Note, Stated


class Onward(StrEnum):
    """A way on, after the ban or where a ban is not the right means (Sv 509hh, Wmo 4.1.1)."""

    GEDRAGSAANWIJZING = "gedragsaanwijzing"
    ZORG = "zorg"
    VEILIG_THUIS = "veilig_thuis"
    RAAD = "raad"
    BURGEMEESTER = "burgemeester"
    GEEN = "geen"

    @property
    def label(self) -> str:
        """The Dutch name of the route."""
        return ONWARD_LABELS[self]


ONWARD_LABELS = {
    Onward.GEDRAGSAANWIJZING: "Gedragsaanwijzing door de officier van justitie (art. 509hh Sv)",
    Onward.ZORG: "Zorg of hulp",
    Onward.VEILIG_THUIS: "Melding bij Veilig Thuis",
    Onward.RAAD: "Verzoek om onderzoek bij de Raad voor de Kinderbescherming (art. 2.4 Jeugdwet)",
    Onward.BURGEMEESTER: "Een andere bevoegdheid van de burgemeester",
    Onward.GEEN: "Geen vervolg",
}

WAYS: JsonDict = {way.value: label for way, label in ONWARD_LABELS.items()}

GROUNDS: JsonDict = {
    "toestemming": "De betrokkenen stemmen ermee in",
    "wettelijke_taak": "Het hoort bij een wettelijke taak",
    "wmo_5_2_6": "Een professional mag Veilig Thuis inlichten (art. 5.2.6 Wmo)",
    "geen_gegevens": "Er gaan geen persoonsgegevens mee",
}
"""On which ground data go along; Wth 10(2) covers imposing, extending and checking only."""


class ChooseRoute(Stated):
    """One way on is chosen; several may stand beside each other, each with a choice of its own."""

    route: Onward = Field(title="Welk vervolg kiest u?")
    why: str = Field(title="Waarom dit vervolg?", max_length=2000)
    asked_of: str = Field(
        "",
        title="Aan welke organisatie is het gevraagd?",
        description="Verplicht als u een vervolg kiest. Bij een andere bevoegdheid: welke afdeling. Noem een "
        "hulporganisatie zoals zij hier heet: dan ziet zij het vervolg, en legt zij vast dat zij het oppakt.",
        max_length=200,
    )
    ground: Literal["toestemming", "wettelijke_taak", "wmo_5_2_6", "geen_gegevens"] | None = Field(
        None,
        title="Op welke grond deelt u gegevens?",
        description="Verplicht als u een vervolg kiest.",
        json_schema_extra={"labels": GROUNDS},
    )


class TakeUp(Stated):
    """Someone has taken up a route; `occurred_at` of the step is when."""

    route: Literal["gedragsaanwijzing", "zorg", "veilig_thuis", "raad", "burgemeester"] = Field(
        title="Welk vervolg is opgepakt?", json_schema_extra={"labels": WAYS}
    )
    taken_by: str = Field(title="Wie pakte het op, van welke organisatie?", max_length=200)
    what: str = Field(title="Wat gaat deze organisatie doen?", max_length=2000)


class EndRoute(Stated):
    """A route ends without being taken up."""

    route: Literal["gedragsaanwijzing", "zorg", "veilig_thuis", "raad", "burgemeester"] = Field(
        title="Welk vervolg stopt?", json_schema_extra={"labels": WAYS}
    )
    reason: str = Field(title="Waarom stopt dit vervolg?", max_length=2000)


class Assign(Stated):
    """The plan after the ban has an owner who took it over, and a ground on which it is handed over."""

    route: Literal["zorg"] = Field("zorg", json_schema_extra={"hidden": True})
    owner: str = Field(title="Welke organisatie voert het plan uit?", max_length=200)
    taken_by: str = Field(title="Wie nam het plan daar over?", max_length=200)
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


class Reopen(Note):
    """The case is open again: a court revived the ban."""


class Hold(Stated):
    """The destruction waits until the end of a day, for a reason."""

    until: date = Field(title="Tot en met welke dag?")
    reason: str = Field(
        title="Waarom wacht de vernietiging?", description="Noem geen namen.", max_length=1000
    )


class ReleaseHold(Stated):
    """The destruction need not wait any longer."""

    reason: str = Field(title="Waarom hoeft de vernietiging niet meer te wachten?", max_length=1000)


class Destroy(Stated):
    """The record of a destruction, without personal data: how many rows of each kind went, and on what."""

    people: int = Field(title="Betrokkenen vernietigd")
    stated: int = Field(title="Vastgelegde feiten en concepten vernietigd")
    documents: int = Field(title="Documenten vernietigd")
    other: int = Field(title="Andere gegevens vernietigd, zoals berichten")
