"""The same text through other engines, in turn with ours: ratios, since a shared machine has no speed."""

import html as markup
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import typst

from benchmarks import decision
from huisverbod.printing import press

RUNS = 9
STANDARDS = ["a-3a", "ua-1"]
HEADINGS = {"h1": "=", "h2": "==", "h3": "==="}
CELLS = {"th", "td"}
PARTS = {*HEADINGS, "p", "li", "caption", "th", "td", "tr", "div"}
START = '#set document(title: "Besluit")\n#set text(lang: "nl", font: "Source Sans 3", size: 10.5pt)\n'
OFFICE = "soffice"


def run() -> list[str]:
    """The lines of the report."""
    html, files = decision.page()
    rows = list(_rows(html))
    with TemporaryDirectory(prefix="hv-bench-") as folder:
        engines: dict[str, Callable[[], object]] = {
            "WeasyPrint and our finisher, apart and with limits": lambda: press.printed(html, files),
            "Typst, in this process": lambda: _typst(rows),
        }
        if shutil.which(OFFICE):
            engines["LibreOffice, a process each, not PDF/A or PDF/UA"] = lambda: _office(rows, Path(folder))
        found = _in_turn(engines)
    first = next(iter(found.values()))
    lines = ["| Engine | p50 | Ratio (median of turns) |", "|---|---|---|"]
    for name, times in found.items():
        ratio = median(mine / ours for mine, ours in zip(times, first, strict=True))
        lines.append(f"| {name} | {median(times) * 1000:.0f} ms | {ratio:.2f} |")
    if not shutil.which(OFFICE):
        lines.append("| LibreOffice | not installed on this machine, so not measured | |")
    return lines


def _in_turn(engines: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    for draw in engines.values():
        draw()
    found: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(RUNS):
        for name, draw in engines.items():
            start = time.perf_counter()
            draw()
            found[name].append(time.perf_counter() - start)
    return found


def _rows(html: str) -> Iterator[tuple[str, str]]:
    """The words of the page in order, each with the element in which they stand."""
    reader = _Words()
    reader.feed(html)
    for tag, words in reader.found:
        if text := " ".join("".join(words).split()):
            yield tag, text


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "body"
        if tag in PARTS:
            self.found.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in PARTS:
            self.found.append(("p", []))

    def handle_data(self, data: str) -> None:
        if self.inside and self.found:
            self.found[-1][1].append(data)


def _typst(rows: list[tuple[str, str]]) -> bytes:
    source = START + "\n\n".join(_written(*block) for block in _blocks(rows))
    made: bytes = typst.compile(
        source.encode(),
        format="pdf",
        font_paths=[str(press.FONTS)],
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
    )
    return made


def _blocks(rows: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The same, with cells that follow each other in one table of two columns."""
    for is_cell, group in groupby(rows, lambda row: row[0] in CELLS):
        if is_cell:
            yield "table", [text for _, text in group]
        else:
            yield from ((tag, [text]) for tag, text in group)


def _written(tag: str, texts: list[str]) -> str:
    quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts]
    if tag == "table":
        return f"#table(columns: 2, {', '.join(quoted)})"
    told = f"#{quoted[0]}"
    return f"{HEADINGS[tag]} {told}" if tag in HEADINGS else f"- {told}" if tag == "li" else told


def _tagged(tag: str, texts: list[str]) -> str:
    told = [markup.escape(text) for text in texts]
    if tag == "table":
        return (
            "<table>"
            + "".join(f"<tr><td>{'<td>'.join(told[at : at + 2])}" for at in range(0, len(told), 2))
            + "</table>"
        )
    name = tag if tag in (*HEADINGS, "li") else "p"
    return f"<{name}>{told[0]}</{name}>"


def _office(rows: list[tuple[str, str]], folder: Path) -> bytes:
    body = "".join(_tagged(*block) for block in _blocks(rows))
    source = folder / "besluit.html"
    source.write_text(
        f"<html lang=nl><meta charset=utf-8><title>Besluit</title>{body}</html>", encoding="utf-8"
    )
    convert = ["--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf"]
    subprocess.run(
        [OFFICE, *convert, "--outdir", folder, source],
        check=True,
        stdout=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        timeout=120,
    )
    return (folder / "besluit.pdf").read_bytes()
