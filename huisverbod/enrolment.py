"""Adds accounts from the command line: an installation has to have its first ones."""

import sys
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlmodel import Session

from huisverbod import usage
from huisverbod.access import ROW_READERS
from huisverbod.accounts import Account, add_account, by_login
from huisverbod.database import connect, writing
from huisverbod.errors import Reason, Refused
from huisverbod.region import Contact
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

app = usage.group(help="Accounts van mensen die inloggen.")


@app.callback()
def _group() -> None:
    """Accounts van mensen die inloggen."""


@usage.command(app, "add")
def add(  # noqa: PLR0913  (each argument is an option of the command)
    login: Annotated[str, typer.Argument(help="De naam om mee in te loggen.")],
    *,
    name: Annotated[
        str, typer.Option(help="Voor- en achternaam. Van een burgemeester: zoals in het register.")
    ],
    role: Annotated[Role, typer.Option(help="De hoedanigheid.")],
    organisation: Annotated[str, typer.Option(help="De organisatie.")],
    region: Annotated[
        str, typer.Option(help="De sleutel van de regio. Alleen onderzoekers en beheerders hebben er geen.")
    ] = "",
    municipality: Annotated[str, typer.Option(help="De sleutel van de gemeente, of leeg.")] = "",
    email: Annotated[str, typer.Option(help="E-mailadres van het werk, voor berichten.")] = "",
    mobile: Annotated[str, typer.Option(help="Mobiel nummer van het werk, voor sms.")] = "",
    password_stdin: Annotated[bool, typer.Option(help="Lees het wachtwoord van de invoer.")] = False,
) -> None:
    """Voegt een account toe. Het wachtwoord wordt twee keer gevraagd en is niet te zien.

    Voorbeeld: `huisverbod account add m.vos --name "Meike Vos" --role mayor --organisation "Gemeente X"
    --region voorbeeldland --municipality voorbeelddam`
    """
    settings = Settings()
    if role == Role.CLOCK:
        raise typer.BadParameter("De klok heeft geen account.")
    _check_place(Rulebook.of(settings), role, region, municipality)
    _check_reachable(email, mobile)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask_password()
    account = Account(
        login=login.strip().lower(),
        name=name,
        role=role,
        organisation=organisation,
        region=region,
        municipality=municipality,
        email=email,
        mobile=mobile,
        password="",
    )
    with writing(connect(settings.database)) as session:
        _store(session, account, password)
    typer.echo(f"Het account '{account.login}' is toegevoegd.")


@usage.command(app, "reach")
def reach(
    login: Annotated[str, typer.Argument(help="De inlognaam.")],
    email: Annotated[str, typer.Option(help="E-mailadres van het werk; leeg haalt het weg.")] = "",
    mobile: Annotated[str, typer.Option(help="Mobiel nummer van het werk; leeg haalt het weg.")] = "",
) -> None:
    """Legt vast waarheen iemand e-mail en sms krijgt als er een bericht wacht. Zonder naam of inhoud.

    Voorbeeld: `huisverbod account reach m.vos --email m.vos@gemeente-x.nl --mobile 06-12345678`
    """
    _check_reachable(email, mobile)
    with writing(connect(Settings().database)) as session:
        account = by_login(session, login)
        if account is None:
            raise Refused([Reason("login", f"Er is geen account '{login}'. Kijk de inlognaam na.")])
        account.email, account.mobile = email, mobile
        session.add(account)
    typer.echo(f"Vastgelegd voor '{login}'.")


def _check_reachable(email: str, mobile: str) -> None:
    try:
        Contact(name="account", phone="000-0000000", email=email or None, mobile=mobile or None)
    except ValidationError as fault:
        raise typer.BadParameter(str(fault.errors()[0]["ctx"]["error"])) from fault


def _check_place(rulebook: Rulebook, role: Role, region: str, municipality: str) -> None:
    if not region and (municipality or role not in ROW_READERS):
        raise typer.BadParameter(f"Noem met --region de regio. Kies uit: {', '.join(rulebook.regions)}.")
    if region and region not in rulebook.regions:
        raise typer.BadParameter(f"Er is geen regio '{region}'. Kies uit: {', '.join(rulebook.regions)}.")
    if municipality:
        rulebook.region(region).municipality(municipality)


def _ask_password() -> str:
    password = str(typer.prompt("Wachtwoord", hide_input=True))
    if password != typer.prompt("Nog een keer", hide_input=True):
        raise Refused([Reason("password", "De twee wachtwoorden zijn niet gelijk. Probeer het opnieuw.")])
    return password


def _store(session: Session, account: Account, password: str) -> None:
    if by_login(session, account.login):
        raise Refused([Reason("login", f"Het account '{account.login}' bestaat al. Kies een andere naam.")])
    try:
        add_account(session, account, password)
    except ValueError as fault:
        raise Refused([Reason("password", str(fault))]) from fault
