"""Who may do what by law: the powers of a procedure, each with its article. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from huisverbod.roles import Role

REQUEST, IMPOSE, AMEND = "request", "impose", "amend"
DECIDING = ("refuse_request", IMPOSE, "extend", "withdraw", AMEND)
NEEDED = (REQUEST, *DECIDING)
"""The powers that every procedure names."""


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Power(Strict):
    """One power: who has it, for which steps, on which article.

    `mandate`: who of them has it only under a written mandate; the others hold the office of mayor or deputy.
    `by_law`: whom the law itself names, with the routes, also where a region does not. `not_on`: who does not
    have it for a request along these routes.
    """

    label: str = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)
    steps: tuple[str, ...]
    law: str = Field(min_length=1)
    mandate: tuple[Role, ...] = ()
    by_law: Mapping[Role, tuple[str, ...]] = Field(default_factory=dict)
    not_on: Mapping[Role, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def routes(self) -> frozenset[str]:
        """Every route that it names."""
        return frozenset(
            route for routes in (self.by_law, self.not_on) for listed in routes.values() for route in listed
        )

    @property
    def holders(self) -> str:
        """Who has it, in Dutch."""
        return ", ".join(role.label for role in self.roles)


class Filling(Strict):
    """Who could fill in one part of the risk instrument, and what it holds, on which article."""

    label: str = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)
    law: str = Field(min_length=1)


class Powers(Strict):
    """All powers by name, and who could fill in which part of the instrument."""

    power: Mapping[str, Power]
    fill: Mapping[str, Filling]

    def of(self, step: str) -> Power | None:
        """The power under which a step ("execution.extend") is taken, or nothing where none is needed."""
        return next((power for power in self.power.values() if step in power.steps), None)

    def requester(self, role: Role) -> bool:
        """Whether this capacity could lay a request before the mayor."""
        return role in self.power[REQUEST].roles

    def requests_by_law(self, role: Role, route: str) -> bool:
        """Whether the law itself names this capacity as a requester along this route."""
        return self.requester(role) and route in self.power[REQUEST].by_law.get(role, ())

    def could_fill(self, role: Role, part: str) -> bool:
        """Besluit 2(3): whether this capacity could fill in this part anywhere."""
        return part in self.fill and role in self.fill[part].roles

    def deciders(self) -> frozenset[Role]:
        """Every capacity that has some power to decide."""
        return frozenset(role for name in DECIDING for role in self.power[name].roles)


def strangers(raw: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Powers and parts that must be there and are not: the name, and a sentence."""
    for name in NEEDED:
        if name not in raw:
            yield name, f"De bevoegdheid '{name}' ontbreekt. Noem wie haar heeft."
    if not parts:
        yield "fill", "Er staat niet wie de delen van het risico-instrument invult."
