"""The decision as PDF: warm time as a step draws it, and the memory of a process that draws it."""

import json
import subprocess
import sys
import time
from typing import Any

from benchmarks.figures import PEAK, percentile
from huisverbod import documents
from huisverbod.case import find
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import templates
from huisverbod.documents.drawing_up import BRAND
from huisverbod.printing import press
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders

RUNS = 25
TEMPLATE = "imposition/beschikking.html"
ALONE = """
import json, sys
from huisverbod.printing.drawing import draw
asked = json.load(sys.stdin)
for _ in range(3):
    draw(asked["html"], asked["files"])
"""


def run() -> list[str]:
    """The lines of the report."""
    html, files = _page()
    found = [_milliseconds(html, files) for _ in range(RUNS + 3)][3:]
    asked = json.dumps({"html": html, "files": files})
    alone = subprocess.run(
        [sys.executable, "-c", ALONE + PEAK],
        input=asked,
        text=True,
        capture_output=True,
        check=True,
    )
    return [
        "| What | Measured | Aim |",
        "|---|---|---|",
        f"| warm decision, p50 | {percentile(found, 0.5):.0f} ms | 250 ms |",
        f"| warm decision, p95 | {percentile(found, 0.95):.0f} ms | |",
        f"| peak memory of a process that draws it | {float(alone.stdout):.0f} MB | 120 MB |",
    ]


def _page() -> tuple[str, dict[str, str]]:
    engine, rulebook = connect("sqlite://"), Rulebook.of(Settings())
    migrate(engine)
    with writing(engine) as session:
        number = builders.a_proposed_decision(session, rulebook)
        draft = documents.current_draft(session, find(session, number), TEMPLATE)
        if draft is None:
            raise RuntimeError("no draft was drawn")
        content: dict[str, Any] = draft.context
    forms = templates.read(rulebook.templates)
    brand = BRAND % content["municipality"]["brand"]
    return forms.page(TEMPLATE, content), {**forms.assets, "brand.css": brand}


def _milliseconds(html: str, files: dict[str, str]) -> float:
    start = time.perf_counter()
    press.printed(html, files)
    return (time.perf_counter() - start) * 1000
