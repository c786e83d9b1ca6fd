"""Kills a process that takes steps, again and again, and looks each time at what stands in the database."""

import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import IO

from sqlalchemy import Engine
from sqlmodel import Session, col
from sqlmodel import select as query

from huisverbod import chain
from huisverbod.advance import locked
from huisverbod.case import Case, Event, Facts, stages_of
from huisverbod.database import writing
from huisverbod.documents import Document
from huisverbod.notices import Notice
from huisverbod.rulebook import Rulebook
from tests.builders import a_hearing, a_request
from tests.kill_server import DRAWS_ONE_IN

ROOT = Path(__file__).parent.parent
MOST_STEPS = 10
WITHIN_A_STEP, WITHIN_A_DRAWING = 0.04, 1.0
"""Seconds after an acknowledgement within which a kill falls."""


@dataclass
class Tally:
    """What came of all kills.

    Steps acknowledged, and steps committed without it (`unheard`); documents drawn; acknowledged steps
    that are not there (`lost`), and in words what is there by halves.
    """

    kills: int = 0
    acknowledged: int = 0
    unheard: int = 0
    documents: int = 0
    lost: int = 0
    half: list[str] = field(default_factory=list)


def kill(engine: Engine, rulebook: Rulebook, times: int, seed: int) -> Tally:
    """Kills that many processes at moments that follow from the seed, and looks after each."""
    chance, tally = random.Random(seed), Tally()
    with writing(engine) as session:
        numbers = [a_request(session, rulebook), a_hearing(session, rulebook)]
    known = {number: _stands(engine, number, tally) for number in numbers}
    with _server(engine, numbers) as server:
        for _ in range(times):
            heard = _round(server, chance)
            tally.kills += 1
            for number in numbers:
                _look(engine, number, known, [seq for name, seq in heard if name == number], tally)
    with writing(engine) as session:
        tally.documents = len(session.exec(query(Document.id)).all())
    return tally


def _server(engine: Engine, numbers: list[str]) -> subprocess.Popen[bytes]:
    address = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kill_server", address, *numbers],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )


def _round(server: subprocess.Popen[bytes], chance: random.Random) -> list[tuple[str, int]]:
    """One process from its beginning to its death: the steps it acknowledged."""
    _write(server.stdin, f"{chance.randrange(10**6)}\n")
    lines = _lines(server.stdout)
    _, process = next(lines)
    heard = [next(lines) for _ in range(chance.randint(1, MOST_STEPS))]
    drawing = (len(heard) + 1) % DRAWS_ONE_IN == 0
    ends = monotonic() + chance.uniform(0, WITHIN_A_DRAWING if drawing else WITHIN_A_STEP)
    while (left := ends - monotonic()) > 0 and select.select([server.stdout], [], [], left)[0]:
        heard.append(next(lines))
    os.kill(process, signal.SIGKILL)
    heard += iter(lambda: next(lines), ("gone", process))
    return heard


def _write(pipe: IO[bytes] | None, text: str) -> None:
    assert pipe is not None
    pipe.write(text.encode())


def _lines(pipe: IO[bytes] | None) -> Iterator[tuple[str, int]]:
    assert pipe is not None
    while line := pipe.readline():
        word, number = line.decode().split()
        yield word, int(number)
    raise AssertionError("the server itself has ended")


def _look(engine: Engine, number: str, known: dict[str, int], heard: list[int], tally: Tally) -> None:
    """Compares what was heard of a case with what stands; at most one step is there without being heard."""
    stands = _stands(engine, number, tally)
    expected = known[number] + len(heard)
    tally.acknowledged += len(heard)
    tally.lost += max(expected - stands, 0)
    tally.unheard += max(stands - expected, 0)
    if stands > expected + 1:
        tally.half.append(f"{number}: {stands} events, {expected} expected")
    if heard != list(range(known[number] + 1, expected + 1)):
        tally.half.append(f"{number}: acknowledged {heard} after {known[number]}")
    known[number] = stands


def _stands(engine: Engine, number: str, tally: Tally) -> int:
    """The number of events of a case; what is wrong with it goes to the tally."""
    with writing(engine) as session:
        case = locked(session, number)
        tally.half += chain.faults(session, case)
        tally.half += gaps(session, case)
        return case.events_count


def gaps(session: Session, case: Case) -> Iterator[str]:
    """What is there by halves: an event without its facts, its document, its notice or its state."""
    events = session.exec(query(Event).where(Event.case_id == case.id).order_by(col(Event.seq))).all()
    facts = Counter(session.exec(query(Facts.event_id).where(Facts.case_id == case.id)))
    drawn = Counter(session.exec(query(Document.event_id).where(Document.case_id == case.id)))
    told = set(session.exec(query(Notice.event_id).where(Notice.case_id == case.id)))
    if [event.seq for event in events] != list(range(1, case.events_count + 1)):
        yield f"{case.number}: the events are not counted on"
    if facts != Counter(event.id for event in events):
        yield f"{case.number}: an event without facts, or facts without an event"
    proposals = {event.id for event in events if event.step == "propose"}
    if set(drawn) != proposals or any(number != 1 for number in drawn.values()) or not proposals <= told:
        yield f"{case.number}: a proposal without its document or notice"
    last = {event.stage: event.state for event in events}
    for name, row in stages_of(session, case).items():
        if row.state != last.get(name, row.state):
            yield f"{case.number}: {name} stands at {row.state}, its last event at {last[name]}"
