"""The other side of a process apart: warms up once, then forks a child with limits for every job it is sent.

Whatever happens to a child, the next job finds a fresh one.
"""

import gc
import os
import signal
import socket
from collections.abc import Callable

from huisverbod.printing.limits import LIMITS, impose

READY, DONE, FAILED = b"R", b"D", b"F"
ABOUT = b"about"
"""The job that asks what does the work here."""


def serve(control: socket.socket, warm_up: Callable[[], object], work: Callable[[bytes], bytes]) -> None:
    """Forks a child for every connection that comes in, until the other side is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    warm_up()
    gc.freeze()
    control.sendall(READY)
    while True:
        _, jobs, _, _ = socket.recv_fds(control, 1, 1)
        if not jobs:
            return
        if os.fork() == 0:
            control.close()
            _work(socket.socket(fileno=jobs[0]), work)
        os.close(jobs[0])


def _work(job: socket.socket, work: Callable[[bytes], bytes]) -> None:
    """One job in the child: limits on, work, answer, gone."""
    gc.disable()
    impose(LIMITS)
    with job, job.makefile("rwb") as wire:
        try:
            wire.write(DONE + work(wire.read()))
        except BaseException as fault:  # the answer to whatever goes wrong is that there is none
            wire.write(FAILED + f"{type(fault).__name__}: {fault}".encode())
        wire.flush()
    os._exit(0)
