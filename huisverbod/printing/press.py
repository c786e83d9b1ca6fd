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

LOG = logging.getLogger(__name__)
MODULE = "huisverbod.printing.drawing"
FONTS = Path(__file__).with_name("fonts")
KEPT = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
"""What the other process may know of our environment: not the address of the database."""
SECONDS_TO_START, SECONDS_TO_DRAW, SECONDS_TO_WAIT = 60, 25, 30
AT_ONCE = max(2, os.cpu_count() or 1)
"""Documents drawn side by side: more would not be done sooner, and each may take its share of the memory."""
MOST_BYTES = 32 * 1024 * 1024
READY, DRAWN = b"R", b"D"
SENTENCE = (
    "Het document kon niet worden opgemaakt. Er is niets vastgelegd. Is de tekst erg lang? Kort hem in. "
    "Probeer het anders opnieuw, of bel de beheerder."
)


class DrawingFailed(Exception):
    """The other process refused, was stopped by a limit, or could not be started."""


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
        content = _press(os.getpid()).draw(_job(html, files, enclosure))
    except DrawingFailed as fault:
        LOG.error("no document drawn, after %.2f s", time.monotonic() - started)
        raise Refused([Reason("document_drawn", SENTENCE)]) from fault
    LOG.info("document drawn in %.2f s", time.monotonic() - started)
    return content


def _job(html: str, files: Mapping[str, str], enclosure: Enclosure | None) -> bytes:
    enclosed = [asdict(enclosure) | {"at": enclosure.at.isoformat()}] if enclosure else []
    return json.dumps({"html": html, "files": files, "enclosed": enclosed}).encode()


def warm_up() -> None:
    """Starts the other process now, so that the first decision does not wait for it."""
    _press(os.getpid()).start()


class _Press:
    """The other process, started when first needed and again if it died; gone when this process is."""

    def __init__(self) -> None:
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
                [sys.executable, "-s", "-P", "-m", MODULE, str(theirs.fileno())],
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
            raise DrawingFailed(f"{MODULE} does not start; is Pango installed?")

    def draw(self, job: bytes) -> bytes:
        """The PDF. Raises DrawingFailed."""
        if not self.turns.acquire(timeout=SECONDS_TO_WAIT):
            raise DrawingFailed("too many documents at once")
        try:
            return self._drawn(job)
        finally:
            self.turns.release()

    def _drawn(self, job: bytes) -> bytes:
        control = self.start()
        ours, theirs = socket.socketpair()
        with ours:
            ours.settimeout(SECONDS_TO_DRAW)
            with theirs, self.lock:
                _hand_over(control, theirs)
            answer = _exchange(ours, job)
        if answer[:1] != DRAWN:
            raise DrawingFailed(answer[1:].decode(errors="replace") or "stopped by a limit")
        return answer[1:]

    def stop(self) -> None:
        """Closes the line; the other process then ends by itself."""
        with self.lock:
            self._end()

    def _end(self) -> None:
        if self.control is not None:
            self.control.close()
        if self.process is not None:
            self.process.wait(SECONDS_TO_DRAW)
        self.control = self.process = None


@cache
def _press(_pid: int) -> _Press:
    return _Press()


def _hand_over(control: socket.socket, job: socket.socket) -> None:
    try:
        socket.send_fds(control, [b"."], [job.fileno()])
    except OSError as fault:
        raise DrawingFailed(f"{MODULE} is gone") from fault


def _exchange(line: socket.socket, question: bytes) -> bytes:
    try:
        line.sendall(question)
        line.shutdown(socket.SHUT_WR)
        answer = bytearray()
        while part := line.recv(1 << 16):
            answer += part
            if len(answer) > MOST_BYTES:
                raise DrawingFailed("an answer without end")
    except OSError as fault:
        raise DrawingFailed(type(fault).__name__) from fault
    return bytes(answer)


def _received(line: socket.socket, count: int) -> bytes:
    try:
        return line.recv(count)
    except OSError:
        return b""
