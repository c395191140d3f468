"""The trial: how far it is, every row's fate, errors mended by hand, doubts answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from filiera.common.refusals import refusals_in
from filiera.common.views import permitted
from filiera.pictures.bars import DryRun
from filiera.registry.exports import XLSX, attachment, bad_rows_workbook
from filiera.registry.models import DuplicateDecision, ImportBatch, ImportRow
from filiera.registry.operations.import_answers import (
    decide_row,
    leave_for_later,
    leave_row_out,
    mend_value,
    take_answer_back,
    take_row,
)
from filiera.registry.operations.import_trial import advance_trial, start_trial, trial_progress
from filiera.registry.queries.imports import (
    BANDS,
    CELLS,
    answered_rows,
    band_rows,
    doubts,
    fate_words,
    lines_of,
    mistakes,
    tally,
    values_left_out,
)
from filiera.registry.sheets.problems import WARNING
from filiera.registry.views.steps import BUDGET_SECONDS, batch_meant, import_crumbs, is_htmx, row_meant, steps

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.registry.queries.imports import Mistake

ROWS = 50
DOUBTS = 10
CELLS_SHOWN = 20
LATER = "LATER"


def progress(request: HttpRequest, batch: ImportBatch, *, url: str, words: str, done: int, most: int) -> HttpResponse:
    """Show how far a long act is; the page goes on by itself, with a script or without."""
    context = {
        "batch": batch,
        "url": url,
        "words": words,
        "done": done,
        "most": most,
        "steps": steps(batch, 3 if batch.state == ImportBatch.State.MAPPED else 5),
        "crumbs": import_crumbs(batch),
    }
    name = "registry/import_progress.html" if is_htmx(request) else "registry/import_progress_page.html"
    return render(request, name, context)


@permitted("registry.import_data", load=batch_meant)
def trial(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what would become of every row; a trial that is not through goes on first."""
    here = reverse("import-trial", args=[batch.pk])
    if batch.state == ImportBatch.State.MAPPED and batch.trial:
        batch = advance_trial(batch=batch, budget_seconds=BUDGET_SECONDS)
        if batch.state == ImportBatch.State.MAPPED:
            done, most = trial_progress(batch)
            words = _("Reading and looking for %(n)s rows…") % {"n": batch.total}
            return progress(request, batch, url=here, words=words, done=done, most=most)
    if is_htmx(request):
        return HttpResponseClientRedirect(here)
    if batch.state in (ImportBatch.State.UPLOADED, ImportBatch.State.MAPPED):
        return redirect("import-columns", pk=batch.pk)
    if batch.state in (ImportBatch.State.RUNNING, ImportBatch.State.UNDONE):
        return redirect("import-batch", pk=batch.pk)
    counts = tally(batch)
    errors = band_rows(batch, "error")
    context = {
        "batch": batch,
        "tally": counts,
        "run": DryRun(counts.same, counts.doubts, counts.new, counts.error),
        "mistakes": mistakes(batch, list(errors[:ROWS])),
        "more_errors": max(0, counts.error - ROWS),
        "left_out": values_left_out(batch, list(band_rows(batch, CELLS)[:CELLS_SHOWN])),
        "more_cells": max(0, counts.cells - CELLS_SHOWN),
        "steps": steps(batch, 3),
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_trial_page.html", context)


@permitted("registry.import_data", load=batch_meant)
@require_POST
def again(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Try again, against the register as it is now."""
    with refusals_in(request):
        start_trial(batch=batch)
    return redirect("import-trial", pk=batch.pk)


def _band_title(band: str, count: int) -> str:
    return {
        "same": ngettext("%(n)s row is known", "%(n)s rows are known", count),
        "update": ngettext("%(n)s known row says something new", "%(n)s known rows say something new", count),
        "identical": ngettext("%(n)s known row says nothing new", "%(n)s known rows say nothing new", count),
        "ask": ngettext("%(n)s row is in doubt", "%(n)s rows are in doubt", count),
        "new": ngettext("%(n)s row is new", "%(n)s rows are new", count),
        "error": ngettext("%(n)s row has an error", "%(n)s rows have errors", count),
        "empty": ngettext(
            "%(n)s row is set aside: empty, a heading, a total, a note, or left out",
            "%(n)s rows are set aside: empty, headings, totals, notes, or left out",
            count,
        ),
        "cells": ngettext("%(n)s row lacks a value that is wrong", "%(n)s rows lack a value that is wrong", count),
    }[band] % {"n": count}


def band_of_rows(pk: int, band: str) -> tuple[ImportBatch, str]:
    """Load the batch and the band of an address."""
    if band not in BANDS and band != CELLS:
        raise Http404
    return batch_meant(pk), band


@permitted("registry.import_data", load=band_of_rows)
def rows(request: HttpRequest, meant: tuple[ImportBatch, str]) -> HttpResponse:
    """List the rows of one band."""
    batch, band = meant
    page = Paginator(band_rows(batch, band), ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "band": band,
        "title": _band_title(band, page.paginator.count),
        "page": page,
        "lines": lines_of(batch, list(page.object_list)),
        "mistakes": _wrong_values(batch, band, list(page.object_list)),
        "steps": steps(batch, 3),
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_rows_page.html", context)


def _wrong_values(batch: ImportBatch, band: str, rows: list[ImportRow]) -> list[Mistake]:
    if band == CELLS:
        return values_left_out(batch, rows)
    return mistakes(batch, rows) if band == "error" else []


@permitted("registry.import_data", load=row_meant)
@require_POST
def leave(request: HttpRequest, row: ImportRow) -> HttpResponse:
    """Leave a row out."""
    with refusals_in(request):
        left = leave_row_out(row=row, actor=request.user)
        words = _(
            "Line %(line)s is left out: it stands among the rows set aside, and can be taken in again from there."
        )
        messages.success(request, words % {"line": left.line})
    return _back(request, row, "import-trial")


@permitted("registry.import_data", load=row_meant)
@require_POST
def take(request: HttpRequest, row: ImportRow) -> HttpResponse:
    """Take a row in that was set aside."""
    with refusals_in(request):
        taken = take_row(row=row, actor=request.user)
        words = _("Line %(line)s is taken as an organisation: %(fate)s.")
        messages.success(request, words % {"line": taken.line, "fate": fate_words(taken)})
    return _back(request, row, "import-trial")


def _back(request: HttpRequest, row: ImportRow, name: str) -> HttpResponse:
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return redirect(url)
    return redirect(name, pk=row.batch_id)


@permitted("registry.import_data", load=row_meant)
@require_POST
def mend(request: HttpRequest, row: ImportRow) -> HttpResponse:
    """Write another value in place of a wrong one, and look at the row again."""
    column = request.POST.get("column", "")
    with refusals_in(request):
        mended = mend_value(
            row=row,
            column=int(column) if column.isdecimal() and len(column) < 6 else -1,
            text=request.POST.get("text", ""),
            actor=request.user,
        )
        left = [error for error in mended.errors if error["level"] != WARNING]
        words = _("Line %(line)s still has an error.") if left else _("Line %(line)s is mended: %(fate)s.")
        tell = messages.warning if left else messages.success
        tell(request, words % {"line": mended.line, "fate": fate_words(mended)})
    return _back(request, row, "import-trial")


@permitted("registry.import_data", load=batch_meant)
def duplicates(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Set the doubtful rows beside what they may be, and ask."""
    if batch.state not in (ImportBatch.State.TRIED, ImportBatch.State.DONE):
        return redirect("import-trial", pk=batch.pk)
    page = Paginator(band_rows(batch, "ask").order_by("fate", "line"), DOUBTS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "tally": tally(batch),
        "doubts": doubts(batch, list(page.object_list)),
        "answered": lines_of(batch, list(answered_rows(batch))),
        "steps": steps(batch, 4),
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_duplicates_page.html", context)


@permitted("registry.import_data", load=row_meant)
@require_POST
def decide(request: HttpRequest, row: ImportRow) -> HttpResponse:
    """Take one answer: they are the same, they are two, later, or the answer back."""
    answer = request.POST.get("answer", "")
    with refusals_in(request):
        if answer in DuplicateDecision.Verdict.values:
            settled = decide_row(row=row, verdict=answer, actor=request.user)
            words = _("Line %(line)s: %(fate)s. We shall not ask again.")
            messages.success(request, words % {"line": settled.line, "fate": fate_words(settled)})
        elif answer == "BACK":
            take_answer_back(row=row, actor=request.user)
        elif answer == LATER:
            leave_for_later(row=row)
    return _back(request, row, "import-duplicates")


@permitted("registry.import_data", load=batch_meant)
def bad_rows(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Give the rows with an error as a workbook, to be corrected and brought in again."""
    name = _("%(file)s-to-correct.xlsx") % {"file": batch.file_name.rsplit(".", 1)[0]}
    return attachment(bad_rows_workbook(batch), name, XLSX)
