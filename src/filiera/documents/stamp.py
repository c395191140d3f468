"""A name and a moment across every page of a PDF, so that a copy tells whose it was."""

from __future__ import annotations

import io
from pathlib import Path

from filiera.common.typeset import typeset

TEMPLATE = Path(__file__).parent / "typst" / "stamp.typ"


class NotStamped(Exception):
    """Raised for a PDF that cannot be written upon: locked, or broken."""


def stamped(path: Path, words: str) -> bytes:
    """Give a PDF with words across each of its pages. Raises NotStamped."""
    from pypdf import PdfReader, PdfWriter, Transformation
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise NotStamped
        writer = PdfWriter(clone_from=reader)
        sheets: dict[tuple[int, int], bytes] = {}
        for page in writer.pages:
            page.transfer_rotation_to_content()
            box = page.cropbox
            size = (round(float(box.width)), round(float(box.height)))
            if size not in sheets:
                sheets[size] = _sheet(*size, words)
            over = PdfReader(io.BytesIO(sheets[size])).pages[0]
            page.merge_transformed_page(over, Transformation().translate(float(box.left), float(box.bottom)))
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise NotStamped from error
    return out.getvalue()


def can_be_stamped(path: Path) -> bool:
    """Tell whether a PDF can be written upon."""
    try:
        stamped(path, "-")
    except NotStamped:
        return False
    return True


def _sheet(width: int, height: int, words: str) -> bytes:
    """Draw the words on an empty page of a size in points; the words go in as data, never as markup."""
    size = {"width": max(width, 20), "height": max(height, 20)}
    return typeset(TEMPLATE, {**size, "words": words}, tagged=False)
