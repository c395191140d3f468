"""The process that draws a file anew: `python -m filiera.documents.cleaner SOURCE KIND TARGET PAGES` prints what it found.

It loads nothing of the platform, so that it starts at once, and may use two gigabytes of memory.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024**3
LONGEST_TEXT = 60_000
DPI = 150
"""Dots an inch of a drawn page: print of eight points is read without effort, and a page takes some 200 kB."""

MOST_DOTS = 3_000
"""Dots of the longer side of a page or picture, however large it says that it is."""

LARGEST_PICTURE = 100_000_000
"""Dots of a picture that is opened at all: a few bytes can claim to be billions."""

QUALITY = 85


class _Fault(Exception):
    """Raised with the code of why no copy is made."""


def main(source: Path, kind: str, target: Path, most_pages: int) -> dict[str, Any]:
    """Write the clean copy of a file; give its pages and its text, or the fault."""
    try:
        if kind.startswith("text/"):
            return {"pages": 0, "text": _plain(source, target)}
        pages, text = _drawn(source, most_pages) if kind == "application/pdf" else ([_picture(source)], "")
        _bound(pages, target)
    except _Fault as error:
        return {"fault": str(error)}
    return {"pages": len(pages), "text": text[:LONGEST_TEXT]}


def _plain(source: Path, target: Path) -> str:
    """Write a text anew in UTF-8, with no mark at its beginning and one kind of line ends."""
    raw = source.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    plain = "\n".join(text.splitlines()) + "\n"
    target.write_text(plain, encoding="utf-8", newline="\n")
    return plain[:LONGEST_TEXT]


def _drawn(source: Path, most_pages: int) -> tuple[list[Any], str]:
    """Draw the pages of a PDF, and read its text."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(source) as paper:
            if len(paper) > most_pages:
                raise _Fault("pages")
            paper.init_forms()
            text = "\n".join(_text(paper))
            return [_page(page) for page in paper], text
    except pypdfium2.PdfiumError as error:
        raise _Fault("locked" if "password" in str(error).lower() else "broken") from error


def _text(paper: Any) -> Iterator[str]:
    for page in paper:
        yield page.get_textpage().get_text_bounded()


def _page(page: Any) -> Any:
    longest = max(page.get_size())
    scale = min(DPI / 72, MOST_DOTS / longest) if longest else 1
    return page.render(scale=scale).to_pil().convert("RGB")


def _picture(source: Path) -> Any:
    """Take the dots of a picture, turned as it says that it is to be seen, on white where one sees through it."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = LARGEST_PICTURE
    try:
        with Image.open(source, formats=("PNG", "JPEG")) as found:
            if found.width * found.height > LARGEST_PICTURE:
                raise _Fault("broken")
            seen = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _Fault("broken") from error
    seen.thumbnail((MOST_DOTS, MOST_DOTS))
    white = Image.new("RGBA", seen.size, "white")
    white.alpha_composite(seen)
    return white.convert("RGB")


def _bound(pages: list[Any], target: Path) -> None:
    """Write pictures as the pages of a PDF that says nothing of itself: no title, no day."""
    if not pages:
        raise _Fault("broken")
    silent = dict.fromkeys(("title", "author", "subject", "keywords", "creator", "producer"))
    first, *rest = (one.copy() for one in pages)
    first.save(
        target,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=DPI,
        quality=QUALITY,
        creationDate=None,
        modDate=None,
        **silent,
    )


if __name__ == "__main__":
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    done = main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(done))
