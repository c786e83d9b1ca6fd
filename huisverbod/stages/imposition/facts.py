"""What is stated with the steps of the imposition."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.config import JsonDict

from huisverbod import law
from huisverbod.known import Decision, Moment, Note, Stated
from huisverbod.stages.imposition.area import USUAL_AREA, Area, Corners, Streets

CHANNELS: JsonDict = {
    "telefoon": "Telefonisch",
    "persoonlijk": "In persoon",
    "beeldbellen": "Beeldbellen",
    "app": "In deze toepassing",
}


class ConsultVeiligThuis(Stated):
    """The intention was discussed with Veilig Thuis (Wth 2(3)): consultation, not consent."""

    spoken_with: str = Field(title="Met wie heeft u gesproken?", max_length=200)
    outcome: str = Field(title="Wat kwam eruit?", max_length=4000)


class Hear(Stated):
    """The person was heard about the intention and the facts (Awb 4:8)."""

    channel: Literal["persoonlijk", "telefoon", "beeldbellen"] = Field(
        title="Hoe?", json_schema_extra={"labels": CHANNELS}
    )
    place: str = Field(title="Waar?", max_length=200)
    minutes: int = Field(title="Hoeveel minuten duurde het gesprek?", ge=1, le=600)
    detained: bool = Field(False, title="Zat de betrokkene vast?")
    language: str = Field("Nederlands", title="In welke taal?", max_length=60)
    interpreter_needed: bool = Field(False, title="Had de betrokkene een tolk nodig?")
    interpreter: bool = Field(title="Was er een tolk?")
    intention_told: bool = Field(title="Heeft u verteld wat u van plan bent, en op welke feiten dat rust?")
    lawyer_pointed_out: bool = Field(title="Is gezegd dat er recht is op een advocaat?")
    view: str = Field(title="Wat vindt de betrokkene ervan?", max_length=4000)
    alternatives: str = Field("", title="Welke andere oplossing noemde de betrokkene?", max_length=2000)


class SkipHearing(Stated):
    """The person was not heard, with the ground of the exception (Awb 4:11)."""

    ground: Literal["spoed", "al_gehoord", "doel_gemist"] = Field(
        title="Waarom is niet gehoord?",
        json_schema_extra={
            "labels": {
                "spoed": "Het is te dringend",
                "al_gehoord": "Al eerder gehoord, en er is niets nieuws",
                "doel_gemist": "Horen zou het doel onmogelijk maken",
            }
        },
    )
    reason: str = Field(title="Leg uit", max_length=2000)


class HearHousehold(Stated):
    """Someone who stays was heard; the wish counts but does not bind the mayor."""

    person: str = Field(title="Wie?", json_schema_extra={"choices": "household"})
    view: str = Field(title="Wat vindt deze persoon ervan?", max_length=4000)
    objects: bool = Field(title="Is deze persoon tegen een huisverbod?")


class HearChild(Stated):
    """A child was heard, someone spoke for it, or why not; and who has it in view (Awb 3:2, 3:4).

    What it said never stands in the decision: the person put out would read it.
    """

    child: str = Field(title="Welk kind?", json_schema_extra={"choices": "children"})
    how: Literal["gesproken", "vertegenwoordigd", "niet"] = Field(
        title="Is het kind gehoord?",
        json_schema_extra={
            "labels": {
                "gesproken": "Ja, met het kind is gesproken",
                "vertegenwoordigd": "Iemand sprak namens het kind",
                "niet": "Nee",
            }
        },
    )
    spoken_by: str = Field(
        "",
        title="Wie sprak met of namens het kind? (naam en functie)",
        description="Niet een van de ouders als het om hun eigen belang gaat.",
        max_length=200,
    )
    view: str = Field(
        "",
        title="Wat zei het kind, en wat heeft het nodig?",
        description="Dit komt niet in het besluit.",
        max_length=4000,
    )
    why_not: str = Field("", title="Niet gehoord? Waarom niet?", max_length=1000)
    in_view_of: list[
        Literal["veilig_thuis", "raad", "gecertificeerde_instelling", "school_of_arts", "niemand"]
    ] = Field(
        title="Wie heeft dit kind in beeld?",
        json_schema_extra={
            "labels": {
                "veilig_thuis": "Veilig Thuis",
                "raad": "De Raad voor de Kinderbescherming",
                "gecertificeerde_instelling": "Een gecertificeerde instelling (ondertoezichtstelling)",
                "school_of_arts": "School, huisarts of een andere hulpverlener",
                "niemand": "Niemand, voor zover bekend",
            }
        },
    )


def _hour(text: str) -> str:
    """An hour on the Dutch clock as 18.30, however it was typed."""
    if not text:
        return ""
    try:
        return time.fromisoformat(text.replace(".", ":").zfill(5)).strftime("%H.%M")
    except ValueError:
        raise ValueError("Vul een tijdstip in, zoals 18.30.") from None


Banned = Annotated[
    list[str],
    Field(title="Met wie mag de betrokkene geen contact hebben?", json_schema_extra={"choices": "household"}),
]
AbuseIsGround = Annotated[bool, Field(title="Is (een vermoeden van) kindermishandeling een van de gronden?")]
OnlyOutside = Annotated[
    bool,
    Field(
        title="Richt het gevaar zich alleen op buren of anderen van buiten de woning?",
        description="Overlast tussen buren is geen grond voor een huisverbod.",
    ),
]
EarlierBan = Annotated[
    date | None,
    Field(
        title="Kreeg deze persoon eerder een huisverbod? Op welke dag?",
        description="Een nieuw huisverbod moet rusten op feiten van daarna. Leeg: niet eerder, of de eerdere "
        "zaak staat al bij het verzoek.",
    ),
]


class GroundStated(Stated):
    """One fact with date and source. With an item of the closed list it is a ground, without it context."""

    on: date = Field(title="Wanneer?")
    hour: Annotated[str, AfterValidator(_hour)] = Field(
        "",
        title="Hoe laat?",
        description="Alleen nodig als dit op dezelfde dag was als een eerder huisverbod.",
        max_length=5,
    )
    text: str = Field(title="Wat is er gebeurd?", max_length=2000)
    source: str = Field(title="Bron", max_length=300)
    item: str = Field(
        "",
        title="Bij welk onderdeel van het risico-instrument hoort dit?",
        description="Laat leeg wat achtergrond is: dat staat in het besluit, maar telt niet als grond.",
        max_length=5,
        json_schema_extra={"choices": "annex"},
    )

    @property
    def at(self) -> datetime | None:
        """The instant (aware), where its hour is known."""
        return (
            law.local(datetime.combine(self.on, time.fromisoformat(self.hour.replace(".", ":"))))
            if self.hour
            else None
        )


class Propose(Stated):
    """The draft decision, laid before the mayor."""

    facts: list[GroundStated] = Field(title="Feiten en omstandigheden", min_length=1, max_length=30)
    danger: str = Field(
        title="Waarom is er in deze zaak ernstig en onmiddellijk gevaar, of een ernstig vermoeden?",
        max_length=8000,
    )
    why_this_person: str = Field(title="Waarom deze persoon en niet de ander?", max_length=4000)
    why_not_lighter: str = Field(title="Waarom is iets lichters niet genoeg?", max_length=4000)
    interests: str = Field(
        title="Welke belangen zijn gewogen? Denk aan onderdak en inkomen.", max_length=4000
    )
    work_at_home: str = Field(
        "",
        title="Werk aan huis: wat is er, en hoe weegt dat?",
        description="Niets? Schrijf op dat u het heeft nagevraagd.",
        max_length=2000,
    )
    care_at_home: str = Field(
        "",
        title="Zorg voor iemand in huis: wat is er, en hoe weegt dat?",
        description="Niets? Schrijf op dat u het heeft nagevraagd.",
        max_length=2000,
    )
    children_interest: str = Field(
        "",
        title="Belang van de kinderen",
        description="Verplicht als er minderjarigen wonen.",
        max_length=4000,
    )
    answer_to_view: str = Field("", title="Antwoord op wat de betrokkene zei", max_length=4000)
    answer_to_household: str = Field(
        "",
        title="Antwoord op wat achterblijvers vinden",
        description="Zo dat niet te lezen is wie wat zei: de betrokkene krijgt dit besluit.",
        max_length=4000,
    )
    honour_note: str = Field(
        "",
        title="Eergerelateerd geweld: hoe is dat gewogen, en met wie besproken?",
        description="Alleen bij aanwijzingen daarvoor. Dit komt niet in het besluit.",
        max_length=2000,
    )
    child_abuse: AbuseIsGround
    area: Area = USUAL_AREA
    area_streets: Streets = Field([])
    area_corners: Corners = Field([])
    contact_ban: Banned
    contact_exceptions: str = Field("", title="Uitzondering: begeleid contact", max_length=1000)
    start_planned: Moment = Field(title="Wanneer wordt het besluit naar verwachting uitgereikt?")
    earlier_ban_on: EarlierBan = None
    neighbours_only: OnlyOutside = False


class AskBack(Stated):
    """The draft goes back with a question."""

    question: str = Field(title="Wat wilt u weten of anders zien?", max_length=2000)


class Impose(Decision):
    """The act of deciding: which text was before the decider, by which channel (Wth 2(1))."""

    read: bool = Field(title="Ik heb het besluit gelezen en leg het huisverbod op.")
    channel: Literal["app", "telefoon", "persoonlijk"] = Field(
        "app", title="Hoe besluit u?", json_schema_extra={"labels": CHANNELS}
    )
    shown_sha256: str = Field("", max_length=64, json_schema_extra={"hidden": True})


PutInWriting = Impose


class ImposeOrally(Stated):
    """The ban was announced orally, because writing first would take too long (Wth 2(7)).

    `occurred_at` of this step is the oral notice: from then the ban runs.
    """

    decided_by: str = Field(title="Wie nam het besluit?", json_schema_extra={"choices": "deciders"})
    decided_at: Moment = Field(title="Wanneer nam deze persoon het besluit?")
    channel: Literal["telefoon", "persoonlijk", "beeldbellen"] = Field(
        title="Hoe is het besluit genomen?", json_schema_extra={"labels": CHANNELS}
    )
    urgency: str = Field(title="Waarom kon het niet eerst op schrift?", max_length=2000)
    announced_by: str = Field(title="Wie zei het huisverbod aan?", max_length=200)
    witness: str = Field("", title="Wie was erbij?", max_length=200)
    contact_ban: Banned
    area: Area = USUAL_AREA
    child_abuse: AbuseIsGround
    earlier_ban_on: EarlierBan = None
    new_facts: list[GroundStated] = Field(
        [],
        title="Wat gebeurde er na het eerdere huisverbod?",
        description="Alleen nodig als de risicotaxatie geen feit van een latere dag bevat.",
        max_length=10,
    )
    neighbours_only: OnlyOutside = False


class Decline(Stated):
    """No ban is imposed."""

    reason: str = Field(title="Waarom legt u geen huisverbod op?", max_length=4000)
    suggested_route: str = Field("", title="Wat kan de aanvrager nu doen?", max_length=2000)
    asked_by: list[str] = Field(
        [],
        title="Vroeg iemand in de woning zelf om een huisverbod? Wie?",
        description="Die krijgt een eigen besluit met uw uitleg, en kan in beroep. Schrijf daarin niets "
        "wat die persoon niet mag weten. Niemand: laat leeg.",
        json_schema_extra={"choices": "household"},
    )


ProposeWritten = Propose


class Stop(Note):
    """The preparation has lost its purpose."""
