"""An urgent request by the police: one page with no more than must be known now; the details follow later."""

import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field as Asked
from pydantic import field_validator
from sqlmodel import Session

from huisverbod.accounts import Account
from huisverbod.advance import Act, open_case
from huisverbod.errors import BadFacts, NotAllowed, Reason, Refused
from huisverbod.instrument import SourceKind
from huisverbod.known import Moment, Stated
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.roles import POLICE, Role
from huisverbod.rulebook import Rulebook
from huisverbod.stages.request import Kind, Route, postcode_of
from huisverbod.stating import build
from huisverbod.web.choices import items
from huisverbod.web.current import Me, Now, Rules, Writing, take
from huisverbod.web.desk import LONGEST_KEY
from huisverbod.web.drafted import SUBMIT, number_before
from huisverbod.web.forms import Choices, faults_of, fields, summary
from huisverbod.web.page import page
from huisverbod.web.typed import Sent, Typed, facts_of, first, typed_of

router = APIRouter()

ADDRESS = "/verzoeken/spoed"
HOME = re.compile(r"(?P<street>.+)\s+(?P<number>\d{1,5})(?:\s*-\s*|\s*)(?P<addition>[A-Za-z0-9]{0,10})")
"""A street with its house number: "Proefstraat 12", "Plein 1945 12-2", "Kade 3 bis"."""
SPLIT = re.compile(r"(?P<given_names>\S+)\s+(?P<family_name>.+)")


class Urgent(Stated):
    """What must be known now (Wth 2(1), Besluit 2(1)); twelve fields at most (house)."""

    home: str = Asked(title="Straat en huisnummer", max_length=140)
    postcode: str = Asked(title="Postcode", max_length=7)
    place: str = Asked(title="Plaats", max_length=80)
    given_names: str = Asked(title="Voornamen van wie uit huis moet", max_length=200)
    family_name: str = Asked(title="Achternaam van wie uit huis moet", max_length=200)
    born_on: date = Asked(title="Geboortedatum van wie uit huis moet")
    kind_of_stay: Literal["woont er", "verblijft er anders dan incidenteel"] = Asked(
        title="Hoe verblijft deze persoon er?"
    )
    stays: str = Asked(
        title="Wie blijft in de woning achter?",
        description="Voornaam en achternaam van één volwassene. De anderen vult u later aan.",
        max_length=200,
    )
    what: str = Asked(title="Wat is er gebeurd, en waarom is er nu gevaar?", max_length=2000)
    item: str = Asked(
        title="Past bij welk onderdeel van het risico-instrument?",
        max_length=20,
        json_schema_extra={"choices": "grounds_of_item"},
    )
    source_kind: SourceKind = Asked(title="Van wie of waaruit weet u dit?")
    at: Moment = Asked(title="Wanneer gebeurde het?")

    @field_validator("home")
    @classmethod
    def _home(cls, value: str) -> str:
        if not HOME.fullmatch(value.strip()):
            raise ValueError("Vul een straat en een huisnummer in, zoals Proefstraat 12.")
        return value

    @field_validator("postcode")
    @classmethod
    def _postcode(cls, value: str) -> str:
        return postcode_of(value)

    @field_validator("stays")
    @classmethod
    def _stays(cls, value: str) -> str:
        if not SPLIT.fullmatch(value.strip()):
            raise ValueError("Vul een voornaam en een achternaam in.")
        return value


@router.get(ADDRESS)
def begin(request: Request, rulebook: Rules, who: Me, now: Now) -> Response:
    """The one page, with the moment filled in as it is now."""
    _check(rulebook, who)
    return _page(request, who, typed_of(Urgent, {"at": now}))


@router.post(ADDRESS)
def send(request: Request, session: Writing, rulebook: Rules, who: Me, now: Now, typed: Sent) -> Response:
    """Begins the request and sends it: both steps, or neither."""
    _check(rulebook, who)
    today = now.astimezone(ZONE).date()
    faults: Sequence[Reason] = faults_of(Urgent, typed, _choices(request), today)
    if faults:
        return _page(request, who, typed, faults)
    try:
        urgent = build(Urgent, facts_of(Urgent, typed, today))
        with session.begin_nested():
            number = _send(session, rulebook, who, urgent, now, first(typed, "key")[:LONGEST_KEY])
    except (BadFacts, Refused) as refusal:
        return _page(request, who, typed, refusal.reasons)
    return RedirectResponse(f"/zaken/{number}/verzoek/verstuurd", 303)


def _check(rulebook: Rulebook, who: Account) -> None:
    """norm: the police, where the region lets them ask along the urgent route."""
    role, powers = Role(who.role), rulebook.current.procedure.powers
    asks = who.region in rulebook.regions and rulebook.region(who.region).may_request(
        role, Route.ACUUT_POLITIE, powers
    )
    if role not in POLICE or not asks:
        raise NotAllowed("Een spoedverzoek is voor de politie. Begin een gewoon verzoek, of bel het piket.")


def _send(session: Session, rulebook: Rulebook, who: Account, urgent: Urgent, now: Any, key: str) -> str:
    region, actor = rulebook.region(who.region), who.actor()
    start = {"route": Route.ACUUT_POLITIE, "municipality": _municipality(region, urgent.place)}
    own = f"form:{who.id}:{key}"
    begun = open_case(session, rulebook, Act("request.start", actor, now, now, start, own))
    facts = _facts(urgent, who, number_before(session, actor) or region.police.phone)
    take(session, rulebook, begun.case.number, Act(SUBMIT, actor, now, now, facts, f"{own}:spoed"))
    return begun.case.number


def _municipality(region: Region, place: str) -> str:
    """The municipality in which this place lies, as the region says (Wth 2(1)).

    Raises:
        BadFacts: the region does not know the place.

    """
    for town in region.municipalities:
        if place.casefold() in {name.casefold() for name in (town.name, *town.places)}:
            return town.key
    towns = ", ".join(town.name for town in region.municipalities)
    sentence = f"{region.name} kent deze plaats niet. Vul de gemeente in: {towns}."
    raise BadFacts([Reason("place", sentence)])


def _facts(urgent: Urgent, who: Account, phone: str) -> dict[str, Any]:
    """The urgent page as the facts of a request. What stands here and was not typed, the page says."""
    home, stays = HOME.fullmatch(urgent.home), SPLIT.fullmatch(urgent.stays)
    place = {"postcode": urgent.postcode, "place": urgent.place, "kind_of_stay": urgent.kind_of_stay}
    subject = urgent.model_dump(include={"given_names", "family_name", "born_on"})
    sign = {
        "on": urgent.at.astimezone(ZONE).date(),
        "what": urgent.what,
        "source": f"Opgetekend door {who.name}, {who.organisation}",
        "source_kind": urgent.source_kind,
        "item": urgent.item,
    }
    return {
        "dwelling": (home.groupdict() if home else {}) | place,
        "people": [
            {"kind": Kind.UITHUISGEPLAATSTE, "lives_there": True, **subject},
            {"kind": Kind.ACHTERBLIJVER, "lives_there": True, **(stays.groupdict() if stays else {})},
        ],
        "domestic_threat": True,
        "signalled_at": urgent.at,
        "indications": [sign],
        "danger": urgent.what,
        "sharing_ground": "wettelijke_taak",
        "reachable_on": phone,
    }


def _choices(request: Request) -> Choices:
    """Besluit 2(1): an urgent request rests on an item of the closed list, so background is not offered."""
    return {"grounds_of_item": items(request.app.state.rulebook.current.instrument, police=True)[1:]}


def _page(request: Request, who: Account, typed: Typed, faults: Sequence[Reason] = ()) -> Response:
    asked = fields(Urgent, typed, _choices(request), faults)
    return page(
        request,
        "request_urgent.html",
        status=422 if faults else 200,
        fields=asked,
        errors=summary(asked, faults),
        region=request.app.state.rulebook.region(who.region),
        key=first(typed, "key")[:LONGEST_KEY] or secrets.token_urlsafe(16),
    )
