"""The page that lists the operations: ours, because the bundled one fails WCAG 2.2 AA and speaks no Italian."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation as the page lists it; `example` is an address that can be opened, empty where it needs an id."""

    method: str
    path: str
    summary: str
    parameters: tuple[str, ...]
    example: str


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
                    example=path if plain and not needed else "",
                )
            )
    return lines


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
