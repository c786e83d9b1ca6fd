"""Runs the web application, and introduces the demonstration to whoever starts it."""

import logging
import socket
import threading
from collections.abc import Sequence

import uvicorn
from rich.console import Console
from rich.table import Table

from huisverbod import documents, usage
from huisverbod.database import connect, migrate
from huisverbod.errors import Reason, Refused
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web.app import create_app

SECONDS_TO_FINISH = 10


def serve(settings: Settings) -> None:
    """Migrates the database and serves until it is told to stop; what is under way is finished first.

    Raises:
        DefinitionError: a file in a data folder has a fault.
        Refused: the port is taken.

    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    rulebook = Rulebook.of(settings)
    _check_free(settings)
    engine = connect(settings.database)
    migrate(engine)
    threading.Thread(target=documents.warm_up, daemon=True).start()
    app = create_app(settings, engine=engine, rulebook=rulebook)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def introduce(settings: Settings, people: Sequence[Sequence[str]], password: str) -> None:
    """Prints where the demonstration runs and who is who in it."""
    table = Table(title="Wie is wie (allemaal verzonnen)")
    for heading in ("Regio", "Naam", "Werkt als", "Inlognaam"):
        table.add_column(heading, overflow="fold")
    for row in people:
        table.add_row(*row)
    usage.show([table])
    console = Console()
    console.print(f"Wachtwoord van iedereen: {password} (alleen in deze demonstratie)")
    console.print(f"Open http://{settings.host}:{settings.port} en kies iemand. Stop met Ctrl-C.")


def _check_free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            sentence = (
                f"Op {settings.host}:{settings.port} kan niet worden gestart ({fault.strerror}). "
                "Kies een andere poort met --port."
            )
            raise Refused([Reason("port", sentence)]) from fault
