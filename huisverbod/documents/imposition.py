"""What the decision to impose says (imposition/beschikking.html)."""

from datetime import date, datetime

from pydantic import Field

from huisverbod import instrument, law
from huisverbod.documents import page
from huisverbod.documents.page import Shape
from huisverbod.known import Asked, Happened, imposed_at
from huisverbod.stages.imposition import Hear, Propose, SkipHearing
from huisverbod.stages.risk_assessment import Conclude


class Oral(Shape):
    """Wth 2(7): the oral notice from which the ban runs."""

    announced_at: datetime
    announced_by: str
    urgency: str


class PartResult(Shape):
    """One part of the risk instrument: its red signals, and what the rule says of them."""

    title: str
    reds: list[str]
    met: bool


class Assessment(Shape):
    """The outcome of the risk instrument, and who judged the whole."""

    title: str
    on: date
    assessor: str
    parts: list[PartResult]
    rule: str
    rule_met: bool
    advice_to_impose: bool
    override_reason: str


class Heard(Shape):
    """Awb 4:8: the hearing."""

    at: datetime
    channel: str
    place: str
    language: str
    interpreter: bool
    view: str
    alternatives: str


class NotHeard(Shape):
    """Awb 4:11: the exception."""

    ground: str
    reason: str


class Consultation(Shape):
    """Wth 2(3): Veilig Thuis was consulted."""

    at: datetime
    spoken_with: str


class Fact(Shape):
    """Besluit 2(1): a dated fact; with the heading of the closed list it is a ground, without one context."""

    on: date
    text: str
    source: str
    hour: str = ""
    heading: str = ""


class Child(Shape):
    """Awb 3:2: that a child was heard or spoken for, or not; never what it said."""

    given_names: str
    how: str


class Content(Shape):
    """What the draft states about this household."""

    facts: list[Fact]
    danger: str
    why_this_person: str
    why_not_lighter: str
    interests: str
    work_at_home: str = ""
    care_at_home: str = ""
    children_interest: str
    answer_to_view: str
    answer_to_household: str = ""
    child_abuse: bool


class Duration(Shape):
    """From when to when; of a ban not yet announced as planned."""

    oral: Oral | None
    start: datetime
    end: datetime
    days: int


class Beschikking(page.HouseholdPage):
    """The decision to impose."""

    content: Content
    duration: Duration
    assessment: Assessment
    heard: Heard | None
    not_heard: NotHeard | None
    household_heard: list[page.Named]
    children: list[Child] = Field(default_factory=list)
    consultation: Consultation | None
    remedies: page.Remedies


def beschikking(asked: Asked, draft: bool) -> Beschikking:
    """The content of the decision, from the draft as last stated."""
    stated = Propose.model_validate(page.happened(asked, *page.IMPOSING).facts)
    hearing = asked.known.last("imposition.hear", "imposition.skip_hearing")
    household = [event.facts["person"] for event in asked.known.all("imposition.hear_household")]
    return Beschikking.model_validate(
        page.about_the_ban(asked, draft)
        | {
            "banned": page.people(asked, stated.contact_ban),
            "area": stated.area,
            "streets": [street.model_dump() for street in stated.area_streets],
            "contact_exceptions": stated.contact_exceptions,
            "content": _content(asked, stated),
            "duration": _duration(asked, stated.start_planned),
            "assessment": _assessment(asked),
            "heard": _heard(hearing),
            "not_heard": _not_heard(hearing),
            "household_heard": page.people(asked, dict.fromkeys(household)),
            "children": _children(asked),
            "consultation": _consultation(asked),
            "remedies": page.remedies(asked),
        }
    )


def _content(asked: Asked, stated: Propose) -> Content:
    facts = [
        Fact(**fact.model_dump(exclude={"item"}), heading=_heading(asked, fact.item)) for fact in stated.facts
    ]
    own = {name: getattr(stated, name) for name in Content.model_fields if name != "facts"}
    return Content(facts=facts, **own)


def _heading(asked: Asked, item: str) -> str:
    signal = item.partition(".")[0]
    return f"{signal} {asked.instrument.signal(signal).label}" if signal else ""


def _children(asked: Asked) -> list[Child]:
    last = {event.facts["child"]: event.facts for event in asked.known.all("imposition.hear_child")}
    return [
        Child(given_names=person.given_names, how=said["how"])
        for ref, said in last.items()
        if (person := asked.known.person(ref))
    ]


def _duration(asked: Asked, planned: datetime) -> Duration:
    event = asked.known.last("imposition.impose_orally")
    start = event.occurred_at if event else planned
    oral = event and Oral(
        announced_at=event.occurred_at,
        announced_by=event.facts["announced_by"],
        urgency=event.facts["urgency"],
    )
    figures = law.ban_terms(start, asked.terms, imposed_at(event) if event else None)
    days = asked.terms["first_period"].amount
    return Duration(oral=oral, start=figures.effective_from, end=figures.first_end, days=days)


def _assessment(asked: Asked) -> Assessment:
    event = page.happened(asked, "risk_assessment.conclude")
    stated = Conclude.model_validate(event.facts)
    answers = asked.known.answers(until=event.seq)
    outcome = instrument.rule(answers, asked.instrument)
    return Assessment(
        title=asked.instrument.title,
        on=page.day_of(event),
        assessor=f"{event.role.label} ({event.organisation})" if event.organisation else event.role.label,
        parts=[
            PartResult(
                title=f"Deel {part.part}: {part.title}",
                reds=[f"{code} {asked.instrument.signal(code).label}" for code in part.reds],
                met=part.met,
            )
            for part in outcome
        ],
        rule=asked.instrument.rule.sentence,
        rule_met=any(part.met for part in outcome),
        advice_to_impose=stated.advice == "opleggen",
        override_reason=stated.override_reason,
    )


def _heard(event: Happened | None) -> Heard | None:
    if event is None or event.step != "imposition.hear":
        return None
    stated = Hear.model_validate(event.facts)
    return Heard(
        at=event.occurred_at,
        **stated.model_dump(include={"channel", "place", "language", "interpreter", "view", "alternatives"}),
    )


def _not_heard(event: Happened | None) -> NotHeard | None:
    if event is None or event.step != "imposition.skip_hearing":
        return None
    return NotHeard(**SkipHearing.model_validate(event.facts).model_dump())


def _consultation(asked: Asked) -> Consultation | None:
    event = asked.known.last("imposition.consult_veilig_thuis")
    if event is None:
        return None
    return Consultation(at=event.occurred_at, spoken_with=event.facts["spoken_with"])
