"""What changed between two drafts or decisions of a case, topic by topic and word by word. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, Literal

from huisverbod.wording import listing, moment, plain_day

WORDS = re.compile(r"\S+\s*")
LINES = re.compile(r"[^\n]+\n*")
MOST_WORDS = 3000
"""Longer texts are compared line by line: word by word takes the square of their length."""

ALIKE = 0.9
"""From this share of the same words a text is a copy, whatever commas were moved."""

DANGER = "Waarom er gevaar is"
"""The topic that an extension may not copy (Wth 9(1): the danger continues)."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    words: str


@dataclass(frozen=True)
class Topic:
    """One topic in both documents, as the pieces of its text in reading order."""

    label: str
    pieces: Sequence[Piece]

    @property
    def changed(self) -> bool:
        """Whether anything went or came."""
        return any(piece.kind != "same" for piece in self.pieces)


def compared(old: Mapping[str, str], new: Mapping[str, str]) -> list[Topic]:
    """Every topic of either document, in the order of the new one; both as `topics` gives them."""
    labels = [*new, *(label for label in old if label not in new)]
    found = [Topic(label, list(_pieces(old.get(label, ""), new.get(label, "")))) for label in labels]
    return [topic for topic in found if topic.pieces]


def _pieces(old: str, new: str) -> Iterator[Piece]:
    unit = WORDS if max(len(WORDS.findall(old)), len(WORDS.findall(new))) <= MOST_WORDS else LINES
    before, after = unit.findall(old), unit.findall(new)
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(after[c:d]))
            continue
        if b > a:
            yield Piece("gone", "".join(before[a:b]))
        if d > c:
            yield Piece("new", "".join(after[c:d]))


def copied(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Wth 9(1): whether the danger is described in (nearly) the words of the other document."""
    before, after = WORDS.findall(old.get(DANGER, "")), WORDS.findall(new.get(DANGER, ""))
    return bool(before and after) and SequenceMatcher(None, before, after, False).ratio() >= ALIKE


def topics(template: str, content: Mapping[str, Any]) -> dict[str, str]:
    """What a draft or decision says, by topic: label to text; only topics that it speaks of.

    Reads the content as it was kept, also by an earlier version of the program: what is missing is left out.
    """
    said = {
        "Woning": _home(content.get("dwelling") or {}),
        "Gebied": content.get("area"),
        "Straten van het gebied": "\n".join(map(_street, content.get("streets", ()))),
        "Geen contact met": listing([person["name"] for person in content.get("banned", ())]),
        "Uitzondering op het contactverbod": content.get("contact_exceptions"),
        **TOPICS[template](content),
    }
    return {label: text for label, text in said.items() if text}


def _home(dwelling: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (dwelling.get(key, "") for key in ("street", "postcode", "place"))))


def _street(part: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (part["street"], part["numbers"], part["bounds"])))


def _imposing(content: Mapping[str, Any]) -> dict[str, Any]:
    stated, run = content.get("content", {}), content.get("duration", {})
    return {
        "Van": _moment(run.get("start")),
        "Tot": _moment(run.get("end")),
        "Feiten": _facts([*stated.get("facts", ()), *stated.get("context", ())]),
        "Wat de betrokkene ervan vindt": (content.get("heard") or {}).get("view"),
        "Antwoord daarop": stated.get("answer_to_view"),
        DANGER: stated.get("danger"),
        "Waarom deze persoon": stated.get("why_this_person"),
        "Waarom niets lichters": stated.get("why_not_lighter"),
        "Belangen": stated.get("interests"),
        "Werk aan huis": stated.get("work_at_home"),
        "Zorg aan huis": stated.get("care_at_home"),
        "Belang van de kinderen": stated.get("children_interest"),
    }


def _extending(content: Mapping[str, Any]) -> dict[str, Any]:
    stated, advice = content.get("stated", {}), content.get("advice") or {}
    return {
        "Van": _moment(content.get("start")),
        "Tot": _moment(stated.get("until")),
        "Sinds de oplegging": stated.get("course"),
        "Feiten": _facts(stated.get("facts", ())),
        "Advies van de hulpverlening": advice.get("reasons"),
        "Wat de betrokkene ervan vindt": stated.get("view_subject"),
        "Wat de achterblijvers ervan vinden": stated.get("view_household"),
        "Antwoord daarop": stated.get("answer_to_views"),
        DANGER: stated.get("why_continues"),
        "Belangen": stated.get("balancing"),
    }


def _amending(content: Mapping[str, Any]) -> dict[str, Any]:
    stated = content.get("stated", {})
    return {
        "Tot": _moment(content.get("end")),
        "Waarom de wijziging": stated.get("reason"),
        "Belang van de kinderen": stated.get("children_interest"),
        "Wat de betrokkenen ervan vinden": stated.get("views"),
    }


def _withdrawing(content: Mapping[str, Any]) -> dict[str, Any]:
    stated = content.get("stated", {})
    return {
        "Ingetrokken vanaf": _moment(stated.get("effective_planned")),
        "Waarom de intrekking": stated.get("explanation"),
        "Wat de achterblijvers ervan vinden": stated.get("view_household"),
        "Afspraken": stated.get("agreements"),
        "Sleutels": stated.get("keys"),
    }


TOPICS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "imposition/beschikking.html": _imposing,
    "execution/verlenging.html": _extending,
    "execution/wijziging.html": _amending,
    "execution/intrekking.html": _withdrawing,
}
"""The documents that can be compared."""


def _moment(text: str | None) -> str:
    return moment(datetime.fromisoformat(text)) if text else ""


def _facts(facts: Sequence[Mapping[str, str]]) -> str:
    lines = [f"{plain_day(date.fromisoformat(f['on']))}: {f['text']} ({f['source']})" for f in facts]
    return "\n".join(lines)
