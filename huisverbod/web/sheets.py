"""The short pages of a request, what stands on each, and the red flags held against the signs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from huisverbod.errors import Unknown
from huisverbod.instrument import Match, matches
from huisverbod.known import Asked
from huisverbod.roles import Role
from huisverbod.stages.request import NAMES_ARTICLE, PLANNED
from huisverbod.web.forms import Field, Row
from huisverbod.web.typed import Typed

MAPPED = re.compile(r"indications\.\d+\.item")


@dataclass(frozen=True)
class Sheet:
    """One short page of the request: its address, heading, introduction, and the fields it asks."""

    key: str
    heading: str
    intro: str
    names: tuple[str, ...]
    rules: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        """Whether a field of this name ("people.0.born_on") stands on this page."""
        return name.partition(".")[0] in self.names


SHEETS = (
    Sheet("woning", "De woning", "Het huisverbod geldt voor één woning.", ("dwelling",)),
    Sheet(
        "mensen",
        "De mensen",
        "Noem iedereen die er woont of verblijft, ook de kinderen. Weet u iets niet? Laat het leeg.",
        ("people",),
        ("one_subject", "lives_there", "not_known_minor"),
    ),
    Sheet(
        "situatie",
        "Wat is er aan de hand?",
        "Beschrijf wat u weet, in uw eigen woorden.",
        ("domestic_threat", "neighbours_only", "signalled_at", "danger"),
        ("domestic",),
    ),
    Sheet(
        "vlaggen",
        "Rode vlaggen",
        "Rode vlaggen helpen u zien welke feiten ertoe doen. Ziet u er geen? Ga dan verder.",
        ("flags",),
    ),
    Sheet(
        "signalen",
        "Signalen",
        "Noem feiten met een datum en een bron. Ten minste één signaal past bij een onderdeel van het "
        "risico-instrument; wat nergens bij past, is achtergrond.",
        ("indications", "external"),
        (
            "dated_trigger",
            "item_or_context",
            "trigger_named",
            "pattern_shown",
            "no_police_items",
            "not_in_future",
        ),
    ),
    Sheet(
        "verteld",
        "Wat is al verteld",
        "Vertelde het slachtoffer of een ander al wat er gebeurt? Leg het hier vast. De volgende die het mag "
        "weten, leest het dan en vraagt het niet opnieuw. Niemand? Ga verder.",
        ("told",),
    ),
    Sheet(
        "kinderen",
        "Kinderen en wat is geprobeerd",
        "",
        ("children_seen", "children", "tried"),
        ("children_described",),
    ),
    Sheet(
        "gegevens",
        "Uw gegevens",
        "",
        ("sharing_ground", "sharing_article", "reachable_on", "request_risk"),
        ("ground_fits_organisation",),
    ),
)
"""The pages in order; `rules` are the checks of the step that a person mends on that page."""

CHECK = "controleer"


def sheet_of(key: str) -> Sheet:
    """The page of this address.

    Raises:
        Unknown: there is none.

    """
    found = next((sheet for sheet in SHEETS if sheet.key == key), None)
    if found is None:
        raise Unknown
    return found


def key_after(sheet: Sheet) -> str:
    """The address of the page after this one; the last leads to the check."""
    keys = [*(other.key for other in SHEETS), CHECK]
    return keys[keys.index(sheet.key) + 1]


def key_before(sheet: Sheet) -> str:
    """The address of the page before this one, or nothing."""
    place = SHEETS.index(sheet)
    return SHEETS[place - 1].key if place else ""


def fitting(found: Sequence[Field], role: Role, route: str) -> tuple[Field, ...]:
    """The fields that make sense for this organisation along this route; the others are not asked."""
    asked = [field for field in found if field.name != "sharing_article" or role in NAMES_ARTICLE]
    if route in PLANNED:
        return tuple(asked)
    return tuple(replace(field, rows=tuple(_without_trigger(field))) for field in asked)


def _without_trigger(field: Field) -> list[Row]:
    return [
        replace(row, fields=tuple(inner for inner in row.fields if not inner.name.endswith(".trigger")))
        for row in field.rows
    ]


def flags_seen(typed: Typed, asked: Asked) -> list[Match]:
    """Each red flag that was ticked, with the items it may fit and whether a sign stands under them."""
    mapped = [value for name, values in typed.items() if MAPPED.fullmatch(name) for value in values]
    return matches(typed.get("flags", []), mapped, asked.flags, asked.instrument)
