"""Turns what someone filled in into a facts class, or into a Dutch sentence for each field that is wrong."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from huisverbod.errors import BadFacts, Reason

Form = TypeVar("Form", bound=BaseModel)

SENTENCES = {
    "missing": "Vul dit in.",
    "extra_forbidden": "Dit veld is onbekend. Open de pagina opnieuw.",
    "string_too_short": "Vul dit in.",
    "string_too_long": "Dit is te lang. Gebruik hoogstens {max_length} tekens.",
    "string_type": "Vul hier tekst in.",
    "string_unicode": "Vul hier tekst in.",
    "too_short": "Noem er minstens {min_length}.",
    "too_long": "Noem er hoogstens {max_length}.",
    "model_type": "Vul dit in.",
    "dict_type": "Vul dit in.",
    "list_type": "Noem er minstens één.",
    "literal_error": "Kies een van de mogelijkheden.",
    "enum": "Kies een van de mogelijkheden.",
    "bool_type": "Kies ja of nee.",
    "bool_parsing": "Kies ja of nee.",
    "int_type": "Vul een heel getal in.",
    "int_parsing": "Vul een heel getal in.",
    "int_parsing_size": "Vul een heel getal in.",
    "int_from_float": "Vul een heel getal in.",
    "float_type": "Vul een getal in, zoals 52,09083.",
    "float_parsing": "Vul een getal in, zoals 52,09083.",
    "finite_number": "Vul een heel getal in.",
    "greater_than_equal": "Dit moet {ge} of meer zijn.",
    "less_than_equal": "Dit mag hoogstens {le} zijn.",
    "date_type": "Vul een datum in, zoals 24-11-2026.",
    "date_parsing": "Vul een datum in, zoals 24-11-2026.",
    "date_from_datetime_parsing": "Vul een datum in, zoals 24-11-2026.",
    "date_from_datetime_inexact": "Vul een datum in, zonder tijd, zoals 24-11-2026.",
    "datetime_type": "Vul een datum en tijd in, zoals 24-11-2026 en 02.40.",
    "datetime_parsing": "Vul een datum en tijd in, zoals 24-11-2026 en 02.40.",
    "datetime_from_date_parsing": "Vul een datum en tijd in, zoals 24-11-2026 en 02.40.",
}
OTHER = "Dit klopt niet. Verbeter het."


def build(form: type[Form], facts: Mapping[str, Any]) -> Form:
    """The facts as stated.

    Raises:
        BadFacts: one reason per wrong field; its code is the path of the field, such as "people.0.born_on".

    """
    try:
        return form.model_validate(dict(facts))
    except ValidationError as fault:
        raise BadFacts([_reason(error) for error in fault.errors()]) from fault


def _reason(error: Any) -> Reason:
    path = ".".join(str(part) for part in error["loc"]) or "form"
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return Reason(path, str(context["error"]))
    return Reason(path, SENTENCES.get(error["type"], OTHER).format(**context))
