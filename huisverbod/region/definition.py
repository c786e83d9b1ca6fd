"""What a region file may say: a region, its municipalities, its norms and its mandate register."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from huisverbod.errors import Unknown
from huisverbod.law import Term
from huisverbod.powers import Powers
from huisverbod.region.registers import Absence, Mandate, Office, Translation
from huisverbod.region.style import Styled
from huisverbod.region.words import (
    Email,
    Hours,
    Key,
    Language,
    Mobile,
    PartName,
    Phone,
    Requester,
    RouteName,
    Strict,
    Text,
    Website,
    Yes,
)
from huisverbod.roles import Role


class Contact(Strict):
    """An organisation, its telephone, and where it wants notices by e-mail or text message, if anywhere."""

    name: Text
    phone: Phone
    email: Email | None = None
    mobile: Mobile | None = None


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
    tell_court: Hours
    tell_release: Hours
    review_after_help: Hours
    review_after_change: Hours
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

    @property
    def terms(self) -> dict[str, Term]:
        """The term as the engine counts it, beside those of the law."""
        label = "bewaren van een verzoek zonder huisverbod"
        return {"keep_request": Term(self.refused_request_years, "years", label, "norm")}


class Policy(StrEnum):
    """What must stand under a decision of this region.

    Awb 2:16, eIDAS 3(11), 3(12), 25: an advanced or a qualified signature of whoever decided; or house: his
    recorded act alone, with the seal of the municipality under the document.
    """

    QUALIFIED = "qualified"
    ADVANCED = "advanced"
    ESTABLISHED = "established"

    @property
    def personal(self) -> bool:
        """Whether whoever decides puts his own signature under the document."""
        return self != Policy.ESTABLISHED


SAID = {
    Policy.QUALIFIED: "gekwalificeerde elektronische handtekening",
    Policy.ADVANCED: "geavanceerde elektronische handtekening",
    Policy.ESTABLISHED: "elektronisch vastgesteld",
}
"""What the sentence of a policy must say, and that of another policy may not."""


def _policy(value: Any) -> Policy:
    if value not in list(Policy):
        raise ValueError(f"Onbekende policy '{value}'. Kies uit: {', '.join(Policy)}.")
    return Policy(value)


class Signing(Strict):
    """norm: what stands under a decision, and the sentence in the decision that says so to its reader."""

    policy: Annotated[Policy, BeforeValidator(_policy)]
    sentence: Text = Field(max_length=400)

    @model_validator(mode="after")
    def _says_what_it_is(self) -> "Signing":
        said = self.sentence.casefold()
        for policy, words in SAID.items():
            if (words in said) != (policy == self.policy):
                what = "moet" if policy == self.policy else "mag niet"
                raise ValueError(
                    f"Bij policy '{self.policy}' {what} in sentence staan: '{words}'. Pas een van beide aan."
                )
        return self


class Municipality(Styled):
    """A municipality: where it can be reached, how it looks, and who held office when."""

    key: Key
    name: Text
    department: Text
    address: Text
    postcode_place: Text
    phone: Phone
    email: Email
    website: Website
    places: tuple[Text, ...] = ()
    offices: tuple[Office, ...] = Field(min_length=1)
    absences: tuple[Absence, ...] = ()

    def holder(self, name: str, role: Role, on: date) -> Office | None:
        """Whoever of that name held that office on that day, or nothing."""
        return next((o for o in self.offices if (o.name, o.role) == (name, role) and o.covers(on)), None)

    def mayor(self, on: date) -> Office | None:
        """The mayor on that day, or nothing."""
        return next((o for o in self.offices if o.role == Role.MAYOR and o.covers(on)), None)

    def deputies(self, on: date) -> tuple[Office, ...]:
        """Gemeentewet 77: the deputies on that day, in the order in which they replace the mayor."""
        return tuple(o for o in self.offices if o.role == Role.DEPUTY_MAYOR and o.covers(on))

    def away(self, name: str, on: date) -> bool:
        """Whether that person is known to be away on that day."""
        return any(absence.name == name and absence.covers(on) for absence in self.absences)

    def acting(self, on: date) -> Office | None:
        """Gemeentewet 77: who acts as mayor that day: the mayor, or the first deputy who is there."""
        mayor = self.mayor(on)
        in_order = (*((mayor,) if mayor else ()), *self.deputies(on))
        return next((office for office in in_order if not self.away(office.name, on)), None)


class Region(Strict):
    """One pilot region. It decides who asks, who fills in and how soon; never who may decide what.

    Validated with the powers of the procedure as context: no region gives a part to whom the law does not.
    """

    key: Key
    name: Text
    fictional: Yes
    description: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    translations: tuple[Translation, ...] = ()
    mandate_used: Yes
    weegteam: Yes
    on_call_phone: Phone
    on_call_email: Email | None = None
    on_call_mobile: Mobile | None = None
    routes: Mapping[RouteName, Route] = Field(min_length=1)
    fillers: Mapping[PartName, frozenset[Role]]
    norms: Norms
    ladder: Ladder
    retention: Retention
    signing: Signing
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

    def no_mandate(self, holder: str, municipality: str, route: str, on: date) -> str | None:
        """Wth 3(1), Awb 10:5: why this person cannot decide under mandate, or nothing where he can."""
        found = self.mandate(holder, municipality, on)
        if found and route in found.routes:
            return None
        who, place = holder or "Deze hulpofficier", self.municipality(municipality).name
        if found:
            label = self.routes[route].label if route in self.routes else route
            why = f"mandaat {found.number} geldt niet voor een verzoek langs de weg '{label}'"
        else:
            why = self._why_none(holder, municipality, on)
        return f"{who} heeft voor {place} geen geldig mandaat: {why}. De burgemeester moet zelf besluiten."

    def _why_none(self, holder: str, municipality: str, on: date) -> str:
        if not self.mandate_used:
            return "deze regio werkt niet met mandaat"
        held = [m for m in self.mandates if (m.holder, m.municipality) == (holder, municipality)]
        ended = [m for m in held if m.end and m.end < on]
        if ended:
            last = max(ended, key=lambda m: m.end or m.start)
            return f"mandaat {last.number} gold tot en met {last.end:%d-%m-%Y}"
        if held:
            first = min(held, key=lambda m: m.start)
            return f"mandaat {first.number} geldt pas vanaf {first.start:%d-%m-%Y}"
        return "er staat er geen in het register"

    def may_request(self, role: Role, route: str, powers: Powers) -> bool:
        """norm: whether this capacity may lay a request along this route; whom the law names always may."""
        named = route in self.routes and role in self.routes[route].requesters
        return powers.requests_by_law(role, route) or (named and powers.requester(role))

    def may_fill(self, role: Role, part: str, powers: Powers) -> bool:
        """norm: whether this capacity fills in this part; part 1a only ever the police (Besluit 2(3))."""
        return role in self.fillers.get(part, ()) and powers.could_fill(role, part)
