"""What someone typed, as typed: read forgivingly into facts, made from facts, and kept when it is wrong."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import Depends, Request

from huisverbod.known import Stated
from huisverbod.law import ZONE, local
from huisverbod.web.bounds import MOST
from huisverbod.web.shapes import Shape, shapes

Typed = dict[str, list[str]]
"""The values of a form by dotted name, such as "people.0.born_on"; a draft is kept in this shape too."""

UNREADABLE = "onleesbaar"
"""Stands for what cannot be read, so that the facts class answers with its sentence."""

NOTHING = object()
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)\.?[\s./-]+(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
RUN_ON = re.compile(r"(\d{2})(\d{2})(\d{4})")
CLOCK_TIME = re.compile(r"(\d{1,2})(?:\s*[.:uh]\s*(\d{2})|(\d{2}))?\s*(?:uur|u|h)?")
CENTURY = 100
MOST_FIELDS = 3000


def date_of(text: str, today: date) -> date | None:
    """The day that a text means: "24-11-2026", "24 nov 2026", "24/11/26", "2026-11-24"; nothing if none.

    house: a year of two digits is the last such year that is not beyond next year.
    """
    plain = text.strip().lower()
    if found := YEAR_FIRST.fullmatch(plain):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(plain) or RUN_ON.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return None
    return _calendar_day(_year(year, today), _month(month), int(day))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str, today: date) -> int:
    if len(text) > 2:  # noqa: PLR2004
        return int(text)
    year = today.year // CENTURY * CENTURY + int(text)
    return year - CENTURY if year > today.year + 1 else year


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    short = "mrt" if text.startswith("maa") else text[:3]
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def time_of(text: str) -> time | None:
    """The time of day that a text means: "2.40", "02:40", "0240", "2 uur"; nothing if none."""
    found = CLOCK_TIME.fullmatch(text.strip().lower())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def posted(pairs: Iterable[tuple[str, Any]]) -> Typed:
    """What a browser sent, by name. Files are passed over: no field asks for one."""
    typed: Typed = {}
    for name, value in pairs:
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    return typed


async def sent(request: Request) -> Typed:
    """What came with this request; the risk instrument has several hundred fields on a page.

    A field may be far too long: the facts class says so, and what was typed stays in the form.
    """
    return posted((await request.form(max_fields=MOST_FIELDS, max_part_size=MOST)).multi_items())


Sent = Annotated[Typed, Depends(sent)]


def first(typed: Mapping[str, list[str]], name: str) -> str:
    """The value of a field that has one, without space around it."""
    return next(iter(typed.get(name, [])), "").strip()


def facts_of(model: type[Stated], typed: Typed, today: date, prefix: str = "") -> dict[str, Any]:
    """What was typed as facts for this class; a field left empty is left out and takes its default."""
    found = {}
    for name, shape in shapes(model).items():
        value = _value(shape, typed, today, prefix + name)
        if value is not NOTHING:
            found[name] = value
    return found


def _value(shape: Shape, typed: Typed, today: date, name: str) -> Any:
    if shape.model and shape.kind == "rows":
        return [facts_of(shape.model, typed, today, f"{name}.{row}.") for row in rows_of(typed, name)]
    if shape.model:
        return facts_of(shape.model, typed, today, f"{name}.")
    if shape.kind == "many":
        chosen = [value for value in typed.get(name, []) if value]
        return NOTHING if shape.required and not chosen else chosen
    if shape.kind == "moment":
        return _moment(first(typed, f"{name}.date"), first(typed, f"{name}.time"), today)
    text = first(typed, name)
    return _plain(shape, text, today) if text else NOTHING


def _moment(day: str, hour: str, today: date) -> Any:
    if not day and not hour:
        return NOTHING
    on, at = date_of(day, today), time_of(hour)
    return local(datetime.combine(on, at)) if on and at else UNREADABLE


def _plain(shape: Shape, text: str, today: date) -> Any:
    if shape.kind == "yesno":
        return {"ja": True, "nee": False}.get(text, UNREADABLE)
    if shape.kind == "confirm":
        return True
    if shape.kind == "date":
        return date_of(text, today) or UNREADABLE
    return text


def typed_of(model: type[Stated], facts: Mapping[str, Any], prefix: str = "") -> Typed:
    """Facts, all or some of them, as someone would have typed them; what is not stated has its default."""
    typed: Typed = {}
    for name, shape in shapes(model).items():
        typed |= _typed(shape, facts.get(name, shape.default), prefix + name)
    return typed


def _typed(shape: Shape, value: Any, name: str) -> Typed:
    if shape.model and shape.kind == "rows":
        stated = list(value or [])
        rows = stated + [{}] * (shape.fewest - len(stated))
        return {
            k: v for n, row in enumerate(rows) for k, v in typed_of(shape.model, row, f"{name}.{n}.").items()
        }
    if shape.model:
        return typed_of(shape.model, value or {}, f"{name}.")
    if shape.kind == "many":
        return {name: list(map(str, value or []))}
    if shape.kind == "moment":
        return typed_moment(name, value)
    return {name: [] if shape.kind == "hidden" and value in (None, "", True, []) else [_text(shape, value)]}


def typed_moment(name: str, value: datetime | str | None) -> Typed:
    """An instant as the two fields of a moment: Dutch date and time."""
    at = datetime.fromisoformat(value) if isinstance(value, str) and value else value
    if not isinstance(at, datetime):
        return {f"{name}.date": [""], f"{name}.time": [""]}
    dutch = at.astimezone(ZONE)
    return {f"{name}.date": [dutch.strftime("%d-%m-%Y")], f"{name}.time": [dutch.strftime("%H.%M")]}


def _text(shape: Shape, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        yes = "ja" if value else "nee"
        return yes if shape.kind == "yesno" or value else ""
    if shape.kind == "date":
        on = date.fromisoformat(value) if isinstance(value, str) else value
        return f"{on:%d-%m-%Y}"
    return str(value)


def rows_of(typed: Typed, name: str) -> list[int]:
    """The numbers of the rows typed for a list, in order."""
    found = (re.match(rf"{re.escape(name)}\.(\d{{1,4}})\.", key) for key in typed)
    return sorted({int(match[1]) for match in found if match})


def add_row(model: type[Stated], typed: Typed, name: str) -> Typed:
    """What was typed with one more empty row in a list, unless the list is full or unknown."""
    shape = shapes(model).get(name)
    rows = rows_of(typed, name)
    if (
        shape is None
        or shape.kind != "rows"
        or shape.model is None
        or len(rows) >= (shape.most or len(rows) + 1)
    ):
        return typed
    return typed | typed_of(shape.model, {}, f"{name}.{rows[-1] + 1 if rows else 0}.")


def remove_row(typed: Typed, row: str) -> Typed:
    """What was typed without one row, such as "people.1"; the rows after it move up."""
    name, _, number = row.rpartition(".")
    kept = {key: value for key, value in typed.items() if not key.startswith(f"{row}.")}
    return _renumbered(kept, name) if name and number.isdigit() else typed


def tidy(model: type[Stated], typed: Typed) -> Typed:
    """What was typed with the rows of each list counted from 0, without empty rows that need not be there."""
    for name, shape in shapes(model).items():
        if shape.model is None or shape.kind != "rows":
            continue
        empty = typed_of(shape.model, {})
        for row in reversed(rows_of(typed, name)):
            prefix = f"{name}.{row}."
            blank = all(first(typed, prefix + key) == first(empty, key) for key in empty)
            if blank and len(rows_of(typed, name)) > shape.fewest:
                typed = {key: value for key, value in typed.items() if not key.startswith(prefix)}
        typed = _renumbered(typed, name)
    return typed


def _renumbered(typed: Typed, name: str) -> Typed:
    order = {row: number for number, row in enumerate(rows_of(typed, name))}
    row = re.compile(rf"({re.escape(name)}\.)(\d{{1,4}})(\..*)")

    def moved(key: str) -> str:
        found = row.fullmatch(key)
        return f"{found[1]}{order[int(found[2])]}{found[3]}" if found else key

    return {moved(key): value for key, value in typed.items()}
