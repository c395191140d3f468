"""Take a file in as it is sent: written aside, of a kind that is taken, under a name without folders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from filiera.documents.content import NotTaken, kind_of
from filiera.documents.files import TooLarge, set_aside
from filiera.documents.operations.refusals import DocumentRefused


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it is sent: the name that it had there, and its content in pieces."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Received:
    """What was received: name, media type, digest (SHA-256), size in bytes."""

    name: str
    media_type: str
    digest: str
    size: int


def receive(file: Sent) -> tuple[Path, Received]:
    """Write a file aside and look at it; it is gone again where it is refused. Raises DocumentRefused.

    Whoever calls removes it, or keeps it by `files.take_in`.
    """
    try:
        aside, digest, size = set_aside(file.chunks, most=settings.UPLOAD_MB * 1024 * 1024)
    except TooLarge as error:
        raise DocumentRefused("too-large") from error
    try:
        return aside, _judged(file.name, aside, digest, size)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _judged(sent_name: str, aside: Path, digest: str, size: int) -> Received:
    if not size:
        raise DocumentRefused("empty")
    name = _plain_name(sent_name)
    try:
        kind = kind_of(aside, name)
    except NotTaken as error:
        raise DocumentRefused(error.code, found=error.found) from error
    return Received(name, kind.media_type, digest, size)


def _plain_name(name: str) -> str:
    """Give a file's own name without folders or control characters, its ending kept where it is long."""
    plain = "".join(letter for letter in name.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable()).strip()
    path = Path(plain or "file")
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}" if len(path.suffix) < 20 else plain[:200]
