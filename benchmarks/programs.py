"""The program as a whole: memory of an export at two sizes, time to start and memory at rest."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from benchmarks import pages
from benchmarks.figures import PEAK
from huisverbod.database import connect, migrate
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

SIZES = (1_000, 10_000, 100_000)
SECONDS = 60
RUN = """
from huisverbod.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code
"""


def run() -> list[str]:
    """The lines of the report."""
    lines = ["| What | Measured |", "|---|---|"]
    with TemporaryDirectory(prefix="hv-bench-") as name:
        folder = Path(name)
        lines += _exports(folder)
        lines += _server(folder)
    return lines


def _environment(database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HUISVERBOD_DATABASE": f"sqlite:///{database}",
        "HUISVERBOD_SECURE_COOKIES": "false",
    }


def _exports(folder: Path) -> list[str]:
    database = folder / "export.sqlite"
    engine = connect(f"sqlite:///{database}")
    migrate(engine)
    pages.first_cases(engine, Rulebook.of(Settings()))
    lines = []
    for size in SIZES:
        pages.multiply(engine, size)
        peak, seconds = _measured("export", str(folder / "out"), environment=_environment(database))
        lines.append(f"| export of {size:,} cases | {peak:.0f} MB at most, {seconds:.1f} s |")
    engine.dispose()
    return lines


def _measured(*words: str, environment: dict[str, str]) -> tuple[float, float]:
    """Runs the program: its peak memory in MB, and seconds."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN + PEAK, *words],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(done.stdout.split()[-1]), time.perf_counter() - start


def _server(folder: Path) -> list[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "huisverbod", "serve", "--port", str(port)],
        env=_environment(folder / "serve.sqlite"),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/inloggen")
        seconds = time.perf_counter() - start
        time.sleep(5)
        memory = _resident(server.pid)
    finally:
        server.terminate()
        server.wait()
    return [
        f"| from start to the first page, with an empty database | {seconds:.1f} s |",
        f"| memory at rest of the server, without the drawing process | {memory:.0f} MB |",
    ]


def _wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
