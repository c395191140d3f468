"""Killed half-way, an import goes on where it stood and ends in the very state of one that was never stopped."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from factories.importer_world import PARTICIPANTS, PROJECTS, cordis_folder

HERE = Path(__file__).parent
CLOCKS = {"moved_at", "created_at", "updated_at", "finished_at", "decided_at", "at", "joined_at", "applied"}
CHAIN = {"registry_importbatch": set(), "common_auditevent": {"digest", "chain"}, "common_auditdetail": {"salt"}}


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "FILIERA_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "filiera.settings.test",
    }


def run(folder: Path, *arguments: str) -> int:
    command = [sys.executable, str(HERE / "kill_and_resume.py"), *arguments]
    return subprocess.run(command, env=environment(folder), check=False, timeout=120).returncode


def tables(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table, but for clocks and the salts of the audit trail."""
    with sqlite3.connect(folder / "x.sqlite3") as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in sorted(names):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
            kept = [column for column in columns if column not in CLOCKS | CHAIN.get(name, set())]
            quoted = ", ".join(f'"{column}"' for column in kept)
            rows = database.execute(f"SELECT {quoted} FROM {name}")  # noqa: S608
            found[name] = sorted(rows.fetchall(), key=repr)
    return found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    command = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    subprocess.run(command, env=environment(folder), check=True, timeout=120)
    with sqlite3.connect(folder / "x.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def copies(empty: Path, tmp_path: Path) -> tuple[Path, Path]:
    made = tmp_path / "whole", tmp_path / "killed"
    for one in made:
        shutil.copytree(empty, one)
    return made


def many_projects(folder: Path) -> Path:
    numbers = [str(900_000_100 + n) for n in range(1_300)]
    projects = [PROJECTS[0] | {"id": number, "title": f"Emulsion {number}"} for number in numbers]
    participants = [one | {"projectID": number} for number in numbers for one in PARTICIPANTS[:2]]
    folder = cordis_folder(folder, {"project.csv": projects, "organization.csv": participants})
    with (folder / "project.csv").open("ab") as handle:
        handle.write(b'"900000001";"too short"\r\n')
    return folder


def institutions(path: Path) -> Path:
    letters = "abcdefghjkmnpqrstvwxyz"
    records = [
        {"id": f"https://openalex.org/I{n}", "display_name": f"Istituto {letters[n % 22]}{letters[n // 22]} {n}",
         "country_code": "IT",
         "type": "facility", "geo": {"city": "Milan", "region": "Lombardy"}}
        for n in range(450)
    ]  # fmt: skip
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["CORDIS", "ROR"])
def test_killed_import_ends_in_the_state_of_a_whole_one(empty: Path, tmp_path: Path, kind: str) -> None:
    whole, killed = copies(empty, tmp_path)
    path = many_projects(tmp_path / "he") if kind == "CORDIS" else institutions(tmp_path / "ror.json")
    assert run(whole, kind, str(path), "0") == 0
    assert run(killed, kind, str(path), "1") == -9
    assert (
        sum(
            len(rows)
            for name, rows in tables(killed).items()
            if name in ("competence_evidence", "registry_organisation")
        )
        > 0
    )
    assert run(killed, kind, str(path), "0") == 0
    assert tables(killed) == tables(whole)
