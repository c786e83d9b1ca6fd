"""Guards that carry out what a court ruled, and the hours at which the clock acts."""

from collections.abc import Mapping
from datetime import datetime

from huisverbod.known import (
    REVIVING,
    SUSPENDING,
    Asked,
    Known,
    annulled_from,
    annulment,
    suspended_at,
    suspended_until,
)
from huisverbod.law import Term

LIFTING = tuple(step for step in REVIVING if step != "court.rule_annulled")
"""What ends a suspension and leaves a ban to bind."""
RESUMED = (
    "execution.resume",
    "execution.resume_extended",
    "execution.suspension_ends",
    "execution.suspension_ends_extended",
    "execution.revive",
    "execution.revive_extended",
)
"""After which the ban binds again: a suspension ended, or a court undid its withdrawal or annulment."""


def ban_ends(known: Known, terms: Mapping[str, Term]) -> datetime | None:
    """Wth 2(1), 9(1): the instant at which the ban ends by itself, or nothing while none has taken effect."""
    ban = known.ban(terms)
    return ban.end if ban else None


def suspension_lapses(known: Known, terms: Mapping[str, Term]) -> datetime | None:
    """Awb 8:85(1): the moment that the court named for the end of the suspension, where it named one."""
    return suspended_until(known)


def annulment_works(known: Known, terms: Mapping[str, Term]) -> datetime | None:
    """Awb 8:72(3): the moment until which the court kept the consequences, where it named one."""
    return annulled_from(known)


def court_suspends(asked: Asked) -> str | None:
    """Awb 8:81: only the court suspends."""
    if _last_ruling(asked) in SUSPENDING:
        return None
    return "Er is geen uitspraak die het huisverbod nu schorst. Leg eerst de uitspraak vast."


def court_lifts(asked: Asked) -> str | None:
    """Awb 8:85, 8:87: the suspension was lifted, its condition failed, or it lapsed with a later ruling."""
    suspended, lifted = asked.known.last(*SUSPENDING), asked.known.last(*LIFTING)
    ended = suspended and lifted and lifted.seq > suspended.seq
    if ended and not suspended_at(asked.known, asked.at):
        return None
    return "De schorsing is niet opgeheven of vervallen. Leg eerst vast dat zij is geëindigd."


def court_annuls(asked: Asked) -> str | None:
    """Awb 8:72: only the court annuls."""
    if _last_ruling(asked) == "court.rule_annulled" and _annulled_by(asked) == "court.rule_annulled":
        return None
    return "Er is geen uitspraak die het huisverbod vernietigt. Leg eerst de uitspraak vast."


def court_drops_extension(asked: Asked) -> str | None:
    """Awb 8:72: only the court annuls the extension."""
    if _annulled_by(asked) == "court.rule_extension_annulled":
        return None
    return "Er is geen uitspraak die de verlenging vernietigt. Leg eerst de uitspraak vast."


def suspension_has_end(asked: Asked) -> str | None:
    """Awb 8:85(1): a suspension lapses by itself only on a moment that the court named."""
    if suspended_until(asked.known):
        return None
    return "De rechter noemde geen einde van de schorsing. Zij duurt tot een volgende uitspraak."


def annulled_later(asked: Asked) -> str | None:
    """Awb 8:72(3): the consequences end by themselves only on a moment that the court named."""
    if annulled_from(asked.known):
        return None
    return "Er is geen uitspraak die de gevolgen tot een tijdstip in stand laat. Leg die eerst vast."


def revived(asked: Asked) -> str | None:
    """Awb 8:72, 8:85, 8:87: a suspension, a withdrawal or an annulment is over, and the ban binds again."""
    if asked.known.last(*RESUMED):
        return None
    return "Dit huisverbod heeft steeds gegolden. U hoeft dit niet te vertellen."


def both_sides_told(asked: Asked) -> str | None:
    """house: whoever is bound again knows it, and so does whoever it protects."""
    household = {person.ref for person in asked.known.household}
    told = set(asked.facts.people)
    if asked.facts.subject_told and told and told <= household:
        return None
    return (
        "Vertel het aan de uithuisgeplaatste zelf én aan de achterblijvers, en kies wie u heeft ingelicht. "
        "Wie niet weet dat het verbod weer geldt, kan het niet naleven."
    )


def _annulled_by(asked: Asked) -> str:
    """The last ruling that annuls, in whole or in part, and was not reversed."""
    ruling = annulment(asked.known)
    return ruling.step if ruling else ""


def _last_ruling(asked: Asked) -> str:
    ruling = asked.known.last(*SUSPENDING, *REVIVING)
    return ruling.step if ruling else ""
