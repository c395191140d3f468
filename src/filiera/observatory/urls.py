"""Addresses of the observatory."""

from __future__ import annotations

from django.urls import path

from filiera.observatory import views

urlpatterns = [
    path("cluster/", views.cluster, name="cluster"),
]
