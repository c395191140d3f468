"""Files that somebody sends, kept on disk until they are taken in or thrown away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from filiera.funding.operations.refusals import FundingRefused

MOST_FILES = 40
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: its name there, its content in pieces."""

    name: str
    chunks: Iterable[bytes]


def check_number(files: Sequence[Sent], *, field: str) -> None:
    """Raise FundingRefused, at the field of the form, where there is no file or too many."""
    if not files:
        raise FundingRefused(_("Choose a file."), field=field)
    if len(files) > MOST_FILES:
        raise FundingRefused(_("At most %(n)s files at once; put more into a zip.") % {"n": MOST_FILES}, field=field)


def keep_files(files: Sequence[Sent], folder: Path, *, most_bytes: int, field: str) -> None:
    """Write files into a folder. Raises FundingRefused where they are too large together; then nothing of them is left."""
    size = 0
    for number, one in enumerate(files):
        with place_for(folder, one.name, number).open("wb") as handle:
            for chunk in one.chunks:
                size += len(chunk)
                if size > most_bytes:
                    shutil.rmtree(folder, ignore_errors=True)
                    most = {"n": most_bytes // 1024**2}
                    raise FundingRefused(_("Too large: at most %(n)s MB at once.") % most, field=field)
                handle.write(chunk)


def place_for(folder: Path, name: str, number: int) -> Path:
    """Give where a file is kept: in a folder of its own, so that it keeps the name by which its faults are told."""
    plain = _UNSAFE.sub("-", Path(name).name)[-80:].lstrip(".-") or "file"
    own = folder / f"{number:03d}"
    own.mkdir(parents=True)
    return own / plain


def files_in(folder: Path) -> list[Path]:
    """List what is kept in a folder, in the order in which it was sent."""
    return sorted(one for one in folder.rglob("*") if one.is_file())


def sent_name(name: str) -> str:
    """Give the name of a file in the folder as it was sent, without the folder of its own."""
    return name.partition("/")[2]
