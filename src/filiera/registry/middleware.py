"""As whom each request acts: one organisation at a time, chosen in the session, or in the form that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.middleware import get_user
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from filiera.accounts.models import User
from filiera.common.acting import Acting, Standing, last_used, standing_with
from filiera.registry.operations.acting import choose_hat

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest, HttpResponse

SESSION_HAT = "as"
SESSION_CALL = "on-behalf"
ASKED = "as-whom"
"""The field by which the page that asks "As whom?" gives its answer beside what was being sent."""

CALL_LASTS = timedelta(minutes=30)
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
NOBODYS = ("allauth.", "django.contrib.auth.", "filiera.accounts.", "filiera.api.", "filiera.web.sign_in")
"""Modules whose views concern the person alone, or the bearer of a link: they are never asked as whom."""


class ActingMiddleware:
    """Says of each request as whom its person acts; asks before an act where that is not known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the person of the session stand; nothing is read until somebody asks who it is."""
        request.user = SimpleLazyObject(lambda: _standing_person(request))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask "As whom?" before an act of whoever stands for several; what was being sent is sent again with the answer."""
        if request.method in SAFE or _is_nobodys(view) or not request.user.is_authenticated:
            return None
        standing = request.user.standing(timezone.localdate())
        if not standing.must_choose:
            return None
        chosen = request.POST.get(ASKED, "")
        if any(hat.code == chosen for hat in standing.hats):
            wear(request, chosen, timezone.now())
            return None
        if request.headers.get("HX-Request") == "true":  # a fragment has no room for the question
            return HttpResponseClientRedirect(reverse("acting"))
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {
            "hats": standing.hats,
            "fields": [(name, value) for name, value in fields if name not in (ASKED, "csrfmiddlewaretoken")],
            "action": request.get_full_path(),
            "files": bool(request.FILES),
            "field": ASKED,
        }
        return render(request, "registry/as_whom_page.html", context, status=409)


def _is_nobodys(view: Any) -> bool:
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return bool(getattr(view, "acts_for_nobody", False)) or module.startswith(NOBODYS)


def _standing_person(request: HttpRequest) -> Any:
    """Give the person of the session, standing as whom the session says."""
    user = get_user(request)
    if isinstance(user, User) and user.is_authenticated and user._standing is None:
        user.stand(_standing_of(request.session, user, timezone.now()))
    return user


def _standing_of(session: SessionBase, user: User, now: datetime) -> Standing:
    hats = user.hats(timezone.localdate(now))
    call = call_in(session, now) if user.is_staff else None
    if call is not None:
        return Standing(hats, call, is_office=True)
    chosen = session.get(SESSION_HAT, "")
    if not any(hat.code == chosen for hat in hats):
        chosen = "" if user.is_staff else last_used(hats)
    return standing_with(hats, chosen, is_office=user.is_staff)


def call_in(session: SessionBase, now: datetime) -> Acting | None:
    """Give on whose behalf the session acts, while that lasts."""
    kept = session.get(SESSION_CALL)
    if not kept:
        return None
    since = datetime.fromisoformat(kept["since_at"])
    if not since <= now < since + CALL_LASTS:
        del session[SESSION_CALL]
        return None
    return Acting(**{**kept, "since_at": since, "on_behalf": True})


def keep_call(session: SessionBase, acting: Acting) -> None:
    """Let the session act on an organisation's behalf from now on."""
    names = ("organisation_id", "code", "name", "is_member", "caller", "channel", "reason")
    session[SESSION_CALL] = {name: getattr(acting, name) for name in names} | {
        "since_at": acting.since_at.isoformat() if acting.since_at else ""
    }


def wear(request: HttpRequest, code: str, now: datetime) -> None:
    """Let the person of a request act as an organisation that they stand for; the office takes its hat off by an empty code."""
    user: Any = request.user
    if code or not user.is_staff:
        choose_hat(user=user, code=code, now=now)
    request.session[SESSION_HAT] = code
    user.stand(standing_with(user.hats(timezone.localdate(now)), code, is_office=user.is_staff))
