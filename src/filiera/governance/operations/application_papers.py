"""The documents of an application: the office's alone, beside the applicant and the body that decides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.visibility import Visibility
from filiera.documents.models import Document
from filiera.documents.operations.documents import Paper, store_document
from filiera.documents.operations.receiving import Sent
from filiera.governance.enums import ApplicationState
from filiera.governance.operations.applications import ApplicationRefused, held_application

if TYPE_CHECKING:
    from filiera.governance.models import MembershipApplication

MOST_PAPERS = 12
TAKING = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.UNDER_REVIEW,
    ApplicationState.INFO_REQUESTED,
)


def papers_of(application: MembershipApplication) -> list[Document]:
    """Give the documents of an application, in the order in which they came."""
    pks = application.answers.get("documents", [])
    found = Document.objects.prefetch_related("versions").in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


@transaction.atomic
def add_paper(*, application: MembershipApplication, title: str, file: Sent, now: datetime, actor: Any) -> Document:
    """Add a document to an application. Raises ApplicationRefused, and DocumentRefused where the file is not taken."""
    row = held_application(application)
    if row.state not in TAKING:
        raise ApplicationRefused(_("Documents are added before the application is on an agenda."))
    kept = list(row.answers.get("documents", []))
    if len(kept) >= MOST_PAPERS:
        raise ApplicationRefused(_("%(n)s documents at most: put several papers in one file.") % {"n": MOST_PAPERS})
    paper = Paper(
        title=title,
        language=row.language,
        owner=row.organisation,
        visibility=Visibility.OFFICE,
        content_visibility=Visibility.OFFICE,
        is_example=row.is_example,
        is_draft=row.state == ApplicationState.DRAFT,
    )
    document = store_document(paper=paper, file=file, now=now, actor=actor)
    row.answers = {**row.answers, "documents": [*kept, document.pk]}
    row.save(update_fields=["answers"])
    audit.record(actor=actor, verb="add-application-paper", thing=row, values={"document": document.pk})
    return document
