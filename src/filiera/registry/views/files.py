"""The list of batches, the file, its table and its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from filiera.common.refusals import Refused, refusals_in
from filiera.common.views import Crumb, permitted
from filiera.registry.exports import XLSX, attachment, template_workbook
from filiera.registry.forms import TableForm, UploadForm
from filiera.registry.models import ImportBatch
from filiera.registry.operations.import_trial import start_trial
from filiera.registry.operations.imports import (
    choose_columns,
    choose_table,
    discard_batch,
    discard_begun,
    upload_sheet,
)
from filiera.registry.queries.imports import begun_batches, sheet_batches
from filiera.registry.queries.previews import column_rows, first_lines
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.other_sheets import looks_like_evidence
from filiera.registry.sheets.problems import SheetError
from filiera.registry.views.steps import batch_meant, crumbs, import_crumbs, steps

if TYPE_CHECKING:
    from django.http import HttpRequest

BATCHES = 30


@permitted("registry.import_data")
def imports(request: HttpRequest) -> HttpResponse:
    """List the files that came, and where each stands."""
    page = Paginator(sheet_batches(), BATCHES).get_page(request.GET.get("page"))
    begun = begun_batches(actor=request.user, now=timezone.now()).count()
    context = {"page": page, "begun": begun, "crumbs": crumbs(Crumb(_("Bring in data")))}
    return render(request, "registry/imports_page.html", context)


@permitted("registry.import_data")
def new(request: HttpRequest) -> HttpResponse:
    """Take a file; one that cannot be read says what is wrong with it and what to do."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = upload_sheet(name=file.name, content=file.read(), actor=request.user)
        except SheetError as error:
            words = str(error)
            form.add_error("file", words if file.name in words else f"{file.name}: {words}")
        else:
            several = len(batch.report.get("sheets", [])) > 1
            return redirect("import-sheet" if several else "import-columns", pk=batch.pk)
    context = {"form": form, "steps": steps(None, 1), "crumbs": import_crumbs(None)}
    return render(
        request, "registry/import_file_page.html", context, status=200 if form.is_valid() or not form.errors else 422
    )


def rows_in_words(n: int) -> str:
    """Say "5,000 rows"."""
    return ngettext("%(n)s row", "%(n)s rows", n) % {"n": n}


@permitted("registry.import_data", load=batch_meant)
def sheet(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Choose the sheet of the file and the line of its headings."""
    sheets = [
        (name, f"{name} · {rows_in_words(rows)}" if name else batch.file_name)
        for name, rows in batch.report.get("sheets", [])
    ]
    initial = {"sheet": batch.sheet, "header_line": batch.header_line}
    form = TableForm(request.POST or None, sheets=sheets, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("sheet", "")
        line = form.cleaned_data["header_line"] if chosen in ("", batch.sheet) else None
        try:
            choose_table(batch=batch, sheet=chosen, header_line=line, actor=request.user)
            return redirect("import-columns", pk=batch.pk)
        except (SheetError, Refused) as error:
            form.add_error(None, str(error))
    context = {
        "batch": batch,
        "form": form,
        "lines": first_lines(batch),
        "steps": steps(batch, 1),
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_sheet_page.html", context)


@permitted("registry.import_data", load=batch_meant)
def columns(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what each column seems to be; POST settles it and begins the trial, or first leaves one column out."""
    if batch.state == ImportBatch.State.UNDONE:
        return redirect("import-batch", pk=batch.pk)  # which says how to begin again
    refused, left = "", request.POST.get("leave", "")
    chosen = {index: request.POST.get(f"column-{index}", "") for index in range(len(batch.headers))}
    if left:
        chosen = {index: "" if str(index) == left else field for index, field in chosen.items()}
    elif request.method == "POST":
        try:
            start_trial(batch=choose_columns(batch=batch, choices=chosen, actor=request.user))
            return redirect("import-trial", pk=batch.pk)
        except Refused as error:
            refused = str(error)
    rows = column_rows(batch, chosen if request.method == "POST" else None)
    context = {
        "batch": batch,
        "columns": rows,
        "guessed": sum(bool(row.guess) for row in rows),
        "fields": SheetField.choices,
        "refused": refused,
        "is_evidence": looks_like_evidence(batch.headers),
        "steps": steps(batch, 2),
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_columns_page.html", context, status=422 if refused else 200)


@permitted("registry.import_data", load=batch_meant)
@require_POST
def discard(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Throw a batch away that is not in the register, once it is said to be meant."""
    if not request.POST.get("sure"):
        messages.error(request, _("Nothing was thrown away: first tick that you are sure."))
        return redirect("import-batch", pk=batch.pk)
    with refusals_in(request):
        discard_batch(batch=batch, actor=request.user)
        messages.success(
            request, _("“%(file)s” is thrown away; nothing was in the register.") % {"file": batch.file_name}
        )
    return redirect("imports")


@permitted("registry.import_data")
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Throw away the files that were begun and never tried, one's own and those long left, once it is said to be meant."""
    if not request.POST.get("sure"):
        messages.error(request, _("Nothing was thrown away: first tick that you are sure."))
        return redirect("imports")
    number = discard_begun(actor=request.user, now=timezone.now())
    words = ngettext(
        "%(n)s file that was begun is thrown away; nothing of it was in the register.",
        "%(n)s files that were begun are thrown away; nothing of them was in the register.",
        number,
    )
    messages.success(request, words % {"n": number})
    return redirect("imports")


@permitted("registry.import_data", load=batch_meant)
def original(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Give the file back as it was sent."""
    if batch.file is None:
        raise Http404
    return attachment(bytes(batch.file.content), batch.file_name, "application/octet-stream")


@permitted("registry.import_data")
def template(request: HttpRequest) -> HttpResponse:
    """Give an empty workbook with the headings that are understood, an example and notes."""
    return attachment(template_workbook(), _("organisations-template.xlsx"), XLSX)
