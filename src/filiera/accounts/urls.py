"""Addresses of the links in mails."""

from __future__ import annotations

from django.urls import path

from filiera.accounts import views

urlpatterns = [path("answer/<str:token>/", views.answer, name="answer")]
