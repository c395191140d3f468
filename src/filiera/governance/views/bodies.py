"""Who sits in the bodies, for everybody; and the office gives offices and writes down how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted, public
from filiera.governance.forms_bodies import EndMandateForm, MandateForm
from filiera.governance.models import Body
from filiera.governance.operations.bodies import appoint, coopt, end_mandate, end_terms, make_bodies
from filiera.governance.queries.bodies import body_pages
from filiera.governance.queries.elected import beyond_seats, elected_without_office
from filiera.governance.queries.statutes import charter_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def bodies(request: HttpRequest) -> HttpResponse:
    """Say who sits on the board and who audits, since when: people in a public role."""
    today = timezone.localdate()
    pages = body_pages(today=today)
    context = {
        "pages": pages,
        "today": today,
        "seated": sum(len(page.in_office) for page in pages),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Bodies"))],
    }
    return render(request, "governance/bodies_page.html", context)


@permitted("governance.keep_bodies")
def office_bodies(request: HttpRequest) -> HttpResponse:
    """Show the mandates of each body, with absences, and the ways on; POST makes the bodies and ends terms that are over."""
    if request.method == "POST":
        make_bodies()
        end_terms(today=timezone.localdate())
        return redirect("bodies-office")
    pages = body_pages(today=timezone.localdate(), with_absences=True)
    elected = elected_without_office(today=timezone.localdate())
    context = {
        "pages": pages,
        "elected": elected,
        "beyond": beyond_seats(elected, pages),
        "crumbs": [Crumb(_("Today"), reverse("office")), Crumb(_("Bodies"))],
    }
    return render(request, "governance/bodies_office_page.html", context)


def _body(code: str) -> Body | None:
    return Body.objects.filter(code=code).first()


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("Today"), reverse("office")), Crumb(_("Bodies"), reverse("bodies-office")), Crumb(last)]


@permitted("governance.keep_bodies", load=_body)
def appoint_one(request: HttpRequest, body: Body) -> HttpResponse:
    """Give an office: elected or appointed, or co-opted by the body itself."""
    today = timezone.localdate()
    by = {"person_name": request.GET.get("name", ""), "resolution": request.GET.get("resolution", "")}
    form = MandateForm(
        request.POST or None,
        initial={"from_on": today, **by},
        body=body,
        charter=charter_on(today),
        language=current_language(),
    )
    if request.method == "POST" and form.is_valid():
        give = coopt if form.cleaned_data["is_coopted"] else appoint
        with refusals_in(form):
            row = give(body=body, office=form.as_office(), today=today, actor=request.user)
            messages.success(request, _("%(name)s is in office.") % {"name": row.person_name})
            return redirect("bodies-office")
    context = {"form": form, "body": body, "crumbs": _crumbs(_("New mandate"))}
    return render(request, "governance/mandate_page.html", context, status=422 if form.errors else 200)


@permitted("governance.keep_bodies", load=_body)
def end_one(request: HttpRequest, body: Body) -> HttpResponse:
    """Write down how a mandate ends."""
    today = timezone.localdate()
    start = {"on": today, "mandate": request.GET.get("mandate", "")}
    form = EndMandateForm(request.POST or None, initial=start, body=body)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            row = end_mandate(
                mandate=values["mandate"],
                how=values["how"],
                on=values["on"],
                today=today,
                why=values["why"],
                actor=request.user,
            )
            messages.success(request, _("The mandate of %(name)s is over.") % {"name": row.person_name})
            return redirect("bodies-office")
    context = {"form": form, "body": body, "is_end": True, "crumbs": _crumbs(_("End of a mandate"))}
    return render(request, "governance/mandate_page.html", context, status=422 if form.errors else 200)
