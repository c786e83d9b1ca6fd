"""The command that has a file looked at: whether it is ours, unchanged, and under whose signatures."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from huisverbod import authenticity, seals, usage
from huisverbod.authenticity import Outcome, Report
from huisverbod.database import connect, reading
from huisverbod.documents import reproducing, templates
from huisverbod.documents.reproducing import Comparison
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
AGAIN = {Comparison.SAME: 0} | dict.fromkeys(reproducing.WRONG, CHANGED)


def verify(
    what: Annotated[
        str, typer.Argument(help="Een pdf-bestand, het nummer van een document, of een zaaknummer.")
    ],
) -> None:
    """Controleert of een pdf-bestand hier is opgemaakt, of het niet is veranderd, en wie het ondertekende.

    Zegt van een echt besluit ook of er een later besluit in de zaak is. Het bestand wordt niet bewaard.

    Met een nummer wordt een bewaard document opnieuw opgemaakt en byte voor byte vergeleken; met een
    zaaknummer elk document van die zaak. Dan is de uitkomst 0 = gelijk, 3 = anders, 4 = niet te vergelijken.

    Voorbeelden: `huisverbod verify besluit.pdf`, `huisverbod verify 12` en `huisverbod verify HV-2026-0001`
    """
    code = _look(Path(what)) if Path(what).is_file() else _draw_again(what)
    if code:
        raise typer.Exit(code)


def _look(file: Path) -> int:
    settings = Settings()
    rulebook, roots = Rulebook.of(settings), seals.roots(seals.keyring(settings))
    with file.open("rb") as opened:
        content = opened.read(authenticity.MOST + 1)
    with reading(connect(settings.database)) as session, usage.busy("Het bestand wordt bekeken ..."):
        found = authenticity.report(session, content, roots, datetime.now(UTC))
    for sentence in authenticity.told(found, _town(rulebook, found)):
        typer.echo(sentence)
    return _code(found)


def _draw_again(number: str) -> int:
    if not re.fullmatch(r"\d{1,9}|HV-\d{4}-\d{1,9}", number):
        raise typer.BadParameter(f"'{number}' is geen bestand, en geen nummer van een document of een zaak.")
    settings, codes = Settings(), [0]
    forms = templates.read(settings.document_templates)
    with reading(connect(settings.database)) as session:
        for document in reproducing.kept(session, number):
            found = reproducing.compared(document, forms)
            typer.echo(f"{document.title} (document {document.id}): {found.value}")
            codes.append(
                CHANGED if found in reproducing.WRONG else 0 if found == Comparison.SAME else UNKNOWN
            )
    return CHANGED if CHANGED in codes else max(codes)


def _town(rulebook: Rulebook, report: Report) -> str:
    found = report.found
    return rulebook.region(found.region).municipality(found.municipality).name if found else ""


def _code(report: Report) -> int:
    if report.genuine:
        return 0 if report.sound else FALLS_SHORT
    return CODES.get(report.outcome, UNREAD)
