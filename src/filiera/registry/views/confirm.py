"""Bring a tried batch in, show what it did, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from filiera.common.refusals import Refused, refusals_in
from filiera.common.views import permitted
from filiera.common.visibility import Visibility
from filiera.registry.forms import ConfirmForm
from filiera.registry.models import ImportBatch
from filiera.registry.operations.import_apply import StaleTrial, advance_batch, apply_progress, start_batch
from filiera.registry.operations.import_trial import start_trial
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.queries.answers import given_count
from filiera.registry.queries.batch_rows import coming_in
from filiera.registry.queries.imports import tally
from filiera.registry.queries.reports import brought_in, left_standing, undone
from filiera.registry.views.steps import BUDGET_SECONDS, batch_meant, import_crumbs, is_htmx, steps
from filiera.registry.views.trial import progress

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permitted("registry.import_data", load=batch_meant)
def confirm(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Say what comes in and what waits; POST begins."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            start_batch(
                batch=batch,
                actor=request.user,
                visibility=Visibility(form.cleaned_data["visibility"]),
                is_example=form.cleaned_data.get("is_example", False),
            )
            return redirect("import-run", pk=batch.pk)
        except StaleTrial:
            start_trial(batch=batch)
            messages.warning(
                request, _("The register has changed since the trial: this is a new one, look at it again.")
            )
            return redirect("import-trial", pk=batch.pk)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("import-batch", pk=batch.pk)
    if batch.state not in (ImportBatch.State.TRIED, ImportBatch.State.DONE):
        return redirect("import-trial", pk=batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "tally": tally(batch),
        "coming": coming_in(batch),
        "steps": steps(batch, 5),
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_confirm_page.html", context)


@permitted("registry.import_data", load=batch_meant)
def run(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Go on with a batch that somebody began to bring in, and show how far it is."""
    here = reverse("import-batch", args=[batch.pk])
    batch = advance_batch(batch=batch, budget_seconds=BUDGET_SECONDS, actor=request.user)
    if batch.state == ImportBatch.State.RUNNING:
        done, most = apply_progress(batch)
        words = _("%(done)s of %(most)s rows are in the register…") % {"done": done, "most": most}
        url = reverse("import-run", args=[batch.pk])
        return progress(request, batch, url=url, words=words, done=done, most=most)
    return HttpResponseClientRedirect(here) if is_htmx(request) else redirect(here)


@permitted("registry.import_data", load=batch_meant)
def batch_page(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what a batch did, and let it be taken back."""
    context = {
        "batch": batch,
        "tally": tally(batch),
        "brought": brought_in(batch),
        "is_still": batch.is_still(timezone.now()),
        "left": left_standing(batch),
        "undone": undone(batch),
        "given": given_count(batch) if batch.state == ImportBatch.State.UNDONE else 0,
        "crumbs": import_crumbs(batch),
    }
    return render(request, "registry/import_batch_page.html", context)


@permitted("registry.import_data", load=batch_meant)
@require_POST
def undo(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Take the whole batch back, once it is said to be meant."""
    if not request.POST.get("sure"):
        messages.error(request, _("Nothing was taken back: first tick that you are sure."))
        return redirect("import-batch", pk=batch.pk)
    with refusals_in(request):
        undo_batch(batch=batch, actor=request.user)
        messages.success(request, _("“%(file)s” is out of the register.") % {"file": batch.file_name})
    return redirect("import-batch", pk=batch.pk)
