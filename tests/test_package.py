"""The package as others install it: its data folders travel along and can be replaced by others."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True
    )
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as content:
        content.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, cwd: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program of the wheel, run in a folder of its own."""
    variables = {**os.environ, "PYTHONPATH": str(installed), **environment}
    command = [sys.executable, "-m", "huisverbod", *words]
    return subprocess.run(command, cwd=cwd, env=variables, text=True, capture_output=True, check=False)


def test_the_program_runs_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import huisverbod; print(huisverbod.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        text=True,
        capture_output=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)
    done = run(installed, tmp_path, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_tables_can_be_made_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "migrate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "huisverbod.sqlite").is_file()


def test_a_folder_of_ones_own_takes_the_place_of_the_one_shipped(installed: Path, tmp_path: Path) -> None:
    regions = tmp_path / "regions"
    regions.mkdir()
    (regions / "mijnregio.toml").write_text('key = "mijnregio"\n', encoding="utf-8")
    done = run(installed, tmp_path, "check", HUISVERBOD_PILOT_REGIONS=str(regions))
    assert done.returncode == 1
    assert "mijnregio.toml" in done.stdout + done.stderr


def test_the_wheel_holds_what_the_program_reads_and_nothing_of_the_tests(installed: Path) -> None:
    shipped = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    for folder in ("workflows", "document_templates", "pilot_regions", "migrations"):
        here = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*.*")
            if path.suffix != ".pyc"
        }
        assert {f"huisverbod/data/{name}" for name in here if not name.startswith(".")} <= shipped
    schemas = {path.name for path in (ROOT / "docs" / "schemas").iterdir()}
    assert schemas
    assert {f"huisverbod/data/schemas/{name}" for name in schemas} <= shipped
    assert not [name for name in shipped if "test" in name.split("/")[0]]
