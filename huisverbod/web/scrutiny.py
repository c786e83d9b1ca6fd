"""Does it hold in court? One page of what would fall short: what to do about it, and who can."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huisverbod import duties, stages
from huisverbod.errors import NotAllowed, Reason, Unknown
from huisverbod.known import Asked, Happened, Known
from huisverbod.likeness import Likeness
from huisverbod.stages.execution import repeated
from huisverbod.web.casefile import CaseFile, Choice, Opened
from huisverbod.web.page import page
from huisverbod.web.steps import leads_to
from huisverbod.wording import listing
from huisverbod.workflow import StageRules, Step

router = APIRouter()

ADDRESS = "/zaken/{number}/toets/{name}"
COMPETENCE = frozenset({"decider_competent", "holds_office"})
"""Guards that ask who decides, not what is decided."""

EXTEND = "execution.extend"
MENDED_BY: Mapping[str, str] = {
    "assessment_concluded": "risk_assessment.conclude",
    "adult": "request.add_people",
    "heard": "imposition.hear",
    "veilig_thuis_consulted": "imposition.consult_veilig_thuis",
    "draft_up_to_date": "imposition.propose",
    "written_draft_ready": "imposition.propose_written",
    "draft_extension_ready": "execution.propose_extension",
    "draft_withdrawal_ready": "execution.propose_withdrawal",
    "hearing_substantial": "imposition.hear",
    "sources_varied": "risk_assessment.reopen",
    "grounds_traceable": "risk_assessment.reopen",
    "danger_about_this_case": "imposition.propose",
    "danger_recent": "imposition.propose",
    "home_interests_weighed": "imposition.propose",
    "honour_considered": "imposition.propose",
    "household_answered": "imposition.propose",
    "children_heard": "imposition.hear_child",
    "banned_people_live_there": "imposition.propose",
    "address_agrees": "imposition.propose",
    "extension_newly_reasoned": "execution.propose_extension",
    "care_advice_received": "care.advise",
    "agreements_made": "execution.propose_withdrawal",
    "facts_after_earlier_ban": "imposition.propose",
    "danger_within_home": "imposition.propose",
    "draft_amendment_ready": "execution.propose_amendment",
    "amendment_names_current": "execution.propose_amendment",
    "amendment_about_this_case": "execution.propose_amendment",
    "dropped_still_live_there": "execution.propose_amendment",
    "supervision_arranged": "care.contact",
}
"""With which step it is mended; a rule that is not here is about the decider himself, or about the hour."""

CHECKED: Mapping[str, str] = {
    "hearing_substantial": "Is er echt gehoord: lang genoeg, verstaan, gewezen op een advocaat?",
    "sources_varied": "Is er meer dan verklaringen die elkaar tegenspreken?",
    "grounds_traceable": "Is elk feit terug te vinden in de risicotaxatie?",
    "danger_about_this_case": "Gaat de tekst over het gevaar over deze zaak?",
    "danger_recent": "Is het laatste feit van kort geleden?",
    "home_interests_weighed": "Zijn werk aan huis en zorg in huis gewogen?",
    "honour_considered": "Is eergerelateerd geweld gewogen, als daar aanwijzingen voor zijn?",
    "household_answered": "Krijgt een achterblijver die tegen is, antwoord?",
    "children_heard": "Is van elk kind bekend wat het nodig heeft?",
    "banned_people_live_there": "Woont iedereen uit het contactverbod er nog?",
    "address_agrees": "Klopt het adres, en ligt het in deze gemeente?",
    "extension_newly_reasoned": "Is de verlenging meer dan een kopie van het eerste besluit?",
    "care_advice_received": "Is er een zorgadvies?",
    "agreements_made": "Zijn er veiligheidsafspraken?",
    "amendment_about_this_case": "Gaat de reden van de wijziging over deze zaak?",
    "dropped_still_live_there": "Is het veilig voor wie niet meer in het contactverbod staat?",
    "supervision_arranged": "Is er iemand die het begeleide contact begeleidt?",
}
"""What each warning asks, in words."""

AFTER_ORAL = {"imposition.propose": "imposition.propose_written"}
"""Once the ban was announced orally, its draft is the one on paper."""

Kind = Literal["block", "late", "warn"]


@dataclass(frozen=True)
class Point:
    """One thing that falls short: how bad, in words, on which ground, who can mend it, and where."""

    kind: Kind
    code: str
    sentence: str
    law: str
    who: str
    step: Choice | None


def drafting(file: CaseFile, step: Step) -> Sequence[Step]:
    """The steps that make the draft of this decision."""
    return [other for _, other in file.procedure.steps() if leads_to(other, step)]


class Scrutiny:
    """One decision in one case, held to the light by one person."""

    def __init__(self, file: CaseFile, name: str) -> None:
        """Find the decision.

        Raises:
            Unknown: there is no such step, or it is no decision.
            NotAllowed: this capacity neither takes it nor makes its draft.

        """
        self.file, self.name = file, name
        self.stage: StageRules
        self.step: Step
        self.stage, self.step = file.procedure.step(name)
        if not self.step.signs:
            raise Unknown
        makers = {role for other in drafting(file, self.step) for role in other.by}
        if file.actor.role not in {*self.step.by, *makers}:
            raise NotAllowed("Dit overzicht is voor wie het besluit voorbereidt of neemt.")

    @property
    def warnings(self) -> list[Reason]:
        """The warnings that stand."""
        return stages.unmet(self.stage.name, self.step.warns, self._asked)

    @property
    def _asked(self) -> Asked:
        return replace(self.file.asked, step=self.name)

    @property
    def points(self) -> list[Point]:
        """Everything that falls short: what stops the decision, what is late, what weakens it."""
        return [*self._blocks(), *self._late(), *self._weak()]

    def _blocks(self) -> Iterator[Point]:
        decides = self.file.actor.role in self.step.by
        guards = [name for name in self.step.guards if decides or name not in COMPETENCE]
        for reason in stages.unmet(self.stage.name, guards, self._asked):
            yield self._point("block", reason)

    def _weak(self) -> Iterator[Point]:
        for reason in self.warnings:
            yield self._point("warn", reason)

    def _late(self) -> Iterator[Point]:
        for duty in duties.owed(self.file.procedure, self.file.asked):
            if duty.open and duty.late(self.file.now) and self.name not in duty.met_by:
                limit = next(one for one in duty.limits if one.at <= self.file.now)
                sentence = f"{duty.label}: doe dit nu, en leg vast wanneer."
                law = duty.law if limit.fatal else ""
                yield Point("late", duty.name, sentence, law, duty.owner.label, self.file.answering(duty))

    def _point(self, kind: Kind, reason: Reason) -> Point:
        name = MENDED_BY.get(reason.code, "")
        if self.name == "imposition.put_in_writing":
            name = AFTER_ORAL.get(name, name)
        who = ""
        if name:
            _, step = self.file.procedure.step(name)
            who = listing([role.label for role in step.by])
        mending = next((choice for choice in self.file.possible if choice.name == name), None)
        return Point(kind, reason.code, reason.sentence, reason.law, who, mending)

    @property
    def likeness(self) -> Likeness | None:
        """What an extension takes over from the first decision."""
        return repeated(self.file.known) if self.name == EXTEND else None

    @property
    def last_fact(self) -> date | None:
        """The day of the last fact that the draft rests on."""
        return last_fact(self.file.known, self.name)

    @property
    def signalled_at(self) -> datetime | None:
        """When the last signal reached who asked for a ban."""
        at = self.file.known.fact("signalled_at", "request.submit")
        return datetime.fromisoformat(at) if at else None

    def shown(self) -> dict[str, Any]:
        """What the pages to read and to sign on need: the points, and where they stand at length."""
        return {
            "points": self.points,
            "scrutiny_address": ADDRESS.format(number=self.file.case.number, name=self.name),
        }

    @property
    def checked(self) -> list[tuple[str, str]]:
        """What is looked at for this decision, each with its article."""
        known = stages.guards(self.stage.name)
        return [(CHECKED[name], stages.article(known[name])) for name in self.step.warns]

    @property
    def signed(self) -> Happened | None:
        """The act itself, once the decision is taken."""
        return self.file.known.last(self.name)


def last_fact(known: Known, name: str) -> date | None:
    """The day of the last fact that a draft rests on, or nothing."""
    steps = (
        ("execution.propose_extension",)
        if name == EXTEND
        else ("imposition.propose", "imposition.propose_written")
    )
    draft = known.last(*steps)
    days = [date.fromisoformat(fact["on"]) for fact in draft.facts["facts"]] if draft else []
    return max(days, default=None)


@dataclass(frozen=True)
class Ahead:
    """A decision that is being prepared: its name, where it is held to the light, and the points open."""

    label: str
    address: str
    open: int


def ahead(file: CaseFile) -> Iterator[Ahead]:
    """The decisions of which a draft waits, for who takes them or makes the draft (house)."""
    for stage, step in file.procedure.steps():
        if step.signs and file.known.states.get(stage.name) and _waits(file, stage, step):
            scrutiny = Scrutiny(file, f"{stage.name}.{step.name}")
            yield Ahead(step.label, scrutiny.shown()["scrutiny_address"], len(scrutiny.points))


def _waits(file: CaseFile, stage: StageRules, step: Step) -> bool:
    state = file.known.states[stage.name]
    makers = drafting(file, step)
    if file.actor.role not in {*step.by, *(role for other in makers for role in other.by)}:
        return False
    if not any(state in {*step.origins, *other.origins} for other in makers):
        return False
    draft = file.known.last(*(f"{stage.name}.{other.name}" for other in makers))
    taken = file.known.last(f"{stage.name}.{step.name}")
    return draft is not None and (taken is None or taken.seq < draft.seq)


@router.get(ADDRESS)
def show(request: Request, file: Opened, name: str) -> Response:
    """What would fall short in court, for who decides and who makes the draft."""
    scrutiny = Scrutiny(file, name)
    decides = file.actor.role in scrutiny.step.by and not scrutiny.signed
    return page(request, "scrutiny.html", case=file.case, file=file, scrutiny=scrutiny, decides=decides)
