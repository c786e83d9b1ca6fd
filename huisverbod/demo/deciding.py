"""How a case is decided in the story: heard, proposed, imposed in writing or orally, or not imposed."""

from datetime import timedelta
from typing import Any

from huisverbod.demo.asking import dated
from huisverbod.demo.household import NATIVE
from huisverbod.demo.scene import Facts, Scene
from huisverbod.law import ZONE
from huisverbod.roles import Role

ENTERED_LATER = timedelta(minutes=25)
NIGHT_ENDS = 6


def decision(scene: Scene) -> bool:
    """Writes the way to the decision; whether a ban is imposed."""
    if scene.theme.child_abuse:
        scene.later(scene.gaps.decide * 0.2)
        spoken: Facts = {"spoken_with": scene.one(Role.VEILIG_THUIS).name, "outcome": scene.say("consult")}
        scene.do("imposition.consult_veilig_thuis", scene.officer(), **spoken)
    scene.later(scene.gaps.decide * 0.3)
    _hear(scene)
    if scene.turns("declined"):
        scene.later(scene.gaps.decide * 0.5)
        scene.do("imposition.decline", scene.imposer(), reason=scene.say("decline"))
        return False
    if scene.turns("oral"):
        _orally(scene)
    else:
        _in_writing(scene)
    return True


def _hear(scene: Scene) -> None:
    by = scene.police() if scene.planned.acute else scene.officer()
    if scene.turns("deposited"):
        hovj = scene.one(Role.HOVJ)
        scene.do("imposition.skip_hearing", hovj, ground="spoed", reason=scene.say("why_unknown"))
    else:
        scene.do(
            "imposition.hear",
            by,
            channel="persoonlijk",
            place=scene.say("place_heard"),
            minutes=15 + scene.number * 7 % 40,
            language=scene.home.language,
            interpreter=scene.home.language != NATIVE,
            intention_told=True,
            lawyer_pointed_out=True,
            view=scene.text(scene.theme.view),
            alternatives=scene.text(scene.theme.alternative),
        )
    scene.clock += scene.varied(0.1)
    view: Facts = {"view": scene.text(scene.theme.view_household), "objects": scene.theme.objects}
    scene.do("imposition.hear_household", by, person="p2", **view)
    for child in scene.home.children:
        spoken: Facts = {
            "child": child,
            "how": "vertegenwoordigd",
            "spoken_by": scene.say("speaks_for_child"),
        }
        seen = ["veilig_thuis"] if scene.theme.child_abuse else ["school_of_arts"]
        scene.do("imposition.hear_child", by, view=scene.say("child_needs"), in_view_of=seen, **spoken)


def _proposal(scene: Scene) -> dict[str, Any]:
    theme, text = scene.theme, scene.text
    return {
        "facts": [
            {**dated(scene, fact), "item": fact.item}
            for fact in sorted(theme.facts, key=lambda fact: -fact.ago)
        ],
        "danger": text(theme.danger),
        "why_this_person": text(theme.why_this_person),
        "why_not_lighter": text(theme.why_not_lighter),
        "interests": text(theme.interests),
        "work_at_home": scene.say("work_at_home"),
        "care_at_home": scene.say("care_at_home"),
        "children_interest": text(theme.children_interest),
        "answer_to_household": scene.say("answer_to_household") if theme.objects else "",
        "answer_to_view": "" if scene.turns("deposited") else text(theme.answer),
        "child_abuse": theme.child_abuse,
        "contact_ban": scene.home.staying,
        "start_planned": scene.clock + timedelta(hours=scene.gaps.serve),
    }


def _in_writing(scene: Scene) -> None:
    drafter = scene.one(Role.HOVJ) if scene.turns("mandate") else scene.officer()
    scene.later(scene.gaps.decide * 0.3)
    scene.do("imposition.propose", drafter, **_proposal(scene))
    if scene.turns("asked_back"):
        scene.later(scene.gaps.decide * 0.2)
        scene.do("imposition.ask_back", scene.decider(), question=scene.say("ask_back"))
        scene.later(scene.gaps.decide * 0.2)
        scene.do("imposition.propose", drafter, **_proposal(scene))
    scene.later(scene.gaps.decide * 0.3)
    scene.do("imposition.impose", scene.imposer(), read=True)


def _orally(scene: Scene) -> None:
    decider = scene.imposer()
    decided_at = scene.later(scene.gaps.decide * 0.2)
    scene.clock += scene.varied(0.25)
    at_night = scene.clock.astimezone(ZONE).hour < NIGHT_ENDS
    scene.do(
        "imposition.impose_orally",
        scene.one(Role.HOVJ) if scene.turns("mandate") else scene.officer(),
        late=ENTERED_LATER * scene.tempo,
        decided_by=f"{decider.role}:{decider.name}",
        decided_at=decided_at,
        channel="persoonlijk" if decider.role == Role.HOVJ else "telefoon",
        urgency=scene.say("urgency_at_night" if at_night else "urgency"),
        announced_by=f"{scene.police().name}, politie",
        witness=f"Een tweede agent van {scene.police().organisation}",
        contact_ban=scene.home.staying,
        child_abuse=scene.theme.child_abuse,
    )
    _put_in_writing(scene)


def _put_in_writing(scene: Scene) -> None:
    """The written decision follows in the hours after the oral one, and is handed over as well."""
    written = scene.clock + timedelta(hours=1) + scene.varied(4)
    scene.do("imposition.propose_written", scene.one(Role.HOVJ), at=written, **_proposal(scene))
    signed = written + scene.varied(0.8)
    scene.do("imposition.put_in_writing", scene.imposer(), at=signed, read=True)
    handed = signed + scene.varied(scene.region.norms.serve * 0.5)
    scene.do("execution.hand_over", scene.police(), at=handed, **handing_over(scene))


def handing_over(scene: Scene) -> dict[str, Any]:
    """What is stated when a decision is handed over in person."""
    keys = 1 + scene.number % 2
    return {
        "served_by": f"{scene.police().name}, politie",
        "place": scene.say("place_served"),
        "identity": ("identiteitskaart", "paspoort", "rijbewijs")[scene.number % 3],
        "language": scene.home.language,
        "interpreter": scene.home.language != NATIVE,
        "papers": ["Besluit", "Beroepsclausule"],
        "keys_taken": keys,
        "key_receipt": f"S-{1000 + scene.number * 37}",
        "reachable": scene.say("reachable") if scene.number % 3 else "",
        "wants_lawyer": scene.turns("lawyer"),
    }
