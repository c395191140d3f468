"""The API itself: its features, its one way to refuse, and a description (OpenAPI 3.1) that declares both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.renderers import JSONRenderer

from filiera import __version__
from filiera.api import (
    acts,
    answers,
    applicants,
    call_texts,
    calls,
    calls_office,
    catalogue,
    cluster,
    collaborations,
    competences,
    consortia,
    consortium_acts,
    consortium_partners,
    consortium_work,
    documents,
    events,
    evidence,
    index,
    interest,
    letters,
    meetings,
    members,
    need_acts,
    need_mails,
    need_office,
    need_outcome,
    need_papers,
    need_requests,
    needs,
    notices,
    offer_acts,
    offers,
    organisations,
    places,
    project_acts,
    projects,
    searches,
)
from filiera.api.bodies import StrictParser
from filiera.api.docs import OperationsPage
from filiera.api.problems import MEDIA_TYPE, OF_STATUS, ApiProblem, from_validation, not_found, problem_response

if TYPE_CHECKING:
    from ninja.openapi.schema import OpenAPISchema

DESCRIPTION = """The public register of the cluster: who is in it, what each one can do, and the proof of it.

Read without an account, it gives what a visitor may see. A signed-in session, or a token in `Authorization: Bearer`
(made by `filiera token`), gives what that person may see; what is private and what does not exist look alike (404).

Texts come in the language of `lang` (`it` or `en`), else of `Accept-Language`, else in Italian. Lists are cut by cursor:
pass `next` as `cursor` until it is null. Errors are `application/problem+json` (RFC 9457). Organisations marked
`is_example` are invented. Codes of evidence kinds and roles are in lower case, all others in upper case.
"""
OTHER_MEDIA = {"getCatalogue": catalogue.MEDIA_TYPE, "getMap": places.MEDIA_TYPE}
OWN_LANG = ("ask",)
"""Operations that declare `lang` themselves: there it is the language of the question too."""

LANG = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of the answer; `Accept-Language` decides where it is absent.",
    "schema": {"type": "string", "enum": ["it", "en"]},
}
SECURITY: dict[str, Any] = {
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A signed-in session."},
    "token": {"type": "http", "scheme": "bearer", "description": "Made by `filiera token`; valid for 90 days."},
}


class FilieraAPI(NinjaAPI):
    """Ninja's API with the description completed: problems as problem+json, the language, who may ask."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Describe the API."""
        described = super().get_openapi_schema(**options)
        described["components"]["securitySchemes"] = SECURITY
        described["security"] = [{}, {"session": []}, {"token": []}]
        described["servers"] = [{"url": "/"}]
        for operations in described["paths"].values():
            for operation in operations.values():
                self._complete(operation)
        return described

    def _complete(self, operation: dict[str, Any]) -> None:
        """Give an operation its language parameter and the right media types."""
        name = operation["operationId"]
        if name not in OWN_LANG and all(one["name"] != "lang" for one in operation["parameters"]):
            operation["parameters"].append(LANG)
        for status, response in operation["responses"].items():
            content = response.get("content", {})
            media = MEDIA_TYPE if int(status) >= 400 else OTHER_MEDIA.get(name)
            if media and "application/json" in content:
                response["content"] = {media: content["application/json"]}
            response["headers"] = {"Content-Language": {"schema": {"type": "string"}}}
            if int(status) in (429, 503):
                response["headers"]["Retry-After"] = {"schema": {"type": "integer"}}


class Renderer(JSONRenderer):
    """JSON with its letters as they are: shorter, and readable in a terminal."""

    json_dumps_params = {"ensure_ascii": False}


api = FilieraAPI(
    title="Filiera",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs=OperationsPage(),
    renderer=Renderer(),
    parser=StrictParser(),
    openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
)
FEATURES = (
    index, organisations, competences, evidence, answers, places, cluster, catalogue, events, documents, members, meetings,
    acts, calls, calls_office, call_texts, interest, notices, searches, letters, consortia, consortium_acts,
    consortium_partners, consortium_work, projects, project_acts, applicants, needs, need_requests,
    need_acts, need_mails, need_office, need_outcome, collaborations, need_papers, offers, offer_acts,
)  # fmt: skip
for router in dict.fromkeys(feature.router for feature in FEATURES):  # several share one: an address has one router
    api.add_router("", router)


@api.exception_handler(ApiProblem)
def _on_problem(request: HttpRequest, error: ApiProblem) -> HttpResponse:
    return problem_response(request, error)


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def _on_absence(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what is not there, or was taken away by another while it was asked for."""
    return problem_response(request, not_found())


@api.exception_handler(ValidationError)
def _on_fault(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_response(request, from_validation(error.errors))


@api.exception_handler(Throttled)
def _on_flood(request: HttpRequest, error: Throttled) -> HttpResponse:
    wait = int(error.wait or 60)
    detail = _("Wait %(n)s seconds, then ask again.") % {"n": wait}
    return problem_response(request, ApiProblem("too-many", detail, retry_after=wait))


@api.exception_handler(RequestDataTooBig)
def _on_size(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem_response(request, ApiProblem("not-readable", _("The body is too large.")))


@api.exception_handler(RawPostDataException)
def _on_form(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """Answer a form that is sent where JSON is taken."""
    return problem_response(request, ApiProblem("not-readable", _("The body is not JSON that can be read.")))


@api.exception_handler(HttpError)
def _on_refusal(request: HttpRequest, error: HttpError) -> HttpResponse:
    kind = OF_STATUS.get(error.status_code, "not-readable")
    return problem_response(request, ApiProblem(kind, _("The body is not JSON that can be read.")))
