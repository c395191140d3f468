"""Addresses of minutes, books and resolutions, under their language."""

from __future__ import annotations

from django.urls import path

from filiera.governance.views import association, books, minutes

urlpatterns = [
    path("association/", association.association, name="association"),
    path("meetings/<int:pk>/minutes/", minutes.draft, name="minutes-draft"),
    path("minutes/<int:pk>/", minutes.minutes, name="minutes"),
    path("minutes/<int:pk>/act/", minutes.minutes_act, name="minutes-act"),
    path("minutes/<int:pk>/minutes.pdf", minutes.minutes_file, name="minutes-pdf"),
    path("books/", books.books, name="books"),
    path("books/<slug:kind>/", books.book, name="book"),
    path("books/<slug:kind>/book.<slug:form>", books.book_file, name="book-file"),
    path("resolutions/", books.resolutions, name="resolutions"),
    path("resolutions/<int:pk>/", books.resolution, name="resolution"),
    path("resolutions/<int:pk>/act/", books.resolution_act, name="resolution-act"),
]
