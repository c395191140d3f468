"""The text that somebody gives of a call: pasted, of a web page, or of a PDF with its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.reading.pdf import MOST_BYTES, PdfUnread, read_pdf
from filiera.funding.wording_pdf import pdf_fault_words


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text, and where in it the pages of its PDF begin."""

    text: str
    pages: tuple[int, ...] = ()


def text_of(given: Mapping[str, Any]) -> GivenText:
    """Give what was pasted, or what a PDF holds. Raises FundingRefused with what is wrong with the PDF."""
    sent = given.get("pdf")
    if not sent:
        return GivenText(str(given.get("text") or ""))
    data = sent.read(MOST_BYTES + 1)
    try:
        found = read_pdf(data)
    except PdfUnread as error:
        raise FundingRefused(pdf_fault_words(error.code), field="pdf") from error
    return GivenText(found.text, found.starts)
