"""Duplicates within the register: look for them, tell them apart, join two, part them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.registry.forms import MergeSearchForm
from filiera.registry.models import Merge, Organisation
from filiera.registry.operations.merges import merge_organisations, merge_refusal, undo_merge
from filiera.registry.operations.tell_apart import tell_apart
from filiera.registry.queries.duplicates import dressed, possible_duplicates
from filiera.registry.queries.merges import (
    Joined,
    is_named,
    joined_already,
    joined_words,
    merge_preview,
    merges_made,
    organisations_meant,
)
from filiera.registry.views.steps import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAIRS = 10
MERGES = 20
SIDES = ("keep", "gone")


@permitted("registry.merge_organisations")
def duplicates(request: HttpRequest) -> HttpResponse:
    """List organisations that resemble each other, and the merges made."""
    page = Paginator(possible_duplicates(), PAIRS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pairs": dressed(page.object_list),
        "form": MergeSearchForm(),
        "merges": merges_made()[:MERGES],
        "crumbs": crumbs(Crumb(_("Duplicates"))),
    }
    return render(request, "registry/duplicates_page.html", context)


def _two(request: HttpRequest, *names: str) -> list[Organisation]:
    """Give the two organisations that a form means; where one is not there any more, say so and give none."""
    codes = [request.POST.get(name, "") for name in names]
    found = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        words = _("“%(code)s” is not in the register any more: nothing was done.")
        messages.error(request, words % {"code": missing[0]})
        return []
    return [found[code] for code in codes]


@permitted("registry.merge_organisations")
@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """Remember that two organisations are two."""
    two = _two(request, "first", "second")
    if not two:
        return redirect("duplicates")
    first, second = two
    tell_apart(first=first, second=second, actor=request.user)
    names = {"first": first.name, "second": second.name}
    messages.success(request, _("%(first)s and %(second)s are two. We shall not ask again.") % names)
    return redirect("duplicates")


def _meant(form: MergeSearchForm) -> tuple[dict[str, Organisation], dict[str, list[Organisation]]]:
    """Give, by side, the organisation that is named by its very id or name, else those that may be meant, to choose from."""
    sure: dict[str, Organisation] = {}
    choices: dict[str, list[Organisation]] = {}
    for side in SIDES:
        text = form.cleaned_data[side]
        rows = organisations_meant(text)
        if not rows:
            form.add_error(side, _("Nobody is called so. Try a part of the name."))
        elif len(rows) == 1 and is_named(rows[0], text):
            sure[side] = rows[0]
        else:
            choices[side] = rows
    if len(sure) == len(SIDES) and sure["keep"] == sure["gone"]:
        form.add_error("gone", merge_refusal(sure["keep"], sure["gone"]))
        return {}, {}
    return sure, choices


@permitted("registry.merge_organisations")
def merge(request: HttpRequest) -> HttpResponse:
    """Show two organisations side by side before they are joined; names that mean several are chosen from a list."""
    form = MergeSearchForm(request.GET or None)
    joined: list[Joined] = []
    if form.is_valid():
        joined = [one for side in SIDES if (one := joined_already(form.cleaned_data[side]))]
    sure, choices = _meant(form) if form.is_valid() and not joined else ({}, {})
    context = {
        "form": form,
        "choices": choices,
        "joined": joined,
        "crumbs": crumbs(Crumb(_("Duplicates"), reverse("duplicates")), Crumb(_("Join two"))),
    }
    if len(sure) == len(SIDES):
        kept, gone = sure["keep"], sure["gone"]
        context |= {
            "kept": kept,
            "gone": gone,
            "refusal": merge_refusal(kept, gone),
            "preview": merge_preview(kept, gone),
        }
    return render(request, "registry/merge_page.html", context)


def _done_already(joined: Joined) -> str:
    """Say that one of two is part of another already, by whom and when, with the way to that one."""
    url, see = reverse("organisation", args=[joined.kept.code]), _("See %(name)s") % {"name": joined.kept.name}
    return format_html('{} <a href="{}">{}</a>', joined_words(joined.gone), url, see)


@permitted("registry.merge_organisations")
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Join two organisations."""
    two = _two(request, "keep", "gone")
    if not two:
        return redirect("duplicates")
    kept, gone = two
    if joined := next((one for name in (gone.code, kept.code) if (one := joined_already(name))), None):
        messages.info(request, _done_already(joined))
        return redirect("duplicates")
    with refusals_in(request):
        merge_organisations(kept=kept, gone=gone, reason=request.POST.get("reason", ""), actor=request.user)
        names = {"gone": gone.name, "kept": kept.name}
        messages.success(request, _("%(gone)s is part of %(kept)s now. It can be undone.") % names)
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
    with refusals_in(request):
        lost = undo_merge(merge=meant, actor=request.user)
        messages.success(request, _("%(name)s stands by itself again.") % {"name": meant.gone.name})
        if lost:
            messages.warning(request, _("Some records could not be put back: others have taken their place since."))
    return redirect("duplicates")
