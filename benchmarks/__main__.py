"""Runs the benchmarks named, or all, and writes docs/benchmarks.md."""

import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import decision, engines, kills, pages, programs, signing, steps

REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PARTS: dict[str, tuple[str, str, Callable[[], list[str]]]] = {
    "steps": (
        "Durable steps",
        "One step through `advance` (a check on a running ban, one transaction, no document), in turn with "
        "the bare driver doing one insert and one update in a transaction on the same disk.",
        steps.run,
    ),
    "pages": (
        "Pages",
        "Server time of a request, signed in as an officer, on SQLite. The cases are copies of two played "
        "ones; one in ten carries a running ban.",
        pages.run,
    ),
    "decision": (
        "Decision",
        "The draft decision as PDF, drawn in a child process with limits.",
        decision.run,
    ),
    "engines": (
        "Other engines",
        "The words of the same draft, with its headings, lists and tables. Typst declares PDF/A-3a and "
        "PDF/UA-1 too; its page has no letterhead and no place to sign. LibreOffice is measured where it is "
        "installed.",
        engines.run,
    ),
    "signing": (
        "Signature",
        "The signature under a decision, with its stamp, from the final document on. Keys are on elliptic "
        "curves. Time-stamp, revocation and signing services answer on this machine: a network comes on top.",
        signing.run,
    ),
    "programs": ("Export, start, rest", "Whole processes, measured from outside.", programs.run),
    "kills": (
        "Killed processes",
        "A process that takes steps is killed at a random moment, again and again. Lost: acknowledged steps "
        "that are not there. Half: events without facts, or stages that disagree with them.",
        kills.run,
    ),
}


def main() -> None:
    """Runs the parts asked for; the report is written when all of them ran."""
    wanted = sys.argv[1:] or list(PARTS)
    text = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. The machine is shared, so single times say little: read the "
        "ratios and how figures grow.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {_processors()} processors, "
        f"Python {platform.python_version()}.",
    ]
    for name in wanted:
        title, meaning, run = PARTS[name]
        start = time.perf_counter()
        lines = run()
        text += ["", f"## {title}", "", meaning, "", *lines]
        print(f"{title} ({time.perf_counter() - start:.0f} s)\n" + "\n".join(lines), flush=True)
    if wanted == list(PARTS):
        REPORT.write_text("\n".join(text) + "\n", encoding="utf-8")


def _processors() -> int:
    return Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").count("processor\t")


if __name__ == "__main__":
    main()
