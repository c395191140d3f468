"""Addresses of the shell's pages, under their language."""

from __future__ import annotations

from django.urls import include, path

from filiera.web import accounts, views
from filiera.web.feeds import feed

urlpatterns = [
    path("", views.home, name="home"),
    path("components/", views.components, name="components"),
    path("feed.atom", feed, name="feed"),
    path("sources/", views.sources, name="sources"),
    path("accessibility/", views.about, name="accessibility"),
    path("", include("filiera.web.urls_account")),
    path("office/accounts/", accounts.accounts, name="accounts"),
    path("office/accounts/<int:pk>/", accounts.account, name="account"),
]
