"""The handreiking: the guidance of every step together, per stage and per role, on a page and as a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from huisverbod.law import ZONE
from huisverbod.printing import press
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Now, Rules
from huisverbod.web.page import PAGES, page
from huisverbod.workflow import Advice, StageRules, Step

router = APIRouter()
NO_ADVICE = Advice(why="Bij deze stap staat nog geen uitleg.")
KEPT = 16
"""So many drawn PDFs are kept: one for each role, and the whole."""


@dataclass(frozen=True)
class Entry:
    """One step as the handreiking tells of it; `owed` are the duties that begin with it."""

    step: Step
    advice: Advice
    owed: Sequence[str]


@dataclass(frozen=True)
class Chapter:
    """The steps of one stage that a role may take, or all."""

    stage: StageRules
    entries: Sequence[Entry]


@router.get("/handreiking")
def show(request: Request, _: Me, rules: Rules, voor: Annotated[str, Query()] = "") -> Response:
    """The steps of one role, or of all; an unknown role reads them all."""
    role = _role(voor)
    return page(
        request,
        "guidance.html",
        chapters=chapters(rules, role),
        role=role,
        roles=_takers(rules),
        voor=role or "",
    )


@router.get("/handreiking.pdf")
def show_pdf(_: Me, rules: Rules, now: Now, voor: Annotated[str, Query()] = "") -> Response:
    """The same as an accessible PDF (PDF/A-3a, PDF/UA-1), dated the day it is asked for."""
    content = drawn(rules, _role(voor), now)
    name = f"handreiking-huisverbod{'-' + voor if _role(voor) else ''}.pdf"
    return Response(
        content, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'}
    )


def chapters(rules: Rulebook, role: Role | None) -> list[Chapter]:
    """What people do, stage by stage in legal order; stages in which the role does nothing are left out."""
    found = []
    for stage in rules.current.procedure.stages.values():
        steps = [step for step in stage.steps.values() if not step.by_clock and (not role or role in step.by)]
        entries = [_entry(rules, stage, step) for step in steps]
        found += [Chapter(stage, entries)] if entries else []
    return found


def drawn(rules: Rulebook, role: Role | None, now: datetime) -> bytes:
    """The handreiking as PDF, of the day of an aware instant.

    Raises:
        Refused: it could not be drawn within its limits.

    """
    day = now.astimezone(ZONE).date()
    procedure = rules.current.procedure
    html = PAGES.get_template("guidance_print.html").render(
        chapters=chapters(rules, role),
        role=role,
        day=day,
        dated=f"{day}T00:00:00Z",
        version=procedure.digest[:12],
        label=procedure.about.label,
    )
    return _kept(html, (rules.templates / "print.css").read_text(encoding="utf-8"))


@lru_cache(maxsize=KEPT)
def _kept(html: str, sheet: str) -> bytes:
    return press.printed(html, {"print.css": sheet})


def _entry(rules: Rulebook, stage: StageRules, step: Step) -> Entry:
    advice = rules.guidance.get(f"{stage.name}.{step.name}", NO_ADVICE)
    return Entry(step, advice, [_duty(rules, name) for name in step.starts])


def _duty(rules: Rulebook, name: str) -> str:
    stages = rules.current.procedure.stages.values()
    duty = next(stage.duties[name] for stage in stages if name in stage.duties)
    return f"{duty.label} ({duty.owner.label})"


def _role(name: str) -> Role | None:
    return Role(name) if name in set(Role) else None


def _takers(rules: Rulebook) -> list[Role]:
    """The roles that take any step, in the order of the roles."""
    steps = [step for stage in rules.current.procedure.stages.values() for step in stage.steps.values()]
    taking = {role for step in steps if not step.by_clock for role in step.by}
    return [role for role in Role if role in taking]
