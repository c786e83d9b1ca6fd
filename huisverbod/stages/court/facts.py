"""What is stated with the steps of the court."""

from typing import Literal

from pydantic import Field
from pydantic.config import JsonDict

from huisverbod.known import Moment, Note, Stated

KINDS: JsonDict = {"voorlopige_voorziening": "Voorlopige voorziening", "beroep": "Beroep"}


class OneCase(Stated):
    """About which case before a court it is: z1, z2, ...; empty where it can be only one."""

    case: str = Field(
        "",
        title="Over welke zaak gaat het?",
        description="Leeg: er is maar één zaak waarover dit kan gaan.",
        json_schema_extra={"choices": "court_cases"},
    )


class Request(Stated):
    """Appeal or interim relief was asked; `occurred_at` is the receipt by the court (Wth 6, Awb 8:81)."""

    kind: Literal["voorlopige_voorziening", "beroep"] = Field(
        title="Wat is gevraagd?", json_schema_extra={"labels": KINDS}
    )
    reference: str = Field("", title="Zaaknummer van de rechtbank", max_length=60)
    beside: str = Field(
        "",
        title="Bij welk beroep hoort het verzoek om een voorlopige voorziening?",
        description="Alleen als er meer dan één beroep loopt.",
        json_schema_extra={"choices": "court_cases"},
    )


class Hearing(OneCase):
    """The court heard the parties; `occurred_at` is the end of the hearing (Wth 6(1))."""

    kind: Literal["voorlopige_voorziening", "beroep"] = Field(
        "voorlopige_voorziening", title="Waarover ging de zitting?", json_schema_extra={"labels": KINDS}
    )
    how: Literal["persoonlijk", "beeldbellen", "telefoon"] = Field(
        title="Hoe is de uithuisgeplaatste gehoord?",
        json_schema_extra={"labels": {"persoonlijk": "In persoon", "telefoon": "Telefonisch"}},
    )


class Ruling(OneCase):
    """What the court decided; `occurred_at` is the ruling."""

    reference: str = Field("", title="Nummer van de uitspraak", max_length=60)
    summary: str = Field(title="Wat besliste de rechter, en waarom?", max_length=4000)


class RuleSuspended(Ruling):
    """The ban does not bind for the time being, maybe on a condition, maybe until a date (Awb 8:81, 8:85)."""

    condition: str = Field(
        "",
        title="Onder welke voorwaarde?",
        description="In de woorden van de uitspraak. Leeg: zonder voorwaarde.",
        max_length=2000,
    )
    until: Moment | None = Field(
        None,
        title="Tot wanneer is het huisverbod geschorst?",
        description="Leeg: tot de rechter anders beslist.",
    )


class RuleDismissed(Ruling):
    """The ban stays: no ground, not admissible, or annulled with all its consequences kept (Awb 8:72(3))."""

    outcome: Literal["ongegrond", "niet_ontvankelijk", "gevolgen_in_stand"] = Field(
        "ongegrond",
        title="Wat is de uitkomst?",
        json_schema_extra={
            "labels": {
                "ongegrond": "Beroep ongegrond",
                "niet_ontvankelijk": "Beroep niet-ontvankelijk",
                "gevolgen_in_stand": "Vernietigd, maar alle gevolgen blijven in stand",
            }
        },
    )


class RuleAnnulled(Ruling):
    """The ban is annulled and does not bind any more (Awb 8:72)."""

    since: Moment | None = Field(
        None,
        title="Vanaf welk eerder tijdstip geldt het huisverbod niet meer?",
        description="Leeg: vanaf de uitspraak.",
    )


class RuleAnnulledFrom(Ruling):
    """The ban is annulled, and its consequences are kept until a later moment (Awb 8:72(3))."""

    until: Moment = Field(title="Tot wanneer blijft het huisverbod gelden?")


class RulePartlyAnnulled(Ruling):
    """Part of the ban is annulled: names of the contact ban, or more narrowly where or how it binds."""

    names: list[str] = Field(
        [],
        title="Voor wie vervalt het contactverbod?",
        json_schema_extra={"choices": "household"},
    )
    area: str = Field("", title="Welk gebied blijft over? Leeg: het gebied verandert niet", max_length=1000)
    contact_exceptions: str = Field(
        "", title="Welke uitzondering op het contactverbod geldt voortaan?", max_length=1000
    )


RuleExtensionAnnulled = Ruling


class Drop(OneCase):
    """Whoever went to the court took that back (Awb 6:21)."""

    what: str = Field(title="Wat is ingetrokken, en door wie?", max_length=1000)


class GoOn(Note):
    """One case is done, and another is still before a court."""


class LiftSuspension(Note):
    """The court lifts the suspension (Awb 8:87)."""


class ConditionFailed(Stated):
    """The condition of the suspension was not kept, so it lapses; `occurred_at` is when it failed."""

    reason: str = Field(title="Welke voorwaarde is niet nagekomen, en waaruit blijkt dat?", max_length=2000)


class TellRuling(Stated):
    """The mayor told the adults who were absent, and the police, orally (Wth 8(2))."""

    people: list[str] = Field(title="Wie zijn ingelicht?", json_schema_extra={"choices": "household"})
    police_told: bool = Field(title="Is de politie ingelicht?")


class DrawIn(Stated):
    """A new decision is part of the appeal by operation of law (Awb 6:19(1))."""


class TellCourt(Stated):
    """The court was told of the new decision and has its text (Awb 6:19(3))."""

    how: Literal["digitaal", "brief", "telefoon"] = Field(
        title="Hoe?", json_schema_extra={"labels": {"digitaal": "Via het digitale dossier"}}
    )
    note: str = Field("", title="Toelichting", max_length=1000)


class AppealFurther(OneCase):
    """Higher appeal was lodged at the Raad van State."""

    by_whom: Literal["uithuisgeplaatste", "burgemeester", "huisgenoot"] = Field(title="Door wie?")
    reference: str = Field("", title="Zaaknummer van de Raad van State", max_length=60)


class AcceptRuling(OneCase):
    """The mayor does not appeal further."""

    reason: str = Field(title="Waarom stelt de burgemeester geen hoger beroep in?", max_length=2000)
