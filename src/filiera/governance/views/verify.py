"""The public check of a certificate: what the certificate says, and nothing else of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.limits import Window, address_of
from filiera.common.views import Crumb, public
from filiera.governance.forms_members import CodeForm
from filiera.governance.logic.certificate_codes import plain_code
from filiera.governance.queries.certificates import check_certificate
from filiera.governance.wording_members import certificate_sentence

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHECKS = Window("verify", times=60, seconds=3600)
"""Checks from one address in an hour: enough for a commission's afternoon, too few to try codes (there are 2 to the 59)."""


@public
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid() and plain_code(form.cleaned_data["code"]):
        return redirect("verify-code", code=plain_code(form.cleaned_data["code"]))
    return _shown(request, form, status=422 if form.is_bound else 200)


@public
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate stands, was revoked, or is not known."""
    if not CHECKS.allows(address_of(request), timezone.now().timestamp()):
        response = _shown(request, CodeForm(), status=429, is_limited=True)
        response.headers["Retry-After"] = str(CHECKS.wait(timezone.now().timestamp()))
        return response
    found = check_certificate(code)
    form = CodeForm(initial={"code": plain_code(code)})
    return _shown(request, form, status=200 if found else 404, found=found, is_asked=True)


def _shown(request: HttpRequest, form: CodeForm, *, status: int, **context: object) -> HttpResponse:
    found = context.get("found")
    sentence = certificate_sentence(found) if found and getattr(found, "is_valid", False) else ""  # type: ignore[arg-type]
    values = {
        **context,
        "form": form,
        "sentence": sentence,
        "today": timezone.localdate(),
        "wide": [n * 6 for n in range(30)],
        "small": [n * 9 for n in range(20)],
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Check a certificate"))],
    }
    response = render(request, "governance/verify_page.html", values, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
