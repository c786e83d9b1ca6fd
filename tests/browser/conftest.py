"""A site that is really served, and Debian's own browser to visit it with."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests.browser.visiting import Served
from tests.web.conftest import Site, a_site

NO_BROWSER = "The pages cannot be tested: install the Debian package chromium."
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once per module: a loop that outlived its module would be in the way of others."""
    chromium = shutil.which("chromium")
    if chromium is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@contextmanager
def served(site: Site) -> Iterator[Served]:
    """The site on a port of its own. Who knocks before the server is ready, waits at the door."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site.app, log_level="warning", ws="none"))
    thread = Thread(target=server.run, args=([door],), name="site")
    thread.start()
    try:
        yield Served(site, f"http://127.0.0.1:{door.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join()
        door.close()
        site.engine.dispose()


@pytest.fixture(scope="module")
def served_site(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, rulebook: Rulebook
) -> Iterator[Served]:
    """The application as a municipality runs it, but for https."""
    path = tmp_path_factory.mktemp("site") / "site.sqlite"
    shutil.copy(sqlite_template, path)
    settings = Settings(tick_seconds=0, secure_cookies=False)
    with served(a_site(path, rulebook, settings)) as found:
        yield found


@pytest.fixture(scope="module")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, rulebook: Rulebook
) -> Iterator[Served]:
    """The application as demonstration: its pages have everything the others have, and a banner."""
    path = tmp_path_factory.mktemp("demonstration") / "site.sqlite"
    shutil.copy(sqlite_template, path)
    settings = Settings(tick_seconds=0, secure_cookies=False, demo=True)
    with served(a_site(path, rulebook, settings)) as found:
        yield found
