"""Tells how a scenario went, in Dutch tables for a reader."""

from collections.abc import Iterator
from datetime import date, datetime

from rich.table import Table

from huisverbod.duties import Status
from huisverbod.metrics import MEASURES
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.scenario.playing import Played
from huisverbod.scenario.weighing import OUTCOMES
from huisverbod.wording import day, hours, moment, short_moment

PASSED = (Status.OPEN, Status.LAPSED)
"""States that say nothing of a norm that was missed in the meantime."""
TERMS = {
    "imposed_at": "Opgelegd",
    "effective_from": "Ingegaan",
    "first_end": "Eerste einde",
    "latest_end": "Uiterste einde na verlenging",
    "end": "Einde",
    "ended_at": "Eerder beëindigd",
    "appeal_until": "Beroep tot en met",
}


def report(played: Played, rulebook: Rulebook) -> Iterator[Table]:
    """How it went and where it stands: a table each of steps, states, terms, duties, timings, documents."""
    yield _steps(played, rulebook)
    yield _states(played, rulebook)
    for table in (_terms(played), _duties(played), _timings(played), _documents(played)):
        if table.row_count:
            yield table


def _table(title: str, *headings: str) -> Table:
    return Table(*headings, title=title, title_justify="left", expand=False)


def _steps(played: Played, rulebook: Rulebook) -> Table:
    table = _table(
        f"{played.mark}{': ' if played.mark else ''}{played.title} ({played.number or 'geen zaak'})",
        "",
        "Wanneer",
        "Stap",
        "Wie",
        "Uitkomst",
    )
    for number, row in enumerate(played.steps, start=1):
        _, step = rulebook.current.procedure.step(row["step"])
        reasons = (
            f"\n{sentence} ({law or code})"
            for sentence, law, code in zip(row["sentences"], row["laws"], row["codes"], strict=True)
        )
        who = Role(row["role"]).label
        outcome = OUTCOMES[row["outcome"]] + "".join(reasons)
        table.add_row(str(number), short_moment(datetime.fromisoformat(row["at"])), step.label, who, outcome)
    return table


def _states(played: Played, rulebook: Rulebook) -> Table:
    table = _table("Hoe het staat", "Fase", "Toestand")
    for name, state in played.states.items():
        stage = rulebook.current.procedure.stages[name]
        table.add_row(stage.label, stage.states[state].label)
    return table


def _terms(played: Played) -> Table:
    table = _table("Termijnen van het huisverbod", "Wat", "Wanneer")
    for name, label in TERMS.items():
        if value := played.terms.get(name):
            on = (
                day(date.fromisoformat(value))
                if name == "appeal_until"
                else moment(datetime.fromisoformat(value))
            )
            table.add_row(label, on)
    return table


def _duties(played: Played) -> Table:
    table = _table("Plichten", "Wat", "Wie", "Eerste datum", "Fataal", "Stand", "Artikel")
    for row in played.duties:
        due = short_moment(datetime.fromisoformat(row["due_at"]))
        fatal = short_moment(datetime.fromisoformat(row["fatal_at"])) if row["fatal_at"] else ""
        state = Status(row["state"])
        words = f"{state.label}, norm voorbij" if row["late"] and state in PASSED else state.label
        table.add_row(row["label"], Role(row["owner"]).label, due, fatal, words, row["law"])
    return table


def _timings(played: Played) -> Table:
    labels = {measure.name: measure.label for measure in MEASURES}
    table = _table("Doorlooptijden", "Wat", "Wie", "Hoe lang")
    for row in played.timings:
        table.add_row(labels[row["measure"]], row["who"], hours(row["hours"]))
    return table


def _documents(played: Played) -> Table:
    table = _table("Documenten", "Wat", "SHA-256")
    for row in played.documents:
        table.add_row(row["title"], row["sha256"])
    return table
