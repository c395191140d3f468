"""What each request of somebody signed in passes: when the session was last seen, and whether a second factor is lacking."""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils import timezone

from filiera.accounts.second_factors import must_add_second_factor
from filiera.accounts.sessions import SEEN_KEY, note_seen
from filiera.common.limits import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SEEN_EVERY = timedelta(minutes=10)
"""How exactly the list of sessions says when one was last seen; each noting costs a write."""


class LastSeenMiddleware:
    """Keeps when and from where each session was last seen, for the person's list of sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the moment where the last noting is long ago; sessions that no sign-in began are left alone."""
        if request.user.is_authenticated:
            now, seen = timezone.now(), request.session.get(SEEN_KEY)
            if seen is not None and now.timestamp() - seen >= SEEN_EVERY.total_seconds():
                note_seen(
                    key=request.session.session_key or "",
                    now=now,
                    address=client_address(request),
                    device=request.headers.get("User-Agent", ""),
                )
                request.session[SEEN_KEY] = now.timestamp()
        return self.get_response(request)


class SecondFactorDoorMiddleware:
    """Where the settings ask the office for a second factor: whoever lacks one reaches the own account alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        languages = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
        self.open = re.compile(
            rf"/(?:{languages})/(?:account/|sign-out/|privacy/|accessibility/)|/static/|/healthz|/readyz"
        )
        self.page = re.compile(rf"/(?:{languages})/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the own account where a second factor is lacking; programs are answered as if nobody had signed in."""
        user = request.user
        if user.is_authenticated and not self.open.match(request.path_info) and must_add_second_factor(user):
            if self.page.match(request.path_info):
                return redirect("own-account")
            request.user = AnonymousUser()
        return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """Give the network address of whoever asks as one address; an IPv6 network is named by its first.

    A server behind a local socket sees none: then it is 0.0.0.0, and all count as one.
    """
    found = address_of(request).partition("/")[0]
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return "0.0.0.0"  # noqa: S104
