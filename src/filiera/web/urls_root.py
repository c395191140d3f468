"""Addresses without a language: health, and what is not for people."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from filiera.web import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/mark.svg", permanent=True), name="favicon"),
]
