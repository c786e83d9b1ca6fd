"""What no ban rests on: facts of before an earlier ban alone, and trouble with neighbours alone."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from huisverbod import law
from huisverbod.known import Asked, assessed_days
from huisverbod.stages.imposition.facts import GroundStated

DRAFTS = ("imposition.propose", "imposition.propose_written")


def facts_after_earlier_ban(asked: Asked) -> str | None:
    """Wth 2(1): a second ban rests on facts of after the first; an extended one is not begun anew.

    house: the instant of the ban in the case that this one follows counts, so a fact of that same day needs
    its hour; a day that is stated counts to its end, and only where it is later. An oral ban rests on the
    facts of the risk assessment and on what was stated with it.
    """
    linked = asked.known.earlier_ban_at
    stated = _day(_stated(asked, "earlier_ban_on"))
    day = linked and linked.astimezone(law.ZONE).date()
    if stated and (day is None or stated > day):
        linked, day = None, stated
    if day is None or any(_later(on, at, day, linked) for on, at in _grounds(asked)):
        return None
    return (
        "Er liep eerder een huisverbod. Noem ten minste één feit van daarna: op oude feiten kan het niet. "
        "Was het op dezelfde dag? Vul dan het uur in, en noem de eerdere zaak bij het verzoek."
    )


def _day(stated: date | str | None) -> date | None:
    return date.fromisoformat(stated) if isinstance(stated, str) else stated


def _later(on: date, at: datetime | None, day: date, instant: datetime | None) -> bool:
    return on > day or bool(at and instant and at > instant)


def _grounds(asked: Asked) -> Iterator[tuple[date, datetime | None]]:
    """The day, and the instant where it is known, of each fact: as stated now, or in the draft."""
    facts = _stated(asked, "facts") or []
    for ground in (*facts, *getattr(asked.facts, "new_facts", ())):
        known = GroundStated.model_validate(ground)
        yield known.on, known.at
    if hasattr(asked.facts, "new_facts"):
        yield from ((on, None) for on in assessed_days(asked.known))


def danger_within_home(asked: Asked) -> str | None:
    """Wth 2(1): the danger is to those who live there; trouble with neighbours is another law's matter."""
    request = asked.known.last("request.submit")
    domestic = request is None or (
        request.facts["domestic_threat"] and not request.facts.get("neighbours_only")
    )
    if domestic and not _stated(asked, "neighbours_only"):
        return None
    return (
        "Het gevaar richt zich alleen op buren of anderen van buiten de woning. Dan kan een huisverbod niet: "
        "leg het niet op, en vraag de gemeente naar een andere maatregel."
    )


def _stated(asked: Asked, name: str) -> Any:
    """What is stated with this step under that name, or else in the draft that is decided on."""
    if hasattr(asked.facts, name):
        return getattr(asked.facts, name)
    draft = asked.known.last(*DRAFTS)
    return draft.facts.get(name) if draft else None
