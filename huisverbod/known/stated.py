"""What someone states with a step: the ancestor of every facts class, and how text is kept."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from huisverbod import law

Moment = Annotated[datetime, AfterValidator(lambda value: value if value.tzinfo else law.local(value))]
"""An instant as stated; a wall-clock moment without a zone is one in the Netherlands."""

LONGEST_TEXT, MOST_ROWS = 8000, 60


class Stated(BaseModel):
    """What someone states with a step: the ancestor of every facts class. Unknown fields are refused.

    house: text is kept in one spelling (NFC), without hidden characters; required text is not empty. No text
    is longer than `LONGEST_TEXT` and no list than `MOST_ROWS`, also where a field says nothing of its own.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, str_max_length=LONGEST_TEXT
    )

    @field_validator("*")
    @classmethod
    def _plain_and_filled_in(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, list | dict) and len(value) > MOST_ROWS:
            raise ValueError(f"Noem er hoogstens {MOST_ROWS}.")
        if type(value) is not str:
            return value
        plain = plain_text(value)
        if not plain and cls.model_fields[info.field_name or ""].is_required():
            raise ValueError("Vul dit in.")
        return plain


class Decision(Stated):
    """The act of deciding. What falls short is accepted knowingly, or there is no decision (house).

    `accepted` names the warnings that were seen; once the step is taken, those that stood. `warned` is what
    they said: the door writes it, whatever was sent.
    """

    accepted: list[str] = Field([], max_length=40, json_schema_extra={"hidden": True})
    warned: list[str] = Field([], title="Gezien en aanvaard", max_length=40)
    remark: str = Field("", title="Opmerking daarbij", max_length=2000)


def plain_text(value: str) -> str:
    """Text as it may be kept: NFC, one kind of line end, nothing that hides or turns around what is read."""
    one = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", value))
    kept = (sign for sign in one if sign in "\n\t" or unicodedata.category(sign) not in HIDDEN)
    return "".join(kept).strip()


LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories of characters that are not seen: control, direction, surrogate, private, unassigned."""


class Note(Stated):
    """A step that needs no more than an optional note."""

    note: str = Field("", title="Toelichting", max_length=2000)
