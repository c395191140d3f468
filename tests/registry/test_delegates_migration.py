"""Delegates from before have an act that is not known, one stands for each person, and the way back loses none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from factories.installation import installation

SCRIPT = Path(__file__).parent / "migrate_old_delegates.py"
REPLACED = "Sostituita da una successiva"


def test_delegates_from_before_become_contact_persons_and_back(tmp_path: Path) -> None:
    with installation(tmp_path, "registry", "0013") as place:
        command = [sys.executable, str(SCRIPT)]
        done = subprocess.run(command, env=place, check=True, timeout=240, stdout=subprocess.PIPE, text=True)
    assert json.loads(done.stdout) == {
        "after": [
            ["CONTACT", "Atto non registrato", "2021-01-01", REPLACED],
            ["CONTACT", "Nomina", "2021-01-01", REPLACED],
            ["CONTACT", "Atto non registrato", "None", ""],
        ],
        "back": [["Atto non registrato", "2020-12-31"], ["Nomina", "None"], ["Atto non registrato", "None"]],
    }
