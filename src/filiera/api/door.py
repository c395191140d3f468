"""What every operation passes through: the language asked for, the person who asks, headers that caches obey."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from filiera.api.description import misread_parameters
from filiera.api.problems import OF_STATUS, ApiProblem, not_found, not_valid, problem_response
from filiera.api.tokens import person_of
from filiera.common.language import LANGUAGES
from filiera.common.middleware import holds_nul, unreadable
from filiera.common.views import View
from filiera.common.visibility import keep_audience

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TOKEN_LIFE = timedelta(days=90)
PUBLIC_SECONDS = 60
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def door(view: View) -> View:
    """Lead a view of the API through language, person and headers; refusals come out as problems."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang")
        lang = asked if asked in LANGUAGES else (get_language() or LANGUAGES[0])[:2]
        with override(lang):
            response = _pass(view, request, asked, args, kwargs)
        response.headers.setdefault("Content-Language", lang)
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        if not response.has_header("Cache-Control"):
            _cache(request, response)
        return response

    opened.csrf_exempt = True  # type: ignore[attr-defined]  # what changes something asks a token, which no other site's form can send
    opened.access = "public"  # type: ignore[attr-defined]  # what it shows is narrowed by the audience
    return conditional_page(opened)


def _pass(view: View, request: HttpRequest, asked: str | None, args: Any, kwargs: Any) -> HttpResponse:
    problem = _identify(request)
    if problem is None and asked is not None and asked not in LANGUAGES:
        problem = not_valid("lang", _("Choose one of: %(expected)s.") % {"expected": ", ".join(LANGUAGES)})
    if problem is None and unreadable(request.path_info):
        problem = not_found()
    problem = problem or misread_parameters(request) or _misread_form(request)
    if problem is not None:
        return problem_response(request, problem)
    response = _as_get(view, request, args, kwargs)
    if isinstance(response, HttpResponseNotAllowed):
        refused = problem_response(request, ApiProblem(OF_STATUS[405]))
        refused.headers["Allow"] = response.headers["Allow"].replace("GET", "GET, HEAD")
        return refused
    return response


def _misread_form(request: HttpRequest) -> ApiProblem | None:
    """Refuse a form that is broken, too large, or holds what no text has."""
    try:
        is_wrong = request.content_type in FORMS and holds_nul(request)
    except (MultiPartParserError, SuspiciousOperation):
        is_wrong = True
    return ApiProblem("not-readable", _("The body is not a form that can be read.")) if is_wrong else None


def _as_get(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    """Run a view; HEAD runs as GET, and the server drops the body (ninja knows no HEAD)."""
    asked = request.method
    request.method = "GET" if asked == "HEAD" else asked
    response: HttpResponse = view(request, *args, **kwargs)
    request.method = asked
    return response


def _identify(request: HttpRequest) -> ApiProblem | None:
    """Put the person of a bearer token in the request; without one the session's person stays."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return None
    person = person_of(token.strip(), max_age=TOKEN_LIFE)
    if person is None:
        return ApiProblem("not-recognised", _("It is false, too old, or made before the password changed."))
    request.user = keep_audience(person)
    return None


def _cache(request: HttpRequest, response: HttpResponse) -> None:
    """Let everybody's caches keep what a visitor sees, and nobody else's what a person sees."""
    if response.status_code >= 400:
        patch_cache_control(response, no_store=True)
    elif request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address of the API that leads nowhere."""
    return problem_response(request, not_found())
