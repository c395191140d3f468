"""Pages as a browser reads them: how the templates are broken into lines is nothing that a test should see."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEPT = re.compile(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
BLOCK = (
    "html|head|body|title|meta|link|div|p|section|article|aside|header|footer|main|nav|ul|ol|li|dl|dt|dd|table|caption|thead|"
    "tbody|tr|th|td|form|fieldset|legend|figure|figcaption|details|summary|h[1-6]|option|select|blockquote|desc|path|circle|"
    "rect|text|g|defs|input|label|button|textarea"
)
BESIDE_BLOCK = re.compile(rf"\s*(</?(?:{BLOCK})(?=[\s>/])(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>)\s*")


def squeezed(html: str) -> str:
    """Give a page on one line, without the spaces beside blocks and at the ends of tags."""
    parts = KEPT.split(html)
    parts[::2] = [_squeezed(part) for part in parts[::2]]
    return "".join(parts).strip()


def _squeezed(text: str) -> str:
    text = TAG.sub(lambda tag: re.sub(r"\s+(?=/?>$)", "", re.sub(r"\s+", " ", tag[0])), text)
    return BESIDE_BLOCK.sub(r"\1", re.sub(r"\s+", " ", text))


class Squeezed:
    """Squeezes the pages that the test client asks for; a browser gets them as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and request.META.get("SERVER_NAME") == "testserver":
            response.content = squeezed(response.content.decode()).encode()
        return response


def rendered(template: str, context: dict[str, Any] | None = None) -> str:
    """Render a template and squeeze it."""
    return squeezed(render_to_string(template, context))
