"""Addresses of the association's pages, under their language."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("filiera.governance.urls_meetings")),
    path("", include("filiera.governance.urls_members")),
    path("", include("filiera.governance.urls_votes")),
    path("", include("filiera.governance.urls_acts")),
]
