"""What README promises: its files are there, its commands exist, its example prints what it says."""

import re
from pathlib import Path

import pytest

from huisverbod import __main__ as command_line

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"[(`](docs/[\w./-]+)", TEXT))))
def test_what_it_points_at_is_there(name: str):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake (\w+)", TEXT))))
def test_every_make_target_exists(target: str):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_example_prints_what_it_says(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    found = re.search(r"```console\n\$ huisverbod (.*)\n(.*\n)```", TEXT)
    assert found
    monkeypatch.setattr("sys.argv", ["huisverbod", *found[1].split()])
    with pytest.raises(SystemExit) as end:
        command_line.main()
    assert not end.value.code
    assert " ".join(capsys.readouterr().out.split()) == " ".join(found[2].split())


def test_every_command_it_names_exists(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["huisverbod", "--help"])
    with pytest.raises(SystemExit):
        command_line.main()
    shown = capsys.readouterr().out
    named = set(re.findall(r"^huisverbod (\w+)", TEXT, re.MULTILINE)) | {
        "term",
        "play",
        "tick",
        "export",
        "draw",
    }
    assert {name for name in named if f" {name} " not in shown} == set()
