"""A demo of its own, served as people get it, for the journeys in a real browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


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


FILIERA = str(Path(sys.executable).parent / "filiera")


def environment(var: Path) -> dict[str, str]:
    """Give the surroundings of a demo in a folder of its own, on SQLite."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"FILIERA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "filiera.settings.dev"}


def prepared(base: Path) -> Path:
    """Prepare a demo with what set-up built, once for all the processes that test at once."""
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    var, done = shared / "prepared", shared / "prepared-whole"
    with (shared / "prepared-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            var.mkdir()
            for name in ("territory", "models", "fonts"):
                (var / name).symlink_to(ROOT / "var" / name)
            command = [FILIERA, "demo", "--no-serve"]
            subprocess.run(command, env=environment(var), check=True, stdout=subprocess.DEVNULL)
            done.touch()
    return var


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a demo from a folder of its own."""
    var = tmp_path_factory.mktemp("demo") / "var"
    shutil.copytree(prepared(tmp_path_factory.getbasetemp()), var, symlinks=True)
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


@pytest.fixture(scope="session")
def axe() -> str:
    """Give axe-core's script, from node_modules."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")
