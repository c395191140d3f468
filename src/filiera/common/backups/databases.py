"""A consistent copy of the database while it is in use, by each server's own means, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

LOCK_SECONDS = 30
"""How long a restore waits for whoever still uses the database, before it gives up and leaves everything as it is."""


class BackupError(Exception):
    """A backup or a restore that cannot be done; its text says why and what to do."""


class Database(Protocol):
    """How one kind of server is copied and put back."""

    name: str

    def dump(self, path: Path) -> None:
        """Write a copy of the whole database as of one moment to a new file."""

    def restore(self, path: Path, *, replace: bool) -> None:
        """Put a copy back, all of it or nothing: what stood there stays where it fails.

        Raises BackupError, also where the database is not empty and `replace` is not asked for.
        """


class SqliteDatabase:
    """SQLite: its online backup copies page by page and begins again where somebody writes meanwhile."""

    name = "sqlite"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.path = Path(str(settings["NAME"]))

    def dump(self, path: Path) -> None:
        """Copy the database file as of one moment."""
        with closing(sqlite3.connect(self.path, timeout=60)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")

    def restore(self, path: Path, *, replace: bool) -> None:
        """Put the file in place in one step; what stood there stays beside it under another name."""
        _check_whole(path)
        if self._is_used() and not replace:
            raise BackupError(_not_empty())
        connection.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        arriving = self.path.with_name(self.path.name + ".arriving")
        shutil.copyfile(path, arriving)
        _synced(arriving)
        if self.path.exists():
            self._fold_journal()
            before = self.path.with_name(self.path.name + ".before-restore")
            before.unlink(missing_ok=True)
            # A second name and not another one: at no moment is there no database.
            os.link(self.path, before)
        os.replace(arriving, self.path)

    def _is_used(self) -> bool:
        if not self.path.exists():
            return False
        with closing(sqlite3.connect(self.path)) as database:
            found = database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()
        return bool(found[0])

    def _fold_journal(self) -> None:
        """Bring what stands in the journal into the file, so that the old one is whole and the new one has none."""
        with closing(sqlite3.connect(self.path, timeout=60)) as database:
            busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise BackupError(_("Somebody still uses the database. Stop the server, then restore."))
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


class PostgresDatabase:
    """PostgreSQL: `pg_dump` reads one snapshot; `pg_restore` writes it as SQL, and `psql` puts it back in one transaction."""

    name = "postgresql"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def dump(self, path: Path) -> None:
        """Dump the database as of one moment, in PostgreSQL's own format."""
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")

    def restore(self, path: Path, *, replace: bool) -> None:
        """Restore in one transaction, in which what stood there goes too: all of it or nothing.

        The copy is written out as SQL first, so that a damaged one, or a tool that is not there, stops before anything
        is touched.
        """
        with connection.cursor() as cursor:
            used = bool(connection.introspection.table_names(cursor))
        if used and not replace:
            raise BackupError(_not_empty())
        connection.close()
        script = path.with_name(path.name + ".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
        # Whole, and in one step: what pg_restore cleans by itself leaves what came after the copy.
        emptied = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public") if used else ()
        acts = (f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'", *emptied)
        commands = [f"--command={act}" for act in acts]
        self._run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--output=/dev/null",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            *commands,
            f"--file={script}",
        )

    def _run(self, tool: str, *arguments: str) -> None:
        """Run a tool of PostgreSQL; the password goes by the environment, where lists of processes do not show it."""
        command = str(Path(settings.PG_BIN) / tool) if settings.PG_BIN else tool
        environment = {**os.environ, **self._environment()}
        try:
            done = subprocess.run([command, *arguments], env=environment, capture_output=True, text=True)
        except FileNotFoundError as error:
            words = _("“%(tool)s” is not there. Install PostgreSQL's client tools (on Debian: postgresql-client).")
            raise BackupError(words % {"tool": tool}) from error
        if done.returncode:
            said = done.stderr.strip().splitlines() or [""]
            why = next((line for line in said if "error:" in line.casefold()), said[-1])
            raise BackupError(_("%(tool)s stopped: %(why)s") % {"tool": tool, "why": why})

    def _environment(self) -> dict[str, str]:
        names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
        found = {variable: str(self.settings.get(name) or "") for name, variable in names.items()}
        options: Mapping[str, Any] = self.settings.get("OPTIONS") or {}
        # What an address says after its question mark, such as a socket's folder, stands among the options.
        for name, variable in {"host": "PGHOST", "port": "PGPORT", "sslmode": "PGSSLMODE"}.items():
            if options.get(name):
                found[variable] = str(options[name])
        return {variable: value for variable, value in found.items() if value}


def _check_whole(path: Path) -> None:
    """Raise BackupError where a copy of SQLite cannot be read from end to end."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            is_whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        is_whole = False
    if not is_whole:
        raise BackupError(_("The copy of the database in the archive is damaged. Use another archive."))


def _not_empty() -> str:
    return _("This database is not empty. Add --replace to put the archive in its place, or restore into an empty one.")


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def database() -> Database:
    """Give the installation's database."""
    if connection.vendor == "postgresql":
        return PostgresDatabase(connection.settings_dict)
    return SqliteDatabase(connection.settings_dict)
