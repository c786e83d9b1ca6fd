"""A hundred killed processes on each database: what was acknowledged stands, and nothing stands by halves."""

from benchmarks.databases import databases
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests.killing import kill

KILLS, SEED = 100, 20261125


def run() -> list[str]:
    """The lines of the report."""
    lines = [
        "| Database | Kills | Acknowledged steps | Documents drawn | Lost | Half written |",
        "|---|---|---|---|---|---|",
    ]
    rulebook = Rulebook.of(Settings())
    for name, engine in databases():
        found = kill(engine, rulebook, KILLS, SEED)
        cells = (found.kills, found.acknowledged, found.documents, found.lost, len(found.half))
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return lines
