"""Cases in which the reasons of an imposition hold, and in which they fall short in court."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from huisverbod.known import Asked, Known
from tests.builders import MOMENT, an_answer
from tests.stages.asking import Past, asked, known, people, then

GROUND = {"on": "2026-11-22", "text": "Sloeg met de vuist op haar arm", "source": "aangifte", "item": "2c.1"}
SAID = "Hij zegt elke avond dat hij mij wat aandoet als ik naar mijn zus ga"
ROOF = "Er is sprake van een ernstig en onmiddellijk gevaar voor de veiligheid van een of meer personen."
HEARD = "imposition.hear"


def propose(case: Known | None = None, **changes: Any) -> Asked:
    return asked("imposition.propose", case or known(then(HEARD)), **changes)


def child(case: Known | None = None, **changes: Any) -> Asked:
    return asked("imposition.hear_child", case or known(), **changes)


def sign(*past: Past, at: Any = MOMENT, **case: Any) -> Asked:
    return asked("imposition.impose", known(*past, **case), at)


def draft(**changes: Any) -> Past:
    return then("imposition.propose", **changes)


def filled(kind: str = "politieregistratie", value: str = "ja", fact: str = "Dreigde met een mes") -> Past:
    """A part of the assessment of which each first item rests on this kind of source."""
    answer = an_answer("2")
    for signal in answer["signals"].values():
        for item in signal["items"].values():
            item |= {"source_kind": kind, "value": value, "fact": fact}
    return then("risk_assessment.fill_part", answer=answer)


MOVED = [replace(person, lives_there=person.ref != "p2") for person in people()]
OBJECTS = then("imposition.hear_household", objects=True, view=SAID)
HONOUR = then("risk_assessment.conclude", honour="ja")
GROWN_UP = people()[:2]

PASSES = [
    ("grounds_in_annex", propose()),
    ("grounds_in_annex", propose(facts=[GROUND, {**GROUND, "item": ""}])),
    ("words_of_this_case", propose()),
    ("words_of_this_case", propose(danger=f"{ROOF} Hij wacht nu buiten met een sleutel.")),
    ("words_of_this_case", propose(why_not_lighter="Praten hielp niet.")),
    ("household_not_quoted", propose(known(OBJECTS), danger="Hij dreigt haar met geweld om haar familie.")),
    ("child_lives_there", child()),
    ("child_spoken_for", child()),
    ("child_spoken_for", child(how="niet", spoken_by="", view="", why_not="Het is een baby.")),
    ("hearing_substantial", sign(then(HEARD))),
    ("hearing_substantial", sign(then("imposition.skip_hearing"))),
    ("hearing_substantial", sign(then(HEARD, minutes=5), then("imposition.skip_hearing"))),
    ("hearing_substantial", sign(then(HEARD, minutes=5), then(HEARD, minutes=15))),
    ("hearing_substantial", sign(then(HEARD, detained=True, interpreter_needed=True, interpreter=True))),
    ("hearing_substantial", sign(then(HEARD, channel="telefoon"))),
    ("sources_varied", sign(filled("eigen_waarneming"))),
    ("sources_varied", sign()),
    ("grounds_traceable", sign(filled(), draft())),
    ("grounds_traceable", sign(filled(), draft(facts=[GROUND, {**GROUND, "item": ""}]))),
    ("danger_about_this_case", sign(draft(danger="Hij heeft haar arm gebroken en een vuist is genoeg."))),
    ("danger_about_this_case", sign(filled(fact="Dreigde met messen"), draft(danger="Hij heeft messen."))),
    ("danger_recent", sign(draft(), at=MOMENT + timedelta(days=2))),
    ("home_interests_weighed", sign(draft())),
    ("honour_considered", sign(draft())),
    ("honour_considered", sign(HONOUR, draft(honour_note="Besproken met de contactpersoon eer."))),
    ("household_answered", sign(then("imposition.hear_household"), draft())),
    ("household_answered", sign(OBJECTS, draft(answer_to_household="De veiligheid gaat hier voor."))),
    ("children_heard", sign(then("imposition.hear_child"))),
    ("children_heard", sign(household=GROWN_UP)),
    ("banned_people_live_there", sign(draft())),
    ("address_agrees", sign(then("request.accept"))),
    ("address_agrees", sign()),
]
REFUSED = [
    ("grounds_in_annex", propose(facts=[{**GROUND, "item": ""}]), "achtergrond, geen grond"),
    ("grounds_in_annex", propose(facts=[{**GROUND, "item": "9z.1"}]), "Onderdeel 9z.1"),
    ("words_of_this_case", propose(danger=ROOF), "het gevaar"),
    ("words_of_this_case", propose(danger=ROOF.upper().replace(" IS ", " is, ")), "wie deed wat"),
    ("words_of_this_case", propose(why_not_lighter="Een lichter middel volstaat niet!"), "niets lichters"),
    (
        "words_of_this_case",
        propose(children_interest="Het belang van de kinderen is meegewogen."),
        "kinderen",
    ),
    ("words_of_this_case", propose(facts=[{**GROUND, "text": "Zoals blijkt uit het dossier."}]), "de feiten"),
    ("household_not_quoted", propose(known(OBJECTS), danger=f"Zij zei: {SAID.upper()}."), "eigen woorden"),
    (
        "household_not_quoted",
        propose(known(then("imposition.hear_child", view=SAID)), children_interest=SAID),
        "of kind zei",
    ),
    ("child_lives_there", child(child="p2"), "Kies een kind"),
    ("child_spoken_for", child(how="niet", why_not=" "), "waarom het kind niet"),
    ("child_spoken_for", child(spoken_by=""), "wie er met"),
    ("child_spoken_for", child(view=""), "nodig heeft"),
    ("hearing_substantial", sign(then(HEARD, minutes=14)), "duurde 14 minuten"),
    ("hearing_substantial", sign(then(HEARD, channel="telefoon", detained=True)), "zat vast"),
    ("hearing_substantial", sign(then(HEARD, interpreter_needed=True)), "een tolk nodig"),
    ("hearing_substantial", sign(then(HEARD, lawyer_pointed_out=False)), "Hoor zo mogelijk opnieuw"),
    ("sources_varied", sign(filled("verklaring_slachtoffer")), "Zoek een andere bron"),
    ("grounds_traceable", sign(draft()), "onderdeel 2c.1"),
    ("grounds_traceable", sign(filled(value="nee"), draft()), "Vul de risicotaxatie aan"),
    ("danger_about_this_case", sign(draft(danger="De spanning loopt hoog op.")), "geen enkel feit"),
    ("danger_about_this_case", sign(draft(danger=ROOF, facts=[{**GROUND, "text": ROOF}])), "geen enkel feit"),
    ("danger_recent", sign(draft(), at=MOMENT + timedelta(days=3)), "4 dagen geleden"),
    ("home_interests_weighed", sign(draft(work_at_home="")), "werk aan huis"),
    ("home_interests_weighed", sign(draft(care_at_home="")), "zorg voor iemand in huis"),
    ("honour_considered", sign(HONOUR, draft()), "deskundige van de politie"),
    ("household_answered", sign(OBJECTS, draft()), "zonder te noemen wie wat zei"),
    ("children_heard", sign(), "Van Pim"),
    ("banned_people_live_there", sign(draft(), household=MOVED), "Sanne Voorbeeldsma"),
    ("address_agrees", sign(then("request.accept", brp="anders")), "ander adres ingeschreven"),
    ("address_agrees", sign(then("request.accept", place_explained="Bij de grens")), "niet bevoegd"),
]
