"""Moves cases to another version of the procedure from the command line: told first, then done or undone."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from huisverbod import advance
from huisverbod.accounts import by_login
from huisverbod.advance import MOVE, MOVE_BACK, Act, Plan, plan
from huisverbod.case import Case, find
from huisverbod.database import connect, reading, writing
from huisverbod.errors import HuisverbodError, Reason, Refused, Unreadable
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.usage import REFUSED


def migrate_cases(
    numbers: Annotated[list[str] | None, typer.Argument(help="Zaaknummers.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Alle lopende zaken.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Vertel het alleen.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Zet terug wat is overgezet.")] = False,
    reason: Annotated[str, typer.Option(help="Waarom? Komt in de zaak te staan.")] = "",
    by: Annotated[str, typer.Option(help="Inlognaam van de beheerder die het doet.")] = "",
) -> None:
    """Zet lopende zaken over op de werkwijze van nu. Uit zichzelf blijft elke zaak op haar eigen versie.

    `--dry-run` vertelt per zaak wat er verandert, of waarom het niet kan. Overzetten vraagt een reden. Wat
    is gebeurd, sinds wanneer iets loopt en welke plicht is begonnen, blijft. Elke zaak gaat heel over.

    Voorbeelden: `huisverbod migrate-cases --dry-run`, en daarna
    `huisverbod migrate-cases HV-2026-0012 --by beheer --reason "Nieuwe instructie"`
    """
    if not dry_run:
        _check_meant(bool(numbers), every, bool(reason.strip() and by))
    settings = Settings()
    engine, rulebook, now = connect(settings.database), Rulebook.of(settings), datetime.now(UTC)
    chosen = _chosen(engine, numbers or (), rulebook.current.procedure.digest, undo=undo)
    if not chosen:
        typer.echo("Er is niets over te zetten.")
        return
    if dry_run:
        for number in chosen:
            typer.echo("\n".join(_told(engine, rulebook, number, now, undo=undo)))
        return
    refused = _move_all(engine, rulebook, chosen, _act(engine, by, reason, now, undo=undo))
    typer.echo(f"Overgezet: {len(chosen) - refused}. Niet overgezet: {refused}.")
    if refused:
        raise typer.Exit(REFUSED)


def _check_meant(named: bool, every: bool, signed: bool) -> None:
    if not signed:
        raise typer.BadParameter("Overzetten vraagt een reden (--reason) en wie het doet (--by).")
    if named == every:
        raise typer.BadParameter("Noem zaaknummers, of kies --all.")


def _chosen(engine: Engine, numbers: Sequence[str], current: str, *, undo: bool) -> list[str]:
    """The numbers asked for; for none the running cases elsewhere, or, to go back, those here."""
    if numbers:
        return list(dict.fromkeys(numbers))
    here = col(Case.procedure) == current
    query = select(Case.number).where(col(Case.closed_at).is_(None), here if undo else ~here)
    with reading(engine) as session:
        return list(session.exec(query.order_by(col(Case.number))))


def _told(engine: Engine, rulebook: Rulebook, number: str, now: datetime, *, undo: bool) -> Iterator[str]:
    """What would happen to one case, in Dutch."""
    try:
        with reading(engine) as session:
            found = _planned(session, rulebook, number, now, undo=undo)
    except HuisverbodError as refusal:
        yield f"{number}: kan niet. {refusal.reasons[0].sentence}"
        return
    if found.before == found.after:
        yield f"{number}: loopt al op deze werkwijze."
        return
    if found.refusals:
        yield f"{number}: kan niet."
        yield from (f"  - {sentence}" for sentence in found.refusals)
        return
    yield f"{number}: kan. {'Dit verandert:' if found.changes else 'Voor deze zaak verandert er niets.'}"
    yield from (f"  - {sentence}" for sentence in found.changes)


def _planned(session: Session, rulebook: Rulebook, number: str, now: datetime, *, undo: bool) -> Plan:
    case = find(session, number)
    if not rulebook.readable(session, case):
        raise Unreadable
    back = rulebook.kept(session, advance.came_from(session, case)) if undo else rulebook.current
    return plan(session, rulebook, case, back, now)


def _act(engine: Engine, login: str, reason: str, now: datetime, *, undo: bool) -> Act:
    """The act of the administrator.

    Raises:
        Refused: there is no such account, or it is not an administrator's.

    """
    with reading(engine) as session:
        account = by_login(session, login)
    if account is None or account.role != Role.ADMINISTRATOR:
        raise Refused([Reason("administrator", f"'{login}' is geen account van een beheerder.")])
    actor = Actor(Role.ADMINISTRATOR, account.name, account.id, account.organisation)
    return Act(MOVE_BACK if undo else MOVE, actor, now, now, {"reason": reason})


def _move_all(engine: Engine, rulebook: Rulebook, numbers: Sequence[str], act: Act) -> int:
    """Moves each case in a transaction of its own; returns how many were refused, each told why."""
    refused = 0
    for number in numbers:
        try:
            with writing(engine) as session:
                advance.move(session, rulebook, number, act)
        except HuisverbodError as refusal:
            refused += 1
            for reason in refusal.reasons:
                typer.echo(f"{number}: {reason.sentence}", err=True)
    return refused
