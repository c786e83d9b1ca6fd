"""What holds now, for the case page: who may not be met, what a court changed, what runs beside the ban."""

from collections.abc import Iterator
from datetime import datetime

from huisverbod.access import Slice
from huisverbod.known import Ban, ConductOrder
from huisverbod.stages.court import case_label
from huisverbod.web.casefile import CaseFile
from huisverbod.wording import listing, moment

Row = tuple[str, list[str]]
"""A label and the lines below it."""

ELSEWHERE = (
    "Een ander adres valt niet onder dit huisverbod. Is er ook daar gevaar, begin dan een nieuwe zaak; "
    "soms is een andere gemeente aan zet."
)


def holds(file: CaseFile) -> list[Row]:
    """Everything that this person may see of what holds now; nothing before a ban took effect."""
    if file.ban is None:
        return []
    return [*_ban(file, file.ban), *_beside(file)]


def _ban(file: CaseFile, ban: Ban) -> Iterator[Row]:
    yield "Geldt het huisverbod nu?", _force(file, ban)
    banned = file.known.contact_ban
    if banned and file.now < ban.over_at:
        people = [person for name in banned.names if (person := file.known.person(name))]
        yield "Geen contact met", [listing([person.full_name for person in people])]
        if banned.exceptions:
            yield "Uitzondering op het contactverbod", [banned.exceptions]
    if file.known.last("execution.record_move"):
        yield "Verhuizing of opgegeven woning", [ELSEWHERE]


def _force(file: CaseFile, ban: Ban) -> list[str]:
    if file.now >= ban.over_at:
        return [f"Nee, het is voorbij sinds {moment(ban.over_at)}."]
    suspension = ban.suspension(file.now)
    return [f"Ja, tot {moment(ban.over_at)}."] if suspension is None else _suspended(file, ban, *suspension)


def _suspended(file: CaseFile, ban: Ban, start: datetime, stop: datetime | None) -> list[str]:
    until = f" tot {moment(stop)}" if stop else ", tot de rechter anders beslist"
    lines = [
        f"Nee, de rechter schorste het op {moment(start)}{until}.",
        f"De termijn loopt door tot {moment(ban.over_at)}.",
    ]
    ruling = file.known.last("court.rule_suspended")
    condition = ruling.facts["condition"] if ruling and file.sees(Slice.COURT) else ""
    return [*lines, f"Voorwaarde: {condition}"] if condition else lines


def _beside(file: CaseFile) -> Iterator[Row]:
    """What runs on its own clock or in its own place, and never changes the ban."""
    order = file.known.conduct_order
    if order and file.sees(Slice.ENFORCEMENT):
        yield "Gedragsaanwijzing (509hh Sv), met een eigen termijn", _order(file, order)
    custody = file.known.custody
    if custody and file.sees(Slice.ADDRESS):
        release = custody.moment("expected_release")
        until = [f"Komt naar verwachting vrij op {moment(release)}."] if release else []
        yield "In detentie", [custody.facts["where"], *until, "Het contactverbod geldt ook vanuit de cel."]
    yield from _court(file)


def _order(file: CaseFile, order: ConductOrder) -> list[str]:
    verb = "Loopt" if order.running(file.now) else "Liep" if file.now >= order.over_at else "Loopt nog niet:"
    return [
        f"{listing([measure.lower() for measure in order.measures]).capitalize()}.",
        order.content,
        f"{verb} van {moment(order.start)} tot {moment(order.over_at)}.",
    ]


def _court(file: CaseFile) -> Iterator[Row]:
    """Every case that is pending before a court: one ruling does not close another case."""
    state, pending = file.known.states.get("court", "none"), file.known.courts.pending
    if not file.sees(Slice.COURT) or not pending:
        return
    label = file.procedure.stages["court"].states[state].label
    yield "Bij de rechter", [f"{label}.", *(f"{case_label(one).capitalize()}." for one in pending.values())]
