"""From the plan to the stories: each case written whole, and set at the hour that the plan asks for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from huisverbod import law
from huisverbod.demo import asking, deciding, ending, running
from huisverbod.demo.material import Planned, material
from huisverbod.demo.scene import OFFICE, Scene, Stage
from huisverbod.law import ZONE, local

LEAST = timedelta(minutes=6)
"""How long ago the last step of a case that has only just begun lies."""


def stories(
    stages: Mapping[str, Stage], chosen: Callable[[Planned], bool] = lambda planned: True
) -> list[Scene]:
    """The chosen cases of the plan, on the stage of their region; the first begun first."""
    found = [
        _set(stages[key], planned, number)
        for number, (key, planned) in enumerate(_numbered(), start=1)
        if chosen(planned)
    ]
    return sorted(found, key=lambda scene: scene.beats[0].at)


def _numbered() -> Iterator[tuple[str, Planned]]:
    for key, cases in material().plan.items():
        for planned in cases:
            yield key, planned


def _set(stage: Stage, planned: Planned, number: int) -> Scene:
    if planned.days is not None:
        day = stage.now.astimezone(ZONE).date() - timedelta(days=planned.days)
        return _written(stage, planned, number, local(datetime.combine(day, planned.at)))
    if planned.ends_in is not None:
        return _ending_in(stage, planned, number, timedelta(hours=planned.ends_in))
    return _just_begun(stage, planned, number, timedelta(hours=planned.ago or 0))


def _written(stage: Stage, planned: Planned, number: int, start: datetime, tempo: float = 1.0) -> Scene:
    """The whole life of a case from its first hour; what still lies ahead is written as well."""
    scene = Scene(stage, planned, number, start, tempo)
    if asking.request(scene) and asking.assessment(scene) and deciding.decision(scene):
        ban = running.take_effect(scene)
        running.enforcement(scene, ban)
        running.court(scene, ban)
        ending.care(scene, ban)
        ending.aftercare(scene, ending.last_days(scene, ban))
    else:
        ending.onward(scene)
    return scene


def _ending_in(stage: Stage, planned: Planned, number: int, left: timedelta) -> Scene:
    """Begun so long before its ban took effect that the first period ends after this time."""
    start = law.wall_clock_days(stage.now + left, -stage.terms["first_period"].amount)
    trial = _written(stage, planned, number, start)
    served = next(beat.at for beat in trial.beats if beat.step == "execution.serve")
    return _written(stage, planned, number, start - (served - start))


def _just_begun(stage: Stage, planned: Planned, number: int, ago: timedelta) -> Scene:
    """Begun this long ago, and fast enough to have come where it stands still."""
    start = stage.now - ago
    if not planned.acute and not OFFICE[0] <= start.astimezone(ZONE).time() < OFFICE[1]:
        start = _last_office_hour(start)
    trial = _written(stage, planned, number, start)
    needed = trial.in_order()[-1].recorded_at - start
    available = stage.now - LEAST - start
    return trial if needed <= available else _written(stage, planned, number, start, available / needed)


def _last_office_hour(moment: datetime) -> datetime:
    here = moment.astimezone(ZONE)
    day = here.date() - timedelta(days=1 if here.time() < OFFICE[0] else 0)
    return local(datetime.combine(day, OFFICE[1])) - timedelta(minutes=40)
