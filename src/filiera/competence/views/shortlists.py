"""Keep, look at, export and send a shortlist."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filiera.common.language import current_language
from filiera.common.views import Crumb, public
from filiera.common.visibility import audience_of
from filiera.competence import pictures
from filiera.competence.exports import shortlist_pdf, shortlist_xlsx
from filiera.competence.filters import current_organisations
from filiera.competence.forms import SendShortlistForm
from filiera.competence.models import Shortlist
from filiera.competence.operations.shortlists import (
    ShortlistError,
    drop_organisation,
    keep_organisation,
    open_shortlist,
    send_shortlist,
)
from filiera.competence.queries.shortlists import SESSION_KEY, shortlist_of, shortlist_rows

if TYPE_CHECKING:
    from django.http import HttpRequest

FORMS = ("xlsx", "pdf")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _back(request: HttpRequest) -> str:
    """Give the page to go back to, if it is one of ours."""
    url = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if here else reverse("shortlist")


def _in_hand(request: HttpRequest, question: str = "") -> Shortlist:
    """Give the shortlist in hand, beginning one where there is none."""
    found = shortlist_of(request)
    if found is None:
        owner = request.user if request.user.is_authenticated else None
        found = open_shortlist(owner=owner, question=question, lang=current_language())
        request.session[SESSION_KEY] = found.token
    return found


@public
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep an organisation in the shortlist."""
    organisation = get_object_or_404(current_organisations(audience_of(request.user)), code=code)
    question, reason = request.POST.get("question", "")[:1000], request.POST.get("reason", "")
    shortlist = _in_hand(request, question)
    if question and not shortlist.question:
        shortlist.question = question
        shortlist.save(update_fields=["question"])
    try:
        keep_organisation(shortlist=shortlist, organisation=organisation, reason=reason)
        messages.success(request, _("%(name)s is in the shortlist.") % {"name": organisation.name})
    except ShortlistError as error:
        messages.error(request, str(error))
    return redirect(_back(request))


@public
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Take an organisation out of the shortlist."""
    shortlist = shortlist_of(request)
    organisation = get_object_or_404(current_organisations(audience_of(request.user)), code=code)
    if shortlist is not None:
        drop_organisation(shortlist=shortlist, organisation=organisation)
    return redirect(_back(request))


@public
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Put the shortlist in hand aside and begin a new one."""
    request.session.pop(SESSION_KEY, None)
    return redirect("ask")


@public
def shortlist(request: HttpRequest) -> HttpResponse:
    """Show the shortlist in hand; POST sends it, which asks to sign in."""
    found = shortlist_of(request)
    audience, today = audience_of(request.user), timezone.localdate()
    root = request.build_absolute_uri("/")
    rows = shortlist_rows(found, audience=audience, today=today, root=root) if found else []
    form = SendShortlistForm(request.POST or None)
    if request.method == "POST" and found is not None:
        if not request.user.is_authenticated:
            raise Http404
        if found.owner_id is None:
            found.owner = request.user
            found.save(update_fields=["owner"])
        if form.is_valid():
            question = f"?{urlencode({'q': found.question})}" if found.question else ""
            link = request.build_absolute_uri(reverse("ask") + question)
            try:
                send_shortlist(
                    shortlist=found,
                    to=form.cleaned_data["to"],
                    words=form.cleaned_data["words"],
                    actor=request.user,
                    pdf=shortlist_pdf(found, rows, today),
                    link=link,
                )
                messages.success(request, _("Sent to %(to)s.") % {"to": form.cleaned_data["to"]})
                return redirect("shortlist")
            except ShortlistError as error:
                messages.error(request, str(error))
    context = {
        "shortlist": found,
        "rows": [(row, pictures.pieces(row.entry.evidence)) for row in rows],
        "form": form,
        "today": today,
        "saved": Shortlist.objects.filter(owner=request.user).order_by("-updated_at")[:20]
        if request.user.is_authenticated
        else (),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Shortlist"))],
    }
    return render(request, "competence/shortlist_page.html", context)


@public
def saved(request: HttpRequest, token: str) -> HttpResponse:
    """Take a saved shortlist of one's own in hand again; anybody else's address does not exist."""
    found = Shortlist.objects.filter(token=token).first()
    if found is None or not request.user.has_perm("competence.view_shortlist", found):
        raise Http404
    request.session[SESSION_KEY] = found.token
    return redirect("shortlist")


@public
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the shortlist in hand as a file."""
    found = shortlist_of(request)
    if found is None or form not in FORMS:
        raise Http404
    today = timezone.localdate()
    root = request.build_absolute_uri("/")
    rows = shortlist_rows(found, audience=audience_of(request.user), today=today, root=root)
    if form == "xlsx":
        content, kind = shortlist_xlsx(found, rows, today), XLSX
    else:
        content, kind = shortlist_pdf(found, rows, today), "application/pdf"
    response = HttpResponse(content, content_type=kind)
    name = pgettext("name of a file", "shortlist")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
