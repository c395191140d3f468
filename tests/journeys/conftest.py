"""A demo of its own, served as people get it, for the journeys in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.prepared_demo import FILIERA, environment, prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page


@dataclass(frozen=True)
class Site:
    """A served demo: its address, the password of its accounts, and its folder."""

    url: str
    password: str
    var: Path


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def shared_folder(base: Path) -> Path:
    """Give the folder of what is prepared: where it was begun ahead, else one of all the processes that test at once."""
    ahead = os.environ.get("FILIERA_PREPARED")
    if ahead:
        return Path(ahead)
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a demo from a folder of its own."""
    var = tmp_path_factory.mktemp("demo") / "var"
    shutil.copytree(prepared(shared_folder(tmp_path_factory.getbasetemp())), var, symlinks=True)
    port = free_port()
    server = subprocess.Popen(
        [FILIERA, "demo", "--port", str(port)],
        env=environment(var),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/readyz")
        yield Site(url, (var / "demo_password").read_text(encoding="utf-8"), var)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address: str) -> None:
    for _try in range(240):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"{address} does not answer")


def followed(link: Locator) -> None:
    """Press a link or a button, and wait for the whole page that it leads to."""
    with link.page.expect_navigation():
        link.click()


def sign_in(page: Page, site: Site, email: str, password: str = "") -> None:
    """Sign a person of the demo in, in Italian."""
    page.goto(f"{site.url}/it/sign-in/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password or site.password)
    followed(page.locator("main button.btn"))


def entered(browser: Browser, site: Site, email: str, width: int) -> Page:
    """Give a page of a person who has signed in, without a script; of nobody for an empty address."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    if email:
        sign_in(page, site, email)
    return page
