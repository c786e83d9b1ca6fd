"""The story material of the demonstration, as its files state it: themes, names, phrases, pace and plan."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from huisverbod.instrument import SourceKind
from huisverbod.roles import Role

HERE = Path(__file__).parent

Turn = Literal[
    "mandate",
    "deputy",
    "oral",
    "deposited",
    "question",
    "asked_back",
    "request_withdrawn",
    "refused",
    "minor",
    "minor_found",
    "declined",
    "lawyer",
    "court_dismissed",
    "court_suspended",
    "court_lifted",
    "court_annulled",
    "court_after_extension",
    "higher_appeal",
    "prosecuted",
    "no_action",
    "extended",
    "withdrawn",
    "unowned",
]
"""What can go otherwise than the ordinary way."""


class Strict(BaseModel):
    """A shape that refuses every key it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Strict):
    """One dated fact of a theme: how many days before the request, under which item, from which source."""

    ago: int = Field(ge=0)
    item: str
    kind: SourceKind
    source: str
    text: str

    @property
    def signal(self) -> str:
        """The code of its signal, such as "2c"."""
        return self.item.partition(".")[0]


class Theme(Strict):
    """What is the matter in a household, and what everyone says and does about it."""

    key: str
    sexes: tuple[str, str]
    household: Literal["gezin", "paar", "ouders"]
    child_abuse: bool = False
    trigger: str = "melding"
    flags: tuple[str, ...] = ()
    red: tuple[str, ...]
    override: str = ""
    facts: tuple[Fact, ...]
    danger: str
    tried: str
    children: str
    request_risk: str
    view: str
    alternative: str
    view_household: str
    objects: bool
    why_this_person: str
    why_not_lighter: str
    interests: str
    children_interest: str
    answer: str
    after_fact: str
    after_source: str
    course: str
    continues: str
    ext_view: str
    ext_view_household: str
    ext_balancing: str
    care_subject: str
    care_household: str
    plan: str
    result: str


class Background(Strict):
    """Invented names that go together, and the language spoken."""

    language: str
    birth_places: tuple[str, ...]
    man: tuple[str, ...]
    vrouw: tuple[str, ...]
    child: tuple[str, ...]
    family: tuple[str, ...]


class Gaps(Strict):
    """Hours between the main steps of a case."""

    signal: float
    take_up: float
    assess: float
    decide: float
    serve: float


class Pace(Strict):
    """How fast it goes in a region: with urgency, without, and afterwards. Hours, but for `close_days`."""

    kort: Gaps
    lang: Gaps
    contact: float
    owner: float
    close_days: float


class Planned(Strict):
    """One case of the plan: where, who asked, along which route, when, and what it was about."""

    place: str
    by: Role
    route: str
    theme: str
    days: int | None = None
    at: time = time(12)
    ago: float | None = None
    ends_in: float | None = None
    stop: str | None = None
    turns: frozenset[Turn] = frozenset()

    @property
    def acute(self) -> bool:
        """Whether it began with an urgent situation."""
        return self.route.startswith("acuut")


@dataclass(frozen=True)
class Material:
    """All story material together. `plan` gives the cases of each region by its key."""

    themes: Mapping[str, Theme]
    backgrounds: tuple[Background, ...]
    streets: tuple[str, ...]
    staff: Mapping[str, list[str]]
    phrases: Mapping[str, str | list[str]]
    pace: Mapping[str, Pace]
    plan: Mapping[str, tuple[Planned, ...]]


@cache
def material() -> Material:
    """The story material, read once."""
    names = _read("names.toml")
    return Material(
        themes={row["key"]: Theme.model_validate(row) for row in _read("themes.toml")["theme"]},
        backgrounds=tuple(Background.model_validate(row) for row in names["background"]),
        streets=tuple(names["household"]["streets"]),
        staff=names["staff"],
        phrases=_read("phrases.toml"),
        pace={key: Pace.model_validate(row) for key, row in _read("pace.toml").items()},
        plan={
            row["key"]: tuple(Planned.model_validate(case) for case in row["cases"])
            for row in _read("plan.toml")["region"]
        },
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
