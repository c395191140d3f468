"""The office's desk of letters: those that did not leave, to be sent again or given up, and the newest that have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.audit_words import verb_words
from filiera.common.models import OutgoingMail
from filiera.common.outbox import drop_letter, send_again, unsent
from filiera.common.refusals import refusals_in
from filiera.common.told import say_left
from filiera.common.views import Crumb, permitted
from filiera.registry.hooks import letters_lost
from filiera.registry.queries.letters_waiting import why_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 25
"""Letters on a page: each is four lines on a telephone."""


@permitted("registry.work_in_office")
def letters(request: HttpRequest) -> HttpResponse:
    """Show the letters that did not leave, and those that did, the newest first; the text of none."""
    sent = OutgoingMail.objects.exclude(sent_at=None).order_by("-sent_at", "-pk")
    page = Paginator(sent, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "lost": [thing for read in letters_lost for thing in read()],
        "stuck": [{"row": row, "why": why_words(row)} for row in unsent(now=timezone.now())],
        "left": [{"row": row, "words": verb_words(row.verb)} for row in page.object_list],
        "page": page,
        "crumbs": [Crumb(_("Today"), reverse("office")), Crumb(_("Letters"))],
    }
    return render(request, "registry/letters_page.html", context)


@permitted("registry.work_in_office")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a letter again."""
    row = get_object_or_404(OutgoingMail, pk=pk)
    with refusals_in(request):
        send_again(mail=row, now=timezone.now(), actor=request.user)
        say_left(request, OutgoingMail.objects.get(pk=pk))
    return redirect("letters" if request.POST.get("from") == "letters" else "office")


@permitted("registry.work_in_office")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a letter that did not leave."""
    row = get_object_or_404(OutgoingMail, pk=pk)
    with refusals_in(request):
        drop_letter(mail=row, now=timezone.now(), actor=request.user)
        messages.success(request, _("The letter is given up: whoever had to know is to be told otherwise."))
    return redirect("letters")
