"""The archive: one tar file of the database's copy, the files people sent, and a manifest with the digest of each."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from filiera.common.backups.databases import BackupError, Database

FORMAT = "filiera-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
KEPT = ("documents",)
"""Folders of `var` that cannot be made again; index, model, territory and fonts can, by `filiera map` and `make setup`."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: of which kind of database, taken when, by which version; path and SHA-256 of each file."""

    database: str
    taken_at: str
    version: str
    files: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, *, database: Database, var: Path, version: str, now: datetime) -> Manifest:
    """Write a backup to a new file, which is there whole or not at all.

    Files are copied, then the database, then the files that came meanwhile: whatever the copy of the database names is
    there. Raises BackupError, OSError.
    """
    if target.exists():
        raise BackupError(_("“%(path)s” is there already. Name another file.") % {"path": target})
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place:
        folder = Path(place)
        files = _copied(var, folder, {})
        database.dump(folder / DUMP)
        files = _copied(var, folder, files)
        files[DUMP] = _digest(folder / DUMP)
        manifest = Manifest(database.name, now.isoformat(timespec="seconds"), version, dict(sorted(files.items())))
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        arriving = folder / "archive.tar"
        with tarfile.open(arriving, "w") as tar:
            for name in (MANIFEST, *manifest.files):
                tar.add(folder / name, arcname=name)
        with arriving.open("rb") as file:
            os.fsync(file.fileno())
        os.chmod(arriving, 0o600)
        os.replace(arriving, target)
    return manifest


def _copied(var: Path, folder: Path, known: dict[str, str]) -> dict[str, str]:
    """Copy the files that are not known yet; one that goes meanwhile is left out, as nothing names it."""
    files = dict(known)
    for name in KEPT:
        for path in sorted((var / name).rglob("*")) if (var / name).exists() else []:
            inside = path.relative_to(var).as_posix()
            if inside in files or not path.is_file() or path.name.startswith("."):
                continue
            copy = folder / inside
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(path, copy)
            except FileNotFoundError:
                continue
            files[inside] = _digest(copy)
    return files


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the files of an archive within a folder; whatever else it holds is no backup of ours. Raises TarError.

    By hand: `extractall` filters what leads out of the folder only from Python 3.11.4 on.
    """
    within = folder.resolve()
    for member in tar:
        target, content = (within / member.name).resolve(), tar.extractfile(member) if member.isfile() else None
        if content is None or not target.is_relative_to(within):
            raise tarfile.TarError(member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(content, out)


@contextmanager
def opened_archive(path: Path, near: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpack an archive beside where it will go, verified file by file. Raises BackupError, OSError."""
    near.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=near, prefix=".restore-") as place:
        folder = Path(place)
        try:
            with tarfile.open(path, "r:") as tar:
                _unpack(tar, folder)
            raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            manifest = Manifest(**raw)
        except (tarfile.TarError, ValueError, TypeError, KeyError, FileNotFoundError) as error:
            if isinstance(error, FileNotFoundError) and not path.exists():
                raise
            raise BackupError(_("“%(path)s” is no backup of Filiera, or is cut off.") % {"path": path}) from error
        if manifest.format != FORMAT or DUMP not in manifest.files:
            raise BackupError(_("“%(path)s” was written by another version of Filiera.") % {"path": path})
        for name, digest in manifest.files.items():
            if not (folder / name).is_file() or _digest(folder / name) != digest:
                raise BackupError(_("The archive is damaged at “%(name)s”. Use another one.") % {"name": name})
        yield manifest, folder


def restore_archive(path: Path, *, database: Database, var: Path, replace: bool) -> Manifest:
    """Put a backup back: files first, each in one step, then the database in one step.

    Files stand under their digests: one that comes changes nothing that is named, so that what was there is whole where
    the database cannot be put back; one that was damaged is mended.
    Raises BackupError, OSError.
    """
    with opened_archive(path, var) as (manifest, folder):
        if manifest.database != database.name:
            words = {"there": manifest.database, "here": database.name}
            raise BackupError(_("The archive is of %(there)s, and this installation uses %(here)s.") % words)
        for name, digest in manifest.files.items():
            if name == DUMP or ((var / name).is_file() and _digest(var / name) == digest):
                continue
            (var / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(folder / name, var / name)
        database.restore(folder / DUMP, replace=replace)
    return manifest
