"""What documents have in common: letterhead, case number, people, dwelling, court, telephone numbers."""

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from huisverbod import law
from huisverbod.documents.signature import Signed
from huisverbod.known import Asked, Happened, Person
from huisverbod.region import Contact, Court, HelpBody, Municipality, Region
from huisverbod.stages.request import Dwelling


class Shape(BaseModel):
    """A piece of a document's content: typed here, kept and filled in as plain JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Logo(Shape):
    """The logo: by which name the page asks for it, what it shows, and what it is (printing/pictures.py)."""

    name: str
    told: str
    text: str


class Letterhead(Shape):
    """Who sends it."""

    name: str
    department: str
    address: str
    postcode_place: str
    phone: str
    email: str
    website: str
    letterhead: tuple[str, ...] = ()
    return_address: str | None = None
    brand: str
    accent: str
    logo: Logo | None = None


class Named(Shape):
    """Someone of the household, as a document names him."""

    name: str
    born_on: date | None
    birth_place: str


class Place(Shape):
    """The dwelling to which the ban is tied."""

    street: str
    postcode: str
    place: str
    kind_of_stay: str


class Street(Shape):
    """A street, or part of it, that belongs to the area."""

    street: str
    numbers: str
    bounds: str


class Page(Shape):
    """What every document has."""

    case: str
    draft: bool
    mark: str
    dated_at: datetime
    municipality: Letterhead
    signed: Signed | None = None
    amounts: dict[str, str] = {}
    """The terms of the law in words: name to "6 weken"."""
    texts: dict[str, str] = {}
    """The recurring texts that it prints: name to version."""
    check_at: str = ""
    """Where anyone can have the file looked at, when the address of the application is known."""


class Remedies(Shape):
    """Awb 3:45: before which court."""

    court: Court


class Numbers(Shape):
    """Where the reader can turn to."""

    on_call: str
    help_body: HelpBody
    veilig_thuis: Contact
    lawyers: Contact
    police: Contact


class HouseholdPage(Page):
    """What every document about a ban has."""

    subject: Named
    dwelling: Place
    banned: list[Named]
    area: str
    streets: list[Street] = []
    contact_exceptions: str
    numbers: Numbers


IMPOSING = ("imposition.propose", "imposition.propose_written")
"""The steps that state the content of the decision."""


def happened(asked: Asked, *steps: str) -> Happened:
    """The last event of these steps, which must be there: the workflow sees to it."""
    event = asked.known.last(*steps)
    if event is None:
        raise LookupError(f"no {' or '.join(steps)} in this case")
    return event


def head(asked: Asked, draft: bool) -> dict[str, object]:
    """The fields of `Page`."""
    return {
        "case": asked.known.number,
        "draft": draft,
        "mark": asked.mark,
        "dated_at": asked.at,
        "municipality": letterhead(asked.region.municipality(asked.known.municipality)),
    }


def letterhead(town: Municipality) -> Letterhead:
    """Who sends it, in the style of that municipality."""
    logo, colours = town.picture, town.colours
    fields = town.model_dump(include=set(Letterhead.model_fields) - {"logo"})
    return Letterhead(
        **fields,
        brand=colours.brand,
        accent=colours.accent or colours.brand,
        logo=Logo(name=logo.name, told=f"Logo van de gemeente {town.name}", text=logo.text) if logo else None,
    )


def about_the_ban(asked: Asked, draft: bool) -> dict[str, object]:
    """The fields of `HouseholdPage`; place and people as in force, after amendments and rulings."""
    banned, subject = asked.known.contact_ban, asked.known.subject
    if subject is None or banned is None:
        raise LookupError("no person to be put out of the home, or no contact ban")
    return head(asked, draft) | {
        "subject": named(subject),
        "dwelling": place(asked),
        "banned": people(asked, banned.names),
        "area": banned.area,
        "streets": list(banned.streets),
        "contact_exceptions": banned.exceptions,
        "numbers": numbers(asked),
    }


def named(person: Person) -> Named:
    """A person as a document names him."""
    return Named(name=person.full_name, born_on=person.born_on, birth_place=person.birth_place)


def people(asked: Asked, refs: Iterable[str]) -> list[Named]:
    """The people of these references."""
    return [named(person) for ref in refs if (person := asked.known.person(ref))]


def place(asked: Asked) -> Place:
    """The dwelling as stated in the request."""
    home = Dwelling.model_validate(happened(asked, "request.submit").facts["dwelling"])
    street = f"{home.street} {home.number} {home.addition}".strip()
    return Place(street=street, postcode=home.postcode, place=home.place, kind_of_stay=home.kind_of_stay)


def remedies(asked: Asked) -> Remedies:
    """Where one may appeal."""
    return Remedies(court=asked.region.court)


def numbers(asked: Asked) -> Numbers:
    """The telephone numbers of the region of the case."""
    return numbers_of(asked.region)


def numbers_of(region: Region) -> Numbers:
    """The telephone numbers of this region."""
    return Numbers(
        on_call=region.on_call_phone,
        help_body=region.help_body,
        veilig_thuis=region.veilig_thuis,
        lawyers=region.lawyer_line,
        police=region.police,
    )


def day_of(event: Happened) -> date:
    """The Dutch calendar day of an event."""
    return event.occurred_at.astimezone(law.ZONE).date()
