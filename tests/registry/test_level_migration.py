"""Rows of four levels: what was for the organisation and the office is bilateral, with nobody named; and the way back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.db import connection

from factories.installation import installation

SCRIPT = Path(__file__).parent / "migrate_old_levels.py"


def test_organisations_level_becomes_bilateral_and_back(tmp_path: Path) -> None:
    with installation(tmp_path, "registry", "0010") as place:
        command = [sys.executable, str(SCRIPT)]
        done = subprocess.run(command, env=place, check=True, timeout=240, stdout=subprocess.PIPE, text=True)
    assert json.loads(done.stdout) == {
        "database": connection.vendor,
        "after": [["PUBLIC", "BILATERAL"]] * 3,
        "back": [["PUBLIC", "ORGANISATION"]] * 3,
    }
