"""The command line; `huisverbod --help` names every command."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError
from typer.exceptions import TyperException

from huisverbod import (
    __version__,
    draw,
    enrolment,
    examination,
    metrics,
    relocation,
    rostering,
    scenario,
    term,
    ticking,
    usage,
    verify,
)
from huisverbod.database import connect, migrate, reading
from huisverbod.errors import DefinitionError, HuisverbodError
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.usage import REFUSED, Proposal

INTRODUCTION = """Begeleidt zaken van het tijdelijk huisverbod, van verzoek tot nazorg.

Kennismaken: `huisverbod demo`. Een installatie: `huisverbod migrate`, `huisverbod account add`,
`huisverbod serve`. 's Nachts een termijn uitrekenen: `huisverbod term 28-03-2026 22.15`.

Instellingen komen uit de omgeving: HUISVERBOD_DATABASE (bijvoorbeeld `sqlite:///zaken.sqlite`),
HUISVERBOD_HOST en HUISVERBOD_PORT, voor berichten HUISVERBOD_MAIL_SERVER en
HUISVERBOD_TEXT_GATEWAY (zie docs/how-to/send-notices.md), en voor eigen mappen HUISVERBOD_WORKFLOWS,
HUISVERBOD_DOCUMENT_TEMPLATES en HUISVERBOD_PILOT_REGIONS.
"""

app = usage.group(INTRODUCTION)
app.add_typer(enrolment.app, name="account")
app.add_typer(rostering.app, name="roster")
usage.command(app, "migrate-cases")(relocation.migrate_cases)
usage.command(app, "verify", verify.EPILOG)(verify.verify)

AsJson = Annotated[bool, typer.Option("--json", help="Druk JSON af, voor een ander programma.")]
Port = Annotated[int | None, typer.Option(help="De poort, als het niet 8000 is.", min=1, max=65535)]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Toon de versie.")
    ] = False,
) -> None:
    """Options that belong to no command."""


@usage.command(app)
def serve(
    host: Annotated[str | None, typer.Option(help="Het adres, als het niet 127.0.0.1 is.")] = None,
    port: Port = None,
) -> None:
    """Start de webtoepassing, na het bijwerken van de database. Stop met Ctrl-C.

    Start niet als een bestand een fout heeft of als de poort bezet is. Wat bezig is, wordt eerst afgemaakt.

    Voorbeeld: `HUISVERBOD_DATABASE=sqlite:///zaken.sqlite huisverbod serve --port 8080`
    """
    from huisverbod import running

    chosen = {"host": host, "port": port}
    running.serve(Settings().model_copy(update={name: value for name, value in chosen.items() if value}))


@usage.command(app, "demo")
def demonstrate(
    port: Port = None,
    only_prepare: Annotated[bool, typer.Option(help="Maak de zaken klaar en start niet.")] = False,
) -> None:
    """Start met verzonnen zaken in de map .demo, en laat zien waar u inlogt en als wie.

    Een tweede keer op dezelfde dag gaat verder met dezelfde zaken. Iedereen in de demonstratie is verzonnen.

    Voorbeeld: `huisverbod demo --port 8080`
    """
    from huisverbod import demo, running

    given = Settings()
    database = given.database if "database" in given.model_fields_set else "sqlite:///.demo/huisverbod.sqlite"
    changes = {"database": database, "demo": True, "secure_cookies": False, "port": port or given.port}
    settings = given.model_copy(update=changes)
    console = Console(stderr=True)
    with console.status("De verzonnen zaken worden gespeeld ...") as status:
        demo.prepare(settings, datetime.now(UTC), status.update)
    running.introduce(settings, demo.who_is_who(settings), demo.PASSWORD)
    if not only_prepare:
        running.serve(settings)


@usage.command(app, "migrate")
def bring_up_to_date() -> None:
    """Maakt de tabellen van de database, of brengt ze naar deze versie. Nog een keer doen kan geen kwaad.

    Voorbeeld: `HUISVERBOD_DATABASE=sqlite:///zaken.sqlite huisverbod migrate`
    """
    with usage.busy("De database wordt bijgewerkt ..."):
        migrate(connect(Settings().database))
    typer.echo("De database is bijgewerkt.")


@usage.command(app)
def check(
    chain: Annotated[
        bool, typer.Option("--chain", help="Controleer ook de keten van gebeurtenissen van elke zaak.")
    ] = False,
    prove: Annotated[
        bool,
        typer.Option("--prove", help="Bewijs ook dat de werkwijze geen enkele regel van de wet schendt."),
    ] = False,
) -> None:
    """Controleert werkwijze, risico-instrument, sjablonen en regio's. Elke fout met bestand en regel.

    Met `--prove` wordt elke regel uit invariants.toml bewezen voor elke reeks stappen en elke regio, of ziet
    u de kortste reeks die haar schendt. Hoe dat werkt, staat in docs/how-to/prove-the-procedure.md.

    Voorbeelden: `huisverbod check`, met eigen regio's `HUISVERBOD_PILOT_REGIONS=regios huisverbod check`, met
    het bewijs erbij `huisverbod check --prove`, en met de zaken erbij `huisverbod check --chain`
    """
    settings = Settings()
    faults = [str(fault) for fault in examination.faults_in_files(settings)]
    for remark in (*examination.remarks(settings), *([] if faults else ticking.ways_out(settings))):
        typer.echo(f"Let op: {remark}")
    faults += _unproved(settings) if prove and not faults else []
    if chain:
        faults += examination.faults_in_chains(connect(settings.database), Console(stderr=True))
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        typer.echo(f"{len(faults)} {'fout' if len(faults) == 1 else 'fouten'} gevonden.", err=True)
        raise typer.Exit(REFUSED)
    typer.echo("Bestanden en ketens kloppen." if chain else "De bestanden kloppen.")


def _unproved(settings: Settings) -> list[str]:
    found: list[str] = []
    for broken, said in examination.proved(settings, Console(stderr=True)):
        typer.echo(said)
        found += broken
    return found


@usage.command(app)
def tick() -> None:
    """Neemt de stappen van de klok die nu moeten, en verstuurt de berichten die wachten.

    `huisverbod serve` doet dit zelf al. Gebruik deze opdracht vanuit cron als dat zo is afgesproken.

    Voorbeeld: `* * * * * huisverbod tick`
    """
    with usage.busy("De klok neemt de stappen die moeten ..."):
        done = ticking.beat(Settings())
    typer.echo("\n".join(done))


@usage.command(app)
def export(
    out: Annotated[Path, typer.Argument(help="De map waarin de bestanden komen.", file_okay=False)],
    region: Annotated[str, typer.Option(help="De sleutel van een regio; zonder: alle regio's.")] = "",
    since: Annotated[str | None, typer.Option(help="Verzoeken vanaf deze dag.")] = None,
    until: Annotated[str | None, typer.Option(help="Verzoeken tot en met deze dag.")] = None,
) -> None:
    """Schrijft doorlooptijden, plichten en codeboek als CSV. Zonder namen, nummers of adressen.

    Voorbeeld: `huisverbod export cijfers --region meerland --since 2026-01-01 --until 2026-06-30`
    """
    days = [usage.understood(term.read_day, text) if text else None for text in (since, until)]
    rulebook = Rulebook.of(settings := Settings())
    with reading(connect(settings.database)) as session, usage.busy("De doorlooptijden worden gelezen ..."):
        count = metrics.export(session, rulebook, region, days[0], days[1], out)
        chosen = metrics.selection(rulebook, region, *days)
        metrics.export_kept(session, rulebook, chosen, datetime.now(UTC), out)
    typer.echo(f"{count} doorlooptijden geschreven in {out}.")


@usage.command(app, "draw")
def draw_procedure(
    stage: Annotated[str | None, typer.Argument(help="Eén fase, zoals 'execution'; zonder: alle.")] = None,
    docs: Annotated[bool, typer.Option("--docs", help="Schrijf de bladzijden in docs/ opnieuw.")] = False,
    proposal: Proposal = "",
) -> None:
    """Tekent de werkwijze: per fase een toestandsdiagram in Mermaid.

    Met `--docs` wordt het een bladzijde met bij elk diagram de tabel van stappen en plichten.

    Voorbeelden: `huisverbod draw execution > uitvoering.mmd` en `huisverbod draw --docs`
    """
    procedure = Rulebook.of(Settings()).under(proposal).current.procedure
    if docs and not proposal:
        typer.echo(f"{' en '.join(draw.write_pages(procedure, Settings()))} zijn opnieuw geschreven.")
        return
    if stage and stage not in procedure.stages:
        raise typer.BadParameter(f"Er is geen fase '{stage}'. Kies uit: {', '.join(procedure.stages)}.")
    for rules in procedure.stages.values():
        if stage in (None, rules.name):
            typer.echo(draw.diagram(procedure, rules))


@usage.command(app, "term")
def terms(
    moment: Annotated[
        list[str] | None, typer.Argument(help="Wanneer het huisverbod ingaat, in Nederlandse tijd.")
    ] = None,
    court_request: Annotated[
        str | None, typer.Option(help="De dag waarop de rechtbank het verzoek kreeg.")
    ] = None,
    as_json: AsJson = False,
    proposal: Proposal = "",
) -> None:
    """Rekent uit wat volgt uit het tijdstip waarop een huisverbod ingaat, met bij elke termijn het artikel.

    Voorbeelden: `huisverbod term 2026-03-28T22:15`, `huisverbod term 28-03-2026 22.15` en
    `huisverbod term --court-request 2026-04-02`. Met `+01:00` erachter telt dat tijdverschil.
    """
    if not moment and court_request is None:
        raise typer.BadParameter("Noem een tijdstip, of een dag met --court-request.")
    procedure = Rulebook.of(Settings()).under(proposal).current.procedure
    stated = " ".join(moment) if moment else None
    rows, remark = usage.understood(term.following, stated, court_request, procedure.terms)
    if procedure.about.mark:
        rows.insert(0, term.Row("mark", procedure.about.mark, f"{procedure.about.mark}."))
    if as_json:
        typer.echo(json.dumps(term.as_json(rows), ensure_ascii=False, indent=2))
        return
    for sentence in filter(None, (remark, *(row.sentence for row in rows))):
        typer.echo(sentence)


@usage.command(app, "play")
def play_scenario(
    file: Annotated[
        Path, typer.Argument(help="Het scenario, een TOML-bestand.", exists=True, dir_okay=False)
    ],
    as_json: AsJson = False,
    proposal: Proposal = "",
) -> None:
    """Speelt een scenario op een lege database in het geheugen: elke stap aanvaard of geweigerd, met reden.

    De uitkomst is 1 als iets anders loopt dan het bestand verwacht. Hoe u een scenario schrijft, staat in
    docs/how-to/write-a-scenario.md.

    Voorbeeld: `huisverbod play tests/scenarios/minor_refused.toml`
    """
    rulebook = Rulebook.of(Settings())
    text = scenario.read(file, rulebook)
    text = text.model_copy(update={"procedure": proposal or text.procedure})
    with usage.busy("Het scenario wordt gespeeld ..."):
        played = scenario.play(rulebook, text)
    surprises = scenario.unexpected(played, text)
    if as_json:
        typer.echo(json.dumps({**asdict(played), "unexpected": surprises}, ensure_ascii=False, indent=2))
    else:
        usage.show(scenario.report(played, rulebook.under(text.procedure)))
    for surprise in surprises:
        typer.echo(f"Anders dan verwacht: {surprise}", err=True)
    if surprises:
        raise typer.Exit(REFUSED)


def main() -> None:
    """Runs the command; bad input ends in a sentence, not in a traceback."""
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as fault:
        usage.explain(fault)
    except HuisverbodError as refusal:
        usage.end(*(reason.sentence for reason in refusal.reasons))
    except ValidationError as fault:
        usage.end(*usage.settings_sentences(fault))
    except (DefinitionError, typer.Abort) as fault:
        usage.end(str(fault) or "Afgebroken.")
    except (OperationalError, ProgrammingError, ArgumentError):
        usage.end(usage.NO_DATABASE)


if __name__ == "__main__":
    main()
