"""One's own data: seen, taken away, corrected, erased; consents given and withdrawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from filiera.common.in_words import long_date
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, signed_in
from filiera.privacy.enums import Fate, Purpose, Right
from filiera.privacy.forms import AskForm
from filiera.privacy.models import RightsRequest
from filiera.privacy.operations.consents import give_consent, withdraw_consent
from filiera.privacy.operations.requests import receive_request
from filiera.privacy.queries.consents import consent_lines
from filiera.privacy.queries.own_data import cell_words, own_file, own_sections

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.privacy.hooks import Section


def _crumbs(last: str = "") -> list[Crumb]:
    here = Crumb(_("My data"), reverse("own-data") if last else "")
    steps = [Crumb(_("Home"), reverse("home")), Crumb(_("Your account"), reverse("own-account")), here]
    return [*steps, *([Crumb(last)] if last else [])]


def _shown(sections: list[Section]) -> list[dict[str, Any]]:
    """Give sections with their cells in words, each beside the words of its column."""
    return [
        {
            "section": one,
            "heads": [words for _code, words in one.columns],
            "rows": [
                [(words, cell_words(value)) for (_code, words), value in zip(one.columns, row, strict=True)]
                for row in one.rows
            ],
        }
        for one in sections
    ]


@never_cache
@signed_in
def own_data(request: HttpRequest) -> HttpResponse:
    """Show all that is held of the person; POST asks for a correction, or objects."""
    user: Any = request.user
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = receive_request(user=user, now=timezone.now(), actor=user, **form.cleaned_data)
        words = _("The office has your request: the answer is due by %(day)s.")
        messages.success(request, words % {"day": long_date(row.due_on)})
        return redirect("own-data")
    sections = own_sections(user)
    context = {
        "shown": _shown([one for one in sections if one.rows]),
        "empty": [one for one in sections if not one.rows],
        "consents": consent_lines(user, today=timezone.localdate()),
        "waiting": RightsRequest.objects.filter(user=user, done_at=None).order_by("pk"),
        "form": form,
        "crumbs": _crumbs(),
    }
    return render(request, "privacy/own_data_page.html", context)


@never_cache
@signed_in
def own_data_file(request: HttpRequest) -> HttpResponse:
    """Give all of it as a file that programs read."""
    user: Any = request.user
    now = timezone.now()
    text = json.dumps(own_file(user, now=now), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="filiera-{timezone.localdate(now)}.json"'
    return response


@signed_in
@require_POST
def own_consents(request: HttpRequest) -> HttpResponse:
    """Give or withdraw one consent."""
    user: Any = request.user
    purpose, act = request.POST.get("purpose", ""), request.POST.get("act", "")
    if purpose not in Purpose.values or act not in ("give", "withdraw"):
        raise Http404
    now = timezone.now()
    if act == "withdraw":
        withdraw_consent(user=user, purpose=purpose, now=now, actor=user)
        messages.success(request, _("Your consent is withdrawn, from this moment."))
    else:
        with refusals_in(request):
            give_consent(user=user, purpose=purpose, language=(get_language() or "it")[:2], now=now, actor=user)
            messages.success(request, _("Your consent is written down. You can withdraw it here whenever you like."))
    return redirect("own-data" if request.POST.get("from") == "data" else "own-account")


@never_cache
@signed_in
@reauthentication_required
def own_erase(request: HttpRequest) -> HttpResponse:
    """Say what an erasure does and what the law has us keep; POST asks for it, by whoever has just proved who it is."""
    user: Any = request.user
    if request.method == "POST":
        row = receive_request(right=Right.ERASURE, user=user, now=timezone.now(), actor=user)
        words = _("The office has your request: your data are erased by %(day)s, and we write to you when it is done.")
        messages.success(request, words % {"day": long_date(row.due_on)})
        return redirect("own-data")
    sections = [one for one in own_sections(user) if one.rows]
    context = {
        "erased": [one for one in sections if one.fate == Fate.ERASED],
        "kept": [one for one in sections if one.fate != Fate.ERASED],
        "waiting": RightsRequest.objects.filter(user=user, right=Right.ERASURE, done_at=None).first(),
        "crumbs": _crumbs(_("Erase my data")),
    }
    return render(request, "privacy/own_erase_page.html", context)
