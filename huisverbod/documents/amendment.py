"""What the amendment of the contact ban says (execution/wijziging.html)."""

from datetime import datetime

from huisverbod.documents import page
from huisverbod.known import Asked
from huisverbod.stages.execution import ProposeAmendment


class Wijziging(page.HouseholdPage):
    """The decision to amend; `banned` and `contact_exceptions` are those after it."""

    decided_at: datetime
    start: datetime
    end: datetime
    before: list[page.Named]
    exceptions_before: str
    stated: ProposeAmendment
    remedies: page.Remedies


def wijziging(asked: Asked, draft: bool) -> Wijziging:
    """The content of the amendment, from the draft as last stated, beside what is in force."""
    ban, now = asked.known.ban(asked.terms), asked.known.contact_ban
    if ban is None or now is None:
        raise LookupError("no ban has taken effect in this case")
    stated = ProposeAmendment.model_validate(page.happened(asked, "execution.propose_amendment").facts)
    return Wijziging.model_validate(
        page.about_the_ban(asked, draft)
        | {
            "banned": page.people(asked, stated.contact_ban),
            "contact_exceptions": stated.contact_exceptions,
            "decided_at": ban.imposed_at,
            "start": ban.effective_from,
            "end": ban.end,
            "before": page.people(asked, now.names),
            "exceptions_before": now.exceptions,
            "stated": stated,
            "remedies": page.remedies(asked),
        }
    )
