"""Errors as problem+json (RFC 9457), in the reader's language: one place turns every refusal into one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Schema

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from filiera.common.refusals import Refused

MEDIA_TYPE = "application/problem+json"
TYPES_PATH = "/api/v1/problems"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status and its title."""

    status: int
    title: _StrPromise


KINDS: dict[str, Kind] = {
    "not-readable": Kind(400, gettext_lazy("The request cannot be read")),
    "not-recognised": Kind(401, gettext_lazy("The token is not recognised")),
    "not-found": Kind(404, gettext_lazy("There is nothing at this address")),
    "method-not-allowed": Kind(405, gettext_lazy("This address cannot be used in this way")),
    "not-valid": Kind(422, gettext_lazy("Something in the request is not valid")),
    "too-many": Kind(429, gettext_lazy("Too many questions in a short time")),
    "not-ready": Kind(503, gettext_lazy("The register is being prepared")),
}
OF_STATUS = {kind.status: name for name, kind in KINDS.items()}


class ProblemError(Schema):
    """One fault of a request: `parameter` of the address, or `pointer` (RFC 6901) into the body."""

    detail: str
    parameter: str | None = None
    pointer: str | None = None


class Problem(Schema):
    """An error as RFC 9457 describes it."""

    type: str = Field(description="Address of the kind of problem.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="Path of the request.")
    errors: list[ProblemError] = []


class ProblemKind(Schema):
    """A kind of problem that this API can answer with."""

    id: str
    type: str
    title: str
    status: int


@dataclass(frozen=True)
class ApiProblem(Exception):
    """Raised by operations; `kind` is a key of KINDS, the rest is already in the reader's language."""

    kind: str
    detail: str = ""
    errors: tuple[ProblemError, ...] = ()
    retry_after: int | None = None


def not_found() -> ApiProblem:
    """Make the refusal of what is private and of what does not exist, alike."""
    return ApiProblem("not-found", _("Nothing public stands here. Check the address, or sign in if it is yours."))


def not_ready() -> ApiProblem:
    """Make the refusal of what the map says, before the first is computed: an empty answer would say what is not true."""
    return ApiProblem("not-ready", _("The map is being computed: try again in a minute."), retry_after=60)


def not_valid(parameter: str, detail: str) -> ApiProblem:
    """Make the refusal of one parameter of the address."""
    return ApiProblem("not-valid", detail, (ProblemError(detail=detail, parameter=parameter),))


def wrong_at(pointer: str, detail: str = "") -> ApiProblem:
    """Make the refusal of one place of the body; without words: what it names is not there, or is not for whoever asks."""
    words = detail or not_found().detail
    return ApiProblem("not-valid", words, (ProblemError(detail=words, pointer=pointer),))


def refused(error: Refused, takes: Collection[str] = ()) -> ApiProblem:
    """Make the problem of an operation's refusal, at the place of the body that it concerns where `takes` has such a one."""
    pointer = f"/{error.field}" if error.field in takes else None
    return ApiProblem("not-valid", str(error), (ProblemError(detail=str(error), pointer=pointer),))


def kind_address(request: HttpRequest, name: str) -> str:
    """Give the address of a kind of problem."""
    return request.build_absolute_uri(f"{TYPES_PATH}/{name}")


def problem_response(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    """Write a problem in the language that is active."""
    kind = KINDS[problem.kind]
    body = {
        "type": kind_address(request, problem.kind),
        "title": str(kind.title),
        "status": kind.status,
        "detail": problem.detail or str(kind.title),
        "instance": request.path,
        "errors": [error.dict(exclude_none=True) for error in problem.errors],
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=kind.status)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if kind.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="filiera"'
    return response


def _message(error: dict[str, Any]) -> str:
    """Say in the reader's language what pydantic found; what has no sentence of ours is said in general."""
    context = dict(error.get("ctx") or {})
    context["expected"] = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    sentences = {
        "missing": _("This is needed."),
        "enum": _("Choose one of: %(expected)s."),
        "literal_error": _("Choose one of: %(expected)s."),
        "int_parsing": _("Write a whole number."),
        "int_type": _("Write a whole number."),
        "greater_than_equal": _("It must be %(ge)s or more."),
        "less_than_equal": _("It must be %(le)s or less."),
        "string_too_long": _("It is too long: %(max_length)s characters at most."),
        "string_too_short": _("It is too short: %(min_length)s characters at least."),
        "string_pattern_mismatch": _("It is empty, or has characters that cannot be read."),
        "string_type": _("Write a text."),
        "bool_parsing": _("Write true or false."),
        "bool_type": _("Write true or false."),
        "date_from_datetime_parsing": _("Write a date as year-month-day, such as 2026-11-25."),
        "date_parsing": _("Write a date as year-month-day, such as 2026-11-25."),
        "extra_forbidden": _("This name is not known here."),
        "list_type": _("Write a list."),
        "too_long": _("There are too many: %(max_length)s at most."),
        "model_attributes_type": _("Write a JSON object."),
    }
    sentence = sentences.get(str(error.get("type")), "")
    try:
        return sentence % context if sentence else _("This value is not valid.")
    except KeyError:
        return _("This value is not valid.")


def from_validation(errors: Sequence[dict[str, Any]]) -> ApiProblem:
    """Turn ninja's list of errors (`loc` is source, argument, field...) into a problem."""
    found = []
    for error in errors:
        source, *path = [str(part) for part in error.get("loc", ())] or ["query"]
        detail = _message(error)
        if source in ("body", "form", "file"):
            place = path[1:] if source == "body" else path[-1:]
            found.append(ProblemError(detail=detail, pointer="".join(f"/{part}" for part in place)))
        else:
            names = [part for part in path if not part.isdigit()]
            found.append(ProblemError(detail=detail, parameter=names[-1] if names else source))
    where = found[0].parameter or found[0].pointer if found else ""
    detail = f"{where}: {found[0].detail}" if where else _("This value is not valid.")
    return ApiProblem("not-valid", detail, tuple(found))
