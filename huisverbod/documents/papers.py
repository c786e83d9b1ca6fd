"""Papers drawn up on request: notices, records, leaflets and cover letters that a step gives reason for.

A decision, a draft and a proof of service are drawn by their step itself. What only repeats what was recorded
is drawn when someone needs it, from the event as it was, and kept from then on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from huisverbod.accounts import Account
from huisverbod.case import Case, Event
from huisverbod.documents import context, templates
from huisverbod.documents.audience import Audience
from huisverbod.documents.drawing_up import content_of, keep
from huisverbod.documents.table import TITLES, Document
from huisverbod.errors import Unknown
from huisverbod.known import Actor, Asked, Happened
from huisverbod.rulebook import Rulebook


@dataclass(frozen=True)
class Paper:
    """A paper that can be drawn up from an event; the same paper of the same event is drawn once."""

    event: Happened
    template: str

    @property
    def title(self) -> str:
        """What the paper is, in Dutch."""
        return TITLES[self.template]


def offered(session: Session, rulebook: Rulebook, case: Case, asked: Asked) -> list[Paper]:
    """The papers for which this case gives reason and that were not drawn yet, the latest event first."""
    drawn = set(
        session.exec(
            select(Document.template, Event.seq)
            .join(Event, col(Event.id) == col(Document.event_id))
            .where(Document.case_id == case.id)
        ).all()
    )
    return [
        paper
        for paper in _papers(rulebook, asked)
        if (paper.template, paper.event.seq) not in drawn
        and context.gathered(paper.template, as_of(asked, paper.event), False, _audience(rulebook, paper))
    ]


def _audience(rulebook: Rulebook, paper: Paper) -> Audience:
    return templates.read(rulebook.templates).manifest(paper.template).audience


def _papers(rulebook: Rulebook, asked: Asked) -> Iterator[Paper]:
    manifests = templates.read(rulebook.templates).manifests
    for event in reversed(asked.known.events):
        for template, rules in manifests.items():
            if event.step in rules.after:
                yield Paper(event, template)


def draw_paper(
    session: Session, rulebook: Rulebook, asked: Asked, event: Happened, template: str, now: datetime
) -> Document:
    """The paper of this template for an event: as it was drawn before, or drawn up now.

    Raises:
        Unknown: this event gives no reason for it.
        Refused: it would tell its audience what that may never read, or cannot be printed.
        DefinitionError: a fault in a template.

    """
    row = session.exec(
        select(Event)
        .join(Case, col(Case.id) == col(Event.case_id))
        .where(Case.number == asked.known.number, Event.seq == event.seq)
    ).one()
    before = session.exec(
        select(Document).where(Document.event_id == row.id, Document.template == template)
    ).first()
    if before:
        return before
    rules = templates.read(rulebook.templates).manifests.get(template)
    if rules is None or event.step not in rules.after:
        raise Unknown
    content = content_of(rulebook, template, as_of(asked, event, _taker(session, event)), draft=False)
    if content is None:
        raise Unknown
    return keep(session, rulebook, row, content, template, now)


def _taker(session: Session, event: Happened) -> str:
    account = session.get(Account, event.account_id) if event.account_id else None
    return account.name if account else event.role.label


def as_of(asked: Asked, event: Happened, name: str = "") -> Asked:
    """The case as known when this event was taken, by whoever took it; its people as they are known now."""
    events = [other for other in asked.known.events if other.seq <= event.seq]
    return replace(
        asked,
        known=replace(asked.known, events=events, states={e.stage: e.state for e in events}),
        actor=Actor(event.role, name, event.account_id, event.organisation),
        at=event.occurred_at,
        recorded_at=event.recorded_at,
        facts=None,
        step=event.step,
    )
