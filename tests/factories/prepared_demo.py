"""The demo of the browser's journeys, prepared once for all who serve it; `python prepared_demo.py FOLDER` does it ahead."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILIERA = str(Path(sys.executable).parent / "filiera")


def environment(var: Path) -> dict[str, str]:
    """Give the surroundings of a demo in a folder of its own, on SQLite."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"FILIERA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "filiera.settings.dev"}


def prepared(folder: Path) -> Path:
    """Prepare a demo in a folder with what set-up built, unless it is there; whoever comes meanwhile waits for it.

    One that stopped half way is begun anew.
    """
    var, done = folder / "prepared", folder / "prepared-whole"
    with (folder / "prepared-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(var, ignore_errors=True)
            var.mkdir()
            for name in ("territory", "models", "fonts"):
                (var / name).symlink_to(ROOT / "var" / name)
            command = [FILIERA, "demo", "--no-serve"]
            subprocess.run(command, env=environment(var), check=True, stdout=subprocess.DEVNULL)
            done.touch()
    return var


if __name__ == "__main__":
    prepared(Path(sys.argv[1]))
