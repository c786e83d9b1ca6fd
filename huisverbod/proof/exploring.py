"""Walks through every place a case can come to, the nearest first, so that the way there is the shortest."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from huisverbod.proof.model import Model, Move, Place

Found = Callable[[Place, Move, Place], object]


@dataclass
class Explored:
    """Every place that was reached, in order, and by which move it was reached first."""

    came_by: dict[Place, tuple[Place, Move] | None] = field(default_factory=dict)

    def way_to(self, place: Place) -> list[Move]:
        """The shortest sequence of moves from the opening of a case to this place."""
        moves: list[Move] = []
        step = self.came_by[place]
        while step is not None:
            moves.append(step[1])
            step = self.came_by[step[0]]
        return moves[::-1]


def walk(model: Model, explored: Explored) -> Iterator[tuple[Place, Move, Place]]:
    """Every move from every place that can be reached, the nearest place first; fills in `explored`."""
    explored.came_by[model.start] = None
    waiting = deque([model.start])
    while waiting:
        here = waiting.popleft()
        for move, there in model.moves(here):
            yield here, move, there
            if there not in explored.came_by:
                explored.came_by[there] = (here, move)
                waiting.append(there)


def cannot_reach(model: Model, explored: Explored, at_rest: Callable[[Place], bool]) -> Place | None:
    """The nearest place from which no sequence of moves leads to one at rest, or nothing.

    `explored` is filled by the walk through the whole model.
    """
    back: dict[Place, list[Place]] = {}
    for here, _, there in walk(model, explored):
        back.setdefault(there, []).append(here)
    good = {place for place in explored.came_by if at_rest(place)}
    waiting = deque(good)
    while waiting:
        fresh = set(back.get(waiting.popleft(), ())) - good
        good |= fresh
        waiting.extend(fresh)
    return next((place for place in explored.came_by if place not in good), None)
