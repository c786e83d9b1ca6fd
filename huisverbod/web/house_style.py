"""The municipality's style on paper, for the administrator: every template with an invented case."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huisverbod.accounts import Account
from huisverbod.documents import example, papers, templates
from huisverbod.documents.leaflets import DUTCH
from huisverbod.documents.table import TITLES
from huisverbod.errors import NotAllowed, Unknown
from huisverbod.region import Municipality, Region
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Rules
from huisverbod.web.page import page

router = APIRouter()


@router.get("/beheer/huisstijl")
def show_towns(request: Request, me: Me, rules: Rules) -> Response:
    """The municipalities of this administrator, each with its style."""
    return page(request, "house_styles.html", regions=_regions(me, rules))


@router.get("/beheer/huisstijl/{region}/{town}")
def show_town(request: Request, me: Me, rules: Rules, region: str, town: str) -> Response:
    """One municipality: its logo, colours and addresses, and every template to look at."""
    around, place = _found(me, rules, region, town)
    forms = templates.read(rules.templates).languages
    offered: list[dict[str, Any]] = [
        {
            "template": template.removesuffix(".html"),
            "title": TITLES[template],
            "languages": [
                forms[code] for code in papers.languages_of(rules, template, around) if code in forms
            ],
        }
        for template in sorted(example.contents(rules.templates), key=TITLES.__getitem__)
    ]
    return page(request, "house_style.html", region=around, town=place, offered=offered)


@router.get("/beheer/huisstijl/{region}/{town}/{stage}/{name}.pdf")
def show_example(request: Request, me: Me, rules: Rules, taal: str = DUTCH) -> Response:
    """One template as PDF. It is drawn for this answer and kept nowhere.

    Raises:
        Unknown: no such municipality, template or language.
        NotAllowed: this is for the administrator.

    """
    asked = request.path_params
    around, place = _found(me, rules, asked["region"], asked["town"])
    template = f"{asked['stage']}/{asked['name']}.html"
    content = example.printed(rules, around, place, template, taal)
    heading = f'inline; filename="voorbeeld-{asked["name"]}.pdf"'
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": heading})


def _regions(me: Account, rules: Rulebook) -> list[Region]:
    """The regions of this administrator: his own, or all."""
    if me.role != Role.ADMINISTRATOR:
        raise NotAllowed("De huisstijl bekijken is voor de beheerder.")
    return [region for region in rules.regions.values() if me.region in ("", region.key)]


def _found(me: Account, rules: Rulebook, key: str, town: str) -> tuple[Region, Municipality]:
    region = next((region for region in _regions(me, rules) if region.key == key), None)
    if region is None:
        raise Unknown
    return region, region.municipality(town)
