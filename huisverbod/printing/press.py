"""Has a document drawn in a process apart, so that no page can harm the program or hold it up."""

import atexit
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from huisverbod.errors import Reason, Refused
from huisverbod.printing.forking import ABOUT, DONE, READY

LOG = logging.getLogger(__name__)
MODULE = "huisverbod.printing.drawing"
FONTS = Path(__file__).with_name("fonts")
KEPT = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
"""What the other process may know of our environment: not the address of the database."""
SECONDS_TO_START, SECONDS_TO_ANSWER, SECONDS_TO_WAIT = 60, 25, 30
AT_ONCE = max(2, os.cpu_count() or 1)
"""Jobs done side by side: more would not be done sooner, and each may take its share of the memory."""
MOST_BYTES = 32 * 1024 * 1024
SENTENCE = (
    "Het document kon niet worden opgemaakt. Er is niets vastgelegd. Is de tekst erg lang? Kort hem in. "
    "Probeer het anders opnieuw, of bel de beheerder."
)


class NoAnswer(Exception):
    """The other process refused, was stopped by a limit, or could not be started."""


class TooMany(NoAnswer):
    """It does as much side by side as it may; this job was not begun."""


@dataclass(frozen=True)
class Enclosure:
    """Data inside a PDF: name of the file, what it is (to be read aloud), the text, the instant (aware)."""

    name: str
    told: str
    text: str
    at: datetime


def printed(html: str, files: Mapping[str, str], enclosure: Enclosure | None = None) -> bytes:
    """The PDF of a page, with the files it may use by name, and what travels along inside it.

    Raises:
        Refused: the page could not be drawn within its limits; the cause says why.

    """
    started = time.monotonic()
    try:
        content = apart(MODULE).answer(_job(html, files, enclosure))
    except NoAnswer as fault:
        LOG.error("no document drawn, after %.2f s", time.monotonic() - started)
        raise Refused([Reason("document_drawn", SENTENCE)]) from fault
    LOG.info("document drawn in %.2f s", time.monotonic() - started)
    return content


def _job(html: str, files: Mapping[str, str], enclosure: Enclosure | None) -> bytes:
    enclosed = [asdict(enclosure) | {"at": enclosure.at.isoformat()}] if enclosure else []
    return json.dumps({"html": html, "files": files, "enclosed": enclosed}).encode()


def renderer() -> str:
    """What makes the PDF of a page here: each part with its version.

    Raises:
        Refused: the other process does not start.

    """
    other = apart(MODULE)
    try:
        other.start()
        return _told(other.process.pid if other.process else 0)
    except NoAnswer as fault:
        raise Refused([Reason("document_drawn", SENTENCE)]) from fault


@cache
def _told(_pid: int) -> str:
    """Asked once of each process that draws."""
    return apart(MODULE).answer(ABOUT).decode()


def warm_up() -> None:
    """Starts the other process now, so that the first decision does not wait for it."""
    apart(MODULE).start()


class Apart:
    """A process apart that does one kind of work, started when first needed and again if it died.

    It is gone when this process is. `module` is what it runs: see `forking`.
    """

    def __init__(self, module: str) -> None:
        """Start nothing yet."""
        self.module = module
        self.lock = threading.Lock()
        self.turns = threading.BoundedSemaphore(AT_ONCE)
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        atexit.register(self.stop)

    def start(self) -> socket.socket:
        """The line to a running process."""
        with self.lock:
            if self.control is None or self.process is None or self.process.poll() is not None:
                self._begin()
            assert self.control is not None  # noqa: S101
            return self.control

    def _begin(self) -> None:
        self._end()
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  (our own module)
                [sys.executable, "-s", "-P", "-m", self.module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={name: os.environ[name] for name in KEPT if name in os.environ}
                | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf"), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        ours.settimeout(SECONDS_TO_START)
        self.control = ours
        if _received(ours, 1) != READY:
            self._end()
            raise NoAnswer(f"{self.module} does not start; is Pango installed?")

    def answer(self, job: bytes, patience: float = SECONDS_TO_WAIT) -> bytes:
        """What it makes of a job, of which a few are done side by side; `patience` is in seconds.

        Raises:
            TooMany: no turn came within that time.
            NoAnswer: it refused, was stopped by a limit, or could not be started.

        """
        if not self.turns.acquire(timeout=patience):
            raise TooMany("too many at once")
        try:
            return self._answered(job)
        finally:
            self.turns.release()

    def _answered(self, job: bytes) -> bytes:
        control = self.start()
        ours, theirs = socket.socketpair()
        with ours:
            ours.settimeout(SECONDS_TO_ANSWER)
            with theirs, self.lock:
                _hand_over(control, theirs)
            answer = _exchange(ours, job)
        if answer[:1] != DONE:
            raise NoAnswer(answer[1:].decode(errors="replace") or "stopped by a limit")
        return answer[1:]

    def stop(self) -> None:
        """Closes the line; the other process then ends by itself."""
        with self.lock:
            self._end()

    def _end(self) -> None:
        if self.control is not None:
            self.control.close()
        if self.process is not None:
            self.process.wait(SECONDS_TO_ANSWER)
        self.control = self.process = None


def apart(module: str) -> Apart:
    """The one process apart of this process that runs that module."""
    return _apart(os.getpid(), module)


@cache
def _apart(_pid: int, module: str) -> Apart:
    return Apart(module)


def _hand_over(control: socket.socket, job: socket.socket) -> None:
    try:
        socket.send_fds(control, [b"."], [job.fileno()])
    except OSError as fault:
        raise NoAnswer("the process apart is gone") from fault


def _exchange(line: socket.socket, question: bytes) -> bytes:
    try:
        line.sendall(question)
        line.shutdown(socket.SHUT_WR)
        answer = bytearray()
        while part := line.recv(1 << 16):
            answer += part
            if len(answer) > MOST_BYTES:
                raise NoAnswer("an answer without end")
    except OSError as fault:
        raise NoAnswer(type(fault).__name__) from fault
    return bytes(answer)


def _received(line: socket.socket, count: int) -> bytes:
    try:
        return line.recv(count)
    except OSError:
        return b""
