"""Holds what came of a scenario against what its file expects."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from huisverbod.scenario.playing import Played, aware, iso
from huisverbod.scenario.reading import Scenario

OUTCOMES = {"accepted": "aanvaard", "refused": "geweigerd"}


def unexpected(played: Played, scenario: Scenario) -> list[str]:
    """Every way in which it ended otherwise than the file expects, in Dutch; empty when all is well."""
    return [
        *_steps(played, scenario),
        *_states(played, scenario),
        *_terms(played, scenario),
        *_timings(played, scenario),
    ]


def _steps(played: Played, scenario: Scenario) -> Iterator[str]:
    for number, (text, found) in enumerate(zip(scenario.step, played.steps, strict=True), start=1):
        where = f"Stap {number} ({text.step})"
        if found["outcome"] != text.expect:
            why = f": {' '.join(found['sentences'])}" if found["sentences"] else "."
            yield f"{where} is {OUTCOMES[found['outcome']]}, verwacht was {OUTCOMES[text.expect]}{why}"
        elif text.codes and set(text.codes) != set(found["codes"]):
            yield (
                f"{where} is geweigerd om {', '.join(found['codes'])}, verwacht was {', '.join(text.codes)}."
            )


def _states(played: Played, scenario: Scenario) -> Iterator[str]:
    for stage, state in scenario.states.items():
        found = played.states.get(stage, "nog niet begonnen")
        if found != state:
            yield f"'{stage}' staat op '{found}', verwacht was '{state}'."


def _terms(played: Played, scenario: Scenario) -> Iterator[str]:
    for name, stated in scenario.terms.items():
        found, wanted = played.terms.get(name, "er niet"), _plain(stated)
        if found != wanted:
            yield f"De termijn '{name}' is {found}, verwacht was {wanted}."


def _plain(stated: Any) -> Any:
    if isinstance(stated, datetime):
        return iso(aware(stated))
    return stated.isoformat() if isinstance(stated, date) else stated


def _timings(played: Played, scenario: Scenario) -> Iterator[str]:
    for measure, hours in scenario.timings.items():
        found = sorted(row["hours"] for row in played.timings if row["measure"] == measure)
        if found != sorted(hours):
            yield f"De doorlooptijd '{measure}' is {found} uur, verwacht was {hours} uur."
