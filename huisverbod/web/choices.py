"""The options that a case, its region and the instrument give to a form."""

from collections.abc import Iterator, Sequence

from huisverbod.instrument import Flag, Instrument
from huisverbod.known import Asked, Known, Person
from huisverbod.powers import IMPOSE, Power
from huisverbod.region import Region
from huisverbod.roles import POLICE, Role
from huisverbod.stages.court import case_label
from huisverbod.stages.enforcement import violation_label
from huisverbod.stages.request import CONTEXT, SHARING, Kind
from huisverbod.web.forms import Choices, Group

PAPERS = (
    "Besluit",
    "Beroepsclausule",
    "Uitleg in een taal die de betrokkene leest",
    "Folder voor de uithuisgeplaatste",
    "Beroepsblad",
    "Bijlage: het gebied",
    "Telefoonnummer voor een advocaat",
    "Ontvangstbewijs van de sleutels",
)
"""What may be handed over with the decision; the first two always are."""


MEASURES = ("Gebiedsverbod", "Contactverbod", "Meldplicht", "Begeleiding door hulpverlening")
"""Sv 509hh(2): what a conduct order of the prosecutor may hold."""


def choices(asked: Asked) -> Choices:
    """Everything a form about this case may let someone choose from."""
    known = asked.known
    return {
        "people": people(known.people),
        "court_cases": court_cases(known),
        "violations": violations(known),
        "household": people(known.household),
        "tellers": tellers([person.full_name for person in known.people]),
        "municipalities": municipalities(asked.region),
        "children": people(known.minors(asked.day, asked.adult_age)),
        "annex": items(asked.instrument, police=True),
        "items": items(asked.instrument, police=asked.actor.role in POLICE),
        "flags": flags(asked.flags),
        "grounds": [Group("", tuple(SHARING.get(asked.actor.role, {}).items()))],
        "deciders": deciders(asked, asked.powers.power[IMPOSE]),
        "measures": [Group("", tuple((measure, measure) for measure in MEASURES))],
        "papers": [Group("", tuple((paper, paper) for paper in PAPERS))],
    }


def people(found: Sequence[Person]) -> list[Group]:
    """People by name and who they are; nobody gives no options."""
    return [Group("", tuple((person.ref, _called(person)) for person in found))] if found else []


def _called(person: Person) -> str:
    return f"{person.full_name} ({Kind(person.kind).label.lower()})"


def court_cases(known: Known) -> list[Group]:
    """The cases before the courts: those that are pending, and those that are done."""
    found = (("Loopt", known.courts.pending), ("Klaar", known.courts.done))
    return [
        Group(label, tuple((ref, case_label(one).capitalize()) for ref, one in cases.items()))
        for label, cases in found
        if cases
    ]


def tellers(names: Sequence[str]) -> list[Group]:
    """Who may have told something: someone named in the case, so that nobody is named twice, or another."""
    options = [(name, name) for name in dict.fromkeys(names) if name]
    return [Group("", (*options, ("Een ander", "Iemand anders: schrijf hieronder wie")))]


def violations(known: Known) -> list[Group]:
    """The violations that were reported, by their moment."""
    found = known.violations.reported.items()
    return [Group("", tuple((name, violation_label(event).capitalize()) for name, event in found))]


def municipalities(region: Region, only: str = "") -> list[Group]:
    """The municipalities of a region, or the one to which someone belongs."""
    found = [place for place in region.municipalities if only in ("", place.key)]
    return [Group("", tuple((place.key, place.name) for place in found))]


def items(instrument: Instrument, *, police: bool) -> list[Group]:
    """Besluit 2(1): the items of the closed list by signal; those of police records for the police alone.

    What fits none is marked as context.
    """
    return [
        Group("", ((CONTEXT, "Achtergrond: geen grond"),)),
        *_items(instrument, police=police),
    ]


def suggested(groups: Sequence[Group], codes: Sequence[str]) -> list[Group]:
    """These options with those of some items in front, each once: what the red flags point to."""
    fitting = [option for group in groups for option in group.options if option[0] in codes]
    if not fitting:
        return list(groups)
    rest = [
        Group(group.label, tuple(option for option in group.options if option not in fitting))
        for group in groups
    ]
    return [Group("Past bij de rode vlaggen die u zag", tuple(fitting)), *(g for g in rest if g.options)]


def flags(found: Sequence[Flag]) -> list[Group]:
    """The red flags that a requester may have seen; an edition without them gives none."""
    return [Group("", tuple((flag.key, flag.label) for flag in found))] if found else []


def _items(instrument: Instrument, *, police: bool) -> list[Group]:
    return [
        Group(
            f"{signal.code} {signal.label}",
            tuple((item.code, f"{item.code} {item.label}") for item in signal.items),
        )
        for signal in instrument.signals
        if police or not signal.police_only
    ]


def deciders(asked: Asked, power: Power) -> list[Group]:
    """Wth 3(1): who had this power in this case on that day, by office or by mandate, as "role:name"."""
    found = [(role, name) for role in power.roles for name in _holders(asked, role, power)]
    return [Group("", tuple((f"{role}:{name}", f"{name}, {role.label}") for role, name in found))]


def _holders(asked: Asked, role: Role, power: Power) -> Iterator[str]:
    region, place, on = asked.region, asked.region.municipality(asked.known.municipality), asked.day
    if role not in power.mandate:
        yield from (office.name for office in place.offices if office.role == role and office.covers(on))
        return
    holders = (line.holder for line in region.mandates if line.municipality == place.key)
    for holder in dict.fromkeys(holders):
        if region.no_mandate(holder, place.key, asked.known.route, on) is None:
            yield holder
