"""The risk instrument: who fills in what and how far it is, and a page for each part."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field as Asked

from huisverbod import access, instrument, recording
from huisverbod.access import Slice
from huisverbod.errors import (
    BadFacts,
    HuisverbodError,
    NotAllowed,
    Reason,
    Refused,
    Stale,
    StepNotOpen,
    Unknown,
)
from huisverbod.known import Happened
from huisverbod.roles import Role
from huisverbod.web import assessing, prefill
from huisverbod.web.desk import Desk, Looking, Sitting, number_of
from huisverbod.web.forms import Field, When, Wrong, faults_of, fields, summary
from huisverbod.web.page import page
from huisverbod.web.typed import Sent, Typed, first, typed_moment

router = APIRouter()

FILL, CORRECT = "risk_assessment.fill_part", "risk_assessment.correct"
CHANGED = "part_unchanged"
"""The check that refuses to write over what somebody else filled in."""


class Mended(When):
    """What goes with a correction."""

    reason: str = Asked(title="Wat was er fout, en hoe weet u dat?", max_length=2000)


def _head(step: str) -> type[When]:
    return Mended if step == CORRECT else When


@dataclass(frozen=True)
class PartShown:
    """One part as the overview shows it. `answer` and `signals` are empty for who does not see the part."""

    key: str
    title: str
    fillers: tuple[Role, ...]
    versions: tuple[Happened, ...]
    signals: tuple[assessing.SignalForm, ...]
    missing: tuple[str, ...]
    can_fill: bool
    draft: str

    @property
    def last(self) -> Happened | None:
        """The newest version, or nothing."""
        return self.versions[-1] if self.versions else None


def titles(definition: instrument.Instrument) -> dict[str, str]:
    """What each part is called on pages."""
    found = {
        signal.code: f"Deel {signal.code}: politiegegevens"
        for signal in definition.signals
        if signal.police_only
    }
    return found | {part.id: f"Deel {part.id}: {part.title}" for part in definition.parts}


@router.get("/zaken/{number}/risicotaxatie")
def overview(request: Request, desk: Looking) -> Response:
    """The parts: who fills them in here, who did, what is missing, and what the rule says."""
    _begun(desk)
    parts = [_part_shown(desk, key) for key in instrument.part_keys(desk.edition.instrument)]
    if not (access.sees(desk.me, Slice.RIHG, desk.case) or any(part.can_fill for part in parts)):
        raise Unknown
    police = access.sees(desk.me, Slice.POLICE_PART, desk.case)
    outcomes = instrument.rule(desk.known.answers(), desk.edition.instrument)
    return page(
        request,
        "instrument.html",
        desk=desk,
        definition=desk.edition.instrument,
        parts=parts,
        rules=outcomes if police else [],
        concluded=desk.known.last("risk_assessment.conclude"),
        done=_done(request, desk),
    )


def _done(request: Request, desk: Desk) -> str:
    """The part that this person has just filled in; empty otherwise."""
    part = request.query_params.get("gedaan", "")
    versions = _versions(desk, part)
    return part if versions and versions[-1].account_id == desk.me.account_id else ""


def _begun(desk: Desk) -> None:
    if "risk_assessment" not in desk.stages:
        raise StepNotOpen("De risicotaxatie is nog niet begonnen: het verzoek is nog niet in behandeling.")


def _part_shown(desk: Desk, key: str) -> PartShown:
    definition = desk.edition.instrument
    answer = desk.known.answers().get(key)
    gaps = {gap.code for gap in instrument.missing({key: answer} if answer else {}, definition)}
    return PartShown(
        key=key,
        title=titles(definition)[key],
        fillers=tuple(sorted(desk.region.fillers.get(key, ()))),
        versions=tuple(_versions(desk, key)),
        signals=assessing.form_of(key, definition, assessing.typed_of(answer)) if answer else (),
        missing=tuple(code for code in instrument.signals_of(key, definition) if code in gaps),
        can_fill=desk.region.may_fill(desk.me.role, key, desk.asked.powers) and _step(desk) is not None,
        draft=desk.kept(_draft(key)),
    )


def _versions(desk: Desk, key: str) -> list[Happened]:
    """Every version of a part, by whom and when; that it was filled in is no secret within the case."""
    return [event for event in desk.asked.known.all(FILL, CORRECT) if event.facts["answer"]["part"] == key]


def _step(desk: Desk) -> str | None:
    """What this person may do with a part now: fill it in, or correct it after the decision."""
    for name in (FILL, CORRECT):
        stage, step = desk.edition.procedure.step(name)
        if (
            desk.me.role in step.by
            and not desk.closed(stage, step)
            and not desk.blocked(stage, step, desk.now)
        ):
            return name
    return None


def _draft(part: str) -> str:
    return f"{FILL}:{part}"


@router.get("/zaken/{number}/risicotaxatie/{part}")
def show(request: Request, desk: Looking, part: str) -> Response:
    """One part to fill in: as kept, as filled in before, or with what the request already says."""
    _check_filler(desk, part)
    name = _step(desk)
    if name is None:
        raise StepNotOpen(
            "De risicotaxatie is afgerond. Laat haar opnieuw openen door het piket of de hulpofficier; "
            "na het besluit kan alleen nog een correctie."
        )
    kept = desk.draft(_draft(part))
    return _part_page(request, desk, (part, name), dict(kept.data) if kept else _before(desk, part))


def _check_filler(desk: Desk, part: str) -> None:
    """norm: who fills in which part.

    Raises:
        Unknown, StepNotOpen, NotAllowed: it is no part, too early, or not this capacity's part.

    """
    _begun(desk)
    if part not in instrument.part_keys(desk.edition.instrument):
        raise Unknown
    if not desk.region.may_fill(desk.me.role, part, desk.asked.powers):
        raise NotAllowed(f"Deel {part} wordt in {desk.region.name} niet door {desk.me.role.label} ingevuld.")


def _basis(desk: Desk, part: str) -> int:
    """The number of the version to build on; nought when there is none."""
    versions = _versions(desk, part)
    return versions[-1].seq if versions else 0


def _before(desk: Desk, part: str) -> Typed:
    typed = {"basis": [str(_basis(desk, part))], **typed_moment("occurred_at", desk.now)}
    answer = desk.known.answers().get(part)
    if answer is None and _basis(desk, part):
        raise NotAllowed(
            f"Deel {part} is al ingevuld en u mag de antwoorden niet zien. Overleg met wie het invulde."
        )
    if answer:
        return typed | assessing.typed_of(answer)
    return typed | assessing.typed_from_signs(list(prefill.signs(desk.known)), part, desk.edition.instrument)


@router.post("/zaken/{number}/risicotaxatie/{part}")
def send(request: Request, desk: Sitting, part: str, typed: Sent) -> Response:
    """Keeps a draft of the part, or states it as a whole."""
    _check_filler(desk, part)
    name = _step(desk) or FILL
    if first(typed, "actie") == "concept":
        desk.keep(_draft(part), typed)
        return RedirectResponse(request.url.path, 303)
    definition = desk.edition.instrument
    faults = faults_of(_head(name), typed, {}, desk.today)
    faults += assessing.faults_of(part, definition, typed, desk.today)
    if faults:
        return _part_page(request, desk, (part, name), typed, faults)
    return _take(request, desk, (part, name), typed)


def _take(request: Request, desk: Desk, what: tuple[str, str], typed: Typed) -> Response:
    part, name = what
    facts: dict[str, object] = {
        "answer": assessing.answer_of(part, desk.edition.instrument, typed, desk.today)
    }
    facts |= {"basis": number_of(typed, "basis")} if name == FILL else {"reason": first(typed, "reason")}
    try:
        at = desk.moment("risk_assessment", typed)
        desk.send(name, typed, facts, at, any_version=name == FILL)
    except (BadFacts, Refused) as refusal:
        changed = next((reason.sentence for reason in refusal.reasons if reason.code == CHANGED), None)
        return _part_page(request, desk, what, typed, refusal.reasons, Stale(changed) if changed else None)
    except (StepNotOpen, Stale) as overtaken:
        return _part_page(request, desk, what, typed, (), overtaken)
    recording.forget_draft(desk.session, desk.case, _draft(part), desk.me)
    return RedirectResponse(f"/zaken/{desk.case.number}/risicotaxatie?gedaan={part}", 303)


def _part_page(
    request: Request,
    desk: Desk,
    what: tuple[str, str],
    typed: Typed,
    faults: Sequence[Reason] = (),
    overtaken: HuisverbodError | None = None,
) -> Response:
    part, name = what
    definition = desk.edition.instrument
    form = assessing.form_of(part, definition, typed, faults)
    head = fields(_head(name), typed, {}, faults)
    latest = desk.known.answers().get(part)
    carried = desk.carried(desk.renewed(typed) if overtaken else typed)
    return page(
        request,
        "instrument_part.html",
        status=409 if overtaken else 422 if faults else 200,
        desk=desk,
        part=part,
        parts=instrument.part_keys(definition),
        title=titles(definition)[part],
        definition=definition,
        form=form,
        head=head,
        correcting=name == CORRECT,
        basis=_basis(desk, part) if overtaken else number_of(typed, "basis"),
        errors=[] if overtaken else _errors(form, head, faults),
        overtaken=overtaken,
        others=assessing.differences(form, latest) if overtaken and latest else [],
        since=desk.happened_since(number_of(typed, "seen")) if overtaken else [],
        place=request.url.path,
        kept=desk.kept(_draft(part)),
        **carried,
    )


def _errors(
    form: Sequence[assessing.SignalForm], head: Sequence[Field], faults: Sequence[Reason]
) -> list[Wrong]:
    own = {field.name for field in head}
    above = summary(head, [fault for fault in faults if fault.code in own])
    return above + assessing.lines(form, [fault for fault in faults if fault.code not in own])
