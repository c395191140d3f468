"""Who consents to what, for whoever writes to people or shows them; and consents on paper are written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.refusals import refusals_in
from filiera.common.views import permitted
from filiera.privacy.enums import Purpose
from filiera.privacy.forms import PaperForm
from filiera.privacy.hooks import Scan
from filiera.privacy.operations.paper_consents import PaperConsent, write_down_paper
from filiera.privacy.queries.consents import consenting
from filiera.privacy.views.desk import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permitted("privacy.keep_consents")
def consents(request: HttpRequest) -> HttpResponse:
    """Show who consents to each purpose today; POST writes a consent on paper down."""
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        sent = values.pop("scan")
        scan = Scan(sent.name, sent.chunks()) if sent else None
        with refusals_in(form):
            write_down_paper(paper=PaperConsent(**values, scan=scan), now=timezone.now(), actor=request.user)
            messages.success(request, _("The consent is written down, with where its paper is."))
            return redirect("consents")
    lists = [(purpose.label, consenting(purpose).order_by("user__name", "user__email")) for purpose in Purpose]
    context = {"lists": lists, "form": form, "crumbs": crumbs(_("Consents"))}
    return render(request, "privacy/consents_page.html", context, status=422 if form.errors else 200)
