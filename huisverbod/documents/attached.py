"""What travels along inside a decision as data: a few values that are printed in it, and nothing else.

The manifest of a template lists them, the classes here are their form, and `docs/schemas/` publishes it. A
draft and a simulation carry none: whoever finds the file may take what it says for decided.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.printing.press import Enclosure
from huisverbod.wording import moment, plain_day

NAME, TOLD = "besluit.json", "De gegevens van dit besluit, voor computers"
DAY, INSTANT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)")

Moment = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC).replace(second=0, microsecond=0))]
"""An instant to the minute, as it is printed, in UTC."""
Words = Annotated[str, AfterValidator(lambda text: text.rstrip(",")), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Subject(_Strict):
    """Wie uit huis is geplaatst."""

    name: Words
    born_on: date | None = None
    birth_place: Words | None = None


class Dwelling(_Strict):
    """De woning waarvoor het huisverbod geldt."""

    street: Words
    postcode: Words
    place: Words


class Signed(_Strict):
    """Wie ondertekende, in welke hoedanigheid en op welke grond (Awb 10:10)."""

    capacity: Words
    name: Words
    ground: Words | None = None


class Decision(_Strict):
    """Wat elk besluit heeft."""

    case: Words = Field(description="Het zaaknummer.")
    municipality: Words = Field(description="De gemeente waarvan de burgemeester besloot.")
    decided_at: Moment = Field(description="Wanneer is besloten, tot op de minuut, in UTC.")
    signed: Signed
    court: Words = Field(description="De rechtbank waar beroep openstaat (Awb 3:45).")
    appeal_within: Words = Field(description="De beroepstermijn, zoals die in het besluit staat.")


class OfABan(Decision):
    """Wat elk besluit over een huisverbod heeft."""

    uithuisgeplaatste: Subject
    dwelling: Dwelling


class Beschikking(OfABan):
    """Het besluit om een huisverbod op te leggen (Wth 2)."""

    form: Literal["huisverbod-beschikking-1.json"] = Field("huisverbod-beschikking-1.json", alias="$schema")
    area: Words = Field(description="Het gebied waar hij niet mag komen.")
    contact_ban: list[Words] = Field(description="Met wie hij geen contact mag hebben.")
    contact_exceptions: Words | None = None
    announced_at: Moment | None = Field(None, description="Wanneer het mondeling is aangezegd (Wth 2(7)).")
    start: Moment = Field(
        description="Het begin: het tijdstip van de aanzegging, of anders de verwachte uitreiking."
    )
    end: Moment = Field(description="Het einde dat bij dat begin hoort.")
    lasts: Words = Field(description="De duur, zoals die in het besluit staat.")


class Verlenging(OfABan):
    """Het besluit om een huisverbod te verlengen (Wth 9)."""

    form: Literal["huisverbod-verlenging-1.json"] = Field("huisverbod-verlenging-1.json", alias="$schema")
    area: Words
    contact_ban: list[Words]
    contact_exceptions: Words | None = None
    imposed_at: Moment = Field(description="Wanneer het huisverbod is opgelegd.")
    first_start: Moment = Field(description="Het begin van de eerste periode.")
    start: Moment = Field(description="Het einde van de eerste periode; de verlenging sluit daarop aan.")
    end: Moment = Field(description="Het einde van de verlenging.")


class Wijziging(OfABan):
    """Het besluit om het contactverbod te wijzigen; het geldt vanaf de bekendmaking (Wth 2(4)(c))."""

    form: Literal["huisverbod-wijziging-1.json"] = Field("huisverbod-wijziging-1.json", alias="$schema")
    contact_ban: list[Words]
    contact_exceptions: Words | None = None
    imposed_at: Moment
    start: Moment = Field(description="Het begin van het huisverbod.")
    end: Moment = Field(description="Het einde van het huisverbod; dat verandert niet.")


class Intrekking(OfABan):
    """Het besluit om een huisverbod in te trekken (Wth 2(9))."""

    form: Literal["huisverbod-intrekking-1.json"] = Field("huisverbod-intrekking-1.json", alias="$schema")
    withdrawn_from: Moment = Field(description="Vanaf wanneer, of anders vanaf de ondertekening.")
    imposed_at: Moment
    start: Moment | None = Field(None, description="Het begin; ontbreekt als het nooit is ingegaan.")
    end: Moment | None = Field(None, description="Tot wanneer het zou duren.")


class BesluitBelanghebbende(Decision):
    """Het besluit om geen huisverbod op te leggen, aan wie er zelf om vroeg (Awb 1:3(2))."""

    form: Literal["huisverbod-besluit_belanghebbende-1.json"] = Field(
        "huisverbod-besluit_belanghebbende-1.json", alias="$schema"
    )
    told: list[Words] = Field(description="Aan wie het besluit is gericht.")


FORMS: Mapping[str, type[Decision]] = {
    "imposition/beschikking.html": Beschikking,
    "execution/verlenging.html": Verlenging,
    "execution/wijziging.html": Wijziging,
    "execution/intrekking.html": Intrekking,
    "request/besluit_belanghebbende.html": BesluitBelanghebbende,
}
"""house: what is decided about somebody under the Awb; a letter, record or leaflet carries no data."""


def enclosed(
    template: str, fields: Mapping[str, str], content: Mapping[str, Any], words: str
) -> Enclosure | None:
    """The data of a decision, as its manifest lists them: field to path in the content; `words`: the page's.

    Nothing for a template without a list, a draft or a simulation.

    Raises:
        DefinitionError: a value is not printed, or the template does not give what the form asks.

    """
    values = {field: value for field, path in fields.items() if (value := _at(content, path.split(".")))}
    for field, value in values.items():
        if any(printed(text) not in words for text in _texts(value)):
            sentence = f"'{field}' gaat als gegeven mee, maar staat niet in het stuk. Zet het erin."
            raise DefinitionError(template, sentence)
    if not values or content["draft"] or content["mark"]:
        return None
    try:
        found = FORMS[template].model_validate(_nested(values))
    except (KeyError, ValidationError) as fault:
        sentence = f"De gegevens bij dit stuk kloppen niet: {' '.join(str(fault).split())}"
        raise DefinitionError(template, sentence) from fault
    data = found.model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps({"$schema": data.pop("$schema"), **data}, ensure_ascii=False, indent=2)
    return Enclosure(name=NAME, told=TOLD, text=text + "\n", at=found.decided_at)


def printed(value: str) -> str:
    """How a value that travels along stands on paper, in one line: an instant and a day in Dutch words."""
    if INSTANT.fullmatch(value):
        return moment(datetime.fromisoformat(value))
    if DAY.fullmatch(value):
        return plain_day(date.fromisoformat(value))
    return " ".join(value.split())


def _at(content: Any, path: list[str]) -> Any:
    """What stands there; of a list, what stands there in each."""
    if not path or content is None:
        return content
    if isinstance(content, list):
        return [_at(one, path) for one in content]
    return _at(content[path[0]], path[1:])


def _texts(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, value in values.items():
        *parents, last = field.split(".")
        place = found
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return found


def unknown(template: str, fields: Mapping[str, str]) -> list[str]:
    """The fields in a manifest that the form of this template does not have."""
    form = FORMS.get(template)
    known = set(_fields(form)) if form else set()
    return [field for field in fields if field not in known]


def _fields(form: type[BaseModel]) -> Iterator[str]:
    for name, field in form.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (f"{name}.{below}" for below in _fields(kind))
        else:
            yield name


def schemas() -> dict[str, str]:
    """The published forms: name of the file to its text."""
    found = {}
    for form in FORMS.values():
        name = str(form.model_fields["form"].default)
        body = form.model_json_schema(by_alias=True, mode="serialization")
        body["required"].append("$schema")
        described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **body}
        found[name] = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return found
