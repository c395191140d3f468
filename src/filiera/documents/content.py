"""What a file is, by its bytes: the few kinds that people share, and none that carries macros.

Written here rather than taken from a library of magic numbers: none knows signed envelopes (p7m), none looks into the
zip-based formats for macros, and the rest are seven lines. Nothing is unpacked; of a zip the list and two small entries
are read.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

HEAD = 8192
LARGEST_ENTRY = 1024 * 1024
MOST_ENTRIES = 20_000

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
    "p7m": "application/pkcs7-mime",
}
"""The kinds that are taken, by the ending of the file's name, with their media types."""

ENDINGS = {"jpeg": "jpg"}
SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""The object identifier of signed data (1.2.840.113549.1.7.2) as DER writes it. Source: RFC 5652, 5.1."""

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


class NotTaken(Exception):
    """Raised for a file that is not taken: `code` is `unknown`, `macros`, `broken`, `other-name` (`found` is the kind inside).

    Or `other-inside`: the name says a kind that is taken (`found`), and what is inside is none of those.
    """

    def __init__(self, code: str, found: str = "") -> None:
        self.code, self.found = code, found
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: its ending and its media type."""

    ending: str
    media_type: str


def kind_of(path: Path, name: str) -> Kind:
    """Tell what a file on disk is, and that its name says so. Raises NotTaken."""
    ending = Path(name).suffix.lower().lstrip(".")
    ending = ENDINGS.get(ending, ending)
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    found = _found(path, head)
    if found == "txt" and ending == "csv":
        found = "csv"
    if head and not found and ending in MEDIA:
        raise NotTaken("other-inside", ending)
    if not found or ending not in MEDIA:
        raise NotTaken("unknown")
    if found != ending:
        raise NotTaken("other-name", found)
    return Kind(found, MEDIA[found])


def _found(path: Path, head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if (head[:1] == b"\x30" and SIGNED in head[:64]) or head.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS")):
        return "p7m"
    return "txt" if head and _is_text(path) else ""


def _zipped(path: Path) -> str:
    """Tell which office format a zip is. Raises NotTaken where it carries macros or cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or any(entry.flag_bits & 1 for entry in entries):
                raise NotTaken("broken")
            names = {entry.filename for entry in entries}
            types = _entry(archive, "[Content_Types].xml", names) + _entry(archive, "META-INF/manifest.xml", names)
            declared = _entry(archive, "mimetype", names)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, ValueError) as error:
        raise NotTaken("broken") from error
    lowered = [name.lower() for name in names]
    has_code = any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in lowered)
    if has_code or b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        raise NotTaken("macros")
    if declared.strip() == MEDIA["odt"].encode():
        return "odt"
    folders = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
    kinds = {kind for folder, kind in folders.items() if any(name.startswith(folder) for name in names)}
    return kinds.pop() if len(kinds) == 1 and "[Content_Types].xml" in names else ""


def _entry(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    if name not in names:
        return b""
    with archive.open(name) as handle:
        return handle.read(LARGEST_ENTRY)


def _is_text(path: Path) -> bool:
    """Tell whether a file is text: no control characters, and no letter cut in two where it is UTF-8 at its beginning."""
    with path.open("rb") as handle:
        while chunk := handle.read(1024 * 1024):
            if CONTROL.search(chunk):
                return False
    return True
