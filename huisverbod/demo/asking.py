"""How a case begins in the story: the request, a question about it, its refusal, and the risk assessment."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from huisverbod.demo.household import minor
from huisverbod.demo.material import Fact, material
from huisverbod.demo.scene import Scene
from huisverbod.instrument import signals_of
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.stages.request import PLANNED

SHARING = {
    Role.RAAD: "via_veilig_thuis",
    Role.OM: "toestemming",
    Role.RECLASSERING: "toestemming",
    Role.CRISIS_TEAM: "conflict_van_plichten",
    Role.LOCAL_CARE: "conflict_van_plichten",
}
FILLERS = {
    "1a": (Role.POLICE,),
    "1": (Role.POLICE,),
    "2": (Role.VEILIG_THUIS, Role.POLICE),
    "3": (Role.CASE_MANAGER, Role.VEILIG_THUIS, Role.POLICE),
}
"""Who rather fills which part when there was no urgency; the region decides who may."""
AT_THE_DOOR = 4


def request(scene: Scene) -> bool:
    """Writes the request; whether it is taken up."""
    scene.do("request.start", scene.requester, route=scene.planned.route, municipality=scene.planned.place)
    signalled_at = scene.clock - scene.varied(scene.gaps.signal)
    scene.clock += scene.varied(0.3)
    scene.do("request.submit", scene.requester, **submission(scene), signalled_at=signalled_at)
    if scene.turns("question"):
        _question(scene)
    if scene.turns("request_withdrawn", "refused", "minor"):
        _no_further(scene)
        return False
    scene.later(scene.gaps.take_up)
    if scene.planned.route in PLANNED and scene.region.weegteam:
        _weegteam(scene)
    scene.do("request.accept", scene.officer(), dwelling_here=True, checked_in="bag", brp="zelfde")
    return True


def submission(scene: Scene) -> dict[str, Any]:
    """What is stated with a request, but for the hour of the signal; police records only by the police."""
    theme, home = scene.theme, scene.home
    people = [dict(person) for person in home.people]
    if scene.turns("minor"):
        people[0]["born_on"] = None
    return {
        "dwelling": dict(home.dwelling),
        "people": people,
        "domestic_threat": True,
        "flags": theme.flags,
        "indications": _indications(scene),
        "danger": scene.text(theme.danger),
        "tried": scene.text(theme.tried),
        "children_seen": [_child(scene, person) for person in people if person["kind"] == "kind"],
        "children": scene.text(theme.children),
        "request_risk": scene.text(theme.request_risk),
        "sharing_ground": SHARING.get(scene.planned.by, "wettelijke_taak"),
        "reachable_on": scene.region.on_call_phone,
    }


def dated(scene: Scene, fact: Fact) -> dict[str, Any]:
    """The day, text and source of a fact."""
    on = scene.beats[0].at.astimezone(ZONE).date() - timedelta(days=fact.ago)
    return {"on": on, "source": scene.text(fact.source), "text": scene.text(fact.text)}


def _indications(scene: Scene) -> list[dict[str, Any]]:
    """The signs that are not the police's; without urgency the newest is why the request comes now."""
    told = [fact for fact in scene.theme.facts if not fact.item.startswith("1a")]
    newest = min(told, key=lambda fact: fact.ago)
    why_now = scene.theme.trigger if scene.planned.route in PLANNED else None
    return [_indication(scene, fact) | {"trigger": why_now if fact is newest else None} for fact in told]


def _child(scene: Scene, child: Mapping[str, Any]) -> dict[str, str]:
    needs = scene.text(scene.theme.children) or scene.say("child_needs")
    seen = "ja" if scene.planned.by in (Role.VEILIG_THUIS, Role.RAAD) else "onbekend"
    return {"name": child["given_names"], "needs": needs, "veilig_thuis": seen, "raad": "nee"}


def _weegteam(scene: Scene) -> None:
    """Writes the advice of the weegteam, where the region has one and there is no urgency."""
    scene.later(scene.gaps.take_up)
    sat = (scene.one(Role.VEILIG_THUIS), scene.police(), scene.officer())
    members = [{"organisation": who.organisation, "name": f"{who.name}, {who.role.label}"} for who in sat]
    said: dict[str, Any] = {"advice": "doorgaan", "reasons": scene.say("weegteam")}
    scene.do("request.take_weegteam_advice", scene.officer(), members=members, **said)
    scene.clock += scene.varied(0.3)


def _indication(scene: Scene, fact: Fact) -> dict[str, Any]:
    stated = dated(scene, fact)
    return {"on": stated["on"], "what": stated["text"], "source": stated["source"]} | {
        "source_kind": fact.kind,
        "item": fact.item,
    }


def _question(scene: Scene) -> None:
    scene.later(scene.gaps.take_up)
    scene.do("request.ask", scene.officer(), question=scene.say("question"))
    scene.later(scene.gaps.take_up * 2)
    scene.do("request.supplement", scene.requester, answer=scene.say("reply"))


def _no_further(scene: Scene) -> None:
    scene.later(scene.gaps.take_up)
    if scene.turns("request_withdrawn"):
        scene.do("request.withdraw", scene.requester, reason=scene.say("withdraw_request"))
    elif scene.turns("minor"):
        refuse_minor(scene)
    else:
        scene.later(scene.gaps.decide)
        scene.do(
            "request.refuse",
            scene.decider(),
            reason_code="geen_gevaar",
            explanation=scene.say("refuse_explanation"),
            suggested_route=scene.say("refuse_route"),
        )


def refuse_minor(scene: Scene) -> None:
    """Writes that the police found out how young the person is, and the refusal that follows."""
    subject = minor(scene.home.people[0], scene.stage.now.date())
    scene.do("request.add_people", scene.police(), people=[subject], reason="Geboortedatum nagegaan.")
    scene.later(scene.gaps.take_up)
    scene.do("request.refuse_minor", scene.officer(), explanation=scene.say("refuse_minor"))


def assessment(scene: Scene) -> bool:
    """Writes the risk assessment, each part by whoever fills it here; whether it comes to a conclusion."""
    for share, part in ((0.35, "1a"), (0.2, "1"), (0.15, "2"), (0.3, "3")):
        scene.later(scene.gaps.assess * share)
        who = scene.police() if scene.planned.acute else None
        if who is None or not scene.region.may_fill(who.role, part, scene.stage.powers):
            who = scene.one(_filler(scene, part))
        scene.do("risk_assessment.fill_part", who, answer=_answer(scene, part))
        if scene.turns("minor_found"):
            refuse_minor(scene)
            return False
    scene.clock += scene.varied(0.2)
    scene.do(
        "risk_assessment.conclude",
        scene.one(Role.HOVJ) if scene.planned.acute else scene.officer(),
        advice="niet_opleggen" if scene.turns("declined") else "opleggen",
        override_reason="" if scene.turns("declined") else scene.theme.override,
        doubt=scene.say("conclude_doubt"),
    )
    return True


def _filler(scene: Scene, part: str) -> Role:
    wanted = (*FILLERS[part], Role.HOVJ)
    return next(role for role in wanted if scene.region.may_fill(role, part, scene.stage.powers))


def _answer(scene: Scene, part: str) -> dict[str, Any]:
    codes = signals_of(part, scene.stage.instrument)
    return {"part": part, "signals": {code: _signal(scene, code) for code in codes}}


def _signal(scene: Scene, code: str) -> dict[str, Any]:
    facts = {fact.item: fact for fact in scene.theme.facts if fact.signal == code}
    if not facts and code == "2d":
        return {"not_rated_reason": material().phrases["not_rated"]}
    items = scene.stage.instrument.signal(code).items
    return {
        "colour": _colour(scene, code, bool(facts)),
        "items": {item.code: _item(scene, facts.get(item.code), place) for place, item in enumerate(items)},
    }


def _colour(scene: Scene, code: str, seen: bool) -> str:
    """The judgement of the assessor as the theme gives it; a case that is not imposed was judged milder."""
    red = scene.theme.red[:1] if scene.turns("declined") else scene.theme.red
    if code in red:
        return "rood"
    return "blauw" if seen else "geel"


def _item(scene: Scene, fact: Fact | None, place: int) -> dict[str, Any]:
    if fact is None:
        return {"value": "onbekend" if (place + scene.number) % AT_THE_DOOR == 0 else "nee"}
    stated = dated(scene, fact)
    return {"value": "ja", "fact": stated["text"], "on": stated["on"], "source": stated["source"]} | {
        "source_kind": fact.kind
    }
