"""The three addresses that the shell itself names, so that its templates are tested without any feature."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path("in/", nothing, name="login"),
    path("out/", nothing, name="logout"),
]
