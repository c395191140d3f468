"""The Django application of `filiera.documents`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext, gettext_lazy

from filiera.registry import hooks

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.privacy.hooks import Scan


class DocumentsConfig(AppConfig):
    """Register `filiera.documents` under the label `documents`, with its permissions."""

    name = "filiera.documents"
    label = "documents"

    def ready(self) -> None:
        """Load the permissions; say what papers hold of people; files that no paper names go every day."""
        from filiera.common.daily import DailyJob, add_job
        from filiera.documents import personal_data
        from filiera.privacy import hooks as privacy

        import_module("filiera.documents.rules")
        if _remove_examples not in hooks.before_examples_go:
            hooks.before_examples_go.append(_remove_examples)
        if personal_data.papers_sections not in privacy.personal_data:
            privacy.personal_data.append(personal_data.papers_sections)
            privacy.erasers.append(personal_data.erase_from_papers)
            privacy.scan_keeper.append(_keep_scan)
            privacy.kept_traces.update(personal_data.KEPT_TRACES)
        add_job(DailyJob("files", gettext_lazy("deletes files that no document names"), _sweep))


def _keep_scan(title: str, scan: Scan, now: datetime, actor: Any) -> str:
    """Keep a scan that privacy is given as a paper of the office alone."""
    from filiera.common.visibility import Visibility
    from filiera.documents.operations.documents import Paper, store_document
    from filiera.documents.operations.receiving import Sent

    paper = Paper(title, visibility=Visibility.OFFICE, content_visibility=Visibility.OFFICE)
    row = store_document(paper=paper, file=Sent(scan.name, scan.chunks), now=now, actor=actor)
    return gettext("document %(pk)s") % {"pk": row.pk}


def _sweep(now: datetime) -> int:
    """Sweep away orphan files."""
    from filiera.documents.files import sweep
    from filiera.documents.queries.documents import named_digests

    return sweep(named_digests())


def _remove_examples() -> None:
    """Take the example papers out before the organisations whose they are."""
    from filiera.documents.models import Document

    Document.objects.filter(is_example=True).delete()
