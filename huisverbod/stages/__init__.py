"""The stages in legal order: finds a step's guards and facts class by name."""

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType

from huisverbod.errors import Reason
from huisverbod.known import Asked, Known, Note, Stated
from huisverbod.law import Term
from huisverbod.region import NORMS, ROUTES
from huisverbod.workflow import Step, Vocabulary, step_form
from huisverbod.workflow.reading import ORDER

Guard = Callable[[Asked], str | None]
Due = Callable[[Known, Mapping[str, Term]], datetime | None]

NOTICES = frozenset(
    {
        "receipt", "question", "request_added", "request_refused", "request_granted", "decision_waits",
        "review_waits", "mayor",
        "household", "help_body", "veilig_thuis", "police", "lawyer_line", "court", "enforcement_outcome",
        "om", "ban_ended", "ruling_police", "ruling_household",
    }
)  # fmt: skip
"""Messages that a step may queue; who gets them, and why, stands in notices/kinds.toml."""


def module(stage: str) -> ModuleType:
    """The module of a stage (house: one name in five places)."""
    return importlib.import_module(f"huisverbod.stages.{stage}")


@cache
def guards(stage: str) -> dict[str, Guard]:
    """Every guard of a stage by name: its public functions that take what is asked."""
    return {
        name: member
        for name, member in inspect.getmembers(module(stage), inspect.isfunction)
        if not name.startswith("_")
        and f"{member.__module__}.".startswith(f"huisverbod.stages.{stage}.")
        and list(inspect.signature(member).parameters) == ["asked"]
    }


@cache
def forms(stage: str) -> dict[str, type[Stated]]:
    """Every facts class of a stage by name."""
    return {
        name: member
        for name, member in vars(module(stage)).items()
        if inspect.isclass(member) and issubclass(member, Stated)
    }


def form(stage: str, step: Step) -> type[Stated]:
    """The facts class of a step; a plain note for one of an old procedure that the code has forgotten."""
    return forms(stage).get(step_form(step), Note)


def due(name: str) -> Due:
    """The function that computes the instant of a clock step."""
    found: Due = next(getattr(module(stage), name) for stage in ORDER if hasattr(module(stage), name))
    return found


def article(guard: Guard) -> str:
    """The article or rule a guard rests on: what stands before the colon in its docstring."""
    return (guard.__doc__ or "").partition(": ")[0].strip()


def unmet(stage: str, names: Iterable[str], asked: Asked) -> list[Reason]:
    """Of these rules of a stage the ones that are not met, each with its sentence and article."""
    known = guards(stage)
    return [
        Reason(name, sentence, article(known[name]))
        for name in names
        if (sentence := known[name](asked)) is not None
    ]


def vocabulary(templates: Path) -> Vocabulary:
    """All names the code knows, against which the workflow files are held."""
    return Vocabulary(
        guards={stage: frozenset(guards(stage)) for stage in ORDER},
        forms={stage: frozenset(forms(stage)) for stage in ORDER},
        dues=frozenset({"ban_ends", "suspension_lapses", "annulment_works", "retention_ends"}),
        documents=frozenset(path.relative_to(templates).as_posix() for path in templates.glob("*/*.html")),
        norms=frozenset(NORMS),
        notices=NOTICES,
        routes=ROUTES,
    )
