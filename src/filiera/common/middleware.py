"""What no page should have to think of: characters that no text holds, articles before days, and the office's door."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect

from filiera.common.in_words import elided_page
from filiera.common.visibility import keep_audience

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NUL = "\x00"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MACHINES = "/api/"
"""Addresses that refuse it themselves, in the form in which they refuse everything else."""


def unreadable(text: str) -> bool:
    """Tell whether a text holds a character that nobody types: control characters, but for tabs and line ends."""
    return CONTROL.search(text) is not None


def holds_nul(request: HttpRequest) -> bool:
    """Tell whether a form holds a NUL, which PostgreSQL cannot store."""
    return any(NUL in value for _key, values in request.POST.lists() for value in values)


class RefuseControlMiddleware:
    """Refuses addresses with control characters, and forms with a NUL, which PostgreSQL cannot store, with a page that says so.

    Other control characters come into forms by pasting from other programs: what is written there is not lost for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 at once where the address holds a control character."""
        if request.path_info.startswith(MACHINES):
            return self.get_response(request)
        if unreadable(request.path_info) or any(
            unreadable(text) for key, values in request.GET.lists() for text in (key, *values)
        ):
            return self._refused(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Answer 400 where a form holds a NUL; its values have been read for the token's sake anyway."""
        if request.method != "POST" or request.path_info.startswith(MACHINES):
            return None
        return self._refused(request) if holds_nul(request) else None

    def _refused(self, request: HttpRequest) -> HttpResponse:
        return render(request, "400.html", status=400)


class OneAudienceMiddleware:
    """Works out once for a request what its person may see; nobody's account is read before something asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap the person of the request."""
        request.user = SimpleLazyObject(partial(keep_audience, request.user))  # type: ignore[assignment]
        return self.get_response(request)


class ElisionMiddleware:
    """Puts right the Italian articles before the days that begin with a vowel: "il 11 marzo" is "l’11 marzo".

    Sentences are translated with a place for the day, and only the whole sentence tells its article. What is quoted
    and what stands in a box to be changed is left as somebody wrote it. It stands within what counts a page's length.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mend an Italian page before it leaves."""
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if not response.streaming and kind.startswith("text/html") and get_language() == "it":
            response.content = elided_page(response.content.decode(response.charset))
        return response


class OfficeDoorMiddleware:
    """Leads whoever has not signed in from any address of the office to the sign-in, and back after it.

    Addresses that do not exist answer the same, so that nothing is told of what the office holds. An address that takes
    no reading, or is asked for by a script, leads back to the office's first page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        languages = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
        self.office = re.compile(rf"/(?:{languages})/office/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the sign-in where nobody has signed in."""
        office = self.office.match(request.path_info)
        if office is None or request.user.is_authenticated:
            return self.get_response(request)
        is_part = request.headers.get("HX-Request") == "true"
        is_read = request.method in ("GET", "HEAD") and not is_part
        door = redirect_to_login(request.get_full_path() if is_read else office[0])
        return HttpResponseClientRedirect(door["Location"]) if is_part else door
