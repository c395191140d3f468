"""Files on disk under their digest: written aside, flushed, renamed; the row that names one comes after."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from django.conf import settings

ORPHAN_AFTER = 24 * 3600
"""Seconds after which a file that no version names is swept: long after whoever was sending it has its row, or has given up."""


class TooLarge(Exception):
    """Raised where a file is larger than may be sent."""


def folder() -> Path:
    """Give the folder of the files."""
    return Path(settings.VAR_DIR) / "documents"


def path_of(digest: str) -> Path:
    """Give the path of a file by its digest."""
    return folder() / digest[:2] / digest[2:]


def set_aside(chunks: Iterable[bytes], *, most: int) -> tuple[Path, str, int]:
    """Write what is sent to a file of its own; give its path, digest and size. Raises TooLarge beyond `most` bytes.

    Whoever calls removes the file, or keeps it by `take_in`.
    """
    aside = folder() / "aside"
    aside.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=aside)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise TooLarge
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest(), size


def take_in(aside: Path, digest: str) -> Path:
    """Put a file under its digest; the same content is kept once, and counts as sent now."""
    target = path_of(digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(aside, target)
    os.utime(target)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return target


def sweep(named: Collection[str], *, now: float | None = None) -> int:
    """Delete the files that no version names and that are a day old; give their number."""
    now = time.time() if now is None else now
    gone = 0
    for path, digest in _kept():
        if digest not in named and path.stat().st_mtime < now - ORPHAN_AFTER:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _kept() -> Iterator[tuple[Path, str]]:
    """Walk the files with their digests; what was left aside has none that a version could name."""
    for path in sorted(folder().glob("*/*")):
        if path.is_file():
            yield path, "" if path.parent.name == "aside" else path.parent.name + path.name
