"""Addresses of the shell's pages, under their language."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from filiera.web import views
from filiera.web.feeds import feed
from filiera.web.sign_in import SignInView

urlpatterns = [
    path("", views.home, name="home"),
    path("components/", views.components, name="components"),
    path("feed.atom", feed, name="feed"),
    path("sources/", views.sources, name="sources"),
    path("accessibility/", views.about, name="accessibility"),
    path("privacy/", views.about, name="privacy"),
    path("sign-in/", SignInView.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
]
