"""Circles: the office opens and keeps them; whoever is named in an agreement reads its terms and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.models import Circle
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.documents.forms import CircleForm, EnrolForm, SignForm
from filiera.documents.queries.documents import shared_with
from filiera.documents.views.documents import crumbs
from filiera.registry.models import CircleMember
from filiera.registry.operations.circles import close_circle, end_place, enrol, open_circle, sign_terms
from filiera.registry.queries.circles import circle_lines, members_of, place_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.accounts.models import User


def _load(pk: int) -> Circle | None:
    return Circle.objects.filter(pk=pk).first() if pk < 2**63 else None


def _load_agreement(pk: int) -> Circle | None:
    found = _load(pk)
    return found if found is not None and found.kind == Circle.Kind.NDA else None


def _crumbs(*last: str) -> list[Crumb]:
    here = Crumb(_("Circles"), reverse("circles"))
    return [Crumb(_("Today"), reverse("office")), here, *(Crumb(word) for word in last)]


@permitted("documents.manage_circles")
def circles(request: HttpRequest) -> HttpResponse:
    """List tables and agreements; POST opens one."""
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = open_circle(**form.cleaned_data, today=timezone.localdate(), actor=request.user)
            return redirect("circle", pk=made.pk)
    context = {"form": form, "lines": circle_lines(timezone.localdate()), "crumbs": _crumbs()}
    return render(request, "documents/circles_page.html", context)


@permitted("documents.manage_circles", load=_load)
def circle(request: HttpRequest, found: Circle) -> HttpResponse:
    """Show who stands in a circle; POST lets somebody in or out, or closes it."""
    today = timezone.localdate()
    form = EnrolForm(request.POST if request.POST.get("act") == "enrol" else None, circle=found)
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        with refusals_in(form):
            _act(request, found, form)
            return redirect("circle", pk=found.pk)
    papers = shared_with(found, audience_of(request.user))
    context = {"circle": found, "members": members_of(found, today), "papers": papers, "form": form}
    context["crumbs"] = _crumbs(found.title)
    return render(request, "documents/circle_page.html", context)


def _act(request: HttpRequest, found: Circle, form: EnrolForm) -> None:
    today, asked = timezone.localdate(), request.POST.get("member", "")
    if form.is_bound:
        user, organisation = form.cleaned_data["email"], form.cleaned_data.get("organisation")
        enrol(circle=found, user=user, organisation=organisation, today=today, actor=request.user)
    elif request.POST.get("act") == "close":
        close_circle(circle=found, today=today, actor=request.user)
        messages.success(request, _("Closed: from now on it opens nothing."))
    elif request.POST.get("act") == "end":
        rows = CircleMember.objects.filter(circle=found, ended_on=None)
        member = get_object_or_404(rows, pk=asked if asked.isdecimal() and len(asked) < 18 else 0)
        end_place(member=member, today=today, actor=request.user)


@permitted("documents.sign_agreement", load=_load_agreement)
def agreement(request: HttpRequest, found: Circle) -> HttpResponse:
    """Show the terms of an agreement to whoever is named in it, and take the signature."""
    member = place_in(found, request.user, timezone.localdate())
    form = SignForm(request.POST or None, initial={"read": found.terms_digest})
    if request.method == "POST" and form.is_valid() and member is not None:
        with refusals_in(form):
            values = {"name": form.cleaned_data["name"], "read": form.cleaned_data["read"]}
            sign_terms(member=member, now=timezone.now(), actor=cast("User", request.user), **values)
            messages.success(request, _("Signed. Each copy that you take bears your name and the time."))
            return redirect("documents")
    has_signed = member is not None and member.has_signed(found.terms_digest)
    context = {"circle": found, "member": member, "has_signed": has_signed, "form": form, "crumbs": crumbs(found.title)}
    return render(request, "documents/agreement_page.html", context)
