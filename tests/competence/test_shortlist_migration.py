"""Shortlists kept before reasons were said anew: what their stored sentences name is remembered, nothing is invented."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.db import connection

from factories.installation import installation

SENTENCES = (
    "Ha prove su sistemi airless e pompe dosatrici: un brevetto, per ora solo parola sua.",
    "Airless systems: A patent.",
    "Una frase d'altri tempi.",
)
SCRIPT = Path(__file__).parent / "migrate_old_shortlists.py"


def test_old_items_remember_their_question_and_what_their_sentence_names(tmp_path: Path) -> None:
    with installation(tmp_path, "competence", "0005") as place:
        command = [sys.executable, str(SCRIPT), *SENTENCES]
        done = subprocess.run(command, env=place, check=True, timeout=240, stdout=subprocess.PIPE, text=True)
    assert json.loads(done.stdout) == {
        "database": connection.vendor,
        "items": [
            ["airless", ["PK1.CMP.PMP", "PK1.CMP.AIR"], []],
            ["airless", ["PK1.CMP.AIR"], []],
            ["airless", [], []],
        ],
    }
