"""What shared papers hold of a person: what was uploaded and proposed; the papers are of the organisation that shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.documents.models import DocumentVersion, LevelProposal
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Gone, Section
from filiera.privacy.operations.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.accounts.models import User

KEPT_TRACES = {
    "documents.Document": gettext_lazy("the paper is of the organisation that shared it, which answers for it"),
    "documents.DocumentVersion": gettext_lazy("the paper is of the organisation that shared it, which answers for it"),
}


def papers_sections(user: User) -> Sequence[Section]:
    """Give the files that a person uploaded."""
    rows = DocumentVersion.objects.filter(uploaded_by=user).select_related("document").order_by("pk")
    return [
        Section(
            "papers",
            _("Files that you uploaded"),
            [("title", _("Paper")), ("file_name", _("File")), ("uploaded_at", _("When")), ("note", _("Note"))],
            [(row.document.title, row.file_name, row.uploaded_at, row.note) for row in rows],
            Fate.PARTED,
            _("the paper is of the organisation that shared it, which answers for it"),
        )
    ]


def erase_from_papers(gone: Gone) -> dict[str, int]:
    """Take name and addresses out of notes and reasons; titles and files are the owner's."""
    return {
        "papers": redact(DocumentVersion.objects.all(), ("note",), gone)
        + redact(LevelProposal.objects.all(), ("reason",), gone)
    }
