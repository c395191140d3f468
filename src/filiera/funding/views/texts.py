"""The office reads the text of a call, pasted or from a PDF: a new call, or an amendment; each thing read is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.funding.forms import CallTextForm
from filiera.funding.operations.edit import Edit
from filiera.funding.operations.proposals import call_from_text, decide_proposals, propose_from_text
from filiera.funding.operations.texts import text_of
from filiera.funding.views.calls import load_call
from filiera.funding.views.imports import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.funding.models import Call


@permitted("funding.keep_calls")
def read(request: HttpRequest) -> HttpResponse:
    """Read a text or a PDF into a new call."""
    form = CallTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            found = text_of(form.cleaned_data)
            now = timezone.now()
            made = call_from_text(text=found.text, pages=found.pages, now=now, actor=request.user)
            return redirect("call-office", code=made.code)
    context = {"form": form, "crumbs": crumbs(_("Read a text"))}
    return render(request, "funding/call_read_page.html", context, status=422 if form.errors else 200)


@permitted("funding.keep_calls", load=load_call)
def read_again(request: HttpRequest, found: Call) -> HttpResponse:
    """Read the text of an amendment: what it says otherwise waits for a person."""
    form = CallTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            text = text_of(form.cleaned_data)
            now = timezone.now()
            number = propose_from_text(call=found, text=text.text, pages=text.pages, now=now, actor=request.user)
            words = ngettext("%(n)s thing is said otherwise.", "%(n)s things are said otherwise.", number)
            messages.success(request, words % {"n": number} if number else _("It says nothing else than what stands."))
            return redirect("call-office", code=found.code)
    here = Crumb(str(found), reverse("call-office", args=[found.code]))
    context = {"form": form, "call": found, "crumbs": crumbs(here, _("Read a text"))}
    return render(request, "funding/call_read_page.html", context, status=422 if form.errors else 200)


@permitted("funding.keep_calls", load=load_call)
@acts_only("call-office", of=lambda call: call.code)
def decide(request: HttpRequest, found: Call) -> HttpResponse:
    """Take the proposals that are ticked and refuse the others."""
    ids = request.POST.getlist("taken") if request.POST.get("act") == "take" else []
    taken = {int(one) for one in ids if one.isdecimal() and len(one) < 18}
    edit = Edit(amends=request.POST.get("amends") == "1")
    with refusals_in(request):
        yes, no = decide_proposals(call=found, taken=taken, edit=edit, now=timezone.now(), actor=request.user)
        messages.success(request, _("Taken: %(yes)s. Refused: %(no)s.") % {"yes": yes, "no": no})
    return redirect("call-office", code=found.code)
