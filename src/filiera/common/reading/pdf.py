"""The text of a PDF by its pages: heads and feet that every page repeats are dropped, words that lines break are joined."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdf
from pypdf.errors import PyPdfError

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 400
MOST_SIGNS = 10_000_000
"""Signs of text; small files can unpack to very much."""
LEAST_SIGNS_A_PAGE = 25
"""With fewer on average, the pages are pictures of text."""

_EDGE_LINES = 3
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
_SOFT = re.compile("\u00ad\n?")


class PdfUnread(Exception):
    """Raised for a PDF that cannot be read; `code` says why.

    `too-large`, `too-many-pages`, `no-pdf`, `broken`, `encrypted`, `no-text`.
    """

    code = "broken"


class PdfTooLarge(PdfUnread):
    """Raised for a PDF, or its text, beyond the bounds."""

    code = "too-large"


class PdfTooManyPages(PdfUnread):
    """Raised for a PDF with more than `MOST_PAGES` pages."""

    code = "too-many-pages"


class NoPdf(PdfUnread):
    """Raised for what is no PDF at all."""

    code = "no-pdf"


class PdfBroken(PdfUnread):
    """Raised for a PDF that is cut or damaged."""


class PdfEncrypted(PdfUnread):
    """Raised for a PDF that asks for a password."""

    code = "encrypted"


class PdfOfPictures(PdfUnread):
    """Raised for a PDF with little or no text: scans have none."""

    code = "no-text"


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF, pages parted by an empty line, and where in it each page begins."""

    text: str
    starts: tuple[int, ...]


def read_pdf(data: bytes) -> PdfText:
    """Read the text of a PDF. Raises a kind of PdfUnread that says what is wrong."""
    if len(data) > MOST_BYTES:
        raise PdfTooLarge
    if b"%PDF-" not in data[:1024]:
        raise NoPdf
    pages = _cleaned(_pages(data))
    text, starts, length = [], [], 0
    for page in pages:
        starts.append(length)
        text.append(page)
        length += len(page) + 2
    if sum(len(page.strip()) for page in pages) < LEAST_SIGNS_A_PAGE * max(1, len(pages)):
        raise PdfOfPictures
    return PdfText("\n\n".join(text), tuple(starts))


def _pages(data: bytes) -> list[list[str]]:
    """Give the lines of each page."""
    found: list[list[str]] = []
    signs = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfEncrypted
        if len(reader.pages) > MOST_PAGES:
            raise PdfTooManyPages
        for page in reader.pages:
            written = page.extract_text()
            signs += len(written)
            if signs > MOST_SIGNS:
                raise PdfTooLarge
            found.append([line.rstrip() for line in written.replace("\x00", "").split("\n")])
    except PdfUnread:
        raise
    except (pypdf.errors.DependencyError, pypdf.errors.FileNotDecryptedError) as error:
        raise PdfEncrypted from error
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise PdfBroken from error
    except (OSError, NotImplementedError, AssertionError) as error:
        raise PdfBroken from error
    if not found:
        raise PdfBroken
    return found


def _cleaned(pages: Sequence[list[str]]) -> list[str]:
    """Drop the lines at the edges that most pages repeat, whatever their numbers, and join broken words."""
    repeated = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)} if key)
    least = max(3, (len(pages) * 6 + 9) // 10)
    dropped = {key for key, times in repeated.items() if times >= least}
    return [_joined(_without(lines, dropped)) for lines in pages]


def _edges(lines: list[str]) -> list[str]:
    written = [line for line in lines if line.strip()]
    return [written[place] for place in _edge_places(len(written))]


def _edge_places(lines: int) -> list[int]:
    """Give the places of the first and last lines, of a short page fewer: its text must not be taken for its edges."""
    each = min(_EDGE_LINES, lines // 3)
    return [*range(each), *range(lines - each, lines)]


def _without(lines: list[str], dropped: set[str]) -> list[str]:
    written = [place for place, line in enumerate(lines) if line.strip()]
    at_edge = {written[place] for place in _edge_places(len(written))}
    return [line for place, line in enumerate(lines) if not (place in at_edge and _is_of_edge(line, dropped))]


def _is_of_edge(line: str, dropped: set[str]) -> bool:
    bare = line.strip()
    return (
        _key(line) in dropped
        or re.fullmatch(r"(?:pag(?:ina|e|\.)?\s*)?[0-9]{1,4}(?:\s*(?:/|di|of)\s*[0-9]{1,4})?", bare, re.I) is not None
    )


def _key(line: str) -> str:
    return re.sub(r"[0-9]+", "#", line.strip().casefold())[:200]


def _joined(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return _BROKEN_WORD.sub("", _SOFT.sub("", text))
