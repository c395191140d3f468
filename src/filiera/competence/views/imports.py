"""The office brings evidence in: a file, its progress slice by slice, what became of every row, and the way back."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from filiera.common.in_words import whole
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, View, permitted
from filiera.competence.exports_imports import rejected_csv
from filiera.competence.forms_office import EvidenceFileForm
from filiera.competence.importers.sheet_template import evidence_template
from filiera.competence.operations.import_trial import accept_trial
from filiera.competence.operations.import_trial import advance as advance_import
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.import_uploads import (
    answer_institution,
    discard_failed,
    discard_upload,
    open_upload,
    try_as_it_looks,
)
from filiera.competence.operations.imports import BatchGone, ImportRefused
from filiera.competence.operations.links import find_again
from filiera.competence.operations.map import begin_map
from filiera.competence.queries.failed_imports import failed_batches, failed_imports
from filiera.competence.queries.imports import batch_page, emptied_by, evidence_batches
from filiera.competence.views.preparing import map_step
from filiera.competence.wording_imports import undone_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from filiera.registry.models import ImportBatch

BUDGET_SECONDS = 2.0
"""How long one step of an import works before the page shows how far it is."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _crumbs(*last: str) -> list[Crumb]:
    first = [Crumb(_("Office"), reverse("office")), Crumb(_("Evidence that comes in"), reverse("evidence-imports"))]
    return [*first, *(Crumb(word) for word in last)]


def _batch(pk: int) -> ImportBatch:
    return get_object_or_404(evidence_batches(), pk=pk)


def _refused(request: HttpRequest, error: ImportRefused, pk: int) -> HttpResponse:
    """Say what was refused, on the page of the batch, or on the list where it is no more."""
    messages.error(request, f"{error.value}: {error}" if error.value else str(error))
    return redirect("evidence-imports") if isinstance(error, BatchGone) else redirect("evidence-import", pk=pk)


def _step(view: Callable[[HttpRequest, ImportBatch], HttpResponse]) -> View:
    """Let the office take a step of an import: what it refuses is said in words; htmx goes to the page that says it."""

    @permitted("competence.import_evidence")
    @require_POST
    @wraps(view)
    def taken(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            found = evidence_batches().filter(pk=pk).first()
            if found is None:
                raise BatchGone
            return view(request, found)
        except ImportRefused as error:
            response = _refused(request, error, pk)
        is_part = getattr(request, "htmx", False)
        return HttpResponse(headers={"HX-Redirect": response["Location"]}) if is_part else response

    return taken


@permitted("competence.import_evidence")
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports; POST takes a file, to be tried first."""
    form = EvidenceFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent, place = form.cleaned_data["file"], (form.cleaned_data["country"], form.cleaned_data["region"])
        with refusals_in(form):
            word, name = form.cleaned_data["kind"], sent.name
            batch = open_upload(word=word, name=name, chunks=sent.chunks(), place=place, actor=request.user)
            return redirect("evidence-import", pk=batch.pk)
    page = Paginator(evidence_batches(), 20).get_page(request.GET.get("page"))
    failed = {"failed": failed_imports(), "failed_count": failed_batches().count()}
    context = {"form": form, "page": page, "crumbs": _crumbs(), **failed}
    return render(request, "competence/evidence_imports_page.html", context)


@permitted("competence.import_evidence", load=_batch)
def batch(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Show where an import stands and what became of its rows."""
    shown = batch_page(found)
    context = {"batch": found, "shown": shown, "crumbs": _crumbs(found.file_name)}
    return render(request, "competence/evidence_import_page.html", context)


@_step
def advance(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Bring a trial or an import one step further; htmx gets the progress, anybody else the page."""
    advance_import(batch=found, now=timezone.now(), budget_seconds=BUDGET_SECONDS)
    is_running = found.state in (found.State.UPLOADED, found.State.RUNNING)
    if getattr(request, "htmx", False) and is_running:
        context = {"batch": found, "shown": batch_page(found)}
        return render(request, "competence/evidence_import_progress.html", context)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": reverse("evidence-import", args=[found.pk])})
    return redirect("evidence-import", pk=found.pk)


@_step
def begin(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Say yes to what was tried: it comes in."""
    accept_trial(batch=found, actor=request.user)
    return redirect("evidence-import", pk=found.pk)


@_step
def try_as(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Try a file as the format that it looks like."""
    try_as_it_looks(batch=found, actor=request.user)
    return redirect("evidence-import", pk=found.pk)


@_step
def discard(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Throw a file away of which nothing has come in, once it is said to be meant."""
    if not request.POST.get("sure"):
        messages.error(request, _("Nothing was thrown away: first tick that you are sure."))
        return redirect("evidence-import", pk=found.pk)
    discard_upload(batch=found, actor=request.user)
    words = _("“%(file)s” is thrown away; nothing of it was in.")
    messages.success(request, words % {"file": found.file_name})
    return redirect("evidence-imports")


@permitted("competence.import_evidence")
@require_POST
def discard_all_failed(request: HttpRequest) -> HttpResponse:
    """Throw away all the files that could not come in."""
    number = discard_failed(actor=request.user)
    words = ngettext(
        "%(n)s file that could not come in is thrown away.",
        "%(n)s files that could not come in are thrown away.",
        number,
    )
    messages.success(request, words % {"n": whole(number)} if number else _("No file that failed is left."))
    return redirect("evidence-imports")


@_step
def undo(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Take an import back."""
    done = undo_batch(batch=found, now=timezone.now(), actor=request.user)
    emptied = [organisation.name for organisation in emptied_by(found)]
    messages.success(request, undone_words(done, gone=found.report.get("gone", []), emptied=emptied))
    return redirect("evidence-import", pk=found.pk)


@permitted("competence.import_evidence", load=_batch)
@require_POST
def renew(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Look again for organisations and compute the map, after an import."""
    tied = find_again()
    words = ngettext("%(n)s name found its organisation.", "%(n)s names found their organisations.", tied)
    messages.success(request, words % {"n": whole(tied)})
    begin_map(today=timezone.localdate())
    return map_step(request, ready=reverse("evidence-import", args=[found.pk]))


@permitted("competence.import_evidence", load=_batch)
@require_POST
def answer(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Remember whether an institution in doubt is the organisation beside it."""
    asked = request.POST.get("row", "")
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    row = get_object_or_404(found.rows.filter(fate="ASK").exclude(candidate=None), pk=asked)
    verdict = "SAME" if request.POST.get("verdict") == "SAME" else "DIFFERENT"
    answer_institution(row=row, verdict=verdict, actor=request.user)
    messages.success(request, _("Remembered. The next import of this file follows your answer."))
    return redirect("evidence-import", pk=found.pk)


@permitted("competence.import_evidence", load=_batch)
def rejected(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Give the rejected rows as a file, each with its place, value, fault and remedy."""
    response = HttpResponse(rejected_csv(found), content_type="text/csv; charset=utf-8")
    name = pgettext("name of a file", "rejected")
    response["Content-Disposition"] = f'attachment; filename="{name}-{found.pk}.csv"'
    return response


@permitted("competence.import_evidence")
def template(request: HttpRequest) -> HttpResponse:
    """Give the template of the evidence sheet."""
    response = HttpResponse(evidence_template(), content_type=XLSX)
    name = pgettext("name of a file", "evidence")
    response["Content-Disposition"] = f'attachment; filename="filiera-{name}.xlsx"'
    return response
