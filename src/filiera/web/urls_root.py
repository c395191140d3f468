"""Addresses without a language: health, and what is not for people."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from filiera.web import sitemaps, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", sitemaps.security, name="security"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/mark.svg", permanent=True), name="favicon"),
]
