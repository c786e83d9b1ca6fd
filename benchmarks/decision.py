"""The decision as PDF: time as a step draws it, what a process apart costs, start, many, memory and size."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from benchmarks.figures import PEAK, percentile
from huisverbod import documents
from huisverbod.case import find
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import templates
from huisverbod.documents.drawing_up import to_print
from huisverbod.printing import press
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders

RUNS, PAIRS, STARTS = 25, 15, 5
MANY, WORKERS = 1_000, 2
TEMPLATE = "imposition/beschikking.html"
ALONE = """
import json, sys
from huisverbod.printing.drawing import draw
asked = json.load(sys.stdin)
for _ in range({times}):
    draw(asked["html"], asked["files"])
"""
BESIDE = """
import gc, json, sys, time
from huisverbod.printing import press
from huisverbod.printing.drawing import draw
asked = json.load(sys.stdin)
html, files = asked["html"], asked["files"]
def seconds(act):
    start = time.perf_counter()
    act(html, files)
    return time.perf_counter() - start
gc.disable()
for act in (draw, press.printed):
    act(html, files)
print(json.dumps([(seconds(draw), seconds(press.printed)) for _ in range({pairs})]))
"""
"""A document within the process and one apart, in turn."""


def run() -> list[str]:
    """The lines of the report."""
    html, files = page()
    found = [_milliseconds(html, files) for _ in range(RUNS + 3)][3:]
    pairs = json.loads(_program(BESIDE.format(pairs=PAIRS), html, files))
    apart = median((apart - within) * 1000 for within, apart in pairs)
    starts = [_start(html, files) for _ in range(STARTS)]
    memory = float(_program(ALONE.format(times=3) + PEAK, html, files))
    size = len(press.printed(html, files)) / 1000
    return [
        "| What | Measured | Aim |",
        "|---|---|---|",
        f"| warm decision, p50 | {percentile(found, 0.5):.0f} ms | 250 ms |",
        f"| warm decision, p95 | {percentile(found, 0.95):.0f} ms | 400 ms |",
        f"| more for a process apart, median of {PAIRS} pairs | {apart:.0f} ms | 30 ms |",
        f"| from no process to the first PDF, p50 of {STARTS} | {median(starts):.1f} s | 1.5 s |",
        f"| {MANY:,} decisions, {WORKERS} at a time | {_many(html, files):.0f} s | 130 s |",
        f"| peak memory of a process that draws it | {memory:.0f} MB | 120 MB |",
        f"| size of the draft | {size:.0f} kB | 45 kB |",
    ]


def _program(program: str, html: str, files: dict[str, str]) -> str:
    """What a program of its own says, given the page; with our fonts, as the process that draws has them."""
    return subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps({"html": html, "files": files}),
        text=True,
        capture_output=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(press.FONTS / "fonts.conf")},
    ).stdout


def _start(html: str, files: dict[str, str]) -> float:
    start = time.perf_counter()
    _program(ALONE.format(times=1), html, files)
    return time.perf_counter() - start


def _many(html: str, files: dict[str, str]) -> float:
    """Seconds for many decisions that differ."""
    start = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        for content in pool.map(
            lambda number: press.printed(html.replace("</h1>", f" {number}</h1>"), files), range(MANY)
        ):
            if not content.startswith(b"%PDF-"):
                raise RuntimeError("no document")
    return time.perf_counter() - start


def page() -> tuple[str, dict[str, str]]:
    """The page of a draft decision and the files that it may use."""
    engine, rulebook = connect("sqlite://"), Rulebook.of(Settings())
    migrate(engine)
    with writing(engine) as session:
        number = builders.a_proposed_decision(session, rulebook)
        draft = documents.current_draft(session, find(session, number), TEMPLATE)
        if draft is None:
            raise RuntimeError("no draft was drawn")
        content: dict[str, Any] = draft.context
    html, files, _ = to_print(TEMPLATE, templates.read(rulebook.templates), content)
    return html, files


def _milliseconds(html: str, files: dict[str, str]) -> float:
    start = time.perf_counter()
    press.printed(html, files)
    return (time.perf_counter() - start) * 1000
