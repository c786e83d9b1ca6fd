"""Facts and guards of the withdrawal: grounded, those who stay heard and told first, signed by the mayor."""

from typing import Literal

from pydantic import Field

from huisverbod.known import Asked, Decision, Moment, Stated
from huisverbod.stages.execution.deciding import shown_now
from huisverbod.stages.execution.facts import HOW

TEMPLATE = "execution/intrekking.html"


class ProposeWithdrawal(Stated):
    """The draft of a withdrawal, laid before the mayor (Wth 2(9))."""

    ground: Literal["hulp_aanvaard", "gevaar_geweken", "anders"] = Field(
        title="Grond",
        json_schema_extra={
            "labels": {
                "hulp_aanvaard": "Hulp aanvaard en bevestigd",
                "gevaar_geweken": "Het gevaar is geweken",
                "anders": "Een andere reden",
            }
        },
    )
    explanation: str = Field(title="Leg uit", max_length=4000)
    view_household: str = Field("", title="Wat vinden de achterblijvers?", max_length=4000)
    why_not_heard: str = Field(
        "",
        title="Niet gehoord? Waarom niet",
        description="Alleen als u hun mening niet kon vragen.",
        max_length=2000,
    )
    agreements: str = Field("", title="Welke veiligheidsafspraken zijn gemaakt?", max_length=4000)
    keys: str = Field("", title="Hoe krijgt de betrokkene de sleutels terug?", max_length=500)
    effective_planned: Moment = Field(title="Vanaf wanneer wordt het huisverbod ingetrokken?")


class TellOfWithdrawal(Stated):
    """Those who stay were told from when he may return, before the mayor signs (Awb 3:43)."""

    people: list[str] = Field([], title="Wie zijn ingelicht?", json_schema_extra={"choices": "household"})
    how: Literal["persoonlijk", "telefoon"] = Field(
        "telefoon", title="Hoe?", json_schema_extra={"labels": HOW}
    )
    not_reached: str = Field(
        "",
        title="Niemand bereikt? Wat heeft u geprobeerd, en waarom kan het niet wachten?",
        max_length=2000,
    )


class Withdraw(Decision):
    """The act of deciding to withdraw: which text was before the decider."""

    read: bool = Field(title="Ik heb het besluit gelezen en trek het huisverbod in.")
    channel: Literal["app", "telefoon", "persoonlijk"] = Field(
        "app", title="Hoe besluit u?", json_schema_extra={"labels": {**HOW, "app": "In deze toepassing"}}
    )
    shown_sha256: str = Field("", max_length=64, json_schema_extra={"hidden": True})


def draft_withdrawal_ready(asked: Asked) -> str | None:
    """house: there is a draft to decide on."""
    if TEMPLATE in asked.known.drafts:
        return None
    return "Er ligt nog geen ontwerp voor de intrekking. Laat het eerst voorleggen."


def shown_withdrawal_is_current(asked: Asked) -> str | None:
    """house: the decider had the newest draft before him, proved by its hash."""
    return shown_now(asked, TEMPLATE)


def withdrawal_grounded(asked: Asked) -> str | None:
    """Wth 2(9): help accepted with what that includes, and confirmed by the body; or another ground."""
    if asked.facts.ground != "hulp_aanvaard":
        return None
    accepted = asked.known.help_accepted
    promised = accepted and accepted.facts["will_not_hinder"] and accepted.facts["will_cooperate"]
    if accepted is None or not promised:
        return (
            "Er is niet vastgelegd dat de uithuisgeplaatste de hulp aanvaardt, die van anderen niet hindert "
            "en meewerkt. Vraag de casemanager dat vast te leggen, of kies een andere grond."
        )
    confirmed = asked.known.last("care.confirm_acceptance")
    if confirmed is None or confirmed.seq < accepted.seq:
        return "De aangewezen hulpinstantie heeft de aanvaarding nog niet bevestigd. Vraag haar dat te doen."
    return None


def household_view_recorded(asked: Asked) -> str | None:
    """Awb 4:8: those who stay were asked for their view, or it is said why not."""
    if asked.facts.view_household or asked.facts.why_not_heard:
        return None
    return "Schrijf op wat de achterblijvers van de intrekking vinden, of waarom u dat niet kon vragen."


def told_or_why_not(asked: Asked) -> str | None:
    """house: somebody who stays was told, or it is said why nobody could be."""
    household = {person.ref for person in asked.known.household}
    told = set(asked.facts.people)
    if told <= household and (told or asked.facts.not_reached):
        return None
    return "Kies wie van de achterblijvers u heeft ingelicht, of schrijf op waarom dat niet kon."


def household_told_first(asked: Asked) -> str | None:
    """house: those who stay know from when he may return before the withdrawal is signed (Awb 3:43)."""
    told = asked.known.last("execution.tell_of_withdrawal")
    draft = asked.known.last("execution.propose_withdrawal")
    if asked.known.states.get("execution") == "awaiting_service":
        return None
    if told and draft and told.seq > draft.seq:
        return None
    return (
        "De achterblijvers weten nog niet vanaf wanneer hij terug mag komen. Laat hun dat eerst vertellen "
        "en vastleggen."
    )
