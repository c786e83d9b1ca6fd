"""What a process that draws may use, and may not do: start no program or process, reach nobody."""

import ctypes
import errno
import os
import resource
import signal
from collections.abc import Iterator
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much a document may take: megabytes of memory, seconds of processor and clock, open files."""

    megabytes: int = 768
    cpu_seconds: int = 10
    seconds: int = 20
    files: int = 32


LIMITS = Limits()


def impose(limits: Limits) -> None:
    """Puts the limits on this process, for good: what goes beyond them fails or is killed."""
    signal.alarm(limits.seconds)
    for kind, amount in {
        resource.RLIMIT_AS: limits.megabytes * MEGABYTE,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(kind, (amount, amount))
    forbid()


# The kernel counts no processes of root; those of others it counts with their threads, of which Pango needs a
# few; and no limit above is about the network. A filter on system calls holds for everyone. Where the machine
# has none, the limits above remain.

SET_NO_NEW_PRIVILEGES, SET_FILTER, FILTER = 38, 22, 2
LOAD, ANSWER = 0x20, 0x06
EQUAL, AT_LEAST, HAS = 0x15, 0x35, 0x45
CALL, MACHINE, FLAGS = 0, 4, 16
"""Where the kernel puts the number of the call, the machine and the first argument."""
ALLOW, REFUSE, NOT_HERE = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
ANSWERS = (ALLOW, REFUSE, NOT_HERE)
THREAD, OTHER_TABLE = 0x00010000, 0x40000000


@dataclass(frozen=True)
class Calls:
    """One kind of machine: its number, and those of the system calls that start or reach anything."""

    machine: int
    clone: int
    clone3: int
    others: tuple[int, ...]


CALLS = {
    # fork, vfork, execve, execveat, socket, connect, ptrace
    "x86_64": Calls(0xC000003E, 56, 435, (57, 58, 59, 322, 41, 42, 101)),
    # execve, execveat, socket, connect, ptrace
    "aarch64": Calls(0xC00000B7, 220, 435, (221, 281, 198, 203, 117)),
}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def forbid() -> bool:
    """seccomp(2): refuses this process to start another or reach out; whether this machine can do so."""
    if os.uname().machine not in CALLS:
        return False
    steps = [_Instruction(*step) for step in _filter(CALLS[os.uname().machine])]
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    control = ctypes.CDLL(None).prctl
    barred: int = control(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    filtered: int = barred or control(SET_FILTER, FILTER, ctypes.byref(program), 0, 0)
    return filtered == 0


def _filter(calls: Calls) -> Iterator[tuple[int, int, int, int]]:
    """The instructions: a test jumps to one of the answers at the end, or goes on with the next line."""
    following = None
    tests = [
        (EQUAL, calls.machine, following, REFUSE),
        (LOAD, CALL, following, following),
        (AT_LEAST, OTHER_TABLE, REFUSE, following),
        (EQUAL, calls.clone3, NOT_HERE, following),  # its flags cannot be seen; the C library then uses clone
        *((EQUAL, call, REFUSE, following) for call in calls.others),
        (EQUAL, calls.clone, following, ALLOW),
        (LOAD, FLAGS, following, following),
        (HAS, THREAD, ALLOW, REFUSE),
    ]
    yield LOAD, 0, 0, MACHINE
    for place, (code, value, *outcomes) in enumerate(tests, start=1):
        left = len(tests) - place
        yes, no = (0 if answer is None else left + ANSWERS.index(answer) for answer in outcomes)
        yield code, yes, no, value
    for answer in ANSWERS:
        yield ANSWER, 0, 0, answer
