"""Addresses of the shell's pages, under their language."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from filiera.web import accounts, views
from filiera.web.feeds import feed
from filiera.web.sign_in import SetPasswordView, SignInView

urlpatterns = [
    path("", views.home, name="home"),
    path("components/", views.components, name="components"),
    path("feed.atom", feed, name="feed"),
    path("sources/", views.sources, name="sources"),
    path("accessibility/", views.about, name="accessibility"),
    path("privacy/", views.about, name="privacy"),
    path("sign-in/", SignInView.as_view(), name="login"),
    path("set-password/<str:uidb64>/<str:token>/", SetPasswordView.as_view(), name="set-password"),
    path("office/accounts/", accounts.accounts, name="accounts"),
    path("office/accounts/<int:pk>/", accounts.account, name="account"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
]
