"""Tells of a broken invariant in Dutch: what should hold, the shortest way to break it, where to mend it."""

from collections.abc import Iterator
from itertools import zip_longest

from huisverbod.errors import DefinitionError
from huisverbod.proof.judging import Broken
from huisverbod.proof.model import Move, Position, Taken
from huisverbod.workflow import Procedure

PASSED = {
    Position.FIRST: "het ingaan",
    Position.SECOND: "het eerste einde",
    Position.OVER: "de langste duur",
}
MOST_NAMED = 2
"""How many capacities are named with a step before the others are only counted."""


def sentences(broken: Broken, procedure: Procedure) -> Iterator[str]:
    """The invariant, the steps that break it in order, what is wrong, and the file and line to mend."""
    yield f"Geschonden: {broken.rule.says} ({broken.rule.law}; {broken.rule.name})"
    for number, (move, following) in enumerate(zip_longest(broken.way, broken.way[1:]), start=1):
        yield f"  {number}. {_move(move, procedure)}{_late(move, following)}"
    yield f"  Hier gaat het mis: {broken.wrong}."
    yield f"  Kijk in {place(broken.mend, procedure)}."


def _move(move: Move, procedure: Procedure) -> str:
    if not move:
        return "De tijd gaat voorbij: een termijn van het huisverbod is om."
    return ", en meteen ".join(_taken(taken, procedure) for taken in move)


def _late(move: Move, following: Move | None) -> str:
    """Whether a step was entered only after an end of the ban that it began, as what follows shows."""
    if move and following and following[0].before.position > move[-1].after.position:
        return f", pas ingevoerd na {PASSED[following[0].before.position]}"
    return ""


def _taken(taken: Taken, procedure: Procedure) -> str:
    _, step = procedure.step(taken.name)
    if step.by_clock:
        return f"De klok: {step.label} ({taken.name})"
    who = [role.label for role in step.by if role in taken.roles]
    others = f" of {len(who) - MOST_NAMED} anderen" if len(who) > MOST_NAMED else ""
    return f"{step.label} ({taken.name}), door {' of '.join(who[:MOST_NAMED])}{others}"


def place(mend: str, procedure: Procedure) -> str:
    """File and line of what is to be mended: see `Broken.mend`."""
    fault = _found(mend, procedure)
    return f"{fault.file}:{fault.line}" if fault.line else fault.file


def _found(mend: str, procedure: Procedure) -> DefinitionError:
    _, bar, template = mend.partition("|")
    if bar:
        return DefinitionError(template.removesuffix(".html") + ".toml", "")
    stage, dot, step = mend.partition(".")
    if dot:
        return procedure.stages[stage].source.fault("", step, "step", step)
    stage, colon, state = mend.partition(":")
    if colon:
        return procedure.stages[stage].source.fault("", state, "states")
    table, _, name = mend.partition("/")
    sources = (source for source in procedure.sources.values() if name in source.rows.get(table, ()))
    return next(sources).fault("", name, table, name)
