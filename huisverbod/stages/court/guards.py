"""The guards of the court: what can be asked, ruled, drawn in and told."""

from huisverbod.known import ON_APPEAL, ON_RELIEF, UNWITHDRAWN, Asked, CourtCase, annulment
from huisverbod.wording import listing, moment

RULINGS, RELIEF = ON_APPEAL, ON_RELIEF
NEW_DECISIONS = frozenset({"execution.extend", "execution.amend", "execution.withdraw"})
"""Awb 6:19: decisions that change the one before the court."""


def ban_imposed(asked: Asked) -> str | None:
    """Awb 8:1: there is a decision to appeal from."""
    if asked.known.last("imposition.impose", "imposition.impose_orally", "imposition.decline"):
        return None
    return "Er is nog geen besluit waartegen beroep kan. Wacht tot het besluit is genomen."


def relief_asked(asked: Asked) -> str | None:
    """Awb 8:81: interim relief is ruled on where it was asked."""
    if asked.known.courts.fitting("court.rule_suspended"):
        return None
    return (
        "Er is geen verzoek om een voorlopige voorziening waarop de rechter nog moet beslissen. "
        "Leg eerst het verzoek vast."
    )


def lapses_after_ruling(asked: Asked) -> str | None:
    """Awb 8:72(3), 8:85(1): a moment that the court named lies after its ruling."""
    until = asked.facts.until
    if until is None or until > asked.at:
        return None
    return f"Dit tijdstip ligt niet na de uitspraak van {moment(asked.at)}. Kijk in de uitspraak."


def annulled_not_later(asked: Asked) -> str | None:
    """Awb 8:72: without keeping the consequences, the ban does not bind beyond the ruling."""
    since = asked.facts.since
    if since is None or since <= asked.at:
        return None
    return (
        "Dit tijdstip ligt na de uitspraak. Blijft het huisverbod tot dan gelden? Leg dan vast: vernietigd, "
        "gevolgen blijven tot een datum."
    )


def something_annulled(asked: Asked) -> str | None:
    """Awb 8:72: it is said which part was annulled."""
    stated = asked.facts
    if stated.names or stated.area or stated.contact_exceptions:
        return None
    return "Noem voor wie het contactverbod vervalt, welk gebied overblijft of welke uitzondering nu geldt."


def a_name_remains(asked: Asked) -> str | None:
    """Wth 1(b): there is no ban without a contact ban, so the last name is not dropped."""
    banned = asked.known.contact_ban
    names = set(banned.names) if banned else set()
    dropped = set(asked.facts.names)
    if not dropped:
        return None
    if not dropped <= names:
        return "Kies alleen namen die nu in het contactverbod staan."
    if names - dropped:
        return None
    return (
        "Dan blijft er geen naam over. Een huisverbod zonder contactverbod bestaat niet: leg vast dat het "
        "hele huisverbod is vernietigd."
    )


def extension_announced(asked: Asked) -> str | None:
    """Wth 9(1): there is an extension to annul."""
    if asked.known.last("execution.announce_extension", "execution.announce_extension_suspended"):
        return None
    return "Dit huisverbod is niet verlengd. Leg de uitspraak over het huisverbod zelf vast."


def suspension_running(asked: Asked) -> str | None:
    """Awb 8:87: there is a suspension to lift."""
    if asked.known.states.get("execution") in {"suspended", "suspended_extended"}:
        return None
    return "Het huisverbod is niet geschorst. Er is geen schorsing om te beëindigen."


def suspension_conditional(asked: Asked) -> str | None:
    """Awb 8:85(1): the suspension was given on a condition."""
    ruling = asked.known.last("court.rule_suspended")
    if ruling and ruling.facts["condition"]:
        return None
    return "De rechter verbond geen voorwaarde aan de schorsing. Vraag de rechter om opheffing."


def ruling_given(asked: Asked) -> str | None:
    """Wth 8(2): there is a ruling to tell of."""
    if asked.known.last(*RULINGS, *RELIEF):
        return None
    return "Er is nog geen uitspraak. Leg eerst vast wat de rechter besliste."


def household_told(asked: Asked) -> str | None:
    """Wth 8(2): the mayor tells those of the household; all may have been at the hearing."""
    if {person.ref for person in asked.known.household}.issuperset(asked.facts.people):
        return None
    return "Kies alleen huisgenoten. De uithuisgeplaatste hoort de uitspraak van de griffier."


def police_informed(asked: Asked) -> str | None:
    """Wth 8(2): the police are told as well."""
    return None if asked.facts.police_told else "Licht ook de politie in. Dat is verplicht."


def decision_just_taken(asked: Asked) -> str | None:
    """Awb 6:19(1): what is drawn in is the decision that was just taken."""
    if asked.known.events and asked.known.events[-1].step in NEW_DECISIONS:
        return None
    return "Dit gebeurt vanzelf als de burgemeester verlengt, wijzigt of intrekt. U hoeft niets te doen."


def decision_drawn_in(asked: Asked) -> str | None:
    """Awb 6:19(3): there is a new decision that the court does not know of."""
    last = asked.known.last("court.draw_in", "court.tell_court")
    if last and last.step == "court.draw_in":
        return None
    return "Er is geen nieuw besluit dat de rechter nog niet kent. Sla dit over."


def appeal_ruled(asked: Asked) -> str | None:
    """Awb 8:104: higher appeal is from a ruling on the appeal, not from one on interim relief."""
    if asked.known.last(*RULINGS):
        return None
    return "Er is nog geen uitspraak op het beroep. Hoger beroep kan pas daarna."


def appealed_further(asked: Asked) -> str | None:
    """Awb 8:104: there is a higher appeal to rule on."""
    if asked.known.courts.fitting("court.rule_confirmed"):
        return None
    return "Er loopt geen hoger beroep. Leg eerst het hoger beroep vast, of kies een uitspraak op het beroep."


def annulment_appealed(asked: Asked) -> str | None:
    """Awb 8:104, 8:113: what is reversed is an annulment that stands, in the higher appeal against it."""
    annulled, further = annulment(asked.known), asked.known.last("court.appeal_further")
    pending = asked.known.courts.fitting("court.rule_annulment_reversed")
    if annulled and further and further.seq > annulled.seq and pending:
        return None
    return (
        "Er is geen vernietiging waartegen hoger beroep loopt. Leg eerst het hoger beroep vast, of kies een "
        "andere uitspraak."
    )


def case_named(asked: Asked) -> str | None:
    """Awb 8:70, 8:84: a ruling, a hearing or a withdrawal is about one case; of several, it is said which."""
    courts = asked.known.courts
    if courts.named(asked.step, asked.facts.model_dump()):
        return None
    fitting = courts.fitting(asked.step)
    if not fitting:
        return "Er is geen zaak waarover dit kan gaan. Leg eerst het verzoek of het beroep vast."
    called = listing([case_label(one) for one in fitting])
    return f"Kies over welke zaak dit gaat. Dit kan gaan over: {called}."


def beside_named(asked: Asked) -> str | None:
    """Awb 8:81: relief is asked beside an appeal; of several, it is said which."""
    appeals = asked.known.courts.fitting("court.rule_dismissed")
    stated = asked.facts
    needed = stated.kind == "voorlopige_voorziening" and (len(appeals) > 1 or stated.beside)
    if not needed or stated.beside in {one.ref for one in appeals}:
        return None
    called = listing([case_label(one) for one in appeals])
    return f"Kies bij welk beroep dit verzoek hoort. Er loopt: {called or 'nog geen beroep'}."


def another_pending(asked: Asked) -> str | None:
    """Awb 8:1, 8:81: after one case is done, another is still before a court."""
    if asked.known.courts.pending:
        return None
    return "Er loopt geen andere zaak bij de rechter."


def upheld_fits(asked: Asked) -> str | None:
    """Awb 8:113: in higher appeal from an annulment it is said whether that annulment stands."""
    one = asked.known.courts.named(asked.step, asked.facts.model_dump())
    if one is None or one.kind != "hoger_beroep" or annulment(asked.known) is None:
        return None
    return (
        "De rechtbank vernietigde. Blijft die uitspraak, of geldt het vernietigde alsnog? Kies de uitspraak "
        "in hoger beroep die dat zegt."
    )


def case_label(one: CourtCase) -> str:
    """What a case before a court is called: its kind, its number and since when, in Dutch."""
    number = f" met nummer {one.reference}" if one.reference else ""
    return f"{CASE_KINDS[one.kind]}{number}, sinds {moment(one.since)}"


CASE_KINDS = {
    "beroep": "het beroep",
    "voorlopige_voorziening": "de voorlopige voorziening",
    "hoger_beroep": "het hoger beroep",
}


def withdrawal_stands(asked: Asked) -> str | None:
    """Awb 8:72: there is a withdrawal to annul."""
    last = asked.known.last("execution.withdraw", UNWITHDRAWN)
    if last and last.step != UNWITHDRAWN:
        return None
    return "Dit huisverbod is niet ingetrokken. Kies de uitspraak over het huisverbod zelf."
