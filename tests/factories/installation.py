"""A new installation with a database of its own, on the same kind of server as the tests, for real processes side by side.

A migrated database is made once in a run of the tests, by whichever worker needs it first; an installation is a copy of it,
and so is the database of each worker.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connection
from django.db.backends.signals import connection_created

from factories.nursery import Forked, Nursery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

SOURCE = Path(__file__).parents[2] / "src"
RUN = "FILIERA_TEST_RUN"
"""Variable that names a run: set before the workers begin, the same in all of them."""


FILL = "fill-the-test-database"


def begin_run() -> None:
    """Name the run, before its workers are started."""
    os.environ.setdefault(RUN, uuid4().hex[:12])


def end_run() -> None:
    """Throw the migrated database of the run away."""
    shutil.rmtree(_model(), ignore_errors=True)
    if _url().startswith("postgres"):
        _run_on_server(f'DROP DATABASE IF EXISTS "{_model().name}" WITH (FORCE)')


def _model() -> Path:
    """Give the folder of the migrated database; on PostgreSQL it holds the mark that the database of its name is ready."""
    return Path(tempfile.gettempdir()) / f"filiera_model_{os.environ[RUN]}"


def _url() -> str:
    return os.environ.get("DATABASE_URL", "")


def _address(name: str) -> str:
    """Give the address of a database of the tests' server."""
    server, _slash, rest = _url().partition("/postgres?")
    return f"{server}/{name}?{rest}"


def _run_on_server(command: str) -> None:
    import psycopg

    with psycopg.connect(_url(), autocommit=True) as database:
        database.execute(command)  # type: ignore[call-overload]


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "FILIERA_VAR": str(folder),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "filiera.settings.test",
        "PYTHONPATH": str(SOURCE),
    }


def _migrate(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0", "--skip-checks"], env=environment, check=True)


@contextmanager
def _migrated() -> Iterator[Path]:
    """Give the folder of the migrated database, made if this is the first to ask; held while it is copied."""
    folder = _model()
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready"
        if not ready.exists():
            url = f"sqlite:///{folder / 'filiera.sqlite3'}"
            if connection.vendor == "postgresql":
                _run_on_server(f'CREATE DATABASE "{folder.name}"')
                url = _address(folder.name)
            _migrate(_environment(folder, url))
            ready.touch()
        yield folder


def begin_from_model() -> None:
    """Let this process's own test database begin as a copy of the migrated one."""
    with _migrated() as model:
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = model.name
            return
        path = model / "filiera.sqlite3"

    def fill(connection: BaseDatabaseWrapper, **_kept: Any) -> None:
        connection_created.disconnect(dispatch_uid=FILL)
        with closing(sqlite3.connect(path)) as source:
            source.backup(connection.connection)

    connection_created.connect(fill, dispatch_uid=FILL, weak=False)


@contextmanager
def _database(folder: Path, *, is_migrated: bool) -> Iterator[str]:
    """Give the address of a database, empty or migrated, thrown away at the end."""
    if connection.vendor != "postgresql":
        path = folder / "filiera.sqlite3"
        if is_migrated:
            with _migrated() as model:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(model / path.name, path)
        yield f"sqlite:///{path}"
        return
    name = f"filiera_{uuid4().hex[:12]}"
    if is_migrated:
        with _migrated() as model:
            _run_on_server(f'CREATE DATABASE "{name}" TEMPLATE "{model.name}"')
    else:
        _run_on_server(f'CREATE DATABASE "{name}"')
    try:
        yield _address(name)
    finally:
        _run_on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def installation(folder: Path, *, is_migrated: bool = True) -> Iterator[dict[str, str]]:
    """Give the environment of a new installation with nothing in its register, or with a database that has no table yet."""
    with _database(folder, is_migrated=is_migrated) as url:
        try:
            yield _environment(folder, url)
        finally:
            for key in [key for key in _nurseries if ("DATABASE_URL", url) in key]:
                _nurseries.pop(key).close()


_nurseries: dict[tuple[tuple[str, str], ...], Nursery] = {}
"""Those of the installations that are there, by their whole environment."""


def started(code: str, place: dict[str, str]) -> Forked:
    """Start a process of the installation that runs some lines."""
    key = tuple(sorted(place.items()))
    if key not in _nurseries:
        _nurseries[key] = Nursery(place)
    return _nurseries[key].start(code)


def told(code: str, place: dict[str, str]) -> str:
    """Run some lines in the installation and give what they print."""
    process = started(code, place)
    out, _err = process.communicate()
    assert process.returncode == 0
    return out.strip()
