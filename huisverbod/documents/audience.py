"""For whom a document is, and what may be known of a case while it is written for him.

A document for an audience is gathered from a case that was narrowed first: what the audience may not read is
not there to be printed. What is not named here is left out, also what a later step will state.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from huisverbod.known import Asked, Happened, Person


class Audience(StrEnum):
    """Who receives a document."""

    UITHUISGEPLAATSTE = "uithuisgeplaatste"
    ACHTERBLIJVERS = "achterblijvers"
    HULPINSTANTIE = "hulpinstantie"
    VEILIG_THUIS = "veilig_thuis"
    POLITIE = "politie"
    ADVOCAAT = "advocaat"
    AANVRAGER = "aanvrager"
    BELANGHEBBENDE = "belanghebbende"
    RECHTBANK = "rechtbank"
    BURGEMEESTER = "burgemeester"
    DOSSIER = "dossier"


class Data(StrEnum):
    """A class of data that a document holds, or may never hold."""

    SUBJECT = "subject"
    BIRTHS = "births"
    HOUSEHOLD = "household"
    DWELLING = "dwelling"
    BAN = "ban"
    GROUNDS = "grounds"
    RISK = "risk"
    VIEW_SUBJECT = "view_subject"
    VIEW_HOUSEHOLD = "view_household"
    HIDEOUT = "hideout"
    SAFE_CONTACT = "safe_contact"
    CARE = "care"
    REQUESTER = "requester"


_FILE = {Data.GROUNDS, Data.RISK, Data.VIEW_SUBJECT, Data.VIEW_HOUSEHOLD, Data.CARE, Data.REQUESTER}

NEVER: Mapping[Audience, frozenset[Data]] = {
    Audience.UITHUISGEPLAATSTE: frozenset({Data.SAFE_CONTACT, Data.CARE, Data.REQUESTER}),
    Audience.ACHTERBLIJVERS: frozenset({*_FILE, Data.HIDEOUT, Data.SAFE_CONTACT, Data.BIRTHS}),
    Audience.HULPINSTANTIE: frozenset({*_FILE, Data.HIDEOUT}),
    Audience.VEILIG_THUIS: frozenset({*_FILE, Data.HIDEOUT}),
    Audience.POLITIE: frozenset({*_FILE, Data.SAFE_CONTACT, Data.HIDEOUT}),
    Audience.ADVOCAAT: frozenset({*_FILE, Data.SAFE_CONTACT, Data.HIDEOUT}),
    Audience.AANVRAGER: frozenset(Data) - {Data.REQUESTER},
    Audience.BELANGHEBBENDE: frozenset(Data) - {Data.SUBJECT, Data.HOUSEHOLD, Data.DWELLING, Data.GROUNDS},
    Audience.RECHTBANK: frozenset({*_FILE, Data.SAFE_CONTACT, Data.HIDEOUT}),
    Audience.BURGEMEESTER: frozenset({Data.SAFE_CONTACT, Data.CARE}),
    Audience.DOSSIER: frozenset({Data.SAFE_CONTACT, Data.CARE}),
}
"""Wth 2(8), Awb 2:5, AVG 5(1)(c): what no document for this audience holds, whatever its template says."""

_OWN = frozenset({"people", "person", "asked_by", "how", "spoken_with"})
"""Of the event for which the document is drawn: whom it was about, and how."""

_BAN = frozenset(
    {"dwelling", "contact_ban", "area", "area_streets", "area_corners", "contact_exceptions", "child_abuse",
     "start_planned", "until", "effective_planned", "decided_at", "since", "condition",
     "court.rule_partly_annulled.names", "execution.decline_extension.reason", "court.request.kind",
     "court.hearing.kind", "case", "beside"}
)  # fmt: skip
"""The content of the ban (Wth 2(4), 2(8)), and what its end is computed from."""

_DECISION = frozenset(
    {"facts", "danger", "why_this_person", "why_not_lighter", "interests", "children_interest",
     "work_at_home", "care_at_home", "answer_to_household", "imposition.hear_child.child",
     "imposition.hear_child.how", "answer_to_view", "earlier_ban_on", "urgency", "announced_by",
     "decided_by", "channel",
     "course", "why_continues", "view_subject", "view_household", "answer_to_views", "balancing",
     "ground", "explanation", "why_not_heard", "execution.propose_amendment.reason", "views",
     "agreements", "keys", "advice", "override_reason", "confirmed_by",
     "risk_assessment.fill_part.answer", "risk_assessment.correct.answer", "imposition.hear_household.person",
     "imposition.consult_veilig_thuis.spoken_with", "imposition.skip_hearing.reason", "care.advise.reasons",
     "care.accept.person"}
)  # fmt: skip
"""What a decision must motivate to the one whom it binds (Wth 2(4)(b), Awb 3:46, 4:8)."""

_SERVICE = frozenset(
    {"served_by", "deposited_by", "place", "identity", "language", "interpreter", "papers", "keys_taken",
     "key_receipt", "reachable", "wants_lawyer", "refused_to_sign", "remarks", "why_unknown",
     "execution.record_attempt.found"}
)  # fmt: skip
_HEARING = frozenset(
    f"imposition.hear.{name}"
    for name in ("channel", "place", "minutes", "language", "interpreter", "intention_told",
                 "lawyer_pointed_out", "view", "alternatives")
)  # fmt: skip

READS: Mapping[Audience, frozenset[str]] = {
    Audience.UITHUISGEPLAATSTE: _BAN | _DECISION | _SERVICE | _HEARING,
    Audience.ACHTERBLIJVERS: _BAN,
    Audience.HULPINSTANTIE: _BAN,
    Audience.VEILIG_THUIS: _BAN,
    Audience.POLITIE: _BAN,
    Audience.ADVOCAAT: _BAN | {"wants_lawyer", "lawyer"},
    Audience.AANVRAGER: frozenset({"reason_code", "explanation", "suggested_route"}),
    Audience.BELANGHEBBENDE: frozenset({"dwelling", "reason_code", "explanation", "reason"}),
    Audience.RECHTBANK: _BAN | {"court.request.reference"},
}
"""Names of facts ("name", or "stage.step.name" where others share it) for the documents of an audience."""

TELLING = 8
"""Fewer characters, or a text without a digit such as a town, may stand in any letter by chance."""

FREELY = frozenset({Audience.BURGEMEESTER, Audience.DOSSIER})
"""Audiences that stay inside the file; what they may not hold is left to the shape of the document."""


def narrowed(asked: Asked, audience: Audience) -> Asked:
    """The case as it may be known for this audience: no fact, person or name beyond what it may read."""
    if audience in FREELY:
        return asked
    known, last = asked.known, len(asked.known.events) - 1
    own = _OWN if audience != Audience.AANVRAGER else frozenset()
    events = [
        _seen(event, READS[audience] | (own if place == last else frozenset()))
        for place, event in enumerate(known.events)
    ]
    people = [] if audience == Audience.AANVRAGER else [_met(person, audience) for person in known.people]
    return replace(asked, facts=None, known=replace(known, events=events, people=people))


def _seen(event: Happened, may: frozenset[str]) -> Happened:
    facts = {
        name: value
        for name, value in event.facts.items()
        if (name in may or f"{event.step}.{name}" in may) and not _people_stated(value)
    }
    return replace(event, facts=facts)


def _people_stated(value: Any) -> bool:
    """Whether a fact states people at length, instead of naming who is meant."""
    return isinstance(value, list) and any(isinstance(row, Mapping) and "given_names" in row for row in value)


def _met(person: Person, audience: Audience) -> Person:
    if Data.BIRTHS in NEVER[audience]:
        return replace(person, safe_contact="", born_on=None, birth_place="")
    return replace(person, safe_contact="")


def protected(asked: Asked, audience: Audience) -> Iterator[str]:
    """Texts of the case that this audience may never read, word for word: to look for in what is printed."""
    found: list[str] = []
    if Data.HIDEOUT in NEVER[audience]:
        hidden = ("reachable", "where")
        found += [str(event.facts.get(name, "")) for event in asked.known.events for name in hidden]
    if Data.SAFE_CONTACT in NEVER[audience]:
        found += [person.safe_contact for person in asked.known.people]
    yield from (text for text in found if len(text) >= TELLING and any(sign.isdigit() for sign in text))
