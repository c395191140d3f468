"""Open what people bring: a file, a folder, a zip or a gz, without trusting any of it.

Nothing is unpacked to disk; every stream counts what it gives, so that a small file that swells without end is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES = 12 * 1024**3
"""Largest unpacked size of one member: the whole OpenAlex works of a country stay below, a bomb does not."""
MOST_MEMBERS = 20_000
MOST_RATIO = 400
"""A member that swells more than this is no text: CORDIS tables swell 4 to 12 times, ROR 10."""
RATIO_FROM = 50 * 1024**2
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".gz", ".zip", ".xlsx"})


class UnsafeFile(ValueError):
    """Raised for a file that is not opened; `code` is one of missing-file, bad-zip, unsafe-zip, zip-bomb, locked-zip."""

    def __init__(self, code: str, name: str) -> None:
        """Keep the code and the name of the file."""
        super().__init__(f"{code}: {name}")
        self.code, self.name = code, name


@dataclass(frozen=True, slots=True)
class Member:
    """One readable file: its name inside what was brought, and where to open it."""

    name: str
    path: Path
    inside: str = ""

    @property
    def suffix(self) -> str:
        """Give the ending that tells the format, in lower case, without `.gz`."""
        return PurePosixPath(self.name.lower().removesuffix(".gz")).suffix

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Open the unpacked bytes. Raises UnsafeFile when they swell beyond reason."""
        if not self.inside:
            with self.path.open("rb") as plain:
                yield self._unpacked(plain, self.path.stat().st_size)
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.inside) as packed:
            size = archive.getinfo(self.inside).compress_size
            yield self._unpacked(packed, size)

    def _unpacked(self, stream: IO[bytes], packed_size: int) -> IO[bytes]:
        if self.name.lower().endswith(".gz"):
            stream = cast(IO[bytes], gzip.GzipFile(fileobj=stream))
        return io.BufferedReader(_Counted(stream, packed_size, self.name), 1 << 18)


class _Counted(io.RawIOBase):
    """A stream that refuses to give more than the limits."""

    def __init__(self, stream: IO[bytes], packed_size: int, name: str) -> None:
        self._stream, self._packed, self._name, self._given = stream, max(1, packed_size), name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._stream.read(len(view))
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise UnsafeFile("bad-zip", self._name) from error
        self._given += len(data)
        swollen = self._given > RATIO_FROM and self._given > self._packed * MOST_RATIO
        if swollen or self._given > MOST_BYTES:
            raise UnsafeFile("zip-bomb", self._name)
        view[: len(data)] = data
        return len(data)


def members_of(path: Path) -> list[Member]:
    """List the readable files of a file, folder or zip, in the order of their names. Raises UnsafeFile."""
    if path.is_dir():
        found = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        return [
            member
            for one in found
            if one.suffix.lower() in SUFFIXES
            for member in _members(one, one.relative_to(path).as_posix())
        ]
    if not path.is_file():
        raise UnsafeFile("missing-file", path.name)
    return _zip_members(path, "") if path.suffix.lower() == ".zip" else [Member(path.name, path)]


def _members(path: Path, name: str) -> list[Member]:
    return _zip_members(path, f"{name}/") if path.suffix.lower() == ".zip" else [Member(name, path)]


def _zip_members(path: Path, prefix: str) -> list[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnsafeFile("bad-zip", path.name) from error
    if len(entries) > MOST_MEMBERS:
        raise UnsafeFile("zip-bomb", path.name)
    members = []
    for entry in entries:
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or (inside.parts and ":" in inside.parts[0]):
            raise UnsafeFile("unsafe-zip", entry.filename)
        if entry.is_dir() or inside.name.startswith((".", "__MACOSX")) or "__MACOSX" in inside.parts:
            continue
        if entry.flag_bits & 1:
            raise UnsafeFile("locked-zip", entry.filename)
        if entry.file_size > MOST_BYTES or (
            entry.file_size > RATIO_FROM and entry.file_size > max(1, entry.compress_size) * MOST_RATIO
        ):
            raise UnsafeFile("zip-bomb", entry.filename)
        if inside.suffix.lower() in SUFFIXES - {".zip"}:
            members.append(Member(f"{prefix}{inside}", path, entry.filename))
    return sorted(members, key=lambda member: member.name)


def digest_of_files(path: Path) -> str:
    """Give the digest of a file, or of the names and contents of a folder, by which a changed file is noticed."""
    digest = hashlib.sha256()
    if path.is_file():
        found = [path]
    else:
        found = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES)
    for one in found:
        digest.update(one.name.encode())
        with one.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
