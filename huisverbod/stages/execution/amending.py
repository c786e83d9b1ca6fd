"""Facts and guards of an amended contact ban: other names, or contact under supervision."""

from pydantic import Field

from huisverbod.known import Asked, Stated
from huisverbod.stages.execution.deciding import shown_now
from huisverbod.stages.execution.withdrawing import Withdraw

TEMPLATE = "execution/wijziging.html"


class ProposeAmendment(Stated):
    """The draft of an amended contact ban, laid before the mayor (Wth 2(4)(c))."""

    contact_ban: list[str] = Field(
        title="Met wie mag hij vanaf de wijziging geen contact hebben?",
        description="Alle namen die blijven gelden.",
        json_schema_extra={"choices": "household"},
    )
    contact_exceptions: str = Field(
        "",
        title="Uitzondering: begeleid contact",
        description="Met wie, hoe, waar en wie het begeleidt. Leeg: geen uitzondering.",
        max_length=1000,
    )
    reason: str = Field(title="Waarom wordt het contactverbod gewijzigd?", max_length=4000)
    children_interest: str = Field(
        "",
        title="Belang van de kinderen",
        description="Verplicht als er minderjarigen wonen.",
        max_length=4000,
    )
    views: str = Field(title="Wat vinden de betrokkenen ervan?", max_length=4000)


class Amend(Withdraw):
    """The act of deciding to amend: which text was before the decider."""

    read: bool = Field(title="Ik heb het besluit gelezen en wijzig het contactverbod.")


def names_live_there(asked: Asked) -> str | None:
    """Wth 1(b), 2(4)(c): at least one name stays, and every name lives or stays in the home."""
    living = {person.ref for person in asked.known.household if person.lives_there}
    names = set(asked.facts.contact_ban)
    if names and names <= living:
        return None
    return (
        "Noem ten minste één huisgenoot, en alleen wie op dit adres woont of verblijft. Een huisverbod "
        "zonder contactverbod bestaat niet."
    )


def amendment_changes(asked: Asked) -> str | None:
    """house: an amendment changes the names or the exception that are in force."""
    now, stated = asked.known.contact_ban, asked.facts
    same = now and set(now.names) == set(stated.contact_ban) and now.exceptions == stated.contact_exceptions
    if not same:
        return None
    return "Dit is precies het contactverbod dat al geldt. Wijzig een naam of een uitzondering."


def child_weighed_in_amendment(asked: Asked) -> str | None:
    """Awb 3:4: where minors live, their interest is weighed in so many words."""
    if asked.facts.children_interest or not asked.known.minors(asked.day, asked.adult_age):
        return None
    return "Er wonen minderjarigen. Schrijf op wat de wijziging voor hen betekent."


def draft_amendment_ready(asked: Asked) -> str | None:
    """house: there is a draft to decide on."""
    if TEMPLATE in asked.known.drafts:
        return None
    return "Er ligt nog geen ontwerp voor de wijziging. Laat het eerst voorleggen."


def amendment_names_current(asked: Asked) -> str | None:
    """Wth 2(4)(c): what is amended is the contact ban as it stands when the mayor decides."""
    draft, banned = asked.known.last("execution.propose_amendment"), asked.known.contact_ban
    if draft is None or banned is None or draft.seq > banned.since_seq:
        return None
    return (
        "Het contactverbod is gewijzigd nadat dit ontwerp werd gemaakt. Laat de wijziging opnieuw voorleggen."
    )


def shown_amendment_is_current(asked: Asked) -> str | None:
    """house: the decider had the newest draft before him, proved by its hash."""
    return shown_now(asked, TEMPLATE)


def amendment_waits(asked: Asked) -> str | None:
    """Awb 3:40: there is an amendment that he does not know of yet."""
    last = asked.known.last("execution.amend", "execution.announce_amendment")
    if last and last.step == "execution.amend":
        return None
    return "Er is geen wijziging die nog bekendgemaakt moet worden. De burgemeester beslist eerst."


def after_amending(asked: Asked) -> str | None:
    """Awb 3:41: an amendment is announced after it was decided."""
    decided = asked.known.last("execution.amend")
    if decided is None or asked.at >= decided.occurred_at:
        return None
    return "Dit tijdstip ligt vóór het besluit tot wijziging. Verbeter de datum of de tijd."
