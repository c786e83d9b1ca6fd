"""How a facts class is asked on a page: per field its kind, words, options and limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from huisverbod.instrument import SOURCE_KINDS
from huisverbod.known import Stated

LONG_TEXT = 300
"""A text that may be longer than this gets a field of several lines."""

Kind = Literal[
    "text",
    "long",
    "yesno",
    "confirm",
    "choice",
    "many",
    "date",
    "moment",
    "number",
    "hidden",
    "group",
    "rows",
]


@dataclass(frozen=True)
class Shape:
    """One field of a facts class. `options` are fixed (value, label); `choices` names those of a case.

    `untold`: not shown again with the event, since not everyone who sees the event may know of it.
    """

    kind: Kind
    label: str
    hint: str
    required: bool
    default: Any
    options: tuple[tuple[str, str], ...] = ()
    choices: str = ""
    most: int | None = None
    fewest: int = 0
    model: type[Stated] | None = None
    untold: bool = False


@cache
def shapes(model: type[Stated]) -> Mapping[str, Shape]:
    """The fields of a facts class by name, in the order of the class."""
    return {name: _shape(name, info) for name, info in model.model_fields.items()}


def _shape(name: str, info: FieldInfo) -> Shape:
    extra: Mapping[str, Any] = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind, item = _kind(info, extra)
    return Shape(
        kind=kind,
        label=info.title or name,
        hint=info.description or "",
        required=info.is_required(),
        default=None if info.is_required() else info.get_default(),
        options=_options(item, extra.get("labels", {})),
        choices=str(extra.get("choices", "")),
        most=_limit(info, "max_length"),
        fewest=_limit(info, "min_length") or 0,
        model=item if kind in ("group", "rows") else None,
        untold=bool(extra.get("untold")),
    )


def _kind(info: FieldInfo, extra: Mapping[str, Any]) -> tuple[Kind, Any]:
    """The kind of a field, and the type it holds or lists."""
    held = _without_none(info.annotation)
    if extra.get("hidden"):
        return "hidden", held
    if get_origin(held) is list:
        item = get_args(held)[0]
        return ("rows" if _is_stated(item) else "many"), item
    if _is_stated(held):
        return "group", held
    if held is bool:
        return ("confirm" if (info.title or "").startswith("Ik ") else "yesno"), held
    return _plain_kind(held, info, extra), held


def _plain_kind(held: Any, info: FieldInfo, extra: Mapping[str, Any]) -> Kind:
    if extra.get("choices") or _values(held):
        return "choice"
    plain: Mapping[Any, Kind] = {date: "date", datetime: "moment", int: "number"}
    if held in plain:
        return plain[held]
    return "long" if (_limit(info, "max_length") or 0) > LONG_TEXT else "text"


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        held = next(part for part in get_args(annotation) if part is not NoneType)
        return get_args(held)[0] if get_origin(held) is Annotated else held
    return annotation


def _is_stated(held: Any) -> bool:
    return isinstance(held, type) and issubclass(held, Stated)


def _values(held: Any) -> tuple[str, ...]:
    if get_origin(held) is Literal:
        return tuple(map(str, get_args(held)))
    if isinstance(held, type) and issubclass(held, StrEnum):
        return tuple(member.value for member in held)
    return ()


def _options(held: Any, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    known: Mapping[str, str] = {**dict[str, str](SOURCE_KINDS.items()), **labels}

    def label(value: str) -> str:
        own = getattr(held(value), "label", value) if isinstance(held, type) else value
        return words(known.get(value, own))

    return tuple((value, label(value)) for value in _values(held))


def words(name: str) -> str:
    """A name from the code as words on a page: "eigen_waarneming" becomes "Eigen waarneming"."""
    plain = name.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _limit(info: FieldInfo, name: str) -> int | None:
    return next((getattr(limit, name) for limit in info.metadata if hasattr(limit, name)), None)
