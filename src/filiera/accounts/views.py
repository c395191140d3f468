"""The page behind a link in a mail: one question, answered without an account; opening it changes nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from filiera.accounts.operations_links import AnswerLinkError, LinkIsOver, answer_link, link_of
from filiera.accounts.questions import UNDO, UNDO_CHOICE, UNDO_LABEL, Asked, Choice, questions
from filiera.common.given import sent_out
from filiera.common.limits import Window, address_of
from filiera.common.views import View, public

if TYPE_CHECKING:
    from django.http import FileResponse, HttpRequest

    from filiera.accounts.models import AnswerLink

TRIES = Window("answer-link", times=60, seconds=15 * 60)
"""Answers, and links that are none, from one address of network."""


def kept_quiet(view: View) -> View:
    """Keep the address of a page out of caches, search engines and the pages that it leads to."""

    @wraps(view)
    def quiet(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return quiet


@csrf_exempt  # the token in the address is the right to answer, and there is no session to ride on
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@kept_quiet
@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question of a link; POST answers it, once."""
    who, now = address_of(request), timezone.now()
    if TRIES.taken(who, now.timestamp()) >= TRIES.times:
        return _page(request, {"is_slow": True}, 429)
    if request.method == "POST":
        TRIES.count(who, now.timestamp())
        return _answered(request, token)
    link = link_of(token)
    if link is None:
        TRIES.count(who, now.timestamp())
        return _over(request, 404)
    asked = _asked(link)
    if asked is None or link.answered_at or link.revoked_at or link.expires_at <= now:
        return _over(request, 410)
    return _page(request, {"asked": asked, "link": link, "token": token})


@sensitive_variables("token")
@require_safe
@kept_quiet
@public
def answer_file(request: HttpRequest, token: str, number: int) -> HttpResponse | FileResponse:
    """Give a file that goes with the question of a link, while it can be answered; HEAD gives nothing out."""
    who, now = address_of(request), timezone.now()
    if TRIES.taken(who, now.timestamp()) >= TRIES.times:
        return _page(request, {"is_slow": True}, 429)
    link = link_of(token)
    if link is None:
        TRIES.count(who, now.timestamp())
        return _over(request, 404)
    question = questions.get(link.kind)
    if link.answered_at or link.revoked_at or link.expires_at <= now or question is None or question.file is None:
        return _over(request, 410)
    if request.method == "HEAD":
        return HttpResponse()
    with override(link.language):
        found = question.file(link, number, now)
    return sent_out(found) if found else _over(request, 404)


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    choice, note = request.POST.get("choice", ""), request.POST.get("note", "")
    try:
        given = answer_link(token=token, choice=choice, note=note, now=timezone.now())
    except LinkIsOver:
        return _over(request, 404 if link_of(token) is None else 410)
    except AnswerLinkError as error:
        link = link_of(token)
        asked = _asked(link) if link else None
        return _page(
            request,
            {"asked": asked, "link": link, "token": token, "wrong": str(error), "note": note, "chosen": choice},
            422,
        )
    return _page(request, {"given": given, "is_undo": given.link.kind == UNDO})


def _asked(link: AnswerLink) -> Asked | None:
    """Give the question as it stands now; None where it can no longer be asked."""
    if link.kind != UNDO:
        question = questions.get(link.kind)
        return question.describe(link) if question else None
    if link.undoes is None or link.undoes.undone_at is not None:
        return None
    return Asked(
        title=_("Take the answer back?"),
        text=_("An answer was given with a link that we sent to this address. If it was not you, take it back."),
        choices=[Choice(UNDO_CHOICE, str(UNDO_LABEL), is_main=True)],
    )


def _over(request: HttpRequest, status: int) -> HttpResponse:
    return _page(request, {"is_over": True}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "accounts/answer_page.html", context, status=status)
