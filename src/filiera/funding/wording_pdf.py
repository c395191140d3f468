"""Why a PDF of a call was not read, with what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

FAULTS: Mapping[str, str] = {
    "too-large": n_("This PDF is too large: at most 20 MB. Paste the pages that count."),
    "too-many-pages": n_("This PDF has more than 400 pages: paste the pages that count."),
    "no-pdf": n_("This is no PDF. Choose the PDF of the call, or paste its text."),
    "broken": n_("This PDF is cut or damaged: fetch it again, or paste its text."),
    "encrypted": n_("This PDF asks for a password: save it without one, or paste its text."),
    "no-text": n_("This PDF is a picture of its pages, without text: have it recognised (OCR), or paste its text."),
}


def pdf_fault_words(code: str) -> str:
    """Say why a PDF was not read, in the active language."""
    return _(FAULTS.get(code, FAULTS["broken"]))
