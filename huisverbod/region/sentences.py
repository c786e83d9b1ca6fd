"""What is wrong with the shape of a region file, in a sentence that says what to do."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

from huisverbod.powers import REQUEST, Powers
from huisverbod.region.definition import (
    Contact,
    Court,
    HelpBody,
    Ladder,
    Municipality,
    Norms,
    Region,
    Retention,
    Route,
    Signing,
)
from huisverbod.region.lines import Loc
from huisverbod.region.registers import Absence, Mandate, Office, Translation
from huisverbod.region.style import Colours
from huisverbod.region.words import OFFICES, Strict
from huisverbod.roles import Role

NATIONAL = re.compile(
    r"acts?|.*(extend|extension|withdraw|power|verleng|intrek|bevoegd|handeling).*|days|dagen"
)

SENTENCES = {
    "missing": "De sleutel '{key}' ontbreekt. Vul hem in; _sjabloon.toml laat zien hoe.",
    "enum": "Onbekende rol '{value}'. Kies uit: {roles}.",
    "greater_than": "'{key}' moet meer dan 0 zijn, niet {value}.",
    "int_type": "'{key}' is een heel getal, zonder aanhalingstekens en zonder komma.",
    "bool_type": "'{key}' is true of false, zonder aanhalingstekens.",
    "date_type": "'{key}' is een datum als 2026-01-31, zonder aanhalingstekens en zonder tijd.",
    "string_type": "'{key}' is tekst. Zet de waarde tussen aanhalingstekens.",
    "string_too_short": "'{key}' is leeg. Vul iets in.",
    "too_short": "'{key}' is leeg. Vul er minstens één in.",
    "tuple_type": "'{key}' is een lijst. Zet de waarden tussen [ en ], of begin elk blok met [[{key}]].",
    "frozen_set_type": "'{key}' is een lijst. Zet de waarden tussen [ en ], met komma's ertussen.",
    "dict_type": "'{key}' is een blok met eigen sleutels, dat begint met [{key}].",
    "model_type": "'{key}' is een blok met eigen sleutels. Kijk in _sjabloon.toml hoe het eruitziet.",
}
NATIONAL_SENTENCE = (
    "'{key}' kan een regio niet regelen. Artikel 3, eerste lid, Wth bepaalt wat een hulpofficier in "
    "mandaat mag: een huisverbod opleggen, met wat daarbij hoort. Verlengen en intrekken doet alleen "
    "de burgemeester, en de termijnen staan in de wet. Haal deze sleutel weg."
)


ROLES = frozenset(Role)
SHAPES: tuple[type[Strict], ...] = (
    Region, Municipality, Office, Absence, Mandate, Norms, Ladder, HelpBody, Contact, Court, Route, Retention,
    Colours, Signing, Translation,
)  # fmt: skip


def shape_sentence(error: Mapping[str, Any], loc: Loc, powers: Powers) -> str:
    """What is wrong with the shape, and what to do about it."""
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(key, error["input"])
    roles = ", ".join(sorted(_roles_at(str(loc[0]), powers)))
    words = {"key": key, "value": error["input"], "roles": roles, "said": error["msg"]}
    return SENTENCES.get(error["type"], "'{key}' klopt niet: {said}.").format(**words)


def _roles_at(table: str, powers: Powers) -> frozenset[Role]:
    """The capacities that could stand in this table."""
    if table == "routes":
        return frozenset(powers.power[REQUEST].roles)
    if table == "fillers":
        return frozenset(role for filling in powers.fill.values() for role in filling.roles)
    return OFFICES if table == "municipalities" else ROLES


def _unknown_key(key: str, value: Any) -> str:
    listed = map(str, value) if isinstance(value, list) else ()
    if any(NATIONAL.fullmatch(word.lower()) for word in (key, *listed)):
        return NATIONAL_SENTENCE.format(key=key)
    known = {name for shape in SHAPES for name in shape.model_fields}
    near = difflib.get_close_matches(key, sorted(known), n=1)
    return f"Onbekende sleutel '{key}'. " + (f"Bedoelt u '{near[0]}'?" if near else "Haal hem weg.")
