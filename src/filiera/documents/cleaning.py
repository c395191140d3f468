"""A copy of a file that holds what one sees of it and nothing else: pages and pictures drawn anew, text as plain text.

What is read comes from anybody, and the readers of PDFs and pictures are large: they work in a process of their own, with a
limit on its time and memory (`documents.cleaner`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60
"""How long one file may take: thirty pages of text take about four seconds."""

MOST_PAGES = 30

CLEANED = {
    "application/pdf": "application/pdf",
    "image/png": "application/pdf",
    "image/jpeg": "application/pdf",
    "text/plain": "text/plain",
    "text/csv": "text/csv",
}
"""The kinds of which a clean copy can be made, with the kind of the copy."""


class NotCleaned(Exception):
    """Raised where no clean copy is made: `code` is `kind`, `pages`, `locked`, `broken` or `slow`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """A clean copy: its kind, its pages (0 where it has none), and the text that the file holds, for whoever checks it.

    `text` is what a program reads in the file, what one does not see of it included; empty for pages that are pictures.
    """

    media_type: str
    pages: int
    text: str


def clean_copy(source: Path, media_type: str, *, to: Path) -> CleanCopy:
    """Write a copy that holds what one sees of a file and nothing else, and the same whenever it is made. Raises NotCleaned.

    Of a PDF or a picture every page becomes a picture: names, dates, programs, comments, text under what was blackened, places
    where a photograph was taken are in none. Of a text the bytes of its letters stay.
    """
    if media_type not in CLEANED:
        raise NotCleaned("kind")
    command = [sys.executable, "-m", "filiera.documents.cleaner", str(source), media_type, str(to), str(MOST_PAGES)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, cwd=to.parent)
    except subprocess.TimeoutExpired as error:
        raise NotCleaned("slow") from error
    if done.returncode:
        raise NotCleaned("broken")
    said = json.loads(done.stdout)
    if "fault" in said:
        raise NotCleaned(said["fault"])
    return CleanCopy(CLEANED[media_type], said["pages"], said["text"])
