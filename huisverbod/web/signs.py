"""The signs of danger as a time line: each with its date, its source and the statutory item it fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huisverbod.instrument import SOURCE_KINDS
from huisverbod.known import Asked, Known
from huisverbod.stages.request import CONTEXT, Trigger
from huisverbod.web import prefill
from huisverbod.web.typed import Typed, date_of, first, rows_of


@dataclass(frozen=True)
class Sign:
    """One dated sign. `item` is its statutory item in words; empty where it is background and no ground."""

    on: date
    what: str
    source: str
    item: str
    trigger: bool
    place: str = ""


def signs_typed(typed: Typed, asked: Asked, today: date) -> list[Sign]:
    """The signs of a draft that have a date, the earliest first; `place` is the id of each in its form."""
    labels, found = _labels(asked), []
    for row in rows_of(typed, "indications"):
        stated = {
            name: first(typed, f"indications.{row}.{name}")
            for name in ("what", "source", "source_kind", "item", "trigger")
        }
        on = date_of(first(typed, f"indications.{row}.on"), today)
        if on:
            found.append(_sign(on, stated, labels, f"indications-{row}"))
    return _in_order(found)


def signs_stated(known: Known, asked: Asked) -> list[Sign]:
    """The signs as sent with the request and its supplements, the earliest first."""
    labels = _labels(asked)
    found = [_sign(date.fromisoformat(sign["on"]), sign, labels) for sign in prefill.signs(known)]
    return _in_order(found)


def _labels(asked: Asked) -> Mapping[str, str]:
    return {
        item.code: f"{item.code} {item.label}" for signal in asked.instrument.signals for item in signal.items
    }


def _sign(on: date, stated: Mapping[str, Any], labels: Mapping[str, str], place: str = "") -> Sign:
    kind = SOURCE_KINDS.get(stated["source_kind"], "")
    item = "" if stated["item"] == CONTEXT else labels.get(stated["item"], "")
    source = ", ".join(filter(None, (stated["source"], kind.lower())))
    return Sign(on, stated["what"], source, item, stated.get("trigger") in [*Trigger], place)


def _in_order(found: Iterable[Sign]) -> list[Sign]:
    return sorted(found, key=lambda sign: sign.on)
