"""Waivers from before get their own column; the act that set the fee is found again where one rate alone can be meant."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from factories.installation import installation

SCRIPT = Path(__file__).parent / "migrate_old_waivers.py"


def test_waivers_from_before_stand_beside_the_act_that_set_the_fee_and_back(tmp_path: Path) -> None:
    with installation(tmp_path, "governance", "0007") as place:
        command = [sys.executable, str(SCRIPT)]
        done = subprocess.run(command, env=place, check=True, timeout=240, stdout=subprocess.PIPE, text=True)
    assert json.loads(done.stdout) == {"after": [[1, 2], [None, 2], [1, None]], "back": [[2], [2], [1]]}
