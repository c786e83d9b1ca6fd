"""The roster on the command line: out of a calendar file and into one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from huisverbod import roster, usage
from huisverbod.database import connect, reading, writing
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

app = usage.group(help="Het rooster: wie heeft dienst.")

REGION = typer.Option(help="De sleutel van de regio.")
DAYS = 365


@app.callback()
def _group() -> None:
    """Het rooster: wie heeft dienst."""


@usage.command(app, "import")
def take_in(
    file: Annotated[Path, typer.Argument(help="De agenda (.ics).", exists=True, dir_okay=False)],
    region: Annotated[str, REGION],
) -> None:
    """Leest een agenda (iCalendar) in het rooster. Alles wordt overgenomen, of niets.

    De hoedanigheid staat bij de categorie, de gemeente bij de locatie, de naam in de titel van elke dienst.

    Voorbeeld: `huisverbod roster import piket.ics --region voorbeeldland`
    """
    settings = Settings()
    found = Rulebook.of(settings).region(region)
    entries = roster.read_calendar(found, file.read_bytes())
    with writing(connect(settings.database)) as session:
        rows = roster.import_all(session, found, entries, datetime.now(UTC), None)
    typer.echo(f"{len(rows)} {'dienst' if len(rows) == 1 else 'diensten'} overgenomen in {found.name}.")


@usage.command(app, "export")
def put_out(
    file: Annotated[Path, typer.Argument(help="Waar de agenda (.ics) komt.", dir_okay=False)],
    region: Annotated[str, REGION],
) -> None:
    """Schrijft de diensten vanaf nu, een jaar vooruit, als agenda (iCalendar). Alleen namen van medewerkers.

    Voorbeeld: `huisverbod roster export piket.ics --region voorbeeldland`
    """
    settings = Settings()
    found, now = Rulebook.of(settings).region(region), datetime.now(UTC)
    with reading(connect(settings.database)) as session:
        shifts = roster.planned(session, found.key, now, now + timedelta(days=DAYS))
    file.write_bytes(roster.as_calendar(found, shifts))
    typer.echo(f"{len(shifts)} {'dienst' if len(shifts) == 1 else 'diensten'} geschreven in {file}.")
