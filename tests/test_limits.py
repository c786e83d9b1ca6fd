"""What a process that draws may not do: each limit is set, and each bites, for root and for others."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from huisverbod.errors import Refused
from huisverbod.printing import press
from huisverbod.printing.limits import LIMITS, MEGABYTE
from tests.test_documents_drawing import LONG, the_other_process

NOBODY = 65534
USERS = [os.getuid(), NOBODY] if os.getuid() == 0 else [os.getuid()]
"""A normal user as well when the tests run as root; root is not there when they do not."""

BEGIN = """
import os, resource, signal, socket, subprocess, sys, threading, time
from huisverbod.printing.limits import Limits, impose
if os.getuid() != {user}:
    os.setgroups([])
    os.setgid({user})
    os.setuid({user})
impose(Limits({limits}))
def refused(act):
    try:
        act()
    except (OSError, MemoryError) as fault:
        return type(fault).__name__
    return "done"
"""


def ended(program: str, user: int, limits: str = "") -> tuple[int, str]:
    """How a program under limits ends (as of a process: below nought is a signal), and what it said."""
    begin = BEGIN.format(user=user, limits=limits)
    done = subprocess.run(
        [sys.executable, "-c", begin + program], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout or done.stderr


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("lambda: bytearray(800 * 1024 * 1024)", "MemoryError"),
        ("lambda: [open('/dev/null') for _ in range(40)].clear()", "OSError"),
        ("lambda: os.write(os.memfd_create('x'), b'x')", "OSError"),
        ("os.fork", "PermissionError"),
        ("lambda: subprocess.run(['/bin/true'])", "PermissionError"),
        ("lambda: os.execv('/bin/true', ['true'])", "PermissionError"),
        ("lambda: os.posix_spawn('/bin/true', ['true'], {})", "PermissionError"),
        ("lambda: socket.socket(socket.AF_INET)", "PermissionError"),
        ("lambda: socket.socket(socket.AF_UNIX)", "PermissionError"),
    ],
)
def test_what_goes_beyond_a_limit_fails(user: int, act: str, said: str) -> None:
    assert ended(f"print(refused({act}))", user) == (0, f"{said}\n")


@pytest.mark.parametrize("user", USERS)
def test_a_thread_may_still_be_started(user: int) -> None:
    assert ended("threading.Thread(target=lambda: print('begun')).start()", user) == (0, "begun\n")


@pytest.mark.parametrize("user", USERS)
def test_too_much_time_kills(user: int) -> None:
    assert ended("while True: pass", user, "cpu_seconds=1")[0] == -signal.SIGKILL
    assert ended("time.sleep(60)", user, "seconds=1")[0] == -signal.SIGALRM


@pytest.mark.parametrize("user", USERS)
def test_what_crashes_leaves_no_picture_of_its_memory(user: int) -> None:
    program = (
        "print(resource.getrlimit(resource.RLIMIT_CORE), flush=True); os.kill(os.getpid(), signal.SIGSEGV)"
    )
    assert ended(program, user) == (-signal.SIGSEGV, "(0, 0)\n")


def test_a_child_that_draws_has_every_limit_and_a_killed_one_harms_nothing() -> None:
    other = the_other_process()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(press.printed, LONG, {})
        child = _the_child(other)
        expected = {
            psutil.RLIMIT_AS: LIMITS.megabytes * MEGABYTE,
            psutil.RLIMIT_CPU: LIMITS.cpu_seconds,
            psutil.RLIMIT_NOFILE: LIMITS.files,
            psutil.RLIMIT_FSIZE: 0,
            psutil.RLIMIT_CORE: 0,
        }
        found = {kind: child.rlimit(kind) for kind in expected}
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii").split()
        child.kill()
        with pytest.raises(Refused):
            job.result()
    assert found == {kind: (amount, amount) for kind, amount in expected.items()}
    assert status[status.index("Seccomp:") + 1] == "2"
    assert the_other_process().pid == other.pid


def _the_child(other: psutil.Process) -> psutil.Process:
    """The child that draws, once the filter, the last of its limits, is on it."""
    while True:
        for child in other.children():
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii").split()
            if status[status.index("Seccomp:") + 1] == "2":
                return child
