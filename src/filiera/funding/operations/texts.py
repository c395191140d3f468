"""The text that somebody gives of a call: pasted, of a web page, or of a PDF with its pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from filiera.common.reading.html_text import read_html
from filiera.common.reading.pdf import MOST_BYTES, PdfUnread, read_pdf
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.wording_pdf import pdf_fault_words


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text, and where in it the pages of its PDF begin."""

    text: str
    pages: tuple[int, ...] = ()


def looks_like_a_page(text: str) -> bool:
    """Tell whether what was pasted is the source of a web page."""
    return bool(re.search(r"<(?:html|body|div|p|br|table)\b", text[:5000], re.IGNORECASE))


def text_of(given: Mapping[str, Any]) -> GivenText:
    """Give what was pasted, or what a PDF holds. Raises FundingRefused with what is wrong with the PDF."""
    sent = given.get("pdf")
    if not sent:
        text = str(given.get("text") or "")
        return GivenText(read_html(text) if looks_like_a_page(text) else text)
    data = sent.read(MOST_BYTES + 1)
    try:
        found = read_pdf(data)
    except PdfUnread as error:
        raise FundingRefused(pdf_fault_words(error.code), field="pdf") from error
    return GivenText(found.text.replace("\x00", " "), found.starts)
