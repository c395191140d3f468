"""Tell the office: the public form, and the office's list of what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.language import current_language
from filiera.common.limits import Window, address_of
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted, public
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.competence.forms import SuggestionForm
from filiera.competence.models import Competence, Suggestion
from filiera.competence.operations.suggestions import handle_suggestion, send_suggestion

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User
    from filiera.registry.models import Organisation

MESSAGES = Window("suggest", times=6, seconds=3600)
"""Messages from one address in an hour, so that a script cannot fill the office's desk."""


def _begun(request: HttpRequest, organisation: Organisation | None, competence: Competence | None) -> dict[str, str]:
    """Fill in what is known: the matter from where the person comes from, and who the person is after signing in."""
    kind = Suggestion.Kind.OWN if competence else Suggestion.Kind.CORRECTION if organisation else Suggestion.Kind.ERROR
    wanted = request.GET.get("kind", "")
    found = {"kind": wanted if wanted in Suggestion.Kind.values else str(kind)}
    if request.user.is_authenticated:
        found |= {"name": request.user.name, "email": request.user.email}
    return found


@public
def suggest(request: HttpRequest) -> HttpResponse:
    """Take a message for the office about an organisation, a competence or a page."""
    asked = request.POST if request.method == "POST" else request.GET
    audience = audience_of(request.user)
    organisation = current_organisations(audience).filter(code=asked.get("organisation", "")).first()
    competence = Competence.objects.filter(code=asked.get("competence", "")).first()
    form = SuggestionForm(request.POST or None, initial=_begun(request, organisation, competence))
    if request.method == "POST" and form.is_valid():
        if not MESSAGES.allows(address_of(request), timezone.now().timestamp()):
            form.add_error(None, _("Too many messages from here. Try again in an hour, or write to the office."))
        else:
            values = {name: form.cleaned_data[name] for name in ("kind", "words", "name", "email", "proof_url")}
            send_suggestion(
                **values,
                lang=current_language(),
                organisation=organisation,
                competence=competence,
                sender=request.user if request.user.is_authenticated else None,
                by_its_people=organisation is not None and organisation.pk in audience.organisation_ids,
            )
            messages.success(request, _("Thank you. A person of the office reads it, and answers at your address."))
            return redirect("organisation", code=organisation.code) if organisation else redirect("home")
    crumbs = [Crumb(_("Home"), reverse("home")), Crumb(_("Tell the office"))]
    context = {"form": form, "organisation": organisation, "competence": competence, "crumbs": crumbs}
    return render(request, "competence/suggest_page.html", context)


@permitted("registry.work_in_office")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show what was told, what waits first."""
    return _desk(request)


def _desk(request: HttpRequest, *, unsent: int = 0, written: str = "") -> HttpResponse:
    rows = Suggestion.objects.select_related("organisation", "competence", "handled_by", "became")
    context = {
        "waiting": rows.filter(handled_at=None).order_by("sent_at"),
        "handled": rows.exclude(handled_at=None).order_by("-handled_at")[:50],
        "unsent": unsent,
        "written": written,
    }
    return render(request, "competence/suggestions_page.html", context)


@permitted("registry.work_in_office")
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a message; where its answer does not go out, what was written stays in its field."""
    row, answer = get_object_or_404(Suggestion, pk=pk), request.POST.get("answer", "")
    with refusals_in(request):
        handle_suggestion(suggestion=row, actor=cast("User", request.user), answer=answer)
        messages.success(request, _("Handled: the answer has gone to %(email)s.") % {"email": row.email})
        return redirect("suggestions")
    return _desk(request, unsent=pk, written=answer)
