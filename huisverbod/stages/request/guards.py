"""The guards of the request."""

from huisverbod import law
from huisverbod.known import Asked
from huisverbod.stages.request.pieces import (
    CONTEXT,
    NAMES_ARTICLE,
    PLANNED,
    SHARING,
    Indication,
    Kind,
    Route,
)

PATTERN_DAYS = 2
"""house: a pattern is more than one day."""

POLICE_PART = "1a"


def route_open_to_requester(asked: Asked) -> str | None:
    """norm: which organisation may use which route is laid down per region, unless the law names it."""
    if asked.region.may_request(asked.actor.role, asked.facts.route, asked.powers):
        return None
    return (
        f"{asked.actor.role.label.capitalize()} kan in {asked.region.name} geen verzoek doen langs de route "
        f"'{Route(asked.facts.route).label.lower()}'. Kies een andere route of bel het piket."
    )


def earlier_case_found(asked: Asked) -> str | None:
    """house: a second ban is a new case, linked to the first by whoever may open that one too."""
    if not asked.facts.earlier_case or asked.known.earlier:
        return None
    return (
        f"In {asked.region.name} vindt u geen zaak met dit nummer. Kijk het nummer na, of laat het leeg en "
        "noem het eerdere huisverbod in uw verzoek."
    )


def own_request(asked: Asked) -> str | None:
    """house: only the organisation that began a request may change or withdraw it."""
    start = asked.known.last("request.start")
    if start and start.organisation == asked.actor.organisation:
        return None
    return "Dit verzoek is van een andere organisatie. Alleen zij kan het wijzigen of intrekken."


def domestic(asked: Asked) -> str | None:
    """Wth 2(1): the danger lies within the household; trouble between neighbours is another law's matter."""
    if asked.facts.domestic_threat and not asked.facts.neighbours_only:
        return None
    return (
        "Een huisverbod kan alleen bij geweld of dreiging binnen het huishouden. "
        "Gaat het om buren? Vraag de gemeente naar een andere maatregel."
    )


def one_subject(asked: Asked) -> str | None:
    """Wth 2(1): the ban is laid on one person."""
    subjects = [person for person in asked.facts.people if person.kind == Kind.UITHUISGEPLAATSTE]
    if len(subjects) == 1:
        return None
    return "Noem precies één persoon die uit huis geplaatst moet worden."


def lives_there(asked: Asked) -> str | None:
    """Wth 2(1): the person lives with those in danger, or stays there other than incidentally."""
    if any(person.kind == Kind.UITHUISGEPLAATSTE and not person.lives_there for person in asked.facts.people):
        return "De persoon woont of verblijft volgens u niet op dit adres. Dan kan een huisverbod niet."
    return None


def not_known_minor(asked: Asked) -> str | None:
    """Wth 2(2): no ban on a minor; the requester is pointed to another route."""
    for person in asked.facts.people:
        if person.kind == Kind.UITHUISGEPLAATSTE and person.born_on:
            if law.adult(person.born_on, asked.day, asked.adult_age):
                return None
            return (
                "Deze persoon is minderjarig. Een huisverbod kan niet. "
                "Overleg met Veilig Thuis, de politie of de Raad voor de Kinderbescherming."
            )
    return None


def dated_trigger(asked: Asked) -> str | None:
    """Besluit 2(1): at least one dated fact fits an item of the closed list."""
    if _grounds(asked):
        return None
    return (
        "Koppel ten minste één gedateerd signaal aan een onderdeel van het risico-instrument. "
        "Andere signalen zijn achtergrond, geen grond."
    )


def _grounds(asked: Asked) -> list[Indication]:
    known = {item.code for signal in asked.instrument.signals for item in signal.items}
    return [sign for sign in asked.facts.indications if sign.item in known]


def item_or_context(asked: Asked) -> str | None:
    """Besluit 2(1): every sign is mapped to an item of the closed list, or marked as no ground."""
    marked = [sign for sign in asked.facts.indications if sign.item == CONTEXT]
    if len(_grounds(asked)) + len(marked) == len(asked.facts.indications):
        return None
    return "Kies bij elk signaal een onderdeel van het risico-instrument, of 'Achtergrond: geen grond'."


def trigger_named(asked: Asked) -> str | None:
    """Besluit 2(2)(b): without an acute incident a dated occasion is what part 2 is anchored to."""
    if asked.known.route not in PLANNED or any(sign.trigger for sign in asked.facts.indications):
        return None
    return (
        "Kies bij ten minste één signaal waarom u nu vraagt: een melding, een onthulling, een terugkeer, "
        "een breuk. Zonder aanleiding met een datum is een verzoek zonder acuut incident te zwak."
    )


def pattern_shown(asked: Asked) -> str | None:
    """Wth 2(1): a suspicion of structural unsafety is substantiated with a pattern of dated events."""
    days = {sign.on for sign in _grounds(asked)}
    if asked.known.route != Route.GEPLANDE_SCREENING or len(days) >= PATTERN_DAYS:
        return None
    return (
        "Een vermoeden van structurele onveiligheid vraagt een patroon. Noem gebeurtenissen op ten minste "
        "twee dagen, elk bij een onderdeel van het risico-instrument."
    )


def children_described(asked: Asked) -> str | None:
    """house: a request that can be prepared says per child what it needs and who has it in view."""
    children = [person for person in asked.facts.people if person.kind == Kind.KIND]
    if asked.known.route not in PLANNED or len(asked.facts.children_seen) >= len(children):
        return None
    return "Beschrijf voor elk kind wat het nodig heeft, en of Veilig Thuis en de Raad in beeld zijn."


def ground_fits_organisation(asked: Asked) -> str | None:
    """AVG 6: an organisation shares on a ground that it has, and names the article where that differs."""
    role, ground = asked.actor.role, asked.facts.sharing_ground
    if ground not in SHARING.get(role, {}):
        return "Deze grond heeft uw organisatie niet. Kies een grond die bij uw organisatie past."
    if role in NAMES_ARTICLE and ground == "wettelijke_taak" and not asked.facts.sharing_article:
        return "Noem het wetsartikel waarop uw organisatie deze gegevens deelt."
    return None


def region_has_weegteam(asked: Asked) -> str | None:
    """norm: in which region a weegteam weighs a request is laid down per region."""
    if asked.region.weegteam:
        return None
    return f"{asked.region.name} heeft geen weegteam. Leg het overleg vast als vraag of als toelichting."


def before_decision(asked: Asked) -> str | None:
    """Awb 3:9: an advice is weighed in the decision, so it comes before it."""
    if asked.known.last("imposition.impose", "imposition.impose_orally", "imposition.decline") is None:
        return None
    return "Er is al een besluit genomen. Een advies van het weegteam hoort daarvóór."


def several_organisations(asked: Asked) -> str | None:
    """house: a weegteam weighs with more than one organisation."""
    if len({member.organisation.casefold() for member in asked.facts.members}) > 1:
        return None
    return "Noem leden van ten minste twee organisaties. Eén organisatie is geen weegteam."


def dwelling_in_municipality(asked: Asked) -> str | None:
    """Wth 2(1): the mayor of the municipality of the dwelling decides, and no other."""
    town = asked.region.municipality(asked.known.municipality)
    if not asked.facts.dwelling_here:
        return (
            f"De woning ligt niet in {town.name}. Wijs het verzoek af en noem de gemeente waar zij wel ligt."
        )
    dwelling = asked.known.fact("dwelling", "request.submit")
    place = dwelling["place"].casefold() if dwelling else ""
    if place in {name.casefold() for name in (town.name, *town.places)} or asked.facts.place_explained:
        return None
    return (
        f"De plaats in het adres hoort volgens de regio niet bij {town.name}. "
        "Leg uit waarom de woning toch in deze gemeente ligt, of wijs het verzoek af."
    )


def no_police_items(asked: Asked) -> str | None:
    """Besluit 2(3): part 1a rests on police data; a partner leaves it to the police."""
    if asked.powers.could_fill(asked.actor.role, POLICE_PART):
        return None
    if any(sign.item.startswith(POLICE_PART) for sign in asked.facts.indications):
        return "Onderdeel 1a komt uit politiegegevens. Laat dit aan de politie: wij vragen het voor u op."
    return None


def not_in_future(asked: Asked) -> str | None:
    """house: what is stated has happened."""
    if any(sign.on > asked.day for sign in asked.facts.indications):
        return "Een van de signalen heeft een datum in de toekomst. Verbeter de datum."
    if asked.at < getattr(asked.facts, "signalled_at", asked.at):
        return "Het laatste signaal kwam volgens u pas later binnen. Verbeter dat tijdstip."
    return None


def one_subject_left(asked: Asked) -> str | None:
    """Wth 2(1): after a correction there is still exactly one person to be put out of the home."""
    kinds = {person.ref: person.kind for person in asked.known.people}
    stated = [person.kind for person in asked.facts.people if person.ref not in kinds]
    kinds |= {person.ref: person.kind for person in asked.facts.people if person.ref in kinds}
    if [*kinds.values(), *stated].count(Kind.UITHUISGEPLAATSTE) == 1:
        return None
    return "Er moet precies één persoon overblijven die uit huis geplaatst wordt. Verbeter wie dat is."


def adult(asked: Asked) -> str | None:
    """Wth 2(2): only an adult can be put out of the home, so his birth date must be known."""
    if asked.subject_adult:
        return None
    if asked.known.subject is None or asked.known.subject.born_on is None:
        return "De geboortedatum van de persoon is niet bekend. Vul deze eerst aan bij de betrokkenen."
    return "De persoon is minderjarig. Een huisverbod kan niet: wijs het verzoek af."


def minor(asked: Asked) -> str | None:
    """Wth 2(2): this refusal is for a person who is a minor."""
    subject = asked.known.subject
    if subject and subject.born_on and not asked.subject_adult:
        return None
    return (
        "Volgens de geboortedatum is de persoon meerderjarig. Verbeter die datum, of kies een andere reden."
    )


def undecided(asked: Asked) -> str | None:
    """Wth 2(1): a request can be refused as long as nobody has decided on the ban itself."""
    if asked.known.last("imposition.impose", "imposition.impose_orally", "imposition.decline") is None:
        return None
    return "Er is al een besluit genomen. Laat de burgemeester het huisverbod intrekken."


def holds_office(asked: Asked) -> str | None:
    """Wth 2(1), Gemeentewet 77: the mayor or his deputy refuses; a request is made to him."""
    return asked.incompetent(asked.actor.role, asked.actor.name, asked.day)
