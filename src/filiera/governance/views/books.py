"""The books and the register of resolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.refusals import refusals_in
from filiera.common.told import say_told
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.enums import BodyKind, BookKind, ResolutionState
from filiera.governance.exports_books import acts_of, book_file_name, book_json, book_pdf, book_xlsx
from filiera.governance.forms_acts import FollowUpForm, MarkForm
from filiera.governance.logic.chain import broken_at
from filiera.governance.logic.steps import RESOLUTION_STEPS
from filiera.governance.models import FollowUp, MembershipApplication, Resolution
from filiera.governance.operations.act_reminders import remind_follow_up
from filiera.governance.operations.resolutions import (
    add_follow_up,
    finish_follow_up,
    mark_resolution,
)
from filiera.governance.queries.acts import ResolutionFilter, books_open_to, entries_of, resolutions_open_to

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"json": (book_json, "application/json"), "xlsx": (book_xlsx, XLSX), "pdf": (book_pdf, "application/pdf")}


@permitted("governance.view_books")
def books(request: HttpRequest) -> HttpResponse:
    """Show the books that the reader may open, and whether each stands."""
    kinds = books_open_to(request.user)
    lines = []
    for kind in kinds:
        acts = acts_of(kind)
        lines.append((kind, len(acts), acts[-1] if acts else None, broken_at(act.chained for act in acts)))
    return render(
        request,
        "governance/books_page.html",
        {"lines": lines, "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Books"))]},
    )


@permitted("governance.view_books")
def book(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the acts of one book; those of the members' register are lines, and stand on its own page."""
    which = _book_open_to(request, kind)
    if which == BookKind.MEMBERS:
        return redirect("members")
    page = Paginator(entries_of(which), PAGE_SIZE).get_page(request.GET.get("page"))
    crumbs = [Crumb(_("Home"), reverse("home")), Crumb(_("Books"), reverse("books")), Crumb(str(which.label))]
    return render(request, "governance/book_page.html", {"kind": which, "page": page, "crumbs": crumbs})


@permitted("governance.view_books")
def book_file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Give a whole book as a file."""
    which = _book_open_to(request, kind)
    if form not in FORMATS:
        raise Http404
    write, content_type = FORMATS[form]
    name = f"{book_file_name(which)}-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(which), content_type=content_type, headers=headers)


def _book_open_to(request: HttpRequest, kind: str) -> BookKind:
    found = [one for one in books_open_to(request.user) if one.value.lower() == kind]
    if not found:
        raise Http404
    return found[0]


@permitted("governance.view_resolutions")
def resolutions(request: HttpRequest) -> HttpResponse:
    """Show the register of resolutions, narrowed by what is asked."""
    asked = ResolutionFilter(*(request.GET.get(name, "").strip()[:100] for name in ("q", "body", "state", "year")))
    rows = asked.apply(resolutions_open_to(request.user)).prefetch_related("follow_ups")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "bodies": BodyKind.choices,
        "states": ResolutionState.choices,
        "today": timezone.localdate(),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Resolutions"))],
    }
    return render(request, "governance/resolutions_page.html", context)


def _resolution(pk: int) -> Resolution | None:
    return Resolution.objects.select_related("body", "superseded_by", "item__meeting").filter(pk=pk).first()


@permitted("governance.view_resolution", load=_resolution, sign_in=True)
def resolution(request: HttpRequest, row: Resolution) -> HttpResponse:
    """Show one resolution: what it says, what it is worth, what follows from it."""
    return _resolution_page(request, row)


def _resolution_page(request: HttpRequest, row: Resolution, **forms: Any) -> HttpResponse:
    may_keep = request.user.has_perm("governance.keep_resolutions")
    context = {
        "resolution": row,
        "follow_ups": row.follow_ups.order_by("due_on", "pk"),
        "applications": _applications(request, row),
        "supersedes": row.supersedes.select_related("body").order_by("pk"),
        "may_keep": may_keep,
        "mark_form": forms.get("mark_form", _mark_form(row))
        if may_keep and RESOLUTION_STEPS.after(row.state)
        else None,
        "follow_up_form": forms.get("follow_up_form", FollowUpForm()) if may_keep else None,
        "today": timezone.localdate(),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Resolutions"), reverse("resolutions")), Crumb(str(row))],
    }
    return render(request, "governance/resolution_page.html", context)


def _applications(request: HttpRequest, row: Resolution) -> list[dict[str, Any]]:
    """Give the applications that a resolution decides or ratifies, with a link where the reader may open one."""
    rows = MembershipApplication.objects.filter(Q(resolution=row) | Q(ratification=row))
    found = []
    for one in rows.select_related("organisation", "resolution__body", "ratification__body").order_by("pk"):
        is_ratification = one.ratification_id == row.pk
        link = ""
        if request.user.has_perm("governance.examine_applications"):
            link = reverse("application-desk", args=[one.code])
        elif request.user.has_perm("governance.view_application", one):
            link = reverse("application", args=[one.code])
        other = one.resolution if is_ratification else one.ratification
        found.append({"name": one.organisation, "link": link, "other": other, "is_ratification": is_ratification})
    return found


def _mark_form(row: Resolution, data: Any = None) -> MarkForm:
    later = Resolution.objects.filter(body=row.body, adopted_on__gte=row.adopted_on).exclude(pk=row.pk)
    return MarkForm(
        row,
        later.exclude(state=ResolutionState.NOT_ADOPTED).select_related("body").order_by("-adopted_on", "-pk"),
        data,
    )


@permitted("governance.keep_resolutions")
@acts_only("resolution", load=lambda pk: Resolution.objects.filter(pk=pk).first())
def resolution_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a resolution, add what follows from it, or write down that it is done."""
    row = get_object_or_404(Resolution.objects.select_related("body"), pk=pk)
    act = request.POST.get("act", "")
    if act == "mark":
        form: Any = _mark_form(row, request.POST)
        name = "mark_form"
    elif act == "follow-up":
        form, name = FollowUpForm(request.POST), "follow_up_form"
    elif act == "done":
        return _done(request, row)
    elif act.startswith("remind-"):
        return _remind(request, row, act.removeprefix("remind-"))
    else:
        raise Http404
    if form.is_valid():
        with refusals_in(form):
            if act == "mark":
                mark_resolution(resolution=row, actor=request.user, **form.cleaned_data)
            else:
                add_follow_up(resolution=row, actor=request.user, **form.cleaned_data)
            return redirect("resolution", pk=row.pk)
    return _resolution_page(request, row, **{name: form})


def _remind(request: HttpRequest, row: Resolution, pk: str) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp, resolution=row, pk=pk if pk.isdecimal() else 0)
    now = timezone.now()
    with refusals_in(request):
        remind_follow_up(follow_up=follow_up, now=now, actor=request.user)
        say_told(request, follow_up, since=now)
    return redirect("office")


def _done(request: HttpRequest, row: Resolution) -> HttpResponse:
    pk = request.POST.get("follow_up", "")
    follow_up = get_object_or_404(FollowUp, resolution=row, pk=pk if pk.isdecimal() else 0)
    with refusals_in(request):
        note = request.POST.get("note", "")
        finish_follow_up(follow_up=follow_up, note=note, today=timezone.localdate(), actor=request.user)
    return redirect("resolution", pk=row.pk)
