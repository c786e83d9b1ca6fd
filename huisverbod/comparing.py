"""What differs between two versions of the procedure, in sentences for a jurist. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huisverbod import wording
from huisverbod.law import Term
from huisverbod.powers import Power
from huisverbod.roles import Role
from huisverbod.workflow import DutyRule, Procedure, StageRules, Step
from huisverbod.workflow.definition import STAY


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what it is about, whether it came, went or changed, and how."""

    about: str
    kind: str
    lines: Sequence[str]


CAME, WENT, CHANGED = "erbij", "weg", "anders"
FROM = {
    "imposition": "de oplegging",
    "effect": "het ingaan",
    "service": "de uitreiking van het besluit op schrift",
    "first_of_both": "oplegging of ingaan, wat het eerst was",
}


def differences(before: Procedure, after: Procedure) -> dict[str, list[Difference]]:
    """What differs, by where it belongs: terms, powers, then each stage; nothing where all is the same."""
    found = {
        "Termijnen": list(_each("Termijn", before.terms, after.terms, _term)),
        "Bevoegdheden": list(_each("Bevoegdheid", before.powers.power, after.powers.power, _power)),
    }
    for name, stage in after.stages.items():
        found[stage.label] = list(_stage(before.stages[name], stage))
    texts = [before.files.get("instruments/rihg.toml"), after.files.get("instruments/rihg.toml")]
    if texts[0] != texts[1]:
        found["Risico-instrument"] = [
            Difference("De vragen", CHANGED, ["De tekst van het instrument verschilt."])
        ]
    return {where: rows for where, rows in found.items() if rows}


def _stage(before: StageRules, after: StageRules) -> Iterator[Difference]:
    yield from _each("Toestand", before.states, after.states, lambda state: {"naam": state.label})
    yield from _each("Stap", before.steps, after.steps, lambda step: _step(step, before, after))
    yield from _each("Plicht", before.duties, after.duties, _duty)


def _each(
    what: str, before: Mapping[str, Any], after: Mapping[str, Any], told: Callable[[Any], Mapping[str, str]]
) -> Iterator[Difference]:
    """The rows that came, went or changed, each by its label."""
    for name, row in after.items():
        if name not in before:
            yield Difference(
                f"{what} '{row.label}'",
                CAME,
                [f"{key}: {value}" for key, value in told(row).items() if value],
            )
            continue
        was, now = told(before[name]), told(row)
        lines = [
            f"{key}: {now[key] or 'niets'}; was {was[key] or 'niets'}" for key in now if now[key] != was[key]
        ]
        if lines:
            yield Difference(f"{what} '{row.label}'", CHANGED, lines)
    for name, row in before.items():
        if name not in after:
            yield Difference(f"{what} '{row.label}'", WENT, [])


def _term(term: Term) -> dict[str, str]:
    return {
        "lengte": f"{term.amount} {wording.UNITS[term.unit]}",
        "telt vanaf": FROM[term.counts_from],
        "artikel": term.law,
    }


def _power(power: Power) -> dict[str, str]:
    return {
        "wie": power.holders,
        "alleen met mandaat": _roles(power.mandate),
        "op grond van de wet, ook waar de regio hen niet noemt": _routes(power.by_law),
        "niet langs deze routes": _routes(power.not_on),
        "stappen": ", ".join(power.steps),
        "artikel": power.law,
    }


def _step(step: Step, before: StageRules, after: StageRules) -> dict[str, str]:
    labels = {name: state.label for name, state in {**before.states, **after.states}.items()}
    return {
        "naam": step.label,
        "wie": _roles(step.by),
        "van": ", ".join(labels[origin] for origin in step.origins),
        "naar": "blijft" if step.to == STAY else labels[step.to],
        "voorwaarden": ", ".join((*step.guards, *step.checks)),
        "document": step.document or "",
        "plichten die beginnen": ", ".join(step.starts),
        "berichten": ", ".join(step.notices),
        "artikel": step.law,
    }


def _duty(duty: DutyRule) -> dict[str, str]:
    return {
        "wie": duty.owner.label,
        "termijn van de wet": duty.term or "",
        "norm van de regio": duty.norm or "",
        "voldaan door": ", ".join(duty.met_by),
        "artikel": duty.law,
    }


def _roles(roles: Sequence[Role]) -> str:
    return ", ".join(role.label for role in roles)


def _routes(routes: Mapping[Role, Sequence[str]]) -> str:
    return "; ".join(f"{role.label}: {', '.join(named)}" for role, named in routes.items())
