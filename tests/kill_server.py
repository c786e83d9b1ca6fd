"""A process that takes steps until it is killed, and says on its output which were committed.

Each line on its input is a seed: it then begins such a process, says its number and waits for its end.
"""

import os
import random
import sys
from datetime import timedelta
from itertools import count

from sqlalchemy import Engine

from huisverbod.case import find, stages_of
from huisverbod.database import connect, writing
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests.builders import MOMENT, a_step

NEXT = {
    "draft": ["request.submit"],
    "submitted": ["request.add_people", "request.add_people", "request.ask"],
    "returned": ["request.add_people", "request.supplement"],
    "preparing": ["imposition.hear_household", "imposition.propose"],
    "proposed": ["imposition.propose", "imposition.ask_back"],
}
"""What may follow on each state; a proposal draws a document."""

AT = MOMENT + timedelta(days=1)
DRAWS_ONE_IN = 4
"""How often it turns to the case in which documents are drawn."""


def work(engine: Engine, rulebook: Rulebook, numbers: list[str], chance: random.Random) -> None:
    """Takes one step after another on two cases, and acknowledges each once it is committed."""
    for turn in count(1):
        number = numbers[1] if turn % DRAWS_ONE_IN == 0 else numbers[0]
        with writing(engine) as session:
            states = [row.state for row in stages_of(session, find(session, number)).values()]
            step = chance.choice(next(NEXT[state] for state in reversed(states) if state in NEXT))
            done = a_step(session, rulebook, number, step, AT)
        say(number, done.event.seq)


def say(word: str, number: int) -> None:
    """One line in one piece, at once."""
    os.write(1, f"{word} {number}\n".encode())


def main(address: str, *numbers: str) -> None:
    rulebook = Rulebook.of(Settings())
    for seed in sys.stdin:
        process = os.fork()
        if process == 0:
            chance = random.Random(int(seed))
            work(connect(address), rulebook, list(numbers), chance)
        say("begun", process)
        os.waitpid(process, 0)
        say("gone", process)


if __name__ == "__main__":
    main(*sys.argv[1:])
