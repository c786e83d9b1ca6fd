"""Messages: one's own, those that did not arrive, what people have to tell; and recording that they did."""

from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session, select

from huisverbod import access, notices, recording
from huisverbod.case import Case, Event, Facts
from huisverbod.errors import Reason, Unknown
from huisverbod.known import Actor, Stated
from huisverbod.notices import Notice, outbox
from huisverbod.rulebook import Rulebook
from huisverbod.web.current import Me, Now, Reading, Rules
from huisverbod.web.desk import Desk, Looking, Sitting
from huisverbod.web.forms import When, faults_of, fields, summary
from huisverbod.web.page import page
from huisverbod.web.typed import Sent, Typed, facts_of, typed_moment

router = APIRouter()

TELL = "/zaken/{number}/berichten/{notice_id}"


class Tell(Stated):
    """Somebody told a receiver by telephone, in person or by letter."""

    manner: Literal["telefoon", "persoonlijk", "brief"] = Field(
        title="Hoe is het verteld?",
        json_schema_extra={
            "labels": {"telefoon": "Per telefoon", "persoonlijk": "In persoon", "brief": "Per brief"}
        },
    )
    spoken_with: str = Field(
        title="Met wie sprak u, of wie kreeg de brief?",
        description="Naam of functie en de dienst, zoals 'centralist meldkamer'.",
        max_length=200,
    )


@router.get("/berichten")
def show(request: Request, session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """One's own messages; for whoever tells others also what did not arrive and what is to be told."""
    actor = me.actor()
    tells = actor.role in access.TELLERS
    return page(
        request,
        "notices.html",
        messages=notices.waiting(session, actor, 200),
        tells=tells,
        unreached=_readable(actor, notices.unreached(session, actor, now)) if tells else [],
        to_tell=_readable(actor, notices.to_tell(session, actor, now)) if tells else [],
    )


@router.get("/berichten/lijst")
def print_list(request: Request, session: Reading, me: Me, rules: Rules, now: Now) -> Response:
    """What must be told, handed over or posted, as a list to print. Names nobody of the household."""
    actor = me.actor()
    access.check_teller(actor)
    found = _readable(actor, notices.to_tell(session, actor, now))
    rows = [(one, _address(rules, one.notice)) for one in found]
    return page(request, "notices_list.html", rows=rows)


def _address(rules: Rulebook, notice: Notice) -> list[str]:
    """Where a receiver outside is reached: lines of the region file; none for people of the household."""
    region = rules.region(notice.region)
    contacts = {
        "court": region.court,
        "lawyer_line": region.lawyer_line,
        "police": region.police,
        "case_manager": region.help_body,
        "veilig_thuis": region.veilig_thuis,
    }
    contact = contacts.get(notice.role)
    if contact is None:
        return []
    post = [region.court.address, region.court.postcode_place] if contact is region.court else []
    return [contact.name, contact.phone, *post]


def _readable(actor: Actor, found: list[notices.Delivery]) -> list[notices.Delivery]:
    return [one for one in found if access.may_open(actor, one.case) and _sees(actor, one.event, one.case)]


def _sees(actor: Actor, event: Event, case: Case) -> bool:
    return access.sees_event(actor, event.happened({}), case)


def told_to(session: Session, notice: Notice) -> str:
    """Who was spoken to, as recorded; empty when nobody was."""
    query = select(Facts).where(Facts.case_id == notice.case_id, Facts.draft_of == _kept_as(notice))
    row = session.exec(query).first()
    return str(row.data["spoken_with"]) if row else ""


def _kept_as(notice: Notice) -> str:
    """Under which name it is kept who was spoken to: a name is personal, and stands with the facts."""
    return f"notice:{notice.id}"


def _found(desk: Desk, notice_id: int) -> Notice:
    """The notice of this address.

    Raises:
        NotAllowed: this person tells nobody.
        Unknown: it is not of this case, or about an event that he does not see.

    """
    access.check_teller(desk.me)
    notice = desk.session.get(Notice, notice_id)
    if notice is None or notice.case_id != desk.case.id:
        raise Unknown
    if not _sees(desk.me, desk.session.get_one(Event, notice.event_id), desk.case):
        raise Unknown
    return notice


@router.get(TELL)
def show_notice(request: Request, desk: Looking, notice_id: int) -> Response:
    """What is to be told, to whom, and what never; with the form to record it."""
    return _page(request, desk, _found(desk, notice_id), typed_moment("occurred_at", desk.now))


@router.post(TELL)
def record(request: Request, desk: Sitting, notice_id: int, typed: Sent) -> Response:
    """Records who told it, when, how and to whom."""
    notice = _found(desk, notice_id)
    faults = faults_of(When, typed, {}, desk.today) + faults_of(Tell, typed, {}, desk.today)
    at = desk.moment("", typed)
    if not faults and at > desk.now:
        sentence = "Dit tijdstip ligt in de toekomst. Verbeter de datum of de tijd."
        faults = [Reason("occurred_at", sentence)]
    if faults:
        return _page(request, desk, notice, typed, faults)
    facts = facts_of(Tell, typed, desk.today)
    if notices.tell(desk.session, desk.me, notice, at, facts["manner"]):
        kept = {"spoken_with": facts["spoken_with"]}
        recording.save_draft(desk.session, desk.case, _kept_as(notice), desk.me, kept, desk.now)
    return RedirectResponse(f"/zaken/{desk.case.number}#ingelicht", 303)


def _step(desk: Desk, notice: Notice) -> tuple[str, str] | None:
    """Address and label of the step by which this person records it, where the law asks for one."""
    if not (name := notice.rule.told_with):
        return None
    stage, step = desk.edition.procedure.step(name)
    if desk.me.role not in step.by or desk.closed(stage, step) or desk.blocked(stage, step, desk.now):
        return None
    return f"/zaken/{desk.case.number}/stap/{name}", step.label


def _page(
    request: Request, desk: Desk, notice: Notice, typed: Typed, faults: Sequence[Reason] = ()
) -> Response:
    asked = (*fields(When, typed, {}, faults), *fields(Tell, typed, {}, faults))
    return page(
        request,
        "notice_tell.html",
        status=422 if faults else 200,
        desk=desk,
        notice=notice,
        place=request.url.path,
        fields=asked,
        errors=summary(asked, faults),
        told_to=told_to(desk.session, notice),
        step=_step(desk, notice),
        manners=notices.MANNERS,
    )


@router.post(TELL + "/opnieuw")
def send_again(desk: Sitting, notice_id: int) -> Response:
    """Sends a notice again, unless it is still on its way or was seen."""
    outbox.again(desk.session, _found(desk, notice_id), desk.now)
    return RedirectResponse("/berichten", 303)
