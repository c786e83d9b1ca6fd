"""A stage as a picture: its states in a column, and beside them a numbered line for each step that moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from huisverbod.workflow import StageRules, Step
from huisverbod.workflow.definition import STAY

NARROWEST, LETTER, HEIGHT, GAP, LANE, MARGIN = 240, 8, 44, 14, 26, 8
SPREAD, STEP_APART = 4, 9
"""In pixels: the boxes, the lines beside them, and how far lines into one box lie apart."""


@dataclass(frozen=True)
class Line:
    """One step that moves the stage, as the picture numbers it; from which states, to which."""

    number: int
    step: Step
    origins: Sequence[str]
    to: str


def lines_of(stage: StageRules) -> list[Line]:
    """The steps that move the stage to another state, in the order of the file; a beginning has no origin."""
    moving = [step for step in stage.steps.values() if step.to != STAY]
    return [
        Line(
            number, step, [stage.states[origin].label for origin in step.origins], stage.states[step.to].label
        )
        for number, step in enumerate(moving, start=1)
    ]


def picture(stage: StageRules) -> Markup:
    """The picture; the list of its lines stands beside it in words."""
    places = {name: MARGIN + number * (HEIGHT + GAP) for number, name in enumerate(stage.states)}
    lines, box = lines_of(stage), _width(stage)
    width = box + (len(lines) + 1) * LANE + MARGIN
    height = MARGIN + len(places) * (HEIGHT + GAP)
    parts = [_box(stage, name, top, box) for name, top in places.items()]
    parts += [_line(line, places, box) for line in lines]
    title = escape(f"Toestanden en stappen van {stage.label}")
    return Markup(
        '<svg class="hv-diagram" role="img" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
        'aria-label="{title}">{parts}</svg>'
    ).format(w=width, h=height, title=title, parts=Markup("").join(parts))


def _width(stage: StageRules) -> int:
    """Wide enough for the longest name of a state."""
    return max(NARROWEST, *(LETTER * len(state.label) + 3 * MARGIN for state in stage.states.values()))


def _box(stage: StageRules, name: str, top: int, box: int) -> Markup:
    state = stage.states[name]
    return Markup(
        '<rect x="1" y="{top}" width="{box}" height="{h}" rx="6" class="hv-diagram__box{final}"/>'
        '<text x="14" y="{text}">{label}</text>'
    ).format(
        top=top, box=box, h=HEIGHT, text=top + 28, label=state.label,
        final=" hv-diagram__box--final" if state.final else "",
    )  # fmt: skip


def _line(line: Line, places: dict[str, int], box: int) -> Markup:
    x = box + line.number * LANE
    shift = (line.number % STEP_APART - SPREAD) * SPREAD
    ends = [places[origin] + HEIGHT // 2 + shift for origin in line.step.origins]
    target = places[line.step.to] + HEIGHT // 2 + shift
    top, bottom = min([*ends, target]), max([*ends, target])
    stubs = [f"M{box + 1},{y} H{x}" for y in ends]
    path = " ".join([*stubs, f"M{x},{top} V{bottom}", f"M{x},{target} H{box + 3}"])
    arrow = f"M{box + 9},{target - 4} L{box + 2},{target} L{box + 9},{target + 4}"
    return Markup(
        '<path d="{path}" class="hv-diagram__line"/><path d="{arrow}" class="hv-diagram__line"/>'
        '<circle cx="{x}" cy="{y}" r="10" class="hv-diagram__dot"/><text x="{x}" y="{ty}" '
        'class="hv-diagram__number">{number}</text>'
    ).format(
        path=path, arrow=arrow, x=x, y=(top + bottom) // 2, ty=(top + bottom) // 2 + 4, number=line.number
    )
