"""The page that lists the operations: ours, because the bundled one fails WCAG 2.2 AA and speaks no Italian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from ninja.openapi.docs import DocsBase

from filiera.common.language import current_language
from filiera.common.views import Crumb, LinkTo

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI


CODE = re.compile("`([^`]+)`")


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation as the page lists it; `example` is an address that can be opened, empty where it needs an id.

    `body` names the fields of the JSON that it takes, those that must be there first.
    """

    method: str
    path: str
    summary: str
    parameters: tuple[str, ...]
    body: tuple[str, ...]
    example: str

    @property
    def pieces(self) -> list[str]:
        """Give the summary in pieces: plain text and code by turns, plain first."""
        return CODE.split(self.summary)


def operation_lines(described: dict[str, Any]) -> list[OperationLine]:
    """Read the operations out of the API's description, in its order; their sentences in the language of the request."""
    lines = []
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            plain = method == "get" and "{" not in path
            needed = any(one.get("required") for one in operation["parameters"])
            lines.append(
                OperationLine(
                    method=method.upper(),
                    path=path,
                    summary=gettext(operation["description"]),
                    parameters=tuple(one["name"] for one in operation["parameters"]),
                    body=_body_fields(operation, described),
                    example=path if plain and not needed else "",
                )
            )
    return lines


def _body_fields(operation: dict[str, Any], described: dict[str, Any]) -> tuple[str, ...]:
    """Name the fields of the JSON or the form that an operation takes; none where it takes no body."""
    if "requestBody" not in operation:
        return ()
    (taken,) = operation["requestBody"]["content"].values()
    return _fields(taken["schema"], described["components"]["schemas"])


def _fields(shape: dict[str, Any], shapes: dict[str, Any]) -> tuple[str, ...]:
    """Name the fields of a shape, those that must be there first; a field that has fields names them too."""
    (shape,) = shape.get("allOf", [shape])
    meant = shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    needed = meant.get("required", ())
    names = []
    for name, value in sorted(meant.get("properties", {}).items(), key=lambda item: item[0] not in needed):
        inner = ", ".join(_fields(value, shapes))
        names.append(f"{name} ({inner})" if inner else name)
    return tuple(names)


class OperationsPage(DocsBase):
    """Ninja's door to a page of documentation."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """List the operations, with what they take."""
        other = "it" if current_language() == "en" else "en"
        label = "Italiano" if other == "it" else "English"
        context = {
            "operations": operation_lines(api.get_openapi_schema(path_params=kwargs)),
            "openapi_url": self.get_openapi_url(api, kwargs),
            "crumbs": [Crumb(_("Home"), reverse("home")), Crumb("API")],
            "switch_language": {"url": f"{request.path}?lang={other}", "label": label, "lang": other},
            "question": LinkTo(f"{reverse('api:ask')}?q=airless", "GET /api/v1/answers?q=airless"),
        }
        return render(request, "api/operations_page.html", context)
