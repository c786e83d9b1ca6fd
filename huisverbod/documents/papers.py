"""Papers drawn up on request: notices, records, leaflets and cover letters that a step gives reason for.

A decision, a draft and a proof of service are drawn by their step itself. What only repeats what was recorded
is drawn when someone needs it, from the event as it was, and kept from then on.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from huisverbod.accounts import Account
from huisverbod.case import Case, Event
from huisverbod.documents import context, leaflets, templates
from huisverbod.documents.audience import Audience
from huisverbod.documents.drawing_up import content_of, keep
from huisverbod.documents.leaflets import DUTCH
from huisverbod.documents.table import TITLES, Document
from huisverbod.errors import Unknown
from huisverbod.known import Actor, Asked, Happened, Known
from huisverbod.region import Region
from huisverbod.rulebook import Rulebook

SPOKEN_WITH = ("imposition.hear", "execution.serve", "execution.hand_over")
"""Steps that state in which language he was heard, or had the decision explained."""


@dataclass(frozen=True)
class Paper:
    """A paper that can be drawn up from an event; the same paper of the same event is drawn once.

    `languages` are those in which it was not drawn yet: only Dutch, but for what is translated.
    """

    event: Happened
    template: str
    languages: tuple[str, ...] = (DUTCH,)
    expected: tuple[str, ...] = (DUTCH,)
    """The languages that its reader is known to need: Dutch, and those in which he was spoken to."""

    @property
    def title(self) -> str:
        """What the paper is, in Dutch."""
        return TITLES[self.template]


def offered(session: Session, rulebook: Rulebook, case: Case, asked: Asked) -> list[Paper]:
    """The papers for which this case gives reason and that were not drawn yet, the latest event first."""
    drawn = set(
        session.exec(
            select(Document.template, Event.seq, Document.language)
            .join(Event, col(Event.id) == col(Document.event_id))
            .where(Document.case_id == case.id)
        ).all()
    )
    papers = (_left(paper, drawn) for paper in _papers(rulebook, asked))
    return [
        paper
        for paper in papers
        if paper.languages
        and context.gathered(paper.template, as_of(asked, paper.event), False, _audience(rulebook, paper))
    ]


def _left(paper: Paper, drawn: Collection[tuple[str, int, str]]) -> Paper:
    left = (code for code in paper.languages if (paper.template, paper.event.seq, code) not in drawn)
    return replace(paper, languages=tuple(left))


def languages_of(rulebook: Rulebook, template: str, region: Region) -> tuple[str, ...]:
    """The languages in which a paper can be drawn, Dutch first, then those of the region in its own order."""
    forms = templates.read(rulebook.templates)
    if template not in forms.manifests or not forms.manifest(template).translated:
        return (DUTCH,)
    near = [code for code in region.languages if code in forms.languages]
    return tuple(dict.fromkeys([DUTCH, *near, *forms.languages]))


def _audience(rulebook: Rulebook, paper: Paper) -> Audience:
    return templates.read(rulebook.templates).manifest(paper.template).audience


def _papers(rulebook: Rulebook, asked: Asked) -> Iterator[Paper]:
    manifests = templates.read(rulebook.templates).manifests
    for event in reversed(asked.known.events):
        for template, rules in manifests.items():
            if event.step in rules.after:
                languages = languages_of(rulebook, template, asked.region)
                yield Paper(event, template, languages, _expected(rulebook, rules.audience, asked.known))


def _expected(rulebook: Rulebook, audience: Audience, known: Known) -> tuple[str, ...]:
    forms = templates.read(rulebook.templates).languages
    noted = spoken(known) if audience == Audience.UITHUISGEPLAATSTE else []
    found = (leaflets.named(forms, words) for words in noted)
    return (DUTCH, *(one.code for one in found if one))


def spoken(known: Known) -> list[str]:
    """In which languages the person who is put out was spoken to, in the words of whoever noted it."""
    noted = (event.facts.get("language", "") for event in known.all(*SPOKEN_WITH))
    return list(dict.fromkeys(filter(None, noted)))


def draw_paper(
    session: Session, rulebook: Rulebook, asked: Asked, paper: Paper, language: str, now: datetime
) -> Document:
    """The paper in that language (a code): as it was drawn before, or drawn up now.

    Raises:
        Unknown: its event gives no reason for it, or it is not written in that language.
        Refused: it would tell its audience what that may never read, or cannot be printed.
        DefinitionError: a fault in a template.

    """
    event, template = paper.event, paper.template
    row = session.exec(
        select(Event)
        .join(Case, col(Case.id) == col(Event.case_id))
        .where(Case.number == asked.known.number, Event.seq == event.seq)
    ).one()
    before = session.exec(
        select(Document).where(
            Document.event_id == row.id, Document.template == template, Document.language == language
        )
    ).first()
    if before:
        return before
    rules = templates.read(rulebook.templates).manifests.get(template)
    if rules is None or event.step not in rules.after:
        raise Unknown
    if language not in languages_of(rulebook, template, asked.region):
        raise Unknown
    then = as_of(asked, event, _taker(session, event))
    content = content_of(rulebook, template, then, draft=False, language=language)
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
