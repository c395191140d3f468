"""The `filiera` command as a shell runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("arguments", [["version"], ["help"], ["help", "--commands"]], ids=" ".join)
def test_command_whose_reader_went_away_ends_without_a_word(tmp_path: Path, arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", "from filiera.cli import main; main()", *arguments]
    place = {**os.environ, "FILIERA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "filiera.settings.dev"}
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=place, check=False, text=True, timeout=120)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")
