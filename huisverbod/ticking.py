"""One beat of the clock from the command line: what it did, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from huisverbod import clock, seals
from huisverbod.clock import Ways
from huisverbod.database import connect
from huisverbod.law import ZONE
from huisverbod.region import Municipality, Region
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

if TYPE_CHECKING:
    from huisverbod.signing.keyring import Keyring


def beat(settings: Settings) -> list[str]:
    """Takes the steps that are due, hands on notices, sends what waits, seals; what it did, in words."""
    engine, rulebook, ways = connect(settings.database), Rulebook.of(settings), Ways.of(settings)
    done = clock.tick(engine, rulebook, datetime.now(UTC), ways)
    left = clock.deliver(engine, rulebook, ways, lambda: datetime.now(UTC))
    keys = seals.keyring(settings)
    return [
        f"Stappen van de klok: {done.steps}. Nieuwe berichten in de toepassing: {done.notices}.",
        f"E-mail en sms verstuurd: {left.sent}, mislukt: {left.failed}, wachten nog: {left.waiting}.",
        *(_under(engine, rulebook, keys) if keys else []),
        *([] if ways.carriers else ["Er is geen e-mail of sms ingesteld: alleen de toepassing zegt het."]),
    ]


def _under(engine: Engine, rulebook: Rulebook, keys: Keyring) -> list[str]:
    done = seals.work(engine, keys, rulebook.regions, datetime.now(UTC))
    return [f"Handtekeningen en zegels gezet of vernieuwd: {done}."]


def _unsigned(regions: Iterable[Region], keys: Keyring | None, on: date) -> Iterator[str]:
    if keys is None:
        yield (
            "er zijn geen sleutels ingesteld (HUISVERBOD_SEALS). "
            "Onder besluiten komt geen handtekening en geen zegel."
        )
        return
    for region in regions:
        for town in region.municipalities:
            if not keys.has(region.key, town.key):
                yield f"{region.key}.toml: {town.name} heeft geen zegel. Zet het in het bestand met sleutels."
            for name in _without_key(region, town, keys, on):
                yield f"{region.key}.toml: {name} heeft geen sleutel. Zet hem in het bestand met sleutels."


def _without_key(region: Region, town: Municipality, keys: Keyring, on: date) -> Iterator[str]:
    """Who decides in this municipality on that day and cannot sign, where the region asks him to."""
    for office in town.offices if region.signing.policy.personal else ():
        if office.covers(on) and keys.personal(office.account or "") is None:
            yield office.name


def ways_out(settings: Settings) -> Iterator[str]:
    """What is worth knowing about signing and sending, before it is needed at night."""
    on = datetime.now(ZONE).date()
    yield from _unsigned(Rulebook.of(settings).regions.values(), seals.keyring(settings), on)
    ways = Ways.of(settings)
    if not ways.carriers:
        yield (
            "er is geen e-mail (HUISVERBOD_MAIL_SERVER) en geen sms (HUISVERBOD_TEXT_GATEWAY) ingesteld. "
            "Berichten staan alleen in de toepassing: niemand wordt 's nachts gewekt."
        )
        return
    for key, name in ways.reach(Rulebook.of(settings)).silent():
        yield f"{key}.toml: {name} heeft geen adres voor e-mail of sms. Zet email of mobile erbij."
