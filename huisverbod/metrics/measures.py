"""The definition of every timing, in one place: page, export and code book are made from it."""

from dataclasses import dataclass
from typing import Literal

COUNTING_UNIT = (
    "één zaak: één uit huis te plaatsen persoon en één woning; het eerste hulpcontact telt per persoon"
)


@dataclass(frozen=True)
class Measure:
    """One timing: what it answers, from which event to which, and what it is not. Measured in elapsed hours.

    An instant is the first of the steps named ("stage.step", or "stage.step:fact" for an instant stated with
    it), or the last one where `counts_from` says so. After a step of `over` it will not end any more.
    `norm` names the terms of a region that together are the norm. A margin is better when it is longer.
    """

    name: str
    label: str
    question: str
    start: tuple[str, ...]
    stop: tuple[str, ...]
    starts_with: str
    stops_with: str
    is_not: str
    norm: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    per: Literal["zaak", "persoon"] = "zaak"
    kind: Literal["fase", "som", "speling"] = "fase"
    counts_from: Literal["first", "last"] = "first"


REQUESTED = ("request.submit",)
TURNED_AWAY = ("request.withdraw", "request.refuse", "request.refuse_minor")
CONCLUDED = ("risk_assessment.conclude",)
IMPOSED = ("imposition.impose", "imposition.impose_orally")
IMPOSED_AT = ("imposition.impose", "imposition.impose_orally:decided_at")
DECIDED = (*IMPOSED, "imposition.decline")
DECIDED_AT = (*IMPOSED_AT, "imposition.decline")
EFFECTIVE = ("execution.serve", "execution.deposit", "imposition.impose_orally")
EXTENDED = ("execution.announce_extension",)
ENDED = ("execution.expire", "execution.withdraw", "execution.annul")
FIRST_END = "ban:first_end"
"""Not an event but what the law makes of one: the end of the first period (Wth 2(1))."""

MEASURES = (
    Measure(
        "signal_to_request",
        "Signaal tot verzoek",
        "Hoe lang ligt een signaal bij de aanvrager voordat het verzoek er is?",
        ("request.submit:signalled_at",),
        REQUESTED,
        "het laatste signaal, zoals de aanvrager het opgeeft",
        "het verzoek is ingediend",
        "Niet de tijd sinds het eerste geweld of de eerste melding.",
    ),
    Measure(
        "request_to_assessment",
        "Verzoek tot risicotaxatie",
        "Hoe lang duurt het tot de risicotaxatie klaar is?",
        REQUESTED,
        CONCLUDED,
        "het verzoek is ingediend",
        "de risicotaxatie is voor het eerst afgerond",
        "Niet de tijd die het invullen kost. Opnieuw openen telt niet mee.",
        norm=("take_up_request", "assess"),
        over=TURNED_AWAY,
    ),
    Measure(
        "assessment_to_decision",
        "Risicotaxatie tot besluit",
        "Hoe lang duurt het daarna tot er een besluit is?",
        CONCLUDED,
        DECIDED_AT,
        "de risicotaxatie is voor het eerst afgerond",
        "er is besloten: opleggen, mondeling opleggen of niet opleggen",
        "Niet de wachttijd bij de burgemeester: horen en het ontwerp schrijven horen erbij.",
    ),
    Measure(
        "request_to_decision",
        "Verzoek tot besluit (samen)",
        "Hoe lang duurt het van verzoek tot besluit?",
        REQUESTED,
        DECIDED_AT,
        "het verzoek is ingediend",
        "er is besloten: opleggen, mondeling opleggen of niet opleggen",
        "Niet de som van de medianen van de twee fasen hierboven.",
        norm=("decide",),
        over=TURNED_AWAY,
        kind="som",
    ),
    Measure(
        "decision_to_service",
        "Besluit tot bekendmaking",
        "Hoe lang duurt het tot het huisverbod geldt?",
        IMPOSED_AT,
        EFFECTIVE,
        "het besluit om op te leggen",
        "het besluit is uitgereikt, neergelegd of mondeling aangezegd",
        "Niet het op schrift stellen van een mondeling huisverbod.",
        norm=("serve",),
        over=("execution.withdraw", "execution.annul"),
    ),
    Measure(
        "service_to_first_contact",
        "Ingang tot eerste hulpcontact",
        "Hoe snel heeft ieder in de zaak contact met hulpverlening?",
        EFFECTIVE,
        ("care.contact", "care.accept", "care.decline_help"),
        "het huisverbod geldt",
        "het eerste contact met deze persoon; hulp aanvaarden of weigeren is ook contact",
        "Niet het begin van de hulp zelf, en niet een aanbod zonder contact.",
        norm=("first_care_contact",),
        over=("care.close", "follow_up.close"),
        per="persoon",
    ),
    Measure(
        "service_to_advice",
        "Ingang tot zorgadvies",
        "Wanneer is er een zorgadvies over verlengen?",
        EFFECTIVE,
        ("care.advise",),
        "het huisverbod geldt",
        "het eerste zorgadvies",
        "Geen oordeel over op tijd: de regionale norm telt terug vanaf het einde.",
        over=(*ENDED, "care.close"),
    ),
    Measure(
        "extension_slack",
        "Speling bij verlengen",
        "Hoeveel tijd is er over als een verlenging bekend is gemaakt?",
        EXTENDED,
        (FIRST_END,),
        "de verlenging is bekendgemaakt",
        "het einde van de eerste periode (Wth 2(1))",
        "Geen wachttijd: meer uren is beter. Zaken zonder verlenging tellen niet mee.",
        kind="speling",
    ),
    Measure(
        "ban_to_close",
        "Einde huisverbod tot sluiting",
        "Hoe lang duurt het tot de zaak is afgerond?",
        ENDED,
        ("follow_up.close",),
        "het huisverbod is afgelopen, ingetrokken of vernietigd",
        "de zaak is gesloten",
        "Niet de duur van het huisverbod of van de hulp.",
        counts_from="last",
    ),
)

REACHED = (
    ("requests", "Verzoek ingediend", REQUESTED),
    ("assessments", "Risicotaxatie afgerond", CONCLUDED),
    ("decisions", "Besluit genomen", DECIDED),
    ("bans", "Huisverbod opgelegd", IMPOSED),
    ("extensions", "Huisverbod verlengd", EXTENDED),
)
"""How far cases came: a name, a label, and the steps of which one has happened."""
