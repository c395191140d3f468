"""A new installation with a database of its own, on the same kind of server as the tests, for real processes side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2] / "src"


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database, thrown away at the end."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / 'filiera.sqlite3'}"
        return
    import psycopg

    url, name = os.environ["DATABASE_URL"], f"filiera_{uuid4().hex[:12]}"
    server, _slash, rest = url.partition("/postgres?")
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}?{rest}"
        finally:
            database.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def installation(folder: Path, *target: str) -> Iterator[dict[str, str]]:
    """Give the environment of a new installation with an empty register; `target`, app and migration, makes it an older one."""
    with _database(folder) as url:
        environment = {
            **os.environ,
            "FILIERA_VAR": str(folder),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "filiera.settings.test",
            "PYTHONPATH": str(SOURCE),
        }
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0", *target], env=environment, check=True)
        yield environment


def started(code: str, place: dict[str, str]) -> subprocess.Popen[str]:
    """Start a process of the installation that runs some lines."""
    code = f"import django; django.setup()\n{code}"
    return subprocess.Popen([sys.executable, "-c", code], env=place, stdout=subprocess.PIPE, text=True)


def told(code: str, place: dict[str, str]) -> str:
    """Run some lines in the installation and give what they print."""
    process = started(code, place)
    out, _err = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.strip()
