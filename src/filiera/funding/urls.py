"""Addresses of calls and of what comes of them."""

from __future__ import annotations

from django.urls import path

from filiera.funding.views import calls

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:code>/", calls.call, name="call"),
    path("calls/<slug:code>/versions/<int:number>/", calls.raw, name="call-raw"),
]
