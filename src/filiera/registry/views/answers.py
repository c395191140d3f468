"""What is remembered of people's answers: listed, and forgotten one by one or with the import that they came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.registry.operations.forgetting import forget_answer, forget_answers_of
from filiera.registry.queries.answers import answers, remembered_keys
from filiera.registry.views.steps import batch_meant, crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.registry.models import ImportBatch

ANSWERS = 30


@permitted("registry.import_data")
def remembered(request: HttpRequest) -> HttpResponse:
    """List what is remembered, the newest first."""
    page = Paginator(remembered_keys(), ANSWERS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "answers": answers(list(page.object_list)),
        "crumbs": crumbs(Crumb(_("Bring in data"), reverse("imports")), Crumb(_("Remembered answers"))),
    }
    return render(request, "registry/answers_page.html", context)


@permitted("registry.import_data")
@require_POST
def forget(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Forget one answer."""
    with refusals_in(request):
        forget_answer(kind=kind, pk=pk, actor=request.user)
        messages.success(request, _("Forgotten: it will be asked again."))
    return redirect("import-answers")


@permitted("registry.import_data", load=batch_meant)
@require_POST
def forget_of_batch(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Forget the answers that were given while a batch was brought in."""
    number = forget_answers_of(batch=batch, actor=request.user)
    words = ngettext("%(n)s answer is forgotten.", "%(n)s answers are forgotten.", number)
    messages.success(request, words % {"n": number})
    return redirect("import-batch", pk=batch.pk)
