"""The words of a region file: what a key, a telephone number, a role or a route may look like."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo

from huisverbod.powers import Powers
from huisverbod.roles import Role

ROUTES = frozenset({"acuut_politie", "acuut_veilig_thuis", "geplande_screening", "terugkeer_naar_huis"})
OFFICES = frozenset({Role.MAYOR, Role.DEPUTY_MAYOR})

DARKEST = 0.04045
"""IEC 61966-2-1 (sRGB): up to here light grows evenly."""

READABLE = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of letters."""

PHONE = r"0\d-\d{8}|0\d\d-\d{7}|0\d{3}-\d{6}|0[89]00-\d{4}(\d{3})?|14 0\d{1,3}"


LOGO = re.compile(r"[a-z0-9-]+\.(svg|png|jpg)")


def _only(allowed: Callable[[Any], object], sentence: str) -> AfterValidator:
    def look(value: Any) -> Any:
        if not allowed(value):
            raise ValueError(sentence.format(value))
        return value

    return AfterValidator(look)


def contrast(colour: str) -> float:
    """WCAG 2.2, 1.4.3: the contrast between this colour ("#154273") and white, from 1 to 21."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= DARKEST else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _part(part: str, info: ValidationInfo) -> str:
    powers: Powers | None = info.context
    if powers is None or part not in powers.fill:
        which = " of ".join(sorted(powers.fill, reverse=True)) if powers else "niets"
        raise ValueError(f"Onbekend deel '{part}'. Kies {which}: een los signaal wordt niet toegewezen.")
    return part


def _requester(role: Role, info: ValidationInfo) -> Role:
    powers: Powers | None = info.context
    if powers is None or not powers.requester(role):
        raise ValueError(f"De rol '{role}' doet geen verzoek. Haal haar weg.")
    return role


def _like(pattern: str, sentence: str) -> AfterValidator:
    return _only(re.compile(pattern).fullmatch, sentence)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, _like(r"[a-z][a-z0-9-]*", "'{}': gebruik alleen kleine letters, cijfers en streepjes.")]
Phone = Annotated[str, _like(PHONE, "'{}' is geen telefoonnummer. Schrijf tien cijfers als 000-1234567.")]
Email = Annotated[str, _like(r"[^@\s]+@[^@\s]+\.[a-z]+", "'{}' is geen e-mailadres. Schrijf naam@domein.nl.")]
Mobile = Annotated[
    str, _like(r"06-\d{8}", "'{}' is geen mobiel nummer. Schrijf tien cijfers als 06-12345678.")
]
Website = Annotated[str, _like(r"https://\S+\.\S+", "'{}' is geen webadres. Begin met https://.")]
Hex = Annotated[str, _like(r"#[0-9a-fA-F]{6}", "'{}' is geen kleur. Schrijf # en zes tekens, zoals #154273.")]
Ink = Annotated[
    Hex,
    _only(
        lambda colour: contrast(colour) >= READABLE,
        "De kleur {} is te licht: letters in die kleur leest niet iedereen op wit papier (4,5 op 1). "
        "Neem een donkerder kleur.",
    ),
]
Logo = Annotated[
    str,
    _like(
        LOGO.pattern,
        "'{}' is geen naam van een logo. Schrijf kleine letters, en eindig op .svg, .png of .jpg.",
    ),
]
Language = Annotated[
    str, _like(r"[a-z]{2,3}", "'{}' is geen taalcode. Schrijf bijvoorbeeld nl, en, ar of pl.")
]
Digits = Annotated[
    str,
    _like(
        r"[0-9a-f]{8}", "'{}' is geen kenmerk van een tekst. Neem de acht tekens over van huisverbod check."
    ),
]
Hours = Annotated[int, Field(gt=0, strict=True)]
Day = Annotated[date, Field(strict=True)]
Yes = Annotated[bool, Field(strict=True)]
RouteName = Annotated[
    str, _only(ROUTES.__contains__, f"Onbekende route '{{}}'. Kies uit: {', '.join(sorted(ROUTES))}.")
]
PartName = Annotated[str, AfterValidator(_part)]
Requester = Annotated[Role, AfterValidator(_requester)]
OfficeRole = Annotated[Role, _only(OFFICES.__contains__, "Een ambt is 'mayor' of 'deputy_mayor', niet '{}'.")]


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
