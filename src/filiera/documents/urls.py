"""Addresses of shared papers and circles."""

from __future__ import annotations

from django.urls import path

from filiera.documents.views import circles, documents, levels

urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/add/", documents.add, name="document-add"),
    path("documents/openings/", levels.openings, name="document-openings"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/versions/", documents.new_version, name="document-version"),
    path("documents/<int:pk>/files/<int:number>/", documents.file, name="document-file"),
    path("documents/<int:pk>/levels/", levels.levels, name="document-levels"),
    path("documents/<int:pk>/answer/", levels.answer, name="document-answer"),
    path("documents/<int:pk>/named/", levels.named, name="document-named"),
    path("agreements/<int:pk>/", circles.agreement, name="document-agreement"),
    path("office/circles/", circles.circles, name="circles"),
    path("office/circles/<int:pk>/", circles.circle, name="circle"),
]
