"""The command that has a file looked at: whether it is ours, unchanged, and under whose signatures."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from huisverbod import authenticity, seals, usage
from huisverbod.authenticity import Outcome, Report
from huisverbod.database import connect, reading
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

CHANGED, UNKNOWN, UNREAD, FALLS_SHORT = 3, 4, 5, 6
EPILOG = (
    "Uitkomst: 0 = echt en ongewijzigd, 1 = niet gecontroleerd (geen database), 2 = verkeerd gebruik, "
    "3 = gewijzigd of aangevuld, 4 = hier niet bekend, 5 = niet te lezen (geen pdf, stuk, wachtwoord, te "
    "groot), 6 = echt, maar een ontwerp, of een handtekening telt niet."
)
CODES = {
    Outcome.EXTENDED: CHANGED,
    Outcome.CHANGED: CHANGED,
    Outcome.SIGNED: UNKNOWN,
    Outcome.UNKNOWN: UNKNOWN,
}


def verify(
    file: Annotated[Path, typer.Argument(help="Het pdf-bestand.", exists=True, dir_okay=False)],
) -> None:
    """Controleert of een pdf-bestand hier is opgemaakt, of het niet is veranderd, en wie het ondertekende.

    Zegt van een echt besluit ook of er een later besluit in de zaak is. Het bestand wordt niet bewaard.

    Voorbeeld: `huisverbod verify besluit.pdf`
    """
    settings = Settings()
    rulebook, roots = Rulebook.of(settings), seals.roots(seals.keyring(settings))
    with file.open("rb") as opened:
        content = opened.read(authenticity.MOST + 1)
    with reading(connect(settings.database)) as session, usage.busy("Het bestand wordt bekeken ..."):
        found = authenticity.report(session, content, roots, datetime.now(UTC))
    for sentence in authenticity.told(found, _town(rulebook, found)):
        typer.echo(sentence)
    if code := _code(found):
        raise typer.Exit(code)


def _town(rulebook: Rulebook, report: Report) -> str:
    found = report.found
    return rulebook.region(found.region).municipality(found.municipality).name if found else ""


def _code(report: Report) -> int:
    if report.genuine:
        return 0 if report.sound else FALLS_SHORT
    return CODES.get(report.outcome, UNREAD)
