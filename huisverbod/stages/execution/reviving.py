"""What becomes of a ban when a court undoes its withdrawal or its annulment: revived for what is left.

The law does not say when someone is bound again. House, to be confirmed by a jurist: from the ruling on, for
what is left of the term, which never stood still; not for the time before, when he had been told it was over.
"""

from collections.abc import Mapping

from huisverbod import law
from huisverbod.known import REVERSED, UNWITHDRAWN, Asked, Note, ended_at, imposed_at

REVIVED_BY: Mapping[str, str] = {
    "running": "execution.revive",
    "extended": "execution.revive_extended",
    "suspended": "execution.revive_suspended",
    "suspended_extended": "execution.revive_extended_suspended",
    "awaiting_service": "execution.revive_unserved",
    "expired": "execution.revive_run_out",
}
"""The step that brings a revived ban into each state."""


class Revive(Note):
    """A court undid the withdrawal or the annulment; `occurred_at` is its ruling."""


def court_revives(asked: Asked) -> str | None:
    """Awb 8:72, 8:113: only the court undoes a withdrawal or an annulment, and what is left decides how."""
    ruled = asked.known.last(REVERSED, UNWITHDRAWN)
    if ruled and REVIVED_BY.get(_revived_as(asked)) == asked.step:
        return None
    return (
        "Geen uitspraak brengt het huisverbod hierheen terug. Leg eerst de uitspraak vast waarin de rechter "
        "de intrekking vernietigt, of de vernietiging terugdraait."
    )


def suspension_lasts(asked: Asked) -> str | None:
    """Awb 8:81: what comes back suspended was suspended by a court, and that has not ended."""
    ban = asked.known.ban(asked.terms)
    if ban and ban.suspension(asked.at):
        return None
    return "Het huisverbod is niet geschorst. Het geldt weer, of er is niets van over."


def waits_for_service(asked: Asked) -> str | None:
    """Awb 3:40: what waits for its service again was imposed in writing and never took effect."""
    if asked.known.last("imposition.impose") and asked.known.ban(asked.terms) is None:
        return None
    return "Dit huisverbod is al ingegaan, of niet op schrift opgelegd. Er is niets alsnog uit te reiken."


def _revived_as(asked: Asked) -> str:
    """The state of the ban as it stands; nothing when something else ended it, or it can begin no more."""
    known, ban = asked.known, asked.known.ban(asked.terms)
    ended = ended_at(known)
    if ended and ended <= asked.at:
        return ""
    if ban is None:
        return _unserved(asked)
    if asked.at >= ban.end:
        return "expired"
    longer = ban.end > ban.first_end
    if ban.suspension(asked.at):
        return "suspended_extended" if longer else "suspended"
    return "extended" if longer else "running"


def _unserved(asked: Asked) -> str:
    """Wth 9(1): what never took effect waits for its service again, unless it is too old for that."""
    decided = asked.known.last("imposition.impose")
    if decided is None or asked.at >= law.ban_terms(asked.at, asked.terms, imposed_at(decided)).latest_end:
        return ""
    return "awaiting_service"
