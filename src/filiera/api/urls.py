"""Addresses of the API, each behind the same door."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from filiera.api.door import door, nothing_here
from filiera.api.entry import api

# The names of ninja's tuple are spelled apart: `app_name` in a list of addresses means something to Django.
operations, ninja_name, ninja_namespace = api.urls
for pattern in operations:
    if isinstance(pattern, URLPattern):
        pattern.callback = door(pattern.callback)

urlpatterns = [
    path("api/v1/", (operations, ninja_name, ninja_namespace)),
    re_path(r"^api/?$|^api/v1$", RedirectView.as_view(pattern_name="api:index"), name="api-start"),
    re_path(r"^api/(?P<rest>.*)$", door(nothing_here), name="api-nothing"),
]
