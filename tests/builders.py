"""Cases for the tests, each played through the door: valid facts for every step, and people who act.

Everyone here is invented. Moments follow from `start`; see OFFSETS.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from huisverbod import documents, instrument, law, region, workflow
from huisverbod.accounts import Account
from huisverbod.advance import Act, Taken, advance, asked_of, catch_up, locked, open_case
from huisverbod.case import find
from huisverbod.known import CLOCK, Actor, Ban
from huisverbod.law import ZONE, wall_clock_days
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.stages.request import SHARING
from huisverbod.workflow import Step

MOMENT = datetime(2026, 11, 23, 21, 40, tzinfo=ZONE)
"""When a request is begun unless a test says otherwise: a Monday evening."""

OFFSETS = {
    "request.start": 0,
    "request.submit": 15,
    "request.accept": 30,
    "risk_assessment.fill_part": 60,
    "risk_assessment.conclude": 90,
    "imposition.hear": 110,
    "imposition.impose_orally": 140,
    "imposition.propose": 170,
    "imposition.impose": 200,
    "execution.serve": 300,
}
"""Minutes after `start`: a ban is served at 02.40 in the night, or takes effect orally at 00.00."""

POWERS = workflow.read_powers(workflow.read_folder(Settings().workflows))
REGIONS = region.load(Settings().pilot_regions, POWERS)
RIHG = instrument.load(Settings().workflows / "instruments" / "rihg.toml")
LOCAL = {Role.MAYOR, Role.DEPUTY_MAYOR, Role.MUNICIPAL_OFFICER}
NAMES = {
    Role.MUNICIPAL_OFFICER: "Fenna Balie",
    Role.POLICE: "Daan Surveillant",
    Role.CASE_MANAGER: "Hilde Hulpeloket",
    Role.VEILIG_THUIS: "Noor Meldpunt",
    Role.CRISIS_TEAM: "Gijs Spoedpost",
    Role.RAAD: "Wietske Raadkamer",
    Role.OM: "Floor Parketgang",
    Role.RECLASSERING: "Bas Toezichtman",
    Role.LOCAL_CARE: "Roos Wijkteam",
    Role.EVALUATOR: "Ids Telraam",
    Role.ADMINISTRATOR: "Ymke Beheertafel",
}


def an_actor(
    role: Role,
    region: str = "voorbeeldland",
    municipality: str = "voorbeelddam",
    on: date | None = None,
    account_id: int | None = None,
) -> Actor:
    """Someone in this capacity; mayors, deputies and mandated officers by the register on that day."""
    if role == Role.CLOCK:
        return CLOCK
    on = on or MOMENT.date()
    place = REGIONS[region].municipality(municipality)
    office = next((office for office in place.offices if office.role == role and office.covers(on)), None)
    mandate = next(
        (m for m in REGIONS[region].mandates if m.municipality == municipality and m.covers(on)), None
    )
    name = office.name if office else NAMES.get(role, "Jelle Nachtdienst")
    if role == Role.HOVJ and mandate:
        name = mandate.holder
    return Actor(
        role=role,
        name=name,
        account_id=account_id,
        organisation=an_organisation(role, region, municipality),
        region=region,
        municipality=municipality if role in LOCAL else "",
    )


def an_organisation(role: Role, region: str = "voorbeeldland", municipality: str = "voorbeelddam") -> str:
    """The organisation of that capacity: one police per region, one town hall per municipality."""
    if role in LOCAL:
        return f"Gemeente {REGIONS[region].municipality(municipality).name}"
    if role in {Role.POLICE, Role.HOVJ}:
        return f"Politie {REGIONS[region].name}"
    return f"{role.label} {REGIONS[region].name}"


def an_account(session: Session, actor: Actor) -> Actor:
    """The same actor with an account of his own (which cannot sign in: its password is no hash)."""
    account = Account(
        login=f"{actor.role}.{actor.name}".lower().replace(" ", "."),
        name=actor.name,
        role=actor.role,
        organisation=actor.organisation,
        region=actor.region,
        municipality=actor.municipality,
        password="geen",
    )
    session.add(account)
    session.flush()
    return account.actor()


def a_household(refs: bool = False, **subject: Any) -> list[dict[str, Any]]:
    """A man to be put out (p1), the woman who stays (p2) and a child (p3); changes are to the man."""
    people = [
        {
            "kind": "uithuisgeplaatste",
            "given_names": "Ruben",
            "family_name": "Testema",
            "born_on": "1988-03-14",
            "birth_place": "Voorbeelddam",
            "sex": "man",
            "lives_there": True,
            **subject,
        },
        {
            "kind": "achterblijver",
            "given_names": "Sanne",
            "family_name": "Voorbeeldsma",
            "born_on": "1990-07-02",
            "sex": "vrouw",
            "relation": "partner",
            "lives_there": True,
            "safe_contact": "overdag bellen op 000-1111111",
        },
        {
            "kind": "kind",
            "given_names": "Pim",
            "family_name": "Testema",
            "born_on": "2018-10-30",
            "relation": "zoon",
            "lives_there": True,
        },
    ]
    return [{**person, "ref": f"p{n}"} if refs else person for n, person in enumerate(people, start=1)]


def an_answer(part: str, at: datetime = MOMENT, colour: str = "rood") -> dict[str, Any]:
    """A part of the risk instrument, every signal in this colour and its first item answered with yes."""
    evidence = {
        "fact": "Dreigde met een mes en sloeg een deur kapot",
        "on": _day(at, -1),
        "source": "mutatie 000-1",
        "source_kind": "politieregistratie",
    }
    signals = {
        code: {"colour": colour, "items": {f"{code}.1": {"value": "ja", **evidence}}}
        for code in instrument.signals_of(part, RIHG)
    }
    return {"part": part, "signals": signals}


def facts_for(step: str, at: datetime = MOMENT, **changes: Any) -> dict[str, Any]:
    """Valid facts for a step ("stage.step") taken at that instant, with these fields changed.

    `shown_sha256` depends on the case: `a_step` fills it in.
    """
    return {**every_fact(at).get(step, {}), **changes}


def _day(at: datetime, days: int = 0) -> str:
    return (at.astimezone(ZONE).date() + timedelta(days=days)).isoformat()


def every_fact(at: datetime) -> dict[str, dict[str, Any]]:
    """What may be stated with each step; a step that is not here needs nothing."""
    ground = {
        "on": _day(at, -1),
        "text": "Sloeg met de vuist op haar arm",
        "source": "aangifte 000-1",
        "item": "2c.1",
    }
    draft = {
        "facts": [ground],
        "danger": "Hij dreigde vannacht terug te komen en heeft een sleutel.",
        "why_this_person": "Het geweld ging alleen van hem uit.",
        "why_not_lighter": "Een gesprek op vrijdag hielp niet.",
        "interests": "Hij kan bij zijn broer slapen en van daar naar zijn werk.",
        "children_interest": "Pim zag het geweld; rust in huis is nu het belangrijkst.",
        "work_at_home": "Nagevraagd: hij werkt niet thuis.",
        "care_at_home": "Nagevraagd: hij zorgt thuis voor niemand.",
        "answer_to_view": "Dat hij spijt heeft, neemt het gevaar niet weg.",
        "child_abuse": False,
        "contact_ban": ["p2", "p3"],
        "start_planned": (at + timedelta(hours=2)).isoformat(),
    }
    service = {
        "served_by": "Daan Surveillant, hoofdagent",
        "place": "bureau Damplein",
        "identity": "identiteitskaart",
        "interpreter": False,
        "keys_taken": 2,
        "key_receipt": "K-000-1",
        "wants_lawyer": True,
    }
    informed = {"spoken_with": "Hilde Hulpeloket", "how": "telefoon"}
    part = {"answer": an_answer("2", at)}
    decided = {"read": True, "channel": "app"}
    announced = {
        "served_by": "Daan Surveillant, hoofdagent",
        "place": "bureau Damplein",
        "how": "persoonlijk",
    }
    ruling = {"reference": "VBL 26/0001", "summary": "De rechter weegt het gevaar opnieuw."}
    return {
        "request.start": {"route": "acuut_politie", "municipality": "voorbeelddam"},
        "request.submit": {
            "dwelling": {
                "street": "Proefstraat",
                "number": "12",
                "postcode": "2001 QQ",
                "place": "Voorbeelddam",
                "kind_of_stay": "woont er",
            },
            "people": a_household(),
            "domestic_threat": True,
            "sharing_ground": "wettelijke_taak",
            "danger": "Hij dreigde haar vannacht nog iets aan te doen.",
            "reachable_on": "088-0000150, dag en nacht",
            "signalled_at": (at - timedelta(hours=2)).isoformat(),
            "indications": [
                {
                    "on": _day(at, -1),
                    "what": "Buren hoorden geschreeuw en glas",
                    "source": "melding 000-1",
                    "source_kind": "verklaring_derde",
                    "item": "2c.1",
                }
            ],
        },
        "request.accept": {"dwelling_here": True, "checked_in": "bag", "brp": "zelfde"},
        "request.take_weegteam_advice": {
            "members": [
                {
                    "organisation": "Veilig Thuis Voorbeeldland",
                    "name": "Noor Meldpunt, maatschappelijk werker",
                },
                {"organisation": "Politie Voorbeeldland", "name": "Daan Surveillant, hoofdagent"},
            ],
            "advice": "doorgaan",
            "reasons": "Het patroon is duidelijk en de dreiging neemt toe.",
        },
        "request.withdraw": {"reason": "Hij is vrijwillig vertrokken"},
        "request.ask": {"question": "Woont hij er nog?"},
        "request.supplement": {"answer": "Ja, hij staat er ingeschreven."},
        "request.inquire": {"question": "Is de buurvrouw bereikbaar?"},
        "request.tell": {"message": "Zij is overdag bereikbaar."},
        "request.add_people": {"people": a_household(refs=True), "reason": "Geboortedatum nagekeken"},
        "request.refuse": {
            "reason_code": "geen_gevaar",
            "explanation": "Uit het verzoek blijkt geen gevaar van nu.",
            "suggested_route": "Doe een melding bij Veilig Thuis.",
        },
        "risk_assessment.fill_part": part,
        "risk_assessment.conclude": {"advice": "opleggen"},
        "risk_assessment.reopen": {"reason": "Er kwam een nieuwe verklaring binnen"},
        "risk_assessment.correct": {**part, "reason": "De datum was een dag te vroeg"},
        "imposition.consult_veilig_thuis": {"spoken_with": "Noor Meldpunt", "outcome": "Deelt de zorg"},
        "imposition.hear": {
            "channel": "persoonlijk",
            "place": "bureau Damplein",
            "minutes": 25,
            "interpreter": False,
            "intention_told": True,
            "lawyer_pointed_out": True,
            "view": "Hij heeft spijt en wil naar huis.",
        },
        "imposition.skip_hearing": {
            "ground": "spoed",
            "reason": "Hij was niet te vinden en het gevaar is nu",
        },
        "imposition.hear_child": {
            "child": "p3",
            "how": "gesproken",
            "spoken_by": "Noor Meldpunt, Veilig Thuis",
            "view": "Pim wil dat het stil is in huis",
            "in_view_of": ["veilig_thuis"],
        },
        "imposition.hear_household": {"person": "p2", "view": "Zij is bang", "objects": False},
        "imposition.propose": draft,
        "imposition.ask_back": {"question": "Is er een broer waar hij heen kan?"},
        "imposition.impose": decided,
        "imposition.impose_orally": {
            "decided_by": "mayor:Joram Havenkwartier",
            "decided_at": (at - timedelta(minutes=10)).isoformat(),
            "channel": "telefoon",
            "urgency": "Hij stond al voor de deur.",
            "announced_by": "Daan Surveillant",
            "contact_ban": ["p2", "p3"],
            "child_abuse": False,
        },
        "imposition.propose_written": draft,
        "imposition.put_in_writing": decided,
        "imposition.decline": {"reason": "Hij verblijft al elders en komt niet terug."},
        "execution.record_attempt": {"place": "Proefstraat 12", "found": "Niemand deed open"},
        "execution.serve": service,
        "execution.deposit": {
            "deposited_by": "Fenna Balie, ambtenaar",
            "why_unknown": "Op drie adressen gezocht, telefoon staat uit",
        },
        "execution.hand_over": service,
        "execution.tell_household": {"people": ["p2"], "how": "persoonlijk", "consequences_told": True},
        "execution.inform_help_body": informed,
        "execution.inform_veilig_thuis": {**informed, "spoken_with": "Noor Meldpunt"},
        "execution.report_to_mayor": {**informed, "spoken_with": "Joram Havenkwartier"},
        "execution.give_address": {"reachable": "via zijn broer, 000-2222222"},
        "execution.wish_lawyer": {},
        "execution.assign_lawyer": {"lawyer": "mr. Proefpleit"},
        "execution.propose_extension": {
            "until": wall_clock_days(at, 10).isoformat(),
            "facts": [{"on": _day(at), "text": "Stond vandaag weer in de straat", "source": "mutatie 000-9"}],
            "course": "Er waren twee gesprekken.",
            "why_continues": "Hij zoekt nog steeds contact.",
            "view_subject": "Hij wil naar huis.",
            "view_household": "Zij is nog bang.",
            "balancing": "Achttien dagen geven tijd voor hulp.",
        },
        "execution.extend": decided,
        "execution.announce_extension": announced,
        "execution.decline_extension": {"reason": "Het gevaar is geweken."},
        "execution.propose_withdrawal": {
            "ground": "gevaar_geweken",
            "explanation": "Hij woont nu bij zijn broer.",
            "view_household": "Zij is het ermee eens.",
            "effective_planned": (at + timedelta(hours=1)).isoformat(),
        },
        "execution.tell_of_withdrawal": {"people": ["p2"], "how": "telefoon"},
        "execution.withdraw": decided,
        "execution.propose_amendment": {
            "contact_ban": ["p2"],
            "contact_exceptions": "Met Pim, elke zaterdag een uur, begeleid door de hulpinstantie.",
            "reason": "De hulpinstantie kan het contact met Pim begeleiden.",
            "children_interest": "Pim mist zijn vader en is veilig zolang iemand erbij is.",
            "views": "Hij en zij vinden het goed.",
        },
        "execution.amend": decided,
        "execution.announce_amendment": announced,
        "execution.announce_extension_suspended": announced,
        "execution.tell_revived": {"subject_told": True, "people": ["p2"], "how": "telefoon"},
        "execution.record_move": {"what": "woning_opgegeven", "explanation": "De huur is opgezegd."},
        "execution.leave_in_force": {"reason": "Zij woont er nog tot het einde van de maand."},
        "execution.review": {
            "occasion": "hulp_aanvaard",
            "outcome": "laten_gelden",
            "reason": "De hulp is gisteren begonnen; het gevaar is nog niet geweken.",
        },
        "execution.record_detention": {
            "where": "politiebureau Damplein",
            "expected_release": (at + timedelta(hours=60)).isoformat(),
            "contact": "arrestantenzorg, 000-3333333",
        },
        "execution.tell_release": {"people": ["p2"], "how": "telefoon"},
        "enforcement.record_check": {"place": "Proefstraat", "found": "Niets", "kept": True},
        "enforcement.report_violation": {
            "place": "Proefstraat 12",
            "how": "bij_woning",
            "initiated_by": "uithuisgeplaatste",
            "description": "Stond tien minuten voor de deur",
        },
        "enforcement.bring_before_judge": {"result": "bewaring"},
        "enforcement.record_outcome": {"outcome": "dagvaarding", "reason": "Het bewijs is rond."},
        "enforcement.record_conduct_order": {
            "reference": "GA-000-1",
            "measures": ["Gebiedsverbod", "Contactverbod"],
            "content": "Niet in de Proefstraat; geen contact met Sanne.",
            "start": at.isoformat(),
            "end": wall_clock_days(at, 90).isoformat(),
        },
        "enforcement.extend_conduct_order": {
            "end": wall_clock_days(at, 90).isoformat(),
            "prosecuted": True,
        },
        "enforcement.no_action": {"reason": "Hij liep alleen langs."},
        "care.offer": {"person": "p1", "what": "Gesprek bij de hulpinstantie"},
        "care.contact": {"person": "p2", "how": "telefoon", "summary": "Afspraak gemaakt"},
        "care.accept": {"person": "p1", "will_not_hinder": True, "will_cooperate": True},
        "care.decline_help": {"person": "p1"},
        "care.plan_child": {
            "person": "p3",
            "contact": "Noor Meldpunt, elke week op school",
            "need": "Rust, en iemand die luistert",
            "plan": "De school belt bij zorgen met Veilig Thuis",
            "veilig_thuis": "ja",
            "raad": "nee",
        },
        "care.confirm_acceptance": {"confirmed_by": "Hilde Hulpeloket"},
        "care.advise": {"advice": "verlengen", "reasons": "De hulp is net begonnen", "days": 18},
        "care.close": {"result": "Er is een plan voor ieder."},
        "court.request": {"kind": "voorlopige_voorziening"},
        "court.hearing": {"how": "persoonlijk"},
        "court.rule_dismissed": ruling,
        "court.rule_suspended": ruling,
        "court.rule_relief_refused": ruling,
        "court.rule_annulled": ruling,
        "court.rule_annulled_from": {**ruling, "until": (at + timedelta(hours=30)).isoformat()},
        "court.rule_partly_annulled": {**ruling, "names": ["p3"]},
        "court.rule_extension_annulled": ruling,
        "court.rule_withdrawal_annulled": ruling,
        "court.rule_annulment_reversed": ruling,
        "court.rule_confirmed": ruling,
        "court.drop": {"what": "Hij heeft zijn beroep ingetrokken."},
        "court.condition_failed": {"reason": "Hij stond gisteren toch voor de deur (mutatie 000-7)."},
        "court.tell_court": {"how": "digitaal"},
        "court.appeal_further": {"by_whom": "burgemeester"},
        "court.accept_ruling": {"reason": "Het huisverbod is voorbij; er is geen belang meer."},
        "court.tell_ruling": {"people": ["p2"], "police_told": True},
        "follow_up.choose_route": {
            "route": "veilig_thuis",
            "why": "De zorg over Pim blijft.",
            "asked_of": "Veilig Thuis Voorbeeldland",
            "ground": "wmo_5_2_6",
        },
        "follow_up.take_up": {
            "route": "veilig_thuis",
            "taken_by": "Noor Meldpunt, Veilig Thuis Voorbeeldland",
            "what": "Voorwaarden voor veiligheid afspreken",
        },
        "follow_up.end_route": {"route": "veilig_thuis", "reason": "Het gezin is verhuisd."},
        "follow_up.assign": {
            "owner": "Wijkteam Voorbeelddam",
            "taken_by": "Roos Wijkteam",
            "ground": "toestemming",
            "plan": "Elke week een gesprek",
        },
        "follow_up.hold": {"until": _day(at, 3000), "reason": "Er loopt een klacht bij de ombudsman"},
        "follow_up.release_hold": {"reason": "De klacht is afgehandeld"},
        "follow_up.destroy": {"people": 3, "stated": 12, "documents": 2, "other": 4},
        "follow_up.close": {"result": "Het plan is klaar."},
    }


# Steps


def a_step(
    session: Session,
    rulebook: Rulebook,
    number: str,
    step: str,
    at: datetime,
    by: Role | Actor | None = None,
    **changes: Any,
) -> Taken:
    """Takes one step with valid facts, as the first capacity that may, with the newest draft before him."""
    case = find(session, number)
    _, rules = rulebook.edition(session, case).procedure.step(step)
    facts = facts_for(step, at, **changes)
    role = by or _default_role(session, rulebook, number, step, facts)
    actor = role if isinstance(role, Actor) else an_actor(role, case.region, case.municipality, at.date())
    if rules.signs:
        facts = {"shown_sha256": _shown(session, number, rules), "accepted": list(rules.warns), **facts}
    return advance(session, rulebook, number, Act(step, actor, at, at, facts))


def _default_role(
    session: Session, rulebook: Rulebook, number: str, step: str, facts: dict[str, Any]
) -> Role:
    case = find(session, number)
    _, rules = rulebook.edition(session, case).procedure.step(step)
    if "own_request" in rules.guards:
        return Role(case.requester_role)
    if step == "risk_assessment.fill_part":
        fillers = rulebook.region(case.region).fillers[facts["answer"]["part"]]
        return next(role for role in rules.by if role in fillers)
    return rules.by[0]


def _shown(session: Session, number: str, rules: Step) -> str:
    drafts = documents.current_drafts(session, find(session, number))
    return drafts.get(rules.document or "", "")


def moment_of(step: str, start: datetime = MOMENT) -> datetime:
    """When the builders take this step for a case begun at `start`: real minutes later."""
    return law.elapsed_hours(start, 0) + timedelta(minutes=OFFSETS[step])


def a_ban(session: Session, rulebook: Rulebook, number: str) -> Ban:
    """The ban of a case, as computed from its events; fails when there is none."""
    case = find(session, number)
    asked = asked_of(session, rulebook, case, CLOCK, case.opened_at)
    ban = asked.known.ban(asked.terms)
    assert ban is not None
    return ban


# Cases, each returning its number


def a_draft(
    session: Session,
    rulebook: Rulebook,
    start: datetime = MOMENT,
    *,
    by: Role | Actor = Role.POLICE,
    route: str = "acuut_politie",
    place: tuple[str, str] = ("voorbeeldland", "voorbeelddam"),
    **stated: Any,
) -> str:
    """A request that was begun and not sent; `place` is the key of a region and of a municipality in it.

    `stated` is what was stated besides, such as the number of an earlier case.
    """
    actor = by if isinstance(by, Actor) else an_actor(by, *place, on=start.date())
    facts = {"route": route, "municipality": place[1], **stated}
    return open_case(session, rulebook, Act("request.start", actor, start, start, facts)).case.number


def a_request(
    session: Session,
    rulebook: Rulebook,
    start: datetime = MOMENT,
    *,
    submit: dict[str, Any] | None = None,
    **draft: Any,
) -> str:
    """A request that lies before the mayor; `submit` changes its facts."""
    number = a_draft(session, rulebook, start, **draft)
    by = draft.get("by")
    at = moment_of("request.submit", start)
    role = by.role if isinstance(by, Actor) else by or Role.POLICE
    place = REGIONS[draft["place"][0]].municipality(draft["place"][1]).name if "place" in draft else ""
    home = facts_for("request.submit")["dwelling"]
    stated = {**a_ground(role), "dwelling": {**home, "place": place or home["place"]}, **(submit or {})}
    a_step(session, rulebook, number, "request.submit", at, by, **stated)
    return number


def a_ground(role: Role) -> dict[str, str]:
    """A ground on which this organisation can share, with the article where it must name one."""
    return {"sharing_ground": next(iter(SHARING[role])), "sharing_article": "artikel 1 van de proefwet"}


def an_accepted_request(
    session: Session, rulebook: Rulebook, start: datetime = MOMENT, **request: Any
) -> str:
    """A request taken up: the risk assessment is open."""
    number = a_request(session, rulebook, start, **request)
    a_step(session, rulebook, number, "request.accept", moment_of("request.accept", start))
    return number


def a_concluded_assessment(
    session: Session, rulebook: Rulebook, start: datetime = MOMENT, *, colour: str = "rood", **request: Any
) -> str:
    """Every part filled in, every signal in this colour, and the advice to impose: the decision is open."""
    number = an_accepted_request(session, rulebook, start, **request)
    at = moment_of("risk_assessment.fill_part", start)
    for part in instrument.part_keys(RIHG):
        answer = an_answer(part, at, colour)
        a_step(session, rulebook, number, "risk_assessment.fill_part", at, answer=answer)
    a_step(
        session, rulebook, number, "risk_assessment.conclude", moment_of("risk_assessment.conclude", start)
    )
    return number


def a_hearing(session: Session, rulebook: Rulebook, start: datetime = MOMENT, **assessment: Any) -> str:
    """The person was heard; nothing is proposed yet."""
    number = a_concluded_assessment(session, rulebook, start, **assessment)
    a_step(session, rulebook, number, "imposition.hear", moment_of("imposition.hear", start))
    return number


def a_proposed_decision(
    session: Session,
    rulebook: Rulebook,
    start: datetime = MOMENT,
    *,
    propose: dict[str, Any] | None = None,
    **hearing: Any,
) -> str:
    """A draft decision lies before the mayor; `propose` changes its facts."""
    number = a_hearing(session, rulebook, start, **hearing)
    at = moment_of("imposition.propose", start)
    a_step(session, rulebook, number, "imposition.propose", at, **(propose or {}))
    return number


def an_imposed_ban(
    session: Session,
    rulebook: Rulebook,
    start: datetime = MOMENT,
    *,
    decider: Role | Actor = Role.MAYOR,
    **proposal: Any,
) -> str:
    """A ban imposed in writing and not served yet."""
    number = a_proposed_decision(session, rulebook, start, **proposal)
    a_step(session, rulebook, number, "imposition.impose", moment_of("imposition.impose", start), decider)
    return number


def a_running_ban(
    session: Session,
    rulebook: Rulebook,
    start: datetime = MOMENT,
    *,
    serve: dict[str, Any] | None = None,
    **ban: Any,
) -> str:
    """A written ban, served five hours after `start`. Draws three documents: `an_oral_ban` is quicker."""
    number = an_imposed_ban(session, rulebook, start, **ban)
    at = moment_of("execution.serve", start)
    a_step(session, rulebook, number, "execution.serve", at, **(serve or {}))
    return number


def an_oral_ban(
    session: Session,
    rulebook: Rulebook,
    start: datetime = MOMENT,
    *,
    oral: dict[str, Any] | None = None,
    **hearing: Any,
) -> str:
    """A running ban that was announced orally, 140 minutes after `start`; no document is drawn."""
    number = a_hearing(session, rulebook, start, **hearing)
    at = moment_of("imposition.impose_orally", start)
    case = find(session, number)
    mayor = an_actor(Role.MAYOR, case.region, case.municipality, at.date())
    changes = {"decided_by": f"mayor:{mayor.name}", **(oral or {})}
    a_step(session, rulebook, number, "imposition.impose_orally", at, mayor, **changes)
    return number


def an_extension_decided(session: Session, rulebook: Rulebook, start: datetime = MOMENT, **ban: Any) -> str:
    """An oral ban with an extension to the latest end, decided on the eighth day and not announced yet."""
    number = an_oral_ban(session, rulebook, start, **ban)
    terms = a_ban(session, rulebook, number)
    at = wall_clock_days(terms.effective_from, 7)
    until = terms.latest_end.isoformat()
    a_step(session, rulebook, number, "execution.propose_extension", at, until=until)
    a_step(session, rulebook, number, "execution.extend", at + timedelta(hours=1))
    return number


def an_extended_ban(session: Session, rulebook: Rulebook, start: datetime = MOMENT, **ban: Any) -> str:
    """An oral ban extended to the latest end and announced as such."""
    number = an_extension_decided(session, rulebook, start, **ban)
    at = wall_clock_days(a_ban(session, rulebook, number).effective_from, 7) + timedelta(hours=2)
    a_step(session, rulebook, number, "execution.announce_extension", at)
    return number


def an_expired_ban(session: Session, rulebook: Rulebook, start: datetime = MOMENT, **ban: Any) -> str:
    """An oral ban that ended at its hour."""
    number = an_oral_ban(session, rulebook, start, **ban)
    catch_up(session, rulebook, locked(session, number), a_ban(session, rulebook, number).end)
    return number
