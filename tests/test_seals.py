"""What a server loads at its start: what draws and what signs only where it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from huisverbod.errors import DefinitionError
from huisverbod.settings import Settings
from huisverbod.web.app import create_app

HEAVY = ("weasyprint", "pyhanko", "pyhanko_certvalidator", "aiohttp", "pkcs11")
PROGRAM = """
import sys
from huisverbod.settings import Settings
from huisverbod.web.app import create_app
create_app(Settings(database="sqlite://", seals={seals}))
print(*[name for name in {names} if name in sys.modules])
"""


def loaded(seals: str) -> list[str]:
    program = PROGRAM.format(seals=seals, names=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_server_without_keys_loads_nothing_that_draws_or_signs() -> None:
    assert loaded("None") == []


def test_a_server_with_keys_loads_what_signs_at_its_start(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "root.pem"))
    ring = tmp_path / "zegels.toml"
    ring.write_text('roots = ["root.pem"]\ntime_stamps = ["http://127.0.0.1:1"]\n', encoding="utf-8")
    assert "pyhanko" in loaded(repr(str(ring)))


def test_a_file_of_keys_that_is_not_sound_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"zegels\.toml"):
        create_app(Settings(database="sqlite://", seals=tmp_path / "zegels.toml"))
