"""What a region file may say: a region, its municipalities, its norms and its mandate register."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo

from huisverbod.errors import Unknown
from huisverbod.powers import Powers
from huisverbod.roles import Role

ROUTES = frozenset({"acuut_politie", "acuut_veilig_thuis", "geplande_screening", "terugkeer_naar_huis"})
OFFICES = frozenset({Role.MAYOR, Role.DEPUTY_MAYOR})

PHONE = r"0\d-\d{8}|0\d\d-\d{7}|0\d{3}-\d{6}|0[89]00-\d{4}(\d{3})?|14 0\d{1,3}"


def _only(allowed: Callable[[Any], object], sentence: str) -> AfterValidator:
    def look(value: Any) -> Any:
        if not allowed(value):
            raise ValueError(sentence.format(value))
        return value

    return AfterValidator(look)


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
Website = Annotated[str, _like(r"https://\S+\.\S+", "'{}' is geen webadres. Begin met https://.")]
Hex = Annotated[str, _like(r"#[0-9a-fA-F]{6}", "'{}' is geen kleur. Schrijf # en zes tekens, zoals #154273.")]
Language = Annotated[
    str, _like(r"[a-z]{2,3}", "'{}' is geen taalcode. Schrijf bijvoorbeeld nl, en, ar of pl.")
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


class Contact(Strict):
    """An organisation and its telephone."""

    name: Text
    phone: Phone


class HelpBody(Contact):
    """Wth 2(8), 2(9): the body for advice or help that the mayor designated."""

    email: Email
    contact: Text


class Court(Contact):
    """The court with which an appeal is lodged."""

    address: Text
    postcode_place: Text


class Route(Strict):
    """norm: who may lay a request before the mayor along this route, and what the route is called here."""

    requesters: frozenset[Requester] = Field(min_length=1)
    label: Text


class Norms(Strict):
    """norm: the region's own terms, all in whole hours; the terms of the law stand in the workflow files."""

    take_up_request: Hours
    assess: Hours
    decide: Hours
    written_after_oral: Hours
    motivation: Hours
    serve: Hours
    report_to_mayor: Hours
    tell_household: Hours
    inform_help_body: Hours
    inform_veilig_thuis: Hours
    first_care_contact: Hours
    advice_before_end: Hours
    decide_extension_before_end: Hours
    announce_extension_before_end: Hours
    tell_ruling: Hours
    follow_up_owner: Hours
    take_up_route: Hours
    reachable: Hours
    lawyer: Hours
    hearing: Hours

    def hours(self, norm: str) -> int:
        """The hours of the norm of this name (one of NORMS)."""
        hours: int = getattr(self, norm)
        return hours


NORMS = frozenset(Norms.model_fields)


class Ladder(Strict):
    """norm: how many hours an open duty stays at each rung before the next comes in; then the deputy."""

    owner: Hours
    team: Hours
    on_call: Hours

    @property
    def hours(self) -> int:
        """The hours from the first rung to the last."""
        return self.owner + self.team + self.on_call


class Retention(Strict):
    """norm: how many years a refused request is kept; for decisions Wth 10(1) decides."""

    refused_request_years: int = Field(gt=0, strict=True)


class Colours(Strict):
    """The house style of a municipality."""

    brand: Hex


class Period(Strict):
    """From the first to the last day, both included; without an end it runs on."""

    start: Day
    end: Day | None = None

    def covers(self, on: date) -> bool:
        """Whether that Dutch calendar day lies in the period."""
        return self.start <= on <= (self.end or date.max)


class Office(Period):
    """Gemeentewet 77: a mayor, or the deputy who replaces him; `account` is the name to sign in with."""

    name: Text
    role: OfficeRole
    account: Text | None = None


class Mandate(Period):
    """Wth 3(1), Awb 10:5: one line of the register; what it covers is national and cannot be stated here."""

    number: Text
    holder: Text
    rank: Text
    municipality: Key
    signed_by: Text


class Municipality(Strict):
    """A municipality: where it can be reached, how it looks, and who held office when."""

    key: Key
    name: Text
    department: Text
    address: Text
    postcode_place: Text
    phone: Phone
    email: Email
    website: Website
    colours: Colours
    places: tuple[Text, ...] = ()
    offices: tuple[Office, ...] = Field(min_length=1)

    def holder(self, name: str, role: Role, on: date) -> Office | None:
        """Whoever of that name held that office on that day, or nothing."""
        return next((o for o in self.offices if (o.name, o.role) == (name, role) and o.covers(on)), None)

    def mayor(self, on: date) -> Office | None:
        """The mayor on that day, or nothing."""
        return next((o for o in self.offices if o.role == Role.MAYOR and o.covers(on)), None)

    def deputies(self, on: date) -> tuple[Office, ...]:
        """Gemeentewet 77: the deputies on that day, in the order in which they replace the mayor."""
        return tuple(o for o in self.offices if o.role == Role.DEPUTY_MAYOR and o.covers(on))


class Region(Strict):
    """One pilot region. It decides who asks, who fills in and how soon; never who may decide what.

    Validated with the powers of the procedure as context: no region gives a part to whom the law does not.
    """

    key: Key
    name: Text
    fictional: Yes
    description: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    mandate_used: Yes
    weegteam: Yes
    on_call_phone: Phone
    routes: Mapping[RouteName, Route] = Field(min_length=1)
    fillers: Mapping[PartName, frozenset[Role]]
    norms: Norms
    ladder: Ladder
    retention: Retention
    court: Court
    help_body: HelpBody
    veilig_thuis: Contact
    lawyer_line: Contact
    police: Contact
    municipalities: tuple[Municipality, ...] = Field(min_length=1)
    mandates: tuple[Mandate, ...] = ()

    def municipality(self, key: str) -> Municipality:
        """The municipality with this key.

        Raises `Unknown` when it does not belong to this region.
        """
        for municipality in self.municipalities:
            if municipality.key == key:
                return municipality
        raise Unknown(f"De gemeente '{key}' hoort niet bij {self.name}.")

    def mandate(self, holder: str, municipality: str, on: date) -> Mandate | None:
        """Wth 3(1), Awb 10:5: this person's mandate for this municipality on that day, or nothing."""
        register = self.mandates if self.mandate_used else ()
        wanted = (holder, municipality)
        return next((m for m in register if (m.holder, m.municipality) == wanted and m.covers(on)), None)

    def may_request(self, role: Role, route: str, powers: Powers) -> bool:
        """norm: whether this capacity may lay a request along this route; whom the law names always may."""
        named = route in self.routes and role in self.routes[route].requesters
        return powers.requests_by_law(role, route) or (named and powers.requester(role))

    def may_fill(self, role: Role, part: str, powers: Powers) -> bool:
        """norm: whether this capacity fills in this part; part 1a only ever the police (Besluit 2(3))."""
        return role in self.fillers.get(part, ()) and powers.could_fill(role, part)
