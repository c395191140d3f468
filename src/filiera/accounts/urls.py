"""Addresses of the links in mails, of how one is written to and of what waits for one."""

from __future__ import annotations

from django.urls import path

from filiera.accounts import views, views_letters

urlpatterns = [
    path("answer/<str:token>/", views.answer, name="answer"),
    path("account/letters/", views_letters.own_letters, name="own-letters"),
    path("account/waiting/", views_letters.own_waiting, name="own-waiting"),
    path("letters/<str:token>/", views_letters.by_link, name="letters-by-link"),
    path("answer/<str:token>/files/<int:number>/", views.answer_file, name="answer-file"),
]
