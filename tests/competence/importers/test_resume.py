"""Killed half-way, an import goes on where it stood and ends in the very state of one that was never stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from factories.importer_world import PARTICIPANTS, PROJECTS, cordis_folder
from factories.installation import installation, told

HERE = Path(__file__).parent

TELL = """
import json
from django.db import connection
clocks = {"moved_at", "created_at", "updated_at", "finished_at", "decided_at", "at", "joined_at", "applied"}
chains = {"common_auditevent": {"digest", "chain"}, "common_auditdetail": {"salt"}}
tables = {}
with connection.cursor() as cursor:
    for name in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f'SELECT * FROM "{name}"')
        left_out = clocks | chains.get(name, set())
        kept = [place for place, column in enumerate(cursor.description) if column[0] not in left_out]
        tables[name] = sorted(repr([str(row[place]) for place in kept]) for row in cursor.fetchall())
print(json.dumps(tables))
"""


def run(place: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, str(HERE / "kill_and_resume.py"), *arguments]
    return subprocess.run(command, env=place, check=False, timeout=120).returncode


def tables(place: dict[str, str]) -> dict[str, list[str]]:
    """Give every row of every table, but for clocks and the salts of the audit trail."""
    found: dict[str, list[str]] = json.loads(told(TELL, place))
    return found


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
        for n in range(220)
    ]  # fmt: skip
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["CORDIS", "ROR"])
def test_killed_import_ends_in_the_state_of_a_whole_one(tmp_path: Path, kind: str) -> None:
    path = many_projects(tmp_path / "he") if kind == "CORDIS" else institutions(tmp_path / "ror.json")
    with installation(tmp_path / "whole") as whole, installation(tmp_path / "killed") as killed:
        assert run(whole, kind, str(path), "0") == 0
        assert run(killed, kind, str(path), "1") == -9
        left = tables(killed)
        assert left["competence_evidence"] or left["registry_organisation"]
        assert run(killed, kind, str(path), "0") == 0
        assert tables(killed) == tables(whole)
