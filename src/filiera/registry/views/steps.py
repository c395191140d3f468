"""What the pages of an import share: the batch that an address means, the five steps, the path to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.views import Crumb
from filiera.registry.models import ImportBatch, ImportRow

if TYPE_CHECKING:
    from django.http import HttpRequest

BUDGET_SECONDS = 1.5
"""How long a page works before it shows how far it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the import; it leads somewhere once it can be opened."""

    label: str
    url: str = ""
    done: bool = False
    current: bool = False


def batch_meant(pk: int) -> ImportBatch:
    """Load the batch of an address; one of another kind does not exist here."""
    batch = ImportBatch.objects.filter(pk=pk, kind=ImportBatch.Kind.ORGANISATIONS).select_related("created_by").first()
    if batch is None:
        raise Http404
    return batch


def row_meant(pk: int, row: int) -> ImportRow:
    """Load the row of an address, of that batch alone."""
    found = ImportRow.objects.filter(pk=row, batch=batch_meant(pk)).select_related("batch").first()
    if found is None:
        raise Http404
    return found


def steps(batch: ImportBatch | None, here: int) -> list[Step]:
    """Give the five steps; those behind are done, those that the batch has reached are links."""
    is_in = batch is not None and batch.state == ImportBatch.State.DONE
    labels = (_("File"), _("Columns"), _("Rows") if is_in else _("Trial"), _("Duplicates"), _("Confirm"))
    if batch is None:
        return [Step(label, current=number == here) for number, label in enumerate(labels, start=1)]
    names = ("import-sheet", "import-columns", "import-trial", "import-duplicates", "import-confirm")
    tried = batch.state in (ImportBatch.State.TRIED, ImportBatch.State.DONE)
    first_open = batch.state in (ImportBatch.State.UPLOADED, ImportBatch.State.MAPPED, ImportBatch.State.TRIED)
    out = []
    for number, (label, name) in enumerate(zip(labels, names, strict=True), start=1):
        is_open = tried if number > 2 else first_open
        url = reverse(name, args=[batch.pk]) if is_open else ""
        out.append(Step(label, url, done=number < here, current=number == here))
    return out


def crumbs(*more: Crumb) -> list[Crumb]:
    """Give the path to a page of the office; the last step is the page itself."""
    return [Crumb(_("Today"), reverse("office")), *more]


def import_crumbs(batch: ImportBatch | None) -> list[Crumb]:
    """Give the path to a page of an import."""
    last = Crumb(batch.file_name if batch else _("A new file"))
    return crumbs(Crumb(_("Bring in data"), reverse("imports")), last)


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a fragment is asked for."""
    return bool(getattr(request, "htmx", False))
