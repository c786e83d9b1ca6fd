"""The area that goes with the home: described, by street, and with the corners of an outline."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from huisverbod import outline
from huisverbod.known import Asked, Stated

USUAL_AREA = "de woning, het portiek of de tuin en de straat direct voor de woning"
FEWEST_CORNERS = 3
WIDEST = 1000
"""house: an area of which two points are further apart, in metres, is not "near the dwelling" (Wth 1(b))."""

Area = Annotated[str, Field(title="Waar mag de betrokkene niet zijn?", max_length=1000)]


def _point(typed: Any) -> Any:
    """A number of degrees with a comma or a point."""
    return typed.strip().replace(",", ".") if isinstance(typed, str) else typed


class StreetPart(Stated):
    """A street, or part of it, that belongs to the area."""

    street: str = Field(title="Straat, pad of plein", max_length=120)
    numbers: str = Field(
        "",
        title="Welke huisnummers?",
        description="Zoals: 1 tot 25, alleen oneven. Leeg: de hele straat.",
        max_length=120,
    )
    bounds: str = Field(
        "",
        title="Van waar tot waar?",
        description="Zoals: van de hoek met de Kerkstraat tot de brug, ook de stoep.",
        max_length=200,
    )


class Corner(Stated):
    """A corner of the outline, or the dwelling, in degrees (WGS 84), within the European Netherlands."""

    what: str = Field(
        title="Welk punt is dit?", description="Zoals: hoek Lindelaan en Kerkstraat.", max_length=120
    )
    kind: Literal["hoek", "woning"] = Field(
        "hoek",
        title="Hoek of woning?",
        json_schema_extra={"labels": {"hoek": "Een hoek van het gebied", "woning": "De woning"}},
    )
    north: Annotated[float, BeforeValidator(_point)] = Field(
        title="Noorderbreedte", description="Zoals 52,09083, van een telefoon of kaart.", ge=50.7, le=53.7
    )
    east: Annotated[float, BeforeValidator(_point)] = Field(
        title="Oosterlengte", description="Zoals 5,12222.", ge=3.2, le=7.3
    )


Streets = Annotated[
    list[StreetPart],
    Field(
        title="Welke straten en huisnummers horen bij dat gebied?",
        description="Voor wie het op straat moet zien. Nooit meer dan de beschrijving hierboven.",
        max_length=20,
    ),
]
Corners = Annotated[
    list[Corner],
    Field(
        title="Hoekpunten voor een tekening",
        description="In de volgorde van de grens, alleen als u de coördinaten kent. Zonder punten komt er "
        "geen tekening.",
        max_length=13,
    ),
]


def area_drawable(asked: Asked) -> str | None:
    """Wth 1(b), 2(4)(a): an outline closes, does not cross itself, holds the dwelling and stays near it."""
    stated = asked.facts.area_corners
    corners, homes = ([p for p in stated if p.kind == kind] for kind in ("hoek", "woning"))
    if not stated:
        return None
    if len(corners) < FEWEST_CORNERS or len(homes) > 1:
        return "Noem voor een tekening ten minste drie hoeken en hoogstens één woning, of geen enkel punt."
    first = (stated[0].north, stated[0].east)
    points = outline.on_the_ground([(p.north, p.east) for p in (*corners, *homes)], first)
    return _fault(points[: len(corners)], points[len(corners) :])


def _fault(border: list[outline.Point], homes: list[outline.Point]) -> str | None:
    if outline.widest([*border, *homes]) > WIDEST:
        return (
            "Twee punten van het gebied liggen meer dan een kilometer uit elkaar. Kijk de coördinaten na: "
            "een huisverbod geldt alleen bij de woning."
        )
    if outline.crosses(border):
        return "De lijnen van het gebied kruisen elkaar. Zet de hoeken in de volgorde van de grens."
    if homes and not outline.inside(homes[0], border):
        return "De woning ligt buiten het getekende gebied. Kijk de coördinaten na."
    return None
