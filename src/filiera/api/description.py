"""The API's own description as its other parts read it: worked out once a process."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.api.problems import ApiProblem, ProblemError
from filiera.common.middleware import unreadable

if TYPE_CHECKING:
    from django.http import HttpRequest


@cache
def described() -> dict[str, Any]:
    """Give the description (OpenAPI 3.1); whoever reads it changes nothing in it."""
    from filiera.api.entry import api

    values: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    return values


@lru_cache(maxsize=256)
def known_parameters(path: str, method: str) -> tuple[str, ...] | None:
    """Give the names that an operation takes in its address; None where there is no such operation."""
    operation = described()["paths"].get(path, {}).get(method)
    if operation is None:
        return None
    return tuple(one["name"] for one in operation["parameters"] if one["in"] == "query")


def misread_parameters(request: HttpRequest) -> ApiProblem | None:
    """Refuse names that the operation does not know, each with the nearest that it does, and values that no text has.

    A filter that is misspelt would otherwise be ignored, and the answer would be of a question that nobody asked.
    """
    route = request.resolver_match.route if request.resolver_match else ""
    method = "get" if request.method == "HEAD" else str(request.method).lower()
    known = known_parameters("/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route), method)
    if known is None:
        return None
    errors = [ProblemError(detail=_unknown(name, known), parameter=name) for name in request.GET if name not in known]
    for name, values in request.GET.lists():
        if name in known and any(unreadable(value) for value in values):
            errors.append(ProblemError(detail=_("It has characters that cannot be read."), parameter=name))
    return ApiProblem("not-valid", f"{errors[0].parameter}: {errors[0].detail}", tuple(errors)) if errors else None


def _unknown(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    if near:
        return _("This name is not known here. The nearest is “%(nearest)s”.") % {"nearest": near[0]}
    return _("This name is not known here. Known are: %(known)s.") % {"known": ", ".join(known)}
