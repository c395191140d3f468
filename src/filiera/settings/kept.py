"""Secrets that an installation makes for itself and keeps: the demo's key and its accounts' password."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Give the secret kept in a file, made the first time; the file is its owner's alone (0600) from its first byte.

    Of several processes that start at once, one makes it and all read the same: it is written aside and takes its name
    whole, and a name that is taken stays.
    """
    with suppress(FileNotFoundError):
        found = path.read_text(encoding="utf-8").strip()
        if found:
            return found
        path.unlink()  # a file of nothing, left by a process that was stopped
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(make())
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        os.unlink(aside)
    return path.read_text(encoding="utf-8").strip()
