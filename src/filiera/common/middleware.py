"""What no page should have to think of: bytes that no text holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponseBadRequest
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NUL = "\x00"
MACHINES = "/api/"
"""Addresses that refuse it themselves, in the form in which they refuse everything else."""


class RefuseNulMiddleware:
    """Refuses requests whose address or form holds the NUL character: PostgreSQL cannot store it, and nobody types it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 at once where the address holds a NUL."""
        if request.path_info.startswith(MACHINES):
            return self.get_response(request)
        if NUL in request.path_info or any(NUL in value for _key, values in request.GET.lists() for value in values):
            return self._refused()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Answer 400 where a form holds a NUL; its values have been read for the token's sake anyway."""
        if request.method == "POST" and any(NUL in value for _key, values in request.POST.lists() for value in values):
            return self._refused()
        return None

    def _refused(self) -> HttpResponse:
        return HttpResponseBadRequest(_("This address holds a character that no text has."), content_type="text/plain")
