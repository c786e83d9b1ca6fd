"""The process that draws: the same bytes everywhere, nothing fetched, and no page that can harm us."""

import contextlib
import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from huisverbod.errors import Refused
from huisverbod.printing import press

PAGE = "<html lang=nl><title>Proef</title><link rel=stylesheet href='asset:print.css'><h1>Proef</h1><p>{}</p>"
FILES = {"print.css": "body { font: 10pt 'Source Sans 3' } p { color: #154273 }"}
LONG = "<html lang=nl><title>x</title><table>" + "<tr><td>a<td>b<td>c" * 20_000 + "</table>"


def the_other_process() -> psutil.Process:
    press.warm_up()
    found = [child for child in psutil.Process().children() if press.MODULE in child.cmdline()]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='file:///etc/hostname'>",
        "<img src='http://127.0.0.1/x.png'>",
        "<img src='data:image/png;base64,iVBORw0KGgo='>",
        "<img src='asset:../../etc/hostname'>",
        "<link rel=stylesheet href='file:///etc/hostname'>",
        "<link rel=attachment href='file:///etc/hostname'>",
        "<base href='file:///etc/'><img src='hostname'>",
        "<style>p { background: url(file:///etc/hostname) }</style>",
        "<style>@import 'http://127.0.0.1/x.css';</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/hostname) } p { font-family: x }</style>",
    ],
)
def test_nothing_is_fetched_and_asking_for_it_fails_the_document(markup: str) -> None:
    with pytest.raises(Refused) as refusal:
        press.printed(PAGE.format(markup), FILES)
    cause = str(refusal.value.__cause__)
    assert any(asked in cause for asked in ("etc/hostname", "127.0.0.1", "data:"))


def test_a_picture_that_asks_for_a_file_fails_the_document() -> None:
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='file:///etc/hostname'/></svg>"
    with pytest.raises(Refused) as refusal:
        press.printed(PAGE.format("<img alt='x' src='asset:logo.svg'>"), {**FILES, "logo.svg": picture})
    assert "file:///etc/hostname" in str(refusal.value.__cause__)


def test_a_picture_that_travels_along_is_drawn() -> None:
    picture = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    )
    page = PAGE.format("<img alt='x' src='asset:logo.svg'>")
    assert press.printed(page, {**FILES, "logo.svg": picture}).startswith(b"%PDF-")


def test_a_style_that_is_not_understood_fails_the_document() -> None:
    with pytest.raises(Refused) as refusal:
        press.printed(PAGE.format("x"), {"print.css": "p { colour: red }"})
    assert "colour" in str(refusal.value.__cause__)


def test_the_sentence_says_what_to_do_and_names_nothing_of_the_page() -> None:
    with pytest.raises(Refused) as refusal:
        press.printed(PAGE.format("Ruben Testema <img src='file:///etc/hostname'>"), FILES)
    (reason,) = refusal.value.reasons
    assert "Er is niets vastgelegd" in reason.sentence
    assert "Testema" not in reason.sentence


def test_a_job_that_is_killed_is_refused_and_the_next_one_is_drawn() -> None:
    other = the_other_process()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(press.printed, LONG, {})
        while not (children := other.children()):
            assert not job.done()
        for child in children:
            child.kill()
        with pytest.raises(Refused):
            job.result()
    assert the_other_process().pid == other.pid
    assert press.printed(PAGE.format("x"), FILES).startswith(b"%PDF-")


def test_a_process_that_died_is_started_again() -> None:
    other = the_other_process()
    other.kill()
    other.wait()
    assert press.printed(PAGE.format("x"), FILES).startswith(b"%PDF-")
    assert the_other_process().pid != other.pid


def test_two_threads_each_get_their_own_document() -> None:
    pages = [PAGE.format(f"Zaak {number}") for number in range(6)]
    alone = [press.printed(page, FILES) for page in pages]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda page: press.printed(page, FILES), pages))
    assert together == alone
    assert len(set(alone)) == len(pages)


def test_the_other_process_does_not_learn_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUISVERBOD_DATABASE", "postgresql+psycopg://geheim@localhost/x")
    other = the_other_process()
    other.kill()
    other.wait()
    known = the_other_process().environ()
    assert "HUISVERBOD_DATABASE" not in known
    assert known["FONTCONFIG_FILE"].endswith("fonts.conf")


@pytest.mark.parametrize("ending", ["pass", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_other_process_ends_with_ours(ending: str) -> None:
    program = f"""
import psutil
from huisverbod.printing import press
press.warm_up()
print(psutil.Process().children()[0].pid, flush=True)
{ending}
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(timeout=30)


def test_the_fonts_are_the_ones_on_the_list() -> None:
    listed = {
        name: digest
        for digest, name in (line.split() for line in (press.FONTS / "SHA256SUMS").read_text().splitlines())
    }
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in press.FONTS.glob("*.ttf")}
    assert found == listed
    assert found
