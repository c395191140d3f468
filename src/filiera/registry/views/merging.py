"""Duplicates within the register: look for them, tell them apart, join two, part them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.views import Crumb, permitted
from filiera.registry.forms import MergeSearchForm
from filiera.registry.models import Merge, Organisation
from filiera.registry.operations.merges import MergeRefused, merge_organisations, merge_refusal, undo_merge
from filiera.registry.operations.tell_apart import tell_apart
from filiera.registry.queries.duplicates import possible_duplicates
from filiera.registry.queries.merges import merge_preview, merges_made, organisations_meant
from filiera.registry.views.steps import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAIRS = 10
MERGES = 20


@permitted("registry.merge_organisations")
def duplicates(request: HttpRequest) -> HttpResponse:
    """List organisations that resemble each other, and the merges made."""
    page = Paginator(possible_duplicates(), PAIRS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": MergeSearchForm(),
        "merges": merges_made()[:MERGES],
        "crumbs": crumbs(Crumb(_("Duplicates"))),
    }
    return render(request, "registry/duplicates_page.html", context)


def _one(code: str) -> Organisation:
    found: Organisation | None = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


@permitted("registry.merge_organisations")
@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """Remember that two organisations are two."""
    first, second = _one(request.POST.get("first", "")), _one(request.POST.get("second", ""))
    tell_apart(first=first, second=second, actor=request.user)
    names = {"first": first.name, "second": second.name}
    messages.success(request, _("%(first)s and %(second)s are two. We shall not ask again.") % names)
    return redirect("duplicates")


@permitted("registry.merge_organisations")
def merge(request: HttpRequest) -> HttpResponse:
    """Show two organisations side by side before they are joined; names that mean several are chosen from a list."""
    form = MergeSearchForm(request.GET or None)
    found = {}
    if form.is_valid():
        found = {side: organisations_meant(form.cleaned_data[side]) for side in ("keep", "gone")}
        for side, rows in found.items():
            if not rows:
                form.add_error(side, _("Nobody is called so. Try a part of the name."))
    context = {
        "form": form,
        "found": found,
        "crumbs": crumbs(Crumb(_("Duplicates"), reverse("duplicates")), Crumb(_("Join two"))),
    }
    if found and all(len(rows) == 1 for rows in found.values()):
        kept, gone = found["keep"][0], found["gone"][0]
        context |= {
            "kept": kept,
            "gone": gone,
            "refusal": merge_refusal(kept, gone),
            "preview": merge_preview(kept, gone),
        }
    return render(request, "registry/merge_page.html", context)


@permitted("registry.merge_organisations")
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Join two organisations."""
    kept, gone = _one(request.POST.get("keep", "")), _one(request.POST.get("gone", ""))
    try:
        merge_organisations(kept=kept, gone=gone, reason=request.POST.get("reason", ""), actor=request.user)
        names = {"gone": gone.name, "kept": kept.name}
        messages.success(request, _("%(gone)s is part of %(kept)s now. It can be undone.") % names)
    except MergeRefused as error:
        messages.error(request, str(error))
    return redirect("duplicates")


def merge_meant(pk: int) -> Merge:
    """Load the merge of an address."""
    found = merges_made().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@permitted("registry.merge_organisations", load=merge_meant)
@require_POST
def part(request: HttpRequest, meant: Merge) -> HttpResponse:
    """Undo a merge."""
    try:
        lost = undo_merge(merge=meant, actor=request.user)
        messages.success(request, _("%(name)s stands by itself again.") % {"name": meant.gone.name})
        if lost:
            messages.warning(request, _("Some records could not be put back: others have taken their place since."))
    except MergeRefused as error:
        messages.error(request, str(error))
    return redirect("duplicates")
