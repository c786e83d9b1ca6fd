"""How a ban is carried out in the story: served or deposited, the telling, the checks and the violations."""

from datetime import datetime, timedelta

from huisverbod import law
from huisverbod.demo.deciding import handing_over
from huisverbod.demo.material import Turn
from huisverbod.demo.scene import VISITS, Facts, Scene, within
from huisverbod.roles import Role

RULINGS: dict[Turn, str] = {
    "court_dismissed": "dismissed",
    "court_annulled": "annulled",
    "court_suspended": "suspended",
    "court_lifted": "suspended",
    "court_after_extension": "suspended",
}
HIGHER_APPEAL_AFTER = timedelta(days=33)
"""When the mayor appeals further in the story: within the six weeks, after the case was closed."""
ORDER_DAYS = 30
"""For how long the prosecutor gives a conduct order in the story."""
BROUGHT_AFTER = timedelta(hours=4)
"""How long after the arrest someone is brought before the judge-commissioner in the story."""
COURT_AFTER = timedelta(hours=30)
COURT_AFTER_FIRST_END = timedelta(hours=8)
"""How soon someone asks the court: after the ban took effect, or after the first period of one extended."""


def take_effect(scene: Scene) -> law.BanTerms:
    """Writes how the ban takes effect, with everyone who is told; returns its terms."""
    if scene.turns("oral"):
        decided_at = next(b.facts["decided_at"] for b in scene.beats if "decided_at" in b.facts)
        effective = scene.clock
    elif scene.turns("deposited"):
        decided_at, effective = scene.clock, _deposit(scene)
    else:
        decided_at = scene.clock
        effective = scene.later(scene.gaps.serve)
        scene.do("execution.serve", scene.police(), **handing_over(scene))
    _tell(scene, effective)
    _lawyer_and_address(scene, effective)
    return law.ban_terms(effective, scene.stage.terms, imposed_at=decided_at)


def _deposit(scene: Scene) -> datetime:
    scene.later(scene.gaps.serve)
    place: Facts = {"place": "bij de woning en op het werk", "found": scene.say("attempt")}
    scene.do("execution.record_attempt", scene.police(), **place)
    scene.later(scene.gaps.serve)
    officer = scene.officer()
    scene.do(
        "execution.deposit",
        officer,
        deposited_by=f"{officer.name}, gemeenteambtenaar",
        why_unknown=scene.say("why_unknown"),
    )
    return scene.clock


def _tell(scene: Scene, effective: datetime) -> None:
    """Wth 2(8), 3(2): household, help body, Veilig Thuis, and the mayor after a ban under mandate."""
    norms = scene.region.norms
    told: Facts = {"how": "persoonlijk" if scene.planned.acute else "telefoon", "consequences_told": True}
    at = effective + scene.varied(norms.tell_household * 0.3) + timedelta(minutes=2)
    adults = [
        ref for ref, person in zip(scene.home.staying, scene.home.people[1:], strict=True)
        if person["kind"] != "kind"
    ]  # fmt: skip
    scene.do("execution.tell_household", scene.police(), at=at, people=adults, **told)
    spoken: Facts = {"spoken_with": scene.say("spoken_with"), "how": "telefoon"}
    at = effective + scene.varied(norms.inform_help_body * 0.4) + timedelta(minutes=3)
    scene.do("execution.inform_help_body", scene.officer(), at=at, **spoken)
    if scene.theme.child_abuse:
        at = effective + scene.varied(norms.inform_veilig_thuis * 0.4) + timedelta(minutes=4)
        scene.do("execution.inform_veilig_thuis", scene.officer(), at=at, **spoken)
    if scene.imposer().role == Role.HOVJ:
        at = imposed_at(scene) + scene.varied(norms.report_to_mayor * 0.4)
        scene.do("execution.report_to_mayor", scene.imposer(), at=at, **spoken)


def _lawyer_and_address(scene: Scene, effective: datetime) -> None:
    if scene.turns("oral", "deposited") or scene.number % 3 == 0:
        at = effective + scene.varied(11)
        scene.do("execution.give_address", scene.police(), at=at, reachable=scene.say("reachable"))
    if not scene.turns("lawyer"):
        return
    if scene.turns("oral", "deposited"):
        scene.do("execution.wish_lawyer", scene.police(), at=effective + timedelta(minutes=20))
    at = effective + timedelta(hours=1) + scene.varied(6)
    scene.do("execution.assign_lawyer", scene.officer(), at=at, lawyer=scene.say("lawyer"))


def enforcement(scene: Scene, ban: law.BanTerms) -> None:
    """Writes a check in every other case, and a violation where the story has one."""
    if scene.number % 2 or scene.turns("prosecuted", "no_action"):
        at = within(ban.effective_from + scene.varied(44), VISITS)
        checked: Facts = {"place": "bij de woning", "found": scene.say("check"), "kept": True}
        scene.do("enforcement.record_check", scene.police(), at=at, **checked)
    if scene.turns("prosecuted", "no_action"):
        _violation(scene, ban.effective_from + timedelta(hours=60))


def imposed_at(scene: Scene) -> datetime:
    """When the ban was imposed in the story."""
    return next(b.at for b in scene.beats if b.step in ("imposition.impose", "imposition.impose_orally"))


def _violation(scene: Scene, at: datetime) -> None:
    let_in = scene.number % 2
    scene.do(
        "enforcement.report_violation",
        scene.police(),
        at=at,
        place="voor de deur van de woning",
        how="in_woning" if let_in else "bij_woning",
        initiated_by="achterblijver" if let_in else "uithuisgeplaatste",
        description=scene.say("violation"),
    )
    if let_in:
        considered: Facts = {"occasion": "binnengelaten", "outcome": "laten_gelden"}
        soon = at + timedelta(hours=scene.region.norms.review_after_change / 3)
        scene.do("execution.review", scene.officer(), at=soon, reason=scene.say("let_in"), **considered)
    if scene.turns("no_action"):
        at += scene.varied(2)
        scene.do("enforcement.no_action", scene.police(), at=at, reason=scene.say("no_action"))
        return
    at += scene.varied(1)
    scene.do("enforcement.arrest", scene.police(), at=at, reference=f"PV-{4000 + scene.number}")
    scene.do("execution.record_detention", scene.police(), at=at, where="cellen van het politiebureau")
    at += BROUGHT_AFTER
    scene.do("enforcement.bring_before_judge", scene.police(), at=at, result="geschorst")
    at += scene.varied(20)
    scene.do("enforcement.to_om", scene.police(), at=at, reference=f"OM-{7000 + scene.number}")
    _released_with_order(scene, at)


def _released_with_order(scene: Scene, at: datetime) -> None:
    """Free again, with a conduct order of the prosecutor; those who stay are told at once."""
    order: Facts = {
        "reference": f"GA-{7000 + scene.number}",
        "measures": ["Gebiedsverbod", "Contactverbod"],
        "content": scene.say("conduct_order"),
        "start": at,
        "end": law.wall_clock_days(at, ORDER_DAYS),
    }
    scene.do("enforcement.record_conduct_order", scene.police(), at=at, **order)
    scene.do("execution.record_release", scene.police(), at=at + timedelta(minutes=10))
    told: Facts = {"people": ["p2"], "how": "telefoon"}
    scene.do("execution.tell_release", scene.police(), at=at + timedelta(minutes=25), **told)


def court(scene: Scene, ban: law.BanTerms) -> None:
    """Writes a case before the court where the story has one, with its ruling and what follows."""
    ruling = next((name for turn, name in RULINGS.items() if turn in scene.planned.turns), None)
    if ruling is None:
        return
    officer, number = scene.officer(), f"AWB {100 + scene.number}"
    late = scene.turns("court_after_extension")
    asked = ban.first_end + COURT_AFTER_FIRST_END if late else ban.effective_from + COURT_AFTER
    at = within(asked, VISITS)
    scene.do("court.request", officer, at=at, kind="voorlopige_voorziening", reference=number)
    at = within(at + timedelta(hours=42), VISITS)
    scene.do("court.hearing", officer, at=at, how="persoonlijk")
    at += scene.varied(4)
    said: Facts = {"reference": number, "summary": scene.say(f"ruling_{ruling}")}
    if ruling == "suspended":
        said["condition"] = scene.say("condition")
    scene.do(f"court.rule_{ruling}", officer, at=at, **said)
    _tell_ruling(scene, at)
    if ruling == "annulled":
        _after_annulment(scene, at)
    if scene.turns("court_lifted"):
        at += timedelta(hours=40)
        scene.do("court.lift_suspension", officer, at=at, note=scene.say("lift"))
        _tell_ruling(scene, at)
        told: Facts = {"subject_told": True, "people": ["p2"], "how": "telefoon"}
        scene.do("execution.tell_revived", scene.police(), at=at + timedelta(minutes=40), **told)


def _after_annulment(scene: Scene, ruled_at: datetime) -> None:
    if scene.turns("higher_appeal"):
        at = ruled_at + HIGHER_APPEAL_AFTER
        scene.do("court.appeal_further", scene.officer(), at=at, by_whom="burgemeester")
        return
    at = ruled_at + timedelta(hours=50)
    scene.do("court.accept_ruling", scene.officer(), at=at, reason=scene.say("accept_ruling"))


def _tell_ruling(scene: Scene, ruled_at: datetime) -> None:
    at = ruled_at + scene.varied(scene.region.norms.tell_ruling * 0.4)
    scene.do("court.tell_ruling", scene.officer(), at=at, people=["p2"], police_told=True)


def annulled_at(scene: Scene) -> datetime | None:
    """When the court annulled the ban, or nothing."""
    return next((beat.at for beat in scene.beats if beat.step == "court.rule_annulled"), None)
