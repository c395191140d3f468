"""For whom a paper is: change it, propose it, consent to it; name organisations; who opened what."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filiera.common.models import Circle
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import Visibility
from filiera.documents.forms import ChangeLevelsForm, OrganisationForm
from filiera.documents.operations.levels import answer_proposal, name_organisation, set_levels
from filiera.documents.queries.pages import circles_to_choose, organisations_to_name, own_organisation
from filiera.documents.rules import holds_for_cluster
from filiera.documents.views.documents import crumbs, load_document
from filiera.registry.models import CircleMember
from filiera.registry.operations.circles import end_place
from filiera.registry.queries.circles import openings_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.accounts.models import User
    from filiera.documents.models import Document


def _here(found: Document, word: str) -> list[Crumb]:
    return crumbs(Crumb(found.title, reverse("document", args=[found.pk])), word)


@permitted("documents.change_level", load=load_document)
def levels(request: HttpRequest, found: Document) -> HttpResponse:
    """Change for whom title and file are; what the owner must allow waits for it."""
    first = {"visibility": found.visibility, "content_visibility": found.content_visibility, "circle": found.circle}
    circles = circles_to_choose(request.user, today=timezone.localdate())
    form = ChangeLevelsForm(request.POST or None, initial=first, is_clusters=found.owner_id is None, circles=circles)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            waits = set_levels(
                document=found,
                levels=form.levels,
                circle=_circle(found, form),
                is_owner=_speaks_for_owner(request, found),
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
                actor=request.user,
            )
            words = _("Proposed: it holds once the owner agrees.") if waits else _("Changed: it holds from now on.")
            messages.success(request, words)
            return _back(request, found)
    context = {"form": form, "document": found, "crumbs": _here(found, _("For whom it is"))}
    return render(request, "documents/levels_page.html", context)


def _back(request: HttpRequest, found: Document) -> HttpResponse:
    """Go back to a document, or to the list where it is no longer open to whoever changed it."""
    now = load_document(found.pk)
    still = request.user.has_perm("documents.view_document", now)
    return redirect("document", pk=found.pk) if still else redirect("documents")


def _circle(found: Document, form: ChangeLevelsForm) -> Circle | None:
    """Give the circle chosen; a paper that stays among named organisations keeps its own."""
    chosen: Circle | None = form.cleaned_data["circle"]
    own = found.circle if found.circle and found.circle.kind == Circle.Kind.BILATERAL else None
    return own if chosen is None and Visibility.BILATERAL in form.levels else chosen


def _speaks_for_owner(request: HttpRequest, found: Document) -> bool:
    consents = request.user.has_perm("documents.consent_to_level", found)
    return consents or bool(holds_for_cluster(request.user, found))


@permitted("documents.consent_to_level", load=load_document)
@require_POST
def answer(request: HttpRequest, found: Document) -> HttpResponse:
    """Agree to what the office proposed, or refuse it."""
    proposal = found.proposals.filter(agreed=None).first()
    if proposal is None:
        raise Http404
    agrees = request.POST.get("answer") == "yes"
    with refusals_in(request):
        answer_proposal(proposal=proposal, agrees=agrees, now=timezone.now(), actor=cast("User", request.user))
        messages.success(request, _("Agreed: it holds from now on.") if agrees else _("Refused: nothing changes."))
    return redirect("document", pk=found.pk)


@permitted("documents.name_for_document", load=load_document)
def named(request: HttpRequest, found: Document) -> HttpResponse:
    """Name an organisation for a paper, or take its name back."""
    form = OrganisationForm(request.POST or None, organisations=organisations_to_name(found))
    if request.method == "POST" and request.POST.get("end"):
        asked = request.POST["end"]
        rows = CircleMember.objects.filter(circle=found.circle_id, ended_on=None)
        member = get_object_or_404(rows, pk=asked if asked.isdecimal() and len(asked) < 18 else 0)
        end_place(member=member, today=timezone.localdate(), actor=request.user)
        return redirect("document", pk=found.pk)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            chosen = form.cleaned_data["organisation"]
            name_organisation(document=found, organisation=chosen, today=timezone.localdate(), actor=request.user)
            return redirect("document", pk=found.pk)
    context = {"form": form, "document": found, "crumbs": _here(found, _("Whom it names"))}
    return render(request, "documents/named_page.html", context)


@permitted("documents.view_own_openings")
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Show who opened the private papers of the organisation that the person acts for."""
    own = own_organisation(request.user)
    if own is None:
        raise Http404
    page = Paginator(openings_of(own.pk), 50).get_page(request.GET.get("page"))
    context = {"page": page, "organisation": own, "crumbs": crumbs(_("Who opened our papers"))}
    return render(request, "documents/openings_page.html", context)
