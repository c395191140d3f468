"""Why a document cannot be as asked, in words with the remedy."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from filiera.common.refusals import Refused


class DocumentRefused(Refused):
    """Raised where a file or a level cannot be taken; `field` is the box of the form that it concerns."""

    def __init__(self, code: str, *, found: str = "") -> None:
        super().__init__(code, FIELDS.get(code, ""))
        self.code, self.found = code, found

    def __str__(self) -> str:
        """Say what is wrong and what to do."""
        return words_of(self.code, self.found)


FIELDS = {
    "unknown": "file",
    "macros": "file",
    "broken": "file",
    "other-name": "file",
    "other-inside": "file",
    "too-large": "file",
    "empty": "file",
    "not-pdf": "file",
    "locked-pdf": "file",
    "no-circle": "circle",
    "wrong-circle": "circle",
    "closed-circle": "circle",
    "no-reason": "reason",
}


def words_of(code: str, found: str = "") -> str:
    """Give the words of a refusal, in the reader's language."""
    values = {"found": found.upper(), "mb": settings.UPLOAD_MB}
    words = {
        "unknown": _(
            "This kind of file is not taken. Send it as PDF, DOCX, XLSX, PPTX, ODT, PNG, JPG, CSV, TXT or P7M."
        ),
        "macros": _("The file carries macros, which could harm whoever opens it. Save it without macros, or as PDF."),
        "broken": _("The file cannot be opened: it is damaged or locked. Save it again, without a password."),
        "other-name": _(
            "Inside, this file is %(found)s and not what its name says: choose the right file. Taken are PDF, DOCX, XLSX, "
            "PPTX, ODT, PNG, JPG, CSV, TXT and P7M."
        ),
        "other-inside": _(
            "By its name this file is %(found)s, but its content is not: choose the right file. Taken are PDF, DOCX, XLSX, "
            "PPTX, ODT, PNG, JPG, CSV, TXT and P7M."
        ),
        "too-large": _("The file is larger than %(mb)s MB. Make it smaller, for instance with lighter pictures."),
        "empty": _("The file is empty. Choose another one."),
        "not-pdf": _("Under an agreement only PDF is shared, because each copy bears a name. Save it as PDF."),
        "locked-pdf": _("This PDF is locked or signed in a way that no name can be written on it. Save it unlocked."),
        "no-circle": _("Choose whom it is shared with: the table, or the agreement."),
        "wrong-circle": _(
            "This circle does not fit the level: a table for a table's papers, an agreement for an agreement's."
        ),
        "closed-circle": _("This circle is closed. Choose one that is open."),
        "no-reason": _("Say why more people should see it: the owner reads it before answering."),
        "waits": _("Another change of this paper already waits for its owner. Wait for the answer."),
        "decided": _("This has been answered already."),
    }
    return words[code] % values
