"""A draft decision in one minute: what it says, taken from the very content it was drawn up from."""

from collections.abc import Callable, Mapping, Sequence

from huisverbod.documents.execution import Intrekking, Verlenging
from huisverbod.documents.imposition import Beschikking, Heard
from huisverbod.documents.page import HouseholdPage
from huisverbod.documents.table import Document
from huisverbod.known import Known, Person, SinceLastFact
from huisverbod.stages.execution import ProposeWithdrawal
from huisverbod.stages.imposition import Hear, SkipHearing
from huisverbod.stages.request import TakeWeegteamAdvice
from huisverbod.web.shapes import shapes
from huisverbod.wording import listing, moment, plain_day

SHORT = 280
"""Longer texts are cut here; the whole stands in the PDF."""

Line = tuple[str, Sequence[str]]
"""A term with its lines; the first line is the one that counts."""


def short(text: str) -> str:
    """The beginning of a text, cut between words."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHORT else plain[:SHORT].rsplit(" ", 1)[0] + " …"


def lines(draft: Document, known: Known, minors: Sequence[Person]) -> list[Line]:
    """What the decider must know of this draft."""
    return _LINES[draft.template](draft, known, minors)


def urgency(found: SinceLastFact | None, most_hours: int) -> list[Line]:
    """Wth 2(1): how long ago the last fact was; too long weakens "immediate". `most_hours`: the norm."""
    if found is None:
        return []
    what = "tussen het laatste feit en het besluit" if found.decided else "sinds het laatste feit"
    said = [f"Minstens {found.hours} uur {what}", f"Het laatste feit is van {plain_day(found.on)}"]
    late = "Langer dan de norm van de regio: leg uit waarom het gevaar nu nog onmiddellijk is"
    return [("Hoe actueel?", [*said, late] if found.hours > most_hours else said)]


def weegteam(known: Known) -> list[Line]:
    """What the weegteam advised, if it did: the last advice, with who weighed and where they differed."""
    event = known.last("request.take_weegteam_advice")
    if event is None:
        return []
    advice = dict(shapes(TakeWeegteamAdvice)["advice"].options)[event.facts["advice"]]
    who = listing([member["organisation"] for member in event.facts["members"]])
    doubt = [f"Niet eens over: {short(event.facts['doubt'])}"] if event.facts["doubt"] else []
    said = f"Door {who}, op {moment(event.occurred_at)}"
    return [("Advies van het weegteam", [advice, said, short(event.facts["reasons"]), *doubt])]


def _imposing(draft: Document, known: Known, minors: Sequence[Person]) -> list[Line]:
    text = Beschikking.model_validate(draft.context)
    return [
        *_who(text, known, minors),
        ("Waarom?", [short(text.content.danger)]),
        *_assessment(text),
        ("Is de betrokkene gehoord?", _heard(text)),
        *_household(known),
        ("Overleg met Veilig Thuis", _consulted(text)),
        *_duration(text),
        ("Geen contact met", [listing([person.name for person in text.banned])]),
    ]


def _who(text: HouseholdPage, known: Known, minors: Sequence[Person]) -> list[Line]:
    born = (
        f"Geboren op {plain_day(text.subject.born_on)}" if text.subject.born_on else "Geboortedatum onbekend"
    )
    adults = [person for person in known.household if person not in minors]
    children = [
        f"{person.given_names} (geboren in {person.born_on.year})" if person.born_on else person.given_names
        for person in minors
    ]
    amount = "1 kind" if len(children) == 1 else f"{len(children)} kinderen"
    return [
        ("Huisverbod voor", [text.subject.name, born]),
        (
            "Adres",
            [f"{text.dwelling.street}, {text.dwelling.place}", f"De betrokkene {text.dwelling.kind_of_stay}"],
        ),
        ("Wie is in gevaar?", [listing([_called(person) for person in adults]) or "Alleen kinderen"]),
        ("Kinderen", [amount, listing(children)] if children else ["Geen minderjarigen bekend"]),
    ]


def _called(person: Person) -> str:
    return f"{person.full_name} ({person.relation})" if person.relation else person.full_name


def _assessment(text: Beschikking) -> list[Line]:
    found = text.assessment
    counts = [f"{len(part.reds)} in {part.title.partition(':')[0].lower()}" for part in found.parts]
    reds = [listing(counts), *(f"{part.title}: {listing(part.reds)}" for part in found.parts if part.reds)]
    advice = "Huisverbod opleggen" if found.advice_to_impose else "Geen huisverbod opleggen"
    rule = "in principe opleggen" if found.rule_met else "in principe niet opleggen"
    why = [f"Wijkt af van de regel: {short(found.override_reason)}"] if found.override_reason else []
    return [
        ("Rode signalen", reds),
        ("Advies", [advice, f"Door {found.assessor}. De regel zegt: {rule}.", *why]),
    ]


def _heard(text: Beschikking) -> list[str]:
    if text.heard:
        return _said(text.heard)
    if text.not_heard:
        ground = dict(shapes(SkipHearing)["ground"].options)[text.not_heard.ground]
        return ["Nee", f"{ground}: {short(text.not_heard.reason)}"]
    return ["Nee, en daarvoor is geen reden vastgelegd"]


def _said(heard: Heard) -> list[str]:
    channel = dict(shapes(Hear)["channel"].options)[heard.channel].lower()
    return [f"Ja, {channel}, op {moment(heard.at)}", short(heard.view)]


def _household(known: Known) -> list[Line]:
    """What those who stay said when they were heard."""
    found = []
    for event in known.all("imposition.hear_household"):
        person = known.person(event.facts["person"])
        stand = "is tegen een huisverbod" if event.facts["objects"] else "is niet tegen een huisverbod"
        found.append(f"{person.full_name if person else 'Een huisgenoot'} {stand}")
    return [("Wat vinden de achterblijvers?", found)] if found else []


def _consulted(text: Beschikking) -> list[str]:
    if text.consultation:
        return [f"Ja, op {moment(text.consultation.at)}", f"Met {text.consultation.spoken_with}"]
    if text.content.child_abuse:
        return ["Nog niet, en dat moet: kindermishandeling is een grond"]
    return ["Niet verplicht: kindermishandeling is geen grond"]


def _duration(text: Beschikking) -> list[Line]:
    run = text.duration
    if run.oral:
        said = f"Mondeling aangezegd op {moment(run.oral.announced_at)}"
        return [("Duur", [f"{run.days} dagen, tot {moment(run.end)}", said])]
    planned = f"Bij uitreiking op {moment(run.start)}: tot {moment(run.end)}"
    return [("Duur", [f"{run.days} dagen vanaf de uitreiking", planned])]


def _extending(draft: Document, known: Known, minors: Sequence[Person]) -> list[Line]:
    text = Verlenging.model_validate(draft.context)
    advice = (
        [text.advice.advice, f"{text.advice.author}: {short(text.advice.reasons)}"]
        if text.advice
        else ["Er is nog geen zorgadvies"]
    )
    return [
        *_who(text, known, minors),
        (
            "Verlengen tot",
            [moment(text.stated.until), f"Zonder verlenging eindigt het op {moment(text.first_end)}"],
        ),
        ("Waarom is het gevaar er nog?", [short(text.stated.why_continues)]),
        ("Sinds de oplegging", [f"{plain_day(fact.on)}: {short(fact.text)}" for fact in text.stated.facts]),
        ("Zorgadvies", advice),
        ("Wat vindt de uithuisgeplaatste?", [short(text.stated.view_subject)]),
        ("Wat vinden de achterblijvers?", [short(text.stated.view_household)]),
    ]


def _withdrawing(draft: Document, known: Known, minors: Sequence[Person]) -> list[Line]:
    text = Intrekking.model_validate(draft.context)
    ground = dict(shapes(ProposeWithdrawal)["ground"].options)[text.stated.ground]
    confirmed = (
        [f"Bevestigd op {plain_day(text.confirmed_on)} door {text.confirmed_by}"] if text.confirmed_on else []
    )
    return [
        *_who(text, known, minors),
        ("Intrekken vanaf", [moment(text.stated.effective_planned)]),
        ("Grond", [ground, short(text.stated.explanation), *confirmed]),
        ("Wat vinden de achterblijvers?", [short(text.stated.view_household)]),
        *([("Afspraken", [short(text.stated.agreements)])] if text.stated.agreements else []),
    ]


_LINES: Mapping[str, Callable[[Document, Known, Sequence[Person]], list[Line]]] = {
    "imposition/beschikking.html": _imposing,
    "execution/verlenging.html": _extending,
    "execution/intrekking.html": _withdrawing,
}
