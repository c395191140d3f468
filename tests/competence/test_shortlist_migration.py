"""Shortlists kept before reasons were said anew: what their stored sentences name is remembered, nothing is invented."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = (
    "Ha prove su sistemi airless e pompe dosatrici: un brevetto, per ora solo parola sua.",
    "Airless systems: A patent.",
    "Una frase d'altri tempi.",
)


def migrate(var: Path, *target: str) -> None:
    environment = {**os.environ, "FILIERA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "filiera.settings.dev"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "django", "migrate", "-v0", *target]
    subprocess.run(command, env=environment, check=True)


def put(database: sqlite3.Connection, table: str, **values: object) -> None:
    """Insert a row as an older installation has it; what the test does not speak of gets a value of its type."""
    empty = {"bigint": 1, "bool": 1, "datetime": "2026-11-01 08:00:00", "text": "[]"}
    for _place, name, kind, required, _default, _key in database.execute(f"PRAGMA table_info({table})").fetchall():
        if required:
            values.setdefault(name, empty.get(kind.lower(), ""))
    marks = ", ".join("?" * len(values))
    database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))  # noqa: S608


def test_old_items_remember_their_question_and_what_their_sentence_names(tmp_path: Path) -> None:
    migrate(tmp_path, "competence", "0005")
    with closing(sqlite3.connect(tmp_path / "filiera.sqlite3")) as database, database:
        for code, it, en in (
            ("PK1.CMP.AIR", "Sistemi airless", "Airless systems"),
            ("PK1.CMP.PMP", "Pompe dosatrici", "Pumps"),
        ):
            put(database, "competence_competence", code=code, level=3, ordinal=1, label_it=it, label_en=en)
        put(database, "competence_shortlist", id=1, token="a", question="airless")
        for number, sentence in enumerate(SENTENCES, start=1):
            put(database, "registry_organisation", id=number, code=f"o-{number}", name="O", visibility="PUBLIC")
            put(
                database, "competence_shortlistitem", id=number, shortlist_id=1, organisation_id=number, reason=sentence
            )
    migrate(tmp_path)
    with closing(sqlite3.connect(tmp_path / "filiera.sqlite3")) as database:
        items = "SELECT question, competences, evidence FROM competence_shortlistitem ORDER BY id"
        found = [
            (question, sorted(json.loads(codes)), evidence) for question, codes, evidence in database.execute(items)
        ]
    assert found == [
        ("airless", ["PK1.CMP.AIR", "PK1.CMP.PMP"], "[]"),
        ("airless", ["PK1.CMP.AIR"], "[]"),
        ("airless", [], "[]"),
    ]
