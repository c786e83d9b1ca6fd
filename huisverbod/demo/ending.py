"""How a case ends in the story: care and advice, extended, withdrawn or expired, handed over and closed."""

from datetime import datetime, timedelta

from huisverbod import law
from huisverbod.demo.running import annulled_at
from huisverbod.demo.scene import OFFICE, VISITS, Facts, Scene, within
from huisverbod.law import ZONE
from huisverbod.roles import Role

EXTENSIONS = 10, 14, 18
"""Days by which a ban is extended; the last reaches the four weeks."""
BEFORE_END = timedelta(hours=3)
REVIEWED = 0.4
"""The share of its norm after which the officer looks at a ban again."""


def care(scene: Scene, ban: law.BanTerms) -> None:
    """Writes the care per person: offered, contact, accepted or declined, confirmed, and the advice."""
    manager, start = scene.one(Role.CASE_MANAGER), ban.effective_from
    first = within(start + scene.varied(scene.pace.contact), VISITS)
    scene.do("care.offer", manager, at=first - timedelta(minutes=15), person="p2", what=scene.say("offer"))
    household = scene.text(scene.theme.care_household)
    scene.do("care.contact", manager, at=first, person="p2", how="persoonlijk", summary=household)
    second = within(first + scene.varied(scene.pace.contact * 0.7), VISITS)
    subject = scene.text(scene.theme.care_subject)
    scene.do("care.contact", manager, at=second, person="p1", how="telefoon", summary=subject)
    answered = within(second + timedelta(hours=20), OFFICE)
    if scene.number % 4 == 1 and not scene.turns("withdrawn"):
        scene.do("care.decline_help", manager, at=answered, person="p1", reason=scene.say("decline_help"))
    else:
        promised: Facts = {"will_not_hinder": True, "will_cooperate": True}
        scene.do("care.accept", manager, at=answered, person="p1", **promised)
        confirmed = answered + timedelta(hours=2)
        scene.do("care.confirm_acceptance", manager, at=confirmed, confirmed_by=manager.name)
    _advice(scene, ban)
    if any(beat.step == "care.accept" for beat in scene.beats):
        _review(scene, answered)


def _advice(scene: Scene, ban: law.BanTerms) -> None:
    if annulled_at(scene):
        return
    norm = timedelta(hours=scene.region.norms.advice_before_end)
    at = within(ban.first_end - norm - scene.varied(22), OFFICE)
    if scene.turns("withdrawn"):
        at = scene.beats[-1].at + timedelta(hours=18)
    longer = scene.turns("extended")
    given: Facts = {
        "advice": "verlengen" if longer else "intrekken" if scene.turns("withdrawn") else "niet_verlengen",
        "reasons": scene.say("advice_yes" if longer else "advice_no"),
        "days": min(_days(scene), EXTENSIONS[-1]) if longer else None,
    }
    scene.do("care.advise", scene.one(Role.CASE_MANAGER), at=at, **given)


def _review(scene: Scene, accepted: datetime) -> None:
    """Writes that the ban was looked at again once help was accepted, where it still ran."""
    if annulled_at(scene):
        return
    at = accepted + timedelta(hours=scene.region.norms.review_after_help * REVIEWED)
    outcome = "intrekking_voorbereiden" if scene.turns("withdrawn") else "laten_gelden"
    considered: Facts = {"occasion": "hulp_aanvaard", "outcome": outcome, "reason": scene.say("review")}
    scene.do("execution.review", scene.officer(), at=at, **considered)


def _days(scene: Scene) -> int:
    return EXTENSIONS[scene.number % len(EXTENSIONS)]


def last_days(scene: Scene, ban: law.BanTerms) -> datetime:
    """Writes what the mayor decides towards the end; returns the instant at which the ban is over."""
    annulled = annulled_at(scene)
    if annulled:
        return annulled
    if scene.turns("withdrawn"):
        return _withdraw(scene, ban)
    norm = timedelta(hours=scene.region.norms.decide_extension_before_end)
    decided = ban.first_end - norm - scene.varied(4)
    scene.clock = decided
    if scene.turns("extended"):
        return _extend(scene, ban, decided)
    scene.do(
        "execution.decline_extension", scene.decider(), at=decided, reason=scene.say("decline_extension")
    )
    _tell_household(scene, decided + timedelta(minutes=35))
    spoken: Facts = {"spoken_with": scene.say("spoken_with"), "how": "telefoon"}
    scene.do("execution.inform_help_body", scene.officer(), at=decided + timedelta(minutes=50), **spoken)
    return ban.first_end


def _extend(scene: Scene, ban: law.BanTerms, decided: datetime) -> datetime:
    text, theme = scene.text, scene.theme
    until = min(law.wall_clock_days(ban.first_end, _days(scene)), ban.latest_end)
    happened = (ban.effective_from + timedelta(days=4)).astimezone(ZONE).date()
    fact = {"on": happened, "text": text(theme.after_fact), "source": text(theme.after_source)}
    scene.do(
        "execution.propose_extension",
        scene.officer(),
        at=decided - timedelta(hours=2),
        until=until,
        facts=[fact],
        course=text(theme.course),
        why_continues=text(theme.continues),
        view_subject=text(theme.ext_view),
        view_household=text(theme.ext_view_household),
        balancing=text(theme.ext_balancing),
    )
    scene.do("execution.extend", scene.decider(), at=decided, read=True)
    at = min(decided + scene.varied(scene.gaps.serve * 3), ban.first_end - BEFORE_END)
    served: Facts = {"served_by": f"{scene.police().name}, politie", "place": scene.say("place_served")}
    scene.do("execution.announce_extension", scene.police(), at=at, how="persoonlijk", **served)
    _tell_household(scene, at + scene.varied(scene.region.norms.tell_household * 0.4))
    return until


def _withdraw(scene: Scene, ban: law.BanTerms) -> datetime:
    accepted = next(beat.at for beat in scene.beats if beat.step == "care.confirm_acceptance")
    proposed = within(accepted + timedelta(hours=40), OFFICE)
    withdrawn = proposed + scene.varied(2)
    scene.do(
        "execution.propose_withdrawal",
        scene.officer(),
        at=proposed,
        ground="hulp_aanvaard",
        explanation=scene.say("withdrawal"),
        view_household=scene.say("withdrawal_view"),
        agreements=scene.say("withdrawal_agreements"),
        keys=scene.say("withdrawal_keys"),
        effective_planned=withdrawn,
    )
    _tell_of_withdrawal(scene, proposed)
    scene.clock = withdrawn
    scene.do("execution.withdraw", scene.decider(), at=withdrawn, read=True)
    _tell_household(scene, withdrawn + timedelta(minutes=25))
    return withdrawn


def _tell_of_withdrawal(scene: Scene, proposed: datetime) -> None:
    told: Facts = {"people": ["p2"], "how": "telefoon"}
    scene.do("execution.tell_of_withdrawal", scene.officer(), at=proposed + timedelta(minutes=10), **told)


def _tell_household(scene: Scene, at: datetime) -> None:
    told: Facts = {"people": ["p2"], "how": "telefoon", "consequences_told": True}
    scene.do("execution.tell_household", scene.police(), at=at, **told)


def aftercare(scene: Scene, over: datetime) -> None:
    """Writes who takes over after the ban, and the close of the case."""
    if scene.turns("unowned"):
        return
    officer = scene.officer()
    assigned = within(over + scene.varied(scene.pace.owner), VISITS)
    taker = scene.one(Role.LOCAL_CARE)
    owner: Facts = {"owner": taker.organisation, "taken_by": taker.name, "ground": "toestemming"}
    scene.do("follow_up.assign", officer, at=assigned, plan=scene.text(scene.theme.plan), **owner)
    helped = max(beat.at for beat in scene.beats if beat.step.startswith("care."))
    done = within(max(assigned, helped) + timedelta(hours=30), OFFICE)
    result = scene.text(scene.theme.result)
    scene.do("care.close", scene.one(Role.CASE_MANAGER), at=done, result=result)
    closed = within(done + scene.varied(scene.pace.close_days * 24 * 0.8), OFFICE)
    scene.do("follow_up.close", officer, at=closed, result=result)


def onward(scene: Scene) -> None:
    """Writes the way on where no ban came: reported to Veilig Thuis, taken up there, and the case closed."""
    if scene.turns("request_withdrawn"):
        return
    officer, taker = scene.officer(), scene.one(Role.VEILIG_THUIS)
    chosen = within(scene.beats[-1].recorded_at + scene.varied(scene.pace.owner), OFFICE)
    way: Facts = {"route": "veilig_thuis", "asked_of": taker.organisation, "ground": "wmo_5_2_6"}
    scene.do("follow_up.choose_route", officer, at=chosen, why=scene.say("onward"), **way)
    taken = within(chosen + scene.varied(scene.region.norms.take_up_route * 0.4), OFFICE)
    said: Facts = {"route": "veilig_thuis", "taken_by": taker.name, "what": scene.say("onward_taken")}
    scene.do("follow_up.take_up", taker, at=taken, **said)
    closed = within(taken + scene.varied(20), OFFICE)
    scene.do("follow_up.close", officer, at=closed, result=scene.say("onward_closed"))
