"""Secrets that an installation makes for itself and keeps: the demo's key and its accounts' password."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Give the secret kept in a file, made the first time; the file is its owner's alone (0600) from its first byte.

    Of several processes that start at once, one makes it and all read the same.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = path.read_text(encoding="utf-8").strip()
        if found:
            return found
        handle = os.open(path, os.O_WRONLY | os.O_TRUNC)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return kept_secret(path, make)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        made = make()
        file.write(made)
    return made
